"""Where staff work in tests: every store in memory, a clock that stands, and an examiner who says what a test wants."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final

import yaml
from handlers_floor.talking import MovedClock
from telegram_face.small_knowledge import write_knowledge

from bot.storage.stores import Stores
from handlers import publishing
from handlers.library import Library
from handlers.model import Gap, Reason
from handlers.releases import Examination, Failed
from handlers.shelf import Shelf
from handlers.staff import Role, Staff
from knowledge.loader import load
from knowledge.search.likeness import terms_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from knowledge.tree import Tree

AMAL: Final = Staff("telegram:1", Role.ADMIN)
BASIM: Final = Staff("telegram:2", Role.CURATOR)
DALIA: Final = Staff("telegram:3", Role.CURATOR)
APPOINTED: Final = {AMAL.id: Role.ADMIN, BASIM.id: Role.CURATOR}
BREAKS_A_TEST: Final = "this breaks a question test"
"""A tree that has these words in it fails its examination."""


def write_as_curators_do(folder: Path) -> None:
    """A small knowledge whose entries stand in blocks, one thing a line."""
    write_knowledge(folder)
    path = folder / "entries" / "entries.yaml"
    entries = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")


@cache
def built(folder: Path) -> Library:
    """The library of a folder."""
    return Library.build(load(folder))


class StrictExaminer:
    """The port `Examiner`: fails whatever has certain words in it, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Tree, Tree | None, Mapping[int, str]]] = []

    async def examine(self, tree: Tree, base: Tree | None, gaps: Mapping[int, str]) -> Examination:
        self.asked.append((tree, base, gaps))
        failed = [Failed("q-1", "How many?", "members", "strikes")] if BREAKS_A_TEST in str(tree.files) else []
        return Examination(tree.hash, (), tuple(failed))


class StaffRoom:
    """A desk with everything that lies on it."""

    def __init__(self, folder: Path) -> None:
        self.clock = MovedClock()
        self.stores = Stores.in_memory()
        self.examiner = StrictExaminer()
        self.library = built(folder)
        self.desk = self.stores.desk(Shelf(self.library), self.examiner, self.clock, APPOINTED)

    async def ask(self, *texts: str, language: str = "en") -> int:
        """Record questions without an answer, each by a person of its own; the group of the last."""
        group = 0
        for number, text in enumerate(texts):
            question = self.library.finder.reader.read(text)
            gap = Gap(
                text, language, Reason.UNKNOWN, self.clock.now().date(), f"{language}{number}", terms=terms_of(question)
            )
            group = await self.stores.gaps.record(gap)
        return group

    async def served(self) -> Tree:
        """What readers get."""
        return (await publishing.served(self.desk))[1]

    async def actions(self) -> list[str]:
        """What the audit log says was done, oldest first."""
        return [deed.action for deed in reversed(await self.stores.audit.latest())]
