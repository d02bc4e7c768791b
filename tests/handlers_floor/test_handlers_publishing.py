from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from handlers_floor.staff_room import AMAL, BASIM, BREAKS_A_TEST, StaffRoom

from handlers import curation, publishing
from handlers.gap_queue import GapState
from handlers.releases import RefusedError, ReleaseState, StaleError
from handlers.staff import NotAllowedError
from knowledge.editing import AddPhrasing, ReplaceEntry, entry_text
from knowledge.schema import Variety
from knowledge.tree import Tree

if TYPE_CHECKING:
    from pathlib import Path

INCOME: Final = "who pays the fighters of Daesh"
GOOD: Final = AddPhrasing("daesh-money", INCOME, Variety.ENGLISH)
BAD: Final = AddPhrasing("daesh-money", BREAKS_A_TEST, Variety.ENGLISH)


@pytest.fixture
async def room(small_folder: Path) -> StaffRoom:
    """With one release, made from a knowledge folder."""
    room = StaffRoom(small_folder)
    await publishing.begin(room.desk, Tree.read(small_folder))
    return room


class TestBeginning:
    """The knowledge folder at a start."""

    async def test_the_folder_is_the_first_release(self, room: StaffRoom, small_folder: Path) -> None:
        """Byte for byte."""
        assert await room.served() == Tree.read(small_folder)

    async def test_a_folder_that_changed_is_taken_over(self, room: StaffRoom) -> None:
        """While nobody publishes by the tools, the folder is the home of the text."""
        changed = (await room.served()).with_file("topics.yaml", "[]")

        assert await publishing.begin(room.desk, changed) is not None
        assert await room.served() == changed

    async def test_an_unchanged_folder_makes_no_release(self, room: StaffRoom, small_folder: Path) -> None:
        """A restart is no event."""
        assert await publishing.begin(room.desk, Tree.read(small_folder)) is None

    async def test_what_staff_published_stands(self, room: StaffRoom, small_folder: Path) -> None:
        """A restart does not bring the folder back."""
        await curation.keep(room.desk, BASIM, [GOOD])
        await publishing.publish_draft(room.desk, BASIM, "")

        assert await publishing.begin(room.desk, Tree.read(small_folder)) is None
        assert INCOME in str((await room.served()).files)


class TestPublishing:
    """From the draft to readers."""

    async def test_the_draft_is_served_and_its_gaps_are_resolved(self, room: StaffRoom) -> None:
        """And nothing waits any more."""
        group = await room.ask(INCOME)
        await curation.keep(room.desk, BASIM, [GOOD], group=group)
        await publishing.publish_draft(room.desk, BASIM, "answers a gap")
        found = await room.stores.gaps.group(group)

        assert INCOME in str((await room.served()).files)
        assert found is not None
        assert found.state is GapState.RESOLVED
        assert (await publishing.draft(room.desk)).changes == ()

    async def test_a_failing_question_test_refuses_with_the_question(self, room: StaffRoom) -> None:
        """Readers get what they got before, and the draft keeps what waited."""
        await curation.keep(room.desk, BASIM, [BAD])
        before = await room.served()

        with pytest.raises(RefusedError, match=r"How many\?"):
            await publishing.publish_draft(room.desk, BASIM, "")

        assert await room.served() == before
        assert len((await publishing.draft(room.desk)).changes) == 1

    async def test_a_refused_release_is_in_the_history_with_its_reasons(self, room: StaffRoom) -> None:
        """Somebody can look at it later."""
        await curation.keep(room.desk, BASIM, [BAD])
        with pytest.raises(RefusedError):
            await publishing.publish_draft(room.desk, BASIM, "")
        newest, *_ = await publishing.history(room.desk)

        assert newest.state is ReleaseState.REFUSED
        assert "How many?" in newest.reasons[0]

    async def test_an_admin_can_force_it_and_that_is_recorded(self, room: StaffRoom) -> None:
        """The release is marked, and the log has who did it."""
        await curation.keep(room.desk, BASIM, [BAD])
        submission = await publishing.publish_draft(room.desk, AMAL, "", force=True)
        newest, *_ = await room.stores.audit.latest()

        assert submission.release.is_forced
        assert (newest.actor, newest.action, newest.after["forced"]) == (AMAL.id, "release.publish", True)

    async def test_a_curator_cannot_force_it(self, room: StaffRoom) -> None:
        """It needs an admin, and nothing is published."""
        await curation.keep(room.desk, BASIM, [BAD])

        with pytest.raises(NotAllowedError):
            await publishing.publish_draft(room.desk, BASIM, "", force=True)

        assert BREAKS_A_TEST not in str((await room.served()).files)

    async def test_an_empty_draft(self, room: StaffRoom) -> None:
        """There is nothing to publish."""
        with pytest.raises(StaleError):
            await publishing.publish_draft(room.desk, BASIM, "")

    async def test_a_draft_that_changed_since_it_was_looked_at(self, room: StaffRoom) -> None:
        """What nobody looked at is not published."""
        (first,) = await curation.keep(room.desk, BASIM, [GOOD])
        await curation.keep(room.desk, BASIM, [AddPhrasing("daesh-money", "their money", Variety.ENGLISH)])

        with pytest.raises(StaleError):
            await publishing.publish_draft(room.desk, BASIM, "", expected=first.number)

    async def test_a_release_made_on_another_ground(self, room: StaffRoom) -> None:
        """What was handed in before somebody else published does not undo theirs."""
        uploaded = (await room.served()).with_file("topics.yaml", "[]\n")
        submission = await publishing.submit(room.desk, AMAL, uploaded, "")
        await curation.keep(room.desk, BASIM, [GOOD])
        await publishing.publish_draft(room.desk, BASIM, "")

        with pytest.raises(StaleError):
            await publishing.publish(room.desk, AMAL, submission.release.number)

        assert INCOME in str((await room.served()).files)

    async def test_changes_that_no_longer_fit_stand_aside(self, room: StaffRoom) -> None:
        """An upload changes the entry under an edit that waits: the edit is not lost, and not published either."""
        tree = await room.served()
        before = entry_text(tree, "daesh-money")
        await curation.keep(room.desk, BASIM, [ReplaceEntry("daesh-money", before, before.replace("oil", "taxes"))])
        uploaded = tree.with_file(
            "entries/entries.yaml", tree.files["entries/entries.yaml"].replace("came from oil", "came from ransoms")
        )
        submission = await publishing.submit(room.desk, AMAL, uploaded, "")
        await publishing.publish(room.desk, AMAL, submission.release.number)
        waiting = await publishing.draft(room.desk)

        assert waiting.changes == ()
        assert [change.author for change, _ in waiting.conflicts] == [BASIM.id]


class TestRollingBack:
    """One step back."""

    async def test_the_release_before_is_served_again_as_a_new_one(self, room: StaffRoom) -> None:
        """And the history says what it restores."""
        before = await room.served()
        await curation.keep(room.desk, BASIM, [GOOD])
        await publishing.publish_draft(room.desk, BASIM, "")
        release = await publishing.rollback(room.desk, AMAL)

        assert await room.served() == before
        assert (release.number, release.restores) == (3, 1)

    async def test_needs_an_admin(self, room: StaffRoom) -> None:
        """A curator cannot."""
        with pytest.raises(NotAllowedError):
            await publishing.rollback(room.desk, BASIM)

    async def test_nothing_to_go_back_to(self, room: StaffRoom) -> None:
        """There was only one release."""
        with pytest.raises(StaleError):
            await publishing.rollback(room.desk, AMAL)

    async def test_only_to_what_was_published(self, room: StaffRoom) -> None:
        """A refused release cannot come back by this door."""
        await curation.keep(room.desk, BASIM, [BAD])
        with pytest.raises(RefusedError):
            await publishing.publish_draft(room.desk, BASIM, "")

        with pytest.raises(StaleError):
            await publishing.rollback(room.desk, AMAL, 2)
