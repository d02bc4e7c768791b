"""The whole path of one message: the session is loaded, the handlers decide, and the effects happen here alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handlers import choosing, privacy, small_talk, unanswered
from handlers.feedback import Opinion, Vote
from handlers.inquiry import Inquiry, Outcome
from handlers.model import Gap, Reason
from handlers.recording import gap_of
from handlers.remembering import session_after
from handlers.table import handle
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from handlers.feedback import Ballot
    from handlers.library import Library
    from handlers.model import Choice, Intent, Message, Reply
    from handlers.ports import Clock, GapLog, Sessions
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
    clock: Clock
    secret: bytes
    """Keys the pseudonyms."""
    remembers: timedelta = timedelta(minutes=30)
    """How long a turn can be followed up."""

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

        A vote on what no entry says (any more) is none.
        """
        entry = self.library.knowledge.entries.get(ballot.entry)
        if entry is None or not all(place < len(entry.claims) for place in ballot.claims):
            return False
        day = self.clock.now().date()
        pseudonym = privacy.pseudonym(message.person, secret=self.secret, day=day)
        language = await self.language_of(message)
        vote = Vote(day, pseudonym, entry.id, ballot.claims, ballot.opinion, language, ballot.complaint)
        is_news = await self.votes.cast(vote)
        if is_news and ballot.opinion is Opinion.DOWN and ballot.complaint is None:
            nearest = ((entry.id, 1.0),)
            await self.gaps.record(Gap("", language, Reason.DISLIKED, day, pseudonym, nearest, entry=entry.id))
        return is_news

    async def language_of(self, message: Message) -> Language:
        """The language that somebody is answered in, who has written nothing this time."""
        key = privacy.conversation_key(message.conversation, secret=self.secret)
        session = await self.sessions.load(key, turn_since=self.clock.now() - self.remembers)
        of_turn = session.turn.language if session.turn is not None else None
        return session.language or of_turn or message.language_hint or Language.ENGLISH

    async def _turn(self, message: Message, act: Callable[[Inquiry], Outcome]) -> Reply:
        now = self.clock.now()
        key = privacy.conversation_key(message.conversation, secret=self.secret)
        session = await self.sessions.load(key, turn_since=now - self.remembers)
        inquiry = Inquiry(message, session, self.library)
        outcome = act(inquiry)
        await self.sessions.save(key, session_after(session, outcome), at=now)
        await self.tallies.add(now.date(), outcome.reply.language, outcome.reply.kind)
        if outcome.reply.reason in _RECORDED:
            await self.gaps.record(self._gap(inquiry, outcome.reply.reason))
        for left in outcome.left:
            await self.gaps.record(self._gap(left, Reason.DECLINED if unanswered.harmful(left) else Reason.UNKNOWN))
        return outcome.reply

    def _gap(self, inquiry: Inquiry, reason: Reason) -> Gap:
        day = self.clock.now().date()
        pseudonym = privacy.pseudonym(inquiry.message.person, secret=self.secret, day=day)
        return gap_of(inquiry, reason, day=day, pseudonym=pseudonym)
