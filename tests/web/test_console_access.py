from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
from starlette.routing import Route
from web.console_stage import ADDRESS, ADMIN, CURATOR, ConsoleStage

from handlers import roles, signing_in

if TYPE_CHECKING:
    from handlers.library import Library
    from knowledge.tree import Tree

FOREIGN: Final = {"Origin": "https://elsewhere.example"}


def every_path(stage: ConsoleStage) -> list[str]:
    """One address of each route that belongs to staff, and some that belong to none."""
    routes = [route.path for route in stage.application.routes if isinstance(route, Route)]
    own = [re.sub(r"\{\w+(?::int)?\}", "1", path) for path in routes]
    return [*own, "/enter/", "/enter/1/2", "/static/console.css", "/console.css", "/favicon.ico", "/login", "/admin"]


class TestStrangers:
    """Without a role there is no page, and no hint that there are any."""

    async def test_nothing_anywhere(self, stage: ConsoleStage) -> None:
        """Every address answers alike, whatever the method, whether something stands there or not."""
        stranger = stage.browser().client
        responses = [
            await stranger.request(method, path)
            for path in every_path(stage)
            for method in ("GET", "POST", "PUT", "DELETE")
        ]
        answers = {(response.status_code, response.text) for response in responses}

        assert len(answers) == 1
        assert answers.pop()[0] == 404

    async def test_no_hint(self, stage: ConsoleStage) -> None:
        """What they see names neither the program nor where its files lie."""
        text = (await stage.browser().client.get("/")).text

        assert "anad" not in text
        assert stage.console.assets not in text

    async def test_an_invented_session(self, stage: ConsoleStage) -> None:
        """A cookie that was never given out opens nothing."""
        stranger = stage.browser().client
        stranger.cookies.set(stage.console.cookie, "invented")

        assert (await stranger.get("/")).status_code == 404

    async def test_a_role_taken_away(self, stage: ConsoleStage) -> None:
        """From the next request on, somebody whose role was revoked is a stranger."""
        admin = await stage.staff(ADMIN)
        await roles.grant(stage.desk, admin, "telegram:99")
        newcomer = await stage.signed_in("telegram:99")
        assert (await newcomer.open("/")).status_code == 200
        await roles.revoke(stage.desk, admin, "telegram:99")

        assert (await newcomer.open("/")).status_code == 404


class TestTheDoor:
    """A one-time link lets one person in, once."""

    async def test_a_look_does_not_use_it_up(self, stage: ConsoleStage) -> None:
        """Messengers that fetch a link for a preview leave it as good as it was."""
        link = await stage.link(CURATOR)
        browser = stage.browser()
        for method in ("GET", "HEAD", "GET"):
            assert (await browser.client.request(method, link)).status_code == 200

        assert (await browser.enter(link)).status_code == 303

    async def test_in(self, stage: ConsoleStage) -> None:
        """The button behind it leads to the overview."""
        browser = await stage.signed_in()

        assert (await browser.open("/")).status_code == 200

    async def test_used_twice(self, stage: ConsoleStage) -> None:
        """Whoever stole a used link finds nothing there, neither the button nor the way in."""
        link = await stage.link(CURATOR)
        await stage.browser().enter(link)
        thief = stage.browser()

        assert (await thief.open(link)).status_code == 404
        assert (await thief.enter(link)).status_code == 404
        assert (await thief.open("/")).status_code == 404

    async def test_too_old(self, stage: ConsoleStage) -> None:
        """After ten minutes it is as if it had never been."""
        link = await stage.link(CURATOR)
        stage.clock.forward(signing_in.LINK_LASTS)
        browser = stage.browser()

        assert (await browser.open(link)).status_code == 404
        assert (await browser.enter(link)).status_code == 404

    @pytest.mark.parametrize("headers", [FOREIGN, {}, {"Origin": ADDRESS, "Sec-Fetch-Site": "cross-site"}])
    async def test_pressed_from_elsewhere(self, stage: ConsoleStage, headers: dict[str, str]) -> None:
        """Another site cannot press the button, and the link is not used up by its trying."""
        link = await stage.link(CURATOR)
        browser = stage.browser()

        assert (await browser.client.post(link, headers=headers)).status_code == 404
        assert (await browser.enter(link)).status_code == 303


class TestSessions:
    """A session is short, and its cookie goes nowhere else."""

    async def test_the_cookie_over_https(self, stage: ConsoleStage) -> None:
        """Scripts cannot read it, other sites cannot send it, and it never travels unencrypted."""
        response = await stage.browser().enter(await stage.link(CURATOR))
        name, *marks = re.split("; ?", response.headers["set-cookie"])

        assert name.startswith("__Host-session=")
        assert {mark.lower() for mark in marks} == {"httponly", "path=/", "samesite=strict", "secure"}

    async def test_the_cookie_on_this_machine(self, library: Library, tree: Tree) -> None:
        """For a local look without encryption it does without what browsers accept over https only."""
        stage = ConsoleStage(library, tree, address="http://127.0.0.1:8000")
        response = await stage.browser().enter(await stage.link(CURATOR))

        assert response.headers["set-cookie"].startswith("session=")
        assert "secure" not in response.headers["set-cookie"].lower()

    async def test_it_ends(self, stage: ConsoleStage) -> None:
        """An hour without a page, and another link is needed."""
        browser = await stage.signed_in()
        stage.clock.forward(signing_in.SESSION_LASTS)

        assert (await browser.open("/")).status_code == 404

    async def test_each_page_prolongs_it(self, stage: ConsoleStage) -> None:
        """Whoever works on is not thrown out."""
        browser = await stage.signed_in()
        for _ in range(3):
            stage.clock.forward(signing_in.SESSION_LASTS - timedelta(minutes=1))

            assert (await browser.open("/")).status_code == 200

    async def test_out(self, stage: ConsoleStage) -> None:
        """After leaving, the cookie opens nothing, even if somebody kept it."""
        browser = await stage.signed_in()
        kept = browser.client.cookies.get(stage.console.cookie)
        assert kept is not None
        await browser.press("/leave")
        browser.client.cookies.set(stage.console.cookie, kept)

        assert (await browser.open("/")).status_code == 404
