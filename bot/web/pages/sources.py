"""The sources: which there are, where each is cited, which have become old, and which links somebody found dead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

from bot.web.paging import Action, Page
from bot.web.reading import on_the_web
from bot.web.turning import turn_of, turns_of
from bot.web.visit import local
from handlers.link_checks import mark_link
from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from starlette.responses import Response

    from bot.web.visit import Visit
    from handlers.link_checks import LinkCheck
    from knowledge.schema import Knowledge, Source

ON_A_PAGE: Final = 50
OLD_AFTER: Final = timedelta(days=365)
WORKS: Final = "works"
DEAD: Final = "dead"


@dataclass(frozen=True, slots=True)
class SourceInView:
    """A source, and the entries that cite it."""

    source: Source
    url: str | None
    """Only of the web."""
    is_old: bool
    """It was published more than a year ago."""
    cited_in: tuple[str, ...]
    check: LinkCheck | None
    """What was last found behind its address; None where it has none, or nobody looked."""

    @property
    def is_dead(self) -> bool:
        return self.check is not None and self.check.is_dead


async def index(visit: Visit) -> Response:
    """All sources, or those that some words lead to; or the old ones among them, or those with a dead link."""
    find, is_old, is_dead = visit.asked("find"), visit.asked("age") == "old", visit.asked("link") == DEAD
    views = _found(
        visit.desk.shelf.library.knowledge, find, visit.desk.clock.now().date(), await visit.desk.links.all()
    )
    found = [one for one in views if (one.is_old or not is_old) and (one.is_dead or not is_dead)]
    turn = turn_of(visit)
    return await visit.page(
        "sources.html",
        find=find,
        is_old=is_old,
        is_dead=is_dead,
        count=len(found),
        sources=found[(turn - 1) * ON_A_PAGE : turn * ON_A_PAGE],
        turn=turn,
        turns=turns_of(len(found), ON_A_PAGE),
        titles=visit.titles,
    )


async def mark(visit: Visit) -> Response:
    """Note what somebody found behind a source's link, and go back to the list as it was looked at."""
    source, found = visit.field("source"), visit.field("link")
    if found not in {WORKS, DEAD}:
        raise HTTPException(422)
    await mark_link(visit.desk, visit.staff, source, is_dead=found == DEAD)
    return visit.go(local(visit.field("here")), f"sources.noted_{found}", source=source)


def _found(knowledge: Knowledge, find: str, today: date, checks: Mapping[str, LinkCheck]) -> Iterator[SourceInView]:
    wanted, citing = fold(find).split(), _citing(knowledge)
    for source in knowledge.sources.values():
        if all(word in _name(source) for word in wanted):
            cited_in = tuple(citing.get(source.id, ()))
            url = on_the_web(source.url)
            yield SourceInView(source, url, is_old(source, today), cited_in, checks.get(source.id) if url else None)


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


PAGES: Final = (Page("/sources", index), Action("/sources/link", mark))
