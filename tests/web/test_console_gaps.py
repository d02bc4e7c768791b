from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web.console_stage import ADMIN, MEMBERS, MEMBERS_IRAQI, OTHER_CURATOR, ConsoleStage

from bot.web.pages.gaps import ON_A_PAGE
from handlers.feedback import Complaint, Opinion, Vote
from handlers.gap_queue import GapState
from handlers.model import Reason
from knowledge.editing import AddNearMiss, AddPhrasing, AddTold, AddUntold
from knowledge.schema import Variety

if TYPE_CHECKING:
    from handlers.library import Library
    from knowledge.tree import Tree


async def state_of(stage: ConsoleStage, group: int) -> GapState:
    kept = await stage.stores.gaps.group(group)
    assert kept is not None
    return kept.state


class TestQueue:
    """What people asked and did not get, as one list."""

    async def test_one_line_for_one_question(self, stage: ConsoleStage) -> None:
        """Who asked the same in other words or in the other language is counted in its line."""
        await stage.members_gap()
        text = (await (await stage.signed_in()).open("/gaps")).text

        assert "<bdi>Arabic 3</bdi> + <bdi>English 1</bdi>" in text
        assert text.count('<th scope="row">') == 1

    async def test_states(self, stage: ConsoleStage) -> None:
        """Open ones at first, the others by their tab."""
        group = await stage.gap("what is this")
        browser = await stage.signed_in()
        await browser.press(f"/gaps/{group}/dismiss")
        shown = [f'"/gaps/{group}"' in (await browser.open(f"/gaps{query}")).text for query in QUERIES]

        assert shown == [False, False, True, True]

    async def test_pages(self, stage: ConsoleStage) -> None:
        """A long queue goes on on another page."""
        for number in range(ON_A_PAGE + 1):
            await stage.gap(f"what of {chr(ord('a') + number // 26)}q{chr(ord('a') + number % 26)}")
        browser = await stage.signed_in()
        lines = [(await browser.open(f"/gaps?page={page}")).text.count('scope="row"') for page in ("1", "2", "3", "x")]

        assert lines == [ON_A_PAGE, 1, 0, ON_A_PAGE]

    async def test_too_few_asked(self, library: Library, tree: Tree) -> None:
        """Where a question has to be asked by several, one person's words are on no page."""
        stage = ConsoleStage(library, tree, fewest_askers=2)
        await stage.begin()
        group = await stage.gap("what of my cousin")
        browser = await stage.signed_in()
        texts = [(await browser.open(path)).text for path in ("/gaps", f"/gaps/{group}")]

        assert ["cousin" in text for text in texts] == [False, False]
        assert ["Shown once more people" in text for text in texts] == [True, True]


QUERIES = ("", "?state=resolved", "?state=dismissed", "?state=all")


class TestOneGap:
    """Everything to decide by, and every decision."""

    async def test_to_decide_by(self, stage: ConsoleStage) -> None:
        """The wordings and why they stand together; the nearest entry and what it leaves unexplained."""
        group = await stage.members_gap()
        text = (await (await stage.signed_in()).open(f"/gaps/{group}")).text

        assert all(wording in text for wording in (MEMBERS, *MEMBERS_IRAQI))
        assert "member-states" in text
        assert "How many members does the Coalition have?" in text
        assert "joined</mark>" in text

    async def test_gone(self, stage: ConsoleStage) -> None:
        """A gap that was erased is no page."""
        assert (await (await stage.signed_in()).open("/gaps/9")).status_code == 404

    async def test_dismissed_and_reopened(self, stage: ConsoleStage) -> None:
        """Both are one press of a button."""
        group = await stage.gap("what is this")
        browser = await stage.signed_in()
        await browser.press(f"/gaps/{group}/dismiss")
        dismissed = await state_of(stage, group)
        await browser.press(f"/gaps/{group}/reopen")

        assert dismissed is GapState.DISMISSED
        assert await state_of(stage, group) is GapState.OPEN

    async def test_attached(self, stage: ConsoleStage) -> None:
        """Attach, look, save: every wording waits in the draft, and the gap with it."""
        group = await stage.members_gap()
        browser = await stage.signed_in()
        preview = await browser.press(f"/gaps/{group}/attach", entry="coalition-members")
        looked_at = await browser.follow(preview)
        await browser.press(f"{preview.headers['location']}/save")
        waiting = await stage.stores.drafts.changes()

        assert MEMBERS in looked_at.text
        assert {one.change.text for one in waiting if isinstance(one.change, AddPhrasing)} == {MEMBERS, *MEMBERS_IRAQI}
        assert await state_of(stage, group) is GapState.DRAFTED

    async def test_attached_and_published(self, stage: ConsoleStage) -> None:
        """Attach, look, save and publish: the release holds it, and the gap is resolved."""
        group = await stage.members_gap()
        browser = await stage.signed_in()
        preview = await browser.press(f"/gaps/{group}/attach", entry="coalition-members")
        await browser.follow(preview)
        published = await browser.follow(await browser.press(f"{preview.headers['location']}/publish", note="more"))
        served = await stage.stores.releases.served()
        assert served is not None

        assert "Release 2 is published" in published.text
        assert served.note == "more"
        assert MEMBERS in str((await stage.stores.releases.tree(served.number)).files)
        assert await state_of(stage, group) is GapState.RESOLVED

    async def test_attached_in_other_words(self, stage: ConsoleStage) -> None:
        """Where something was taken out of every wording, a curator writes one."""
        group = await stage.gap("is [name] in the coalition")
        browser = await stage.signed_in()
        as_asked = await browser.press(f"/gaps/{group}/attach", entry="coalition-members")
        preview = await browser.press(
            f"/gaps/{group}/attach", entry="coalition-members", text="who is in it", variety="en"
        )
        await browser.follow(preview)
        await browser.press(f"{preview.headers['location']}/save")

        assert as_asked.status_code == 422
        assert [one.change for one in await stage.stores.drafts.changes()] == [
            AddPhrasing("coalition-members", "who is in it", Variety.ENGLISH)
        ]

    @pytest.mark.parametrize(("decision", "kind"), [("told", AddTold), ("untold", AddUntold)])
    async def test_kept_as_people_asked_it(
        self, stage: ConsoleStage, decision: str, kind: type[AddTold | AddUntold]
    ) -> None:
        """Told or not told, look, save and publish: the release holds every wording, and the gap is resolved."""
        group = await stage.members_gap()
        browser = await stage.signed_in()
        preview = await browser.press(f"/gaps/{group}/{decision}", entry="coalition-members")
        looked_at = await browser.follow(preview)
        await browser.press(f"{preview.headers['location']}/save")
        waiting = [one.change for one in await stage.stores.drafts.changes()]
        published = await browser.follow(await browser.press("/draft/publish"))

        assert MEMBERS in looked_at.text
        assert {change.text for change in waiting if isinstance(change, kind)} == {MEMBERS, *MEMBERS_IRAQI}
        assert "What people asked" in published.text
        assert f'<ins dir="auto">{MEMBERS}</ins>' in published.text
        assert await state_of(stage, group) is GapState.RESOLVED

    async def test_kept_in_other_words(self, stage: ConsoleStage) -> None:
        """Where something was taken out of every wording, a curator writes one; it may not tell who asked, either."""
        group = await stage.gap("is [name] in the coalition")
        browser = await stage.signed_in()
        path, fields = f"/gaps/{group}/untold", {"entry": "coalition-members", "variety": "en"}
        as_asked = await browser.press(path, **fields)
        named = await browser.follow(await browser.press(path, **fields, text="is my cousin Haidar Jasim in it"))
        preview = await browser.press(path, **fields, text="is somebody I know in it")
        await browser.follow(preview)
        await browser.press(f"{preview.headers['location']}/save")

        assert (as_asked.status_code, named.status_code) == (422, 409)
        assert "may tell who asked" in named.text
        assert [one.change for one in await stage.stores.drafts.changes()] == [
            AddUntold("coalition-members", "is somebody I know in it", Variety.ENGLISH)
        ]

    async def test_told_and_not_told(self, stage: ConsoleStage) -> None:
        """What waits as told is not kept as not told; the reason is given in the curator's language."""
        group = await stage.gap("how many states are left")
        browser = await stage.signed_in()
        await browser.press("/language", language="ar")
        told = await browser.press(f"/gaps/{group}/told", entry="coalition-members")
        await browser.follow(told)
        await browser.press(f"{told.headers['location']}/save")
        refused = await browser.follow(await browser.press(f"/gaps/{group}/untold", entry="coalition-members"))

        assert refused.status_code == 409
        assert "وارد فيما سأله الناس ويجيب عنه المدخل" in refused.text

    async def test_attached_to_what_was_searched(self, stage: ConsoleStage) -> None:
        """Any entry can be found by words of its title."""
        group = await stage.gap("where does the oil go")
        text = (await (await stage.signed_in()).open(f"/gaps/{group}?find=rebuilding+mosul")).text

        assert 'value="project-14"' in text

    async def test_out_of_scope(self, stage: ConsoleStage) -> None:
        """It becomes a near miss of the entry that came nearest."""
        group = await stage.gap("how many members does the choir have")
        browser = await stage.signed_in()
        preview = await browser.press(f"/gaps/{group}/out-of-scope", target="coalition-members")
        await browser.follow(preview)
        await browser.press(f"{preview.headers['location']}/save")

        assert [one.change for one in await stage.stores.drafts.changes()] == [
            AddNearMiss("coalition-members", "how many members does the choir have", Variety.ENGLISH)
        ]

    async def test_belongs_elsewhere(self, stage: ConsoleStage) -> None:
        """What no such subject takes is told, and nothing is kept."""
        group = await stage.gap("how many members does the choir have")
        browser = await stage.signed_in()
        preview = await browser.press(f"/gaps/{group}/out-of-scope", target="elsewhere:music")
        told = await browser.follow(preview)

        assert told.status_code == 409
        assert "choir" in told.text
        assert not await stage.stores.drafts.changes()

    async def test_nothing_to_put_out_of_scope(self, stage: ConsoleStage) -> None:
        """A declined request has no words that anything could be made of."""
        group = await stage.gap("", reason=Reason.DECLINED)

        pressed = await (await stage.signed_in()).press(f"/gaps/{group}/out-of-scope", target="coalition-members")

        assert pressed.status_code == 422

    async def test_voted_down(self, stage: ConsoleStage) -> None:
        """An answer that readers vote down leads to its entry, with their reasons."""
        group = await stage.gap("", reason=Reason.DISLIKED, entry="daesh-money")
        day = stage.clock.now().date()
        await stage.stores.votes.cast(Vote(day, "d", "daesh-money", (0,), Opinion.DOWN, "en", Complaint.OUTDATED))
        text = (await (await stage.signed_in()).open(f"/gaps/{group}")).text

        assert 'href="/entries/daesh-money"' in text
        assert "outdated 1" in text

    async def test_a_preview_is_for_one(self, stage: ConsoleStage) -> None:
        """Nobody sees or saves what another is about to do, not even an admin."""
        group = await stage.members_gap()
        preview = await (await stage.signed_in()).press(f"/gaps/{group}/attach", entry="coalition-members")
        path = preview.headers["location"]
        for who in (OTHER_CURATOR, ADMIN):
            other = await stage.signed_in(who)

            assert (await other.open(path)).status_code == 404
            assert (await other.press(f"{path}/save")).status_code == 404

    async def test_a_preview_is_saved_once(self, stage: ConsoleStage) -> None:
        """A button that is pressed twice saves once."""
        group = await stage.members_gap()
        browser = await stage.signed_in()
        preview = await browser.press(f"/gaps/{group}/attach", entry="coalition-members")
        await browser.follow(preview)
        path = f"{preview.headers['location']}/save"

        assert [(await browser.press(path)).status_code for _ in "12"] == [303, 404]
