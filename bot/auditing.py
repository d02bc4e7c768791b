"""`sanad audit`: what of the knowledge a curator should look at, in sections with the most pressing first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.clock import SystemClock
from bot.curating import left_out_in_turn
from bot.served import served_folder
from knowledge.audit import audit
from knowledge.loader import load
from knowledge.search.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.settings import Settings
    from knowledge.audit import Alike, Audit, Collision, OldClaim, Thin
    from knowledge.schema import Entry, Phrasing, Source
    from knowledge.search.measure import LeftOut


class Section(NamedTuple):
    """One kind of advice."""

    name: str
    what: str
    """In words, after the number of them."""
    items: Sequence[Any]
    line: Callable[[Any], str]
    fields: Callable[[Any], dict[str, Any]]


def run(settings: Settings, limit: int, *, is_json: bool) -> int:
    """Look the knowledge through and print what is worth a look; it is advice, so the exit code is 0."""
    knowledge = load(served_folder(settings))  # read anew: the cached one may have been built in another folder
    finder = Finder(knowledge)
    found = audit(knowledge, left_out_in_turn(finder), SystemClock().now().date(), finder.reader)
    advice = sections(found)
    if is_json:
        print(json.dumps(as_object(advice), ensure_ascii=False))
    else:
        print(*lines(advice, limit), sep="\n")
    return 0


def sections(found: Audit) -> list[Section]:
    """What was found, in the order in which it is printed."""
    return [
        Section(
            "collisions",
            "pairs of entries that are taken for each other",
            found.collisions,
            _collision_line,
            _collision,
        ),
        Section(
            "strays",
            "phrasings whose entry is not among the first three without them",
            found.strays,
            _stray_line,
            _left_out,
        ),
        Section(
            "answered_near_misses",
            "near misses that their entry answers unless they are written down",
            found.answered_near_misses,
            _near_miss_line,
            _left_out,
        ),
        Section("alike", "near misses that say what their entry answers, too", found.alike, _alike_line, _alike),
        Section("thin", "entries with few phrasings in a variety", found.thin, _thin_line, _thin),
        Section("without_near_miss", "entries without a near miss", found.without_near_miss, _entry_line, _entry),
        Section("old_claims", "entries whose newest claim is old", found.old_claims, _old_line, _old),
        Section("unused_sources", "sources that nothing cites", found.unused_sources, _source_line, _source),
    ]


def lines(advice: Sequence[Section], limit: int) -> Iterator[str]:
    """How many there are of everything, then each section with `limit` lines at the most."""
    for section in advice:
        yield f"{len(section.items):5} {section.what}"
    for section in advice:
        if section.items and limit > 0:
            yield f"\n{section.what}:"
            yield from (f"  {section.line(item)}" for item in section.items[:limit])
            if len(section.items) > limit:
                yield f"  … and {len(section.items) - limit} more"


def as_object(advice: Sequence[Section]) -> dict[str, Any]:
    """The same for a program: everything that was found, without a limit."""
    summary = {section.name: len(section.items) for section in advice}
    return {"summary": summary, **{section.name: [*map(section.fields, section.items)] for section in advice}}


def _collision_line(collision: Collision) -> str:
    (first, most), (second, least) = collision.taken.items()
    return f"{first} takes {_taken(most)} of {second}, which takes {_taken(least)} back"


def _taken(phrasings: Sequence[Phrasing]) -> str:
    return f"{len(phrasings)} ({phrasings[0].text!r})" if phrasings else "none"


def _stray_line(stray: LeftOut) -> str:
    return f"{stray.phrasing.place}: {stray.target}: {stray.phrasing.text!r} finds {_found_first(stray) or 'nothing'}"


def _near_miss_line(near_miss: LeftOut) -> str:
    probability = near_miss.candidates[0].probability
    return f"{near_miss.phrasing.place}: {near_miss.target}: {near_miss.phrasing.text!r} ({probability:.2f})"


def _alike_line(pair: Alike) -> str:
    return f"{pair.unanswered.place}: {pair.entry.id}: {pair.unanswered.text!r} is {pair.answered.text!r}"


def _thin_line(thin: Thin) -> str:
    counts = ", ".join(f"{variety} {count} of {fewest}" for variety, (count, fewest) in thin.counts.items())
    return f"{thin.entry.place}: {thin.entry.id}: {counts}"


def _entry_line(entry: Entry) -> str:
    return f"{entry.place}: {entry.id}"


def _old_line(old: OldClaim) -> str:
    return f"{old.claim.place}: {old.entry.id}: {old.known_until}"


def _source_line(source: Source) -> str:
    return f"{source.place}: {source.id}"


def _collision(collision: Collision) -> dict[str, Any]:
    return {
        "taken": {
            taker: {"count": len(phrasings), "example": phrasings[0].text if phrasings else None}
            for taker, phrasings in collision.taken.items()
        }
    }


def _left_out(left_out: LeftOut) -> dict[str, Any]:
    phrasing = left_out.phrasing
    return {
        "entry": left_out.target,
        "text": phrasing.text,
        "variety": phrasing.variety,
        "first": _found_first(left_out),
        "place": str(phrasing.place),
    }


def _alike(pair: Alike) -> dict[str, Any]:
    return {
        "entry": pair.entry.id,
        "answered": pair.answered.text,
        "unanswered": pair.unanswered.text,
        "place": str(pair.unanswered.place),
    }


def _thin(thin: Thin) -> dict[str, Any]:
    counts = {variety: {"count": count, "fewest": fewest} for variety, (count, fewest) in thin.counts.items()}
    return {"entry": thin.entry.id, "phrasings": counts, "place": str(thin.entry.place)}


def _entry(entry: Entry) -> dict[str, Any]:
    return {"entry": entry.id, "place": str(entry.place)}


def _old(old: OldClaim) -> dict[str, Any]:
    return {"entry": old.entry.id, "known_until": str(old.known_until), "place": str(old.claim.place)}


def _source(source: Source) -> dict[str, Any]:
    return {"source": source.id, "place": str(source.place)}


def _found_first(left_out: LeftOut) -> str | None:
    return next(iter(left_out.likeliest), None)
