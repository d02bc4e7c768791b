from __future__ import annotations

from typing import TYPE_CHECKING

from bot.web.headers import HEADERS

if TYPE_CHECKING:
    import httpx
    from web.console_stage import ConsoleStage


def lacking(response: httpx.Response) -> dict[str, str]:
    """The headers that a response should have, and has not."""
    return {name: value for name, value in HEADERS.items() if response.headers.get(name) != value}


class TestHeaders:
    """Every response says that nothing foreign may run in it, frame it or keep it."""

    async def test_pages_and_redirects(self, stage: ConsoleStage) -> None:
        """Whether it is a page, the door, a redirect or nothing at all."""
        link = await stage.link("telegram:2")
        browser = stage.browser()
        responses = [
            await browser.open("/"),
            await browser.open(link),
            await browser.enter(link),
            await browser.open("/"),
            await browser.open("/gaps/404"),
            await browser.press("/language", language="ar"),
            await browser.press("/language", language="tlh"),
        ]

        assert [response.status_code for response in responses] == [404, 200, 303, 200, 404, 303, 422]
        assert [lacking(response) for response in responses] == [{}] * 7

    async def test_files(self, stage: ConsoleStage) -> None:
        """Style, script and icon are told the same."""
        client = stage.browser().client
        files = [
            await client.get(f"/{stage.console.assets}/{name}") for name in ("console.css", "console.js", "icon.svg")
        ]

        assert [file.status_code for file in files] == [200, 200, 200]
        assert [lacking(file) for file in files] == [{}, {}, {}]

    async def test_a_failure(self, stage: ConsoleStage) -> None:
        """So is who meets an error that nobody foresaw."""
        browser = await stage.signed_in()
        stage.examiner.error = ZeroDivisionError()
        response = await browser.follow(await browser.press("/draft/examine"))

        assert response.status_code == 500
        assert lacking(response) == {}

    async def test_nothing_in_a_page_needs_more(self, stage: ConsoleStage) -> None:
        """Pages hold no style and no script of their own, and name no other site, so that the policy breaks nothing."""
        await stage.fill()
        browser = await stage.signed_in()
        text = "".join([(await browser.open(path)).text for path in ("/", "/gaps", "/gaps/1", "/gaps/2", "/draft")])

        assert " style=" not in text
        assert "<style" not in text
        assert "<script>" not in text
        assert " onclick" not in text
        assert "http" not in text.replace("http-equiv", "").replace("https://sanad.example", "")
