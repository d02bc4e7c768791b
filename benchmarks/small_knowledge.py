"""A knowledge of a few entries: what is measured with it is everything but the search."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

_PLACES: Final = {
    "Anbar": "الأنبار",
    "Basra": "البصرة",
    "Diyala": "ديالى",
    "Duhok": "دهوك",
    "Erbil": "أربيل",
    "Karbala": "كربلاء",
    "Kirkuk": "كركوك",
    "Mosul": "الموصل",
    "Najaf": "النجف",
    "Samarra": "سامراء",
    "Sinjar": "سنجار",
    "Tikrit": "تكريت",
}
QUESTIONS: Final = tuple(f"What was rebuilt in {place}?" for place in _PLACES)
"""Each has an answer in one message."""
_SOURCE: Final[dict[str, Any]] = {
    "id": "factsheet",
    "publisher": {"en": "U.S. Department of State", "ar": "وزارة الخارجية الأمريكية"},
    "title": "Rebuilding what Daesh destroyed",
    "language": "en",
    "published": "2020-01-15",
    "url": "https://state.example/rebuilding",
}


def write_small_knowledge(folder: Path) -> None:
    """Write it as curators do; JSON is YAML too."""
    (folder / "entries").mkdir(parents=True)
    parts = ("kinds", "concepts", "fillers", "months", "numbers", "times")
    for name, content in (
        ("sources.yaml", [_SOURCE]),
        ("topics.yaml", [{"id": "rebuilding", "title": {"en": "Rebuilding", "ar": "الإعمار"}}]),
        ("lexicon.yaml", {part: {} for part in parts}),
        ("entries/rebuilding.yaml", [_entry(place, arabic) for place, arabic in _PLACES.items()]),
    ):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _entry(place: str, arabic: str) -> dict[str, Any]:
    text = {"en": f"A school and a bridge in {place} were rebuilt.", "ar": f"أعيد بناء مدرسة وجسر في {arabic}."}
    return {
        "id": f"rebuilding-{place.lower()}",
        "topic": "rebuilding",
        "title": {"en": f"Rebuilding {place}", "ar": f"إعمار {arabic}"},
        "questions": {"en": [f"what was rebuilt in {place}"], "ar": [f"ماذا أعيد بناؤه في {arabic}"]},
        "claims": [{"as_of": "2020-01", "text": text, "sources": [{"id": "factsheet", "at": "para 1"}]}],
    }
