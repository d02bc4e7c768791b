"""Windows of a real browser in which the console is looked at, and what is wrong with a page in one."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest
from axe_playwright_python.async_playwright import Axe
from web.console_stage import ADMIN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from _pytest.mark import ParameterSet
    from playwright.async_api import Browser, Page
    from web.console_stage import ConsoleStage

CHROMIUM: Final = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The first is the same engine without the windows of a browser around it, at half the cost."""
DESKTOP: Final = (1280, 800)
PHONE: Final = (390, 844)
NARROWEST: Final = (360, 640)
SMALLEST_TARGET: Final = 44
"""Pixels, on a phone."""
SMALL: Final = """least => [
        ...document.querySelectorAll('button, .button, nav a, summary, select, label.check'),
        ...document.querySelectorAll('input:not([type=hidden], [type=checkbox])')
    ]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < least)
    .map(one => one.outerHTML)"""
SIDEWAYS: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WHERE_CHROMIUM_IS: Final = (
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium: apt-get install chromium"),
)


@dataclass(frozen=True)
class Window:
    """How somebody looks at the console."""

    language: str
    size: tuple[int, int]
    scheme: str = "light"
    has_script: bool = True


OPPOSITES: Final = (
    (Window("en", DESKTOP), Window("ar", NARROWEST, "dark")),
    (Window("en", DESKTOP, "dark"), Window("ar", PHONE)),
    (Window("en", NARROWEST), Window("ar", DESKTOP, "dark")),
)
"""Two of a pair have nothing in common; in the six, each language meets each size and scheme, and these each other."""


def looks(pages: Sequence[str]) -> list[ParameterSet]:
    """A window and the pages to look at in it: each page has one pair, so each language, size and scheme once."""
    return [
        pytest.param(window, pages[number :: len(OPPOSITES)], id=str(window))
        for number, pair in enumerate(OPPOSITES)
        for window in pair
    ]


@asynccontextmanager
async def opened(chromium: Browser, stage: ConsoleStage, window: Window) -> AsyncIterator[Page]:
    """A window with the console in it, signed in and in the window's language."""
    width, height = window.size
    async with await chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if window.scheme == "dark" else "light",
        java_script_enabled=window.has_script,
    ) as context:
        page = await context.new_page()
        await page.goto(stage.console.address + await stage.link(ADMIN))
        await page.click("button")
        if await page.get_attribute("html", "lang") != window.language:
            await page.click("button[name=language]")
        yield page


async def faults(page: Page, window: Window) -> list[str]:
    """What is wrong with the page as it stands: for those who cannot see, or look at it on a phone."""
    if not window.has_script:
        return []  # neither can be measured without script; the same pages are measured with it
    found = [f"{one['id']}: {one['nodes'][0]['html']}" for one in (await Axe().run(page)).response["violations"]]
    for size in (NARROWEST, window.size):
        found += await _misfits(page, size)
    return [f"{page.url}: {fault}" for fault in found]


async def _misfits(page: Page, size: tuple[int, int]) -> list[str]:
    """What does not fit the page in a window of a size, which it is left in."""
    width, height = size
    await page.set_viewport_size({"width": width, "height": height})
    small: list[str] = await page.evaluate(SMALL, SMALLEST_TARGET) if size != DESKTOP else []
    return [*small, "scrolls sideways"] if await page.evaluate(SIDEWAYS) > 0 else small
