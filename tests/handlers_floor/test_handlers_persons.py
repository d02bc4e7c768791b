from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from handlers_floor.talking import Talk


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("Who was Obama's special envoy to the Coalition at the Brussels meeting in 2014?", "who replaced him?"),
        ("who was the envoy at the first ministerial in Brussels in 2014?", "and his successor?"),
        ("منو جان مبعوث امريكا باجتماع بروكسل 2014؟", "واللي وراه؟"),
        ("مين كان مبعوث أوباما باجتماع بروكسل 2014؟", "ومين إجا محله؟"),
    ],
)
async def test_successor_of_whom_an_event_names(shipped_talk: Talk, first: str, text: str) -> None:
    """After a meeting whose claim names several persons, 'him' is the one with the office that was asked for."""
    await shipped_talk.say(first)

    assert (await shipped_talk.say(text)).entry == "envoy-mcgurk"
    assert (await shipped_talk.say("and when did he leave the post?")).entry == "envoy-mcgurk"
