"""What a knowledge holds, in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.schema import Variety

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.dates import PartialDate
    from knowledge.schema import Knowledge


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over a knowledge, and the date of its oldest claim."""

    entries: int
    claims: int
    sources: int
    phrasings: Mapping[Variety, int]
    oldest_claim: PartialDate | None


def summarise(knowledge: Knowledge) -> Summary:
    """Count what a knowledge holds."""
    entries = knowledge.entries.values()
    counts = Counter(phrasing.variety for entry in entries for phrasing in entry.questions)
    dates = [claim.period.since for entry in entries for claim in entry.claims]
    return Summary(
        entries=len(entries),
        claims=sum(len(entry.claims) for entry in entries),
        sources=len(knowledge.sources),
        phrasings={variety: counts[variety] for variety in Variety},
        oldest_claim=min(dates, key=lambda date: date.first_day, default=None),
    )
