"""The sources: which there are, where each is cited, and which have become old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.web.paging import Page
from bot.web.reading import on_the_web
from bot.web.turning import turn_of, turns_of
from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from starlette.responses import Response

    from bot.web.visit import Visit
    from knowledge.schema import Knowledge, Source

ON_A_PAGE: Final = 50
OLD_AFTER: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class SourceInView:
    """A source, and the entries that cite it."""

    source: Source
    url: str | None
    """Only of the web."""
    is_old: bool
    """It was published more than a year ago."""
    cited_in: tuple[str, ...]


async def index(visit: Visit) -> Response:
    """All sources, or those that some words lead to; or the old ones among them."""
    find, is_old = visit.asked("find"), visit.asked("age") == "old"
    knowledge = visit.desk.shelf.library.knowledge
    found = [one for one in _found(knowledge, find, visit.desk.clock.now().date()) if one.is_old or not is_old]
    turn = turn_of(visit)
    return await visit.page(
        "sources.html",
        find=find,
        is_old=is_old,
        count=len(found),
        sources=found[(turn - 1) * ON_A_PAGE : turn * ON_A_PAGE],
        turn=turn,
        turns=turns_of(len(found), ON_A_PAGE),
        titles=visit.titles,
    )


def _found(knowledge: Knowledge, find: str, today: date) -> Iterator[SourceInView]:
    wanted, citing = fold(find).split(), _citing(knowledge)
    for source in knowledge.sources.values():
        if all(word in _name(source) for word in wanted):
            cited_in = tuple(citing.get(source.id, ()))
            yield SourceInView(source, on_the_web(source.url), is_old(source, today), cited_in)


def is_old(source: Source, today: date) -> bool:
    """Whether a source was published more than a year ago; one without a date is not counted among the old."""
    return source.published is not None and source.published.last_day < today - OLD_AFTER


def _citing(knowledge: Knowledge) -> Mapping[str, Sequence[str]]:
    """The entries that cite each source, each once."""
    citing: dict[str, dict[str, None]] = {}
    for entry in knowledge.entries.values():
        for claim in entry.claims:
            for reference in claim.sources:
                citing.setdefault(reference.source, {})[entry.id] = None
    return {source: tuple(entries) for source, entries in citing.items()}


def _name(source: Source) -> str:
    texts = (source.id, source.publisher.en, source.publisher.ar, source.title, source.url or "")
    return " ".join(map(fold, texts))


PAGES: Final = (Page("/sources", index),)
