"""Thumbs under answers: they count once, ask why, and outlive a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram_double.keyboards import check_reply_markup
from telegram_face.stage import HOW_MANY, HOW_MANY_ARABIC, until

from bot.telegram.buttons import MOST_BYTES, keyboard
from bot.telegram.votes import complaint_rows, decode, encode, vote_rows
from handlers.feedback import Ballot, Complaint, Opinion, Share
from handlers.model import Choice, Kind, Offer, Reply
from knowledge.loader import LONGEST_ID
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telegram_double import Message, Person, TelegramDouble
    from telegram_face.staffed_stage import StaffedStage

    from handlers.wording import Words

IDS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda written: len(written) <= LONGEST_ID)
CLAIMS = st.frozensets(st.integers(0, 40)).map(lambda places: tuple(sorted(places)))
SAID = st.one_of(
    st.tuples(st.sampled_from(Opinion), st.none()), st.tuples(st.just(Opinion.DOWN), st.sampled_from(Complaint))
)
MEMBERS = "coalition-members"


def labels(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in message.rows]


async def asked(person: Person, text: str = HOW_MANY) -> Message:
    await person.say(text)
    return await person.next_message()


@given(IDS, CLAIMS, SAID)
def test_codec_round_trip(entry: str, claims: tuple[int, ...], said: tuple[Opinion, Complaint | None]) -> None:
    """Whatever a thumb says is read again, and every entry with up to 41 claims fits into its 64 bytes."""
    ballot = Ballot(entry, claims, *said)
    data = encode(ballot)

    assert data is not None
    assert len(data.encode()) <= MOST_BYTES
    assert decode(data) == ballot


@given(st.text() | st.text("vudownc:-0123456789abcdef").map("v:".__add__))
def test_unknown_data_says_nothing(text: str) -> None:
    """Whatever arrives, it is read as a vote that could have been written, or as none."""
    ballot = decode(text)

    assert ballot is None or encode(ballot) == text


@pytest.mark.parametrize(
    "text", ["", "v", "v:u", "v:u:", "v:u:a:", "v:x:a:1", "v:u:A:1", "v:u:a:01", "v:u:a:g", "v:u:a:1:1", "v:u:a:1\n"]
)
def test_broken_data_says_nothing(text: str) -> None:
    """Data of another age, or of a forger, is no vote."""
    assert decode(text) is None


def test_short_form() -> None:
    """The data can be read by a person who looks at a log."""
    assert encode(Ballot(MEMBERS, (0, 2), Opinion.UP)) == "v:u:coalition-members:5"


def test_thumbs_come_last() -> None:
    """Under the choices of an answer, and only of the answer of one entry."""
    choices = (Choice(Offer.HISTORY, MEMBERS, "How it changed"),)
    answer = Reply(Kind.ANSWER, Language.ENGLISH, ("90.",), choices=choices, entry=MEMBERS, claims=(0,))
    several = Reply(Kind.ANSWER, Language.ENGLISH, ("90.", "Oil."), choices=choices)
    shown = keyboard(answer, below=vote_rows(answer))

    assert shown is not None
    assert [[button.text for button in row] for row in shown.inline_keyboard] == [["How it changed"], ["👍", "👎"]]
    assert vote_rows(several) == ()


def test_answer_of_too_many_claims_has_no_thumbs() -> None:
    """What does not fit a button is left out, and the answer stays."""
    answer = Reply(Kind.ANSWER, Language.ENGLISH, ("90.",), entry="x" * LONGEST_ID, claims=(60,))

    assert vote_rows(answer) == ()


@pytest.mark.parametrize("language", Language)
def test_telegram_takes_the_reasons(words: Mapping[Language, Words], language: Language) -> None:
    """The four reasons pass Telegram's own checks, two a row."""
    rows = complaint_rows(Ballot(MEMBERS, (0,), Opinion.DOWN), words[language])
    markup = {"inline_keyboard": [[button.to_dict() for button in row] for row in rows]}

    assert check_reply_markup(markup) is not None
    assert [len(row) for row in rows] == [2, 2]


async def test_vote_for_an_answer(staffed: StaffedStage, omar: Person) -> None:
    """A thumb up is thanked for and counted; the buttons stay."""
    await staffed.start()
    answer = await asked(omar)
    thanks = await (await omar.press("👍")).answer()
    await until(lambda: not staffed.telegram.pending_updates)
    await staffed.stop()

    assert thanks.text == staffed.words[Language.ENGLISH].vote_thanks
    assert await staffed.stores.votes.shares() == (Share(MEMBERS, (0,), 1, 0, {}),)
    assert labels(omar.messages[-1]) == labels(answer)


async def test_vote_against_an_answer_asks_why(staffed: StaffedStage, omar: Person) -> None:
    """Four reasons take the place of the thumbs, and nothing that of the reasons; other buttons stay."""
    await staffed.start()
    await asked(omar)
    await (await omar.press("👎")).answer()
    reasons = await omar.next_edit()
    thanks = await (await omar.press("Outdated")).answer()
    after = await omar.next_edit()
    shares = await staffed.stores.votes.shares()

    assert labels(reasons) == [["How it changed"], ["Outdated", "Wrong"], ["Not what I asked", "Unclear"]]
    assert labels(after) == [["How it changed"]]
    assert thanks.text == staffed.words[Language.ENGLISH].vote_noted
    assert shares == (Share(MEMBERS, (0,), 0, 1, {Complaint.OUTDATED: 1}),)


async def test_answer_that_was_voted_down_is_a_gap(staffed: StaffedStage, omar: Person) -> None:
    """Curators find it in their queue, with the entry and without a word."""
    await staffed.start()
    await asked(omar)
    await (await omar.press("👎")).answer()
    await omar.next_edit()
    [group] = await staffed.stores.gaps.groups()

    assert (group.entry, group.text) == (MEMBERS, "")


async def test_thanks_in_the_language_of_the_answer(staffed: StaffedStage, omar: Person) -> None:
    """Somebody with an English client who asks in Arabic is thanked in Arabic."""
    await staffed.start()
    await asked(omar, HOW_MANY_ARABIC)
    thanks = await (await omar.press("👎")).answer()

    assert thanks.text == staffed.words[Language.ARABIC].vote_why
    assert labels(await omar.next_edit())[-1] == ["ليس ما سألت عنه", "غير واضح"]


async def test_vote_in_quiet_mode(staffed: StaffedStage, omar: Person) -> None:
    """Whoever wants nothing kept is told that the vote was not, and asked for no reasons."""
    await staffed.start()
    await asked(omar, "/quiet")
    answer = await asked(omar)
    told = await (await omar.press("👎")).answer()
    await until(lambda: not staffed.telegram.pending_updates)
    await staffed.stop()

    assert told.text == staffed.words[Language.ENGLISH].vote_quiet
    assert labels(omar.messages[-1]) == labels(answer)
    assert await staffed.stores.votes.shares() == ()


async def test_quiet_replies_are_not_counted(staffed: StaffedStage, omar: Person) -> None:
    """Not even the operator's monitors learn what kind of reply somebody in quiet mode got, or in which language."""
    await staffed.start()
    await asked(omar, "/quiet")
    await asked(omar)
    await staffed.stop()

    assert "sanad_replies_total{" not in staffed.metrics.render().decode()


async def test_double_tap_counts_once(staffed: StaffedStage, omar: Person) -> None:
    """Two taps on the same thumb are one vote, and the second change of the same buttons is none."""
    await staffed.start()
    answer = await asked(omar)
    staffed.telegram.fail_next("editMessageReplyMarkup", 400, "Bad Request: message is not modified: the same")
    data = "v:d:coalition-members:1"
    for press in [await omar.send_data(data, answer), await omar.send_data(data, answer)]:
        await press.answer()
    await omar.next_edit()

    assert await staffed.stores.votes.shares() == (Share(MEMBERS, (0,), 0, 1, {}),)


async def test_thumbs_outlive_a_restart(staffed: StaffedStage, omar: Person) -> None:
    """A thumb of an earlier process counts in the next one."""
    await staffed.start()
    await asked(omar)
    await staffed.stop()
    await staffed.start()
    await (await omar.press("👎")).answer()
    await omar.next_edit()

    assert await staffed.stores.votes.shares() == (Share(MEMBERS, (0,), 0, 1, {}),)


async def test_message_that_is_too_old_to_be_changed(
    staffed: StaffedStage, omar: Person, telegram: TelegramDouble
) -> None:
    """The vote counts although its message keeps its buttons, and the next question is answered."""
    await staffed.start()
    await asked(omar)
    telegram.fail_next("editMessageReplyMarkup", 400, "Bad Request: message can't be edited")
    await (await omar.press("👎")).answer()
    await asked(omar)

    assert await staffed.stores.votes.shares() == (Share(MEMBERS, (0,), 0, 1, {}),)


async def test_forged_vote(staffed: StaffedStage, omar: Person) -> None:
    """A vote on what no entry says is acknowledged and not counted; one that is none gets the word for old buttons."""
    await staffed.start()
    answer = await asked(omar)
    for data in ("v:u:no-such-entry:1", "v:u:coalition-members:8000"):
        await (await omar.send_data(data, answer)).answer()
    await (await omar.send_data("v:u:coalition-members:-1", answer)).answer()
    told = await omar.next_message()

    assert told.text == staffed.words[Language.ENGLISH].expired_choice
    assert list(await staffed.stores.votes.shares()) == []


async def test_buttons_in_a_group_stay(staffed: StaffedStage, omar: Person, telegram: TelegramDouble) -> None:
    """In a group everybody votes with the same thumbs, so nobody's vote changes them."""
    group = telegram.group(-100, "Newsroom")
    await staffed.start()
    await omar.say(f"@faq_test_bot {HOW_MANY}", chat=group)
    await group.next_message()
    await (await omar.press("👎", chat=group)).answer()
    await omar.say(f"@faq_test_bot {HOW_MANY}", chat=group)
    await group.next_message()

    assert telegram.calls_to("editMessageReplyMarkup") == ()
    assert await staffed.stores.votes.shares() == (Share(MEMBERS, (0,), 0, 1, {}),)
