"""Admins publish, go back, and look how it goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telegram_face.staff_talk import command, tap
from telegram_face.staffed_stage import NOON
from telegram_face.stage import HOW_MANY

from bot.logs import LoggedError
from handlers import curation, publishing
from handlers.releases import Failed
from handlers.staff import Role, Staff
from knowledge.editing import AddPhrasing
from knowledge.schema import Variety

if TYPE_CHECKING:
    from telegram_double import Person
    from telegram_face.staffed_stage import StaffedStage

OTHER = Staff("telegram:99", Role.ADMIN)
CHANGE = AddPhrasing("daesh-money", "who filled their coffers", Variety.ENGLISH)


async def publish(staffed: StaffedStage) -> None:
    """Somebody else publishes another state of the knowledge."""
    text = staffed.tree.files["entries/entries.yaml"].replace("has 90 members", "has 91 members")
    tree = staffed.tree.with_file("entries/entries.yaml", text)
    submission = await publishing.submit(staffed.desk, OTHER, tree, "")
    await publishing.publish(staffed.desk, OTHER, submission.release.number)
    await staffed.following.look()


async def test_draft_is_published_with_a_note(staffed: StaffedStage, amal: Person) -> None:
    """What stands behind the command is kept as what the release is about."""
    await curation.keep(staffed.desk, OTHER, [CHANGE])
    await staffed.start()
    told = await command(amal, "/publish money again")
    served = await staffed.stores.releases.served()

    assert told.text == "Release 2 is published.\nThe bot answers from it within seconds."
    assert served is not None
    assert (served.note, served.author) == ("money again", "telegram:1")


async def test_nothing_to_publish(staffed: StaffedStage, amal: Person) -> None:
    """Without a change there is no release."""
    await staffed.start()
    told = await command(amal, "/publish")

    assert told.text == "Nothing waits in the draft.\nRelease 1 is served now."


async def test_draft_that_fails_is_kept(staffed: StaffedStage, amal: Person) -> None:
    """A refusal names the question, and what waits stays where it is."""
    staffed.examiner.failed = (Failed("t1", "How many members?", "90", "91"),)
    await curation.keep(staffed.desk, OTHER, [CHANGE])
    await staffed.start()
    told = await command(amal, "/publish")

    assert told.text.split("\n")[0] == "Not published."
    assert "How many members?" in told.text
    assert len(await staffed.stores.drafts.changes()) == 1


async def test_rollback(staffed: StaffedStage, amal: Person, omar: Person) -> None:
    """One question and one tap, and the old answers are back, as a release of their own."""
    await publish(staffed)
    await staffed.start()
    asked = await command(amal, "/rollback")
    done = await tap(amal, "Back to 1")
    await staffed.following.look()
    await omar.say(HOW_MANY)
    answer = await omar.next_message()

    assert asked.text.startswith("Go back to release 1?")
    assert done.text.startswith("Release 3 is published, with the content of release 1.")
    assert answer.text.startswith("The Coalition has 90 members")


async def test_rollback_that_came_too_late(staffed: StaffedStage, amal: Person) -> None:
    """After another release the question is void, and so is a second tap."""
    await publish(staffed)
    await staffed.start()
    asked = await command(amal, "/rollback")
    await tap(amal, "Back to 1")
    await amal.send_data("s:roll-back:1:2", asked)
    told = await amal.next_edit()

    assert told.text.split("\n")[0] == "Another release was published since you were asked. Nothing was changed."
    assert len(await staffed.stores.releases.history()) == 3


async def test_no_way_back(staffed: StaffedStage, amal: Person) -> None:
    """Before the first release there is nothing, and a number that nobody published leads nowhere."""
    await staffed.start()
    told = [(await command(amal, text)).text for text in ("/rollback", "/rollback 7", "/rollback x")]

    assert told == [
        "There is no such release to go back to.",
        "There is no such release to go back to.",
        "Write /rollback, with the number of a release behind it if you want another than the one before.",
    ]


async def test_status(staffed: StaffedStage, amal: Person) -> None:
    """Release, lag, gaps, draft and the latest errors by their names."""
    await staffed.budgets()
    await curation.keep(staffed.desk, OTHER, [CHANGE])
    staffed.surroundings = replace(
        staffed.surroundings, errors=lambda: [LoggedError(NOON, "turn_failed")], lag=lambda: 2.04
    )
    await staffed.start()
    told = await command(amal, "/status")

    assert told.text.split("\n") == [
        "How it goes",
        "Release 1, 2 March 2026, 12:00 UTC, by the knowledge folder",
        "The bot answers from it.",
        "Seconds until it did: 2.0",
        "Open gaps: 1",
        "In the draft: 1; not possible any more: 0",
        "Latest errors:",
        "• 2 March 2026, 12:00 UTC: turn_failed",
    ]


async def test_status_of_a_bot_that_is_behind(staffed: StaffedStage, amal: Person) -> None:
    """A release that could not be taken over is told with the reason."""
    text = staffed.tree.with_file("topics.yaml", staffed.tree.files["topics.yaml"] + "\n")
    submission = await publishing.submit(staffed.desk, OTHER, text, "")
    await publishing.publish(staffed.desk, OTHER, submission.release.number)
    staffed.surroundings = replace(staffed.surroundings, stuck=lambda: "the disk is full")
    await staffed.start()
    told = await command(amal, "/status")

    assert "The bot still answers from release 1.\nIt could not be taken over: the disk is full" in told.text
