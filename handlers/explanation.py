"""Why a question went where it went: what was understood, what was decided, and what speaks for each candidate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from knowledge.text.language import Detected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.library import Library
    from knowledge.dates import PartialDate
    from knowledge.search.decide import Verdict
    from knowledge.search.evidence import Candidate, Evidence
    from knowledge.search.question import Feature

SHOWN: Final = 5
"""Candidates."""


class Doubt(StrEnum):
    """What speaks against a candidate."""

    OTHER_KIND = "other kind"
    OTHER_WANTED = "other thing wanted"
    OTHER_TIME = "other time"
    OTHER_DATE = "other date"
    NEAR_MISS = "near miss"
    NO_FIGURE = "no figure"


class Hearing(StrEnum):
    """What a text may be beside a question."""

    SMALL_TALK = "small talk"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Understood:
    """A concept, and the word that stands for it."""

    concept: str
    word: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text sounds like beside a question, and the phrase that it is like."""

    hearing: Hearing
    id: str
    probability: float
    phrase: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """An entry, or a subject that belongs elsewhere, with its evidence."""

    id: str
    probability: float
    strength: float
    """Log odds."""
    concepts: float
    support: float
    typical: float
    against: tuple[Doubt, ...]
    unexplained: tuple[str, ...]
    phrasing: str
    """The nearest way of asking that is known."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole path of one question."""

    language: Detected
    folded: str
    """The text as it is compared."""
    concepts: tuple[Understood, ...]
    kinds: tuple[str, ...]
    dates: tuple[PartialDate, ...]
    times: tuple[str, ...]
    heard: tuple[Heard, ...]
    verdict: Verdict
    why: str
    candidates: tuple[Weighed, ...]
    """Likeliest first."""


def explain(library: Library, text: str) -> Explanation:
    """Follow a question through everything that decides on it."""
    detected = library.detector.detect(text)
    is_arabizi = detected is Detected.ARABIZI
    finding = library.finder.find(text, is_arabizi=is_arabizi)
    question, decision = finding.question, finding.decision
    return Explanation(
        language=detected,
        folded=question.folded,
        concepts=tuple(Understood(_named(feature), feature.word) for feature in question.features),
        kinds=tuple(sorted(question.kinds)),
        dates=tuple(question.dates),
        times=tuple(sorted(question.times)),
        heard=tuple(_heard(library, text, is_arabizi=is_arabizi)),
        verdict=decision.verdict,
        why=decision.why,
        candidates=tuple(map(_weighed, library.finder.candidates(question)[:SHOWN])),
    )


def _heard(library: Library, text: str, *, is_arabizi: bool) -> Iterator[Heard]:
    heard = library.repertoire.hear(text, is_arabizi=is_arabizi)
    for hearing, found in ((Hearing.SMALL_TALK, heard.intent), (Hearing.DECLINED, heard.harm)):
        if found is not None:
            yield Heard(hearing, found.id, found.probability, found.phrasing.text)


def _weighed(candidate: Candidate) -> Weighed:
    evidence = candidate.evidence
    return Weighed(
        id=candidate.id,
        probability=candidate.probability,
        strength=evidence.strength,
        concepts=evidence.concepts,
        support=evidence.support,
        typical=evidence.typical,
        against=tuple(_against(evidence)),
        unexplained=tuple(map(_named, evidence.unexplained)),
        phrasing=evidence.phrasing.text,
    )


def _against(evidence: Evidence) -> Iterator[Doubt]:
    doubts = {
        Doubt.OTHER_KIND: evidence.other_kind,
        Doubt.OTHER_WANTED: evidence.other_wanted,
        Doubt.OTHER_TIME: evidence.other_time,
        Doubt.OTHER_DATE: evidence.other_date,
        Doubt.NEAR_MISS: evidence.unlike,
        Doubt.NO_FIGURE: evidence.lacks_figures,
    }
    return (doubt for doubt, holds in doubts.items() if holds)


def _named(feature: Feature) -> str:
    """A concept's id, with a star where it is a name."""
    return f"{feature.id}{'*' if feature.is_named else ''}"
