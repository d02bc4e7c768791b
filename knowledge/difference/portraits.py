"""What a reader sees of a thing: texts in both languages and lists of short things, each under a name."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from knowledge.difference.report import Changed, Fate, ListChange, TextChange
from knowledge.difference.runs import runs
from knowledge.schema import HEARD_LISTS, Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from knowledge.dates import Period
    from knowledge.schema import (
        Claim,
        Concept,
        Elsewhere,
        Entry,
        Heard,
        Phrasing,
        Source,
        SourceReference,
        Topic,
        Variety,
    )

_NOTHING = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Portrait:
    """A thing as its title, its texts and its lists."""

    title: str
    texts: Mapping[str, Bilingual] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)


def compare(kind: str, identity: str, older: Portrait | None, newer: Portrait | None) -> Changed | None:
    """What differs between two portraits of one thing, of which one may be missing; None where nothing does."""
    before, after = older or Portrait(""), newer or Portrait("")
    texts = tuple(_text_changes(before.texts, after.texts))
    lists = tuple(_list_changes(before.lists, after.lists))
    if older is not None and newer is not None and not texts and not lists:
        return None
    return Changed(kind, identity, (newer or before).title, fate_of(older, newer), texts, lists)


def fate_of(older: object | None, newer: object | None) -> Fate:
    """What became of something that stood, or stands."""
    return Fate.ADDED if older is None else Fate.REMOVED if newer is None else Fate.CHANGED


def of_entries(older: Entry | None, newer: Entry | None) -> tuple[Portrait | None, Portrait | None]:
    """Two states of an entry; claims that belong together have the same name in both."""
    pairs = list(_named_claims(older.claims if older else (), newer.claims if newer else ()))
    before = [(name, claim, other) for name, claim, other in pairs if claim is not None]
    after = [(name, claim, other) for name, other, claim in pairs if claim is not None]
    return _of_entry(older, before), _of_entry(newer, after)


def of_source(source: Source) -> Portrait:
    """A source; its title stands in its own language only."""
    texts = {"publisher": source.publisher, "published_note": source.published_note}
    lists = {
        "title": [source.title],
        "language": [source.language],
        "published": [str(source.published)] if source.published is not None else [],
        "url": [source.url] if source.url is not None else [],
        "courtesy_translation": ["true"] if source.is_courtesy_translation else [],
    }
    return Portrait(source.title, {name: text for name, text in texts.items() if text is not None}, lists)


def of_topic(topic: Topic) -> Portrait:
    """A topic."""
    return Portrait(topic.title.en, {"title": topic.title})


def of_subject(subject: Elsewhere) -> Portrait:
    """A subject that belongs elsewhere."""
    lists = {**_by_variety("questions", subject.questions), "near": subject.near}
    noted = {} if subject.is_noted else {"noted": ["false"]}
    return Portrait(subject.id, {"reply": subject.reply} if subject.reply is not None else {}, {**lists, **noted})


def of_heard(heard: Heard) -> Portrait:
    """What people asked about an entry."""
    lists: dict[str, Sequence[str]] = {}
    for key in HEARD_LISTS:
        lists |= _by_variety(key, getattr(heard, key))
    return Portrait(heard.id, lists=lists)


def of_concept(concept: Concept) -> Portrait:
    """What the lexicon says of one concept."""
    title = next((form for _, form in concept.every_form()), concept.id)
    about = {"class": [concept.klass.value], "part_of": [concept.part_of] if concept.part_of is not None else []}
    return Portrait(title, lists={**about, **_forms(concept.forms)})


def of_forms(title: str, forms: Mapping[Variety, Sequence[str]]) -> Portrait:
    """Words that the lexicon lists by themselves."""
    return Portrait(title, lists=_forms(forms))


def of_row(row: Mapping[str, Any]) -> Portrait:
    """A question test; what is asked is its title."""
    turns = row.get("turns")
    asked = [row, *turns] if isinstance(turns, list) else [row]
    texts = [str(turn["text"]) for turn in asked if isinstance(turn, dict) and "text" in turn]
    rest = {key: [_in_short(value)] for key, value in row.items() if key != "id"}
    return Portrait(" / ".join(texts), lists=rest)


def _of_entry(entry: Entry | None, claims: Sequence[tuple[str, Claim, Claim | None]]) -> Portrait | None:
    if entry is None:
        return None
    lists: dict[str, Sequence[str]] = {"topic": [entry.topic]}
    for key in ("questions", "unlike", "follow_ups", "unanswered"):
        lists |= _by_variety(key, getattr(entry, key))
    lists["related"] = entry.related
    for name, claim, other in claims:
        lists[f"{name}: sources"] = [_cited(reference) for reference in claim.sources]
        if other is not None:
            lists[f"{name}: period"] = [told(claim.period)]
    texts = {"title": entry.title, **{name: claim.text.bilingual for name, claim, _ in claims}}
    return Portrait(entry.title.en, texts, lists)


def told(period: Period) -> str:
    """A period in digits: 2026-02, 2019-02 – 2020, 2019-02 –."""
    if period.is_moment:
        return str(period.since)
    return f"{period.since} – {period.until or ''}".rstrip()


def _named_claims(older: Sequence[Claim], newer: Sequence[Claim]) -> Iterator[tuple[str, Claim | None, Claim | None]]:
    """Claims in pairs, each with a name of its own."""
    taken: set[str] = set()
    for before, after in _paired_claims(older, newer):
        shown = after or before
        assert shown is not None  # noqa: S101 - one of a pair is always there; tells the type checker
        name = first = f"claim {told(shown.period)}"
        number = 1
        while name in taken:
            number += 1
            name = f"{first} ({number})"
        taken.add(name)
        yield name, before, after


def _paired_claims(older: Sequence[Claim], newer: Sequence[Claim]) -> Iterable[tuple[Claim | None, Claim | None]]:
    """Claims of the same period together, what is left by its place; in the newer order, removed ones last."""
    waiting = list(older)
    partners: list[Claim | None] = []
    for claim in newer:
        partner = next((other for other in waiting if other.period == claim.period), None)
        if partner is not None:
            waiting.remove(partner)
        partners.append(partner)
    alone = [number for number, partner in enumerate(partners) if partner is None]
    for number, other in zip(alone, waiting, strict=False):
        partners[number] = other
    return [*zip(partners, newer, strict=True), *((other, None) for other in waiting[len(alone) :])]


def _in_short(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cited(reference: SourceReference) -> str:
    figures = f" ({'; '.join(reference.figures)})" if reference.figures else ""
    return f"{reference.source}, {reference.at}{figures}"


def _by_variety(key: str, phrasings: Iterable[Phrasing]) -> dict[str, Sequence[str]]:
    lists: dict[str, list[str]] = {}
    for phrasing in phrasings:
        lists.setdefault(f"{key} {phrasing.variety}", []).append(phrasing.text)
    return dict(lists)


def _forms(forms: Mapping[Variety, Sequence[str]]) -> dict[str, Sequence[str]]:
    return {variety.value: listed for variety, listed in forms.items()}


def _text_changes(older: Mapping[str, Bilingual], newer: Mapping[str, Bilingual]) -> Iterator[TextChange]:
    for what in dict.fromkeys([*newer, *older]):
        before, after = older.get(what), newer.get(what)
        if before != after:
            old, new = before or _NOTHING, after or _NOTHING
            yield TextChange(what, fate_of(before, after), runs(old.en, new.en), runs(old.ar, new.ar))


def _list_changes(older: Mapping[str, Sequence[str]], newer: Mapping[str, Sequence[str]]) -> Iterator[ListChange]:
    for what in dict.fromkeys([*newer, *older]):
        before, after = dict.fromkeys(older.get(what, ())), dict.fromkeys(newer.get(what, ()))
        added = tuple(one for one in after if one not in before)
        removed = tuple(one for one in before if one not in after)
        if added or removed:
            yield ListChange(what, added, removed)
