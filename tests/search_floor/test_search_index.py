from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_floor.building import target
from search_floor.words import plain_reader

from knowledge.dates import PartialDate, Period
from knowledge.search.classifier import NEVER
from knowledge.search.comparison import WEIGHED_IN_FULL
from knowledge.search.evidence import weigh
from knowledge.search.index import Index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.search.evidence import Candidate, Evidence
    from knowledge.search.profile import Target

READER = plain_reader()
MEMBERS: Final = (
    "How many members does the Coalition have?",
    "number of members in the coalition",
    "how many countries are members of the coalition",
    "the number of member countries",
    "coalition members",
)
STRIKES: Final = (
    "How many air strikes did the Coalition do in Iraq?",
    "number of strikes in Iraq",
    "air strikes of the coalition in Mosul",
    "how many strikes in Mosul",
    "strikes in Iraq",
)
SCHOOLS: Final = (
    "How many schools did the Coalition have in Sinjar?",
    "schools of Sinjar",
    "where are the schools in Sinjar",
    "number of schools in Sinjar",
    "Sinjar schools and hospitals",
)
MONEY: Final = (
    "Where is the money of Daesh?",
    "oil money",
    "who has the oil money",
    "Daesh funding",
    "the oil of Daesh",
)
UNLIKE_MEMBERS: Final = ("How many members does NATO have?", "number of NATO members", "NATO member countries")
TARGETS: Final = (
    target("members", MEMBERS, unlike=UNLIKE_MEMBERS),
    target("strikes", STRIKES, claims=["In May 2020 the forces had trainers."]),
    target("schools", SCHOOLS),
    target("money", MONEY, gives_figures=False),
)
PHRASINGS: Final = [phrasing.text for one in TARGETS for phrasing in one.phrasings]
NEAR_MISSES: Final = [phrasing.text for one in TARGETS for phrasing in one.unlike]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(TARGETS, READER)


def ask(index: Index, text: str, **options: object) -> list[Candidate]:
    return index.search(READER.read(text), **options)  # type: ignore[arg-type]  # the tests name the options, `search` checks them


def evidence_for(index: Index, text: str, identity: str, without: int | None = None) -> Evidence:
    [evidence] = [
        found.evidence for found in index.search(READER.read(text), limit=9, without=without) if found.id == identity
    ]
    return evidence


def only(*questions: str, claims: Sequence[str] = (), periods: Sequence[Period] = ()) -> Index:
    return Index([target("one", questions, claims=claims, periods=periods), target("other", ["oil"])], READER)


@pytest.mark.parametrize("text", PHRASINGS)
def test_phrasing_finds_its_target(index: Index, text: str) -> None:
    """Every phrasing, asked as it is written, has its own target as the likeliest, and is named as the nearest."""
    best = ask(index, text)[0]

    assert text in {phrasing.text for one in TARGETS if one.id == best.id for phrasing in one.phrasings}
    assert best.evidence.phrasing.text == text
    assert best.evidence.concepts == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    "text",
    ["كم عدد أعضاء التحالف", "شكد عضو بالتحالف", "kam members bil ta7alof", "how many membres has the coalitoin"],
)
def test_other_words_for_the_same(index: Index, text: str) -> None:
    """Concepts are found across languages, dialects and slips."""
    assert ask(index, text)[0].id == "members"


def test_candidates_stand_likeliest_first(index: Index) -> None:
    """The order is that of the probabilities, each target once."""
    found = ask(index, "How many coalition strikes in Iraq?", limit=9)
    probabilities = [candidate.probability for candidate in found]

    assert probabilities == sorted(probabilities, reverse=True)
    assert len({candidate.id for candidate in found}) == len(found)


def test_limit(index: Index) -> None:
    """No more candidates are returned than asked for."""
    assert len(ask(index, "How many coalition members and strikes?", limit=9)) > 1
    assert len(ask(index, "How many coalition members and strikes?", limit=1)) == 1


def test_far_behind(index: Index) -> None:
    """What is far behind the most promising target is no candidate."""
    assert [one.id for one in ask(index, SCHOOLS[0], limit=9)] == ["schools"]


def test_near_miss_is_not_passed_over() -> None:
    """The entry of which a question is a near miss in its very words is weighed, however far behind it is."""
    near_miss = "How many schools of the coalition are there in Mosul, and who has the oil money?"
    index = Index([target("one", ["oil"], unlike=[near_miss]), target("other", [f"{near_miss} Please"])], READER)

    assert {one.id for one in ask(index, near_miss, limit=9)} == {"one", "other"}


def test_nothing_in_common(index: Index) -> None:
    """A text that shares neither a concept nor a letter finds nothing."""
    assert ask(index, "ققققق") == []


def test_no_targets() -> None:
    """An empty index finds nothing."""
    assert ask(Index([], READER), MEMBERS[0]) == []


def test_target_without_phrasings_is_no_target() -> None:
    """A target that nobody can ask for is left out."""
    index = Index([target("silent", []), *TARGETS], READER)

    assert [one.id for one in index.targets] == ["members", "strikes", "schools", "money"]
    assert ask(index, STRIKES[0])[0].id == "strikes"


def test_numbering_of_phrasings(index: Index) -> None:
    """Phrasings are numbered in order, and near misses after them."""
    assert [phrasing.text for phrasing in (*index.phrasings, *index.near_misses)] == [*PHRASINGS, *NEAR_MISSES]


def _less(number: int) -> list[Target]:
    """The targets as if one phrasing or near miss, by its number, had never been written."""
    less: list[Target] = []
    first, first_unlike = 0, len(PHRASINGS)
    for one in TARGETS:
        asked = [phrasing.text for place, phrasing in enumerate(one.phrasings, first) if place != number]
        unlike = [phrasing.text for place, phrasing in enumerate(one.unlike, first_unlike) if place != number]
        claims = [text for texts in one.claims for text in texts]
        less.append(target(one.id, asked, unlike=unlike, claims=claims, gives_figures=one.gives_figures))
        first, first_unlike = first + len(one.phrasings), first_unlike + len(one.unlike)
    return less


def _asks_nothing_of_its_own(number: int) -> bool:
    """Whether all that a phrasing asks is asked by another one of its target too, so that no rarity changes."""
    if number >= len(PHRASINGS):
        return True
    others = [PHRASINGS[place] for place in range(number - number % 5, number - number % 5 + 5) if place != number]
    return set(READER.read(PHRASINGS[number]).ids) <= {
        identity for text in others for identity in READER.read(text).ids
    }


@pytest.mark.parametrize(
    "number", [number for number in range(len(PHRASINGS + NEAR_MISSES)) if _asks_nothing_of_its_own(number)]
)
def test_left_out_is_never_written(index: Index, number: int) -> None:
    """Leaving a phrasing out gives the evidence of an index in which it was never written, for every target."""
    question = READER.read((PHRASINGS + NEAR_MISSES)[number])
    left_out = index.search(question, limit=9, without=number, classifier=index.without([number]))
    never_written = Index(_less(number), READER).search(question, limit=9)

    assert [(one.id, one.evidence.phrasing.text) for one in left_out] == [
        (one.id, one.evidence.phrasing.text) for one in never_written
    ]
    assert [one.evidence.parts for one in left_out] == [
        pytest.approx(dict(one.evidence.parts), abs=1e-5) for one in never_written
    ]


def test_search_leaves_no_trace(index: Index) -> None:
    """Leaving a phrasing out is for one search only."""
    before = ask(index, MEMBERS[0])
    ask(index, MEMBERS[0], without=0)

    assert ask(index, MEMBERS[0]) == before


def test_only_phrasing_left_out() -> None:
    """A target whose one phrasing is left out has nothing that could be near."""
    index = Index([target("one", ["schools in Sinjar"]), target("other", ["oil money"])], READER)

    assert ask(index, "schools in Sinjar", without=0) == []


@settings(max_examples=50)
@given(st.sampled_from(PHRASINGS), st.sampled_from([one.id for one in TARGETS]), st.floats(0.1, 4.0))
def test_favour(index: Index, text: str, identity: str, log_odds: float) -> None:
    """Favour makes its target likelier and all others less likely; the evidence stays what it is."""
    found = index.nearest(READER.read(text))
    plain, favoured = ({one.id: one for one in weigh(found, favour)} for favour in ({}, {identity: log_odds}))

    assert {one: found.evidence for one, found in favoured.items()} == {
        one: found.evidence for one, found in plain.items()
    }
    assert all(
        (favoured[one].probability > plain[one].probability)
        if one == identity
        else (favoured[one].probability < plain[one].probability)
        for one in plain
        if identity in plain
    )


def test_favour_for_the_unknown(index: Index) -> None:
    """Favour for something that is no candidate changes nothing."""
    assert weigh(index.nearest(READER.read(MEMBERS[0])), {"nobody": 3.0}) == ask(index, MEMBERS[0], limit=9)


@pytest.mark.parametrize("text", UNLIKE_MEMBERS)
def test_near_miss_holds_back(index: Index, text: str) -> None:
    """A near miss makes its entry less likely than it would be without it."""
    without_near_misses = Index([target(one.id, [p.text for p in one.phrasings]) for one in TARGETS], READER)
    held_back, free = (
        next(found.probability for found in ask(searched, text, limit=9) if found.id == "members")
        for searched in (index, without_near_misses)
    )

    assert held_back < free


def test_near_miss_speaks_where_it_is_nearer_only(index: Index) -> None:
    """Beside a phrasing that is nearer, a near miss says nothing; for another entry it never does."""
    assert evidence_for(index, UNLIKE_MEMBERS[0], "members").unlike == pytest.approx(1.0, abs=1e-5)
    assert evidence_for(index, MEMBERS[0], "members").unlike == 0.0
    assert evidence_for(index, "number of NATO members and strikes", "strikes").unlike == 0.0


@pytest.mark.parametrize(
    ("near_miss", "text", "speaks"),
    [
        ("how many schools of the coalition", "how many schools of the coalition now", True),
        ("how many schools of the coalition", "how many schools of the coalition in Mosul", False),
        ("how many schools of the coalition in Syria", "how many schools of the coalition", False),
        ("how many schools of the coalition before", "how many schools of the coalition", False),
        ("how many schools of the coalition before", "how many schools of the coalition before Iraq", True),
    ],
)
def test_what_sets_a_near_miss_apart(near_miss: str, text: str, *, speaks: bool) -> None:
    """A near miss says nothing where its own name or time lacks, or where what most phrasings name is named."""
    index = Index([target("one", ["schools oil Mosul", "coalition in Mosul"], unlike=[near_miss])], READER)

    assert (evidence_for(index, text, "one").unlike > 0.0) is speaks


@pytest.mark.parametrize(
    ("text", "usual", "other"),
    [("how many schools", 1.0, False), ("when schools", 0.0, True), ("schools", 0.0, False)],
)
def test_kind_of_question(text: str, usual: float, *, other: bool) -> None:
    """The kind that all phrasings ask for is usual, one that none asks for is another kind."""
    evidence = evidence_for(only("how many schools", "number of schools in Iraq"), text, "one")

    assert (evidence.usual_kind, evidence.other_kind) == (usual, other)


@pytest.mark.parametrize(("text", "expected"), [("how many oil", True), ("where is the oil", False)])
def test_figure_that_nobody_gives(index: Index, text: str, *, expected: bool) -> None:
    """'How many' speaks against an entry without a figure."""
    assert evidence_for(index, text, "money").lacks_figures is expected


@pytest.mark.parametrize(
    ("text", "unexplained"),
    [
        ("schools in Iraq", []),
        ("schools in Syria", ["syria"]),
        ("schools for trainers", ["word:for"]),
        ("schools of zebras", ["word:zebra"]),
    ],
)
def test_unexplained(text: str, unexplained: list[str]) -> None:
    """What neither a phrasing nor a claim has is unexplained; Iraq is explained by a place in it."""
    index = only("schools in Mosul", claims=["The trainers came."])

    assert [feature.id for feature in evidence_for(index, text, "one").unexplained] == unexplained


def test_missing_name() -> None:
    """A name of the best phrasing that the question lacks is missing, unless many targets have it."""
    targets = [target(str(number), [f"oil {number}"]) for number in range(10, 18)]
    index = Index([target("one", ["schools in Sinjar"]), *targets], READER)

    assert evidence_for(index, "schools", "one").missing == 1
    assert evidence_for(index, "schools in Sinjar", "one").missing == 0


def test_common_name_is_not_missed() -> None:
    """A name that every target has need not be said."""
    index = Index([target("one", ["schools of the coalition"]), target("other", ["oil of the coalition"])], READER)

    assert evidence_for(index, "schools", "one").missing == 0


def test_other_thing_wanted() -> None:
    """How many of one thing is another question than how many of another, though both are named."""
    index = only("how many schools have oil")

    assert evidence_for(index, "how many oil schools", "one").other_wanted
    assert not evidence_for(index, "oil and how many schools", "one").other_wanted
    assert not evidence_for(index, "oil schools", "one").other_wanted


def test_other_time() -> None:
    """Who came before is another question than who is; words for now are not."""
    index = only("who has the schools")

    assert evidence_for(index, "who before the schools", "one").other_time
    assert not evidence_for(index, "who has the schools now", "one").other_time


def test_place_that_a_claim_lies_in() -> None:
    """A claim that speaks of a city explains its country."""
    index = only("schools", claims=["The trainers came to Mosul."])

    assert evidence_for(index, "schools in Iraq", "one").unexplained == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("schools in 2019", 1 / 2),
        ("schools in May 2019", 1 / 2),
        ("schools in 2016", 1 / 4),
        ("schools in 2014", 1.0),
        ("schools in 2021", 0.0),
        ("schools", 0.0),
    ],
)
def test_date_that_a_claim_speaks_of(text: str, expected: float) -> None:
    """A date counts when a claim speaks of that time: in full for a moment, less for a longer term around it."""
    moment, term = Period.at(PartialDate(2014)), Period(PartialDate(2015), PartialDate(2018))
    year = Period(PartialDate(2019), PartialDate(2020, 6))

    index = only("schools", periods=[moment, term, year])

    assert evidence_for(index, text, "one").speaks_of_date == expected


def test_closest_claim_speaks_of_the_date() -> None:
    """Of a term around the date and the very date, the very date counts."""
    periods = [Period(PartialDate(2014), PartialDate(2024)), Period.at(PartialDate(2019))]

    assert evidence_for(only("schools", periods=periods), "schools in 2019", "one").speaks_of_date == 1.0
    assert evidence_for(only("schools", periods=periods), "schools in 2018", "one").speaks_of_date == 1 / 11


@pytest.mark.parametrize(
    ("text", "expected"), [("schools in 2021", True), ("schools in May 2020", False), ("schools", False)]
)
def test_later_date(text: str, *, expected: bool) -> None:
    """A year after everything that any target speaks of is later; a month of its last year is not."""
    index = Index(
        [
            target("one", ["schools"], periods=[Period(PartialDate(2014), None)]),
            target("other", ["oil"], periods=[Period(PartialDate(2019), PartialDate(2020, 2))]),
        ],
        READER,
    )

    assert evidence_for(index, text, "one").later_date is expected


def test_no_date_is_later_than_nothing() -> None:
    """Where no target speaks of a date, none is too late."""
    assert evidence_for(only("schools"), "schools in 2099", "one").later_date is False


@pytest.mark.parametrize(
    ("questions", "text", "expected"),
    [
        (["schools"], "do you think of schools", True),
        (["schools"], "how many schools", False),
        (["do you think of schools"], "do you think of schools", False),
    ],
)
def test_opinion(questions: list[str], text: str, *, expected: bool) -> None:
    """Asking for an opinion is noticed, unless a phrasing of the target asks for one too."""
    assert evidence_for(only(*questions), text, "one").asks_opinion is expected


def test_open_period_speaks_of_no_date() -> None:
    """What still holds speaks of every date, so it speaks for none, and against none."""
    evidence = evidence_for(only("schools", periods=[Period(PartialDate(2014), None)]), "schools in 2019", "one")

    assert (evidence.speaks_of_date, evidence.other_date) == (0.0, False)


@pytest.mark.parametrize(
    ("text", "expected"), [("schools in 2019", True), ("schools in 2016", False), ("schools", False)]
)
def test_other_date(text: str, *, expected: bool) -> None:
    """A date that no claim speaks of is another one."""
    assert evidence_for(only("schools", periods=[Period.at(PartialDate(2016))]), text, "one").other_date is expected


def test_support_counts_several_phrasings() -> None:
    """Three near phrasings support a target more than one near and two far ones."""
    index = Index(
        [
            target("one", ["schools in Iraq", "schools of Iraq", "the schools of Iraq"]),
            target("other", ["schools in Iraq", "oil", "money"]),
        ],
        READER,
    )

    assert (
        evidence_for(index, "schools in Iraq", "one").support > evidence_for(index, "schools in Iraq", "other").support
    )


def test_typical_is_the_share_of_phrasings() -> None:
    """How usual a question is for a target is how many of its phrasings have its concept."""
    assert evidence_for(only("schools", "schools in Iraq", "hospitals"), "schools", "one").typical == pytest.approx(
        2 / 3
    )


@pytest.mark.parametrize(("text", "expected"), [(MEMBERS[0], True), (MEMBERS[0].upper(), True), ("members", False)])
def test_verbatim(index: Index, text: str, *, expected: bool) -> None:
    """A question in a phrasing's very words is known as such, however it is spelt."""
    assert evidence_for(index, text, "members").is_verbatim is expected


def test_classifier_speaks_for_targets(index: Index) -> None:
    """The classifier speaks for the target of a phrasing and against the others, and knows a near miss as such."""
    found = {one.id: one.evidence for one in ask(index, STRIKES[0], limit=9)}

    assert [one for one, evidence in found.items() if evidence.classified > 0.0] == ["strikes"]
    assert found["strikes"].classified_none < 0.0
    assert evidence_for(index, UNLIKE_MEMBERS[0], "members").classified_none > 0.0


def test_classifier_without_a_target(index: Index) -> None:
    """One that has seen no phrasing of a target still has a word on every target: against that one, always."""
    first = len(MEMBERS)
    unseen = index.without(range(first, first + len(STRIKES)))
    [strikes] = ask(index, STRIKES[0], limit=9, classifier=unseen)
    [members] = ask(index, MEMBERS[0], limit=9, classifier=unseen)

    assert unseen.labels == index.classifier.labels
    assert (strikes.id, strikes.evidence.classified) == ("strikes", NEVER)
    assert members.evidence.classified == pytest.approx(
        float(unseen.scores(READER.read(MEMBERS[0]))[unseen.labels.index("members")])
    )


def test_agreement(index: Index) -> None:
    """Without evidence of a lexicon, classifier and nearest phrasing together rank a phrasing's own target first."""
    agreed = index.agreement(READER.read(SCHOOLS[0]))

    assert index.targets[int(agreed.argmax())].id == "schools"


@pytest.mark.parametrize("text", [*PHRASINGS, *NEAR_MISSES, "coalition schools in 2019", "zebra"])
def test_comparison_gathers_the_same_evidence(index: Index, text: str) -> None:
    """A comparison has for a target the evidence that a search finds for it."""
    question = READER.read(text)
    comparison = index.compare(question)

    assert all(comparison.evidence(identity) == evidence for identity, evidence in index.nearest(question))


def test_evidence_of_what_is_far_behind(index: Index) -> None:
    """A comparison has evidence for every target, also for one that a search passes over."""
    question = READER.read(SCHOOLS[0])
    comparison = index.compare(question)

    assert "money" not in dict(index.nearest(question))
    assert comparison.evidence("money").strength < comparison.evidence("schools").strength


@pytest.mark.parametrize("text", PHRASINGS)
def test_promising_begins_with_what_is_found(index: Index, text: str) -> None:
    """The most promising target of a phrasing is the one that a search finds first, and all found are promising."""
    promising = index.compare(READER.read(text)).promising

    assert promising[0] == ask(index, text)[0].id
    assert {one.id for one in ask(index, text, limit=9)} <= set(promising)


def test_promising_are_few() -> None:
    """No more targets are promising than a search looks at closely, and none that has nothing in common."""
    many = Index([target(f"oil {number}", [f"oil {number}"]) for number in range(10, 30)], READER)

    assert len(many.compare(READER.read("oil")).promising) == WEIGHED_IN_FULL
    assert many.compare(READER.read("ققققق")).promising == []


def test_comparison_without_targets() -> None:
    """An index without targets can be compared with: nothing is promising."""
    assert Index([target("silent", [])], READER).compare(READER.read(MEMBERS[0])).promising == []
