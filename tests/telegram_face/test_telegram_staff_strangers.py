"""For people without a role nothing of staff's exists: it is what it would be if there were no staff."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from telegram_face.staff_talk import command
from telegram_face.staffed_stage import NOUR
from telegram_face.stage import HOW_MANY

from bot.telegram.rendering import render
from bot.telegram.staff.orders import COMMANDS
from handlers import roles
from handlers.gap_queue import GapState
from handlers.model import Message
from handlers.staff import Role, Staff
from knowledge.schema import Language

if TYPE_CHECKING:
    from telegram_double import Person, TelegramDouble
    from telegram_face.staffed_stage import StaffedStage


@pytest.mark.parametrize("name", COMMANDS)
async def test_command_of_a_stranger(staffed: StaffedStage, omar: Person, name: str) -> None:
    """It is answered as the text that it is, and leaves nothing in the log of deeds."""
    alone = Message(f"/{name}", "telegram:7", "telegram:7", Language.ENGLISH)
    reply = await staffed.conversation().reply(alone)
    await staffed.start()
    told = await command(omar, f"/{name}")

    assert told.html == render(reply, staffed.words[reply.language])[0].html
    assert list(await staffed.stores.audit.latest()) == []


async def test_nothing_is_logged_of_a_stranger(
    staffed: StaffedStage, omar: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither that somebody tried, nor who."""
    await staffed.start()
    caplog.clear()
    await command(omar, "/gaps")

    assert caplog.messages == []


async def test_forged_order(staffed: StaffedStage, omar: Person) -> None:
    """A button that a stranger cannot have is a button that leads nowhere, and nothing happens."""
    group = await staffed.budgets()
    await staffed.start()
    await omar.say(HOW_MANY)
    answer = await omar.next_message()
    for data in (f"s:dismiss:{group}:0", "s:roll-back:1:1", "s:nonsense", "x:y"):
        await (await omar.send_data(data, answer)).answer()
    told = [await omar.next_message() for _ in range(4)]
    [kept] = await staffed.stores.gaps.groups()

    assert {message.text for message in told} == {staffed.words[Language.ENGLISH].expired_choice}
    assert kept.state is GapState.OPEN


async def test_document_of_a_stranger(staffed: StaffedStage, omar: Person, telegram: TelegramDouble) -> None:
    """A file is something that cannot be read, and it is not fetched."""
    await staffed.start()
    await omar.send_document("camps.yaml", b"- id: camps")
    told = await omar.next_message()

    assert told.text == staffed.words[Language.ENGLISH].not_text
    assert telegram.calls_to("getFile") == ()


async def test_staff_in_a_group(staffed: StaffedStage, nour: Person, telegram: TelegramDouble) -> None:
    """Before others, somebody with a role is a reader like any other."""
    group = telegram.group(-100, "Newsroom")
    await staffed.budgets()
    await staffed.start()
    await nour.say("/gaps@faq_test_bot", chat=group)
    await nour.say(f"@faq_test_bot {HOW_MANY}", chat=group)
    answer = await group.next_message()

    assert answer.text.startswith("The Coalition has 90 members")


async def test_role_that_was_taken_away(staffed: StaffedStage, omar: Person) -> None:
    """The buttons of somebody who was a curator lead nowhere from the moment on in which they are none."""
    admin = Staff("telegram:1", Role.ADMIN)
    group = await staffed.budgets()
    await roles.grant(staffed.desk, admin, f"telegram:{omar.id}")
    await staffed.start()
    listed = await command(omar, "/gaps")
    await roles.revoke(staffed.desk, admin, f"telegram:{omar.id}")
    await (await omar.send_data(f"s:dismiss:{group}:0", listed)).answer()
    told = await omar.next_message()

    assert told.text == staffed.words[Language.ENGLISH].expired_choice
    assert [kept.state for kept in await staffed.stores.gaps.groups()] == [GapState.OPEN]


async def test_curator_wants_what_needs_an_admin(staffed: StaffedStage, nour: Person) -> None:
    """A curator is told who can do it, in their language."""
    await staffed.stores.memberships.set_language(NOUR, Role.CURATOR, Language.ARABIC)
    await staffed.start()
    told = await command(nour, "/rollback")

    assert told.text == "هذا من صلاحية المشرف، ويُرجى طلبه منه."


async def test_commands_are_listed_to_staff_alone(staffed: StaffedStage, telegram: TelegramDouble) -> None:
    """Each is listed what their role has, in a scope of their own chat; a second start sets nothing."""
    await staffed.start()
    first = telegram.calls_to("setMyCommands")
    await staffed.stop()
    await staffed.start()
    scopes = [call.parameters.get("scope") for call in first]
    curators = next(call for call in first if '"chat_id": 2' in str(call.parameters.get("scope")))

    assert sum(scope is not None for scope in scopes) == 2
    assert '"command": "gaps"' in str(curators.parameters["commands"])
    assert '"command": "rollback"' not in str(curators.parameters["commands"])
    assert telegram.calls_to("setMyCommands") == first


async def test_language_of_staff(staffed: StaffedStage, nour: Person, telegram: TelegramDouble) -> None:
    """Whoever chooses a language for answers has staff's tools and their commands in it, too."""
    await staffed.budgets()
    await staffed.start()
    await command(nour, "/language عربي")
    listed = await command(nour, "/gaps")
    commands = json.loads(str(telegram.calls_to("setMyCommands")[-1].parameters["commands"]))

    assert listed.text.startswith("سؤال بلا جواب رقم 1")
    assert commands[0]["description"] == "أسئلة بلا جواب: قائمتها والقرار فيها"
