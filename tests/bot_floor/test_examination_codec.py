"""An examination on its way between two processes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.examination_codec import from_json, to_json
from handlers.releases import Examination


@given(st.from_type(Examination))
def test_round_trip(examination: Examination) -> None:
    """Whatever an examination says is read again as it was written."""
    assert from_json(to_json(examination)) == examination


@pytest.mark.parametrize("written", ["", "{}", "[]", '{"hash": 1, "problems": [{}]}'])
def test_what_was_not_written(written: str) -> None:
    """What no examination was written as is refused."""
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_json(written)
