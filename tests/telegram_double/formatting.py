"""Formatted text as Telegram stores it: plain text and entities measured in UTF-16 units."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from .refusals import JsonObject, refuse

MAXIMUM_TEXT_UNITS: Final = 4096
MAXIMUM_ENTITIES: Final = 100
# Among the dropped are the invisible direction marks U+202A to U+202E; the isolates U+2066 to U+2069 are kept.
DROPPED: Final = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


def utf16_length(text: str) -> int:
    """Count UTF-16 units, the only unit of Telegram's offsets."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True, slots=True)
class Entity:
    """One stretch of formatting; offset and length count UTF-16 units."""

    kind: str
    offset: int
    length: int
    url: str = ""
    language: str = ""

    @property
    def end(self) -> int:
        """The first unit after the entity."""
        return self.offset + self.length

    def as_json(self) -> JsonObject:
        """Write the entity as a MessageEntity object."""
        entity: JsonObject = {"type": self.kind, "offset": self.offset, "length": self.length}
        if self.url:
            entity["url"] = self.url
        if self.language:
            entity["language"] = self.language
        return entity


@dataclass(frozen=True, slots=True)
class FormattedText:
    """The text of a message after its markup has been parsed."""

    text: str
    entities: tuple[Entity, ...] = ()

    def stretch(self, entity: Entity) -> str:
        """Cut out what an entity covers."""
        units = self.text.encode("utf-16-le")
        return units[2 * entity.offset : 2 * entity.end].decode("utf-16-le")


def cleaned(formatted: FormattedText) -> FormattedText:
    """Drop the characters Telegram drops and turn control characters into spaces, moving the entities along."""
    kept = ""
    # The place of every UTF-16 unit of the old text in the new one, and of the end.
    places: list[int] = []
    for character in formatted.text:
        places += [utf16_length(kept)] * utf16_length(character)
        if not DROPPED.match(character):
            kept += " " if CONTROL.match(character) else character
    places.append(utf16_length(kept))
    moved = (
        replace(entity, offset=places[entity.offset], length=places[entity.end] - places[entity.offset])
        for entity in formatted.entities
    )
    return FormattedText(kept, tuple(entity for entity in moved if entity.length))


def trimmed(formatted: FormattedText) -> FormattedText:
    """Strip the outer white space as Telegram does and move the entities along."""
    text = formatted.text.strip()
    removed = utf16_length(formatted.text) - utf16_length(formatted.text.lstrip())
    length = utf16_length(text)
    return FormattedText(text, tuple(_clipped(formatted.entities, removed, length)))


def checked(formatted: FormattedText) -> FormattedText:
    """Return the clean and trimmed text, or refuse one that is empty, too long or over-formatted."""
    result = trimmed(cleaned(formatted))
    if not result.text:
        raise refuse("message text is empty")
    # Telegram's documentation speaks of characters; UTF-16 units are the stricter reading and never too generous.
    if utf16_length(result.text) > MAXIMUM_TEXT_UNITS:
        raise refuse("message is too long")
    if len(result.entities) > MAXIMUM_ENTITIES:
        raise refuse("ENTITIES_TOO_LONG")
    return result


def read_entities(text: str, listed: Iterable[object]) -> FormattedText:
    """Take over the entities that the bot measured itself, refusing those that leave the text."""
    end = utf16_length(text)
    entities: list[Entity] = []
    for item in listed:
        match item:
            case {"type": str(kind), "offset": int(offset), "length": int(length), **rest} if (
                offset >= 0 and length > 0
            ):
                if offset + length > end:
                    reason = f"ends after the end of the text at UTF-16 offset {offset + length}"
                    raise refuse(f"entity beginning at UTF-16 offset {offset} {reason}")
                entities.append(Entity(kind, offset, length, str(rest.get("url", "")), str(rest.get("language", ""))))
            case _:
                raise refuse("can't parse MessageEntity: an Object with type, offset and length is expected")
    return FormattedText(text, tuple(entities))


def _clipped(entities: Iterable[Entity], removed: int, length: int) -> Iterable[Entity]:
    for entity in entities:
        start, end = max(entity.offset - removed, 0), min(entity.end - removed, length)
        if end > start:
            yield replace(entity, offset=start, length=end - start)
