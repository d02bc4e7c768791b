from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers.model import Kind

if TYPE_CHECKING:
    from handlers_floor.talking import Talk


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("When was the last Qatar-US counter-terrorism dialogue?", "and when is the next one?"),
        ("متى كان آخر حوار بين قطر وأمريكا؟", "والحوار الجاي السنة الجاية متى موعده؟"),
        ("متى كان آخر اجتماع وزاري للتحالف؟", "وإمتى الجاي؟"),
        ("متى آخر مرة اجتمع التحالف في الرياض؟", "والاجتماع الجاي شوكت يصير؟"),
        ("متى آخر مرة اجتمع التحالف في الرياض؟", "and where will the next meeting be?"),
    ],
)
async def test_next_one_is_still_to_come(shipped_talk: Talk, first: str, text: str) -> None:
    """When the next one will be, no claim tells after the newest: the last one is no answer."""
    await shipped_talk.say(first)

    assert (await shipped_talk.say(text)).kind is Kind.GAP


@pytest.mark.parametrize("text", ["and when was the next one?", "and the next meeting?", "والاجتماع التالي متى كان؟"])
async def test_next_one_in_a_row(shipped_talk: Talk, text: str) -> None:
    """The next of several that stand in a row is asked for by its kind, or as the next one."""
    await shipped_talk.say("who hosted the ministers in Rome in 2021?")

    assert str((await shipped_talk.say(text)).shown) == "2022-05-11"


async def test_next_one_of_the_same_entry(shipped_talk: Talk) -> None:
    """After an earlier claim of an entry, when the next one was is told by the claim that follows it."""
    await shipped_talk.say("how many attended the Africa Focus Group in Niamey in March 2023?")

    assert str((await shipped_talk.say("and when was the next meeting?")).shown) == "2023-11-15"


@pytest.mark.parametrize(
    ("first", "text", "expected"),
    [
        ("which country was member number 83", "and the one after it?", "84"),
        ("who joined as the 84th member", "and before it?", "83"),
        ("مين الدوله رقم ٨٣ في التحالف", "واللي بعدها؟", "84"),
        ("مين الدوله رقم ٨٣ في التحالف", "واللي بعدها مين؟", "84"),
    ],
)
async def test_members_in_the_order_in_which_they_joined(
    shipped_talk: Talk, first: str, text: str, expected: str
) -> None:
    """After a member by its number comes the next one, though 'who' asks for it and nobody is named."""
    await shipped_talk.say(first)
    reply = await shipped_talk.say(text)

    assert reply.kind is Kind.ANSWER
    assert expected in " ".join(reply.paragraphs)
