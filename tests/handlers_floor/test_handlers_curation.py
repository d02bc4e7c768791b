from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from handlers_floor.staff_room import BASIM, DALIA, StaffRoom

from handlers import curation, publishing
from handlers.feedback import Complaint, Opinion, Vote
from handlers.gap_queue import GapState
from handlers.model import Gap, Reason
from handlers.releases import StaleError
from knowledge.editing import (
    AddNearMiss,
    AddPhrasing,
    AddTold,
    AddUntold,
    ChangeError,
    ConflictError,
    ReplaceEntry,
    entry_text,
)
from knowledge.loader import read_tree
from knowledge.schema import Variety
from knowledge.tree import Tree

if TYPE_CHECKING:
    from pathlib import Path

BUDGET: Final = "What is the yearly budget?"
INCOME: Final = "who pays the fighters of Daesh"
ATTACHED: Final = AddPhrasing("daesh-money", INCOME, Variety.ENGLISH)


@pytest.fixture
async def room(small_folder: Path) -> StaffRoom:
    """With one release, made from a knowledge folder."""
    room = StaffRoom(small_folder)
    await publishing.begin(room.desk, Tree.read(small_folder))
    return room


async def state_of(room: StaffRoom, group: int) -> GapState | None:
    """Where a group of gaps stands."""
    found = await room.stores.gaps.group(group)
    return found.state if found else None


class TestLooking:
    """What a curator sees of a gap."""

    async def test_the_queue_shows_what_waits_for_a_decision(self, room: StaffRoom) -> None:
        """Open gaps are in it, dismissed ones are not."""
        await room.ask(BUDGET)
        await curation.dismiss(room.desk, BASIM, await room.ask("what is the weather like"))

        assert [group.text for group in await curation.queue(room.desk)] == [BUDGET]

    async def test_a_gap_comes_with_its_wordings_and_the_nearest_entries(self, room: StaffRoom) -> None:
        """The likeliest entry is proposed with the phrasing that it is found by."""
        view = await curation.look(room.desk, await room.ask("sources of the income of Daesh"))

        assert view is not None
        assert [wording.text for wording in view.wordings] == ["sources of the income of Daesh"]
        assert (view.proposals[0].id, view.proposals[0].phrasing) == ("daesh-money", "sources of Daesh income")

    async def test_a_gap_that_is_gone(self, room: StaffRoom) -> None:
        """Nothing is shown for a number that no group has."""
        assert await curation.look(room.desk, 99) is None

    async def test_too_few_askers(self, room: StaffRoom) -> None:
        """Where two people have to ask, the words of one stay hidden, and so do the entries that would tell them."""
        group = await room.ask(BUDGET)
        view = await curation.look(replace(room.desk, fewest_askers=2), group)

        assert view is not None
        assert (view.group.text, view.wordings, view.proposals, view.group.askers) == ("", (), (), 1)

    async def test_an_answer_voted_down_shows_the_votes(self, room: StaffRoom) -> None:
        """A gap of that kind has no words, and the votes on its entry instead, whichever claims were shown."""
        day = room.clock.now().date()
        for person, claims, complaint in (("p1", (0,), Complaint.OUTDATED), ("p2", (0, 1), Complaint.WRONG)):
            vote = Vote(day, person, "daesh-money", claims, Opinion.DOWN, "en", complaint)
            await room.stores.votes.cast(vote)
        group = await room.stores.gaps.record(Gap("", "en", Reason.DISLIKED, day, "p1", entry="daesh-money"))
        view = await curation.look(room.desk, group)

        assert view is not None
        assert view.votes is not None
        assert (view.votes.down, dict(view.votes.complaints)) == (2, {"outdated": 1, "wrong": 1})


class TestAttaching:
    """From a gap to a phrasing."""

    async def test_every_wording_is_attached(self, room: StaffRoom) -> None:
        """But for those in which something was taken out, and those that differ from another in spelling alone."""
        group = await room.ask("who pays the fighters", "who, pays the FIGHTERS?", "who pays the fighters [name]")
        view = await curation.look(room.desk, group)

        assert view is not None
        assert len(view.wordings) > 1
        assert len(curation.attaching(room.desk, view, "daesh-money")) == 1

    async def test_a_preview_keeps_nothing(self, room: StaffRoom) -> None:
        """The changed knowledge is examined beside the served one, with the gaps; the draft stays empty."""
        group = await room.ask(INCOME)
        await curation.preview(room.desk, [ATTACHED])
        tree, base, gaps = room.examiner.asked[-1]

        assert INCOME in str(tree.files)
        assert base == await room.served()
        assert dict(gaps) == {group: INCOME}
        assert (await publishing.draft(room.desk)).changes == ()

    async def test_what_is_kept_waits_and_is_noted(self, room: StaffRoom) -> None:
        """The gap is drafted, the entry it goes to is known, and the log says who did it."""
        group = await room.ask(INCOME)
        await curation.keep(room.desk, BASIM, [ATTACHED], group=group)
        found = await room.stores.gaps.group(group)

        assert found is not None
        assert (found.state, found.entry, found.decided_by) == (GapState.DRAFTED, "daesh-money", BASIM.id)
        assert await room.actions() == ["draft.attach"]
        assert INCOME in str((await publishing.draft(room.desk)).tree.files)

    async def test_what_cannot_be_made_is_refused_at_once(self, room: StaffRoom) -> None:
        """An entry that does not exist cannot be asked for in another way."""
        with pytest.raises(ChangeError):
            await curation.keep(room.desk, BASIM, [AddPhrasing("nowhere", INCOME, Variety.ENGLISH)])

        assert (await publishing.draft(room.desk)).changes == ()

    async def test_dropping_opens_the_gap_again(self, room: StaffRoom) -> None:
        """What was thought better of waits no more."""
        group = await room.ask(INCOME)
        (kept,) = await curation.keep(room.desk, BASIM, [ATTACHED], group=group)
        await curation.drop(room.desk, DALIA, kept.number)

        assert await state_of(room, group) is GapState.OPEN
        assert (await publishing.draft(room.desk)).changes == ()

    async def test_dropping_twice(self, room: StaffRoom) -> None:
        """Who comes second is told."""
        (kept,) = await curation.keep(room.desk, BASIM, [ATTACHED])
        await curation.drop(room.desk, DALIA, kept.number)

        with pytest.raises(StaleError):
            await curation.drop(room.desk, BASIM, kept.number)


class TestWhatPeopleAsked:
    """From a gap to what people asked of an entry, in their own words."""

    @pytest.mark.parametrize(("kind", "action"), [(AddTold, "draft.told"), (AddUntold, "draft.untold")])
    async def test_kept(self, room: StaffRoom, kind: type[AddTold | AddUntold], action: str) -> None:
        """Its whole wordings wait in heard.yaml, told or not told by the entry; the log says which."""
        group = await room.ask(INCOME, "who pays the fighters [name]")
        view = await curation.look(room.desk, group)
        assert view is not None
        changes = curation.attaching(room.desk, view, "daesh-money", kind)
        await curation.keep(room.desk, BASIM, changes, group=group)
        found = await room.stores.gaps.group(group)
        assert found is not None

        assert changes == (kind("daesh-money", INCOME, Variety.ENGLISH),)
        assert (found.state, found.entry, await room.actions()) == (GapState.DRAFTED, "daesh-money", [action])
        assert INCOME in (await publishing.draft(room.desk)).tree.files["heard.yaml"]

    @pytest.mark.parametrize(
        "text",
        ["who pays my cousin Haidar Jasim", "call me on 0770 123 4567, who pays them", "who pays [name] of them"],
    )
    @pytest.mark.parametrize("kind", [AddTold, AddUntold])
    async def test_what_may_tell_who_asked(self, room: StaffRoom, kind: type[AddTold | AddUntold], text: str) -> None:
        """Neither looked at nor kept is a text from which something is to be taken out, or was."""
        change = kind("daesh-money", text, Variety.ENGLISH)
        with pytest.raises(ChangeError, match="may tell who asked") as caught:
            await curation.preview(room.desk, [change])
        with pytest.raises(ChangeError, match="may tell who asked"):
            await curation.keep(room.desk, BASIM, [change])

        assert caught.value.sentence.ar.startswith("قد يدل السؤال")
        assert (await publishing.draft(room.desk)).changes == ()

    async def test_published(self, room: StaffRoom) -> None:
        """What was asked and is not told is settled with the release that says so."""
        group = await room.ask(BUDGET)
        await curation.keep(room.desk, BASIM, [AddUntold("daesh-money", BUDGET, Variety.ENGLISH)], group=group)
        await publishing.publish_draft(room.desk, BASIM, "")
        knowledge = read_tree(await room.served()).knowledge

        assert [phrasing.text for phrasing in knowledge.heard["daesh-money"].untold] == [BUDGET]
        assert await state_of(room, group) is GapState.RESOLVED


class TestTwoCurators:
    """Work at the same time."""

    async def test_changes_of_different_things_come_together(self, room: StaffRoom) -> None:
        """Neither loses what the other did."""
        await curation.keep(room.desk, BASIM, [ATTACHED])
        await curation.keep(room.desk, DALIA, [AddNearMiss("daesh-money", BUDGET, Variety.ENGLISH)])
        text = str((await publishing.draft(room.desk)).tree.files)

        assert INCOME in text
        assert BUDGET in text

    async def test_the_second_editor_of_an_entry_is_told_and_shown_the_first_ones_text(self, room: StaffRoom) -> None:
        """Nothing of the second one's is kept, and nothing of the first one's is overwritten."""
        before = entry_text(await room.served(), "daesh-money")
        first, second = before.replace("oil", "taxes"), before.replace("oil", "ransoms")
        await curation.keep(room.desk, BASIM, [ReplaceEntry("daesh-money", before, first)])

        with pytest.raises(ConflictError) as caught:
            await curation.keep(room.desk, DALIA, [ReplaceEntry("daesh-money", before, second)])

        assert "taxes" in caught.value.current
        assert "ransoms" not in str((await publishing.draft(room.desk)).tree.files)


class TestDeciding:
    """A decision sticks."""

    async def test_dismissed_stays_dismissed(self, room: StaffRoom) -> None:
        """Asked again in similar words, it does not come back."""
        group = await room.ask(BUDGET)
        await curation.dismiss(room.desk, BASIM, group)
        again = await room.ask("what is the YEARLY  budget")

        assert again == group
        assert await state_of(room, group) is GapState.DISMISSED

    async def test_reopened(self, room: StaffRoom) -> None:
        """A decision can be taken back."""
        group = await room.ask(BUDGET)
        await curation.dismiss(room.desk, BASIM, group)
        await curation.reopen(room.desk, DALIA, group)

        assert await state_of(room, group) is GapState.OPEN
        assert await room.actions() == ["gap.dismiss", "gap.reopen"]

    async def test_a_gap_that_is_gone_cannot_be_decided(self, room: StaffRoom) -> None:
        """Who decides too late is told."""
        with pytest.raises(StaleError):
            await curation.dismiss(room.desk, BASIM, 99)
