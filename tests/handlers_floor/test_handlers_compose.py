from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from handlers_floor.small_library import SMALL
from search_floor.building import claim, reference

from handlers import compose
from handlers.model import Choice, Kind, Offer, Reason, Turn
from knowledge.dates import PartialDate
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.library import Library
    from handlers.model import Reply
    from knowledge.schema import Claim, Entry

ENGLISH, ARABIC = Language.ENGLISH, Language.ARABIC


def answer(library: Library, entry: str, asked: str | None = None, language: Language = ENGLISH) -> Reply:
    date = PartialDate.parse(asked) if asked is not None else None
    return compose.answer(library, SMALL.entries[entry], language, date, 0.9)


def cited(reply: Reply) -> list[tuple[int, str, str]]:
    return [(citation.number, citation.source.id, citation.at) for citation in reply.citations]


def test_newest_claim(small: Library) -> None:
    """Without a date the newest claim answers, with its sources, its date and how sure the search was."""
    reply = answer(small, "members")

    assert reply.kind is Kind.ANSWER
    assert reply.paragraphs == ("The Coalition has 90 members [1]. They met in Riyadh [2].",)
    assert cited(reply) == [(1, "brochure", "page 2"), (2, "rudaw-2026", "para 1")]
    assert (reply.entry, reply.shown, reply.confidence) == ("members", PartialDate(2026, 2), 0.9)


def test_arabic(small: Library) -> None:
    """The same answer in Arabic has the same marks."""
    assert answer(small, "members", language=ARABIC).paragraphs == ("يضم التحالف 90 عضواً [1]. واجتمعوا في الرياض [2].",)


def test_no_mark_in_the_text(small: Library) -> None:
    """Where the curator set no mark, it stands at the end, before the full stop."""
    assert answer(small, "strikes-iraq").paragraphs == ("34 strikes in Iraq [1].",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("It is so.", "It is so [1][2]."), ("Is it so?!", "Is it so [1][2]?!"), ("It is so", "It is so [1][2]")],
)
def test_marks_at_the_end(small: Library, text: str, expected: str) -> None:
    """Several sources without a mark stand at the end together, whatever the sentence ends with."""
    written = claim("2019", text, text, sources=[reference("rudaw-2026"), reference("brochure")])

    assert compose.statement(written, ENGLISH, compose.Citations(small)) == expected


def test_marks_are_renumbered(small: Library) -> None:
    """A reply numbers its sources in the order in which it first cites them, across its claims."""
    citations = compose.Citations(small)
    first = claim("2019", "One [2]. Other [1].", "", sources=[reference("brochure"), reference("rudaw-2026")])
    second = claim("2018", "Third [1]. Again [2].", "", sources=[reference("factsheet-2019"), reference("brochure")])
    texts = [compose.statement(one, ENGLISH, citations) for one in (first, second)]

    assert texts == ["One [2]. Other [1].", "Third [3]. Again [1]."]
    assert [citation.source.id for citation in citations.every()] == ["brochure", "rudaw-2026", "factsheet-2019"]


def test_two_places_in_one_source_are_two_citations(small: Library) -> None:
    """Another place in the same source has a number of its own, the same place has one."""
    citations = compose.Citations(small)

    assert [citations.number("brochure", at) for at in ("page 1", "page 2", "page 1")] == [1, 2, 1]


def test_several_claims_of_one_date(small: Library) -> None:
    """Where sources differ about the same time, both are shown, with marks that tell them apart."""
    reply = answer(small, "schools")

    assert reply.paragraphs == ("Five, says one [1].", "Six, says another [2].")
    assert [identity for _, identity, _ in cited(reply)] == ["brochure", "rudaw-2026"]


@pytest.mark.parametrize(
    ("asked", "paragraphs"),
    [
        ("2026", ["The Coalition has 90 members [1]. They met in Riyadh [2]."]),
        ("2022-06", ["It had 85 members [1]."]),
        ("2019", ["In February 2019 it had 79 members [1]."]),
        ("2020-05", ["In February 2019 it had 79 members [1]."]),
    ],
)
def test_named_date(small: Library, asked: str, paragraphs: Sequence[str]) -> None:
    """A claim that speaks of the asked date answers without an introduction."""
    assert list(answer(small, "members", asked).paragraphs) == paragraphs


def test_older_claim(small: Library) -> None:
    """Without one for the date, the nearest older claim is introduced as such."""
    assert answer(small, "members", "2021-05").paragraphs == (
        "I have nothing dated May 2021; the nearest earlier statement is:",
        "In February 2019 it had 79 members [1].",
    )


def test_later_claim(small: Library) -> None:
    """Before all claims, the first one is introduced as the earliest."""
    assert answer(small, "members", "2015", ARABIC).paragraphs == (
        "لا شيء لديّ بتاريخ 2015، وأقدم ما لديّ:",
        "كان يضم 79 عضواً في شباط/فبراير 2019 [1].",
    )


def test_question_for_another_time(small: Library) -> None:
    """A question for a time of which nothing is known is a gap, which names the nearest time and offers the entry."""
    reply = answer_to(small, "members", "how many members in May 2021")

    assert (reply.kind, reply.reason, reply.entry) == (Kind.GAP, Reason.UNKNOWN, None)
    assert reply.paragraphs[0] == "I have nothing on this that is dated May 2021."
    assert [choice.offer for choice in reply.choices] == [Offer.ENTRY, Offer.HISTORY]


def test_year_in_which_much_changed(small: Library) -> None:
    """Of a year with many claims the latest few are shown, newest first."""
    written = [
        claim(f"2019-0{month}", f"In month {month}.", "", sources=[reference("brochure")]) for month in (5, 4, 3, 2)
    ]
    changed = _entry_with(written)
    reply = compose.answer(small, changed, ENGLISH, PartialDate(2019), 1.0)

    assert reply.paragraphs == tuple(f"In month {month} [1]." for month in (5, 4, 3))
    assert len(reply.paragraphs) == compose.MOST_SHOWN
    assert reply.choices[0].offer is Offer.HISTORY


def answer_to(library: Library, entry: str, question: str) -> Reply:
    return compose.answer_to(library, SMALL.entries[entry], ENGLISH, library.finder.reader.read(question), 0.9)


@pytest.mark.parametrize(
    ("entry", "question", "shown"),
    [
        ("commander", "who is the commander", (0,)),
        ("commander", "who commanded, Brennan?", (1,)),
        ("commander", "who is the commander now, Brennan?", (0,)),
        ("commander", "when did Brennan command, which day now", (1,)),
        ("commander", "who commanded first", (2,)),
        ("members", "members in 2019", (2,)),
        ("members", "how many members in 2019 and in 2022", (2, 1)),
        ("members", "members between 2022 and 2019 and 2026", (2, 0)),
        ("members", "the number of members since 2019", (2, 0)),
        ("members", "how did the number change from 2022", (1, 0)),
        ("members", "did it change", (0,)),
        ("members", "the number of members from 2019 until now", (2, 0)),
        ("members", "members from 2015 until now", (0,)),
        ("schools", "schools since 2018", (2, 0)),
    ],
)
def test_claims_for_a_question(small: Library, entry: str, question: str, shown: tuple[int, ...]) -> None:
    """Names choose the claim; of a comparison both known ends are shown, the older first, and now is an end, too."""
    assert answer_to(small, entry, question).claims == shown


def test_comparison_with_a_time_without_a_claim(small: Library) -> None:
    """What is said about a missing date stands before the claim that takes its place."""
    reply = answer_to(small, "members", "members in 2015 and 2022")

    assert reply.paragraphs == (
        "I have nothing dated 2015; the earliest statement I have is:",
        "In February 2019 it had 79 members [1].",
        "It had 85 members [2].",
    )


def test_comparison_of_times_with_one_claim(small: Library) -> None:
    """When the same claim is the nearest to both times, it is shown once."""
    assert answer_to(small, "strikes-iraq", "strikes in Iraq in 2020 and 2021").paragraphs == (
        "34 strikes in Iraq [1].",
    )


@pytest.mark.parametrize(("places", "expected"), [((1,), (1,)), ((9,), (0,)), ((), (0,))])
def test_again(small: Library, places: tuple[int, ...], expected: tuple[int, ...]) -> None:
    """An answer is given again with the claims it had; when these have gone, with those of its date."""
    turn = Turn(ENGLISH, "members", ("member",), (), "2026-02", claims=places)
    reply = compose.again(small, turn, ARABIC, 0.9)

    assert reply is not None
    assert (reply.language, reply.claims) == (ARABIC, expected)


def test_again_without_an_answer(small: Library) -> None:
    """A turn without an answer has none to give again."""
    assert compose.again(small, Turn(ENGLISH, None, ("member",), (), None), ARABIC, 0.9) is None


def test_onward_choices(small: Library) -> None:
    """Under an answer stand its history and at most three related questions, by their titles."""
    assert answer(small, "members").choices == (
        Choice(Offer.HISTORY, "members", "How it changed"),
        Choice(Offer.ENTRY, "commander", "The commander of the coalition forces"),
        Choice(Offer.ENTRY, "strikes-iraq", "Coalition air strikes in Iraq"),
        Choice(Offer.ENTRY, "strikes-syria", "Coalition air strikes in Syria"),
    )


def test_no_history_of_a_single_claim(small: Library) -> None:
    """An entry that has not changed offers no history."""
    assert answer(small, "strikes-iraq").choices == ()


@pytest.mark.parametrize(
    ("language", "paragraphs"),
    [
        (
            ENGLISH,
            (
                "How it changed: Number of members of the coalition",
                "The Coalition has 90 members [1]. They met in Riyadh [2].",
                "It had 85 members [2].",
                "In February 2019 it had 79 members [3].",
            ),
        ),
        (
            ARABIC,
            (
                "كيف تغيّر مع الوقت: عدد أعضاء التحالف",
                "يضم التحالف 90 عضواً [1]. واجتمعوا في الرياض [2].",
                "كان يضم 85 عضواً [2].",
                "كان يضم 79 عضواً في شباط/فبراير 2019 [3].",
            ),
        ),
    ],
)
def test_history(small: Library, language: Language, paragraphs: Sequence[str]) -> None:
    """The history is every claim, newest first, under the entry's title, with one list of sources."""
    reply = compose.history(small, SMALL.entries["members"], language)

    assert reply.paragraphs == paragraphs
    assert [identity for _, identity, _ in cited(reply)] == ["brochure", "rudaw-2026", "factsheet-2019"]
    assert Offer.HISTORY not in {choice.offer for choice in reply.choices}


@pytest.mark.parametrize(
    ("source", "language", "expected"),
    [
        ("rudaw-2026", ENGLISH, "Rudaw: Coalition ministers meet in Riyadh, 9 February 2026"),
        ("rudaw-2026", ARABIC, "عن شبكة رووداو: Coalition ministers meet in Riyadh، 9 شباط/فبراير 2026، بالإنجليزية"),
        (
            "factsheet-2019",
            ENGLISH,
            (
                "U.S. Department of State: التحالف الدولي- العمل لدحر داعش, 6 February 2019, "
                "in Arabic, courtesy translation"
            ),
        ),
        (
            "factsheet-2019",
            ARABIC,
            "عن وزارة الخارجية الأمريكية: التحالف الدولي- العمل لدحر داعش، 6 شباط/فبراير 2019، ترجمة غير رسمية للتيسير",
        ),
        ("brochure", ENGLISH, "The Coalition: A partnership, undated (as printed)"),
        ("dated-by-hand", ENGLISH, "The Coalition: Une déclaration, May 2020 (from the file), in another language"),
    ],
)
def test_citation(small: Library, source: str, language: Language, expected: str) -> None:
    """A citation tells publisher, title, date and how it was found, and what the reader should know of the language."""
    citations = compose.Citations(small)
    citations.number(source, "page 1")
    [citation] = citations.every()

    assert compose.citation_text(citation, small.words[language], language) == expected


def test_readable(small: Library) -> None:
    """As plain text an answer ends with its sources and the addresses of those that have one."""
    assert compose.readable(answer(small, "members"), small.words[ENGLISH]).splitlines() == [
        "The Coalition has 90 members [1]. They met in Riyadh [2].",
        "Sources:",
        "[1] The Coalition: A partnership, undated (as printed)",
        "[2] Rudaw: Coalition ministers meet in Riyadh, 9 February 2026. https://rudaw.example/riyadh",
    ]


def test_readable_without_sources(small: Library) -> None:
    """A reply without citations has no list of them."""
    reply = compose.answer_of(small, SMALL.entries["members"], ENGLISH, [claim("2019", "It is so.", "")], 1.0)

    assert "Sources" not in compose.readable(reply, small.words[ENGLISH])


def test_sources_of_citations(small: Library) -> None:
    """A source that is cited twice is named once."""
    citations = compose.Citations(small)
    for at in ("page 1", "page 2"):
        citations.number("brochure", at)

    assert [source.id for source in compose.sources_of(citations.every())] == ["brochure"]


def test_choices_of_entries(small: Library) -> None:
    """Entries that no longer exist are no choice."""
    assert compose.entry_choices(small, ["gone", "schools"], ARABIC) == (
        Choice(Offer.ENTRY, "schools", "مدارس ومستشفيات سنجار"),
    )


def _entry_with(claims: Sequence[Claim]) -> Entry:
    return replace(SMALL.entries["members"], claims=tuple(claims))
