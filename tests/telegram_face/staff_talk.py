"""How somebody with a role uses the bot, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from telegram_double import Message, Person

WAITING: Final = ("half a minute.", "نحو نصف دقيقة.")
"""How a message ends that another one is written over in a while."""


async def command(person: Person, text: str) -> Message:
    """What a command is answered with, once nothing is waited for any more."""
    await person.say(text)
    return await settled(person, await person.next_message())


async def open_gaps(person: Person) -> Message:
    """The first gap of the queue."""
    return await command(person, "/gaps")


async def upload(person: Person, name: str, content: bytes) -> Message:
    """What a file is answered with."""
    await person.send_document(name, content)
    return await settled(person, await person.next_message())


async def tap(person: Person, label: str) -> Message:
    """What a message says once the newest button whose label begins so was tapped."""
    buttons = [button for message in reversed(person.messages) for button in message.buttons]
    wanted = next(button.data for button in buttons if button.label.startswith(label))
    assert wanted is not None, "the button opens an address"
    press = await person.press(wanted)
    await press.answer()
    return await settled(person, await person.next_edit())


async def settled(person: Person, message: Message) -> Message:
    """The message itself, or what is written over it."""
    return await person.next_edit() if message.text.endswith(WAITING) else message


def outside_isolates(line: str) -> str:
    """The part of a line by which its direction is told."""
    kept, depth = "", 0
    for letter in line:
        depth += (letter == "\N{FIRST STRONG ISOLATE}") - (letter == "\N{POP DIRECTIONAL ISOLATE}")
        kept += letter if depth == 0 else ""
    return kept
