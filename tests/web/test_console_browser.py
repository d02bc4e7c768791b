from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from web.console_windows import DESKTOP, PHONE, WHERE_CHROMIUM_IS, Window, faults, looks, opened

from handlers.gap_queue import GapState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.async_api import Browser, Route
    from web.console_stage import ConsoleStage

PAGES: Final = (
    "/",
    "/gaps",
    "/gaps?state=all",
    "/gaps/1?find=money",
    "/gaps/2",
    "/gaps/3",
    "/gaps/4",
    "/draft",
    "/none",
)

pytestmark = [*WHERE_CHROMIUM_IS]

WALKS: Final = (
    Window("en", DESKTOP, "dark"),
    Window("ar", PHONE),
    Window("ar", DESKTOP, has_script=False),
    Window("en", PHONE, has_script=False),
)


@pytest.mark.parametrize("window", WALKS, ids=str)
async def test_from_a_gap_to_a_release(served: ConsoleStage, chromium: Browser, window: Window) -> None:
    """Open the gap, attach, save and publish: three presses, with and without script, and no page has a fault."""
    wrong: list[str] = []
    async with opened(chromium, served, window) as page:
        await page.click("nav a[href='/gaps']")
        await page.click("a[href='/gaps/1']")
        served.examiner.may_answer.clear()
        await page.click("form[action='/gaps/1/attach'] button.main")
        await page.wait_for_selector(".working")
        served.examiner.may_answer.set()
        await page.wait_for_selector("#effect")
        wrong += await faults(page, window)
        await page.click("form[action$='/publish'] button.main")
        await page.wait_for_selector("ins")
        wrong += await faults(page, window)

    assert await _state_of_gap(served) is GapState.RESOLVED
    assert wrong == []


@pytest.mark.parametrize("decision", ["told", "untold"])
@pytest.mark.parametrize("window", [Window("ar", PHONE, "dark"), Window("en", DESKTOP, has_script=False)], ids=str)
async def test_from_a_gap_to_what_people_asked(
    served: ConsoleStage, chromium: Browser, window: Window, decision: str
) -> None:
    """Open the gap, say whether an entry tells it, save, publish the draft: no page on the way has a fault."""
    wrong: list[str] = []
    async with opened(chromium, served, window) as page:
        await page.goto(served.console.address + "/gaps/1")
        await page.click(f"form[action='/gaps/1/{decision}'] button")
        await page.wait_for_selector("#effect")
        wrong += await faults(page, window)
        await page.click("button[formaction$='/save']")
        await page.goto(served.console.address + "/draft")
        wrong += await faults(page, window)
        await page.click("form[action='/draft/publish'] button")
        await page.wait_for_selector("ins")
        wrong += await faults(page, window)

    assert await _state_of_gap(served) is GapState.RESOLVED
    assert wrong == []


async def test_told_in_other_words(served: ConsoleStage, chromium: Browser) -> None:
    """One form for words of one's own has a button for each decision."""
    async with opened(chromium, served, Window("en", DESKTOP)) as page:
        await page.goto(served.console.address + "/gaps/1")
        await page.click("details:has(#text) summary")
        await page.fill("#text", "so how many are in it")
        await page.click("button[formaction='/gaps/1/told']")
        await page.wait_for_selector("#effect")
        shown = await page.inner_text("main .change")

    assert "so how many are in it" in shown
    assert "Asked, and told" in shown


@pytest.mark.parametrize(("window", "pages"), looks(PAGES))
async def test_every_page(served: ConsoleStage, chromium: Browser, window: Window, pages: Sequence[str]) -> None:
    """None has a fault of accessibility, scrolls sideways, or has buttons too small for a thumb."""
    wrong: list[str] = []
    async with opened(chromium, served, window) as page:
        for path in pages:
            await page.goto(served.console.address + path)
            wrong += await faults(page, window)

    assert wrong == []


async def test_the_page_that_waits(served: ConsoleStage, chromium: Browser) -> None:
    """While something is examined there is no fault either."""
    window = Window("ar", PHONE)
    served.examiner.may_answer.clear()
    async with opened(chromium, served, window) as page:
        await page.goto(served.console.address + "/gaps/1")
        await page.click("form[action='/gaps/1/attach'] button.main")
        await page.wait_for_selector(".working")
        await page.route("**/previews/*", _without_going_on)
        await page.goto(page.url)  # anew, for what another page leads on to is not held

        assert await faults(page, window) == []


async def _without_going_on(route: Route) -> None:
    """Hold a page that would ask for itself again while it is looked at."""
    response = await route.fetch()
    headers = {name: value for name, value in response.headers.items() if name != "refresh"}
    await route.fulfill(response=response, headers=headers)


async def test_stored_script_does_not_run(served: ConsoleStage, chromium: Browser) -> None:
    """What was asked in the form of a script is read as text, and the browser has nothing to complain about."""
    complaints: list[str] = []
    async with opened(chromium, served, Window("en", DESKTOP)) as page:
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("console", lambda message: complaints.append(message.text))
        for path in ("/", "/gaps", "/gaps/2"):
            await page.goto(served.console.address + path)
        heading = await page.inner_text("h1")

    assert heading == "<script>alert('sanad')</script> where does the money go"
    assert complaints == []


@pytest.mark.parametrize(
    ("fault", "content"),
    [
        ("image-alt", "<img src='x'>"),
        ("scrolls sideways", "<p style='width: 400px'>x</p>"),
        ("<button>small</button>", "<button>small</button>"),
    ],
)
async def test_the_audit_finds_faults(chromium: Browser, fault: str, content: str) -> None:
    """What is wrong, if only on a phone, is found on a desktop: finding nothing in the console means something."""
    async with await chromium.new_page() as page:
        await page.set_content(f"<html lang='en'><title>x</title><main><h1>x</h1>{content}</main></html>")
        found = await faults(page, Window("en", DESKTOP))

    assert any(fault in one for one in found)


async def test_the_keyboard(served: ConsoleStage, chromium: Browser) -> None:
    """The first stop is the way past the menu, and it leads to the content."""
    async with opened(chromium, served, Window("en", DESKTOP)) as page:
        await page.goto(served.console.address + "/gaps")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")

        assert await page.evaluate("document.activeElement.id") == "content"


async def _state_of_gap(served: ConsoleStage) -> GapState | None:
    """How it stands with the first group of gaps; None if there is none."""
    group = await served.stores.gaps.group(1)
    return group.state if group is not None else None
