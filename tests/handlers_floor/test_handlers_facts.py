"""What the entry that is likeliest meant does not tell of a time, one near it may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers.model import Kind

if TYPE_CHECKING:
    from handlers_floor.talking import Talk


async def test_another_entry_tells_of_that_time(shipped_talk: Talk) -> None:
    """For a time of which the likeliest entry has no claim, an entry near it answers that has one."""
    reply = await shipped_talk.say("هذا الجنرال اللي چان ماسك قيادة العزم الصلب بنيسان 2022 شسمه؟")

    assert (reply.kind, reply.entry) == (Kind.ANSWER, "cjtf-oir-commander")


@pytest.mark.parametrize("text", ["Who was the CENTCOM commander in 2016?", "من كان قائد سنتكوم عام 2016؟"])
async def test_holder_of_another_post_is_no_answer(shipped_talk: Talk, text: str) -> None:
    """Who had another post at that time does not answer for the one who was asked for."""
    assert (await shipped_talk.say(text)).kind is Kind.GAP
