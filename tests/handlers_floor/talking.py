"""A conversation whose ports are in memory, and whose clock stands until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.storage.memory import MemoryDayKeys, MemoryGapQueue, MemorySessions, MemoryTallies, MemoryVotes
from handlers import privacy
from handlers.conversation import Conversation
from handlers.feedback import Ballot
from handlers.inquiry import Inquiry
from handlers.model import Message, Session, Turn
from handlers.shelf import Shelf

if TYPE_CHECKING:
    from handlers.feedback import Opinion
    from handlers.library import Library
    from handlers.model import Choice, Gap, Intent, Reply
    from knowledge.schema import Language

SECRET: Final = b"a secret of the tests"
NOON: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)


class MovedClock:
    """The port `Clock`, moved by hand."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


class OpenGapLog(MemoryGapQueue):
    """The port `GapLog` in memory, whose gaps a test can read one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[Gap] = []

    async def record(self, gap: Gap) -> int:
        self.gaps.append(gap)
        return await super().record(gap)


class Talk:
    """One person in one conversation with Sanad."""

    def __init__(self, library: Library, *, hint: Language | None = None) -> None:
        self.clock = MovedClock()
        self.gaps = OpenGapLog()
        self.sessions = MemorySessions()
        self.shelf = Shelf(library)
        self.votes, self.tallies, self.day_keys = MemoryVotes(), MemoryTallies(), MemoryDayKeys()
        stores = (self.sessions, self.gaps, self.votes, self.tallies, self.day_keys)
        self.conversation = Conversation(self.shelf, *stores, self.clock, SECRET)
        self.hint = hint
        self.chat = "telegram:100"
        self.person = "telegram:1"

    async def say(self, text: str) -> Reply:
        return await self.conversation.reply(self._message(text))

    async def tap(self, choice: Choice) -> Reply:
        return await self.conversation.choose(self._message(""), choice)

    async def command(self, intent: Intent | None) -> Reply:
        return await self.conversation.perform(self._message(""), intent)

    async def remember(self, session: Session) -> None:
        """Keep a session as if it came from earlier turns."""
        key = privacy.conversation_key(self.chat, secret=SECRET)
        await self.sessions.save(key, session, at=self.clock.now())

    async def vote(self, opinion: Opinion, entry: str = "members") -> bool:
        return await self.conversation.vote(self._message(""), Ballot(entry, (0,), opinion))

    async def is_quiet(self) -> bool:
        return await self.conversation.is_quiet(self._message(""))

    async def pseudonym(self) -> str:
        """The person's, of the day that the clock shows."""
        key = await self.day_keys.key(self.clock.now().date())
        return privacy.pseudonym(self.person, key=key)

    async def kept(self) -> Session:
        """The session as it is kept."""
        key = privacy.conversation_key(self.chat, secret=SECRET)
        return await self.sessions.load(key, turn_since=NOON - timedelta(days=1))

    def _message(self, text: str) -> Message:
        return Message(text, self.chat, self.person, self.hint)


def inquiry(library: Library, text: str, session: Session | None = None, *, hint: Language | None = None) -> Inquiry:
    """A message on its way through the handlers."""
    return Inquiry(Message(text, "telegram:100", "telegram:1", hint), session or Session(), library)


def after(
    library: Library, question: str, entry: str | None, *, language: Language, asked: str | None = None
) -> Session:
    """The session after a question was answered by an entry."""
    read = library.finder.reader.read(question)
    return Session(turn=Turn(language, entry, read.ids, tuple(sorted(read.kinds)), asked))
