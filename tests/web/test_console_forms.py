from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Route
from web.console_stage import ADDRESS, OTHER_CURATOR

from bot.web import csrf, limits
from bot.web.visit import local
from handlers.gap_queue import GapState

if TYPE_CHECKING:
    from web.console_stage import ConsoleStage


def every_action(stage: ConsoleStage) -> list[str]:
    """One address of each route that a form can be sent to, but the door's."""
    routes = [route for route in stage.application.routes if isinstance(route, Route)]
    paths = [route.path for route in routes if "POST" in (route.methods or ()) and "GET" not in (route.methods or ())]
    return [re.sub(r"\{\w+(?::int)?\}", "1", path) for path in paths]


class TestOwnForms:
    """Nothing is done but by a form of the console, in the session of who sends it."""

    async def test_every_action_asks_for_the_token(self, stage: ConsoleStage) -> None:
        """There is none that takes a form without it."""
        browser = await stage.signed_in()
        refused = {
            path: (await browser.client.post(path, data={"note": "x"}, headers=browser.own)).status_code
            for path in every_action(stage)
        }

        assert set(refused.values()) == {403}
        assert len(refused) > 5

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Origin": "null"},
            {"Origin": "https://elsewhere.example"},
            {"Origin": "http://sanad.example"},
            {"Origin": ADDRESS, "Sec-Fetch-Site": "cross-site"},
            {"Origin": ADDRESS, "Sec-Fetch-Site": "same-site"},
        ],
    )
    async def test_from_elsewhere(self, stage: ConsoleStage, headers: dict[str, str]) -> None:
        """A form that another site sends is refused, even with the right token, and nothing changes."""
        group = await stage.gap("what is this")
        browser = await stage.signed_in()
        await browser.open("/gaps")
        sent = await browser.client.post(f"/gaps/{group}/dismiss", data={csrf.FIELD: browser.token}, headers=headers)
        kept = await stage.stores.gaps.group(group)

        assert sent.status_code == 403
        assert kept is not None
        assert kept.state is GapState.OPEN

    async def test_with_the_token_of_another(self, stage: ConsoleStage) -> None:
        """What one curator's pages hold does not work in another's session."""
        group = await stage.gap("what is this")
        one, other = await stage.signed_in(), await stage.signed_in(OTHER_CURATOR)
        await other.open("/gaps")
        one.token = other.token

        assert (await one.press(f"/gaps/{group}/dismiss")).status_code == 403

    async def test_with_the_right_one(self, stage: ConsoleStage) -> None:
        """The console's own form is taken."""
        group = await stage.gap("what is this")

        assert (await (await stage.signed_in()).press(f"/gaps/{group}/dismiss")).status_code == 303

    async def test_too_large(self, stage: ConsoleStage) -> None:
        """More than a megabyte is not read."""
        browser = await stage.signed_in()

        assert (await browser.press("/draft/publish", note="x" * limits.LARGEST_BODY)).status_code == 413

    async def test_files(self, stage: ConsoleStage) -> None:
        """No form of the console has files."""
        browser = await stage.signed_in()
        await browser.open("/")
        sent = await browser.client.post(
            "/draft/publish", data={csrf.FIELD: browser.token}, files={"note": b"x"}, headers=browser.own
        )

        assert sent.status_code == 422

    async def test_a_page_is_no_action(self, stage: ConsoleStage) -> None:
        """Sending a form to what is only there to be looked at finds nothing."""
        assert (await (await stage.signed_in()).press("/gaps")).status_code == 404


@given(
    st.text() | st.sampled_from(["//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example", "/\t/x"])
)
def test_forms_lead_nowhere_else(path: str) -> None:
    """Whatever a form names as the page to come back to, it is one of the console's."""
    led = local(path)

    assert led.startswith("/")
    assert led[1:2] not in {"/", "\\"}
    assert led.isprintable()
