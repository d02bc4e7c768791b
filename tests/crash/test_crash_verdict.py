"""The judge of the crash test: what it takes for lost, for repeated and for out of order."""

from __future__ import annotations

from random import Random
from typing import Final

import pytest

from crash.scripts import LONGEST, Question, Script, scripts
from crash.verdict import Heard, Interruptions, Verdict, judge

SCRIPT: Final = Script("en", tuple(Question(f"{word}?", (word,)) for word in ("one", "two", "three")))
WARNING: Final = "Perhaps once more."


def said(*words: str, kills: tuple[float, ...] = (), claims_lost: tuple[float, ...] = ()) -> Verdict:
    """The verdict on messages that came at 10, 20, 30 … seconds."""
    heard = [Heard(word, 10.0 * place) for place, word in enumerate(words, start=1)]
    return judge(SCRIPT, heard, Interruptions(kills, claims_lost), [WARNING])


def test_everything_once_and_in_order() -> None:
    """A conversation in which every answer comes once, and in order, is sound."""
    verdict = said("one", "two", "three")

    assert verdict == Verdict()
    assert verdict.is_sound


def test_answer_that_never_came() -> None:
    """An answer that never came is missing."""
    assert said("one", "three") == Verdict(missing=("two",))


def test_answer_that_came_too_late() -> None:
    """An answer that comes behind a later one is out of order."""
    assert said("one", "three", "two") == Verdict(disordered=("two",))


def test_message_that_answers_nothing() -> None:
    """A message that answers no question is strange."""
    assert said("one", "two", "hello", "three") == Verdict(strange=("hello",))


def test_repeated_after_a_kill() -> None:
    """An answer that comes twice and says so, with a kill in between, is repeated, and the conversation is sound."""
    verdict = said("one", f"{WARNING} one", "two", "three", kills=(15.0,))

    assert verdict == Verdict(repeated=1)
    assert verdict.is_sound


def test_warning_of_its_own() -> None:
    """A warning that comes as a message of its own speaks for the next message, and for no other."""
    verdict = said("one", WARNING, "one", "one", "two", "three", kills=(15.0,))

    assert verdict == Verdict(repeated=1, unexplained=("one",))


def test_repeated_without_a_word() -> None:
    """An answer that comes twice and does not say so is unexplained, whoever was killed."""
    assert said("one", "one", "two", "three", kills=(15.0,)) == Verdict(unexplained=("one",))


def test_repeated_without_a_kill() -> None:
    """An answer that comes twice and says so, with no kill in between, is unexplained."""
    assert said("one", "two", f"{WARNING} two", "three", kills=(5.0, 40.0)) == Verdict(unexplained=("two",))


def test_repeated_by_another_process() -> None:
    """An answer that comes twice and says so is repeated, too, where a process notices later that it was replaced."""
    assert said("one", f"{WARNING} one", "two", "three", claims_lost=(40.0,)) == Verdict(repeated=1)


def test_doubted_after_a_kill() -> None:
    """An answer that says it may have come before, and had not, is doubted where somebody was killed before."""
    assert said("one", f"{WARNING} two", "three", kills=(15.0,)) == Verdict(doubted=1)


def test_doubted_without_a_kill() -> None:
    """An answer that doubts itself is unexplained where nobody was killed before."""
    assert said("one", f"{WARNING} two", "three") == Verdict(unexplained=("two",))


@pytest.mark.parametrize("questions", range(1, LONGEST + 1))
def test_scripts(questions: int) -> None:
    """A script of any length has so many questions, and no two of its answers can be taken for each other."""
    for script in scripts(4, questions, Random(questions)):  # noqa: S311 - it shall be the same again
        answers = script.answers

        assert len(script.questions) == questions
        assert [(one, other) for one in answers for other in answers if one is not other and one in other] == []
