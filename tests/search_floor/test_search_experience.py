"""What was learnt of how people ask, and the second look that it gives."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from search_floor.asked_and_not import leads
from search_floor.building import PLACE, phrasings

from knowledge.schema import Elsewhere
from knowledge.search import tuning
from knowledge.search.decide import ELSEWHERE, Verdict
from knowledge.search.experience import Experience
from knowledge.search.finder import Finder
from knowledge.search.review import Review


@cache
def finder() -> Finder:
    return Finder(leads())


def test_review() -> None:
    """A second look tells all that was learnt of a question beside a target."""
    question = finder().reader.read("who paid for the oil")
    review = finder().experience.reviewer(question)
    own, other = review("oil", question), review("schools", question)

    assert own.commonly_told < 0.0
    assert other.untold == own.untold + 1  # the oil itself
    assert own.alike > other.alike
    assert own.ahead == pytest.approx(own.alike - other.alike, abs=0.2)
    assert own.ahead > 0.0 > other.ahead


def test_what_some_entry_leaves_unanswered() -> None:
    """A question that is left unanswered after some answer is near to that at a second look of any target."""
    near, far = (finder().reader.read(text) for text in ("and what did it weigh?", "who leads the oil"))

    assert finder().experience.reviewer(near)("oil", near).untold_anywhere == pytest.approx(1.0, abs=1e-3)
    assert finder().experience.reviewer(far)("oil", far).untold_anywhere < 0.5


def test_second_look_decides() -> None:
    """Where the first look is in doubt, a question is surely answered that asks what is commonly told."""
    text = "who runs the schools"
    doubtful = finder().index.search(finder().reader.read(text))[0]
    decision = finder().find(text).decision

    assert (decision.verdict, decision.candidates[0].id) == (Verdict.SURE, "schools")
    assert doubtful.probability < 0.6 < decision.candidates[0].probability
    assert decision.candidates[0].evidence.review is not None


@pytest.mark.parametrize("text", ["who leads the schools", "who paid for the schools", "xyzzy"])
def test_without_doubt_nothing_is_looked_at_again(text: str) -> None:
    """What is as good as certain at the first look, or out of the question, stays so."""
    found = finder().look_for(finder().reader.read(text))

    assert all(candidate.evidence.review is None for candidate in found.decision.candidates)


def test_untold_weighs_less() -> None:
    """With everything else alike, a target is the less likely the less commonly what is asked of it is told."""
    question = finder().reader.read("who runs the schools")
    evidence = finder().candidates(question)[0].evidence
    strengths = [
        evidence._replace(review=evidence.review and evidence.review._replace(commonly_told=told)).strength
        for told in (-1.0, 0.0, 1.0)
    ]

    assert strengths == sorted(set(strengths))


def test_young_knowledge_goes_by_the_first_look() -> None:
    """With few near misses nothing is looked at again."""
    young = Finder(leads(near_misses=1))

    assert not young.experience.suffices
    assert young.find("who runs the schools").decision.candidates[0].evidence.review is None


def test_every_part_has_a_weight() -> None:
    """Each kind of evidence of a second look has its weight, beside all those of the first."""
    parts = Review(commonly_told=0.5, untold=1, untold_anywhere=0.5, alike=0.5, ahead=0.1).parts

    assert set(parts) == set(tuning.WEIGHTS_REVIEWED) - set(tuning.WEIGHTS)
    assert set(tuning.WEIGHTS) < set(tuning.WEIGHTS_REVIEWED)


def test_what_was_learnt_is_used_again() -> None:
    """Over the same texts nothing is learnt anew; over others what they concern is."""
    index, reader, entries = finder().index, finder().reader, leads().entries
    learnt = finder().experience
    again = Experience(index, entries.values(), reader, like=learnt)
    fewer = Experience(index, list(entries.values())[1:], reader, like=learnt)
    other = Finder(leads(near_misses=1), like=finder()).experience

    assert [again.asked_of, again.asked_alike] == [learnt.asked_of, learnt.asked_alike]
    assert [again.asked_after, again.answerable] == [learnt.asked_after, learnt.answerable]
    assert fewer.asked_of is learnt.asked_of
    assert fewer.asked_after is not learnt.asked_after
    assert fewer.answerable is not learnt.answerable
    assert other.asked_of is not learnt.asked_of
    assert other.asked_alike is learnt.asked_alike


def test_subjects_elsewhere_are_not_looked_at_again() -> None:
    """What belongs elsewhere by the first look stays there, and is no less likely beside entries that are in doubt."""
    away = phrasings({"en": ["who pays for the members", "who guards the schools at night"]})
    learnt = Finder(replace(leads(), elsewhere=(Elsewhere("trade", away, PLACE),)))
    beside = learnt.candidates(learnt.reader.read("who runs the schools"))
    elsewhere = [one for one in beside if one.id.startswith(ELSEWHERE)]

    assert learnt.find("who pays for the members").decision.elsewhere is not None
    assert beside[0].evidence.review is not None
    assert all(one.evidence.review is None for one in elsewhere)
