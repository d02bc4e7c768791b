"""Messages that nobody writes in earnest: answered like any other, in bounded time, with what Telegram takes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import pytest
from telegram import User
from telegram_double.formatting import MAXIMUM_TEXT_UNITS, utf16_length
from telegram_double.html import parse_html

from bot.telegram.outgoing import Outgoing
from bot.telegram.rendering import render
from bot.telegram.updates import Address, CommandReceived, DocumentReceived, TextReceived, UnreadableReceived, receive
from handlers.model import Intent
from handlers.wording import load_words

if TYPE_CHECKING:
    from handlers_floor.talking import Talk

LONGEST: Final = 4096
"""Characters of a message, as Telegram lets nobody write more."""
SECONDS: Final = 5.0
"""Of processor time for one message: fifty times what the worst of them takes."""
WORDS: Final = load_words()
BOT: Final = User(99, "Sanad", is_bot=True, username="SanadBot")
REMOVED: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\0")
"""What Telegram takes out of messages."""


def filled(unit: str) -> str:
    return (unit * LONGEST)[:LONGEST]


MESSAGES: Final = {
    "Arabic": filled("كم عدد أعضاء التحالف الدولي "),
    "one word": "a" * LONGEST,
    "one Arabic word": filled("تحالف"),
    "many words": " ".join(f"wrd{number}x" for number in range(LONGEST))[:LONGEST],
    "digits": "1" * LONGEST,
    "Arabic digits": filled("٠٧٧٠ "),
    "punctuation": filled("!?.,;"),
    "exclamation": "!" * (LONGEST - 1) + "x",
    "questions": filled("who? "),
    "and what about": filled("and what about Iraq "),
    "Arabic and what about": filled("وماذا عن العراق "),
    "and why": filled("and why "),
    "years": filled("2019 "),
    "blanks": "who" + " " * (LONGEST - 4) + "?",
    "lines": filled("\n"),
    "bidi": filled("\u202e\u2066who\u2069 "),
    "zero width": filled("w\u200bh\u200do\u2060 "),
    "nothing but zero width": "\u200b" * LONGEST,
    "vowel marks": "ت" + "\u0651\u064e" * (LONGEST // 2 - 1),
    "accents": "e" + "\u0301" * (LONGEST - 1),
    "ligatures": "\ufdfa" * LONGEST,
    "emoji": "\N{PILE OF POO}" * LONGEST,
    "families": filled("\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"),
    "ten thousand emoji": "\N{PILE OF POO}" * 10_000,
    "other scripts": filled("联盟有多少成员"),
    "markup": filled("<b>&amp;</i><a href='x'>"),
    "template": filled("{{7*7}}${x}%s%n{0.__class__}"),
    "SQL": filled("'; DROP TABLE sessions; --"),
    "paths": filled("../../etc/passwd "),
    "nulls": filled("who\0"),
    "brackets": filled("[1]([2"),
    "what is nearly an address": "Zorg " + filled(".-"),
    "what is nearly a name": "my name is" + " " * (LONGEST - 10),
}


@pytest.mark.parametrize("text", MESSAGES.values(), ids=MESSAGES)
async def test_message(talk: Talk, text: str) -> None:
    """It has an answer that Telegram parses, no longer than a message, and that takes no longer than a moment."""
    begun = time.process_time()
    reply = await talk.say(text)
    spent = time.process_time() - begun

    parts = render(reply, WORDS[reply.language])
    assert parts
    assert all(0 < utf16_length(parse_html(part.html).text) <= MAXIMUM_TEXT_UNITS for part in parts)
    assert not REMOVED & set("".join(part.plain for part in parts))
    assert spent < SECONDS


@pytest.mark.parametrize("text", MESSAGES.values(), ids=MESSAGES)
async def test_message_after_an_answer(talk: Talk, text: str) -> None:
    """As a follow-up it takes no longer than a moment either, and what comes after it is understood."""
    await talk.say("How many members does the coalition have?")
    begun = time.process_time()
    await talk.say(text)
    spent = time.process_time() - begun
    after = await talk.say("How many members does the coalition have?")

    assert spent < SECONDS
    assert after.entry is not None


def wrote(**content: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever Telegram may send
    sender = {"id": 7, "is_bot": False, "first_name": content.pop("first_name", "Omar")}
    chat = content.pop("chat", {"id": 7, "type": "private", "first_name": "Omar"})
    return {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": chat, "from": sender} | content}


@pytest.mark.parametrize("half", ["\ud83d", "\udca9\ud83d"])
async def test_half_a_character(talk: Talk, half: str) -> None:
    """It is dropped where it arrives, so that what quotes the words can be kept and sent."""
    received = receive(wrote(text=f"How many members does the coalition have? And who is {half}Zorg?"), BOT)
    assert isinstance(received, TextReceived)
    reply = await talk.say(received.message.text)
    outgoing = Outgoing(Address(7), render(reply, WORDS[reply.language]))

    assert half not in received.message.text
    assert Outgoing.from_json(outgoing.to_json()) == outgoing


def test_half_a_character_in_the_name_of_a_file() -> None:
    """It is dropped there as well, for what is said of the file names it."""
    received = receive(wrote(document={"file_id": "f", "file_unique_id": "u", "file_name": "a\ud83d.yaml"}), BOT)

    assert isinstance(received, DocumentReceived)
    assert received.name == "a.yaml"


@pytest.mark.parametrize("arguments", ["x" * 4000, "-1", "../..", "\u202e" * 100, "ar " * 1000, "<b>", "9" * 4000])
def test_command_with_absurd_arguments(arguments: str) -> None:
    """It is the command that it is."""
    received = receive(wrote(text=f"/language {arguments}"), BOT)

    assert isinstance(received, CommandReceived)
    assert received.intent is Intent.LANGUAGE


@pytest.mark.parametrize("name", ["<b>Omar</b>", "\u202eramO", "\ud83d", "", "O" * 10_000])
def test_name_of_the_sender(name: str) -> None:
    """Nothing of it goes any further."""
    received = receive(wrote(text="who", first_name=name), BOT)

    assert isinstance(received, TextReceived)
    assert "Omar" not in repr(received)
    assert name == "" or name not in repr(received)


@pytest.mark.parametrize("command", ["/start@OtherBot", "/help@SanadBot2", "/topics@sanadbo"])
def test_command_to_another_bot(command: str) -> None:
    """What is for another bot of a group is none of this one's business."""
    assert receive(wrote(text=command), BOT) is None


def test_message_that_is_edited_a_thousand_times() -> None:
    """Its first wording is answered once; what it becomes later is passed over in silence."""
    edits = ({"update_id": 2 + number, "edited_message": wrote(text="who")["message"]} for number in range(1000))

    assert [edit for edit in edits if receive(edit, BOT) is not None] == []


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "type": "regular",
                     "is_animated": False, "is_video": False}},
        {"poll": {"id": "1", "question": "who?", "options": [], "total_voter_count": 0, "is_closed": False,
                  "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False,
                  "members_only": False}},
        {"caption": "who?", "photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]},
        {"caption": "x" * 1024, "voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}},
    ],
    ids=["sticker", "poll", "picture with a caption", "voice with a long caption"],
)  # fmt: skip
def test_what_is_no_text(content: dict[str, Any]) -> None:
    """In a private chat it is owned up to that it cannot be read; in a group it is passed over."""
    group = {"id": -100, "type": "supergroup", "title": "Newsroom"}

    assert isinstance(receive(wrote(**content), BOT), UnreadableReceived)
    assert receive(wrote(chat=group, **content), BOT) is None


def test_forwarded_post_of_a_channel() -> None:
    """What a group gets from its channel has no person behind it, and is passed over."""
    channel = {"id": -200, "type": "channel", "title": "News"}
    group = {"id": -100, "type": "supergroup", "title": "Newsroom"}
    forwarded = wrote(text="@SanadBot who?", chat=group, sender_chat=channel, is_automatic_forward=True)

    assert receive(forwarded, BOT) is None
