"""The console as one application: which pages there are, and what every request passes through.

A page is an async function of a `Visit` that returns `await visit.page("its_template.html", …)`; what changes something
is another one that ends in `visit.go("/where/next", "notice.key")`. Both stand in `PAGES` of their module, which is
listed in `_routes`; what they say stands in both files of `strings/`; a page that all others lead to is named in
`navigation.py`.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.web import access
from bot.web.console import Console
from bot.web.headers import SecurityHeaders
from bot.web.pages import (
    audit,
    draft,
    entries,
    gap,
    gaps,
    overview,
    people,
    personal,
    previews,
    publications,
    releases,
    sources,
    trying,
    writing,
)
from bot.web.paging import door_route, page_route
from bot.web.troubles import Troubles, refused
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.routing import BaseRoute

    from handlers.desk import Desk

STATIC: Final = Path(__file__).parent / "static"


def console(desk: Desk, *, address: str) -> Starlette:
    """The console.

    Args:
        desk: what staff work with.
        address: where browsers find it: `https://sanad.example`, without a path. Forms are taken from there only;
            the cookie is sent over encrypted connections only if it begins with `https:`.
    """
    return application(Console(desk, address.rstrip("/")))


def application(shared: Console) -> Starlette:
    """The application around what its pages share."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await shared.previews.close()
        await shared.publications.close()

    return Starlette(
        routes=list(_routes(shared)),
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(Troubles, console=shared),
            Middleware(access.Access, console=shared),
        ],
        exception_handlers={
            HTTPException: refused(shared),
            SanadError: refused(shared),
        },
        lifespan=lifespan,
    )


def _routes(shared: Console) -> Iterator[BaseRoute]:
    yield door_route(shared, "/enter/{token}", access.door, access.enter)
    yield Mount(f"/{shared.assets}", StaticFiles(directory=STATIC))
    # `writing` before `entries`: `/entries/new` is no entry.
    work = (overview, gaps, gap, previews, publications, draft)
    modules = (*work, writing, entries, sources, trying, releases, audit, people, personal)
    for page in chain.from_iterable(module.PAGES for module in modules):
        yield page_route(shared, page)
