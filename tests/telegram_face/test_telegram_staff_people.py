"""Roles are given and taken, and everybody with one arranges their own affairs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from telegram_face.staff_talk import command
from telegram_face.staffed_stage import NOUR

from handlers import roles, signing_in
from handlers.staff import Role

if TYPE_CHECKING:
    from telegram_double import Person, TelegramDouble
    from telegram_face.staffed_stage import StaffedStage


async def test_grant(staffed: StaffedStage, amal: Person, omar: Person, telegram: TelegramDouble) -> None:
    """A new curator is told, is listed their commands, and can use them at once."""
    await staffed.budgets()
    await staffed.start()
    told = await command(amal, "/grant 7")
    greeted = await omar.next_message()
    listed = await command(omar, "/gaps")

    assert told.text == "telegram:7 is a curator now."
    assert greeted.text.startswith("You are a curator of Sanad now.")
    assert '"chat_id": 7' in str(telegram.calls_to("setMyCommands")[-1].parameters["scope"])
    assert listed.text.startswith("Gap 1")


async def test_grant_to_somebody_out_of_reach(staffed: StaffedStage, amal: Person, telegram: TelegramDouble) -> None:
    """Whoever has not written to the bot yet has the role all the same; the admin is told to tell them."""
    telegram.person(77, "Sami")
    await staffed.start()
    told = await command(amal, "/grant 77")

    assert told.text.endswith("They could not be told: they have to write to the bot first.")
    assert [member.id for member in await roles.who(staffed.desk)][-1] == "telegram:77"


async def test_chat_that_telegram_does_not_know(staffed: StaffedStage, amal: Person, telegram: TelegramDouble) -> None:
    """That commands cannot be listed to somebody keeps nothing from working."""
    telegram.person(77, "Sami")
    await staffed.start()
    telegram.fail_next("setMyCommands", 400, "Bad Request: chat not found")
    told = await command(amal, "/grant 77")

    assert told.text.startswith("telegram:77 is a curator now.")


async def test_revoke(staffed: StaffedStage, amal: Person, omar: Person, telegram: TelegramDouble) -> None:
    """Role, commands and tools go together."""
    await staffed.start()
    await command(amal, "/grant 7")
    await omar.next_message()
    told = await command(amal, "/revoke 7")
    farewell = await omar.next_message()
    answer = await command(omar, "/gaps")

    assert told.text == "telegram:7 is no curator any more."
    assert farewell.text.startswith("You are no longer a curator of Sanad.")
    assert len(telegram.calls_to("deleteMyCommands")) == 1
    assert "sources" in answer.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/grant", "Write the person's Telegram id behind the command, as in /grant 123456789."),
        ("/grant @omar", "Write the person's Telegram id behind the command, as in /grant 123456789."),
        ("/grant 2", "telegram:2 has a role already."),
        ("/revoke", "Write the person's Telegram id behind the command, as in /revoke 123456789."),
        ("/revoke 2", "The role of telegram:2 stands in the settings: take it out there."),
        ("/revoke 7", "telegram:7 has no role."),
    ],
)
async def test_what_cannot_be_granted_or_revoked(staffed: StaffedStage, amal: Person, text: str, said: str) -> None:
    """A slip is told with what to do."""
    await staffed.start()

    assert (await command(amal, text)).text == said


async def test_who(staffed: StaffedStage, amal: Person, omar: Person) -> None:
    """Everybody with a role, and where it comes from."""
    await staffed.start()
    await command(amal, f"/grant {omar.id}")
    told = await command(amal, "/who")

    assert told.text.split("\n") == [
        "Who has a role",
        "telegram:1: admin, by the settings",
        "telegram:2: curator, by the settings",
        "telegram:7: curator, by telegram:1, 2 March 2026",
    ]


async def test_link_into_the_console(staffed: StaffedStage, nour: Person) -> None:
    """The link that a curator gets opens a session, once."""
    staffed.surroundings = replace(staffed.surroundings, console="https://sanad.example")
    await staffed.start()
    told = await command(nour, "/console")
    heading, link = told.text.split("\n")
    token = link.removeprefix("https://sanad.example/enter/")
    sessions = [await signing_in.sign_in(staffed.desk, token) for _ in range(2)]

    assert heading == "Into the console, once, within 10 minutes:"
    assert [session is not None for session in sessions] == [True, False]


async def test_no_console(staffed: StaffedStage, nour: Person) -> None:
    """Where there is none, the command says what is missing."""
    await staffed.start()
    told = await command(nour, "/console")

    assert told.text == "There is no web console here: SANAD_WEB_ADDRESS is not set."


async def test_digest_wish(staffed: StaffedStage, nour: Person) -> None:
    """The digest is turned on and off by a word."""
    await staffed.start()
    told = [(await command(nour, text)).text for text in ("/digest", "/digest on", "/digest OFF", "/digest on")]
    [member] = await staffed.stores.memberships.all()

    assert told[0] == "Write /digest on or /digest off."
    assert (member.id, member.role, member.wants_digest) == (NOUR, Role.CURATOR, True)


async def test_new_entry_is_written_in_the_console(staffed: StaffedStage, nour: Person) -> None:
    """Where there is a console, the button opens its page of the gap."""
    await staffed.budgets()
    staffed.surroundings = replace(staffed.surroundings, console="https://sanad.example")
    await staffed.start()
    listed = await command(nour, "/gaps")

    assert [button.url for button in listed.buttons if button.label == "New entry"] == ["https://sanad.example/gaps/1"]


async def test_new_entry_without_a_console(staffed: StaffedStage, nour: Person) -> None:
    """Else a tap tells how an entry is written."""
    await staffed.budgets()
    await staffed.start()
    await command(nour, "/gaps")
    told = await (await nour.press("New entry")).answer()

    assert told.show_alert
    assert told.text.startswith("A new entry is written in the knowledge's YAML files")
