from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from search_floor.small_search import SMALL, STRIKES_IN_IRAQ

from knowledge.search.asking import Asking
from knowledge.search.finder import Finder

if TYPE_CHECKING:
    from knowledge.search.finder import Finding
    from knowledge.search.question import Question


class CountingFinder(Finder):
    """A finder that notes what it looks for."""

    looked_for: list[str]

    def look_for(self, question: Question) -> Finding:
        self.looked_for.append(question.folded)
        return super().look_for(question)


@pytest.fixture(scope="module")
def built() -> CountingFinder:
    return CountingFinder(SMALL)


@pytest.fixture
def finder(built: CountingFinder) -> CountingFinder:
    built.looked_for = []
    return built


def test_same_words_are_looked_for_once(finder: CountingFinder) -> None:
    """Blanks and signs around a text make no other question of it."""
    asking = Asking(finder)
    findings = [asking.ask(text) for text in ("how many members", " how many members?", "how many members ...")]

    assert finder.looked_for == ["how many members"]
    assert findings == [findings[0]] * 3


def test_script_makes_another_question(finder: CountingFinder) -> None:
    """What is taken for Arabic in Latin letters is read anew."""
    asking = Asking(finder)
    asking.ask("men el qaed", is_arabizi=True)
    asking.ask("men el qaed", is_arabizi=False)

    assert finder.looked_for == ["men el qaed"] * 2


def test_sentence_of_a_story_is_known_as_a_part(finder: CountingFinder) -> None:
    """Of a story, sentences that say something are looked for, and not once more when they are asked by themselves."""
    asking = Asking(finder)
    asking.find(
        f"Good evening to you all, my cousin of NATO argued with the driver all night. Thanks. {STRIKES_IN_IRAQ}"
    )
    whole, *sentences = finder.looked_for
    asking.ask(STRIKES_IN_IRAQ)

    assert len(whole.split()) > len(STRIKES_IN_IRAQ.split())
    assert finder.looked_for == [whole, *sentences]
    assert not any("thanks" in sentence for sentence in sentences)
