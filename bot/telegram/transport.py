"""The seam to HTTP: what a failed call means for making it again is decided here, where it is still known."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from telegram import error
from telegram.request import BaseRequest, HTTPXRequest

from bot.telegram.errors import FloodError, NotSentError, ServerFailureError

if TYPE_CHECKING:
    from telegram._utils.types import JSONDict, ODVInput
    from telegram.request import RequestData

DEFAULT_FLOOD_SECONDS: Final = 1.0
"""Waited when Telegram asks to wait without saying how long."""
_BEFORE_SENDING: Final = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout"})
"""httpx errors, by name: the transport below python-telegram-bot is going to change, and nothing else here knows it."""


class Transport(HTTPXRequest):
    """python-telegram-bot's HTTP client, with errors that say whether a call may be made again.

    It also sees to 429 before the library does: making a `RetryAfter` raises a deprecation warning in 22.8.
    """

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
        try:
            status, payload = await super().do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        except error.NetworkError as failure:
            if type(failure.__cause__).__name__ in _BEFORE_SENDING:
                raise NotSentError(str(failure)) from failure
            raise
        if status == HTTPStatus.TOO_MANY_REQUESTS:
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


def _seconds(payload: bytes) -> float:
    try:
        answer: dict[str, Any] = json.loads(payload)
        return float(answer["parameters"]["retry_after"])
    except (ValueError, TypeError, KeyError):
        return DEFAULT_FLOOD_SECONDS
