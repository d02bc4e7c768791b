"""The polling loop under trouble: each question is answered exactly once, whatever Telegram or a stop does."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from telegram_face.stage import HASTE, HOW_MANY, Stage, until

from bot.storage.memory import MemoryInbox
from bot.telegram.client import TelegramClient
from bot.telegram.errors import RivalPollerError, TokenRefusedError
from bot.telegram.polling import POLLER, run_polling

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from telegram_double import Person, TelegramDouble

    from bot.inbox import Event, Receipt

ANSWER = "The Coalition has 90 members"
POISON: dict[str, object] = {"message": {"message_id": "x", "text": "secret words", "chat": 5}}


class FullInbox(MemoryInbox):
    """Cannot keep anything at first."""

    failures = 2

    async def receive(self, events: Sequence[Event], *, at: datetime) -> Receipt:
        self.failures -= 1
        if self.failures >= 0:
            raise OSError("the disk is full")
        return await super().receive(events, at=at)


def is_answer(text: str) -> bool:
    return text.startswith(ANSWER)


async def test_unreadable_update_between_two_good_ones(
    stage: Stage, omar: Person, telegram: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    """An update that cannot be parsed is logged by its number alone, and its neighbours are answered."""
    await omar.say(HOW_MANY)
    number = telegram.push_raw(POISON)
    await omar.say(HOW_MANY)
    await stage.start()
    await omar.next_message()
    await omar.next_message()
    await stage.stop()

    [record] = [record for record in caplog.records if record.getMessage() == "update_unreadable"]
    assert record.__dict__["sanad_keys"]["update"] == number
    assert "secret words" not in caplog.text + str([record.__dict__ for record in caplog.records])
    assert telegram.pending_updates == ()


async def test_update_without_a_number(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """An update that cannot even be confirmed does not stop the next ones."""
    await stage.start()
    telegram.push_raw({"update_id": "seven", "message": {}})
    await omar.say(HOW_MANY)

    assert is_answer((await omar.next_message()).text)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_server_failures_on_fetching(stage: Stage, omar: Person, telegram: TelegramDouble, status: int) -> None:
    """A Telegram in trouble is asked again."""
    await stage.start()
    telegram.fail_next("getUpdates", status, "Internal Server Error", times=3)
    await until(lambda: telegram.unused_faults == ())
    await omar.say(HOW_MANY)

    assert is_answer((await omar.next_message()).text)


async def test_server_failure_on_confirming(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """The last call of all is tried again too, since a restart would answer twice without it."""
    await stage.start()
    await omar.say(HOW_MANY)
    await omar.next_message()
    stage.begin_to_stop()
    telegram.fail_next("getUpdates", 500, "Internal Server Error")
    await stage.stop()

    assert telegram.pending_updates == ()


async def test_flood_wait_on_fetching(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """A 429 on getUpdates is waited out for as long as it says."""
    await stage.start()
    telegram.fail_next("getUpdates", 429, "Too Many Requests: retry after 1", retry_after=1)
    await until(lambda: telegram.unused_faults == ())
    asked_at = telegram.calls_to("getUpdates")[-1].time
    await omar.say(HOW_MANY)
    await omar.next_message()
    fetch = next(call for call in telegram.calls_to("getUpdates") if call.time > asked_at)

    assert fetch.time - asked_at >= 0.5


async def test_dropped_connections_on_fetching(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """A connection that breaks, even after Telegram took the call, costs no question and repeats none."""
    await stage.start()
    telegram.drop_next("getUpdates", times=2)
    telegram.drop_next("getUpdates", after_delivery=True)
    await omar.say(HOW_MANY)
    await omar.next_message()
    await stage.stop()

    assert [is_answer(message.text) for message in omar.messages] == [True]


async def test_trouble_at_start(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """A Telegram that cannot be reached at the start is waited for."""
    telegram.drop_next("getMe", times=2)
    telegram.fail_next("getMe", 502, "Bad Gateway")
    await omar.say(HOW_MANY)
    await stage.start()

    assert is_answer((await omar.next_message()).text)


@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo", "getMyCommands"])
async def test_stop_before_the_first_fetch(stage: Stage, telegram: TelegramDouble, method: str) -> None:
    """A stop is heard while Telegram leaves one of the first calls unanswered; nothing is sent to anybody."""
    telegram.stall_next(method)
    stage.begin()
    await until(lambda: len(telegram.calls_to(method)) == 1)
    await stage.stop()
    await stage.outcome()

    assert telegram.calls_to("sendMessage") == ()


async def test_refused_token(stage: Stage, telegram: TelegramDouble) -> None:
    """A wrong token ends the run with one sentence, which does not spell the token out."""
    telegram.fail_next("getMe", 401, "Unauthorized")
    with pytest.raises(TokenRefusedError, match="the token is refused by Telegram") as caught:
        await run_polling(stage.reception(), asyncio.Event())

    assert telegram.token not in str(caught.value)


def test_empty_token() -> None:
    """A token that is no token at all is refused without asking."""
    with pytest.raises(TokenRefusedError):
        TelegramClient("")


async def test_one_refusal_in_passing(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """A proxy's 401 or 404 in the middle of a run is not the end of it."""
    await stage.start()
    telegram.fail_next("getUpdates", 404, "Not Found")
    telegram.fail_next("getUpdates", 401, "Unauthorized")
    await omar.say(HOW_MANY)

    assert is_answer((await omar.next_message()).text)


async def test_token_revoked_during_a_run(stage: Stage, telegram: TelegramDouble) -> None:
    """Ten refusals in a row are an answer."""
    await stage.start()
    telegram.fail_next("getUpdates", 401, "Unauthorized", times=10)

    with pytest.raises(TokenRefusedError):
        await stage.outcome()


async def test_rival_for_a_moment(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """A restart that overlaps with the old process is sat out."""
    await stage.start()
    telegram.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=9)
    await omar.say(HOW_MANY)

    assert is_answer((await omar.next_message()).text)


async def test_rival_for_good(stage: Stage, telegram: TelegramDouble) -> None:
    """A second process with the same token is reported after ten conflicts in a row."""
    await stage.start()
    telegram.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=10)

    with pytest.raises(RivalPollerError, match="another process polls with this token"):
        await stage.outcome()


async def test_webhook_is_taken_down(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """A webhook of earlier days would answer every fetch with a conflict; what waited behind it is kept."""
    await stage.set_webhook("https://old.example/hook")
    await omar.say(HOW_MANY)
    await stage.start()

    assert is_answer((await omar.next_message()).text)
    assert len(telegram.calls_to("deleteWebhook")) == 1


async def test_stop_ends_the_long_poll_at_once(stage: Stage, telegram: TelegramDouble) -> None:
    """Nobody waits for the end of a long poll."""
    await stage.start(replace(HASTE, long_poll=60))
    async with asyncio.timeout(30):
        await stage.stop()

    assert telegram.refusals == ()


async def test_stop_in_the_middle_of_a_queue(
    stage: Stage, omar: Person, laila: Person, telegram: TelegramDouble
) -> None:
    """What was received before a stop is answered before the end, and not again after the restart."""
    await stage.start()
    gate = stage.sessions.hold("telegram:7")
    for _ in range(5):
        await omar.say(HOW_MANY)
    await laila.say(HOW_MANY)
    await laila.next_message()
    await until(lambda: stage.sessions.loading == 1)
    stage.begin_to_stop()
    await laila.say(HOW_MANY)
    gate.set()
    await stage.stop()
    before_restart = len(omar.messages)
    await stage.start()
    await laila.next_message()
    await stage.stop()

    assert before_restart == 5
    assert (len(omar.messages), len(laila.messages)) == (5, 2)
    assert telegram.pending_updates == ()


@pytest.fixture
def other(stage: Stage) -> Stage:
    """Another process on the same stores."""
    other = Stage(stage.telegram, stage.library, stage.words)
    other.stores = stage.stores
    return other


async def test_second_process_stands_by(
    stage: Stage, other: Stage, omar: Person, telegram: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    """Of two processes one polls; the other says once that it stands by, and takes over when the first one ends."""
    await stage.start()
    other.begin()
    await until(lambda: "standing_by" in caplog.messages)
    await omar.say(HOW_MANY)
    await omar.next_message()
    await stage.stop()
    await omar.say(HOW_MANY)
    await omar.next_message()
    await other.stop()

    assert [is_answer(message.text) for message in omar.messages] == [True, True]
    assert caplog.messages.count("standing_by") == 1
    assert telegram.pending_updates == ()


async def test_poller_that_lost_its_lease(stage: Stage, telegram: TelegramDouble) -> None:
    """It stops polling at once, in the middle of a long poll, and stands by."""
    leases = stage.stores.leases
    await stage.start()
    holder = (await leases.held(at=stage.clock.now()))[POLLER]
    await leases.release(POLLER, holder)
    await leases.hold(POLLER, "other", until=stage.clock.now() + timedelta(minutes=1), at=stage.clock.now())
    await asyncio.sleep(0.1)
    fetches = len(telegram.calls_to("getUpdates"))
    await leases.release(POLLER, "other")
    await until(lambda: len(telegram.calls_to("getUpdates")) > fetches)

    assert "offset" not in telegram.calls_to("getUpdates")[-1].parameters


async def test_known_updates_are_passed_over(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """What an earlier poller has kept and could not confirm any more is not answered again."""
    await omar.say(HOW_MANY)
    async with stage.process() as earlier:
        await stage.receive(earlier)
        await omar.next_message()
    await stage.start()
    await until(lambda: telegram.pending_updates == ())
    await stage.stop()

    assert len(omar.messages) == 1


async def test_updates_that_cannot_be_kept(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """They are not confirmed, and come again: nothing is lost with a database in trouble."""
    stage.stores = replace(stage.stores, inbox=FullInbox(stage.stores.leases))
    await stage.start()
    await omar.say(HOW_MANY)
    await omar.next_message()
    await stage.stop()

    assert [is_answer(message.text) for message in omar.messages] == [True]
    assert telegram.pending_updates == ()


async def test_batch_of_many_people_across_restarts(stage: Stage, telegram: TelegramDouble) -> None:
    """Sixty people who wrote while Sanad was away, and it stops and starts in between: each has one answer."""
    people = [telegram.person(1000 + number, f"Person {number}", "en") for number in range(60)]
    for person in people:
        await person.say(HOW_MANY)
    for _ in range(3):
        await stage.start()
        await stage.stop()
    await stage.start()
    for person in people:
        await person.next_message()
    await stage.stop()

    assert [len(person.messages) for person in people] == [1] * len(people)


async def test_stop_does_not_wait_for_ever(stage: Stage, omar: Person) -> None:
    """A turn that never ends is given up after the time for draining, and left to the next process."""
    await stage.start(replace(HASTE, drain=0.1))
    stage.sessions.hold("telegram:7")
    await omar.say(HOW_MANY)
    await until(lambda: stage.sessions.loading == 1)
    async with asyncio.timeout(30):
        await stage.stop()

    assert omar.messages == ()
    assert (await stage.stores.inbox.backlog()).events == 1
