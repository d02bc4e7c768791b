"""What is shown when something cannot be done, in the language of who asked for it."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot import logs
from bot.web.access import nothing_here
from bot.web.visit import Visit
from handlers.releases import RefusedError, StaleError
from handlers.staff import NotAllowedError
from knowledge.editing import ChangeError, ConflictError
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from bot.web.console import Console
    from knowledge.schema import Bilingual

_LOG: Final = logging.getLogger(__name__)
_STATUS: Final[dict[type[SanadError], HTTPStatus]] = {
    NotAllowedError: HTTPStatus.FORBIDDEN,
    StaleError: HTTPStatus.CONFLICT,
    RefusedError: HTTPStatus.CONFLICT,
    ConflictError: HTTPStatus.CONFLICT,
    ChangeError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
_EXPLAINED: Final = frozenset({403, 404, 409, 413, 422, 500})
"""The ones that the phrasebook has words for."""


def refused(console: Console) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Answers a request that ended in an error which somebody foresaw."""

    async def answer(request: Request, error: Exception) -> Response:
        sentence = error.sentence if isinstance(error, SanadError) else None
        return _trouble(request, console, _status_of(error), sentence)

    return answer


class Troubles:
    """Answers a request that ended in an error which nobody foresaw; the log has it, without what anybody wrote."""

    def __init__(self, app: ASGIApp, console: Console) -> None:
        self._app = app
        self._console = console

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def send_and_note(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception as error:  # noqa: BLE001 - whatever it was, who asked gets a page
            logs.event(_LOG, "console_failed", level=logging.ERROR, error=type(error).__name__, at=_raised_at(error))
            if not has_begun and scope["type"] == "http":
                response = _trouble(Request(scope), self._console, HTTPStatus.INTERNAL_SERVER_ERROR)
                await response(scope, receive, send)


def _trouble(request: Request, console: Console, status: int, sentence: Bilingual | None = None) -> Response:
    if getattr(request.state, "staff", None) is None:
        return nothing_here(console)
    visit = Visit(request, console, request.state.staff, request.state.session, FormData())
    # Without a look at the draft: the database may be what does not answer.
    return HTMLResponse(visit.render("trouble.html", waiting=0, code=int(status), sentence=sentence), status)


def _status_of(error: Exception) -> int:
    if isinstance(error, HTTPException):
        known = 404 if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else error.status_code
        return known if known in _EXPLAINED else HTTPStatus.UNPROCESSABLE_ENTITY
    found = (_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)
    return next(found, HTTPStatus.INTERNAL_SERVER_ERROR)


def _raised_at(error: Exception) -> str:
    """The line of the program; a whole traceback could quote what somebody wrote."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace is not None else ""
