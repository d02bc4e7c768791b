"""A small knowledge to talk about: members over the years, commanders, strikes in two countries, schools."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from search_floor.building import claim, concept, entry, knowledge, reference, source, topic
from search_floor.words import LEXICON

from handlers.library import Library
from knowledge.schema import Variety

if TYPE_CHECKING:
    from knowledge.schema import Entry, Knowledge, Lexicon

WORDS: Final[Lexicon] = replace(
    LEXICON,
    kinds={
        **LEXICON.kinds,
        "person": concept("person", {"en": ["who"], "ar": ["من هو"], "iraqi": ["منو", "مين"]}),
        "change": concept("change", {"en": ["change"], "ar": ["تغير"]}),
    },
    times={
        **LEXICON.times,
        "first": concept("first", {"en": ["first"], "ar": ["أول"]}),
        "since": concept("since", {"en": ["since"], "ar": ["منذ"]}),
        "then": concept("then", {"en": ["then"], "ar": ["حينها"]}),
        "previous": concept("previous", {"en": ["predecessor"], "ar": ["سلف"]}),
    },
    fillers={
        **LEXICON.fillers,
        Variety.ENGLISH: (*LEXICON.fillers[Variety.ENGLISH], "was", "that", "his", "from", "there"),
        Variety.STANDARD: (*LEXICON.fillers[Variety.STANDARD], "من", "ذلك"),
    },
)
"""What the tests of the search know, with a few more small words of conversations."""
SOURCES: Final = (
    source(
        "rudaw-2026",
        ("Rudaw", "شبكة رووداو"),
        "Coalition ministers meet in Riyadh",
        published="2026-02-09",
        url="https://rudaw.example/riyadh",
    ),
    source(
        "factsheet-2019",
        ("U.S. Department of State", "وزارة الخارجية الأمريكية"),
        "التحالف الدولي- العمل لدحر داعش",
        published="2019-02-06",
        language="ar",
        is_courtesy_translation=True,
    ),
    source("brochure", ("The Coalition", "التحالف"), "A partnership", note=("as printed", "كما طُبع")),
    source(
        "dated-by-hand",
        ("The Coalition", "التحالف"),
        "Une déclaration",
        published="2020-05",
        language="fr",
        note=("from the file", "من الملف"),
    ),
)
TOPICS: Final = (
    topic("coalition", "The Global Coalition", "التحالف الدولي"),
    topic("campaign", "The campaign", "الحملة"),
    topic("empty", "A topic without entries", "موضوع بلا أسئلة"),
    topic("mission", "The mission", "المهمة"),
)
MEMBERS_QUESTIONS: Final = {
    "en": [
        "How many members does the Global Coalition have?",
        "number of members of the coalition",
        "how many countries are members of the coalition",
        "the number of coalition member countries",
    ],
    "ar": ["كم عدد أعضاء التحالف الدولي؟", "عدد الدول الأعضاء في التحالف", "كم دولة عضو في التحالف"],
    "iraqi": ["شكد عدد أعضاء التحالف"],
    "arabizi": ["kam 3odw fi el ta7alof"],
}
COMMANDER_QUESTIONS: Final = {
    "en": [
        "Who is the commander of the coalition forces?",
        "who commands the coalition troops",
        "the commander of the forces of the coalition",
        "who is the commander of the coalition",
    ],
    "ar": ["من هو قائد قوات التحالف؟", "قائد قوات التحالف"],
    "iraqi": ["منو قائد قوات التحالف"],
}


def _members() -> Entry:
    return entry(
        "members",
        MEMBERS_QUESTIONS,
        [
            claim(
                "2026-02",
                "The Coalition has 90 members [1]. They met in Riyadh [2].",
                "يضم التحالف 90 عضواً [1]. واجتمعوا في الرياض [2].",
                sources=[reference("brochure", "page 2", ["90"]), reference("rudaw-2026", figures=["90"])],
            ),
            claim("2022", "It had 85 members.", "كان يضم 85 عضواً.", sources=[reference("rudaw-2026", figures=["85"])]),
            claim(
                "2019-02",
                "In February 2019 it had 79 members.",
                "كان يضم 79 عضواً في شباط/فبراير 2019.",
                until="2020",
                sources=[reference("factsheet-2019", figures=["79"])],
            ),
        ],
        title=("Number of members of the coalition", "عدد أعضاء التحالف"),
        unlike={"en": ["How many members does NATO have?", "number of NATO member countries"]},
        related=["commander", "strikes-iraq", "strikes-syria", "schools", "no-longer-there"],
    )


def _commander() -> Entry:
    commanders = (
        ("2022-09", "McFarlane", "ماكفارلين"),
        ("2021-09", "Brennan", "برينان"),
        ("2020-09", "Calvert", "كالفرت"),
    )
    return entry(
        "commander",
        COMMANDER_QUESTIONS,
        [
            claim(since, f"{name} commanded.", f"كان القائد {arabic}.", sources=[reference("rudaw-2026")])
            for since, name, arabic in commanders
        ],
        title=("The commander of the coalition forces", "قائد قوات التحالف"),
        topic="mission",
    )


def _strikes(identity: str, country: str, arabic: str, figure: str) -> Entry:
    return entry(
        identity,
        {
            "en": [
                f"How many air strikes did the Coalition do in {country}?",
                f"number of coalition air strikes in {country}",
                f"the number of strikes of the coalition in {country}",
                f"how many coalition strikes in {country}",
            ],
            "ar": [f"كم عدد غارات التحالف في {arabic}؟", f"عدد غارات التحالف الدولي في {arabic}"],
            "iraqi": [f"شكد غارة للتحالف في {arabic}"],
        },
        [
            claim(
                "2020-05",
                f"{figure} strikes in {country}.",
                f"{figure} غارة في {arabic}.",
                sources=[reference("dated-by-hand", figures=[figure])],
            )
        ],
        title=(f"Coalition air strikes in {country}", f"غارات التحالف في {arabic}"),
        topic="campaign",
    )


def _schools() -> Entry:
    return entry(
        "schools",
        {
            "en": [
                "How many schools and hospitals have trainers in Sinjar?",
                "number of schools and hospitals in Sinjar",
                "schools and hospitals in Sinjar",
            ],
            "ar": ["كم عدد المدارس والمستشفيات في سنجار؟", "مدارس ومستشفيات سنجار"],
        },
        [
            claim(
                "2020-05", "Five, says one [1].", "خمس، يقول أحدهم [1].", sources=[reference("brochure", figures=["5"])]
            ),
            claim("2020-05", "Six, says another.", "ست، يقول آخر.", sources=[reference("rudaw-2026", figures=["6"])]),
            claim("2018", "None.", "لا شيء.", sources=[reference("factsheet-2019")]),
        ],
        title=("Schools and hospitals in Sinjar", "مدارس ومستشفيات سنجار"),
        topic="campaign",
    )


SMALL: Final[Knowledge] = knowledge(
    WORDS,
    [
        _members(),
        _commander(),
        _strikes("strikes-iraq", "Iraq", "العراق", "34"),
        _strikes("strikes-syria", "Syria", "سوريا", "56"),
        _schools(),
    ],
    sources=SOURCES,
    topics=TOPICS,
)


@cache
def small_library() -> Library:
    """The small knowledge, made searchable once for all tests."""
    return Library.build(SMALL)
