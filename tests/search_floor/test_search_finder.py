"""From a text to what the knowledge has for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from search_floor.building import PLACE, claim, entry, heard, knowledge, phrasings, reference
from search_floor.small_search import MEMBERS, SMALL, STRIKES_IN_IRAQ
from search_floor.words import LEXICON

from knowledge.schema import Elsewhere
from knowledge.search.decide import Verdict
from knowledge.search.finder import Finder

if TYPE_CHECKING:
    from knowledge.search.finder import Finding

STORY = (
    "Good evening, my cousin and I argued all night long about the news on television. "
    "He was a driver once and thinks he knows everything. "
    f"{STRIKES_IN_IRAQ} "
    "I would be grateful, because tomorrow he comes back for tea!"
)


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(SMALL)


def likeliest(finding: Finding) -> str:
    return finding.decision.candidates[0].id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MEMBERS, "members"),
        ("كم عدد أعضاء التحالف الدولي؟", "members"),
        ("شكد غارة للتحالف في سوريا", "strikes-syria"),
        ("Who is the commander of the forces?", "commander"),
    ],
)
def test_question_is_found(finder: Finder, text: str, expected: str) -> None:
    """A question in the curators' words is surely theirs."""
    finding = finder.find(text)

    assert (finding.decision.verdict, likeliest(finding)) == (Verdict.SURE, expected)


def test_near_miss_is_not_answered(finder: Finder) -> None:
    """What curators called a near miss does not get the answer that it resembles."""
    finding = finder.find("How many members does NATO have?")

    assert (finding.decision.verdict, likeliest(finding)) != (Verdict.SURE, "members")


def test_what_people_asked() -> None:
    """An entry is found by what people asked in their own words and it tells, and not by what it does not tell."""
    asked = heard("members", told=["so whos all in this club"], untold=["which of the club have left since"])
    finder = Finder(replace(SMALL, heard={"members": asked}))
    told, untold = finder.find("so whos all in this club"), finder.find("which of the club have left since")

    assert (told.decision.verdict, likeliest(told)) == (Verdict.SURE, "members")
    assert (untold.decision.verdict, likeliest(untold)) != (Verdict.SURE, "members")
    assert finder.is_near_miss("which of the club have left since")


def test_unknown_question(finder: Finder) -> None:
    """Nothing of this field, nothing found."""
    assert finder.find("Which football club won yesterday?").decision.verdict is Verdict.NONE


def test_question_inside_a_story(finder: Finder) -> None:
    """Of a long message, the sentence that asks something is found."""
    finding = finder.find(STORY)

    assert (finding.decision.verdict, likeliest(finding)) == (Verdict.SURE, "strikes-iraq")


def test_question_inside_an_arabic_story(finder: Finder) -> None:
    """Arabic sentences end with a comma as well as with a question mark."""
    finding = finder.find(
        "مساء النور يا جماعة، صديقي سائق ويظن نفسه عالماً، كم عدد غارات التحالف في العراق؟ وغداً يزورني لشرب الشاي"
    )

    assert (finding.decision.verdict, likeliest(finding)) == (Verdict.SURE, "strikes-iraq")


def test_short_message_is_not_taken_apart(finder: Finder) -> None:
    """A few words are one question, though a full stop stands among them."""
    finding = finder.find("Zebra. How many members?")

    assert finding.question.ids == ("word:zebra", "member")


def test_sentence_that_says_too_little_is_not_asked() -> None:
    """A single concept in a story is no question by itself, though it would be answered alone."""
    claims = [claim("2020", "Some.", "بعضها.", sources=[reference("one")])]
    oil = entry("oil", {"en": ["oil", "the oil", "oil please"]}, claims)
    members = entry("members", {"en": ["how many members", "the members", "members now"]}, claims)
    finder = Finder(knowledge(LEXICON, [oil, members]))
    story = "My uncle drives taxis. He talks about his car all day. Oil. He sings whenever he drives home."

    assert finder.find("oil").question.ids == ("oil",)
    assert finder.find(story).question.ids[:2] == ("word:my", "word:uncl")


def test_dates_are_no_figures() -> None:
    """An entry whose only figures are dates gives no figure."""
    figures = {"date": ["2019-02"], "count": ["2019-02", "90"], "nothing": []}
    finder = Finder(
        knowledge(
            LEXICON,
            [
                entry(name, {"en": [name]}, [claim("2019", "Yes.", "نعم.", sources=[reference("one", figures=given)])])
                for name, given in figures.items()
            ],
        )
    )

    assert {target.id: target.gives_figures for target in finder.index.targets} == {
        "date": False,
        "count": True,
        "nothing": False,
    }


def test_curated_words_are_no_typos(finder: Finder) -> None:
    """A word of a claim is known to be right, though the lexicon lacks it."""
    assert not finder.vocabulary.correct(["came"])


def test_words_of_follow_ups_are_no_typos() -> None:
    """A word that curators wrote in a follow-up is right, though it looks like a slip of one of the lexicon."""
    questions = {"en": ["oil", "the oil"]}
    plain = Finder(knowledge(LEXICON, [entry("oil", questions, [])]))
    aware = Finder(knowledge(LEXICON, [entry("oil", questions, [], follow_ups={"en": ["and the trianers?"]})]))

    assert plain.vocabulary.correct(["trianers"]) == {"trianers": "trainers"}
    assert not aware.vocabulary.correct(["trianers"])


def test_follow_ups_are_no_phrasings() -> None:
    """What is asked after an answer is not found by itself."""
    claims = [claim("2020", "Some.", "بعضها.")]
    follow_ups = {"en": ["how many schools in Mosul"]}
    entries = [entry("oil", {"en": ["oil"]}, claims, follow_ups=follow_ups), entry("money", {"en": ["money"]}, claims)]

    assert Finder(knowledge(LEXICON, entries)).find("how many schools in Mosul").decision.verdict is Verdict.NONE


def test_subject_of_elsewhere_is_not_answered(finder: Finder) -> None:
    """What curators put elsewhere is not answered by the entry that it resembles."""
    text = "How many members does the trade coalition of schools have?"
    away = Elsewhere("trade", phrasings({"en": [text, "members of the trade coalition of schools"]}), PLACE)
    aware = Finder(replace(SMALL, elsewhere=(away,)))

    assert finder.find(text).decision.candidates[0].id == "members"
    assert aware.find(text).decision.verdict is Verdict.NONE


def test_knowledge_without_entries() -> None:
    """A knowledge without entries answers nothing."""
    assert Finder(knowledge(LEXICON, [])).find(MEMBERS).decision.verdict is Verdict.NONE


def test_finding_has_what_was_compared(finder: Finder) -> None:
    """A finding has the comparison on which it was decided, so that nobody need compare again."""
    finding = finder.find(MEMBERS)
    candidate = finding.decision.candidates[0]

    assert finding.compared is not None
    assert finding.compared.evidence(candidate.id) is candidate.evidence


@pytest.mark.parametrize("kind", ["date", "person", "place", "count", "money", "quantity", "reason", "list", "opinion"])
def test_kind_that_a_claim_tells(finder: Finder, kind: str) -> None:
    """An entry tells a kind of thing if one of its claims answers a question for it that names nothing."""
    asked = replace(finder.reader.read(""), kinds=frozenset({kind}))

    assert all(
        finder.tells_kind(entry, {kind}) is bool(finder.tells_of(entry, asked)) for entry in SMALL.entries.values()
    )
