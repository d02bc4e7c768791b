"""What entries lack: ways of asking, near misses, claims of our days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from knowledge.claims import newest
from knowledge.schema import Variety

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.schema import Claim, Entry, Knowledge

FEWEST: Final = {Variety.ENGLISH: 4, Variety.STANDARD: 4, Variety.IRAQI: 1}
"""Phrasings of each entry below which it is found by luck."""
DIALECTS: Final = (Variety.LEVANTINE, Variety.EGYPTIAN, Variety.GULF)
FEWEST_IN_DIALECTS: Final = 1
"""Phrasings of each entry in any of `DIALECTS`."""
ANOTHER_DIALECT: Final = "another dialect"
OLD: Final = timedelta(days=2 * 365)
"""Age from which a claim may have been overtaken by events."""


@dataclass(frozen=True, slots=True)
class Thin:
    """An entry that is asked in few ways."""

    entry: Entry
    counts: Mapping[str, tuple[int, int]]
    """By variety, or `ANOTHER_DIALECT`: the phrasings there are, and how many there should be. Only what is short."""

    @property
    def lacking(self) -> int:
        return sum(fewest - count for count, fewest in self.counts.values())


@dataclass(frozen=True, slots=True)
class OldClaim:
    """The newest claim of an entry, with the last day of which it is known to hold."""

    entry: Entry
    claim: Claim
    known_until: date


def thin(knowledge: Knowledge) -> list[Thin]:
    """Entries with few phrasings in a variety, those that lack most first."""
    found = [Thin(entry, counts) for entry in knowledge.entries.values() if (counts := _short(entry))]
    return sorted(found, key=lambda one: -one.lacking)


def without_near_miss(knowledge: Knowledge) -> list[Entry]:
    """Entries of which nobody has said what they do not answer."""
    return [entry for entry in knowledge.entries.values() if not entry.unlike]


def old_claims(knowledge: Knowledge, today: date) -> list[OldClaim]:
    """The newest claims of entries, where they are old; the oldest first."""
    claims = ((entry, newest(entry.claims)) for entry in knowledge.entries.values() if entry.claims)
    found = [OldClaim(entry, claim, _known_until(claim, knowledge)) for entry, claim in claims]
    return sorted((old for old in found if today - old.known_until > OLD), key=lambda old: old.known_until)


def _short(entry: Entry) -> dict[str, tuple[int, int]]:
    written = Counter(phrasing.variety for phrasing in entry.questions)
    counts = {str(variety): (written[variety], fewest) for variety, fewest in FEWEST.items()}
    counts[ANOTHER_DIALECT] = (sum(written[variety] for variety in DIALECTS), FEWEST_IN_DIALECTS)
    return {variety: (count, fewest) for variety, (count, fewest) in counts.items() if count < fewest}


def _known_until(claim: Claim, knowledge: Knowledge) -> date:
    """The claim's last day; of a claim that goes on, the day of the latest document that it rests on."""
    if claim.period.until is not None:
        return claim.period.until.last_day
    published = (knowledge.sources[reference.source].published for reference in claim.sources)
    return max([claim.period.since.first_day, *(day.last_day for day in published if day is not None)])
