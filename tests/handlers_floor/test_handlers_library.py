"""A library that is built from another one: the same as one that is built anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from handlers_floor.small_library import SMALL, small_library

from handlers.library import Library
from handlers.recognition import NOTHING
from knowledge.schema import Phrasing, Variety

if TYPE_CHECKING:
    from knowledge.schema import Entry, Knowledge

TEXT = "who gave orders in the early days of it"


def changed(knowledge: Knowledge) -> Knowledge:
    """The knowledge with one more phrasing in its second entry."""
    entry = list(knowledge.entries.values())[1]
    return with_entry(knowledge, replace(entry, questions=(*entry.questions, phrasing(entry))))


def with_entry(knowledge: Knowledge, entry: Entry) -> Knowledge:
    return replace(knowledge, entries={**knowledge.entries, entry.id: entry})


def phrasing(entry: Entry) -> Phrasing:
    return Phrasing(TEXT, Variety.ENGLISH, entry.place)


@pytest.fixture(scope="module")
def anew() -> Library:
    """Built beside one whose words mean something else, of which nothing can be taken."""
    lexicon = replace(SMALL.lexicon, concepts=dict(reversed([*SMALL.lexicon.concepts.items()])))
    other = replace(small_library(), knowledge=replace(SMALL, lexicon=lexicon))
    return Library.build(changed(SMALL), like=other)


@pytest.fixture(scope="module")
def rebuilt() -> Library:
    return Library.build(changed(SMALL), like=small_library())


@pytest.fixture(scope="module")
def followed() -> Library:
    """Rebuilt with one more follow-up."""
    entry = next(iter(SMALL.entries.values()))
    more = replace(entry, follow_ups=(*entry.follow_ups, phrasing(entry)))
    return Library.build(with_entry(SMALL, more), like=small_library())


@pytest.mark.parametrize(
    "text",
    [TEXT, "who commands", "How many strikes were there in Iraq in 2019?", "كم غارة في العراق", "xyzzy", "thanks"],
)
def test_same_decisions(anew: Library, rebuilt: Library, text: str) -> None:
    """Whatever is asked, the candidates have the same evidence and the same probabilities."""
    assert rebuilt.finder.find(text) == anew.finder.find(text)
    heard, heard_anew = (library.repertoire.hear(text) for library in (rebuilt, anew))
    assert (heard.intent, heard.harm) == (heard_anew.intent, heard_anew.harm)
    assert rebuilt.detector.detect(text) == anew.detector.detect(text)


def test_what_was_read_is_read_alike(anew: Library, rebuilt: Library) -> None:
    """Each phrasing is to the index what it would be if it had been read anew."""
    assert rebuilt.finder.index.read_already() == anew.finder.index.read_already()


def test_what_is_learnt_of_follow_ups_is_taken_over(rebuilt: Library) -> None:
    """What no change touches is not learnt again."""
    assert rebuilt.finder.experience.asked_after is small_library().finder.experience.asked_after


def test_changed_follow_ups_are_learnt(followed: Library) -> None:
    """Other follow-ups are learnt anew."""
    assert followed.finder.experience.asked_after is not small_library().finder.experience.asked_after


def test_another_lexicon(anew: Library) -> None:
    """Where words mean something else, nothing is taken over."""
    assert anew.finder.experience.asked_after is not small_library().finder.experience.asked_after


def test_small_talk_goes_by_the_new_words() -> None:
    """What was learnt of small talk is taken over, and reads with the new knowledge's words."""
    same = Library.build(replace(SMALL), like=small_library())
    learnt, before = same.repertoire.recogniser, small_library().repertoire.recogniser

    assert learnt.labels is before.labels
    assert learnt.reader.vocabulary is same.finder.vocabulary


def test_follow_ups_are_no_small_talk(followed: Library) -> None:
    """What people ask after an answer is learnt as no small talk."""
    learnt, before = (library.repertoire.recogniser.sets[NOTHING] for library in (followed, small_library()))

    assert TEXT in {phrasing.text for phrasing in learnt} - {phrasing.text for phrasing in before}
