"""The page on which an entry or a source is written: with what is wrong beside its field, and nothing lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.web.sheets import Sheet, ids_of, with_room
from bot.web.showing import between
from knowledge.editing import AddSource, ConflictError, id_of
from knowledge.schema import Variety

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.responses import Response

    from bot.web.visit import Visit
    from knowledge.difference import Difference
    from knowledge.editing import ChangeError
    from knowledge.forms import Flaw, Flaws, SourceForm


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two people made of one text."""

    theirs: Difference
    """What the other one changed."""
    mine: Difference
    current: str
    """The text as it stands now."""
    written: str


async def sheet_page(
    visit: Visit,
    sheet: Sheet,
    *,
    flaws: Flaws = (),
    sentence: str = "",
    conflict: Conflict | None = None,
    status: int = 200,
) -> Response:
    """The form of an entry.

    Args:
        visit: who writes.
        sheet: what was written so far.
        flaws: what is wrong, by field; those of the new source begin with `source.`.
        sentence: why it cannot be put in as it is, where that is no matter of one field.
        conflict: both texts, where somebody else has changed the entry meanwhile.
        status: of the response.
    """
    knowledge = visit.desk.shelf.library.knowledge
    return await visit.page(
        "sheet.html",
        status=status,
        sheet=with_room(sheet),
        flaws=_told(visit, flaws),
        sentence=sentence,
        conflict=conflict,
        topics=knowledge.topics,
        sources=await known_sources(visit, sheet.added),
        added=ids_of(sheet.added),
        varieties=tuple(Variety),
        titles=visit.titles,
    )


async def source_page(
    visit: Visit, source: SourceForm, *, flaws: Flaws = (), sentence: str = "", status: int = 200
) -> Response:
    """The form of a source by itself."""
    return await visit.page(
        "source_sheet.html", status=status, source=source, flaws=_told(visit, flaws), sentence=sentence
    )


async def written_page(visit: Visit, written: Sheet | SourceForm, error: ChangeError) -> Response:
    """Back to what was written, which could not be put in: the reason, and both texts where two people changed one."""
    if not isinstance(written, Sheet):
        return await source_page(visit, written, sentence=error.sentence[visit.staff.language], status=422)
    if isinstance(error, ConflictError):
        return await conflict_page(visit, written, error)
    return await sheet_page(visit, written, sentence=error.sentence[visit.staff.language], status=422)


async def conflict_page(visit: Visit, sheet: Sheet, error: ConflictError) -> Response:
    """The form goes on from the text that stands there now; what was written stays in it."""
    conflict = Conflict(
        theirs=between(sheet.before, error.current),
        mine=between(sheet.before, sheet.written),
        current=error.current,
        written=sheet.written,
    )
    return await sheet_page(visit, replace(sheet, before=error.current), conflict=conflict, status=409)


def _told(visit: Visit, flaws: Flaws) -> Mapping[str, str]:
    """What is wrong with each field, in the reader's language; the first of several."""
    return {name: _tell(visit, flaw) for name, flaw in reversed(flaws)}


def _tell(visit: Visit, flaw: Flaw) -> str:
    return visit.words(f"flaw.{flaw.name.lower()}")


async def known_sources(visit: Visit, added: Sequence[str]) -> Mapping[str, str]:
    """What can be cited: stored sources, those that wait in the draft, and new ones; each id with a line about it."""
    language = visit.staff.language
    stored = visit.desk.shelf.library.knowledge.sources.values()
    waiting = [one.change.text for one in await visit.desk.drafts.changes() if isinstance(one.change, AddSource)]
    return {
        **{source.id: f"{source.publisher[language]}: {source.title}" for source in stored},
        **{id_of(text): visit.words("sheet.new_source") for text in (*waiting, *added)},
    }
