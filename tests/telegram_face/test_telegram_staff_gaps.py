"""Curators walk the queue of gaps: from what was asked in vain to a published answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram_face.staff_talk import open_gaps, outside_isolates, tap
from telegram_face.staffed_stage import BUDGETS, BUDGETS_ENGLISH, NOUR

from handlers import curation
from handlers.gap_queue import GapState
from handlers.releases import Failed
from handlers.staff import Role, Staff
from knowledge.editing import AddPhrasing, AddTold, AddUntold
from knowledge.schema import Language, Variety

if TYPE_CHECKING:
    from telegram_double import Person
    from telegram_face.staffed_stage import StaffedStage


async def test_from_a_gap_to_an_answer_in_three_actions(staffed: StaffedStage, nour: Person, omar: Person) -> None:
    """Three people and one: listed as a group, attached, published, and answered by the bot that never stopped."""
    group = await staffed.budgets()
    await staffed.start()
    listed = await open_gaps(nour)
    shown = await tap(nour, "Where the money came from")
    done = await tap(nour, "Save and publish")
    await staffed.following.look()
    await omar.say(BUDGETS)
    answer = await omar.next_message()

    assert "Asked by 4: 3 in Arabic + 1 in English" in listed.text
    assert shown.text.startswith("“Where the money came from” would answer:")
    assert done.text.startswith("Release 2 is published.")
    assert answer.text.startswith("جاءت من النفط")
    resolved = await staffed.stores.gaps.group(group)
    assert resolved is not None
    assert resolved.state is GapState.RESOLVED


async def test_gap_is_told_with_all_that_decides(staffed: StaffedStage, nour: Person) -> None:
    """Text, wordings, counts, day, reason, and the nearest entries with their probabilities stand in one message."""
    await staffed.budgets()
    await staffed.start()
    listed = await open_gaps(nour)

    assert listed.text.startswith("Gap 1 · 1 of 1\n")
    assert BUDGETS_ENGLISH in listed.text
    assert "Last asked on 2 March 2026" in listed.text
    assert "Not in the sources" in listed.text
    assert [button.label for row in listed.rows[-2:] for button in row] == [
        "New entry", "Out of scope", "Dismiss", "Next",
    ]  # fmt: skip


async def test_arabic_lines_run_from_right_to_left(staffed: StaffedStage, nour: Person) -> None:
    """In Arabic each line begins with an Arabic letter, and what is Latin in it is isolated."""
    await staffed.budgets()
    await staffed.stores.memberships.set_language(NOUR, Role.CURATOR, Language.ARABIC)
    await staffed.start()
    listed = await open_gaps(nour)

    assert listed.text.startswith("سؤال بلا جواب رقم 1 · 1 من 1")
    assert f"\u2068{BUDGETS_ENGLISH}\u2069" in listed.text
    assert [line for line in listed.text.split("\n") if _begins_in_latin(line)] == []


async def test_save_alone_waits_in_the_draft(staffed: StaffedStage, nour: Person) -> None:
    """What is saved is published later, by whoever looks at the draft."""
    await staffed.budgets()
    await staffed.start()
    await open_gaps(nour)
    await tap(nour, "Where the money")
    saved = await tap(nour, "Save")
    await nour.say("/draft")
    draft = await nour.next_message()
    published = await tap(nour, "Publish")

    assert saved.text.startswith("Gap 1: saved in the draft.")
    assert draft.text.startswith("The draft: 4 on top of release 1")
    assert published.text.startswith("Release 2 is published.")


async def test_draft_with_what_people_asked(staffed: StaffedStage, nour: Person) -> None:
    """What was kept in the console as people asked it is listed, told and not told."""
    changes = [kind("daesh-money", f"{kind.__name__} how", Variety.ENGLISH) for kind in (AddTold, AddUntold)]
    await curation.keep(staffed.desk, Staff("telegram:99", Role.CURATOR), changes)
    await staffed.start()
    await nour.say("/draft")
    draft = await nour.next_message()

    assert "“AddTold how” as asked of Where the money came from, and told" in draft.text
    assert "“AddUntold how” as asked of Where the money came from, and not told" in draft.text


async def test_reasons_against(staffed: StaffedStage, nour: Person) -> None:
    """What would break a question test is told with the question, and cannot be published from there."""
    await staffed.budgets()
    staffed.examiner.failed = (Failed("t1", "How many members?", "answer coalition-members", "answer daesh-money"),)
    await staffed.start()
    await open_gaps(nour)
    shown = await tap(nour, "Where the money")

    assert "“How many members?” should get answer coalition-members, and gets answer daesh-money" in shown.text
    assert [button.label for button in shown.buttons] == ["Save", "Cancel"]


async def test_out_of_scope(staffed: StaffedStage, nour: Person) -> None:
    """A gap that nothing should answer becomes a near miss of the entry that is nearest to it."""
    await staffed.budgets()
    await staffed.start()
    await open_gaps(nour)
    shown = await tap(nour, "Out of scope")
    await tap(nour, "Save")
    kept = await staffed.stores.drafts.changes()

    assert "must not answer" in shown.text
    assert {type(change.change).__name__ for change in kept} == {"AddNearMiss"}


async def test_dismiss_asks_nothing_and_can_be_undone(staffed: StaffedStage, nour: Person) -> None:
    """One tap dismisses, and one more opens the gap again."""
    group = await staffed.budgets()
    await staffed.start()
    await open_gaps(nour)
    dismissed = await tap(nour, "Dismiss")
    states = [(await staffed.stores.gaps.groups())[0].state]
    reopened = await tap(nour, "Open again")
    states.append((await staffed.stores.gaps.groups())[0].state)

    assert dismissed.text.startswith(f"Gap {group} is dismissed.")
    assert reopened.text.startswith(f"Gap {group} · 1 of 1")
    assert states == [GapState.DISMISSED, GapState.OPEN]


async def test_next_walks_to_the_end(staffed: StaffedStage, nour: Person) -> None:
    """Gap after gap, those asked most first, until the last one."""
    await staffed.budgets()
    await staffed.gap("who paints the schools?", "asker-9", "en", terms=("concept:paint",))
    await staffed.start()
    first = await open_gaps(nour)
    second, end = await tap(nour, "Next"), await tap(nour, "Next")

    assert first.text.startswith("Gap 1 · 1 of 2")
    assert second.text.startswith("Gap 2 · 2 of 2")
    assert end.text == "That was the last gap."


async def test_decision_of_another_is_told(staffed: StaffedStage, nour: Person) -> None:
    """Whoever taps a button of a gap that somebody else has dismissed meanwhile is told so, and nothing is done."""
    group = await staffed.budgets()
    await staffed.start()
    await open_gaps(nour)
    await curation.dismiss(staffed.desk, Staff("telegram:99", Role.CURATOR), group)
    told = await tap(nour, "Where the money")

    assert told.text.startswith(f"Gap {group} was dismissed.")
    assert "Decided by telegram:99, 2 March 2026, 12:00 UTC" in told.text
    assert list(await staffed.stores.drafts.changes()) == []


async def test_draft_that_changed_since_the_preview(staffed: StaffedStage, nour: Person) -> None:
    """What others have put into the draft since somebody looked is not published by their tap."""
    await staffed.budgets()
    await staffed.start()
    await open_gaps(nour)
    await tap(nour, "Where the money")
    other = AddPhrasing("coalition-members", "how big is the coalition by now", Variety.ENGLISH)
    await curation.keep(staffed.desk, Staff("telegram:99", Role.CURATOR), [other])
    told = await tap(nour, "Save and publish")

    assert told.text.startswith("The draft has changed since you looked at it")
    assert len(await staffed.stores.drafts.changes()) == 1


async def test_second_tap_tells_what_has_happened(staffed: StaffedStage, nour: Person) -> None:
    """An old button that was tapped before does nothing again, and says how the gap stands by now."""
    await staffed.budgets()
    await staffed.start()
    await open_gaps(nour)
    shown = await tap(nour, "Where the money")
    [[save, publish], _] = [[button.data or "" for button in row] for row in shown.rows]
    await tap(nour, "Save")
    await nour.send_data(publish, shown)
    told = await nour.next_edit()

    assert save != publish
    assert told.text.startswith("Gap 1: its answer waits in the draft.")
    assert "Decided by you" in told.text


async def test_change_is_dropped(staffed: StaffedStage, nour: Person) -> None:
    """What is taken out of the draft leaves its gap open again."""
    await staffed.gap(BUDGETS, "asker-1")
    await staffed.start()
    await open_gaps(nour)
    await tap(nour, "Where the money")
    await tap(nour, "Save")
    await nour.say("/draft")
    await nour.next_message()
    dropped = await tap(nour, "Drop 1")

    assert dropped.text.split("\n") == ["Change 1 was taken out of the draft.", "", "Nothing waits in the draft."]
    assert [group.state for group in await staffed.stores.gaps.groups()] == [GapState.OPEN]


def _begins_in_latin(line: str) -> bool:
    letters = [letter for letter in outside_isolates(line) if letter.isalpha()]
    return bool(letters) and letters[0].isascii()
