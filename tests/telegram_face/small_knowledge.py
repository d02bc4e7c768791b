"""A knowledge of a few entries, written to a folder as curators write it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from knowledge.loader import load

if TYPE_CHECKING:
    from pathlib import Path

    from knowledge.schema import Knowledge

PROJECTS: Final = 22
"""Entries of the long topic; more than fit under one message."""
PLACES: Final = (
    *("Anbar", "Babil", "Basra", "Diyala", "Duhok", "Erbil", "Falluja", "Halabja", "Hilla", "Karbala", "Kirkuk"),
    *("Kut", "Maysan", "Mosul", "Najaf", "Ninewa", "Qaim", "Ramadi", "Samarra", "Sinjar", "Tikrit", "Wasit"),
)

SOURCES: Final[list[dict[str, Any]]] = [
    {
        "id": "rudaw-2026",
        "publisher": {"en": "Rudaw", "ar": "شبكة رووداو"},
        "title": "Coalition ministers meet in Riyadh & agree",
        "language": "en",
        "published": "2026-02-09",
        "url": "https://rudaw.example/english/090220261?a=1&b=2",
    },
    {
        "id": "factsheet-2019",
        "publisher": {"en": "U.S. Department of State", "ar": "وزارة الخارجية الأمريكية"},
        "title": "التحالف الدولي- العمل لدحر داعش",
        "language": "ar",
        "published": "2019-02-06",
        "courtesy_translation": True,
    },
]
TOPICS: Final[list[dict[str, Any]]] = [
    {"id": "coalition", "title": {"en": "The Global Coalition", "ar": "التحالف الدولي"}},
    {"id": "stabilisation-iraq", "title": {"en": "Stabilisation in Iraq", "ar": "الاستقرار في العراق"}},
    {"id": "finance", "title": {"en": "Cutting off the money", "ar": "قطع التمويل"}},
]


def write_knowledge(folder: Path) -> Knowledge:
    """Write the knowledge and load it again; JSON is YAML too."""
    nothing: dict[str, Any] = {}
    lexicon = dict.fromkeys(("kinds", "concepts", "fillers", "months", "numbers", "times"), nothing)
    (folder / "entries").mkdir(parents=True)
    for name, content in (
        ("sources.yaml", SOURCES),
        ("topics.yaml", TOPICS),
        ("lexicon.yaml", lexicon),
        ("entries/entries.yaml", [_members(), _money(), *map(_project, range(PROJECTS))]),
    ):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return load(folder)


def _members() -> dict[str, Any]:
    return _entry(
        "coalition-members",
        "coalition",
        {"en": "Members of the Global Coalition", "ar": "أعضاء التحالف الدولي"},
        {
            "en": [
                "How many members does the Coalition have?",
                "number of member countries",
                "who is in the coalition",
            ],
            "ar": ["كم عدد أعضاء التحالف؟", "عدد الدول الأعضاء", "ما حجم التحالف الدولي"],
            "iraqi": ["جم دولة بالتحالف"],
        },
        [
            _claim(
                "2026-02",
                "The Coalition has 90 members <today>.",
                "يضم التحالف 90 عضواً ومنها NATO اليوم.",
                "rudaw-2026",
            ),
            _claim("2019-02", "In 2019 it had 79 members.", "كان يضم 79 عضواً في 2019.", "factsheet-2019"),
        ],
    )


def _money() -> dict[str, Any]:
    return _entry(
        "daesh-money",
        "finance",
        {"en": "Where the money came from", "ar": "مصدر أموال داعش"},
        {
            "en": ["Where did Daesh get its funding?", "sources of Daesh income", "oil revenue of the terrorists"],
            "ar": ["من أين أموال داعش؟", "تمويل داعش", "إيرادات النفط"],
            "iraqi": ["منين فلوس داعش"],
        },
        [_claim("2020-05", "It came from oil.", "جاءت من النفط.", "factsheet-2019")],
    )


def _project(number: int) -> dict[str, Any]:
    place = PLACES[number]
    return _entry(
        f"project-{number + 1}",
        "stabilisation-iraq",
        {"en": f"Rebuilding {place}", "ar": f"إعمار {place}"},
        {"en": [f"what was rebuilt in {place}"], "ar": [f"ماذا أعيد بناؤه في {place}"]},
        [_claim("2020-01", f"A school in {place} was rebuilt.", f"أعيد بناء مدرسة في {place}.", "factsheet-2019")],
    )


def _entry(identity: str, topic: str, title: object, questions: object, claims: object) -> dict[str, Any]:
    return {"id": identity, "topic": topic, "title": title, "questions": questions, "claims": claims}


def _claim(as_of: str, english: str, arabic: str, source: str) -> dict[str, Any]:
    return {"as_of": as_of, "text": {"en": english, "ar": arabic}, "sources": [{"id": source, "at": "para 1"}]}
