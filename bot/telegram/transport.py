"""The seam to HTTP: what a failed call means for making it again is decided here, where it is still known.

python-telegram-bot's own client gets slower the more calls are made at once; this one does not. Whatever goes wrong
until a connection is there is certain not to have reached Telegram. After that nobody knows: the call may have been
carried out, and only its answer be lost.
"""

from __future__ import annotations

import functools
import json
import ssl
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import certifi
from telegram import error
from telegram.request import BaseRequest

from bot.telegram.errors import FloodError, NotSentError, ProxyError, ServerFailureError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aiohttp.client_reqrep import ClientRequest
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace
    from telegram._utils.types import JSONDict, ODVInput
    from telegram.request import RequestData

DEFAULT_FLOOD_SECONDS: Final = 1.0
"""Waited when Telegram asks to wait without saying how long."""
DOWNLOAD_SECONDS: Final = 600.0
"""For a whole file; other calls have to be over when each of their steps could be."""
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}


def proxy_for(address: str) -> str | None:
    """The proxy that the environment names for an address, as curl and others read it; None where there is none.

    Raises:
        ProxyError: it cannot be used.
    """
    parts, proxies = urlsplit(address), getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.netloc):
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    if urlsplit(proxy).scheme not in {"http", "https"}:
        raise ProxyError
    return proxy


class Transport(BaseRequest):
    """One pool of connections to Telegram, with errors that say whether a call may be made again.

    No error names an address, for Telegram's addresses hold the token. 429 is seen to before the library does: making a
    `RetryAfter` raises a deprecation warning in 22.8.
    """

    def __init__(
        self,
        connections: int,
        patience: float,
        proxy: str | None = None,
        flooded: Callable[[], None] = lambda: None,
    ) -> None:
        """Connections are made when they are needed.

        Args:
            connections: at most, side by side; who finds none free waits for one.
            patience: seconds for each step of a call: to wait for a connection, to be heard, to be answered; half of
                it to connect.
            proxy: an address by which to go.
            flooded: called when Telegram asks to wait.
        """
        self._connections = connections
        self._patience = patience
        self._proxy = proxy
        self._flooded = flooded
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer, where a call does not say."""
        return self._patience

    async def initialize(self) -> None:
        """Do nothing: the first call opens what it needs."""

    async def shutdown(self) -> None:
        """Close all connections; a later call opens new ones."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        steps = _Steps(
            waiting=_given(pool_timeout, self._patience),
            connecting=_given(connect_timeout, self._patience / 2),
            writing=_given(write_timeout, self._patience),
            reading=_given(read_timeout, self._patience),
        )
        status, payload = await self._exchange(url, method, request_data, steps)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            self._flooded()
            raise FloodError(_seconds(payload))
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ServerFailureError(status)
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSONDict:
        """An answer of Telegram's, and not of a proxy or a hotel's Wi-Fi, which would break the library's reading."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not answer.keys() & {"result", "description"}:
            raise error.TelegramError("the answer is none of Telegram's")
        return answer

    async def _exchange(self, url: str, method: str, data: RequestData | None, steps: _Steps) -> tuple[int, bytes]:
        """Make a call; the status and the content of its answer."""
        # Outside, since whatever raises here is a fault of ours.
        content, headers = _body(data) if data is not None else (None, None)
        try:
            async with self._opened().request(
                method,
                url,
                data=content,
                headers=headers,
                proxy=self._proxy,
                timeout=steps.timeout(DOWNLOAD_SECONDS if method == "GET" else None),
                allow_redirects=False,  # whoever redirects is not Telegram, and the address holds the token
            ) as response:
                return response.status, await response.read()
        except (_NotConnectedError, aiohttp.InvalidURL) as failure:
            raise NotSentError(f"no connection: {failure}") from None
        except TimeoutError:
            raise error.TimedOut from None
        except (aiohttp.ClientError, OSError) as failure:
            raise error.NetworkError(type(failure).__name__) from None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=_Connector(limit=self._connections, ssl=_trusted()),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )
        return self._session


class _NotConnectedError(aiohttp.ClientError):
    """There is no connection, whatever the reason; so nothing was written."""


class _Connector(aiohttp.TCPConnector):
    """Tells what goes wrong before anything is written from what goes wrong after."""

    async def connect(  # the library's names
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - the library's
    ) -> Connection:
        try:
            return await super().connect(req, traces, timeout)
        except (aiohttp.ClientError, OSError, ValueError) as failure:
            raise _NotConnectedError(type(failure).__name__) from None


@dataclass(frozen=True, slots=True)
class _Steps:
    """The most seconds that the steps of a call may take."""

    waiting: float
    connecting: float
    writing: float
    reading: float

    def timeout(self, whole: float | None) -> aiohttp.ClientTimeout:
        """For a call that may take so long as a whole; by default as long as its steps."""
        connected = self.waiting + self.connecting
        return aiohttp.ClientTimeout(
            # Of writing there is none of its own.
            total=whole if whole is not None else connected + self.writing + self.reading,
            connect=connected,
            sock_connect=self.connecting,
            sock_read=self.reading,
        )


def _given(timeout: ODVInput[float], default: float) -> float:
    return timeout if isinstance(timeout, int | float) else default


def _body(data: RequestData) -> tuple[aiohttp.FormData | bytes, Mapping[str, str] | None]:
    """The parameters of a call with the headers that they need; files make it a form of several parts."""
    if not data.contains_files:
        # Half of a character cannot be written at all: better a sign in its place than no answer.
        return data.url_encoded_parameters({"errors": "replace"}).encode(), _FORM
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, None


@functools.cache
def _trusted() -> ssl.SSLContext:
    """The authorities of this machine, and those that come with Sanad: some machines have none that Python finds."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _seconds(payload: bytes) -> float:
    try:
        answer: dict[str, Any] = json.loads(payload)
        return float(answer["parameters"]["retry_after"])
    except (ValueError, TypeError, KeyError):
        return DEFAULT_FLOOD_SECONDS
