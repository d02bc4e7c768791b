"""The console over stores in memory, with a small knowledge published, and browsers of people who are signed in."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import httpx
import yaml
from bot_floor.desks import ADMIN, Office, office
from telegram_face.small_knowledge import write_knowledge

from bot.web.app import console
from handlers import signing_in
from handlers.library import Library
from handlers.staff import Membership, Role, Staff
from knowledge.schema import Language
from knowledge.tree import Tree

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

ADDRESS: Final = "http://console.test"
CURATOR: Final = Staff("telegram:7", Role.CURATOR)
OTHER: Final = Staff("telegram:8", Role.CURATOR)
_TOKEN: Final = re.compile(r'name="form_token" value="([0-9a-f]+)"')
_PREVIEW: Final = re.compile(r"/previews/[^/]+$")


@cache
def small() -> tuple[Tree, Library]:
    """The files of the small knowledge, laid out in lines, and its library."""
    with TemporaryDirectory() as folder:
        knowledge = write_knowledge(Path(folder) / "content")
        tree = Tree.read(Path(folder) / "content")
    return Tree({name: _in_lines(text) for name, text in tree.files.items()}), Library.build(knowledge)


def _in_lines(text: str) -> str:
    return yaml.safe_dump(yaml.safe_load(text), allow_unicode=True, sort_keys=False, width=1000)


@dataclass(frozen=True, slots=True)
class Browser:
    """Somebody at the console."""

    client: httpx.AsyncClient

    async def get(self, path: str) -> httpx.Response:
        """Open a page."""
        return await self.client.get(path)

    async def post(
        self, path: str, fields: Mapping[str, str | list[str]] | None = None, *, on: str = "/gaps"
    ) -> httpx.Response:
        """Send a form with the token of the page `on`; where it leads is not followed."""
        token = _TOKEN.search((await self.get(on)).text)
        assert token is not None
        data = {"form_token": token[1], **(fields or {})}
        return await self.client.post(path, data=data, headers={"Origin": ADDRESS})

    async def settled(self, response: httpx.Response) -> httpx.Response:
        """Where a form leads in the end, once what goes on in the background is done."""
        while response.is_redirect or "Refresh" in response.headers:
            await asyncio.sleep(0.01)
            response = await self.get(response.headers.get("Location") or response.url.path)
        return response


@dataclass(frozen=True, slots=True)
class Premises:
    """The console and everything behind it."""

    office: Office
    application: Any

    @asynccontextmanager
    async def browser(self, staff: Staff, language: Language = Language.ENGLISH) -> AsyncIterator[Browser]:
        """Somebody who has a role, signed in."""
        desk = self.office.desk
        if staff.id not in desk.appointed:
            await desk.memberships.grant(Membership(staff.id, staff.role, ADMIN.id, desk.clock.now()))
        await desk.memberships.set_language(staff.id, staff.role, language)
        session = await signing_in.sign_in(desk, await signing_in.issue_link(desk, staff))
        assert session is not None
        transport = httpx.ASGITransport(self.application)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS, cookies={"session": session}) as client:
            yield Browser(client)


async def premises() -> Premises:
    """The console, with release 1 published."""
    tree, library = small()
    whole = office(library)
    await whole.publish(tree)
    return Premises(whole, console(whole.desk, address=ADDRESS))


def fields_of(page: str) -> dict[str, str | list[str]]:
    """What the fields of a form hold, as a browser would send them; of boxes only those that are ticked."""
    form = page.partition('class="sheet"')[2]
    found: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        marks = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if marks.get("type") != "checkbox" or " checked" in tag:
            found[marks["name"]] = unescape(marks.get("value", ""))
    for name, value in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(value)
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found
