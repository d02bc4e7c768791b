"""Telegram's webhook: takes updates in, and says so only when they cannot be lost any more.

Telegram repeats what is not answered with 200, later and later, for a day. So whatever keeps an update from being
kept is answered with 503; what can never become one is refused for good. No answer says anything but its status.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPMethod, HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot import logs
from bot.logs import event
from bot.telegram.polling import UNHURRIED
from bot.telegram.registration import Registration

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

    from starlette.types import Receive, Scope, Send

    from bot.metrics import Metrics
    from bot.telegram.polling import Pace
    from bot.telegram.reception import Reception

    Keep = Callable[[Sequence[Mapping[str, Any]]], Awaitable[None]]
    """Returns when updates cannot be lost any more."""

_LOG: Final = logging.getLogger(__name__)

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name
JSON: Final = "application/json"
_CLOSED: Final = {"Connection": "close"}
"""Of an answer before the whole request has come: what is still on its way is not waited for."""
_LATER: Final = {**_CLOSED, "Retry-After": "1"}
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a request may cost."""

    body: int = 1024 * 1024
    """Bytes. The longest message, with the one it answers and all that is marked in both, has a tenth of this."""
    reading: float = 10.0
    """Seconds until the whole body has come."""
    keeping: float = 10.0
    """Seconds; Telegram waits for a minute."""
    at_once: int = 100
    """Requests under way. Telegram keeps to the number that it was told, which is lower."""


BOUNDS: Final = Bounds()


async def run_webhook(
    reception: Reception,
    webhook: Webhook,
    stop: asyncio.Event,
    *,
    pace: Pace = UNHURRIED,
    after_look: Callable[[], None] | None = None,
) -> None:
    """Answer people on Telegram until `stop` is set; the client is opened and closed here.

    Args:
        reception: its client is not yet opened.
        webhook: the page that Telegram pushes to; somebody else serves it.
        stop: set when it is time to end.
        pace: the waits.
        after_look: called whenever Telegram has said that it pushes there: a sign of life.

    Raises:
        TokenRefusedError: Telegram does not know the token.
    """
    client, insistence = reception.client, pace.insistence(stop, "webhook_failed")
    registration = Registration(client, webhook.address, webhook.secret_token, pace.between_looks, after_look)
    registration.show(webhook.metrics)
    try:
        await insistence.insist(client.initialize)
        if stop.is_set():
            return
        async with reception.at_work(pace.drain), webhook.open(reception.receiving.receive):
            event(_LOG, "webhook_started", bot=client.username)
            await registration.begin(insistence)
            await insistence.unless_stopped(reception.introduce())
            await registration.keep(insistence)
        event(_LOG, "webhook_stopped")
    finally:
        await client.shutdown()


class _RefusedError(Exception):
    """A request that is answered with nothing but a status."""

    def __init__(self, status: HTTPStatus, headers: Mapping[str, str] = _CLOSED) -> None:
        super().__init__(status)
        self.response = Response(status_code=status, headers=headers)


class Webhook:
    """The page that Telegram pushes updates to; closed but within `open`."""

    def __init__(self, address: str, secret_token: str, metrics: Metrics, bounds: Bounds = BOUNDS) -> None:
        """Prepare the page.

        Args:
            address: the public one; the page has its path.
            secret_token: which Telegram alone knows.
            metrics: count what is refused.
            bounds: what a request may cost.
        """
        self.address: Final = address
        self.secret_token: Final = secret_token
        self.metrics: Final = metrics
        self._bounds = bounds
        self._keep: Keep | None = None
        self._under_way = 0
        self._all_answered = asyncio.Event()
        self._all_answered.set()

    @property
    def route(self) -> Route:
        """Where the page is found."""
        return Route(urlsplit(self.address).path, self)

    @asynccontextmanager
    async def open(self, keep: Keep) -> AsyncIterator[None]:
        """Take updates in until the end of the block, and have them kept; what came before its end is answered."""
        self._keep = keep
        try:
            yield
        finally:
            self._keep = None
            await self._all_answered.wait()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        logs.correlate()
        try:
            response = await self._answer(Request(scope, receive))
        except _RefusedError as refusal:
            response = refusal.response
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method != HTTPMethod.POST:
            raise _RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, {**_CLOSED, "Allow": "POST"})
        if not self._is_from_telegram(request):
            self.metrics.received("refused")
            raise _RefusedError(HTTPStatus.FORBIDDEN)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
            raise _RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        if self._keep is None or self._under_way >= self._bounds.at_once:
            raise _not_now()
        self._under_way += 1
        self._all_answered.clear()
        try:
            return await self._take(request, self._keep)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._all_answered.set()

    def _is_from_telegram(self, request: Request) -> bool:
        given = request.headers.get(SECRET_HEADER, "").encode("latin-1")
        return hmac.compare_digest(given, self.secret_token.encode())

    async def _take(self, request: Request, keep: Keep) -> Response:
        update = _update(await self._body(request))
        try:
            async with asyncio.timeout(self._bounds.keeping):
                await keep([update])
        except Exception as error:  # noqa: BLE001 - whatever it is, Telegram has the update still
            logs.failure(_LOG, "update_not_kept", error)
            raise _not_now() from None
        return Response()

    async def _body(self, request: Request) -> bytes:
        body = bytearray()
        try:
            async with asyncio.timeout(self._bounds.reading):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > self._bounds.body:
                        raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except TimeoutError:
            raise _RefusedError(HTTPStatus.REQUEST_TIMEOUT) from None
        except ClientDisconnect:
            raise _RefusedError(HTTPStatus.BAD_REQUEST) from None
        return bytes(body)


def _not_now() -> _RefusedError:
    return _RefusedError(HTTPStatus.SERVICE_UNAVAILABLE, _LATER)


def _update(body: bytes) -> Mapping[str, Any]:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        raise _RefusedError(HTTPStatus.BAD_REQUEST) from None
    if not isinstance(update, dict):
        raise _RefusedError(HTTPStatus.BAD_REQUEST)
    return update
