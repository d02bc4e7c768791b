"""The data of staff's buttons survives the way there and back, and nothing else is read as such."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.buttons import MOST_BYTES
from bot.telegram.staff.orders import COMMANDS, FOR_ADMINS, Act, Order, decode, encode, mark
from bot.telegram.staff.table import COMMANDS as COMMAND_ACTIONS
from bot.telegram.staff.table import ORDERS

NUMBERS = st.integers(0, 10**9)
ORDERS_OF_ALL_KINDS = st.one_of(
    st.builds(Order, st.just(Act.NEXT), st.tuples(NUMBERS)),
    st.builds(Order, st.sampled_from([Act.LOOK, Act.OUTSIDE, Act.DISMISS, Act.REOPEN]), st.tuples(NUMBERS, NUMBERS)),
    st.builds(Order, st.just(Act.ATTACH), st.tuples(NUMBERS, NUMBERS), st.text().map(mark)),
    st.builds(
        Order,
        st.sampled_from([Act.ATTACH_SAVE, Act.ATTACH_PUBLISH, Act.OUTSIDE_SAVE, Act.OUTSIDE_PUBLISH]),
        st.tuples(NUMBERS, NUMBERS, NUMBERS),
        st.text().map(mark),
    ),
    st.builds(Order, st.sampled_from([Act.WRITE, Act.LEAVE])),
    st.builds(Order, st.sampled_from([Act.DRAFT_PUBLISH, Act.DROP, Act.PUBLISH]), st.tuples(NUMBERS)),
    st.builds(Order, st.just(Act.ROLL_BACK), st.tuples(NUMBERS, NUMBERS)),
)


@given(ORDERS_OF_ALL_KINDS)
def test_codec_round_trip(order: Order) -> None:
    """Whatever a button says is read again, and fits into its 64 bytes with numbers up to a thousand million."""
    data = encode(order)

    assert len(data.encode()) <= MOST_BYTES
    assert decode(data) == order


@given(st.text() | st.text("sdropek-:@0123456789abcdef").map("s:".__add__))
def test_unknown_data_says_nothing(text: str) -> None:
    """Whatever arrives, it is read as something that could have been written, or as nothing."""
    order = decode(text)

    assert order is None or encode(order) == text


@pytest.mark.parametrize(
    "text",
    ["", "s:", "s:nonsense", "s:next", "s:next:01", "s:next:1:2", "s:look:1", "s:leave:1", "s:attach:1:2",
     "s:attach:1:2:@9f86", "s:drop:1:@9f86d08188", "s:drop:-1", "s:drop:1\n", "s:drop:9999999999999999999"],
)  # fmt: skip
def test_broken_data_says_nothing(text: str) -> None:
    """Data of another age, or of a forger, is no order: each act has its own numbers."""
    assert decode(text) is None


def test_everything_leads_somewhere() -> None:
    """Each command and each button has something behind it."""
    assert set(COMMAND_ACTIONS) == set(COMMANDS)
    assert set(ORDERS) == set(Act)
    assert set(COMMANDS) > FOR_ADMINS
