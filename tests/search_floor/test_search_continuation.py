"""What a short question asks when it continues an earlier one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
from search_floor.building import PLACE, claim, entry, knowledge, phrasings, reference
from search_floor.small_search import MEMBERS, SMALL, STRIKES_IN_IRAQ
from search_floor.words import LEXICON

from knowledge.dates import PartialDate
from knowledge.schema import Elsewhere
from knowledge.search.continuation import NEAR_WEIGHED, Continuation, Continued
from knowledge.search.decide import ELSEWHERE, Decision, Verdict
from knowledge.search.evidence import shared_out
from knowledge.search.finder import Finder, Finding

if TYPE_CHECKING:
    from knowledge.schema import Claim, Entry, Knowledge
    from knowledge.search.bearing import Bearing
    from knowledge.search.evidence import Evidence

    Forms = dict[str, list[str]]

CLEARLY_ANSWERED: Final = 0.8
SCHOOLS: Final = ["schools in Mosul", "Mosul schools", "the schools of Mosul", "which schools in Mosul"]


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


def continued(going_on: Going, first: str, second: str, entry: str | None) -> Continued:
    """A message after an earlier question, which an entry answered."""
    question, asked = going_on.finder.find(first).question, going_on.finder.find(second).question
    joined = going_on.continuation.join(question.ids, sorted(question.kinds), asked)
    return Continued(said=asked, question=asked, joined=joined, entry=entry)


def follow(
    going_on: Going, first: str, second: str, entry: str | None = None, time: PartialDate | None = None
) -> Finding:
    """What a message leads to after an earlier question."""
    message = continued(going_on, first, second, entry)._replace(asked=time)
    return Finding(message.joined, going_on.continuation.go_on(message))


def bearings(going_on: Going, first: str, second: str, entry: str | None) -> dict[str, tuple[Evidence, Bearing]]:
    """What speaks for the targets that a message may ask after an earlier question."""
    return going_on.continuation.bearings(continued(going_on, first, second, entry))


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
    finding = follow(going_on, "How many members in 2019?", "and in May 2020?", "members")

    assert finding.question.dates == (PartialDate(2020, 5),)
    assert likeliest(finding) == "members"


def test_subject_of_its_own(going_on: Going) -> None:
    """A message that is a question by itself is not bent to the earlier one."""
    finding = follow(going_on, STRIKES_IN_IRAQ, "Who is the commander of the forces?", "strikes-iraq")

    assert (finding.decision.verdict, likeliest(finding)) == (Verdict.SURE, "commander")


def _schools(identity: str, *claims: Claim, topic: str = "elsewhere", follow_ups: Forms | None = None) -> Entry:
    return entry(identity, {"en": SCHOOLS}, claims or _some_claims(), topic=topic, follow_ups=follow_ups)


def _earlier(*related: str) -> Entry:
    """An entry of a topic of its own, whose answer was given."""
    return entry("earlier", {"en": ["hospitals in Iraq"]}, _some_claims(), topic="here", related=related)


def _some_claims() -> list[Claim]:
    return [claim("2020", "Some.", "بعضها.", sources=[reference("one")])]


def _twins(*, topic: str = "elsewhere", related: tuple[str, ...] = (), back: tuple[str, ...] = ()) -> Going:
    """Two entries that are asked for alike, and an earlier one."""
    second = replace(_schools("second", topic=topic), related=back)
    return Going.over(knowledge(LEXICON, [_schools("first"), second, _earlier(*related)]))


@pytest.fixture(scope="module", params=[{"topic": "here"}, {"related": ("second",)}, {"back": ("earlier",)}], ids=str)
def twins(request: pytest.FixtureRequest) -> Going:
    return _twins(**request.param)


def test_nearby_entry_wins_over_a_far_twin(twins: Going) -> None:
    """Of two entries alike, the one of the same topic as the earlier one, or related to or from it, is the answer."""
    finding = follow(twins, "hospitals in Iraq", "and schools in Mosul?", "earlier")

    assert likeliest(twins.finder.find("schools in Mosul")) == "first"
    assert (finding.decision.verdict, likeliest(finding)) == (Verdict.SURE, "second")


def test_changed_question_favours_nearby_entries(twins: Going) -> None:
    """An earlier question that is changed asks the nearby one of two entries alike."""
    question, asked = (twins.finder.find(text).question for text in ("hospitals in Iraq", "schools in Mosul"))
    finding = twins.continuation.elsewhere(question.ids, question.kinds, "earlier", asked)

    assert finding.question == twins.continuation.join(question.ids, question.kinds, asked)
    assert likeliest(finding) == "second"


def test_twins_that_are_both_far_are_asked_about() -> None:
    """Where nothing tells two entries apart, neither is taken for the answer."""
    decision = follow(_twins(), "hospitals in Iraq", "schools in Mosul?", "earlier").decision

    assert decision.verdict is Verdict.ASK
    assert {candidate.id for candidate in decision.candidates} == {"first", "second"}


def _near_twins(of: str | None) -> Knowledge:
    """Two twins near the earlier entry and one that is far; of one of them people ask a little more, if of any."""
    told = claim("2020", "Trainers came to Sinjar.", "جاء مدربون إلى سنجار.")
    topics = {"far": "elsewhere", "one": "here", "other": "here"}
    follow_ups = {"en": ["which trainers in Sinjar", "trainers in Sinjar", "who trained in Sinjar"]}
    twins = [
        _schools(name, told, topic=topic, follow_ups=follow_ups if name == of else None)
        for name, topic in topics.items()
    ]
    return knowledge(LEXICON, [*twins, _earlier()])


def _asked_after(of: str | None) -> Going:
    """What goes on over them."""
    return Going.over(_near_twins(of))


@pytest.mark.parametrize("near", ["one", "other"])
@pytest.mark.parametrize("text", ["which trainers in Sinjar?", "and trainers in Sinjar?"])
def test_follow_up_of_a_near_entry_leads_to_it(near: str, text: str) -> None:
    """Of two near entries alike, the one of which people ask so after an answer is the likelier."""
    finding = follow(_asked_after(near), "hospitals in Iraq", text, "earlier")

    assert (finding.decision.verdict is not Verdict.NONE, likeliest(finding)) == (True, near)


def _gained(of: str, entry: str | None) -> float:
    """What an entry gains, in log-odds, by a follow-up of its own that is asked in its very words."""
    asked, plain = (
        bearings(_asked_after(one), "hospitals in Iraq", "which trainers in Sinjar?", entry)[of][1].strength
        for one in (of, None)
    )
    return asked - plain


@pytest.mark.parametrize("entry", ["earlier", None])
def test_follow_up_says_less_of_a_far_entry(entry: str | None) -> None:
    """What people ask after an answer speaks for an entry that is near that answer more than for a far one."""
    assert 0 < _gained("far", entry) < _gained("one", "earlier")


def test_far_entry_is_less_sure_than_a_near_one() -> None:
    """Asked for in the very words of its follow-up, a far entry is doubted where a near one would be clear."""
    far, near = (
        follow(_asked_after(one), "hospitals in Iraq", "which trainers in Sinjar?", "earlier").decision.confidence
        for one in ("far", "one")
    )

    assert far < CLEARLY_ANSWERED < near


def _after_hospitals(text: str, *, unanswered: Forms | None = None) -> Going:
    """An earlier entry, and many near it, of the last of which people ask a text after answers."""
    told = claim("2020", "It opened.", "فُتحت.")
    crowd = [entry(f"near-{number}", {"en": ["air strikes"]}, [told], topic="here") for number in range(NEAR_WEIGHED)]
    asked = entry("asked", {"en": ["oil money"]}, [told], topic="here", follow_ups={"en": [text]})
    other = entry("other", {"en": ["members"]}, [told], topic="elsewhere", unanswered=unanswered)
    return Going.over(knowledge(LEXICON, [*crowd, asked, other, _earlier()]))


def test_what_is_asked_after_an_entry_makes_it_a_target() -> None:
    """Of many entries near the answer, one is looked at because of what is asked after it, though it names nothing."""
    going_on = _after_hospitals("by whom then?")

    assert "asked" in bearings(going_on, "hospitals in Iraq", "by whom then?", "earlier")


def test_what_is_unanswered_anywhere_speaks_against_every_target() -> None:
    """What any entry is asked in vain is likelier asked in vain here, too."""
    unanswered, plain = (
        bearings(_after_hospitals("by whom then?", unanswered=forms), "hospitals in Iraq", "in which city?", "earlier")
        for forms in ({"en": ["in which city"]}, None)
    )

    assert unanswered["earlier"][1].untold_anywhere > plain["earlier"][1].untold_anywhere
    assert unanswered["earlier"][1].strength < plain["earlier"][1].strength


def test_what_the_answer_leaves_open_speaks_against_what_is_near() -> None:
    """What the answer before leaves unanswered is not taken for a question to the entries near it."""
    told = [claim("2020", "Some.", "بعضها.")]
    found = []
    for unanswered in ({"en": ["in which schools"]}, None):
        before = entry("earlier", {"en": ["hospitals in Iraq"]}, told, topic="here", unanswered=unanswered)
        going_on = Going.over(knowledge(LEXICON, [_schools("near", topic="here"), before]))
        found.append(bearings(going_on, "hospitals in Iraq", "in which schools?", "earlier")["near"][1])

    assert [one.untold_after_it for one in found] == [pytest.approx(1.0, abs=1e-3), 0.0]
    assert found[0].strength < found[1].strength


@pytest.mark.parametrize(("text", "expected"), [("which trainers in Sinjar?", True), ("schools in Mosul?", False)])
def test_usual_question(text: str, expected: bool) -> None:  # noqa: FBT001 - a case of a table
    """A message is usual if people ask such a thing after an answer of the entry that it was decided for."""
    going_on = _asked_after("one")
    message = continued(going_on, "hospitals in Iraq", text, "earlier")
    found = going_on.continuation.go_on(message)
    decision = replace(found, candidates=tuple(one for one in found.candidates if one.id == "one"))

    assert [one.id for one in decision.candidates] == ["one"]
    assert going_on.continuation.is_usual(message, decision) is expected


def test_nothing_is_usual_without_a_candidate() -> None:
    """Where nothing was found, nothing is usual."""
    going_on = _asked_after("one")
    message = continued(going_on, "hospitals in Iraq", "which trainers in Sinjar?", "earlier")

    assert not going_on.continuation.is_usual(message, Decision(Verdict.NONE, "", ()))


def test_time_of_the_answer_is_gone_on_from() -> None:
    """Of two near entries alike, the one that tells of the time of the answer before is the answer."""
    years = {"first": "2015", "second": "2020"}
    twins = [_schools(name, claim(year, "Some.", "بعضها."), topic="here") for name, year in years.items()]
    going_on = Going.over(knowledge(LEXICON, [*twins, _earlier()]))
    found = {
        year: likeliest(follow(going_on, "hospitals in Iraq", "and schools in Mosul?", "earlier", PartialDate(year)))
        for year in (2015, 2020)
    }

    assert found == {2015: "first", 2020: "second"}


def _asked_in_vain() -> Knowledge:
    """The small knowledge, after one of whose answers people ask of schools and hospitals, which it does not tell."""
    unanswered = phrasings({"en": ["and the hospitals?", "which hospitals?", "and the schools?", "whose schools?"]})
    money = replace(SMALL.entries["money"], unanswered=unanswered)
    return replace(SMALL, entries={**SMALL.entries, "money": money})


@pytest.mark.parametrize(
    ("first", "entry"), [(STRIKES_IN_IRAQ, "strikes-iraq"), (MEMBERS, "members"), ("schools in Iraq", None)]
)
@pytest.mark.parametrize("text", ["NATO?", "and hospitals in Sinjar?", "do NATO schools have oil?"])
def test_what_nothing_comes_near_is_not_answered(first: str, entry: str | None, text: str) -> None:
    """A message that names what no entry has anything to say on has no answer, whatever was answered before."""
    assert follow(Going.over(_asked_in_vain()), first, text, entry).decision.verdict is Verdict.NONE


@pytest.mark.parametrize(("first", "entry"), [(STRIKES_IN_IRAQ, "strikes-iraq"), (MEMBERS, "members")])
@pytest.mark.parametrize(
    "text",
    [
        "members of the trade coalition of schools",
        "the trade coalition of schools?",
        "and the trade coalition schools?",
    ],
)
def test_subject_of_elsewhere_is_never_answered(first: str, entry: str, text: str) -> None:
    """What curators put elsewhere is told as such after an answer, too, and is none of the candidates."""
    away = phrasings({"en": ["How many members does the trade coalition of schools have?", "trade coalition schools"]})
    going_on = Going.over(replace(SMALL, elsewhere=(Elsewhere("trade", away, PLACE),)))
    decision = follow(going_on, first, text, entry).decision

    assert decision.verdict is Verdict.NONE
    assert decision.elsewhere is not None
    assert decision.elsewhere.id == f"{ELSEWHERE}trade"
    assert not any(candidate.id.startswith(ELSEWHERE) for candidate in decision.candidates)


def test_earlier_entry_with_nothing_to_say(going_on: Going) -> None:
    """The entry of the answer before is not weighed for a message on which it has nothing to say."""
    assert "money" not in bearings(going_on, STRIKES_IN_IRAQ, "NATO?", "money")


def test_near_and_related(going_on: Going) -> None:
    """An entry that the earlier one names is near and related; one that names it is near alone."""
    onward, back = (
        {name: bearing for name, (_, bearing) in bearings(going_on, MEMBERS, "and who?", entry).items()}
        for entry in ("money", "commander")
    )

    assert (onward["commander"].is_near, onward["commander"].is_related) == (True, True)
    assert (back["money"].is_near, back["money"].is_related) == (True, False)
    assert (onward["members"].is_near, onward["members"].is_related) == (False, False)


def test_probabilities_are_shared_out(going_on: Going) -> None:
    """Candidates stand likeliest first, in the order of their strength, and leave something for 'none of these'."""
    found = bearings(going_on, STRIKES_IN_IRAQ, "and in Syria?", "strikes-iraq")
    candidates = shared_out((target, evidence, bearing.strength) for target, (evidence, bearing) in found.items())
    strengths = [found[candidate.id][1].strength for candidate in candidates]

    assert {candidate.id for candidate in candidates} == set(found)
    assert strengths == sorted(strengths, reverse=True)
    assert sum(candidate.probability for candidate in candidates) < 1.0


def test_knowledge_without_entries() -> None:
    """In a knowledge without entries a message leads to nothing."""
    decision = follow(Going.over(knowledge(LEXICON, [])), MEMBERS, "and in Syria?").decision

    assert (decision.verdict, decision.candidates) == (Verdict.NONE, ())


@pytest.mark.parametrize("entry", [None, "no-longer-there"])
def test_no_earlier_entry(going_on: Going, entry: str | None) -> None:
    """Without an earlier entry, or when it has gone, nothing is in favour."""
    assert likeliest(follow(going_on, STRIKES_IN_IRAQ, "and in Syria?", entry)) == "strikes-syria"
