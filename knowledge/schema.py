"""The vocabulary of the knowledge: sources, topics, entries with their dated claims, and the lexicon."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from knowledge.dates import PartialDate, Period
    from knowledge.errors import Place


class Language(StrEnum):
    """A language in which Sanad answers."""

    ENGLISH = "en"
    ARABIC = "ar"


class Variety(StrEnum):
    """A way of writing questions: English, standard Arabic, a dialect, or Arabic in Latin letters."""

    ENGLISH = "en"
    STANDARD = "ar"
    IRAQI = "iraqi"
    LEVANTINE = "levantine"
    EGYPTIAN = "egyptian"
    GULF = "gulf"
    ARABIZI = "arabizi"

    @property
    def language(self) -> Language:
        """The language in which a question of this variety is answered."""
        return Language.ENGLISH if self is Variety.ENGLISH else Language.ARABIC


class ConceptClass(StrEnum):
    """What a concept of the lexicon stands for; named things and attributes may not stay unexplained in a question."""

    THING = "thing"
    ATTRIBUTE = "attribute"
    """What can be asked of many things and is another question each time: pay, price, age, phone number."""
    COUNTRY = "country"
    PLACE = "place"
    PERSON = "person"
    ORGANISATION = "organisation"

    @property
    def is_named(self) -> bool:
        return self is not ConceptClass.THING and self is not ConceptClass.ATTRIBUTE


@dataclass(frozen=True, slots=True, order=True)
class Bilingual:
    """One text in both languages."""

    en: str
    ar: str

    def __getitem__(self, language: Language) -> str:
        return self.ar if language is Language.ARABIC else self.en


@dataclass(frozen=True, slots=True)
class Source:
    """A document that answers cite. `title` stands in the document's own language."""

    id: str
    publisher: Bilingual
    title: str
    language: str
    """Two-letter code of the language it is written in."""
    published: PartialDate | None
    published_note: Bilingual | None
    """How the date was found where the page prints none."""
    url: str | None
    is_courtesy_translation: bool
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject under which entries are offered to the reader."""

    id: str
    title: Bilingual
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class SourceReference:
    """Where a claim comes from: the source, the place in it, and the figures that it gives there."""

    source: str
    at: str
    figures: tuple[str, ...]
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class ClaimText:
    """What a claim says, with the seal set when both languages were last read side by side."""

    bilingual: Bilingual
    seal: str | None
    place: Place = field(compare=False)

    def __getitem__(self, language: Language) -> str:
        return self.bilingual[language]


@dataclass(frozen=True, slots=True)
class Claim:
    """One dated statement, ready to be read. `[1]` in its text marks the first of its sources, and so on."""

    period: Period
    text: ClaimText
    sources: tuple[SourceReference, ...]
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way in which people ask for something."""

    text: str
    variety: Variety
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the public asks, with everything needed to answer it."""

    id: str
    topic: str
    title: Bilingual
    questions: Sequence[Phrasing]
    unlike: Sequence[Phrasing]
    """Near misses: they sound alike, and this entry must not answer them."""
    claims: tuple[Claim, ...]
    """Newest first."""
    related: tuple[str, ...]
    place: Place = field(compare=False)
    follow_ups: Sequence[Phrasing] = ()
    """What people ask after an answer, this one or one near it, with the subject left out; claims of this answer it."""
    unanswered: Sequence[Phrasing] = ()
    """What people ask after this answer, and no claim of this entry tells."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A subject next to this field: questions about it sound near, and nothing here answers them."""

    id: str
    questions: Sequence[Phrasing]
    place: Place = field(compare=False)
    reply: Bilingual | None = None
    """Said instead of the plain 'this is not in my sources', where more can be said honestly."""
    near: tuple[str, ...] = ()
    """Entries that are close and known; offered beside the reply, never as the answer."""
    is_noted: bool = True
    """Whether readers are told that curators will look for an answer; there is none to an opinion or to distress."""


HEARD_LISTS: Final = ("told", "untold", "told_after", "untold_after")
"""What is kept of what people asked about an entry, as `Heard` describes it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What people asked about an entry in their own words, who had not seen a phrasing of it."""

    id: str
    """The entry's."""
    told: Sequence[Phrasing]
    """The entry answers it."""
    untold: Sequence[Phrasing]
    """No claim of the entry tells it."""
    place: Place = field(compare=False)
    told_after: Sequence[Phrasing] = ()
    """Said after an answer, this entry's or one near it, with the subject left out; claims of this answer it."""
    untold_after: Sequence[Phrasing] = ()
    """Said after this answer, and no claim of this entry tells it."""

    @property
    def all_phrasings(self) -> Iterator[Phrasing]:
        """All that was asked, first and after an answer, told and not."""
        return chain.from_iterable(getattr(self, key) for key in HEARD_LISTS)


@dataclass(frozen=True, slots=True)
class Concept:
    """A meaning of this field and the words for it in every variety."""

    id: str
    klass: ConceptClass
    part_of: str | None
    forms: Mapping[Variety, tuple[str, ...]]
    place: Place = field(compare=False)

    def every_form(self) -> Iterator[tuple[Variety, str]]:
        """Each form with its variety, in the order of the file."""
        for variety, forms in self.forms.items():
            for form in forms:
                yield variety, form


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What words mean in this field: `concepts` are looked for in questions, `fillers` are passed over."""

    concepts: Mapping[str, Concept]
    kinds: Mapping[str, Concept]
    """What sort of thing a question asks for: count, person, date…"""
    times: Mapping[str, Concept]
    """Words that place a question in time without naming a date: now, before, since…"""
    months: Mapping[int, Concept]
    numbers: Mapping[int, Concept]
    fillers: Mapping[Variety, tuple[str, ...]]
    unrelated: Mapping[Variety, tuple[str, ...]] = field(default_factory=dict)
    """Words that look like a form of some concept, but are other words; they are taken as they stand."""

    def reads_like(self, other: Lexicon) -> bool:
        """Whether texts mean the same by both: equal, and in the same order, since of equal forms the first counts."""
        return all(
            list(getattr(self, part.name).items()) == list(getattr(other, part.name).items()) for part in fields(self)
        )


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that was curated. All links between its parts resolve."""

    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    entries: Mapping[str, Entry]
    lexicon: Lexicon
    elsewhere: tuple[Elsewhere, ...] = ()
    heard: Mapping[str, Heard] = field(default_factory=dict)
    """By the entries that were asked about."""

    def heard_of(self, entry: Entry) -> Heard:
        """What people asked about an entry; nothing, if nobody did."""
        return self.heard.get(entry.id) or Heard(entry.id, (), (), entry.place)

    def entries_of(self, topic: str) -> tuple[Entry, ...]:
        """The entries of one topic, in the order of the files."""
        return tuple(entry for entry in self.entries.values() if entry.topic == topic)
