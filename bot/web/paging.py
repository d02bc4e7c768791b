"""From a page, a function of a visit, to a route: whose it is, and whether a form is our own, is settled before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from starlette.datastructures import FormData
from starlette.routing import Route

from bot.web.access import require_own_form
from bot.web.limits import read_form
from bot.web.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.web.console import Console

Show: TypeAlias = "Callable[[Visit], Awaitable[Response]]"
Open: TypeAlias = "Callable[[Request, Console], Awaitable[Response]]"


@dataclass(frozen=True, slots=True)
class Page:
    """Something to look at."""

    path: str
    show: Show


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a form does; taken only from the console's own pages."""

    path: str
    do: Show


def page_route(console: Console, page: Page | Action) -> Route:
    """The route of a page or an action of staff."""
    return _looking(console, page) if isinstance(page, Page) else _acting(console, page)


def door_route(console: Console, path: str, look: Open, enter: Open) -> Route:
    """The only route that is open to everybody."""

    async def answer(request: Request) -> Response:
        return await (enter if request.method == "POST" else look)(request, console)

    return Route(path, answer, methods=["GET", "POST"])


def _looking(console: Console, page: Page) -> Route:
    async def answer(request: Request) -> Response:
        return await page.show(visit_of(request, console, FormData()))

    return Route(page.path, answer, methods=["GET"])


def _acting(console: Console, action: Action) -> Route:
    async def answer(request: Request) -> Response:
        visit = visit_of(request, console, await read_form(request))
        require_own_form(visit)
        return await action.do(visit)

    return Route(action.path, answer, methods=["POST"])


def visit_of(request: Request, console: Console, form: FormData) -> Visit:
    """The visit that a request is; whose it is was found out at the door."""
    return Visit(request, console, request.state.staff, request.state.session, form)
