"""A strict parser of Telegram's HTML subset, with Telegram's wording for everything it refuses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, NoReturn

from .formatting import Entity, FormattedText, utf16_length
from .refusals import refuse

KINDS: Final[Mapping[str, str]] = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED_REFERENCES: Final[Mapping[str, str]] = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE: Final = re.compile(r"&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));?", re.IGNORECASE)
HIGHEST_CODE_POINT: Final = 0x10FFFF
SURROGATES: Final = range(0xD800, 0xE000)
WHITE_SPACE: Final = " \t\r\n\v\0"


@dataclass(frozen=True, slots=True)
class _OpenTag:
    name: str
    argument: str
    offset: int
    begin: int


def parse_html(source: str) -> FormattedText:
    """Turn HTML into plain text and entities, or refuse it as Telegram would.

    The documented nesting rules are enforced too: where Telegram silently drops
    formatting (a quotation in a quotation, anything inside code, a link in a link)
    the double refuses, because the author of the message meant something else.
    """
    return _HtmlReader(source).read()


class _HtmlReader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.text = ""
        self.offset = 0
        self.open: list[_OpenTag] = []
        self.entities: list[Entity] = []

    def read(self) -> FormattedText:
        while self.position < len(self.source):
            if self.source[self.position] != "<":
                self.append(self.character())
            elif self.source.startswith("</", self.position):
                self.end_tag()
            else:
                self.start_tag()
        if self.open:
            self.fail(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        ordered = sorted(self.entities, key=lambda entity: (entity.offset, -entity.length))
        return FormattedText(self.text, tuple(ordered))

    def append(self, character: str) -> None:
        self.text += character
        self.offset += utf16_length(character)

    def character(self) -> str:
        """Read one character; an ampersand that begins no known reference stands for itself."""
        reference = REFERENCE.match(self.source, self.position)
        decoded = _decode(reference) if reference else None
        if reference and decoded is not None:
            self.position = reference.end()
            return decoded
        self.position += 1
        return self.source[self.position - 1]

    def start_tag(self) -> None:
        begin = self.position
        self.position += 1
        name = self.until(WHITE_SPACE + ">").lower()
        if self.at_end():
            self.fail_at("Unclosed start tag", begin)
        if name not in KINDS:
            self.fail_at(f'Unsupported start tag "{name}"', begin)
        argument = self.attributes(name, begin)
        if name == "span" and argument != "spoiler":
            self.fail_at('Tag "span" must have class "tg-spoiler"', begin)
        self.check_nesting(name, begin)
        self.open.append(_OpenTag(name, argument, self.offset, len(self.text)))

    def attributes(self, tag: str, begin: int) -> str:
        """Read up to the closing bracket and return the one attribute value the tag may carry."""
        argument = ""
        while self.skip_space() != ">":
            if self.at_end():
                self.fail_at("Unclosed start tag", begin)
            name = self.until(WHITE_SPACE + "=>").lower()
            if not name:
                self.fail_at(f'Empty attribute name in the tag "{tag}"', begin)
            value = ""
            if self.skip_space() == "=":
                self.position += 1
                value = self.attribute_value(tag, begin)
            elif self.at_end():
                self.fail_at(f'Unclosed start tag "{tag}"', begin)
            argument = _argument(tag, name, value) or argument
        self.position += 1
        return argument

    def attribute_value(self, tag: str, begin: int) -> str:
        quote = self.skip_space()
        if self.at_end():
            self.fail_at(f'Unclosed start tag "{tag}"', begin)
        if quote not in ("'", '"'):
            return self.name_token()
        self.position += 1
        value = ""
        while not self.at_end() and self.source[self.position] != quote:
            value += self.character()
        self.position += 1
        return value

    def name_token(self) -> str:
        begin = self.position
        while not self.at_end() and re.match(r"[A-Za-z0-9.-]", self.source[self.position]):
            self.position += 1
        if not self.at_end() and self.source[self.position] not in WHITE_SPACE + ">":
            self.fail_at("Unexpected end of name token", begin)
        return self.source[begin : self.position].lower()

    def end_tag(self) -> None:
        begin = self.position
        if not self.open:
            self.fail_at("Unexpected end tag", begin)
        self.position += 2
        name = self.until(WHITE_SPACE + ">").lower()
        if self.skip_space() != ">":
            self.fail_at("Unclosed end tag", begin)
        self.position += 1
        tag = self.open.pop()
        # Telegram accepts "</>" for whatever was opened last.
        if name and name != tag.name:
            detail = f', expected "</{tag.name}>", found "</{name}>"'
            self.fail(f"Unmatched end tag at byte offset {self.bytes_before(begin)}{detail}")
        if self.offset > tag.offset:
            self.close(tag)

    def close(self, tag: _OpenTag) -> None:
        entity = Entity(KINDS[tag.name], tag.offset, self.offset - tag.offset)
        match tag.name:
            case "a":
                entity = replace(entity, url=tag.argument or self.text[tag.begin :])
            case "code":
                entity = replace(entity, language=tag.argument)
            case "blockquote" if tag.argument:
                entity = replace(entity, kind="expandable_blockquote")
            case "pre" if self.entities and self.entities[-1].kind == "code":
                inner = self.entities[-1]
                # A <pre> that holds exactly one <code class="language-..."> is one entity with a language.
                if (inner.offset, inner.length) == (entity.offset, entity.length):
                    self.entities[-1] = replace(inner, kind="pre")
                    return
        self.entities.append(entity)

    def check_nesting(self, name: str, begin: int) -> None:
        enclosing = [tag.name for tag in self.open]
        in_preformatted = "code" in enclosing or ("pre" in enclosing and name != "code")
        repeated = name in ("blockquote", "a", "pre") and name in enclosing
        if in_preformatted or repeated:
            self.fail_at(f'Tag "{name}" can\'t be nested in "{enclosing[-1]}"', begin)

    def until(self, stops: str) -> str:
        begin = self.position
        while not self.at_end() and self.source[self.position] not in stops:
            self.position += 1
        return self.source[begin : self.position]

    def skip_space(self) -> str:
        """Skip white space and return the character that follows, empty at the end."""
        while not self.at_end() and self.source[self.position] in WHITE_SPACE:
            self.position += 1
        return self.source[self.position : self.position + 1]

    def at_end(self) -> bool:
        return self.position >= len(self.source)

    def bytes_before(self, position: int) -> int:
        return len(self.source[:position].encode())

    def fail_at(self, reason: str, position: int) -> NoReturn:
        self.fail(f"{reason} at byte offset {self.bytes_before(position)}")

    def fail(self, reason: str) -> NoReturn:
        raise refuse(f"can't parse entities: {reason}")


def _decode(reference: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return NAMED_REFERENCES.get(name)
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    valid = 0 < number <= HIGHEST_CODE_POINT and number not in SURROGATES
    return chr(number) if valid else None


def _argument(tag: str, attribute: str, value: str) -> str:
    match tag, attribute:
        case "a", "href":
            return value
        case "code", "class":
            return value.removeprefix("language-") if value.startswith("language-") else ""
        case "span", "class":
            return value.removeprefix("tg-") if value.startswith("tg-") else ""
        case "blockquote", "expandable":
            return "expandable"
        case _:
            return ""
