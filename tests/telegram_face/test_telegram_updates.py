"""From raw updates to what the conversation understands."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import User

from bot.telegram.buttons import Tap
from bot.telegram.errors import UnreadableUpdateError
from bot.telegram.updates import (
    Address,
    ChoiceReceived,
    CommandReceived,
    Received,
    TextReceived,
    UnreadableReceived,
    receive,
)
from handlers.model import Choice, Intent, Message, Offer
from knowledge.schema import Language

BOT = User(99, "Sanad", is_bot=True, username="SanadBot")
OMAR = {"id": 7, "is_bot": False, "first_name": "Omar", "language_code": "ar-IQ"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Omar"}
GROUP = {"id": -100, "type": "supergroup", "title": "Newsroom"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def message(chat: dict[str, Any], **fields: object) -> dict[str, Any]:
    return {"update_id": 1, "message": {"message_id": 5, "date": 0, "chat": chat, "from": OMAR} | fields}


def tap(**fields: object) -> dict[str, Any]:
    below = {"message_id": 5, "date": 0, "chat": PRIVATE}
    query = {"id": "q", "from": OMAR, "chat_instance": "1", "data": "e:coalition-members", "message": below}
    return {"update_id": 1, "callback_query": query | fields}


def of_omar(text: str, conversation: str = "telegram:7") -> Message:
    return Message(text, conversation, "telegram:7", Language.ARABIC)


def test_private_text() -> None:
    """A text is taken as it is, with opaque keys and the client's language."""
    assert receive(message(PRIVATE, text="/مساعدة  x"), BOT) == TextReceived(of_omar("/مساعدة  x"), Address(7))


@pytest.mark.parametrize(
    ("code", "hint"),
    [("en", "en"), ("AR", "ar"), ("ar-SA", "ar"), ("de", None), ("ckb", None), (None, None), ("", None)],
)
def test_language_hint(code: str | None, hint: str | None) -> None:
    """Only a language that Sanad speaks is a hint."""
    received = receive(message(PRIVATE, text="x", **{"from": OMAR | {"language_code": code}}), BOT)

    assert received is not None
    assert received.message.language_hint == hint


@pytest.mark.parametrize(
    ("text", "intent", "rest"),
    [
        ("/start", None, ""),
        ("/start q_ab12", None, ""),
        ("/Topics", Intent.TOPICS, ""),
        ("/help@sanadbot", Intent.HELP, ""),
        ("/language عربي", Intent.LANGUAGE, "عربي"),
        ("/language@SanadBot\nEnglish", Intent.LANGUAGE, "English"),
    ],
)
def test_commands(text: str, intent: Intent | None, rest: str) -> None:
    """A command is known with and without the bot's name; only the language command has arguments."""
    assert receive(message(PRIVATE, text=text), BOT) == CommandReceived(of_omar(rest), Address(7), intent)


def test_unknown_command_is_a_text() -> None:
    """In a private chat a slash before a word is a slip, not a reason for silence."""
    assert isinstance(receive(message(PRIVATE, text="/members"), BOT), TextReceived)


def test_topic_of_a_forum() -> None:
    """The answer goes into the topic in which the question was asked."""
    received = receive(message(GROUP, text="/help", is_topic_message=True, message_thread_id=3), BOT)

    assert received == CommandReceived(of_omar("", "telegram:-100:7"), Address(-100, 5, 3), Intent.HELP)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@SanadBot how many members?", "how many members?"),
        ("how many members, @sanadbot?", "how many members,  ?"),
        ("how many members?", None),
        ("mail me@SanadBot", None),
        ("@SanadBotFan hello", None),
        ("/members", None),
    ],
)
def test_mention_in_a_group(text: str, expected: str | None) -> None:
    """A mention anywhere addresses the bot, and is not part of the question."""
    received = receive(message(GROUP, text=text), BOT)

    assert (received.message.text if received is not None else None) == expected


def test_answer_to_the_bot_in_a_group() -> None:
    """Whoever answers a message of the bot talks to it; whoever answers somebody else does not."""
    before = {"message_id": 4, "date": 0, "chat": GROUP}
    to_bot = message(GROUP, text="and in 2019?", reply_to_message=before | {"from": BOT.to_dict()})
    to_omar = message(GROUP, text="and in 2019?", reply_to_message=before | {"from": OMAR})

    assert receive(to_bot, BOT) == TextReceived(of_omar("and in 2019?", "telegram:-100:7"), Address(-100, 5))
    assert receive(to_omar, BOT) is None


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]},
        {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}},
        {"location": {"latitude": 1.0, "longitude": 1.0}},
        {"contact": {"phone_number": "1", "first_name": "x"}},
    ],
)
def test_other_content(content: dict[str, object]) -> None:
    """Pictures and the like are noticed in private chats only."""
    assert receive(message(PRIVATE, **content), BOT) == UnreadableReceived(of_omar(""), Address(7))
    assert receive(message(GROUP, **content), BOT) is None


@pytest.mark.parametrize(
    "update",
    [
        message(PRIVATE, text="x", **{"from": OMAR | {"is_bot": True}}),
        message(GROUP, text="@SanadBot x", sender_chat={"id": -5, "type": "channel"}),
        message(PRIVATE, pinned_message={"message_id": 4, "date": 0, "chat": PRIVATE}),
        message(GROUP, new_chat_members=[OMAR]),
        {"update_id": 1, "edited_message": message(PRIVATE, text="x")["message"]},
        {
            "update_id": 1,
            "channel_post": {"message_id": 5, "date": 0, "chat": {"id": -5, "type": "channel"}, "text": "x"},
        },
        {"update_id": 1, "something_new": {"a": 1}},
        tap(message=None),
    ],
)
def test_what_asks_for_nothing(update: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    """Bots, channels, service messages, edits and what has not been invented yet are passed over in silence."""
    assert receive(update, BOT) is None
    assert caplog.messages == []


def test_tap() -> None:
    """A tap carries who tapped, where, and what the button says."""
    expected = ChoiceReceived(of_omar(""), Address(7), "q", Tap(Choice(Offer.ENTRY, "coalition-members", "")))

    assert receive(tap(), BOT) == expected
    assert receive(tap(message={"message_id": 5, "date": 0, "chat": PRIVATE, "text": "old"}), BOT) == expected


def test_tap_in_a_group() -> None:
    """In a group the answer hangs below the message with the button, in the tapper's own conversation."""
    below = {"message_id": 5, "date": 9, "chat": GROUP, "is_topic_message": True, "message_thread_id": 3}
    received = receive(tap(message=below, data="old|data"), BOT)

    assert received == ChoiceReceived(of_omar("", "telegram:-100:7"), Address(-100, 5, 3), "q", None)


@given(JSON, st.sampled_from(["message", "callback_query", "my_chat_member"]))
def test_no_update_breaks_the_reading(content: object, kind: str) -> None:
    """Whatever an update holds, it asks for nothing, or is said to be unreadable."""
    received: Received | None = None
    with suppress(UnreadableUpdateError):
        received = receive({"update_id": 1, kind: content}, BOT)

    assert received is None


def test_unreadable_update(caplog: pytest.LogCaptureFixture) -> None:
    """Of an unreadable update nothing but the kind of fault is told."""
    with pytest.raises(UnreadableUpdateError) as caught:
        receive({"update_id": 17, "message": {"text": "secret words", "chat": 5}}, BOT)

    assert "secret words" not in str(caught.value)
    assert caplog.records == []
