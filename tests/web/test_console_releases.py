from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from web.console_stage import ADMIN, CURATOR

from bot.zipped import tree_of_zip
from handlers import publishing
from handlers.releases import Failed, ReleaseState

if TYPE_CHECKING:
    import httpx
    from web.console_stage import ConsoleStage

    from handlers.releases import Release
    from knowledge.tree import Tree

FILE: Final = "entries/entries.yaml"
MISSED: Final = Failed("test-7", "how big is it", "answer coalition-members", "gap")


def changed(tree: Tree) -> Tree:
    """The tree with other words in one claim."""
    return tree.with_file(FILE, tree.files[FILE].replace("It came from oil.", "It came from oil and tax."))


async def hand_in(stage: ConsoleStage, tree: Tree | None = None) -> Release:
    """Hand a knowledge in, by default one with a change."""
    staff = await stage.staff(ADMIN)
    return (await publishing.submit(stage.desk, staff, tree or changed(stage.tree), "About taxes")).release


async def publish(stage: ConsoleStage) -> Release:
    """Hand it in and publish it."""
    return await publishing.publish(stage.desk, await stage.staff(ADMIN), (await hand_in(stage)).number)


async def opened(stage: ConsoleStage, path: str, who: str = CURATOR) -> httpx.Response:
    """A page of the console."""
    return await (await stage.signed_in(who)).open(path)


class TestHistory:
    """Every release there was."""

    async def test_all(self, stage: ConsoleStage) -> None:
        """Newest first, with state and note; a mark stands at the one that is served."""
        await publish(stage)
        await hand_in(stage, stage.tree)
        page = (await opened(stage, "/releases")).text

        assert re.findall(r'href="/releases/(\d+)"', page) == ["3", "2", "1"]
        assert page.count('<span class="badge published">served</span>') == 1
        assert "About taxes" in page

    async def test_one(self, stage: ConsoleStage) -> None:
        """What it changed, marked by elements and not by colour alone."""
        release = await publish(stage)
        page = (await opened(stage, f"/releases/{release.number}")).text

        assert release.hash in page
        assert re.search(r"<ins>[^<]*tax\.</ins>", page) is not None
        assert re.search(r"<del>[^<]*oil\.</del>", page) is not None

    async def test_between_two(self, stage: ConsoleStage) -> None:
        """Any two can be compared, in either order."""
        await publish(stage)
        there, back = [
            (await opened(stage, f"/releases/compare?{query}")).text for query in ("older=1&newer=2", "older=2&newer=1")
        ]

        assert re.search(r"<ins>[^<]*tax\.</ins>", there) is not None
        assert re.search(r"<del>[^<]*tax\.</del>", back) is not None

    @pytest.mark.parametrize("path", ["/releases/9", "/releases/9/export.zip", "/releases/compare?older=1&newer=9"])
    async def test_no_such_release(self, stage: ConsoleStage, path: str) -> None:
        """Nothing stands there."""
        assert (await opened(stage, path)).status_code == 404

    async def test_a_comparison_of_nothing(self, stage: ConsoleStage) -> None:
        """What is no number asks again which two are meant."""
        page = await opened(stage, "/releases/compare?older=²&newer=-1")

        assert page.status_code == 200

    async def test_export(self, stage: ConsoleStage) -> None:
        """The zip holds every file of the release, to the byte."""
        answer = await opened(stage, "/releases/1/export.zip")

        assert answer.headers["content-disposition"] == 'attachment; filename="sanad-knowledge-1.zip"'
        assert tree_of_zip(answer.content) == stage.tree


class TestPublishing:
    """A release that was handed in and examined is published from its page."""

    async def test_checked(self, stage: ConsoleStage) -> None:
        """By any curator."""
        release = await hand_in(stage)
        browser = await stage.signed_in()
        page = (await browser.open(f"/releases/{release.number}")).text
        await browser.press(f"/releases/{release.number}/publish")
        served = await stage.stores.releases.served()

        assert f'action="/releases/{release.number}/publish"' in page
        assert served is not None
        assert served.number == release.number

    async def test_refused(self, stage: ConsoleStage) -> None:
        """The reasons are told; a curator has no button for it, and a form of their own making is refused."""
        stage.examiner.failed = (MISSED,)
        release = await hand_in(stage)
        browser = await stage.signed_in()
        page = (await browser.open(f"/releases/{release.number}")).text
        pressed = [await browser.press(f"/releases/{release.number}/publish", force=force) for force in ("", "yes")]

        assert "how big is it" in page
        assert f'action="/releases/{release.number}/publish"' not in page
        assert [answer.status_code for answer in pressed] == [409, 403]

    async def test_forced(self, stage: ConsoleStage) -> None:
        """An admin can publish it all the same, and it stays on record."""
        stage.examiner.failed = (MISSED,)
        release = await hand_in(stage)
        browser = await stage.signed_in(ADMIN)
        page = (await browser.open(f"/releases/{release.number}")).text
        await browser.press(f"/releases/{release.number}/publish", force="yes")
        kept = await stage.stores.releases.get(release.number)

        assert "Publish in spite of the reasons" in page
        assert kept is not None
        assert (kept.state, kept.is_forced) == (ReleaseState.PUBLISHED, True)

    async def test_another_came_first(self, stage: ConsoleStage) -> None:
        """What was handed in on top of an older release is not published over a newer one."""
        late = await hand_in(stage)
        await publish(stage)
        browser = await stage.signed_in(ADMIN)
        page = (await browser.open(f"/releases/{late.number}")).text

        assert f'action="/releases/{late.number}/publish"' not in page
        assert (await browser.press(f"/releases/{late.number}/publish")).status_code == 409


class TestRollback:
    """Admins go back, and see before what that would change."""

    async def test_asked_first(self, stage: ConsoleStage) -> None:
        """The page says which release would come back and what would differ; nothing has changed yet."""
        await publish(stage)
        page = (await opened(stage, "/releases/1/rollback", ADMIN)).text
        served = await stage.stores.releases.served()

        assert re.search(r"<del>[^<]*tax\.</del>", page) is not None
        assert served is not None
        assert served.number == 2

    async def test_done(self, stage: ConsoleStage) -> None:
        """The old content is a release of its own, and is served."""
        await publish(stage)
        browser = await stage.signed_in(ADMIN)
        page = await browser.follow(await browser.press("/releases/1/rollback"))
        served = await stage.stores.releases.served()

        assert "The content of release 1 is back" in page.text
        assert served is not None
        assert (served.number, served.restores, served.hash) == (3, 1, stage.tree.hash)

    async def test_by_a_curator(self, stage: ConsoleStage) -> None:
        """There is no link to it, and neither page nor form is theirs."""
        await publish(stage)
        browser = await stage.signed_in()
        answers = [await browser.open("/releases/1/rollback"), await browser.press("/releases/1/rollback")]

        assert "rollback" not in (await browser.open("/releases/1")).text
        assert [answer.status_code for answer in answers] == [403, 403]

    async def test_to_what_is_served(self, stage: ConsoleStage) -> None:
        """There is nothing to go back to."""
        assert (await opened(stage, "/releases/1/rollback", ADMIN)).status_code == 422
