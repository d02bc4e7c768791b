"""The draft: what waits, how it is published, and how something is taken out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.telegram.staff.examined import against
from bot.telegram.staff.orders import Act, Order
from bot.telegram.staff.screens import Page, button, row
from handlers import curation, publishing
from handlers.releases import RefusedError
from knowledge.editing import (
    AddElsewhere,
    AddEntry,
    AddNearMiss,
    AddPhrasing,
    AddSource,
    AddTold,
    AddUntold,
    ReplaceEntry,
    id_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.telegram.buttons import Row
    from bot.telegram.staff.office import Visit
    from handlers.releases import Draft, DraftChange
    from knowledge.editing import AddQuestion, Change

CHANGES_SHOWN: Final = 20
_DROPS_A_ROW: Final = 3
_QUESTIONS: Final[Mapping[type[AddQuestion], str]] = {
    AddPhrasing: "change_attach",
    AddNearMiss: "change_outside",
    AddTold: "change_told",
    AddUntold: "change_untold",
}


async def show(visit: Visit, _arguments: str) -> Page:
    """What waits."""
    return _page(visit, await publishing.draft(visit.desk))


async def publish_all(visit: Visit, arguments: str) -> Page:
    """Publish everything that waits; what stands behind the command is what the release is about."""
    return await publish_draft(visit, arguments or visit.say("note_draft"), None)


async def publish(visit: Visit, order: Order) -> Page:
    """Publish what was looked at."""
    [version] = order.numbers
    waiting = await publishing.draft(visit.desk)
    if waiting.changes and waiting.version != version:
        page = _page(visit, waiting)
        return Page((visit.say("draft_changed_meanwhile"), "", *page.lines), page.rows)
    return await publish_draft(visit, visit.say("note_draft"), version)


async def publish_draft(visit: Visit, note: str, version: int | None, rows: Row = ()) -> Page:
    """Examine and publish the draft.

    Args:
        visit: who publishes.
        note: what the release is about.
        version: of the draft, as it was looked at; None where nobody looked.
        rows: buttons that lead on.
    """
    if not (await publishing.draft(visit.desk)).changes:
        return await _nothing_waits(visit)
    await visit.wait("publish_wait")
    below = (rows,) if rows else ()
    try:
        submission = await publishing.publish_draft(visit.desk, visit.staff, note, expected=version)
    except RefusedError as refused:
        return Page((visit.say("refused"), *against(visit, refused.examination), visit.say("draft_kept")), below)
    return Page(published(visit, submission.release.number), below)


def published(visit: Visit, number: int) -> tuple[str, ...]:
    """A release is published."""
    return visit.say("published", number=number), visit.say("published_soon")


async def drop(visit: Visit, order: Order) -> Page:
    """Take a change out, and show what waits still."""
    [number] = order.numbers
    waiting = await publishing.draft(visit.desk)
    if number in {change.number for change in _all(waiting)}:
        await curation.drop(visit.desk, visit.staff, number)
        heading = visit.say("dropped", number=number)
    else:
        heading = visit.say("dropped_before", number=number)
    page = _page(visit, await publishing.draft(visit.desk))
    return Page((heading, "", *page.lines), page.rows)


def describe(visit: Visit, change: Change) -> str:
    """What a change does."""
    match change:
        case AddPhrasing() | AddNearMiss() | AddTold() | AddUntold():
            return visit.say(_QUESTIONS[type(change)], text=change.text, entry=visit.title(change.entry))
        case AddElsewhere():
            return visit.say("change_elsewhere", text=change.text, subject=change.subject)
        case AddEntry():
            return visit.say("change_new_entry", entry=id_of(change.text))
        case ReplaceEntry():
            return visit.say("change_entry", entry=visit.title(change.entry))
        case AddSource():
            return visit.say("change_new_source", source=id_of(change.text))


async def _nothing_waits(visit: Visit) -> Page:
    """With what is served: perhaps this was published a moment ago."""
    number, _ = await publishing.served(visit.desk)
    return Page((visit.say("draft_empty"), visit.say("served_now", number=number)))


def _page(visit: Visit, waiting: Draft) -> Page:
    changes = _all(waiting)
    if not changes:
        return Page((visit.say("draft_empty"),))
    heading = visit.say("draft_heading", count=len(changes), release=waiting.base)
    return Page((heading, *_lines(visit, waiting)), tuple(_rows(visit, waiting)))


def _lines(visit: Visit, waiting: Draft) -> Iterator[str]:
    say = visit.say
    for change in waiting.changes[:CHANGES_SHOWN]:
        what = describe(visit, change.change)
        yield say("draft_line", number=change.number, what=what, who=visit.name(change.author))
    if len(waiting.changes) > CHANGES_SHOWN:
        yield say("and_more", count=len(waiting.changes) - CHANGES_SHOWN)
    for change, reason in waiting.conflicts:
        what = describe(visit, change.change)
        yield say("draft_conflict", number=change.number, what=what, reason=reason[say.language])


def _rows(visit: Visit, waiting: Draft) -> Iterator[Row]:
    say = visit.say
    if waiting.changes:
        yield (button(say("button_publish"), Order(Act.DRAFT_PUBLISH, (waiting.version,))),)
    drops = [
        button(say("button_drop", number=change.number), Order(Act.DROP, (change.number,)))
        for change in _all(waiting)[:CHANGES_SHOWN]
    ]
    for first in range(0, len(drops), _DROPS_A_ROW):
        yield row(say.language, *drops[first : first + _DROPS_A_ROW])


def _all(waiting: Draft) -> Sequence[DraftChange]:
    return (*waiting.changes, *(change for change, _ in waiting.conflicts))
