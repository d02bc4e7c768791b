from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from web.console_stage import OTHER_CURATOR, SCRIPT
from web.console_windows import DESKTOP, PHONE, WHERE_CHROMIUM_IS, Window, faults, looks, opened

from handlers import curation, publishing
from handlers.gap_queue import GapState
from knowledge.editing import ReplaceEntry, entry_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.async_api import Browser, Page
    from web.console_stage import ConsoleStage

pytestmark = [*WHERE_CHROMIUM_IS]

WITH_AND_WITHOUT_SCRIPT: Final = (True, False)
PAGES: Final = (
    *("/entries", "/entries/coalition-members", "/entries/coalition-members/edit", "/entries/new?gap=1"),
    *("/entries/coalition-members/edit?as=text", "/sources", "/sources/new", "/try", "/releases", "/releases/1"),
    *("/releases/compare?older=1&newer=2", "/releases/1/rollback", "/audit", "/who"),
)
ENTRY: Final = {
    "id": "meetings",
    "title.en": "Meetings",
    "title.ar": "الاجتماعات",
    "claims.0.as_of": "2026-03",
    "claims.0.text.en": "They met nine times.",
    "claims.0.text.ar": "اجتمعوا تسع مرات.",
    "claims.0.sources.0.id": "wam-2026",
    "claims.0.sources.0.at": "para 2",
}
SOURCE: Final = {
    "source.publisher.en": "WAM",
    "source.publisher.ar": "وام",
    "source.title": "الوزراء يجتمعون",
    "source.language": "ar",
    "source.published": "2026-03-01",
    "source.url": "https://wam.example/1",
    "source.id": "wam-2026",
}


async def fill(page: Page, fields: dict[str, str]) -> None:
    """Type into fields."""
    for name, text in fields.items():
        await page.fill(f'[name="{name}"]', text)


async def meanwhile(stage: ConsoleStage) -> None:
    """Somebody else saves an edit of the entry."""
    text = entry_text((await publishing.draft(stage.desk)).tree, "daesh-money")
    change = ReplaceEntry("daesh-money", text, text.replace("It came from oil.", "It came from oil and tax."))
    await curation.keep(stage.desk, await stage.staff(OTHER_CURATOR), [change])


@pytest.mark.parametrize("has_script", WITH_AND_WITHOUT_SCRIPT)
async def test_an_edit_that_meets_another(served: ConsoleStage, chromium: Browser, *, has_script: bool) -> None:
    """The second of two is told on a desktop, sees both texts, puts them together, and saves."""
    window = Window("en", DESKTOP, has_script=has_script)
    wrong: list[str] = []
    async with opened(chromium, served, window) as page:
        await page.goto(served.console.address + "/entries/daesh-money")
        await page.click("a[href='/entries/daesh-money/edit']")
        await fill(page, {"claims.0.text.en": "It came from looting."})
        await meanwhile(served)
        await page.click("button[value=look] >> nth=0")
        await page.wait_for_selector("ins")
        wrong += await faults(page, window)
        theirs, mine = await page.inner_text("#theirs + *"), await page.inner_text("#mine + *")
        typed = await page.input_value('[name="claims.0.text.en"]')
        await fill(page, {"claims.0.text.en": "It came from oil, tax and looting."})
        await page.click("button[value=look] >> nth=0")
        await page.wait_for_selector("#effect")
        await page.click("button[formaction$='/save']")
        await page.wait_for_selector(".notice")
    text = entry_text((await publishing.draft(served.desk)).tree, "daesh-money")

    assert "oil and tax." in theirs
    assert "looting." in mine
    assert typed == "It came from looting."
    assert "oil, tax and looting" in text
    assert wrong == []


@pytest.mark.parametrize("has_script", WITH_AND_WITHOUT_SCRIPT)
async def test_a_new_entry_from_a_gap(served: ConsoleStage, chromium: Browser, *, has_script: bool) -> None:
    """On a phone, in Arabic: from the gap to the form, with a new source, to a published entry."""
    window = Window("ar", PHONE, has_script=has_script)
    wrong: list[str] = []
    async with opened(chromium, served, window) as page:
        await page.goto(served.console.address + "/gaps/1")
        await page.click("a[href='/entries/new?gap=1']")
        await page.click("#new-source summary >> nth=0")
        await fill(page, SOURCE)
        await page.click("button[value=source]")
        await page.wait_for_selector("input[name=added]")
        await fill(page, ENTRY)
        await page.select_option("#topic", "coalition")
        await page.fill('[name="claims.0.as_of"]', "")
        await page.click("button[value=look] >> nth=0")
        await page.wait_for_selector('[id="claims.0.as_of-error"]')
        wrong += await faults(page, window)
        await page.fill('[name="claims.0.as_of"]', "2026-03")
        await page.click("button[value=look] >> nth=0")
        await page.wait_for_selector("#effect")
        wrong += await faults(page, window)
        await page.click("form[action$='/publish'] button.main")
        await page.wait_for_url(re.compile("/publications/"))
        await page.wait_for_selector(".verdict.good")
    group = await served.stores.gaps.group(1)
    release = await served.stores.releases.served()
    assert group is not None
    assert release is not None

    assert group.state is GapState.RESOLVED
    assert "They met nine times." in entry_text(await served.stores.releases.tree(release.number), "meetings")
    assert wrong == []


@pytest.mark.parametrize(("window", "pages"), looks(PAGES))
async def test_every_page(served: ConsoleStage, chromium: Browser, window: Window, pages: Sequence[str]) -> None:
    """None has a fault of accessibility, scrolls sideways, or has buttons too small for a thumb."""
    changed = served.tree.with_file("topics.yaml", served.tree.files["topics.yaml"].replace("The Global", SCRIPT))
    admin = await served.staff("telegram:1")
    submission = await publishing.submit(served.desk, admin, changed, SCRIPT)
    await publishing.publish(served.desk, admin, submission.release.number)
    wrong: list[str] = []
    async with opened(chromium, served, window) as page:
        for path in pages:
            await page.goto(served.console.address + path)
            wrong += await faults(page, window)
        await page.goto(served.console.address + "/try")
        await page.fill("#text", "كم عدد أعضاء التحالف في 2019")
        await page.click("main button")
        await page.wait_for_selector("#candidates")
        wrong += await faults(page, window)

    assert wrong == []
