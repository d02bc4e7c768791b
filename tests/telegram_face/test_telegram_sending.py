"""What is sent again, what is never sent twice, and what ends quietly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram_face.stage import Stage, opened

from bot.inbox import LostClaimError
from bot.telegram.rendering import Part
from bot.telegram.sending import Delivery, Outcome, Sender
from bot.telegram.updates import Address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telegram_double import Person, TelegramDouble

HELLO = Part("<b>Hello</b>", "Hello")


@pytest.fixture
async def sender(stage: Stage) -> AsyncIterator[Sender]:
    async with opened(stage.client) as client:
        yield Sender(client, first_pause=0.01)


async def test_flood_wait_is_honoured(sender: Sender, omar: Person, telegram: TelegramDouble) -> None:
    """A 429 is waited out, and the message arrives once."""
    telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    await sender.deliver(Address(omar.id), HELLO)

    first, second = telegram.calls_to("sendMessage")
    assert second.time - first.time >= 1
    assert [message.text for message in omar.messages] == ["Hello"]


async def test_flood_wait_beyond_patience(sender: Sender, omar: Person, telegram: TelegramDouble) -> None:
    """A wait of minutes is left to whoever keeps the message; nothing has arrived."""
    telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 300", retry_after=300)
    delivery = await sender.deliver(Address(omar.id), HELLO)

    assert delivery == Delivery(Outcome.POSTPONED, Address(omar.id), pause=300)
    assert omar.messages == ()


async def test_server_failures_are_tried_again(sender: Sender, omar: Person, telegram: TelegramDouble) -> None:
    """A Telegram in trouble is asked again, with growing pauses."""
    telegram.fail_next("sendMessage", 502, "Bad Gateway", times=2)
    delivery = await sender.deliver(Address(omar.id), HELLO)

    assert delivery.outcome is Outcome.SENT
    assert [message.text for message in omar.messages] == ["Hello"]


async def test_tries_have_an_end(
    sender: Sender, omar: Person, telegram: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    """After five tries the message is left to whoever keeps it, and the log says so."""
    telegram.fail_next("sendMessage", 429, "Too Many Requests", retry_after=None, times=1)
    telegram.fail_next("sendMessage", 500, "Internal Server Error", times=4)
    delivery = await sender.deliver(Address(omar.id), HELLO)

    assert len(telegram.calls_to("sendMessage")) == 5
    assert delivery.outcome is Outcome.POSTPONED
    assert "send_postponed" in caplog.messages


@pytest.mark.parametrize("after_delivery", [True, False])
async def test_broken_connection_is_ambiguous(
    sender: Sender, omar: Person, telegram: TelegramDouble, *, after_delivery: bool
) -> None:
    """A message that may have arrived is not sent again."""
    telegram.drop_next("sendMessage", after_delivery=after_delivery)
    delivery = await sender.deliver(Address(omar.id), HELLO)

    assert delivery.outcome is Outcome.UNCERTAIN
    assert len(telegram.calls_to("sendMessage")) == 1


async def test_answer_that_never_comes_is_ambiguous(
    sender: Sender, omar: Person, telegram: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    """A call that times out may have been carried out: it is not made again."""
    telegram.stall_next("sendMessage", after_delivery=True)
    delivery = await sender.deliver(Address(omar.id), HELLO)

    assert delivery.outcome is Outcome.UNCERTAIN
    assert [message.text for message in omar.messages] == ["Hello"]
    assert "send_uncertain" in caplog.messages


async def test_refused_connection_is_tried_again(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """A call that never left is made again."""
    client = stage.client_of("http://127.0.0.1:9")
    delivery = await Sender(client, first_pause=0.01).deliver(Address(7), HELLO)
    await client.shutdown()

    assert delivery.outcome is Outcome.POSTPONED
    assert caplog.messages.count("call_repeated") == 4


async def test_refused_markup_goes_out_plain(
    sender: Sender, omar: Person, telegram: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    """When Telegram cannot parse the HTML, its plain twin is sent once."""
    telegram.fail_next("sendMessage", 400, "Bad Request: can't parse entities: Unsupported start tag")
    await sender.deliver(Address(omar.id), HELLO)

    assert [(message.text, message.is_html) for message in omar.messages] == [("Hello", False)]
    assert "html_refused" in caplog.messages


async def test_long_plain_twin_is_cut(sender: Sender, omar: Person, telegram: TelegramDouble) -> None:
    """Addresses written out can make the twin too long for one message; nothing is lost, and the buttons come last."""
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="i:topics")]])
    telegram.fail_next("sendMessage", 400, "Bad Request: can't parse entities: Unsupported start tag")
    await sender.deliver(Address(omar.id), Part("<b>x</b>", "word " * 1000), keyboard)

    assert " ".join(message.text for message in omar.messages) == ("word " * 1000).strip()
    assert [len(message.buttons) for message in omar.messages] == [0, 1]


async def test_group_that_became_a_supergroup(sender: Sender, telegram: TelegramDouble) -> None:
    """A chat that has moved is followed, and the rest of the reply is told where it is."""
    telegram.group(-5, "Newsroom", kind="group")
    moved = telegram.group(-1005, "Newsroom")
    telegram.fail_next("sendMessage", 400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005)
    delivery = await sender.deliver(Address(-5, reply_to=3), HELLO)

    assert delivery == Delivery(Outcome.SENT, Address(-1005))
    assert [message.text for message in moved.messages] == ["Hello"]


async def test_blocked_bot_is_quiet(
    sender: Sender, omar: Person, telegram: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever has blocked the bot hears nothing, and no trouble is made of it."""
    await omar.block()
    delivery = await sender.deliver(Address(omar.id), HELLO)

    assert delivery.outcome is Outcome.UNREACHABLE
    assert len(telegram.calls_to("sendMessage")) == 1
    assert "chat_unreachable" in caplog.messages


async def test_other_refusals_are_logged(
    sender: Sender, omar: Person, telegram: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    """A refusal that nothing can be done about ends the reply, not the program."""
    telegram.fail_next("sendMessage", 400, "Bad Request: chat not found")
    delivery = await sender.deliver(Address(omar.id), HELLO)

    assert delivery.outcome is Outcome.REFUSED
    assert "send_refused" in caplog.messages


async def test_revoked_token_postpones(sender: Sender, omar: Person, telegram: TelegramDouble) -> None:
    """An operator will set another token: until then nothing is lost."""
    telegram.fail_next("sendMessage", 401, "Unauthorized")
    delivery = await sender.deliver(Address(omar.id), HELLO)

    assert delivery.outcome is Outcome.POSTPONED


async def test_warning_before_each_call(sender: Sender, omar: Person, telegram: TelegramDouble) -> None:
    """Whoever keeps books is told of each call right before it leaves."""
    told = list[int]()

    async def before() -> None:
        told.append(len(telegram.calls_to("sendMessage")))

    telegram.fail_next("sendMessage", 502, "Bad Gateway")
    await sender.deliver(Address(omar.id), HELLO, before=before)

    assert told == [0, 1]


async def test_warning_that_raises(sender: Sender, omar: Person) -> None:
    """A call that its keeper has no right to any more is not made."""

    async def before() -> None:
        raise LostClaimError

    with pytest.raises(LostClaimError):
        await sender.deliver(Address(omar.id), HELLO, before=before)
    assert omar.messages == ()
