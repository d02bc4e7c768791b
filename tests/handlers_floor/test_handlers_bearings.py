from __future__ import annotations

from typing import TYPE_CHECKING

from handlers_floor.talking import after, inquiry

from handlers import following
from handlers.model import Session
from knowledge.schema import Language

if TYPE_CHECKING:
    from handlers.library import Library


def test_nothing_to_go_on_from(small: Library) -> None:
    """Without an answer before it, nothing speaks for what a message may ask."""
    assert following.bearings(inquiry(small, "and in Syria?", Session())) == {}


def test_what_a_message_may_ask(small: Library) -> None:
    """After an answer about one country, 'and in Syria?' most likely asks the entry about that one."""
    before = after(
        small, "How many air strikes did the coalition do in Iraq?", "strikes-iraq", language=Language.ENGLISH
    )
    found = following.bearings(inquiry(small, "and in Syria?", before))

    assert max(found, key=lambda target: found[target].strength) == "strikes-syria"
