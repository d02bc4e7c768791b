"""The console with all behind it in memory, people who walk through it, and an examiner that is told what to say."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import httpx

from bot.storage.stores import Stores
from bot.web.app import application
from bot.web.console import Console
from handlers import publishing, signing_in
from handlers.feedback import Complaint, Opinion, Vote
from handlers.model import Gap, Kind, Reason
from handlers.releases import Colliding, Examination, Failed, Found, Otherwise
from handlers.roles import staff_of
from handlers.shelf import Shelf
from handlers.staff import Role
from knowledge.errors import Severity
from knowledge.schema import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.applications import Starlette

    from handlers.library import Library
    from handlers.staff import Staff
    from knowledge.tree import Tree

ADDRESS: Final = "https://sanad.example"
ADMIN: Final = "telegram:1"
CURATOR: Final = "telegram:2"
OTHER_CURATOR: Final = "telegram:3"
APPOINTED: Final = {ADMIN: Role.ADMIN, CURATOR: Role.CURATOR, OTHER_CURATOR: Role.CURATOR}
SCRIPT: Final = "<script>alert('sanad')</script>"
"""What must never reach a page as it stands."""
TERMS: Final = ("concept:member-states", "concept:coalition", "kind:count")
MEMBERS: Final = "how many states joined the coalition by now"
MEMBERS_IRAQI: Final = ("جم دولة منضمة للتحالف هسه", "كم دوله بالتحالف هسه", "شكد عدد الدول اللي بالتحالف")
_TOKEN: Final = re.compile(r'name="form_token" value="([0-9a-f]+)"')


class SetClock:
    """The port `Clock`: it stands until it is put forward."""

    def __init__(self) -> None:
        self._now = datetime(2026, 3, 18, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now

    def forward(self, by: timedelta) -> None:
        self._now += by


@dataclass
class ToldExaminer:
    """The port `Examiner`: says of every tree what it was told to say."""

    failed: tuple[Failed, ...] = ()
    problems: tuple[Found, ...] = ()
    changed: tuple[Otherwise, ...] = ()
    collisions: tuple[Colliding, ...] = ()
    error: Exception | None = None
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    """Not set: examinations go on and on."""

    def __post_init__(self) -> None:
        self.may_answer.set()

    async def examine(self, tree: Tree, base: Tree | None, gaps: Mapping[int, str]) -> Examination:
        await self.may_answer.wait()
        if self.error is not None:
            raise self.error
        answered = tuple(Otherwise(str(group), text, "gap", "answer") for group, text in gaps.items())
        changed = answered if base is not None and tree.hash != base.hash else ()
        return Examination(tree.hash, self.problems, self.failed, self.changed, changed, self.collisions, tests=3)


class ConsoleStage:
    """One console; whatever it keeps is gone with it."""

    def __init__(self, library: Library, tree: Tree, *, address: str = ADDRESS, fewest_askers: int = 1) -> None:
        self.tree = tree
        self.stores = Stores.in_memory()
        self.clock = SetClock()
        self.examiner = ToldExaminer()
        self.desk = self.stores.desk(Shelf(library), self.examiner, self.clock, APPOINTED, fewest_askers=fewest_askers)
        self.console = Console(self.desk, address)
        self.application: Starlette = application(self.console)

    async def begin(self) -> None:
        """Publish what the folder holds."""
        await publishing.begin(self.desk, self.tree)

    async def staff(self, identity: str) -> Staff:
        staff = await staff_of(self.desk, identity)
        assert staff is not None
        return staff

    async def link(self, identity: str) -> str:
        """The path of a new one-time link."""
        return f"/enter/{await signing_in.issue_link(self.desk, await self.staff(identity))}"

    def browser(self) -> Browser:
        """Somebody's browser, without a session."""
        return Browser(self)

    async def signed_in(self, identity: str = CURATOR) -> Browser:
        """Somebody's browser, with one."""
        browser = self.browser()
        await browser.enter(await self.link(identity))
        return browser

    async def gap(self, text: str, person: str = "anybody", **more: object) -> int:
        """Record that something had no answer; the id of its group."""
        given: dict[str, object] = {"language": "en", "reason": Reason.UNKNOWN, "day": self.clock.now().date(), **more}
        gap = Gap(text=text, pseudonym=person, **given)  # type: ignore[arg-type] # tests name fields of any type
        return await self.stores.gaps.record(gap)

    async def members_gap(self) -> int:
        """Three people ask in Iraqi Arabic, one in English."""
        for person, text in enumerate(MEMBERS_IRAQI):
            await self.gap(text, f"iraqi-{person}", language="ar", terms=TERMS)
        return await self.gap(MEMBERS, "english", terms=TERMS)

    async def fill(self) -> None:
        """Something of everything, for tests that look at every page."""
        await self.members_gap()
        await self.gap(f"{SCRIPT} where does the money go", "b")
        await self.gap("", "c", reason=Reason.DECLINED)
        await self.gap("", "d", reason=Reason.DISLIKED, entry="daesh-money")
        day = self.clock.now().date()
        await self.stores.votes.cast(Vote(day, "d", "daesh-money", (0,), Opinion.DOWN, "en", Complaint.OUTDATED))
        for kind in (Kind.ANSWER, Kind.ANSWER, Kind.CLARIFY, Kind.GAP):
            await self.stores.tallies.add(day, "ar", kind)
            await self.stores.tallies.add(day - timedelta(days=3), "en", kind)
        self.examiner.problems = (
            Found(
                f"entries/{SCRIPT}.yaml",
                3,
                "no-date",
                Bilingual("no date", "بلا تاريخ"),
                Bilingual("add it", "أضفه"),
                Severity.WARNING,
            ),
        )
        self.examiner.changed = (Otherwise("test-1", f"{SCRIPT} who", "gap", "answer"),)
        self.examiner.collisions = (Colliding("coalition-members", "daesh-money", (f"{SCRIPT} both",)),)


class Browser:
    """Sends what a browser sends, and keeps the cookies and the token of the last page."""

    def __init__(self, stage: ConsoleStage) -> None:
        address = stage.console.address
        transport = httpx.ASGITransport(stage.application, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url=address)
        self.own = {"Origin": address, "Sec-Fetch-Site": "same-origin"}
        self.token = ""

    async def enter(self, link: str) -> httpx.Response:
        """Press the button behind a one-time link."""
        return await self.client.post(link, headers=self.own)

    async def open(self, path: str) -> httpx.Response:
        """Look at a page."""
        response = await self.client.get(path)
        found = _TOKEN.search(response.text)
        self.token = found[1] if found is not None else self.token
        return response

    async def press(self, path: str, **fields: str) -> httpx.Response:
        """Send a form of the last page that was opened."""
        if not self.token:
            await self.open("/gaps")
        return await self.client.post(path, data={"form_token": self.token, **fields}, headers=self.own)

    async def follow(self, response: httpx.Response) -> httpx.Response:
        """Go where a form leads, and wait there until the background is done."""
        assert response.status_code == 303, response.text
        return await self.wait(response.headers["location"])

    async def wait(self, path: str) -> httpx.Response:
        """Open a page as often as it asks for itself."""
        response = await self.open(path)
        while "refresh" in response.headers:
            await asyncio.sleep(0.005)
            response = await self.open(path)
        return response
