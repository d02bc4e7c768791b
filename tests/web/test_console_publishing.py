from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from web.console_stage import ADMIN, CURATOR, OTHER_CURATOR

from bot.web.plans import Plan
from handlers import curation, publishing
from handlers.releases import Failed, Found
from knowledge.editing import AddPhrasing, ReplaceEntry, entry_text
from knowledge.errors import Severity
from knowledge.schema import Bilingual, Variety

if TYPE_CHECKING:
    import httpx
    from web.console_stage import Browser, ConsoleStage

MISSED = Failed("test-7", "how big is it", "answer coalition-members", "gap")
BROKEN = Found(
    "entries/camps.yaml", 3, "no-date", Bilingual("no date", "بلا تاريخ"), Bilingual("add it", "أضفه"), Severity.ERROR
)
PHRASING = AddPhrasing("coalition-members", "how big is it", Variety.ENGLISH)


async def keep(stage: ConsoleStage, text: str = PHRASING.text, who: str = CURATOR) -> None:
    """Put a change into the draft."""
    change = AddPhrasing("coalition-members", text, Variety.ENGLISH)
    await curation.keep(stage.desk, await stage.staff(who), [change])


async def planned(stage: ConsoleStage, *changes: ReplaceEntry, who: str = CURATOR) -> str:
    """The path of a preview of changes."""
    job = stage.console.previews.begin(
        who, Plan(changes, back="/entries/daesh-money"), curation.preview(stage.desk, changes)
    )
    return f"/previews/{job.id}"


async def served(stage: ConsoleStage) -> int:
    release = await stage.stores.releases.served()
    assert release is not None
    return release.number


class TestDraft:
    """What waits is seen, dropped, examined and published."""

    async def test_what_waits(self, stage: ConsoleStage) -> None:
        """Each change with its author; every page says how many there are."""
        await keep(stage)
        browser = await stage.signed_in(ADMIN)

        assert "how big is it" in (await browser.open("/draft")).text
        assert '<span class="count">1</span>' in (await browser.open("/")).text

    async def test_dropped(self, stage: ConsoleStage) -> None:
        """It is gone, and dropping it again is told."""
        await keep(stage)
        browser = await stage.signed_in()
        pressed = [(await browser.press("/draft/1/drop")).status_code for _ in "12"]

        assert pressed == [303, 409]
        assert not await stage.stores.drafts.changes()

    async def test_examined_and_published(self, stage: ConsoleStage) -> None:
        """What an examination of the draft showed can be published from there."""
        await keep(stage)
        browser = await stage.signed_in()
        preview = await browser.press("/draft/examine")
        await browser.follow(preview)
        published = await browser.follow(await browser.press(f"{preview.headers['location']}/publish"))

        assert "Release 2 is published" in published.text

    async def test_no_longer_what_was_looked_at(self, stage: ConsoleStage) -> None:
        """When a colleague has saved something since, publishing is refused."""
        await keep(stage)
        browser = await stage.signed_in()
        await keep(stage, "how large is it", OTHER_CURATOR)
        told = await browser.follow(await browser.press("/draft/publish", version="1"))

        assert told.status_code == 409
        assert "look again" in told.text
        assert await served(stage) == 1

    async def test_can_no_longer_be_made(self, stage: ConsoleStage) -> None:
        """A change whose entry is gone stands aside, with the reason, and can be dropped."""
        await keep(stage)
        gone = stage.tree.with_file("entries/entries.yaml", "[]")
        submission = await publishing.submit(stage.desk, await stage.staff(ADMIN), gone, "all gone")
        await publishing.publish(stage.desk, await stage.staff(ADMIN), submission.release.number)
        text = (await (await stage.signed_in()).open("/draft")).text

        assert "can no longer be made" in text
        assert 'action="/draft/1/drop"' in text


class TestExamining:
    """What takes half a minute goes on in the background."""

    async def test_a_page_that_waits(self, stage: ConsoleStage) -> None:
        """It asks for itself again by a header, so that it needs no script."""
        stage.examiner.may_answer.clear()
        browser = await stage.signed_in()
        preview = await browser.press("/draft/examine")
        waiting = await browser.open(preview.headers["location"])
        stage.examiner.may_answer.set()

        assert (waiting.status_code, waiting.headers["refresh"]) == (200, "2")
        assert "What would change" in (await browser.follow(preview)).text

    async def test_published_too_early(self, stage: ConsoleStage) -> None:
        """Nothing is published before it was seen what it comes to."""
        stage.examiner.may_answer.clear()
        browser = await stage.signed_in()
        preview = await browser.press("/draft/examine")
        pressed = await browser.press(f"{preview.headers['location']}/publish")

        assert pressed.headers["location"] == preview.headers["location"]

    async def test_an_error_in_the_background(self, stage: ConsoleStage, caplog: pytest.LogCaptureFixture) -> None:
        """Whoever waits for it gets a page; the log names the error and its line, and quotes nobody."""
        caplog.set_level(logging.DEBUG, "bot")
        stage.examiner.error = ValueError("quoting: what of my cousin")
        browser = await stage.signed_in()
        told = await browser.follow(await browser.press("/draft/examine"))

        assert told.status_code == 500
        assert "cousin" not in told.text + caplog.text
        assert [record.message for record in caplog.records] == ["console_failed"]

    async def test_a_few_are_kept(self, stage: ConsoleStage) -> None:
        """The first of many previews is forgotten, and its page is gone."""
        browser = await stage.signed_in()
        paths = [(await browser.press("/draft/examine")).headers["location"] for _ in range(5)]

        assert [(await browser.wait(path)).status_code for path in paths] == [404, 200, 200, 200, 200]

    async def test_the_end_of_the_console(self, stage: ConsoleStage) -> None:
        """What goes on when it stops is stopped, too."""
        stage.examiner.may_answer.clear()
        await (await stage.signed_in()).press("/draft/examine")
        await stage.console.previews.close()

        assert stage.console.previews.find(CURATOR, "any") is None


class TestOneAtATime:
    """Somebody publishes one thing after the other."""

    async def test_pressed_twice(self, stage: ConsoleStage) -> None:
        """The second press leads to what the first began, and one release comes of both."""
        await keep(stage)
        stage.examiner.may_answer.clear()
        browser = await stage.signed_in()
        pressed = [await browser.press("/draft/publish") for _ in "12"]
        stage.examiner.may_answer.set()
        published = await browser.follow(pressed[0])

        assert pressed[0].headers["location"] == pressed[1].headers["location"]
        assert "Release 2 is published" in published.text
        assert await served(stage) == 2

    async def test_what_was_looked_at_meanwhile(self, stage: ConsoleStage) -> None:
        """A preview that could not be published yet is still there afterwards."""
        await keep(stage)
        browser = await stage.signed_in()
        preview = await browser.press("/draft/examine")
        await browser.follow(preview)
        stage.examiner.may_answer.clear()
        begun = await browser.press("/draft/publish")
        await browser.press(f"{preview.headers['location']}/publish")
        stage.examiner.may_answer.set()
        await browser.follow(begun)

        assert (await browser.open(preview.headers["location"])).status_code == 200


class TestRefused:
    """What breaks a question test is not published, unless an admin wants it so."""

    async def test_with_the_question(self, stage: ConsoleStage) -> None:
        """The reason is named, the old release serves on, and nothing that was saved is lost."""
        await keep(stage)
        stage.examiner.failed = (MISSED,)
        browser = await stage.signed_in()
        told = await browser.follow(await browser.press("/draft/publish"))

        assert told.status_code == 409
        assert "how big is it" in told.text
        assert (await served(stage), len(await stage.stores.drafts.changes())) == (1, 1)

    @pytest.mark.parametrize(("language", "remedy"), [("en", "add it"), ("ar", "أضفه")])
    async def test_findings_in_the_language_of_the_reader(
        self, stage: ConsoleStage, language: str, remedy: str
    ) -> None:
        """What is wrong with a file is said in the language that somebody works in, and what to do about it."""
        await keep(stage)
        stage.examiner.problems = (BROKEN,)
        browser = await stage.signed_in()
        await browser.press("/language", language=language)
        told = await browser.follow(await browser.press("/draft/publish"))

        assert told.status_code == 409
        assert "entries/camps.yaml:3" in told.text
        assert remedy in told.text

    async def test_forced_by_an_admin(self, stage: ConsoleStage) -> None:
        """An admin can publish it all the same, and the release says so."""
        await keep(stage)
        stage.examiner.failed = (MISSED,)
        browser = await stage.signed_in(ADMIN)
        told = await browser.follow(await browser.press("/draft/publish"))
        forced = await browser.follow(await browser.press("/draft/publish", force="yes"))
        release = await stage.stores.releases.served()
        assert release is not None

        assert "Publish all the same" in told.text
        assert "in spite of" in forced.text
        assert (release.is_forced, release.reasons) == (True, (str(MISSED),))

    async def test_forced_by_a_curator(self, stage: ConsoleStage) -> None:
        """A curator is offered no such button, and gets nowhere without one."""
        await keep(stage)
        stage.examiner.failed = (MISSED,)
        browser = await stage.signed_in()
        told = await browser.follow(await browser.press("/draft/publish"))

        assert 'name="force"' not in told.text
        assert (await browser.press("/draft/publish", force="yes")).status_code == 403
        assert await served(stage) == 1


class TestConflict:
    """Two people at one text: the second is told, and loses nothing."""

    @pytest.mark.parametrize("step", ["", "/save", "/publish"])
    async def test_both_texts(self, stage: ConsoleStage, step: str) -> None:
        """Whether it is found out when looking, saving or publishing: both texts are shown, and only theirs is kept."""
        before = entry_text(stage.tree, "daesh-money")
        mine, theirs = (ReplaceEntry("daesh-money", before, before.replace("oil", word)) for word in ("tax", "ransom"))
        browser = await stage.signed_in()
        path = await planned(stage, mine)
        if step:
            await browser.wait(path)
        await curation.keep(stage.desk, await stage.staff(OTHER_CURATOR), [theirs])
        told = await tell(browser, path, step)
        waiting = [one.change for one in await stage.stores.drafts.changes()]

        assert told.status_code == 409
        assert all(word in told.text for word in ("tax", "ransom"))
        assert waiting == [theirs]


async def tell(browser: Browser, path: str, step: str) -> httpx.Response:
    """The page on which the conflict is told."""
    response = await browser.press(path + step) if step else await browser.wait(path)
    return await browser.follow(response) if response.status_code == 303 else response
