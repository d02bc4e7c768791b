"""The webhook: what waits is pushed to the bot's address, again and again, until the bot says that it has it."""

import asyncio
import json
import re
import time
from collections import deque
from dataclasses import dataclass
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout

from .refusals import JsonObject
from .updates import UpdateQueue

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE_SECONDS: Final = 10.0
"""Waited for the bot's answer to one push."""
FIRST_PAUSE_SECONDS: Final = 0.05
LONGEST_PAUSE_SECONDS: Final = 1.0
"""Doubled from the one to the other. Telegram goes from a second to two minutes, which no test has."""
REACHED: Final = re.compile(r"http://(?:127\.0\.0\.1|localhost)[:/]")
"""The double never leaves this machine: whatever a webhook elsewhere should get goes on waiting."""


@dataclass(slots=True)
class Webhook:
    """The webhook the bot has set, and how pushing went; an empty address means none."""

    url: str = ""
    secret_token: str = ""
    ip_address: str = ""
    max_connections: int = 40
    last_error_date: int = 0
    last_error_message: str = ""


@dataclass(frozen=True, slots=True)
class Push:
    """One try to hand an update to the bot."""

    update: JsonObject
    status: int
    """What the bot answered; 0 when no answer came."""
    time: float
    """Seconds since the epoch, at the answer."""


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a push has to be made again, and what the bot said about when."""

    message: str
    wait: float | None = None


class Pusher:
    """Pushes updates to one webhook: those of one chat one after the other, those of several side by side."""

    def __init__(self, webhook: Webhook, updates: UpdateQueue, pushes: list[Push]) -> None:
        """Prepare to push; every try is added to the record."""
        self._webhook = webhook
        self._updates = updates
        self._pushes = pushes
        self._lines: dict[str, deque[JsonObject]] = {}
        self._free = asyncio.Semaphore(webhook.max_connections)
        self._tasks: set[asyncio.Task[None]] = set()
        self._http = ClientSession(timeout=ClientTimeout(total=PATIENCE_SECONDS))

    def start(self) -> None:
        """Push what waits, and whatever comes, in the background."""
        if REACHED.match(self._webhook.url) is None:
            return
        for update in self._updates.pending:
            self._line_up(update)
        self._updates.listener = self._line_up

    async def stop(self) -> None:
        """Push nothing more; what was not confirmed goes on waiting."""
        self._updates.listener = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.close()

    def _line_up(self, update: JsonObject) -> None:
        key = line_of(update)
        if key in self._lines:
            self._lines[key].append(update)
            return
        self._lines[key] = deque([update])
        task = asyncio.create_task(self._push_line(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _push_line(self, key: str) -> None:
        line = self._lines[key]
        while line:
            await self._push(line[0])
            line.popleft()
        del self._lines[key]

    async def _push(self, update: JsonObject) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            async with self._free:
                failure = await self._post(update)
            if failure is None:
                self._updates.confirm(update)
                return
            self._webhook.last_error_date = int(time.time())
            self._webhook.last_error_message = failure.message
            await asyncio.sleep(pause if failure.wait is None else failure.wait)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _post(self, update: JsonObject) -> _Failure | None:
        headers = {"Content-Type": "application/json"}
        if self._webhook.secret_token:
            headers[SECRET_HEADER] = self._webhook.secret_token
        # Telegram writes whatever is not ASCII as escapes.
        body = json.dumps(update).encode()
        try:
            async with self._http.post(self._webhook.url, data=body, headers=headers) as answer:
                await answer.read()
        except TimeoutError:
            self._record(update, 0)
            return _Failure("Read timeout expired")
        except (ClientError, OSError):
            self._record(update, 0)
            return _Failure("Connection refused")
        self._record(update, answer.status)
        if answer.ok:
            return None
        wait = answer.headers.get("Retry-After", "")
        reason = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        return _Failure(reason, float(wait) if wait.isdecimal() else None)

    def _record(self, update: JsonObject, status: int) -> None:
        self._pushes.append(Push(update, status, time.time()))


def line_of(update: JsonObject) -> str:
    """Name what an update keeps its order in: of a message its chat, of all else the kind and who did it."""
    for kind, content in update.items():
        if isinstance(content, dict):
            is_message = kind.endswith(("message", "post"))
            place = content.get("chat" if is_message else "from")
            return f"{'chat' if is_message else kind} {place.get('id') if isinstance(place, dict) else None}"
    return ""
