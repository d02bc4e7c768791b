"""The whole, judged by questions of people who had not seen the phrasings."""

from __future__ import annotations

import asyncio
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from library_store import shipped_library

from bot.clock import SystemClock
from bot.evaluating import evaluate
from bot.question_sets import question_tests, read_known, read_sets
from bot.settings import SHIPPED_KNOWLEDGE
from bot.storage.memory import MemoryDayKeys, MemorySessions, MemoryTallies, MemoryVotes, NoGaps
from handlers.conversation import Conversation
from handlers.judging import Expectation, Judgement
from handlers.shelf import Shelf
from knowledge.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.question_sets import Dialogue
    from bot.scores import Judged
    from handlers.library import Library
    from knowledge.schema import Phrasing

FOLDER: Final = Path(__file__).parent
SETS: Final = sorted(FOLDER.glob("*.jsonl"))
KNOWN_MISSES: Final = FOLDER / "known_misses.txt"
KNOWN_PHRASINGS: Final = FOLDER / "known_phrasings.txt"
LEAST_ROWS: Final = 1_000
MOST_WRONG: Final = 4
MOST_FALSE: Final = 5
"""Percent over all sets: answers with other facts, and answers where nothing is known."""
MOST_WRONG_AFTERWARDS: Final = 6
MOST_FALSE_AFTERWARDS: Final = 16
"""The same of what goes on from an answer, where there is always an entry at hand."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped_library()


@pytest.fixture(scope="module")
def dialogues(library: Library) -> list[Dialogue]:
    return read_sets(SETS, library.knowledge.entries)


@pytest.fixture(scope="module")
def judged(library: Library, dialogues: list[Dialogue]) -> list[Judged]:
    """Every row with the reply to it."""
    return asyncio.run(evaluate(forgetful(library), dialogues))


def forgetful(library: Library) -> Conversation:
    """A conversation about a library that leaves nothing behind."""
    stores = (MemorySessions(), NoGaps(), MemoryVotes(), MemoryTallies(), MemoryDayKeys())
    return Conversation(Shelf(library), *stores, SystemClock(), b"a secret of these tests")


def phrasings(library: Library) -> Iterator[Phrasing]:
    """All that was written to be recognised or told apart: in the knowledge, of small talk, of what is declined."""
    index = library.finder.index
    yield from (*index.phrasings, *index.near_misses, *library.repertoire.phrases)


def by_chance(library: Library, dialogues: list[Dialogue]) -> Iterator[str]:
    """The ids of the rows that say the same as a phrasing, however it is spelt."""
    written = {" ".join(words(phrasing.text)) for phrasing in phrasings(library)}
    return (row.id for row in chain.from_iterable(dialogues) if " ".join(words(row.text)) in written)


def compared(path: Path, found: Iterable[str]) -> str:
    """What has to be added to a list and taken out of it, so that it says what was found; empty when it does."""
    listed, ids = read_known(path), list(found)
    differences = {
        "add": [identity for identity in ids if identity not in listed],
        "take out": [identity for identity in listed if identity not in ids],
    }
    return "\n".join(f"{path.name}: {what} {' '.join(which)}" for what, which in differences.items() if which)


def test_misses_are_known(judged: list[Judged]) -> None:
    """Exactly the rows that are known to miss do: none more, and none that is listed is right."""
    difference = compared(KNOWN_MISSES, (one.row.id for one in judged if one.is_miss))

    assert difference == "", difference


def share(judged: Iterable[Judged], expectation: Expectation, judgement: Judgement) -> float:
    """Percent of the rows with an expectation that were judged so."""
    found = [one.judgement is judgement for one in judged if one.row.expected.expectation is expectation]
    return 100 * sum(found) / len(found)


def test_little_is_wrong(judged: list[Judged]) -> None:
    """Hardly an answer has the wrong facts, and hardly one is given where nothing is known."""
    first, later = ([one for one in judged if (one.row.turn > 1) is goes_on] for goes_on in (False, True))

    assert share(first, Expectation.ANSWER, Judgement.WRONG) <= MOST_WRONG
    assert share(first, Expectation.GAP, Judgement.FALSE) <= MOST_FALSE
    assert share(later, Expectation.ANSWER, Judgement.WRONG) <= MOST_WRONG_AFTERWARDS
    assert share(later, Expectation.GAP, Judgement.FALSE) <= MOST_FALSE_AFTERWARDS


def test_no_row_is_a_phrasing(library: Library, dialogues: list[Dialogue]) -> None:
    """Nobody wrote a row down as a phrasing; where both say the same by chance, the row is listed."""
    difference = compared(KNOWN_PHRASINGS, by_chance(library, dialogues))

    assert difference == "", difference


def test_there_are_many_rows(dialogues: list[Dialogue]) -> None:
    """There are enough rows for a share to mean something, each with an id of its own."""
    ids = [row.id for row in chain.from_iterable(dialogues)]

    assert len(set(ids)) == len(ids) >= LEAST_ROWS


def test_questions_of_the_knowledge_are_right(library: Library) -> None:
    """The question tests that the shipped knowledge brings along are all right, or nothing could be published."""
    tests = read_sets(question_tests(SHIPPED_KNOWLEDGE), library.knowledge.entries)
    judged = asyncio.run(evaluate(forgetful(library), tests))

    assert [one.row.id for one in judged if one.is_miss] == []
