"""How long what people leave behind is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from handlers.conversation import Conversation
    from handlers.desk import Desk

FORGETTING: Final = "forgetting"
"""The duty."""
A_DAY: Final = timedelta(days=1)
"""Between two rounds of it: to leave no trace of gaps the database file is written anew."""
RETENTION: Final = timedelta(days=90)
"""How long gaps are kept, and how long a language choice after its last use."""


async def forget_what_is_old(conversation: Conversation, desk: Desk) -> None:
    """Erase gaps and sessions past their retention, and the pseudonyms of votes whose day is over."""
    today = desk.clock.now().date()
    await desk.gaps.forget(before=today - RETENTION)
    await desk.votes.forget(before=today)
    await forget_turns(conversation)


async def forget_turns(conversation: Conversation) -> None:
    """Erase the turns of conversations that rest, and language choices that were long not used."""
    now = conversation.clock.now()
    await conversation.sessions.forget(turns_before=now - conversation.remembers, sessions_before=now - RETENTION)
