"""The whole path of one message: the session is loaded, the handlers decide, and the effects happen here alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from handlers import choosing, declining, forgetting, privacy, small_talk
from handlers.feedback import Opinion, Vote
from handlers.inquiry import Inquiry, Outcome
from handlers.model import Gap, Reason, Session
from handlers.recording import gap_of
from handlers.remembering import REMEMBERED, as_kept, session_after
from handlers.table import handle
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, timedelta

    from handlers.feedback import Ballot
    from handlers.library import Library
    from handlers.model import Choice, Intent, Message, Reply
    from handlers.ports import Clock, DayKeys, GapLog, Sessions
    from handlers.shelf import Shelf
    from handlers.staff_ports import Tallies, Votes

_RECORDED: Final = frozenset({Reason.UNKNOWN, Reason.DECLINED, Reason.LANGUAGE})
"""An empty message says nothing that a curator could use."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Replies to messages. One object serves all conversations; each is known by its message's key."""

    shelf: Shelf
    sessions: Sessions
    gaps: GapLog
    votes: Votes
    tallies: Tallies
    day_keys: DayKeys
    """Key the pseudonyms of people."""
    clock: Clock
    secret: bytes
    """Keys the names under which sessions are kept."""
    remembers: timedelta = REMEMBERED
    """How long a turn can be followed up; where it is no time at all, none is kept."""
    secrets_before: Sequence[bytes] = ()
    """Earlier secrets. A session that is found under one of them moves: whoever asked quietly goes on unrecorded."""

    @property
    def library(self) -> Library:
        """What is looked things up in at this moment."""
        return self.shelf.library

    async def reply(self, message: Message) -> Reply:
        """Answer a text."""
        return await self._turn(message, handle)

    async def choose(self, message: Message, choice: Choice) -> Reply:
        """Answer a tapped choice; the message carries who tapped, its text is not looked at."""
        return await self._turn(message, lambda inquiry: choosing.follow(inquiry, choice))

    async def perform(self, message: Message, intent: Intent | None) -> Reply:
        """Answer a command: an intent, or with None the start of a conversation."""
        return await self._turn(
            message,
            lambda inquiry: small_talk.start(inquiry) if intent is None else small_talk.perform(inquiry, intent),
        )

    async def vote(self, message: Message, ballot: Ballot) -> bool:
        """Keep what a reader thinks of an answer; whether that is news. An answer voted down is a gap of its own kind.

        A vote on what no entry says (any more) is none, and one in a quiet conversation is not kept.
        """
        entry = self.library.knowledge.entries.get(ballot.entry)
        if entry is None or not all(place < len(entry.claims) for place in ballot.claims):
            return False
        session = await self._session(self._keys(message))
        if session.is_quiet:
            return False
        day, language = self.clock.now().date(), _language(session, message)
        pseudonym = await self._pseudonym(message, day)
        vote = Vote(day, pseudonym, entry.id, ballot.claims, ballot.opinion, language, ballot.complaint)
        is_news = await self.votes.cast(vote)
        if is_news and ballot.opinion is Opinion.DOWN and ballot.complaint is None:
            nearest = ((entry.id, 1.0),)
            await self.gaps.record(Gap("", language, Reason.DISLIKED, day, pseudonym, nearest, entry=entry.id))
        return is_news

    async def language_of(self, message: Message) -> Language:
        """The language that somebody is answered in, who has written nothing this time."""
        return _language(await self._session(self._keys(message)), message)

    async def is_quiet(self, message: Message) -> bool:
        """Whether somebody wants nothing to be kept about the conversation."""
        return (await self._session(self._keys(message))).is_quiet

    async def _turn(self, message: Message, act: Callable[[Inquiry], Outcome]) -> Reply:
        keys = self._keys(message)
        session = await self._session(keys)
        inquiry = Inquiry(message, session, self.library, remembered=self.remembers)
        outcome = act(inquiry)
        reply = await self._forgotten(inquiry, outcome.reply) if outcome.forgets else outcome.reply
        if not outcome.forgets:
            await self._remember(keys, as_kept(session_after(session, outcome), inquiry))
        if session.is_quiet or outcome.is_quiet:
            return replace(reply, is_quiet=True)
        await self.tallies.add(self.clock.now().date(), reply.language, reply.kind)
        if reply.reason in _RECORDED:
            await self._record(inquiry, reply.reason)
        for left in outcome.left:
            await self._record(left, Reason.DECLINED if declining.harmful(left) else Reason.UNKNOWN)
        return reply

    async def _session(self, keys: Sequence[str]) -> Session:
        since = self.clock.now() - self.remembers
        for key in keys:
            session = await self.sessions.load(key, turn_since=since)
            if session != Session():
                return session
        return Session()

    async def _remember(self, keys: Sequence[str], session: Session) -> None:
        kept = session if self.remembers else replace(session, turn=None)
        key, *earlier = keys
        await self.sessions.save(key, kept, at=self.clock.now())
        for key in earlier:
            await self.sessions.erase(key)

    async def _record(self, inquiry: Inquiry, reason: Reason) -> None:
        day = self.clock.now().date()
        pseudonym = await self._pseudonym(inquiry.message, day)
        await self.gaps.record(gap_of(inquiry, reason, day=day, pseudonym=pseudonym))

    async def _forgotten(self, inquiry: Inquiry, reply: Reply) -> Reply:
        """Erase what can be tied to a reader, and put before the reply what that was.

        Of a quiet conversation it is kept that it is quiet: asking to be forgotten must not make anything be noted.
        """
        message, session = inquiry.message, inquiry.session
        keys = self._keys(message)
        for name in keys:
            await self.sessions.erase(name)
        if session.is_quiet:
            await self._remember(keys, Session(is_quiet=True))
        gaps = votes = 0
        for day in forgetting.days_in_reach(self.clock.now().date()):
            if (key := await self.day_keys.kept(day)) is not None:
                pseudonym = privacy.pseudonym(message.person, key=key)
                gaps += await self.gaps.erase(day, pseudonym)
                votes += await self.votes.erase(day, pseudonym)
        erased = forgetting.Erased(session != Session(is_quiet=session.is_quiet), gaps, votes)
        return replace(reply, paragraphs=(*forgetting.told(erased, inquiry.words), *reply.paragraphs))

    async def _pseudonym(self, message: Message, day: date) -> str:
        return privacy.pseudonym(message.person, key=await self.day_keys.key(day))

    def _keys(self, message: Message) -> Sequence[str]:
        """Where the session is kept, and before it moved may have been."""
        secrets = (self.secret, *self.secrets_before)
        return [privacy.conversation_key(message.conversation, secret=secret) for secret in secrets]


def _language(session: Session, message: Message) -> Language:
    of_turn = session.turn.language if session.turn is not None else None
    return session.language or of_turn or message.language_hint or Language.ENGLISH
