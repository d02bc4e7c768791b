from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from search_floor.building import PLACE, claim, entry, knowledge, phrasings, reference, source
from search_floor.small_search import SMALL, STRIKES_IN_IRAQ
from search_floor.words import LEXICON, plain_reader

from knowledge.audit import audit
from knowledge.audit.coverage import ANOTHER_DIALECT
from knowledge.schema import Elsewhere, Phrasing, Variety
from knowledge.search.finder import Finder
from knowledge.search.measure import PARTS, LeftOut, leave_one_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.schema import Claim
    from knowledge.search.evidence import Candidate

TODAY = date(2026, 11, 26)
READER = plain_reader()


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(SMALL)


@pytest.fixture(scope="module")
def candidate(finder: Finder) -> Candidate:
    """Some candidate, of which tests make others."""
    return finder.find(STRIKES_IN_IRAQ).decision.candidates[0]


class Outcomes:
    """Outcomes of leave-one-out as a test wants them."""

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.made: list[LeftOut] = []

    def add(self, target: str, text: str, *found: str, sure: float = 0.5, is_near_miss: bool = False) -> None:
        """A text written under `target` that finds some entries, the first with the probability `sure`."""
        candidates = [self.candidate._replace(id=identity, probability=0.1) for identity in found]
        candidates[:1] = [first._replace(probability=sure) for first in candidates[:1]]
        phrasing = Phrasing(text, Variety.ENGLISH, PLACE)
        self.made.append(LeftOut(target, phrasing, is_near_miss, tuple(candidates)))


@pytest.fixture
def outcomes(candidate: Candidate) -> Outcomes:
    return Outcomes(candidate)


def taken(outcomes: Outcomes) -> list[dict[str, list[str]]]:
    """The collisions: by entry, the texts that it takes."""
    found = audit(SMALL, outcomes.made, TODAY, READER).collisions
    return [
        {taker: [phrasing.text for phrasing in phrasings] for taker, phrasings in collision.taken.items()}
        for collision in found
    ]


def texts(found: Sequence[LeftOut]) -> list[str]:
    return [left_out.phrasing.text for left_out in found]


def test_collision(outcomes: Outcomes) -> None:
    """Two entries that come first for each other's phrasings collide, and the one that takes more is named first."""
    outcomes.add("a", "first of a", "b", "a")
    outcomes.add("b", "first of b", "a", "b")
    outcomes.add("b", "second of b", "a", "b")

    assert taken(outcomes) == [{"a": ["first of b", "second of b"], "b": ["first of a"]}]


def test_one_way_collision(outcomes: Outcomes) -> None:
    """An entry that takes several phrasings and loses none collides too."""
    outcomes.add("b", "one", "a", "b")
    outcomes.add("b", "other", "a", "b")

    assert taken(outcomes) == [{"a": ["one", "other"], "b": []}]


def test_no_collision(outcomes: Outcomes) -> None:
    """A single phrasing is an accident, and what finds its own entry, elsewhere or nothing collides with no entry."""
    outcomes.add("a", "an accident", "b", "a")
    for text in ("one", "other"):
        outcomes.add("a", text, "a", "c")
        outcomes.add("a", text, "elsewhere:nato", "a")
        outcomes.add("elsewhere:nato", text, "a")
        outcomes.add("a", text)

    assert taken(outcomes) == []


def test_worst_collision_first(outcomes: Outcomes) -> None:
    """Entries that take most from each other stand first."""
    for text in ("one", "two"):
        outcomes.add("a", text, "b")
    for text in ("three", "four", "five"):
        outcomes.add("c", text, "d")

    assert [list(collision) for collision in taken(outcomes)] == [["d", "c"], ["b", "a"]]


def test_strays(outcomes: Outcomes) -> None:
    """A phrasing strays when its entry is not among the first three; those of one entry stand together, most first."""
    outcomes.add("a", "stray of a", "b", "c", "d", "a")
    outcomes.add("b", "stray of b", "c", "d", "e")
    outcomes.add("a", "third", "b", "c", "a")
    outcomes.add("b", "nowhere")
    outcomes.add("elsewhere:nato", "question about NATO", "a")

    assert texts(audit(SMALL, outcomes.made, TODAY, READER).strays) == ["stray of b", "nowhere", "stray of a"]


def test_answered_near_misses(outcomes: Outcomes) -> None:
    """Near misses that their own entry answers are named, the surest answer first; what others answer is right."""
    outcomes.add("a", "likely", "a", "b", sure=0.6, is_near_miss=True)
    outcomes.add("a", "sure", "a", sure=0.9, is_near_miss=True)
    outcomes.add("a", "asked back", "a", "b", sure=0.3, is_near_miss=True)
    outcomes.add("a", "answered by another", "b", "a", sure=0.9, is_near_miss=True)
    found = audit(SMALL, outcomes.made, TODAY, READER)

    assert texts(found.answered_near_misses) == ["sure", "likely"]
    assert (found.collisions, found.strays) == ((), ())


def likeliest_without(number: int, phrasing: Phrasing, finder: Finder) -> list[str]:
    """The likeliest three for a phrasing, by its number, as if nobody had written it, or any of its part."""
    question = finder.reader.read(phrasing.text, is_arabizi=phrasing.variety is Variety.ARABIZI)
    written = len(finder.index.phrasings) + len(finder.index.near_misses)
    unseen = finder.index.without([other for other in range(written) if other % PARTS == number % PARTS])
    return [near.id for near in finder.index.search(question, without=number, classifier=unseen)[:3]]


def test_over_a_real_search() -> None:
    """What is told of a knowledge is what leaving each phrasing out comes to."""
    away = Elsewhere("sport", phrasings({"en": ["who won the football cup"]}), PLACE)
    content = replace(SMALL, elsewhere=(away,))
    asked = Finder(content)
    found = audit(content, leave_one_out(asked), TODAY, READER)
    strays = {
        phrasing.text
        for number, (owner, phrasing) in enumerate(
            (one.id, phrasing) for one in SMALL.entries.values() for phrasing in one.questions
        )
        if owner not in likeliest_without(number, phrasing, asked)
    }

    assert set(texts(found.strays)) == strays


ENOUGH = {"en": ["1", "2", "3", "4"], "ar": ["5", "6", "7", "8"], "iraqi": ["9"], "gulf": ["10"]}


@pytest.mark.parametrize(
    ("questions", "counts"),
    [
        (ENOUGH, None),
        ({**ENOUGH, "en": ["1", "2"]}, {"en": (2, 4)}),
        ({**ENOUGH, "iraqi": [], "arabizi": ["9"]}, {"iraqi": (0, 1)}),
        ({**ENOUGH, "gulf": []}, {ANOTHER_DIALECT: (0, 1)}),
        ({**ENOUGH, "gulf": [], "egyptian": ["10"]}, None),
        ({}, {"en": (0, 4), "ar": (0, 4), "iraqi": (0, 1), ANOTHER_DIALECT: (0, 1)}),
    ],
)
def test_thin(questions: dict[str, list[str]], counts: dict[str, tuple[int, int]] | None) -> None:
    """An entry is thin where it has too few phrasings in a language, in Iraqi or in any other dialect."""
    content = knowledge(LEXICON, [entry("one", questions, [])])

    assert [one.counts for one in audit(content, [], TODAY, READER).thin] == ([counts] if counts else [])


def test_thinnest_first() -> None:
    """The entry that lacks most stands first."""
    content = knowledge(LEXICON, [entry("some", {**ENOUGH, "gulf": []}, []), entry("none", {}, [])])

    assert [one.entry.id for one in audit(content, [], TODAY, READER).thin] == ["none", "some"]


def test_without_near_miss() -> None:
    """Entries without a near miss are named."""
    content = knowledge(LEXICON, [entry("one", {}, [], unlike={"en": ["What?"]}), entry("other", {}, [])])

    assert [one.id for one in audit(content, [], TODAY, READER).without_near_miss] == ["other"]


@pytest.mark.parametrize(
    ("claims", "known_until"),
    [
        ([claim("2024-11-25", "Old.", "قديم.")], date(2024, 11, 25)),
        ([claim("2024-11-27", "New.", "جديد.")], None),
        ([claim("2024", "Sometime in that year.", "في تلك السنة.")], None),
        ([claim("2025", "New.", "جديد."), claim("2016", "Old.", "قديم.")], None),
        ([claim("2019", "Newer.", "أحدث."), claim("2016", "Old.", "قديم.")], date(2019, 12, 31)),
        ([claim("2014", "Ended.", "انتهى.", until="2023-05")], date(2023, 5, 31)),
        ([claim("2014", "Goes on.", "مستمر.", until=None)], date(2014, 1, 1)),
        ([claim("2014", "Goes on.", "مستمر.", until=None, sources=[reference("undated")])], date(2014, 1, 1)),
        ([claim("2014", "Goes on.", "مستمر.", until=None, sources=[reference("of-2020")])], date(2020, 5, 31)),
        ([claim("2014", "Goes on.", "مستمر.", until=None, sources=[reference("of-2020"), reference("of-2026")])], None),
    ],
)
def test_old_claims(claims: list[Claim], known_until: date | None) -> None:
    """An entry is old when its newest claim ended two years ago, or goes on and no later document says so."""
    sources = [
        source("undated", ("One", "واحد"), "Title"),
        source("of-2020", ("One", "واحد"), "Title", published="2020-05"),
        source("of-2026", ("One", "واحد"), "Title", published="2026-01-02"),
    ]
    content = knowledge(LEXICON, [entry("one", {}, claims)], sources=sources)

    assert [old.known_until for old in audit(content, [], TODAY, READER).old_claims] == (
        [known_until] if known_until else []
    )


def test_oldest_first() -> None:
    """What is oldest stands first."""
    entries = [entry(identity, {}, [claim(identity, "So.", "هكذا.")]) for identity in ("2019", "2016", "2017")]
    found = audit(knowledge(LEXICON, entries), [], TODAY, READER)

    assert [old.entry.id for old in found.old_claims] == ["2016", "2017", "2019"]


def test_unused_sources() -> None:
    """Sources that no claim cites are named."""
    sources = [source(identity, ("One", "واحد"), "Title") for identity in ("cited", "left-over")]
    entries = [entry("one", {}, [claim("2026", "So.", "هكذا.", sources=[reference("cited")])])]
    found = audit(knowledge(LEXICON, entries, sources=sources), [], TODAY, READER)

    assert [one.id for one in found.unused_sources] == ["left-over"]


@pytest.mark.parametrize(
    ("unanswered", "is_alike"),
    [
        ("كم عدد المدارس؟", True),
        ("Schools 2019, how many?", True),
        ("Which schools?", False),
        ("How many members?", False),
        ("How many schools before?", False),
        ("How many?", False),
    ],
)
def test_alike(unanswered: str, *, is_alike: bool) -> None:
    """A near miss says what its entry answers if it names and asks for the same, whatever the language and the date."""
    answered = {"en": ["How many schools?", "How many?"]}
    entries = [entry("schools", answered, [claim("2019", "So.", "هكذا.")], unlike={"en": [unanswered]})]
    found = audit(knowledge(LEXICON, entries), [], TODAY, READER).alike

    pairs = [(one.entry.id, one.answered.text, one.unanswered.text) for one in found]
    assert pairs == ([("schools", "How many schools?", unanswered)] if is_alike else [])
