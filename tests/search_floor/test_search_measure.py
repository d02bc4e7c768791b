from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from search_floor.building import PLACE, claim, entry, knowledge, phrasings, reference
from search_floor.small_search import SMALL
from search_floor.words import LEXICON

from knowledge.schema import Elsewhere, Variety
from knowledge.search.decide import Verdict, decide
from knowledge.search.finder import Finder
from knowledge.search.measure import PARTS, Measurement, leave_one_out, leave_out, measure


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(SMALL)


@pytest.fixture(scope="module")
def measured(finder: Finder) -> Measurement:
    return measure(leave_one_out(finder))


def test_everything_is_asked(measured: Measurement) -> None:
    """Every phrasing counts once under its variety, and every near miss once."""
    phrasings = [phrasing.variety for one in SMALL.entries.values() for phrasing in one.questions]

    assert measured.asked == Counter(phrasings)
    assert measured.near_misses == sum(len(one.unlike) for one in SMALL.entries.values())


def test_against_the_slow_twin(finder: Finder, measured: Measurement) -> None:
    """What is counted is what asking each phrasing in turn, without itself, comes to."""
    first, offered, answered, wrong = (Counter[Variety]() for _ in range(4))
    phrasings = [(one.id, phrasing) for one in SMALL.entries.values() for phrasing in one.questions]
    everything = len(finder.index.phrasings) + len(finder.index.near_misses)
    for number, (owner, phrasing) in enumerate(phrasings):
        question = finder.reader.read(phrasing.text, is_arabizi=phrasing.variety is Variety.ARABIZI)
        unseen = finder.index.without([other for other in range(everything) if other % PARTS == number % PARTS])
        candidates = finder.index.search(question, without=number, classifier=unseen)
        ids = [candidate.id for candidate in candidates]
        decision = decide(candidates)
        first[phrasing.variety] += owner in ids[:1]
        offered[phrasing.variety] += owner in ids[:3]
        answered[phrasing.variety] += decision.verdict is Verdict.SURE and ids[0] == owner
        wrong[phrasing.variety] += decision.verdict is Verdict.SURE and ids[0] != owner

    assert (measured.first, measured.offered) == (first, offered)
    assert (measured.answered, measured.wrong) == (answered, wrong)


def test_phrasings_stand_in_for_each_other(measured: Measurement) -> None:
    """In a knowledge whose entries are each asked in several ways, most are found without the one way."""
    assert sum(measured.first.values()) > 0.7 * sum(measured.asked.values())


def test_single_phrasing_has_nobody_to_stand_in() -> None:
    """An entry that is asked in one way only is not found without it, and another answers or none."""
    claims = [claim("2020", "Some.", "بعضها.", sources=[reference("one")])]
    entries = [entry("one", {"en": ["schools in Iraq"]}, claims), entry("other", {"en": ["oil money"]}, claims)]
    measured = measure(leave_one_out(Finder(knowledge(LEXICON, entries))))

    assert measured.asked[Variety.ENGLISH] == 2
    assert (measured.first[Variety.ENGLISH], measured.answered[Variety.ENGLISH]) == (0, 0)


@pytest.mark.parametrize("size", [1, 7, 8, 9, 17])
def test_any_number_of_questions(size: int) -> None:
    """However few the questions are, and in whatever parts they fall, each is asked once."""
    claims = [claim("2020", "Some.", "بعضها.", sources=[reference("one")])]
    questions = [f"schools in Mosul {number}" for number in range(1, size)]
    entries = [entry("oil", {"en": ["oil money"]}, claims), entry("schools", {"en": questions}, claims)]
    outcomes = list(leave_one_out(Finder(knowledge(LEXICON, entries))))

    assert [outcome.phrasing.text for outcome in outcomes] == ["oil money", *questions]


def test_nothing_written() -> None:
    """A knowledge without entries has nothing to leave out."""
    assert list(leave_one_out(Finder(knowledge(LEXICON, [])))) == []


def test_questions_of_elsewhere_are_counted_apart() -> None:
    """A question that belongs elsewhere is no phrasing of an entry, and counts when any entry answers it."""
    away = Elsewhere("sport", phrasings({"en": ["who won the football cup", "football cup winners"]}), PLACE)
    measured = measure(leave_one_out(Finder(replace(SMALL, elsewhere=(away,)))))

    assert (measured.elsewhere, measured.elsewhere_answered) == (2, 0)
    assert sum(measured.asked.values()) == sum(len(one.questions) for one in SMALL.entries.values())


def test_table() -> None:
    """The table has a line for each variety that was asked, one for all, and one for the near misses."""
    measured = Measurement(
        asked=Counter({Variety.ENGLISH: 4, Variety.GULF: 1}),
        first=Counter({Variety.ENGLISH: 3, Variety.GULF: 1}),
        offered=Counter({Variety.ENGLISH: 4, Variety.GULF: 1}),
        answered=Counter({Variety.ENGLISH: 2}),
        wrong=Counter({Variety.ENGLISH: 1}),
        near_misses=8,
        near_misses_answered=1,
        elsewhere=4,
        elsewhere_answered=1,
    )

    assert [line.split() for line in measured.lines()] == [
        ["asked", "first", "top", "3", "right", "wrong"],
        ["en", "4", "75.0%", "100.0%", "50.0%", "25.0%"],
        ["gulf", "1", "100.0%", "100.0%", "0.0%", "0.0%"],
        ["all", "5", "80.0%", "100.0%", "40.0%", "20.0%"],
        *(
            line.split()
            for line in (
                "near misses, left out in turn: 8, answered by the entry they are unlike: 12.5 %",
                "questions that belong elsewhere, left out in turn: 4, answered: 25.0 %",
            )
        ),
    ]


def test_left_out(finder: Finder) -> None:
    """Each outcome tells where its text is written, what was likeliest, and which entry answers if any does."""
    outcomes = list(leave_one_out(finder))
    questions = [phrasing for one in SMALL.entries.values() for phrasing in one.questions]
    near_misses = [phrasing for one in SMALL.entries.values() for phrasing in one.unlike]

    assert [outcome.phrasing for outcome in outcomes] == [*questions, *near_misses]
    assert [outcome.is_near_miss for outcome in outcomes] == [False] * len(questions) + [True] * len(near_misses)
    assert all(len(outcome.likeliest) <= 3 for outcome in outcomes)
    assert {outcome.answered_by for outcome in outcomes} <= {*SMALL.entries, None}


def test_questions_of_elsewhere_are_told_apart() -> None:
    """An outcome says whether its text belongs elsewhere, and a subject elsewhere answers nothing."""
    away = Elsewhere("sport", phrasings({"en": ["who won the football cup", "who won the football match"]}), PLACE)
    outcomes = list(leave_one_out(Finder(replace(SMALL, elsewhere=(away,)))))

    assert [outcome.answered_by for outcome in outcomes if outcome.is_elsewhere] == [None, None]


def test_some_are_left_out(finder: Finder) -> None:
    """Only the phrasings of the wanted targets are asked, each without itself, and no near miss."""
    wanted = next(iter(SMALL.entries))
    found = leave_out(finder, {wanted})

    assert [one.phrasing for one in found] == list(SMALL.entries[wanted].questions)
    assert not any(one.is_near_miss for one in found)
    assert all(one.candidates[0].evidence.phrasing != one.phrasing for one in found if one.candidates)
