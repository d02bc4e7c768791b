from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from search_floor.small_search import MEMBERS, SMALL, STRIKES_IN_IRAQ

from knowledge.search.asking import Asking
from knowledge.search.decide import Verdict
from knowledge.search.finder import Finder

if TYPE_CHECKING:
    from knowledge.search.finder import Finding
    from knowledge.search.question import Question

LISTED: Final = "trainers, hospitals, schools, oil, money, zebras, troops, giraffes"


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
    asking.ask("el qaed", is_arabizi=True)
    asking.ask("el qaed", is_arabizi=False)

    assert finder.looked_for == ["القايد", "el qaed"]


@pytest.mark.parametrize(
    "text", ["how many members", "Tell me please, how many members does the coalition have in all?"]
)
def test_one_question_is_understood_without_looking_for_it(finder: CountingFinder, text: str) -> None:
    """What a text asks that is one question and no story is known once it is read."""
    asking = Asking(finder)
    understood = asking.understood(text)

    assert finder.looked_for == []
    assert understood == asking.find(text).question


@pytest.mark.parametrize(
    "text",
    [
        "I am a student at a university far away from here. how many members does the coalition have?",
        "good morning to all of you there, who are the zebras and how many members does the coalition have?",
    ],
)
def test_what_is_understood_is_what_is_found(finder: CountingFinder, text: str) -> None:
    """Of a story, and of several questions, that is understood for which something was found."""
    assert Asking(finder).understood(text) == Asking(finder).find(text).question


def test_story_supports_what_is_asked_in_it(finder: CountingFinder) -> None:
    """What a story tells speaks for the entry that explains it, and what nothing explains in it counts against none."""
    story = "My zebra of a cousin argued with his driver all night about Iraq. How many coalition strikes?"
    finding = Asking(finder).find(story)

    assert finding.decision.verdict is Verdict.SURE
    assert finding.decision.candidates[0].id == "strikes-iraq"
    assert finder.looked_for == []


def test_story_answers_nothing_else(finder: CountingFinder) -> None:
    """What nothing explains in the question itself is not answered with what the story is about."""
    story = (
        "My cousin argued with his driver all night about the coalition strikes in Iraq. How many zebras were stolen?"
    )

    assert Asking(finder).find(story).decision.verdict is not Verdict.SURE


def test_few_words_before_a_question_count_if_it_needs_them(finder: CountingFinder) -> None:
    """A question that is sure by itself is not weighed with the few words before it."""
    Asking(finder).find(f"My cousin asked about NATO. {STRIKES_IN_IRAQ}")

    assert len(finder.looked_for) == 1


def test_only_question_of_a_text_is_asked_by_itself(finder: CountingFinder) -> None:
    """What is listed behind the only question of a text does not keep it from its answer."""
    finding = Asking(finder).find(f"{MEMBERS} {LISTED}, commander")

    assert finding.decision.verdict is Verdict.SURE
    assert finding.decision.candidates[0].id == "members"


@pytest.mark.parametrize("beside", ["Iraq", "March 2021"])
def test_names_and_dates_beside_the_only_question_count(finder: CountingFinder, beside: str) -> None:
    """The only question of a text is not asked without a date, or a name that its answer does not tell, beside it."""
    finding = Asking(finder).find(f"{MEMBERS} {LISTED}, commander, {beside}")

    assert finding.decision.verdict is not Verdict.SURE


def test_near_miss_is_asked_as_a_whole(finder: CountingFinder) -> None:
    """A text that is a near miss in its very words is one question, however much it tells before it asks."""
    near_miss = "My zebra of a cousin argued with his driver all night. How many coalition strikes?"
    entry = SMALL.entries["strikes-iraq"]
    phrasing = replace(entry.questions[0], text=near_miss)
    other = CountingFinder(replace(SMALL, entries={**SMALL.entries, entry.id: replace(entry, unlike=[phrasing])}))
    other.looked_for = []

    assert Asking(other).find(near_miss).decision.near_miss_of == entry.id
    assert len(other.looked_for) == 1
    assert Asking(finder).find(near_miss).decision.near_miss_of is None
