"""A lexicon, entries and whole knowledges made of objects, as short as a test can say them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from knowledge.dates import PartialDate, Period
from knowledge.errors import Place
from knowledge.schema import (
    Bilingual,
    Claim,
    ClaimText,
    Concept,
    ConceptClass,
    Entry,
    Heard,
    Knowledge,
    Lexicon,
    Phrasing,
    Source,
    SourceReference,
    Topic,
    Variety,
)
from knowledge.search.profile import Target
from knowledge.search.question import Reader
from knowledge.search.vocabulary import Vocabulary
from knowledge.text.calendar import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Forms = Mapping[str, Sequence[str]]

PLACE: Final = Place(Path("small.yaml"), 1)
THING, COUNTRY, TOWN = ConceptClass.THING, ConceptClass.COUNTRY, ConceptClass.PLACE
PERSON, ORGANISATION = ConceptClass.PERSON, ConceptClass.ORGANISATION


def concept(identity: str, forms: Forms, klass: ConceptClass = THING, part_of: str | None = None) -> Concept:
    """A concept with its forms, by the variety's code."""
    return Concept(identity, klass, part_of, {Variety(code): tuple(words) for code, words in forms.items()}, PLACE)


def lexicon(concepts: Iterable[Concept]) -> Lexicon:
    """A lexicon of these concepts, with a few kinds, fillers, months, numbers and times."""
    return Lexicon(
        concepts={one.id: one for one in concepts},
        kinds=_named(_KINDS),
        times=_named(_TIMES),
        months={number: concept(str(number), forms) for number, forms in _MONTHS.items()},
        numbers={value: concept(str(value), forms) for value, forms in _NUMBERS.items()},
        fillers={Variety(code): tuple(words) for code, words in _FILLERS.items()},
    )


def phrasings(questions: Forms) -> tuple[Phrasing, ...]:
    """Phrasings of several varieties, in order."""
    return tuple(Phrasing(text, Variety(code), PLACE) for code, texts in questions.items() for text in texts)


def target(
    identity: str,
    questions: Iterable[str],
    *,
    unlike: Iterable[str] = (),
    claims: Iterable[str] = (),
    periods: Sequence[Period] = (),
    gives_figures: bool = True,
    heard: Heard | None = None,
) -> Target:
    """A target with English phrasings and one-text claims."""
    return Target(
        identity,
        phrasings({"en": list(questions)}),
        phrasings({"en": list(unlike)}),
        [(claim,) for claim in claims],
        periods,
        gives_figures,
        heard,
    )


def heard(
    identity: str,
    *,
    told: Iterable[str] = (),
    untold: Iterable[str] = (),
    told_after: Iterable[str] = (),
    untold_after: Iterable[str] = (),
) -> Heard:
    """What people asked about an entry in English, and after an answer."""
    return Heard(
        identity,
        _english(told),
        _english(untold),
        PLACE,
        told_after=_english(told_after),
        untold_after=_english(untold_after),
    )


def _english(texts: Iterable[str]) -> Sequence[Phrasing]:
    return phrasings({"en": list(texts)})


def claim(
    since: str, english: str, arabic: str, *, until: str | None = "same", sources: Sequence[SourceReference] = ()
) -> Claim:
    """A claim as of a date; `until` another date, or None for what still holds."""
    begun = PartialDate.parse(since)
    ended = begun if until == "same" else PartialDate.parse(until) if until is not None else None
    return Claim(Period(begun, ended), ClaimText(Bilingual(english, arabic), None, PLACE), tuple(sources), PLACE)


def reference(source: str, at: str = "para 1", figures: Sequence[str] = ()) -> SourceReference:
    """A place in a source."""
    return SourceReference(source, at, tuple(figures), PLACE)


def entry(
    identity: str,
    questions: Forms,
    claims: Sequence[Claim],
    *,
    title: tuple[str, str] | None = None,
    topic: str = "coalition",
    unlike: Forms | None = None,
    related: Sequence[str] = (),
    follow_ups: Forms | None = None,
    unanswered: Forms | None = None,
) -> Entry:
    """An entry; its title is its id unless one is given."""
    return Entry(
        id=identity,
        topic=topic,
        title=Bilingual(*(title or (identity, identity))),
        questions=phrasings(questions),
        unlike=phrasings(unlike or {}),
        claims=tuple(claims),
        related=tuple(related),
        place=PLACE,
        follow_ups=phrasings(follow_ups or {}),
        unanswered=phrasings(unanswered or {}),
    )


def source(
    identity: str,
    publisher: tuple[str, str],
    title: str,
    *,
    published: str | None = None,
    language: str = "en",
    url: str | None = None,
    note: tuple[str, str] | None = None,
    is_courtesy_translation: bool = False,
) -> Source:
    """A document."""
    return Source(
        id=identity,
        publisher=Bilingual(*publisher),
        title=title,
        language=language,
        published=PartialDate.parse(published) if published is not None else None,
        published_note=Bilingual(*note) if note is not None else None,
        url=url,
        is_courtesy_translation=is_courtesy_translation,
        place=PLACE,
    )


def topic(identity: str, english: str, arabic: str) -> Topic:
    """A topic."""
    return Topic(identity, Bilingual(english, arabic), PLACE)


def knowledge(
    words: Lexicon, entries: Iterable[Entry], *, sources: Iterable[Source] = (), topics: Iterable[Topic] = ()
) -> Knowledge:
    """A whole knowledge."""
    return Knowledge(
        {one.id: one for one in sources},
        {one.id: one for one in topics},
        {one.id: one for one in entries},
        words,
    )


def reader(words: Lexicon, *, keeps_fillers: bool = False) -> Reader:
    """A reader of questions that knows a lexicon."""
    return Reader(Vocabulary(words), Calendar(words.months, words.numbers), keeps_fillers=keeps_fillers)


def _named(groups: Mapping[str, Forms]) -> dict[str, Concept]:
    return {identity: concept(identity, forms) for identity, forms in groups.items()}


_KINDS: Final[Mapping[str, Forms]] = {
    "count": {"en": ["how many", "number"], "ar": ["كم", "كم عدد", "عدد"], "iraqi": ["شكد"], "arabizi": ["kam"]},
    "person": {"en": ["who"], "ar": ["من هو"], "iraqi": ["منو"], "arabizi": ["mino"]},
    "date": {"en": ["when"], "ar": ["متى"], "iraqi": ["شوكت"]},
    "opinion": {"en": ["do you think"], "ar": ["ما رأيك"]},
    "place": {"en": ["where"], "ar": ["أين"], "iraqi": ["وين"]},
}
_TIMES: Final[Mapping[str, Forms]] = {
    "now": {"en": ["now"], "ar": ["الآن"], "iraqi": ["هسه"]},
    "before": {"en": ["before"], "ar": ["قبل"]},
    "after": {"en": ["after"], "ar": ["بعد"]},
    "year": {"en": ["year"], "ar": ["سنة", "عام"]},
}
_MONTHS: Final[Mapping[int, Forms]] = {
    2: {"en": ["February", "Feb"], "ar": ["شباط", "فبراير"]},
    5: {"en": ["May"], "ar": ["أيار", "مايو"], "iraqi": ["مايس"]},
}
_NUMBERS: Final[Mapping[int, Forms]] = {
    5: {"en": ["five"], "ar": ["خمسة", "خمس"]},
    11: {"en": ["eleven"]},
    20: {"en": ["twenty"]},
    1000: {"en": ["thousand"], "ar": ["ألف", "آلاف"]},
}
_FILLERS: Final[Forms] = {
    "en": [
        "the",
        "of",
        "did",
        "does",
        "do",
        "in",
        "on",
        "is",
        "are",
        "a",
        "please",
        "have",
        "has",
        "and",
        "about",
        "what about",
        "him",
        "he",
        "it",
    ],
    "ar": ["في", "من فضلك", "هل", "ضد", "هو", "هي", "كان", "طيب", "ماذا", "عن"],
    "arabizi": ["el", "fi"],
}
