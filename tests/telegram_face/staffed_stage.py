"""Sanad with people who have a role, and a desk in memory that outlives each start."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from telegram_face.stage import SECRET, Stage

from bot.following import Following
from bot.telegram.staff.office import Office, Surroundings
from handlers import publishing
from handlers.conversation import Conversation
from handlers.library import Library
from handlers.model import Gap, Reason
from handlers.releases import Examination, Failed, found
from handlers.shelf import Shelf
from handlers.staff import Role
from knowledge.loader import read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from telegram_double import TelegramDouble

    from bot.telegram.client import TelegramClient
    from bot.telegram.sending import Sender
    from handlers.desk import Desk
    from handlers.wording import Words
    from knowledge.schema import Language
    from knowledge.tree import Tree

ADMIN: Final = 1
CURATOR: Final = 2
AMAL: Final = f"telegram:{ADMIN}"
NOUR: Final = f"telegram:{CURATOR}"
BUDGETS: Final = "شكد كانت ميزانية الدواعش؟"
BUDGETS_ENGLISH: Final = "what budget did the militants run on?"
NOON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)


class StandingClock:
    """The port `Clock`, moved by hand."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


class ReadingExaminer:
    """The port `Examiner`: reads the files, and fails what a test wants to fail."""

    def __init__(self) -> None:
        self.failed: tuple[Failed, ...] = ()

    async def examine(self, tree: Tree, base: Tree | None, gaps: Mapping[int, str]) -> Examination:  # noqa: ARG002 - see the port
        problems = tuple(found(problem, Path()) for problem in read_tree(tree).problems)
        return Examination(tree.hash, problems, self.failed, tests=3)


class InProcessLibraries:
    """The port `Libraries`, for knowledges that are built in a moment; each is built once, whoever asks."""

    def __init__(self, first: Tree, library: Library) -> None:
        self.first = first
        self._built = {first.hash: library}

    async def library(self, tree: Tree) -> Library:
        if tree.hash not in self._built:
            self._built[tree.hash] = Library.build(read_tree(tree).knowledge, like=self._built[self.first.hash])
        return self._built[tree.hash]


class StaffedStage(Stage):
    """One bot with an admin and a curator."""

    def __init__(
        self,
        telegram: TelegramDouble,
        library: Library,
        words: Mapping[Language, Words],
        libraries: InProcessLibraries,
    ) -> None:
        super().__init__(telegram, library, words)
        self.tree = libraries.first
        self.clock: StandingClock = StandingClock()
        self.examiner = ReadingExaminer()
        self.surroundings = Surroundings()
        self.shelf = Shelf(library)
        self.desk = self._desk({AMAL: Role.ADMIN, NOUR: Role.CURATOR})
        self.following = Following(self.stores.releases, self.shelf, libraries, self.clock)

    def conversation(self) -> Conversation:
        kept = self.stores
        stores = (self.sessions, kept.gaps, kept.votes, kept.tallies, kept.day_keys)
        return Conversation(self.shelf, *stores, self.clock, SECRET)

    def office(self, client: TelegramClient, sender: Sender) -> Office:
        return Office.open(self.desk, client, sender, self.words, self.surroundings)

    async def publish_folder(self) -> None:
        """Serve the small knowledge as the first release."""
        await publishing.begin(self.desk, self.tree)
        self.shelf.put(self.library, 1)

    async def gap(self, text: str, asker: str, language: str = "ar", terms: Sequence[str] = ("concept:budget",)) -> int:
        """Somebody has asked in vain."""
        day = self.clock.now().date()
        return await self.stores.gaps.record(Gap(text, language, Reason.UNKNOWN, day, asker, terms=tuple(terms)))

    async def budgets(self) -> int:
        """A gap that three have asked in Arabic, each in their spelling, and one in English."""
        for asker, text in enumerate((BUDGETS, "شقد ميزانية الدواعش", "شگد چانت ميزانيه الدواعش"), start=1):
            await self.gap(text, f"asker-{asker}")
        return await self.gap(BUDGETS_ENGLISH, "asker-4", "en")

    def _desk(self, appointed: Mapping[str, Role]) -> Desk:
        return self.stores.desk(self.shelf, self.examiner, self.clock, appointed)
