"""The queue of updates: confirmation by offset, redelivery, long polling and its conflicts."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Final

from .refusals import JsonObject, RefusalError, refuse

FIRST_UPDATE_ID: Final = 500_000_001
MAXIMUM_BATCH: Final = 100
LONGEST_POLL_SECONDS: Final = 50
ONLY_ON_REQUEST: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
TERMINATED: Final = "terminated by other getUpdates request; make sure that only one bot instance is running"


class UpdateQueue:
    """Every update that the bot has not confirmed yet."""

    def __init__(self) -> None:
        """Start empty, with Telegram's default choice of update kinds."""
        self._pending: list[JsonObject] = []
        self._next_id = FIRST_UPDATE_ID
        self._allowed: frozenset[str] = frozenset()
        self._poll: asyncio.Future[None] | None = None
        self.listener: Callable[[JsonObject], None] | None = None
        """Hears of every update that is queued, so that a webhook need not poll."""

    @property
    def pending(self) -> tuple[JsonObject, ...]:
        """The updates not yet confirmed, oldest first."""
        return tuple(self._pending)

    @property
    def allowed(self) -> tuple[str, ...]:
        """The kinds the bot asked for last, empty for Telegram's default."""
        return tuple(sorted(self._allowed))

    def allow(self, kinds: Iterable[object]) -> None:
        """Remember the kinds the bot wants from now on."""
        self._allowed = frozenset(map(str, kinds))

    def push(self, update: JsonObject) -> int | None:
        """Queue an update and return its number, or None when the bot did not ask for its kind."""
        kind = next((name for name in update if name != "update_id"), "")
        wanted = kind in self._allowed if self._allowed else kind not in ONLY_ON_REQUEST
        if kind and not wanted:
            return None
        update_id, self._next_id = self._next_id, self._next_id + 1
        numbered: JsonObject = {"update_id": update_id} | update
        self._pending.append(numbered)
        self.wake()
        if self.listener:
            self.listener(numbered)
        return _number(numbered)

    def confirm(self, update: JsonObject) -> None:
        """Forget one update that was pushed to the bot, wherever it stands."""
        self._pending = [waiting for waiting in self._pending if waiting is not update]

    def drop_pending(self) -> None:
        """Forget everything that waits."""
        self._pending.clear()

    async def fetch(self, offset: int, limit: int, seconds: int) -> list[JsonObject]:
        """Confirm what lies before the offset and return what follows, waiting for it if need be."""
        self.interrupt(refuse(TERMINATED, 409))
        self._confirm_before(offset)
        if not self._pending and seconds > 0:
            await self._wait(min(seconds, LONGEST_POLL_SECONDS))
        size = limit if 1 <= limit <= MAXIMUM_BATCH else MAXIMUM_BATCH
        return self._pending[:size]

    def interrupt(self, reason: RefusalError) -> None:
        """End the long poll that is waiting, if one is."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(reason)

    def wake(self) -> None:
        """Let the long poll that is waiting answer with what there is."""
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    def _confirm_before(self, offset: int) -> None:
        if offset < 0:
            # A negative offset counts from the end and forgets everything before it.
            self._pending = self._pending[offset:]
        elif offset > 0:
            self._pending = [update for update in self._pending if _number(update) >= offset]

    async def _wait(self, seconds: int) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None


def _number(update: JsonObject) -> int:
    # A raw update may carry a number of its own, and even a broken one must not break the double.
    number = update["update_id"]
    return number if isinstance(number, int) else 0
