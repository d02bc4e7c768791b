"""How long what people leave behind is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.storage.stores import Stores
    from handlers.conversation import Conversation
    from handlers.desk import Desk
    from handlers.ports import Clock

FORGETTING: Final = "forgetting"
"""The duty."""
A_DAY: Final = timedelta(days=1)
"""Between two rounds of it: to leave no trace of gaps the database file is written anew."""
RETENTION: Final = timedelta(days=90)
"""How long gaps are kept, and how long a language choice after its last use."""

KNOWN_AGAIN: Final = timedelta(hours=48)
"""How long an event is known that comes again: Telegram sends none that is older than a day."""
ON_ITS_WAY: Final = timedelta(hours=1)
"""How long the key of a day outlives it, for what was asked before midnight and is answered after it."""


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


async def forget_what_is_done(stores: Stores, clock: Clock) -> None:
    """Erase what the processes need no longer, the keys of days that are over, and traces of what people had erased."""
    now = clock.now()
    await stores.inbox.forget(before=now - KNOWN_AGAIN)
    await stores.leases.forget(before=now)
    await stores.day_keys.forget(before=(now - ON_ITS_WAY).date())
    await stores.wipe()
