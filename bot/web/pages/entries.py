"""The entries: to be found, and one of them to be read as readers get it, with everything that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

from bot.web.paging import Page
from bot.web.reading import on_the_web, readings_of
from bot.web.turning import turn_of, turns_of
from handlers import curation, publishing
from handlers.entry_search import search_entries
from knowledge.editing import ChangeError, entry_text
from knowledge.schema import Variety

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from starlette.responses import Response

    from bot.web.visit import Visit
    from handlers.feedback import Share
    from handlers.library import Library
    from handlers.releases import Draft, DraftChange
    from knowledge.dates import Period
    from knowledge.schema import Bilingual, Claim, Entry, Phrasing

ON_A_PAGE: Final = 50
MOST_FOUND: Final = 30
"""Entries that words lead to."""


@dataclass(frozen=True, slots=True)
class ClaimInView:
    """A claim with its dates and sources as a curator reads them."""

    period: Period
    text: Bilingual
    sources: tuple[tuple[str, str, str | None], ...]
    """Of each source its id, the place in it, and its address on the web."""


@dataclass(frozen=True, slots=True)
class EntryInView:
    """Everything about one entry."""

    entry: Entry
    claims: tuple[ClaimInView, ...]
    questions: Mapping[Variety, tuple[str, ...]]
    unlike: Mapping[Variety, tuple[str, ...]]
    follow_ups: Mapping[Variety, tuple[str, ...]]
    unanswered: Mapping[Variety, tuple[str, ...]]
    told: Mapping[Variety, tuple[str, ...]]
    """What people asked in their own words, and it tells."""
    untold: Mapping[Variety, tuple[str, ...]]
    told_after: Mapping[Variety, tuple[str, ...]]
    """What they asked after an answer."""
    untold_after: Mapping[Variety, tuple[str, ...]]
    shares: tuple[Share, ...]
    """The votes on each of its answers."""


async def index(visit: Visit) -> Response:
    """All entries, those of a topic, or those that some words lead to."""
    find, topic = visit.asked("find"), visit.asked("topic")
    found = _found(visit.desk.shelf.library, find, topic)
    turn = turn_of(visit)
    return await visit.page(
        "entries.html",
        find=find,
        topic=topic,
        topics=visit.desk.shelf.library.knowledge.topics,
        count=len(found),
        entries=found[(turn - 1) * ON_A_PAGE : turn * ON_A_PAGE],
        turn=turn,
        turns=turns_of(len(found), ON_A_PAGE),
    )


async def show(visit: Visit) -> Response:
    """One entry."""
    identity = visit.request.path_params["entry"]
    library, draft = visit.desk.shelf.library, await publishing.draft(visit.desk)
    entry, text = library.knowledge.entries.get(identity), _text_in(draft, identity)
    if entry is None and text is None:
        raise HTTPException(404)
    return await visit.page(
        "entry.html",
        identity=identity,
        view=_view(library, entry, await visit.desk.votes.shares()) if entry is not None else None,
        readings=readings_of(library, entry) if entry is not None else {},
        text=text,
        pending=_waiting(draft, identity),
        topics=library.knowledge.topics,
        titles=visit.titles,
    )


def _found(library: Library, find: str, topic: str) -> Sequence[Entry]:
    entries = search_entries(library, find, limit=MOST_FOUND) if find else tuple(library.knowledge.entries.values())
    return [entry for entry in entries if topic in {"", entry.topic}]


def _text_in(draft: Draft, identity: str) -> str | None:
    """The entry's text as it waits to be published; None where it is not in the draft, or cannot be read there."""
    try:
        return entry_text(draft.tree, identity)
    except ChangeError:
        return None


def _waiting(draft: Draft, identity: str) -> tuple[DraftChange, ...]:
    changes = (*draft.changes, *(change for change, _ in draft.conflicts))
    return tuple(one for one in changes if curation.entry_of(one.change) == identity)


def _view(library: Library, entry: Entry, shares: Iterable[Share]) -> EntryInView:
    heard = library.knowledge.heard_of(entry)
    return EntryInView(
        entry,
        tuple(_claim(library, claim) for claim in entry.claims),
        by_variety(entry.questions),
        by_variety(entry.unlike),
        by_variety(entry.follow_ups),
        by_variety(entry.unanswered),
        by_variety(heard.told),
        by_variety(heard.untold),
        by_variety(heard.told_after),
        by_variety(heard.untold_after),
        tuple(share for share in shares if share.entry == entry.id),
    )


def _claim(library: Library, claim: Claim) -> ClaimInView:
    sources = library.knowledge.sources
    cited = ((one.source, one.at, on_the_web(sources[one.source].url)) for one in claim.sources)
    return ClaimInView(claim.period, claim.text.bilingual, tuple(cited))


def by_variety(phrasings: Iterable[Phrasing]) -> Mapping[Variety, tuple[str, ...]]:
    """The texts of phrasings, in the order of varieties, without those that have none."""
    listed = tuple(phrasings)
    texts = {variety: tuple(one.text for one in listed if one.variety is variety) for variety in Variety}
    return {variety: found for variety, found in texts.items() if found}


PAGES: Final = (Page("/entries", index), Page("/entries/{entry}", show))
