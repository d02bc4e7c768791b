"""Entries and sources as forms that a tool shows field by field: what is missing in them, and their text in YAML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml

from knowledge.dates import PartialDate
from knowledge.errors import BilingualError
from knowledge.loader import LONGEST_ID, entries_in, is_id
from knowledge.problems import Phrase, sentence
from knowledge.schema import Bilingual, Variety
from knowledge.yaml_reader import YamlReader
from knowledge.yaml_scalars import date_scalar, flow_scalar, one_line, quoted, scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from knowledge.errors import Problem
    from knowledge.schema import Claim, Entry, Phrasing

_LANGUAGE: Final = re.compile(r"[a-z]{2}")
_ADDRESS: Final = re.compile(r"https?://[^\s/]+\S*")
_NO_TEXT: Final = Bilingual("", "")


class FormError(BilingualError):
    """A form cannot hold this entry as it is written; its text can be edited all the same."""


class Flaw(StrEnum):
    """What is wrong with a field, in words for the person who fills it in."""

    MISSING = "write it"
    ID = f"use a-z, 0-9 and hyphens, at most {LONGEST_ID} characters"
    DATE = "write 2019, 2019-02 or 2019-02-06"
    NO_DATE = "give the date at which it held, or from when"
    TWO_DATES = "give a date, or a beginning and an end, not both"
    BACKWARDS = "it ends before it begins"
    NO_BEGINNING = "an end needs a beginning"
    LANGUAGE = "write the two letters of the language, such as en or ar"
    UNKNOWN = "there is none with this id: choose another, or add it"
    """Found by whoever knows the knowledge: a form by itself does not."""
    ADDRESS = "write the whole address, beginning with https://"


Flaws = tuple[tuple[str, Flaw], ...]
"""Names of fields, each with what is wrong: `title.en`, `questions`, `claims.0.text.ar`, `claims.0.sources.1.at`."""


@dataclass(frozen=True, slots=True)
class ReferenceForm:
    """A source of a claim, the place in it, and the figures that it gives there."""

    id: str
    at: str
    figures: tuple[str, ...] = ()

    def problems(self) -> Flaws:
        """What is wrong with it; fields are `id` and `at`."""
        return (*_missing("id", self.id), *_missing("at", self.at))

    def written(self) -> str:
        """In YAML, in one line."""
        figures = ", ".join(quoted(one_line(figure)) for figure in self.figures)
        last = f", figures: [{figures}]" if figures else ""
        return f"{{id: {_flow(self.id)}, at: {_flow(self.at)}{last}}}"


@dataclass(frozen=True, slots=True)
class ClaimForm:
    """A dated statement: `as_of`, or `since` and perhaps `until`, as they are typed."""

    text: Bilingual
    as_of: str = ""
    since: str = ""
    until: str = ""
    sources: tuple[ReferenceForm, ...] = ()

    def problems(self) -> Flaws:
        """What is wrong, in `as_of`, `since`, `until`, `text.en`, `text.ar`, `sources`, `sources.0.at`."""
        references = (_within(f"sources.{place}", one.problems()) for place, one in enumerate(self.sources))
        return (
            *self._flaws_of_dates(),
            *_missing_languages("text", self.text),
            *((("sources", Flaw.MISSING),) if not self.sources else ()),
            *(flaw for flaws in references for flaw in flaws),
        )

    def lines(self) -> Iterator[str]:
        """In YAML, from the hyphen on."""
        dates = {"as_of": self.as_of, "from": self.since, "until": self.until}
        begin = "- "
        for key, date in dates.items():
            if date.strip():
                yield f"{begin}{key}: {date_scalar(one_line(date))}"
                begin = "  "
        yield f"{begin}text:"
        yield f"    en: {scalar(one_line(self.text.en))}"
        yield f"    ar: {scalar(one_line(self.text.ar))}"
        yield "  sources:" if self.sources else "  sources: []"
        yield from (f"    - {reference.written()}" for reference in self.sources)

    @classmethod
    def of(cls, claim: Claim) -> ClaimForm:
        """The form of a claim that was read."""
        sources = tuple(ReferenceForm(one.source, one.at, one.figures) for one in claim.sources)
        since, until = str(claim.period.since), str(claim.period.until or "")
        if claim.period.is_moment:
            return cls(claim.text.bilingual, as_of=since, sources=sources)
        return cls(claim.text.bilingual, since=since, until=until, sources=sources)

    def _flaws_of_dates(self) -> Iterator[tuple[str, Flaw]]:
        written = {"as_of": self.as_of, "since": self.since, "until": self.until}
        dates = {name: _date(text) for name, text in written.items() if text.strip()}
        yield from ((name, Flaw.DATE) for name, date in dates.items() if date is None)
        if not dates:
            yield "as_of", Flaw.NO_DATE
        elif "as_of" in dates and len(dates) > 1:
            yield "as_of", Flaw.TWO_DATES
        elif "until" in dates and "since" not in dates:
            yield "since", Flaw.NO_BEGINNING
        since, until = dates.get("since"), dates.get("until")
        if since is not None and until is not None and until.last_day < since.first_day:
            yield "until", Flaw.BACKWARDS


@dataclass(frozen=True, slots=True)
class EntryForm:
    """An entry, field by field."""

    id: str
    topic: str
    title: Bilingual
    questions: Mapping[Variety, tuple[str, ...]]
    claims: tuple[ClaimForm, ...]
    unlike: Mapping[Variety, tuple[str, ...]] = field(default_factory=dict)
    follow_ups: Mapping[Variety, tuple[str, ...]] = field(default_factory=dict)
    unanswered: Mapping[Variety, tuple[str, ...]] = field(default_factory=dict)
    related: tuple[str, ...] = ()

    def problems(self) -> Flaws:
        """What has to be mended before the entry can be saved; what else curators ask of it, the checks say."""
        claims = (_within(f"claims.{place}", claim.problems()) for place, claim in enumerate(self.claims))
        return (
            *_flaws_of_id(self.id),
            *_missing("topic", self.topic),
            *_missing_languages("title", self.title),
            *((("questions", Flaw.MISSING),) if not any(self.questions.values()) else ()),
            *((("claims", Flaw.MISSING),) if not self.claims else ()),
            *(flaw for flaws in claims for flaw in flaws),
        )

    def yaml_text(self) -> str:
        """The list item, laid out as curators do. Seals are set when it is added to a knowledge."""
        return "\n".join(self._lines())

    @classmethod
    def of(cls, text: str) -> EntryForm:
        """The form of an entry's YAML text.

        Raises:
            FormError: it cannot be read, or holds more than a form does: remarks.
        """
        entry = _read(text)
        return cls(
            id=entry.id,
            topic=entry.topic,
            title=entry.title,
            questions=_by_variety(entry.questions),
            claims=tuple(map(ClaimForm.of, entry.claims)),
            unlike=_by_variety(entry.unlike),
            follow_ups=_by_variety(entry.follow_ups),
            unanswered=_by_variety(entry.unanswered),
            related=entry.related,
        )

    def _lines(self) -> Iterator[str]:
        yield f"- id: {scalar(one_line(self.id))}"
        yield f"  topic: {scalar(one_line(self.topic))}"
        yield f"  title: {_pair(self.title)}"
        yield from _lines_of("questions", self.questions)
        yield from _lines_of("unlike", self.unlike)
        yield from _lines_of("follow_ups", self.follow_ups)
        yield from _lines_of("unanswered", self.unanswered)
        yield "  claims:" if self.claims else "  claims: []"
        for claim in self.claims:
            yield from (f"    {line}" for line in claim.lines())
        if self.related:
            yield f"  related: [{', '.join(map(_flow, self.related))}]"


@dataclass(frozen=True, slots=True)
class SourceForm:
    """A source, field by field."""

    id: str
    publisher: Bilingual
    title: str
    language: str
    published: str = ""
    published_note: Bilingual = _NO_TEXT
    url: str = ""
    is_courtesy_translation: bool = False

    def problems(self) -> Flaws:
        """What has to be mended before the source can be saved."""
        return (
            *_flaws_of_id(self.id),
            *_missing_languages("publisher", self.publisher),
            *_missing("title", self.title),
            *self._flaws_of_format(),
        )

    def yaml_text(self) -> str:
        """The list item, laid out as curators do."""
        return "\n".join(self._lines())

    def _flaws_of_format(self) -> Iterator[tuple[str, Flaw]]:
        if _LANGUAGE.fullmatch(self.language.strip()) is None:
            yield "language", Flaw.LANGUAGE
        has_note = bool(self.published_note.en.strip() or self.published_note.ar.strip())
        if has_note:
            yield from _missing_languages("published_note", self.published_note)
        if self.published.strip():
            yield from () if _date(self.published) is not None else (("published", Flaw.DATE),)
        elif not has_note:
            yield "published", Flaw.MISSING
        if self.url.strip() and _ADDRESS.fullmatch(self.url.strip()) is None:
            yield "url", Flaw.ADDRESS

    def _lines(self) -> Iterator[str]:
        yield f"- id: {scalar(one_line(self.id))}"
        yield f"  publisher: {_pair(self.publisher)}"
        yield f"  title: {scalar(one_line(self.title))}"
        yield f"  language: {scalar(one_line(self.language))}"
        if self.published.strip():
            yield f"  published: {date_scalar(one_line(self.published))}"
        if self.published_note.en.strip() or self.published_note.ar.strip():
            yield f"  published_note: {_pair(self.published_note)}"
        if self.url.strip():
            yield f"  url: {scalar(one_line(self.url))}"
        if self.is_courtesy_translation:
            yield "  courtesy_translation: true"


def _missing(name: str, written: str) -> Flaws:
    return () if written.strip() else ((name, Flaw.MISSING),)


def _missing_languages(name: str, text: Bilingual) -> Flaws:
    return (*_missing(f"{name}.en", text.en), *_missing(f"{name}.ar", text.ar))


def _flaws_of_id(written: str) -> Flaws:
    return () if is_id(written.strip()) else (("id", Flaw.ID if written.strip() else Flaw.MISSING),)


def _within(name: str, flaws: Flaws) -> Flaws:
    return tuple((f"{name}.{field}", flaw) for field, flaw in flaws)


def _date(written: str) -> PartialDate | None:
    try:
        return PartialDate.parse(written)
    except ValueError:
        return None


def _flow(text: str) -> str:
    return flow_scalar(one_line(text))


def _pair(text: Bilingual) -> str:
    return f"{{en: {_flow(text.en)}, ar: {_flow(text.ar)}}}"


def _lines_of(key: str, phrasings: Mapping[Variety, tuple[str, ...]]) -> Iterator[str]:
    written = [(variety, phrasings[variety]) for variety in Variety if phrasings.get(variety)]
    if written:
        yield f"  {key}:"
    for variety, listed in written:
        yield f"    {variety}:"
        yield from (f"      - {scalar(one_line(text))}" for text in listed)


def _by_variety(phrasings: Iterable[Phrasing]) -> dict[Variety, tuple[str, ...]]:
    listed: dict[Variety, tuple[str, ...]] = {}
    for phrasing in phrasings:
        listed[phrasing.variety] = (*listed.get(phrasing.variety, ()), phrasing.text)
    return listed


def _read(text: str) -> Entry:
    problems: list[Problem] = []
    reader = YamlReader(Path("entry"), problems, lambda _: text.encode("utf-8", "surrogatepass"))
    root = reader.root()
    entries = list(entries_in(reader)) if root is not None else []
    if root is None or problems or len(entries) != 1:
        wrong = "This is no entry that a form can show: {reasons}: edit its text"
        raise FormError(sentence(wrong, reasons=_told(problems)))
    if _has_remarks(text, root):
        raise FormError(sentence("There are remarks in this entry, and a form would lose them: edit its text"))
    return entries[0]


def _told(problems: Iterable[Problem]) -> Phrase:
    """What is wrong with an entry by its lines; where nothing is, it is none, or more than one."""
    reasons = [Phrase("line {line}: {wrong}", line=problem.place.line, wrong=problem.wrong) for problem in problems]
    return reduce(_and, reasons) if reasons else Phrase("it is not one item")


def _and(first: Phrase, rest: Phrase) -> Phrase:
    return Phrase("{first}; {rest}", first=first, rest=rest)


def _has_remarks(text: str, root: yaml.Node) -> bool:
    """Whether a `#` stands anywhere but in the values."""
    rest = text
    for scalar_node in sorted(_scalars(root), key=lambda node: node.start_mark.index, reverse=True):
        rest = rest[: scalar_node.start_mark.index] + rest[scalar_node.end_mark.index :]
    return "#" in rest


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.CollectionNode):
        for part in node.value:
            for inner in part if isinstance(part, tuple) else (part,):
                yield from _scalars(inner)
