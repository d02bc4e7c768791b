from __future__ import annotations

import asyncio
import shutil
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest
import uvicorn
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import async_playwright
from web.console_stage import ADMIN, ConsoleStage

from handlers.gap_queue import GapState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Page, Route

    from handlers.library import Library
    from knowledge.tree import Tree

CHROMIUM: Final = shutil.which("chromium")
DESKTOP: Final = (1280, 800)
PHONE: Final = (390, 844)
NARROWEST: Final = (360, 640)
SMALLEST_TARGET: Final = 44
"""Pixels, on a phone."""
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
SMALL: Final = """least => [
        ...document.querySelectorAll('button, .button, nav a, summary, input:not([type=hidden]), select')
    ]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < least)
    .map(one => one.outerHTML)"""
SIDEWAYS: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium: apt-get install chromium"),
]


@dataclass(frozen=True)
class Window:
    """How somebody looks at the console."""

    language: str
    size: tuple[int, int]
    scheme: str = "light"
    has_script: bool = True


WALKS: Final = (
    Window("en", DESKTOP, "dark"),
    Window("ar", PHONE),
    Window("ar", DESKTOP, has_script=False),
    Window("en", PHONE, has_script=False),
)
LOOKS: Final = (
    Window("en", DESKTOP),
    Window("en", NARROWEST, "dark"),
    Window("ar", DESKTOP, "dark"),
    Window("ar", PHONE),
)


@pytest.fixture
async def served(library: Library, tree: Tree) -> AsyncIterator[ConsoleStage]:
    """The console behind a real server on this machine."""
    listener = socket.create_server(("127.0.0.1", 0))
    host, port = listener.getsockname()
    stage = ConsoleStage(library, tree, address=f"http://{host}:{port}")
    await stage.begin()
    await stage.fill()
    server = uvicorn.Server(uvicorn.Config(stage.application, log_level="warning", ws="none"))
    serving = asyncio.create_task(server.serve([listener]))
    yield stage
    server.should_exit = True
    await serving


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        # Whoever tests as root, as in a container, has no sandbox.
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@asynccontextmanager
async def opened(chromium: Browser, stage: ConsoleStage, window: Window) -> AsyncIterator[Page]:
    """A window with the console in it, signed in and in the window's language."""
    width, height = window.size
    context = await chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if window.scheme == "dark" else "light",
        java_script_enabled=window.has_script,
    )
    page = await context.new_page()
    await page.goto(stage.console.address + await stage.link(ADMIN))
    await page.click("button")
    if await page.get_attribute("html", "lang") != window.language:
        await page.click("button[name=language]")
    yield page
    await context.close()


async def faults(page: Page, window: Window) -> list[str]:
    """What is wrong with the page as it stands: for those who cannot see, or look at it on a phone."""
    if not window.has_script:
        return []  # neither can be measured without script; the same pages are measured with it
    found = [f"{one['id']}: {one['nodes'][0]['html']}" for one in (await Axe().run(page)).response["violations"]]
    if await page.evaluate(SIDEWAYS) > 0:
        found.append("scrolls sideways")
    if window.size != DESKTOP:
        found += await page.evaluate(SMALL, SMALLEST_TARGET)
    return [f"{page.url}: {fault}" for fault in found]


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
    group = await served.stores.gaps.group(1)
    assert group is not None

    assert group.state is GapState.RESOLVED
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("window", LOOKS, ids=str)
async def test_every_page(served: ConsoleStage, chromium: Browser, window: Window) -> None:
    """None has a fault of accessibility, scrolls sideways, or has buttons too small for a thumb."""
    wrong: list[str] = []
    async with opened(chromium, served, window) as page:
        for path in PAGES:
            await page.goto(served.console.address + path)
            wrong += await faults(page, window)

    assert wrong == []


async def test_the_page_that_waits(served: ConsoleStage, chromium: Browser) -> None:
    """While something is examined there is no fault either."""
    window = Window("ar", PHONE)
    served.examiner.may_answer.clear()
    async with opened(chromium, served, window) as page:
        await page.route("**/previews/*", _without_going_on)
        await page.goto(served.console.address + "/gaps/1")
        await page.click("form[action='/gaps/1/attach'] button.main")
        await page.wait_for_selector(".working")

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


async def test_the_audit_finds_faults(chromium: Browser) -> None:
    """A picture without a text is found, so that finding nothing in the console means something."""
    page = await chromium.new_page()
    await page.set_content("<html lang='en'><title>x</title><main><h1>x</h1><img src='x'></main></html>")

    assert any("image-alt" in fault for fault in await faults(page, Window("en", DESKTOP)))


async def test_the_keyboard(served: ConsoleStage, chromium: Browser) -> None:
    """The first stop is the way past the menu, and it leads to the content."""
    async with opened(chromium, served, Window("en", DESKTOP)) as page:
        await page.goto(served.console.address + "/gaps")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")

        assert await page.evaluate("document.activeElement.id") == "content"
