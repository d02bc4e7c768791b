"""`sanad eval`: question sets are asked and judged, against a list of the misses that are known."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bot.app import forgetful_conversation
from bot.progress import watched
from bot.question_sets import read_known, read_sets, write_known
from bot.scores import Judged, Scores
from handlers.judging import judge
from handlers.model import Message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from bot.question_sets import Dialogue
    from bot.settings import Settings
    from handlers.conversation import Conversation


@dataclass(frozen=True, slots=True)
class Unexpected:
    """How misses differ from those that are known, as ids."""

    new: tuple[str, ...]
    """Misses that are not listed."""
    mended: tuple[str, ...]
    """Listed, and right now."""
    absent: tuple[str, ...]
    """Listed, and no row was asked that is called so: mostly it is in another file."""

    @classmethod
    def of(cls, judged: Sequence[Judged], known: Iterable[str]) -> Unexpected:
        """Compare."""
        misses = {one.row.id: one.is_miss for one in judged}
        listed = set(known)
        return cls(
            new=tuple(identity for identity, is_miss in misses.items() if is_miss and identity not in listed),
            mended=tuple(identity for identity, is_miss in misses.items() if not is_miss and identity in listed),
            absent=tuple(sorted(listed.difference(misses))),
        )


async def run(
    settings: Settings,
    paths: Sequence[Path],
    *,
    known: Path | None = None,
    to_write: Path | None = None,
    shows_misses: bool = False,
    is_json: bool = False,
) -> int:
    """Ask and judge the rows of question sets; 1 when a miss is not known, or a known one is none any more.

    Args:
        settings: for the knowledge.
        paths: the question sets.
        known: a list of known misses; without one, none is known.
        to_write: where to write such a list, of what missed this time.
        shows_misses: whether every miss is told.
        is_json: whether all is printed as one object.
    """
    listed: Collection[str] = read_known(known) if known is not None else ()
    conversation = forgetful_conversation(settings)
    dialogues = read_sets(paths, conversation.library.knowledge.entries)
    judged = await evaluate(conversation, watched(dialogues, total=len(dialogues), what="asking"))
    scores = Scores.of(judged, conversation.library)
    if to_write is not None:
        listed = _write(to_write, scores.misses)
    unexpected = Unexpected.of(judged, listed)
    if is_json:
        print(json.dumps({**scores.as_object(), "known": asdict(unexpected)}, ensure_ascii=False))
    else:
        print(*_lines(scores, unexpected, shows_misses=shows_misses, known=known or to_write), sep="\n")
    return 1 if unexpected.new or unexpected.mended else 0


async def evaluate(conversation: Conversation, dialogues: Iterable[Dialogue]) -> list[Judged]:
    """Ask every row, each dialogue as a conversation of its own, and judge the replies."""
    judged: list[Judged] = []
    for number, rows in enumerate(dialogues):
        key = f"eval:{number}"
        for row in rows:
            reply = await conversation.reply(Message(row.text, key, key))
            judged.append(Judged(row, reply, judge(row.expected, reply, conversation.library)))
    return judged


def _write(path: Path, misses: Iterable[Judged]) -> Collection[str]:
    remarks = {one.row.id: str(one.judgement) for one in misses}
    write_known(path, remarks)
    return remarks


def _lines(scores: Scores, unexpected: Unexpected, *, shows_misses: bool, known: Path | None) -> Iterator[str]:
    yield from scores.lines()
    if shows_misses and scores.misses:
        yield ""
        yield from scores.miss_lines()
    yield ""
    count = f"{len(scores.misses)} misses"
    if known is None:
        yield count if shows_misses or not scores.misses else f"{count}: --misses lists them"
        return
    yield f"{count}, {len(unexpected.new)} of them not in {known}"
    yield from (f"{identity} is a new miss: mend it, or add it to {known}" for identity in unexpected.new)
    yield from (f"{identity} is no longer a miss: take it out of {known}" for identity in unexpected.mended)
    if unexpected.absent:
        yield f"{len(unexpected.absent)} of {known} were not asked: {', '.join(unexpected.absent)}"
