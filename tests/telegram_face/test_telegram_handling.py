"""A process that ends at any point: the next one does the rest once, and says what may have been sent before."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import pytest
from telegram_face.stage import HASTE, HOW_MANY, HOW_MANY_ARABIC, SECRET, FrailInbox, Stage, until

from bot.inbox import Event
from bot.phrasebook import load_phrasebooks
from bot.storage.database import Database
from bot.storage.stores import Stores
from bot.telegram.handling import LATEST, MOST_TRIES
from bot.telegram.outgoing import Outgoing
from bot.telegram.receiving import CHANNEL
from bot.telegram.rendering import BUDGET, Part
from bot.telegram.updates import Address
from knowledge.schema import Language

if TYPE_CHECKING:
    from pathlib import Path

    from telegram_double import Person, TelegramDouble
    from telegram_face.staffed_stage import StaffedStage

    from bot.inbox import Inbox

ANSWER: Final = "The Coalition has 90 members"
STAFF_WORDS: Final = load_phrasebooks(files("bot.telegram.staff") / "strings")
UNKNOWN: Final = "tomatoes and zebras"
OMAR: Final = 7


def texts(person: Person) -> list[str]:
    return [message.text for message in person.messages]


def perhaps(stage: Stage, language: Language = Language.ENGLISH) -> str:
    return stage.words[language].perhaps_sent


async def one_that_ends(stage: Stage, call: str, *, is_made: bool = False, times: int = 1) -> None:
    """A process receives what people have sent, and ends at some point."""
    frail = FrailInbox(stage.stores.inbox, call, is_made=is_made, times=times)
    async with stage.process(frail) as first:
        await stage.receive(first)
        async with asyncio.timeout(30):
            await frail.end.wait()
            # The dead let nothing go.
            await next_one(stage)


async def next_one(stage: Stage) -> None:
    """A process answers all that waits."""
    async with stage.process():
        while (await stage.stores.inbox.backlog()).events:  # noqa: ASYNC110 - the inbox tells nobody
            await asyncio.sleep(0.005)


async def kept(inbox: Inbox, outgoing: Outgoing, *, sending: int | None = None, at: datetime | None = None) -> None:
    """A reply of a process that is dead by now, up to the part that it was sending."""
    now = at or datetime.now(UTC)
    await inbox.receive([Event(CHANNEL, 1, "c", "s", b"{}")], at=now)
    [waiting] = await inbox.claim("dead", most=1, at=now)
    await inbox.answered(waiting, "dead", outgoing.to_json())
    if sending is not None:
        await inbox.sending(waiting, "dead", sending)


async def test_end_before_the_effects(stage: Stage, omar: Person) -> None:
    """What was received and not answered is answered once, without a word of it."""
    await omar.say(HOW_MANY)
    await one_that_ends(stage, "answered")

    [text] = texts(omar)
    assert text.startswith(ANSWER)


async def test_end_before_sending(stage: Stage, omar: Person) -> None:
    """A reply that is kept and was not begun to be sent is sent once, without a word of it."""
    await omar.say(HOW_MANY)
    await one_that_ends(stage, "answered", is_made=True)

    [text] = texts(omar)
    assert text.startswith(ANSWER)


async def test_effects_happen_once(stage: Stage, omar: Person) -> None:
    """A question whose reply is kept is not asked again: it is one gap, and one reply in the counts."""
    await omar.say(UNKNOWN)
    await one_that_ends(stage, "answered", is_made=True)
    [group] = await stage.stores.gaps.groups()
    today = datetime.now(UTC).date()

    assert group.times == 1
    assert sum((await stage.stores.tallies.between(today, today)).values()) == 1


async def test_effects_and_reply_come_true_together(stage: Stage, omar: Person, tmp_path: Path) -> None:
    """On a database nothing is left of a turn whose reply was not kept; the next process does all of it once."""
    async with Database(f"sqlite:///{tmp_path / 'sanad.sqlite3'}") as database:
        stage.stores = Stores.on(database, SECRET)
        frail = FrailInbox(stage.stores.inbox, "answered", is_made=True)
        await omar.say(UNKNOWN)
        async with stage.process(frail) as first:
            await stage.receive(first)
            await frail.end.wait()
        after_the_first = await stage.stores.gaps.groups()
        await next_one(stage)
        [group] = await stage.stores.gaps.groups()

    assert list(after_the_first) == []
    assert group.times == 1
    assert len(omar.messages) == 1


@pytest.mark.parametrize(("call", "is_made", "messages"), [("sending", True, 1), ("done", False, 2)])
async def test_end_while_sending(stage: Stage, omar: Person, call: str, messages: int, *, is_made: bool) -> None:
    """What may have been sent, or was, is sent again behind a line that says so."""
    await omar.say(HOW_MANY)
    await one_that_ends(stage, call, is_made=is_made)

    assert len(omar.messages) == messages
    assert texts(omar)[-1].startswith(f"{perhaps(stage)}\n\n{ANSWER}")


async def test_line_in_arabic(stage: Stage, omar: Person) -> None:
    """The line is written in the language of the answer, and the buttons stand below as before."""
    await omar.say(HOW_MANY_ARABIC)
    await one_that_ends(stage, "done")

    first, second = omar.messages
    assert second.text == f"{perhaps(stage, Language.ARABIC)}\n\n{first.text}"
    assert second.rows == first.rows


async def test_end_between_two_parts(stage: Stage, omar: Person) -> None:
    """Parts that were sent are not sent again; the one in doubt is announced, those after it are not."""
    parts = [Part(text, text) for text in ("one", "two", "three")]
    await kept(stage.stores.inbox, Outgoing(Address(OMAR, reply_to=5), parts), sending=1)
    await next_one(stage)

    assert texts(omar) == [f"{perhaps(stage)}\n\ntwo", "three"]
    assert "reply_parameters" not in stage.telegram.calls_to("sendMessage")[0].parameters


async def test_line_that_does_not_fit(stage: Stage, omar: Person) -> None:
    """Before a part that fills its message the line is a message of its own."""
    full = "x" * BUDGET
    await kept(stage.stores.inbox, Outgoing(Address(OMAR), [Part(full, full)]), sending=0)
    await next_one(stage)

    assert texts(omar) == [perhaps(stage), full]


async def test_vote_is_counted_once(staffed: StaffedStage, omar: Person) -> None:
    """A vote of a process that has ended counts once, and its buttons are changed by the next one."""
    await staffed.start()
    await omar.say(HOW_MANY)
    await omar.next_message()
    await staffed.stop()
    await omar.press("👎")
    await one_that_ends(staffed, "answered", is_made=True)
    [share] = await staffed.stores.votes.shares()

    assert share.down == 1
    assert [button.label for button in omar.messages[-1].buttons][-1] == "Unclear"


async def test_what_is_counted(stage: Stage, omar: Person) -> None:
    """A reply is counted by the process that made it, and a message that is sent again as such."""
    frail = FrailInbox(stage.stores.inbox, "done")
    await omar.say(HOW_MANY)
    async with stage.process(frail) as first:
        await stage.receive(first)
        await frail.end.wait()
        async with stage.process() as second:
            await until(lambda: len(omar.messages) == 2)
    of_first, of_second = (one.receiving.metrics.render().decode() for one in (first, second))

    assert 'sanad_replies_total{kind="answer",language="en"} 1.0' in of_first
    assert 'sanad_sends_total{outcome="sent"} 1.0' in of_first
    assert "sanad_replies_total{" not in of_second
    assert 'sanad_sends_total{outcome="repeated"} 1.0' in of_second


async def test_reply_that_nobody_can_hear(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """Whoever has blocked the bot is not written to for the rest of the reply, and the event is done."""
    await omar.block()
    await kept(stage.stores.inbox, Outgoing(Address(OMAR), [Part(text, text) for text in ("one", "two")]))
    await next_one(stage)

    assert len(telegram.calls_to("sendMessage")) == 1


async def test_question_of_the_day_before_yesterday(
    stage: Stage, omar: Person, telegram: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    """A reply that Telegram did not take for a day is given up."""
    telegram.fail_next("sendMessage", 500, "Internal Server Error", times=5)
    await kept(stage.stores.inbox, Outgoing(Address(OMAR), [Part("one", "one")]), at=datetime.now(UTC) - 2 * LATEST)
    await next_one(stage)

    assert omar.messages == ()
    assert "reply_given_up" in caplog.messages


async def test_event_that_ends_its_processes(stage: Stage, omar: Person) -> None:
    """After some of them it is owned up to, and the next question is answered."""
    await omar.say(HOW_MANY)
    await omar.say(HOW_MANY)
    inbox, now = stage.stores.inbox, datetime.now(UTC)
    async with stage.process() as first:
        stage.sessions.hold("telegram:7")
        await stage.receive(first)
        await until(lambda: stage.sessions.loading == 1)
        for number in range(MOST_TRIES):
            await inbox.claim(f"dead {number}", most=1, at=now)
        stage.sessions = type(stage.sessions)()
        await next_one(stage)

    trouble, answer = texts(omar)
    assert trouble == stage.words[Language.ENGLISH].trouble
    assert answer.startswith(ANSWER)


async def test_event_that_cannot_be_read(stage: Stage, omar: Person, caplog: pytest.LogCaptureFixture) -> None:
    """What was sealed under a lost secret is passed over, and holds up nobody."""
    await stage.stores.inbox.receive([Event(CHANNEL, 1, "c", "s", b"")], at=datetime.now(UTC))
    await next_one(stage)

    assert texts(omar) == []
    assert "event_unreadable" in caplog.messages


async def test_reply_that_cannot_be_read(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """So is a reply that an earlier version kept in a way of its own."""
    inbox, now = stage.stores.inbox, datetime.now(UTC)
    await inbox.receive([Event(CHANNEL, 1, "c", "s", b"{}")], at=now)
    [waiting] = await inbox.claim("dead", most=1, at=now)
    await inbox.answered(waiting, "dead", b'{"parts": []}')
    await next_one(stage)

    assert "reply_unreadable" in caplog.messages


async def test_telegram_away_for_a_while(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """A reply that Telegram does not take now is sent once it does, and is no news to the reader."""
    telegram.fail_next("sendMessage", 502, "Bad Gateway", times=7)
    await stage.start()
    await omar.say(HOW_MANY)

    assert (await omar.next_message()).text.startswith(ANSWER)
    assert telegram.unused_faults == ()


async def test_stop_while_telegram_is_away(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """A reply that Telegram makes wait beyond a stop is sent by the next process."""
    telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 300", retry_after=300)
    await stage.start(replace(HASTE, drain=0.05))
    await omar.say(HOW_MANY)
    await until(lambda: telegram.unused_faults == ())
    await stage.stop()
    before = texts(omar)
    await stage.start()

    assert before == []
    assert ANSWER in (await omar.next_message()).text


async def test_reply_that_waits_holds_up_nobody(
    stage: Stage, omar: Person, laila: Person, telegram: TelegramDouble
) -> None:
    """Whoever Telegram makes wait, others are answered."""
    telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 300", retry_after=300)
    await stage.start(replace(HASTE, drain=0.05))
    await omar.say(HOW_MANY)
    await until(lambda: telegram.unused_faults == ())
    await laila.say(HOW_MANY)

    assert (await laila.next_message()).text.startswith(ANSWER)


async def test_changes_by_staff_are_not_made_again(staffed: StaffedStage, amal: Person) -> None:
    """What staff had begun to change when a process ended is left to them, who are told to look."""
    await amal.say("/publish")
    await one_that_ends(staffed, "done")

    assert texts(amal)[-1] == STAFF_WORDS[Language.ENGLISH]("interrupted")


async def test_what_staff_look_at_is_shown_again(staffed: StaffedStage, nour: Person) -> None:
    """What only shows something is done again."""
    await nour.say("/gaps")
    await one_that_ends(staffed, "done")

    assert len(set(texts(nour))) == 1
    assert len(nour.messages) == 2
