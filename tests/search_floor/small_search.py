"""A small knowledge to search: strikes and schools in two countries, members, commanders, money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from search_floor.building import claim, entry, knowledge, reference
from search_floor.words import LEXICON

if TYPE_CHECKING:
    from knowledge.schema import Entry, Knowledge

STRIKES_IN_IRAQ: Final = "How many air strikes did the Coalition do in Iraq?"
MEMBERS: Final = "How many members does the Global Coalition have?"


def _strikes(identity: str, country: str, arabic: str) -> Entry:
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
                f"34 strikes in {country}.",
                f"34 غارة في {arabic}.",
                sources=[reference("one", figures=["34"])],
            )
        ],
        topic="campaign",
    )


SMALL: Final[Knowledge] = knowledge(
    LEXICON,
    [
        _strikes("strikes-iraq", "Iraq", "العراق"),
        _strikes("strikes-syria", "Syria", "سوريا"),
        entry(
            "members",
            {
                "en": [
                    MEMBERS,
                    "number of members of the coalition",
                    "how many countries are members of the coalition",
                    "the number of coalition member countries",
                ],
                "ar": ["كم عدد أعضاء التحالف الدولي؟", "عدد الدول الأعضاء في التحالف"],
                "arabizi": ["kam 3odw fi el ta7alof"],
            },
            [claim("2026-02", "90 members.", "90 عضواً.", sources=[reference("one", figures=["90"])])],
            unlike={"en": ["How many members does NATO have?", "number of NATO member countries"]},
        ),
        entry(
            "commander",
            {
                "en": [
                    "Who is the commander of the forces?",
                    "who commands the troops",
                    "the commander of the forces",
                    "who is the commander",
                ],
                "ar": ["من هو قائد القوات؟", "قائد القوات"],
            },
            [claim("2022-05", "Brennan commands.", "القائد هو برينان.")],
            topic="mission",
        ),
        entry(
            "money",
            {
                "en": ["Where is the oil money?", "who has the oil funding", "the money from oil", "oil funding"],
                "ar": ["أين أموال النفط؟"],
            },
            [claim("2019", "It came from oil.", "جاءت من النفط.")],
            topic="finance",
            related=["commander"],
        ),
    ],
)
