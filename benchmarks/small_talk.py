"""`python -m benchmarks.small_talk`: small talk and requests to decline, each phrase left out of what is learnt.

The phrases are dealt into folds; what one fold holds is said to a repertoire that has learnt the others, and the
handlers decide. Questions are asked as if they stood neither in the repertoire nor among the phrasings of the search;
its classifier has seen them, which flatters the search a little.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.library_cache import cached_library
from bot.settings import read_settings
from handlers import declining, small_talk
from handlers.inquiry import Inquiry
from handlers.model import Intent, Message, Session
from handlers.phrase_files import written_phrases
from handlers.recognition import NOTHING, Recogniser
from handlers.repertoire import questions_of
from knowledge.schema import Variety
from knowledge.search.decide import decide
from knowledge.search.finder import Finding
from knowledge.text.language import Detected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from handlers.library import Library
    from knowledge.schema import Phrasing

FOLDS: Final = 5
SEED: Final = 20190206
"""The same folds for the same phrases, every time."""
FRESH: Final = 3_000
"""Questions to entries that the repertoire has not learnt from; asked once."""
SMALL_TALK, DECLINED, QUESTIONS, ELSEWHERE = "small talk", "declined", "questions", "elsewhere"

Said = tuple[str, str, "Phrasing"]
"""What a text is: its group, its label, and the text with its variety."""


class Tally:
    """How texts ended, by what they are."""

    def __init__(self) -> None:
        self._said: Counter[str] = Counter()
        self._ended: Counter[tuple[str, str]] = Counter()

    def add(self, said: Said, ended: str) -> None:
        """Count one text under its group, its label and its variety."""
        group, label, phrasing = said
        result = "right" if ended == label else "small talk" if ended in set(Intent) else ended
        for key in {group, f"{group}, {label}" if label else group, f"{group}, {phrasing.variety}"}:
            self._said[key] += 1
            self._ended[key, result] += 1

    def lines(self) -> Iterator[str]:
        """A table: the share of each that was taken for small talk, for the right intent, and declined."""
        yield f"{'':28} {'said':>6} {'small talk':>11} {'right':>7} {'declined':>9}"
        for key in sorted(self._said, key=_in_order):
            right, other, declined = (self._ended[key, ended] for ended in ("right", "small talk", DECLINED))
            shares = (100 * count / self._said[key] for count in (right + other, right, declined))
            yield "{:28} {:6} {:10.2f}% {:6.2f}% {:8.2f}%".format(key, self._said[key], *shares)


def measure(library: Library) -> Tally:
    """Say everything that is written, and the questions, to repertoires that have not learnt it."""
    learnt, fresh = _learnt(library), _fresh(library)
    dealt = [random.Random(SEED + number).randrange(FOLDS) for number in range(len(learnt))]  # noqa: S311 - repeatable # nosec B311
    numbers = {phrasing.text: number for number, phrasing in enumerate(library.finder.index.phrasings)}
    tally = Tally()
    for fold in range(FOLDS):
        phrases: dict[str, list[Phrasing]] = {}
        for (group, label, phrasing), dealt_to in zip(learnt, dealt, strict=True):
            if dealt_to != fold:
                phrases.setdefault(label if group in {SMALL_TALK, DECLINED} else NOTHING, []).append(phrasing)
        partial = _with(library, phrases)
        left_out = [said for said, dealt_to in zip(learnt, dealt, strict=True) if dealt_to == fold]
        for said in (*left_out, *(fresh if fold == 0 else ())):
            tally.add(said, _ended(partial, said[2], numbers))
    return tally


def _learnt(library: Library) -> list[Said]:
    phrases, unlike = written_phrases()
    elsewhere = {phrasing.text for subject in library.knowledge.elsewhere for phrasing in subject.questions}
    said = [
        (SMALL_TALK if label in set(Intent) else DECLINED, label, phrasing)
        for label, phrasings in phrases.items()
        for phrasing in phrasings
    ]
    said += [("unlike", "", phrasing) for phrasing in unlike]
    said += [
        (ELSEWHERE if phrasing.text in elsewhere else "questions learnt", "", phrasing)
        for phrasing in questions_of(library.knowledge)
    ]
    return said


def _fresh(library: Library) -> list[Said]:
    """Questions to entries; their near misses may well ask for what is declined."""
    known = {phrasing.text for phrasing in questions_of(library.knowledge)}
    questions = [phrasing for entry in library.knowledge.entries.values() for phrasing in entry.questions]
    fresh = [phrasing for phrasing in questions if phrasing.text not in known]
    sample = random.Random(SEED).sample(fresh, min(FRESH, len(fresh)))  # noqa: S311 - repeatable # nosec B311
    return [(QUESTIONS, "", phrasing) for phrasing in sample]


def _with(library: Library, phrases: Mapping[str, Sequence[Phrasing]]) -> Library:
    repertoire = library.repertoire
    return replace(
        library, repertoire=replace(repertoire, recogniser=Recogniser(phrases, repertoire.recogniser.reader))
    )


def _ended(library: Library, phrasing: Phrasing, numbers: Mapping[str, int]) -> str:
    """What the handlers make of a text: an intent, declined, or something else."""
    inquiry = Inquiry(Message(phrasing.text, "benchmark", "benchmark"), Session(), library)
    is_arabizi = phrasing.variety is Variety.ARABIZI or inquiry.detected is Detected.ARABIZI
    question = library.finder.reader.read(phrasing.text, is_arabizi=is_arabizi)
    candidates = library.finder.index.search(question, without=numbers.get(phrasing.text))
    inquiry.finding = Finding(question, decide(candidates))
    if declining.distress(inquiry) is None and declining.harmful(inquiry) is not None:
        return DECLINED
    outcome = small_talk.small_talk(inquiry)
    return str(outcome.reply.intent) if outcome is not None else "else"


def _in_order(key: str) -> tuple[int, str]:
    group, *_ = key.split(", ")
    return [SMALL_TALK, DECLINED, QUESTIONS, "questions learnt", ELSEWHERE, "unlike"].index(group), key


def main() -> None:
    """Measure and print."""
    print(*measure(cached_library(read_settings(os.environ).knowledge)).lines(), sep="\n")


if __name__ == "__main__":
    main()
