from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers.explanation import SHOWN, Doubt, Hearing, explain
from knowledge.search.decide import Verdict
from knowledge.text.language import Detected

if TYPE_CHECKING:
    from handlers.library import Library


def test_a_question(small: Library) -> None:
    """What was understood of it, what was decided, and the entry that came nearest, first."""
    found = explain(small, "How many members does the Global Coalition have in 2019?")

    assert (found.language, found.verdict, found.kinds) == (Detected.ENGLISH, Verdict.SURE, ("count",))
    assert [str(date) for date in found.dates] == ["2019"]
    assert found.candidates[0].id == "members"
    assert not found.heard


def test_candidates(small: Library) -> None:
    """The likeliest stand first, and no more of them than a curator reads."""
    found = explain(small, "how many strikes in Iraq").candidates
    probabilities = [candidate.probability for candidate in found]

    assert probabilities == sorted(probabilities, reverse=True)
    assert len(found) <= SHOWN


def test_what_speaks_against(small: Library) -> None:
    """A question for a person is not answered by an entry that gives a number, and that is told."""
    found = explain(small, "who are the members of the coalition").candidates
    doubts = {candidate.id: candidate.against for candidate in found}

    assert Doubt.OTHER_KIND in doubts["members"]


@pytest.mark.parametrize("text", ["", "؟", "\u202e", "xyzzy"])
def test_nothing_to_understand(small: Library, text: str) -> None:
    """Whatever is typed can be explained."""
    assert explain(small, text).verdict is Verdict.NONE


def test_small_talk(small: Library) -> None:
    """What a text sounds like beside a question is told with the phrase that it is like."""
    [heard] = explain(small, "hello").heard

    assert heard.hearing is Hearing.SMALL_TALK
    assert heard.phrase
