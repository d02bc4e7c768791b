"""What a knowledge is worth: it is checked, built, asked its question tests, and compared with what is served."""

from __future__ import annotations

import asyncio
from itertools import chain
from typing import TYPE_CHECKING, Final

from bot.clock import SystemClock
from bot.library_cache import cached_library
from bot.question_sets import QuestionSetError, question_tests, read_sets
from bot.storage.memory import MemoryDayKeys, MemoryGapQueue, MemorySessions, MemoryTallies, MemoryVotes
from handlers.conversation import Conversation
from handlers.judging import Expectation, Judgement, judge
from handlers.model import Kind, Message, Offer, Reason
from handlers.releases import Colliding, Examination, Failed, Found, Otherwise, found
from handlers.shelf import Shelf
from knowledge.audit import colliding
from knowledge.checks import check_entries, check_form, concerned
from knowledge.cores import spread
from knowledge.errors import KnowledgeError, Severity
from knowledge.loader import read
from knowledge.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.question_sets import Dialogue
    from handlers.judging import Expected
    from handlers.library import Library
    from handlers.model import Reply
    from knowledge.errors import Problem
    from knowledge.schema import Entry, Knowledge

    Answered = tuple[Reply, Reply | None]
    """What the knowledge replies, and what the one that is served does, if there is one."""

MOST_LEFT_OUT: Final = 30
"""Entries whose phrasings are left out in turn, a second each; where a change concerns more, `sanad audit` tells."""
_SEVERAL: Final = 16
"""Conversations from which several processes ask them sooner than one."""


def examine(folder: Path, base: Path | None, gaps: Mapping[int, str], cache: Path | None = None) -> Examination:
    """Examine the knowledge of a folder. What is built for it stays in the cache for whoever will serve it.

    A knowledge with an error of form is not built: of it, nothing but its problems is told.

    Args:
        folder: what may be published.
        base: what is served; None when nothing is. Without it nothing is compared.
        gaps: recorded gaps by the ids of their groups, to be asked of both.
        cache: the folder of built libraries; by default the user's cache folder.

    Raises:
        TreeError: a file cannot be read.
    """
    identity, reading = Tree.read(folder).hash, read(folder)
    knowledge = reading.knowledge
    tests, of_tests = _tests(folder, knowledge)
    problems = [*reading.problems, *check_form(knowledge), *of_tests]
    if any(problem.severity is Severity.ERROR for problem in problems):
        return Examination(identity, _found(problems, folder), failed=())
    served = _served(base, cache)
    library = cached_library(folder, cache, like=served, read=knowledge)
    looked_at = _looked_at(knowledge, served, library)
    problems += check_entries(looked_at, library.finder)
    answered = _ask([[row.text for row in dialogue] for dialogue in tests], library, served)
    answered_gaps = _ask([[text] for text in gaps.values()], library, served)
    return Examination(
        hash=identity,
        problems=_found(problems, folder),
        failed=tuple(_failed(tests, answered, library)),
        changed=tuple(_changed(tests, answered, library, served, _texts(base, served))),
        gaps=tuple(_otherwise(((str(group), text) for group, text in gaps.items()), answered_gaps, library, served)),
        collisions=tuple(_collisions(looked_at, library, served)),
        tests=len(answered),
    )


def _tests(folder: Path, knowledge: Knowledge) -> tuple[list[Dialogue], Sequence[Problem]]:
    """The knowledge's own question tests, or what is wrong with them."""
    paths = question_tests(folder)
    try:
        return (read_sets(paths, knowledge.entries) if paths else []), ()
    except QuestionSetError as error:
        return [], error.problems


def _served(base: Path | None, cache: Path | None) -> Library | None:
    """The library that is served. One that cannot be built is not: whatever takes its place is no loss."""
    try:
        return cached_library(base, cache) if base is not None else None
    except KnowledgeError:
        return None


def _looked_at(knowledge: Knowledge, served: Library | None, library: Library) -> Sequence[Entry]:
    """The entries that the change concerns."""
    if served is None:
        return list(knowledge.entries.values())
    return concerned(knowledge, served.knowledge, library.finder)


def _ask(conversations: Sequence[Sequence[str]], library: Library, served: Library | None) -> list[Answered]:
    """Ask the texts of conversations, in their order."""

    def ask(number: int) -> list[Answered]:
        texts = conversations[number]
        before = _replies(texts, served) if served is not None else [None] * len(texts)
        return list(zip(_replies(texts, library), before, strict=True))

    return list(chain.from_iterable(spread(ask, range(len(conversations)), fewest=_SEVERAL)))


def _replies(texts: Sequence[str], library: Library) -> list[Reply]:
    """The replies to the texts of one conversation; nothing of it is kept."""
    stores = (MemorySessions(), MemoryGapQueue(), MemoryVotes(), MemoryTallies(), MemoryDayKeys())
    conversation = Conversation(Shelf(library), *stores, SystemClock(), b"of nobody")

    async def talk() -> list[Reply]:
        return [await conversation.reply(Message(text, "examination", "examination")) for text in texts]

    return asyncio.run(talk())


def _failed(tests: Iterable[Dialogue], answered: Iterable[Answered], library: Library) -> Iterator[Failed]:
    for row, (reply, _) in zip(chain.from_iterable(tests), answered, strict=True):
        if judge(row.expected, reply, library) is not Judgement.RIGHT:
            yield Failed(row.id, row.text, _expected(row.expected), _described(reply, library))


def _texts(base: Path | None, served: Library | None) -> frozenset[str]:
    """What the question tests of the served knowledge ask."""
    if base is None or served is None:
        return frozenset()
    tests, _ = _tests(base, served.knowledge)
    return frozenset(row.text for row in chain.from_iterable(tests))


def _changed(
    tests: Iterable[Dialogue],
    answered: Iterable[Answered],
    library: Library,
    served: Library | None,
    known: frozenset[str],
) -> Iterator[Otherwise]:
    """The question tests that get another reply; those that come with the change itself are no news."""
    asked = ((row.id, row.text) for row in chain.from_iterable(tests))
    return (one for one in _otherwise(asked, answered, library, served) if one.text in known)


def _otherwise(
    asked: Iterable[tuple[str, str]], answered: Iterable[Answered], library: Library, served: Library | None
) -> Iterator[Otherwise]:
    """What gets another reply than before; `asked` are ids and texts."""
    for (identity, text), (reply, earlier) in zip(asked, answered, strict=True):
        if served is not None and earlier is not None:
            before, after = _described(earlier, served), _described(reply, library)
            if before != after:
                yield Otherwise(identity, text, before, after)


def _collisions(looked_at: Sequence[Entry], library: Library, served: Library | None) -> Iterator[Colliding]:
    """The collisions of entries that were not there before."""
    if served is None or len(looked_at) > MOST_LEFT_OUT:
        return
    ids = {entry.id for entry in looked_at}
    known = {frozenset(collision.taken) for collision in colliding(served.finder, ids)}
    for collision in colliding(library.finder, ids):
        if frozenset(collision.taken) not in known:
            one, other = collision.taken
            phrasings = chain.from_iterable(collision.taken.values())
            yield Colliding(one, other, tuple(phrasing.text for phrasing in phrasings))


def _described(reply: Reply, library: Library) -> str:
    """What a reply is, in a few words that are equal for replies that tell the same: `answer strikes-iraq 2019-02`."""
    match reply.kind:
        case Kind.ANSWER:
            return " ".join(["answer", reply.entry or "", *_dates(reply, library)])
        case Kind.CLARIFY:
            offered = sorted(choice.target for choice in reply.choices if choice.offer is Offer.ENTRY)
            return f"clarify {', '.join(offered)}"
        case Kind.GAP:
            return "gap" if reply.reason in {None, Reason.UNKNOWN} else f"gap {reply.reason}"
        case Kind.INTENT:
            return f"intent {reply.intent}"


def _dates(reply: Reply, library: Library) -> list[str]:
    """Since when each of the claims holds that an answer shows."""
    entry = library.knowledge.entries.get(reply.entry or "")
    return [str(entry.claims[place].period.since) for place in reply.claims] if entry is not None else []


def _expected(expected: Expected) -> str:
    """What a question test wants, in the same words: `answer coalition-members with 90/ninety`."""
    match expected.expectation:
        case Expectation.ASK:
            kind: str = Kind.CLARIFY
        case Expectation.EITHER:
            kind = "gap or answer"
        case Expectation.INTENT:
            kind = f"intent {expected.intent}"
        case _:
            kind = expected.expectation
    entries = [" or ".join(expected.entries)] if expected.entries else []
    facts = ["with " + " and ".join("/".join(group) for group in expected.facts)] if expected.facts else []
    return " ".join([kind, *entries, *facts])


def _found(problems: Iterable[Problem], folder: Path) -> tuple[Found, ...]:
    """Problems in reading order, each file by its path in the tree."""
    return tuple(found(problem, folder) for problem in sorted(set(problems)))
