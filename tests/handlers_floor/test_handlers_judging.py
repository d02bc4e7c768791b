from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers import compose
from handlers.judging import Expectation, Expected, Judgement, has_facts, judge, meant_entry
from handlers.model import Intent, Kind, Reason, Reply
from knowledge.dates import PartialDate
from knowledge.schema import Language

if TYPE_CHECKING:
    from handlers.library import Library

ANSWER, GAP, EITHER = Expectation.ANSWER, Expectation.GAP, Expectation.EITHER
INTENT, ASK = Expectation.INTENT, Expectation.ASK
NINETY = (("90", "ninety"),)
UNKNOWN = Reply(Kind.GAP, Language.ENGLISH, ("This is not in my sources.",), reason=Reason.UNKNOWN)
THANKS = Reply(Kind.INTENT, Language.ENGLISH, ("You are welcome.",), intent=Intent.THANKS)


def answer(library: Library, entry: str, asked: str | None = None) -> Reply:
    date = PartialDate.parse(asked) if asked is not None else None
    return compose.answer(library, library.knowledge.entries[entry], Language.ENGLISH, date, 1.0)


def asked_back(library: Library, *entries: str) -> Reply:
    choices = compose.entry_choices(library, entries, Language.ENGLISH)
    return Reply(Kind.CLARIFY, Language.ENGLISH, ("Which one?",), choices=choices)


@pytest.mark.parametrize(
    ("expected", "judgement"),
    [
        (Expected(ANSWER, NINETY), Judgement.RIGHT),
        (Expected(ANSWER, (*NINETY, ("Riyadh",))), Judgement.RIGHT),
        (Expected(ANSWER, (*NINETY, ("Paris",))), Judgement.WRONG),
        (Expected(ANSWER, entries=("schools", "members")), Judgement.RIGHT),
        (Expected(ANSWER, NINETY, entries=("schools",)), Judgement.WRONG),
        (Expected(EITHER, NINETY), Judgement.RIGHT),
        (Expected(EITHER, (("79",),)), Judgement.WRONG),
        (Expected(GAP), Judgement.FALSE),
        (Expected(INTENT, intent=Intent.THANKS), Judgement.MISSED),
        (Expected(ASK), Judgement.WRONG),
        (Expected(ASK, NINETY), Judgement.WRONG),
    ],
)
def test_answer(small: Library, expected: Expected, judgement: Judgement) -> None:
    """An answer is right with every fact from the right entry, and false or wrong where none was expected."""
    assert judge(expected, answer(small, "members"), small) is judgement


def test_claim_of_another_time(small: Library) -> None:
    """What counts is what the reader reads: the right entry with the claim of another year is wrong."""
    assert judge(Expected(ANSWER, NINETY), answer(small, "members", "2019"), small) is Judgement.WRONG


@pytest.mark.parametrize(
    ("expected", "judgement"),
    [
        (Expected(ANSWER, NINETY), Judgement.HELPED),
        (Expected(ANSWER, entries=("members",)), Judgement.HELPED),
        (Expected(ANSWER, (("34",),)), Judgement.MISSED),
        (Expected(ANSWER, NINETY, entries=("commander",)), Judgement.MISSED),
        (Expected(GAP), Judgement.ASKED),
        (Expected(EITHER, NINETY), Judgement.ASKED),
        (Expected(INTENT, intent=Intent.THANKS), Judgement.MISSED),
        (Expected(ASK), Judgement.RIGHT),
        (Expected(ASK, NINETY), Judgement.RIGHT),
        (Expected(ASK, entries=("schools",)), Judgement.MISSED),
    ],
)
def test_question_back(small: Library, expected: Expected, judgement: Judgement) -> None:
    """A question back helps when a choice of it would be right, and is right where one was expected."""
    assert judge(expected, asked_back(small, "commander", "members"), small) is judgement


@pytest.mark.parametrize("expectation", Expectation)
def test_gap(small: Library, expectation: Expectation) -> None:
    """'Not in my sources' is right where nothing is known, or only that the question is mistaken."""
    expected = Expected(expectation, NINETY, intent=Intent.THANKS if expectation is INTENT else None)
    is_right = expectation in {GAP, EITHER}

    assert judge(expected, UNKNOWN, small) is (Judgement.RIGHT if is_right else Judgement.MISSED)


@pytest.mark.parametrize("expectation", Expectation)
def test_intent(small: Library, expectation: Expectation) -> None:
    """Small talk is right where that intent was expected."""
    expected = Expected(expectation, NINETY, intent=Intent.THANKS if expectation is INTENT else None)
    is_right = expectation is INTENT

    assert judge(expected, THANKS, small) is (Judgement.RIGHT if is_right else Judgement.MISSED)


def test_another_intent(small: Library) -> None:
    """Another intent than the expected one misses it."""
    assert judge(Expected(INTENT, intent=Intent.GREETING), THANKS, small) is Judgement.MISSED


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They trained 240,000 soldiers.", "240"),
        ("They trained 240,000 soldiers.", "240000"),
        ("٢٤٠٬٠٠٠ جندي", "240000"),
        ("بلغت النسبة ٩٩٫٥", "99.5"),
        ("the Commander BRENNAN", "brennan"),
        ("اللواء بْرِينــان", "برينان"),
        ("90 members", " 90"),
    ],
)
def test_fact_stands_in_a_text(text: str, wanted: str) -> None:
    """Digits, separators, vowel marks, stretched letters and capitals make no difference."""
    assert has_facts(text, [[wanted]])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They trained 2,400 soldiers.", "240"),
        ("They trained 1240 soldiers.", "240"),
        ("a share of 99.5", "99"),
        ("a share of 99.5", "5"),
        ("190 members", " 90 members"),
        ("Calvert", "Brennan"),
    ],
)
def test_fact_does_not_stand_in_a_text(text: str, wanted: str) -> None:
    """A number is no part of another number, and a word is there or not."""
    assert not has_facts(text, [[wanted]])


def test_one_alternative_of_every_group() -> None:
    """One alternative of a group is enough, and no group can be done without."""
    text = "Brennan commanded in 2022."

    assert has_facts(text, [["برينان", "Brennan"], ["2022"]])
    assert not has_facts(text, [["برينان", "Brennan"], ["2021"]])


def test_meant_entry_is_named(small: Library) -> None:
    """The entry that a row names is the one it means."""
    assert meant_entry(Expected(ANSWER, NINETY, entries=("schools",)), "whatever", small) == "schools"


@pytest.mark.parametrize("facts", [(("79",),), (("79 عضواً",),)])
def test_meant_entry_has_the_facts(small: Library, facts: tuple[tuple[str, ...], ...]) -> None:
    """Otherwise it is the one of which a claim, of whatever time, holds the facts in either language."""
    assert meant_entry(Expected(ANSWER, facts), "whatever", small) == "members"


def test_meant_entry_of_several(small: Library) -> None:
    """Where several entries hold the facts, the question tells which of them it is."""
    expected = Expected(ANSWER, (("strikes",),))

    assert meant_entry(expected, "number of coalition air strikes in Iraq", small) == "strikes-iraq"
    assert meant_entry(expected, "number of coalition air strikes in Syria", small) == "strikes-syria"


@pytest.mark.parametrize(
    "expected", [Expected(ANSWER, (("no such fact",),)), Expected(ANSWER, (("strikes",),)), Expected(GAP)]
)
def test_meant_entry_cannot_be_told(small: Library, expected: Expected) -> None:
    """None is meant when none holds the facts, or when several do and the question is near none of them."""
    assert meant_entry(expected, "xyzzy", small) is None
