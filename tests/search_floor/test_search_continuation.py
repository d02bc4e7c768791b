"""What a short question asks when it continues an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from search_floor.building import claim, entry, knowledge, reference
from search_floor.small_search import SMALL, STRIKES_IN_IRAQ
from search_floor.words import LEXICON

from knowledge.dates import PartialDate
from knowledge.search.continuation import Continuation
from knowledge.search.decide import Verdict
from knowledge.search.finder import Finder

if TYPE_CHECKING:
    from knowledge.schema import Knowledge
    from knowledge.search.finder import Finding


class Going(NamedTuple):
    """A finder and what goes on from its findings."""

    finder: Finder
    continuation: Continuation

    @classmethod
    def over(cls, knowledge: Knowledge) -> Going:
        finder = Finder(knowledge)
        return cls(finder, Continuation(finder, knowledge.entries))


@pytest.fixture(scope="module")
def going_on() -> Going:
    return Going.over(SMALL)


def likeliest(finding: Finding) -> str:
    return finding.decision.candidates[0].id


def follow(going_on: Going, first: str, second: str, entry: str | None = None) -> Finding:
    """What a message leads to after an earlier question."""
    question, asked = going_on.finder.find(first).question, going_on.finder.find(second).question
    return going_on.continuation.follow(question.ids, sorted(question.kinds), entry, asked)


def test_place_replaces_place(going_on: Going) -> None:
    """'And in Syria?' asks the earlier question about another country, and keeps what was counted."""
    finding = follow(going_on, STRIKES_IN_IRAQ, "and in Syria?", "strikes-iraq")

    assert finding.question.ids == ("syria", "air-strike", "coalition")
    assert finding.question.kinds == {"count"}
    assert likeliest(finding) == "strikes-syria"


def test_place_does_not_replace_an_organisation(going_on: Going) -> None:
    """What is named replaces only what was named of the same class."""
    assert follow(going_on, STRIKES_IN_IRAQ, "NATO?", "strikes-iraq").question.ids == ("nato", "air-strike", "iraq")


def test_thing_replaces_nothing(going_on: Going) -> None:
    """A thing is added to what was asked before."""
    assert follow(going_on, "schools in Iraq", "and hospitals?").question.ids == ("hospital", "school", "iraq")


def test_what_is_said_again_stands_once(going_on: Going) -> None:
    """A concept of both messages is one feature."""
    assert follow(going_on, "schools in Iraq", "which schools?").question.ids == ("word:which", "school", "iraq")


def test_unknown_words_are_kept(going_on: Going) -> None:
    """A word that the lexicon lacks belongs to the earlier question as well."""
    read = going_on.finder.reader.read
    earlier, asked = read("zebras in Iraq"), read("and in Syria?")

    assert going_on.continuation.join(earlier.ids, earlier.kinds, asked).ids == ("syria", "word:zebra")


def test_own_kind_comes_first(going_on: Going) -> None:
    """A message that asks when asks when, whatever was asked before."""
    assert follow(going_on, STRIKES_IN_IRAQ, "and when?").question.kinds == {"date"}


def test_dates_of_a_follow_up(going_on: Going) -> None:
    """The dates are those of the later message."""
    finding = follow(going_on, "How many members in 2019?", "and in May 2020?")

    assert finding.question.dates == (PartialDate(2020, 5),)
    assert likeliest(finding) == "members"


def test_subject_of_its_own(going_on: Going) -> None:
    """A message that is a question by itself is not bent to the earlier one."""
    finding = follow(going_on, STRIKES_IN_IRAQ, "Who is the commander of the forces?", "strikes-iraq")

    assert (finding.decision.verdict, likeliest(finding)) == (Verdict.SURE, "commander")


def _twins(*, topic: str = "elsewhere", related: tuple[str, ...] = (), back: tuple[str, ...] = ()) -> Going:
    """Two entries that are asked for alike, and an earlier one of a topic of its own."""
    questions = {"en": ["schools in Mosul", "Mosul schools", "the schools of Mosul", "which schools in Mosul"]}
    claims = [claim("2020", "Some.", "بعضها.", sources=[reference("one")])]
    return Going.over(
        knowledge(
            LEXICON,
            [
                entry("first", questions, claims, topic="elsewhere"),
                entry("second", questions, claims, topic=topic, related=back),
                entry("earlier", {"en": ["hospitals in Iraq"]}, claims, topic="here", related=related),
            ],
        )
    )


@pytest.mark.parametrize(
    "twins", [_twins(topic="here"), _twins(related=("second",)), _twins(back=("earlier",))], ids=["topic", "to", "from"]
)
def test_nearby_entries_are_in_favour(twins: Going) -> None:
    """Of two entries alike, the one of the same topic as the earlier one, or related to or from it, comes first."""
    assert likeliest(twins.finder.find("schools in Mosul")) == "first"
    assert likeliest(follow(twins, "hospitals in Iraq", "and schools in Mosul?", "earlier")) == "second"


@pytest.mark.parametrize("entry", [None, "no-longer-there"])
def test_no_earlier_entry(going_on: Going, entry: str | None) -> None:
    """Without an earlier entry, or when it has gone, nothing is in favour."""
    assert likeliest(follow(going_on, STRIKES_IN_IRAQ, "and in Syria?", entry)) == "strikes-syria"
