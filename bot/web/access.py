"""The console's door: who has a session may pass, and strangers find nothing, wherever they knock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from bot.web import csrf
from handlers import signing_in

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from bot.web.console import Console
    from bot.web.visit import Visit

DOOR: Final = "/enter/"


class Access:
    """Finds out on every request who it is from; without a role there is only the door, and only with a link."""

    def __init__(self, app: ASGIApp, console: Console) -> None:
        self._app = app
        self._console = console

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or (scope["type"] == "http" and await self._may_pass(Request(scope))):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await nothing_here(self._console)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _may_pass(self, request: Request) -> bool:
        if request.url.path.startswith((DOOR, f"/{self._console.assets}/")):
            return True
        session = request.cookies.get(self._console.cookie)
        staff = await signing_in.signed_in(self._console.desk, session) if session else None
        request.state.session, request.state.staff = session, staff
        return staff is not None


def nothing_here(console: Console) -> Response:
    """What strangers see: the same for everything, so that it tells nothing."""
    return HTMLResponse(console.templates.get_template("nothing.html").render(), 404)


async def door(request: Request, console: Console) -> Response:
    """A one-time link was opened: a page with one button, since programs that look at links ahead press none."""
    if not await signing_in.is_waiting(console.desk, request.path_params["token"]):
        return nothing_here(console)
    return HTMLResponse(console.templates.get_template("door.html").render(assets=f"/{console.assets}"))


async def enter(request: Request, console: Console) -> Response:
    """The button was pressed: the link is used up, and a session begins."""
    if not csrf.comes_from(request, console.address):
        return nothing_here(console)
    session = await signing_in.sign_in(console.desk, request.path_params["token"])
    if session is None:
        return nothing_here(console)
    response = RedirectResponse("/", 303)
    response.set_cookie(
        console.cookie, session, path="/", secure=console.is_encrypted, httponly=True, samesite="strict"
    )
    return response


async def leave(visit: Visit) -> Response:
    """End the session."""
    await signing_in.sign_out(visit.desk, visit.session)
    response = HTMLResponse(visit.console.templates.get_template("left.html").render(assets=f"/{visit.console.assets}"))
    response.delete_cookie(
        visit.console.cookie, path="/", secure=visit.console.is_encrypted, httponly=True, samesite="strict"
    )
    return response


def require_own_form(visit: Visit) -> None:
    """Take a form only from a page of this session.

    Raises:
        HTTPException: it comes from elsewhere, or without the session's token.
    """
    own = csrf.comes_from(visit.request, visit.console.address)
    if not own or not csrf.is_token_of(visit.session, visit.field(csrf.FIELD)):
        raise HTTPException(403)
