"""From a gap to a change in the draft: what it would do is shown first, then it is kept, or published, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from bot.telegram.staff.drafts import publish_draft
from bot.telegram.staff.examined import against, changes_elsewhere
from bot.telegram.staff.gaps_walk import decided_meanwhile, next_button
from bot.telegram.staff.orders import Act, Order, mark
from bot.telegram.staff.screens import Page, button, row
from handlers import curation, publishing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.telegram.buttons import Row
    from bot.telegram.staff.office import Visit
    from handlers.curation import GapInView, Preview
    from knowledge.editing import AddElsewhere, AddQuestion

    Asked: TypeAlias = AddQuestion | AddElsewhere

_ACTS: Final = {
    Act.ATTACH: (Act.ATTACH_SAVE, Act.ATTACH_PUBLISH),
    Act.OUTSIDE: (Act.OUTSIDE_SAVE, Act.OUTSIDE_PUBLISH),
}
"""What is offered once it is seen what one of them would change."""
_OUTSIDE: Final = frozenset(_ACTS[Act.OUTSIDE])


async def preview(visit: Visit, order: Order) -> Page:
    """What would change if an entry answered a gap."""
    number, place = order.numbers
    view, decided = await _open_gap(visit, number, place)
    if view is None:
        return decided
    entry = visit.find(order.target)
    changes = _changes(visit, view, entry, is_outside=False)
    if entry is None or not changes:
        return _impossible(visit, "attach_entry_gone" if entry is None else "attach_all_redacted", number, place)
    heading = visit.say("attach_heading", entry=visit.title(entry))
    return await _previewed(visit, order, changes, heading, entry)


async def preview_outside(visit: Visit, order: Order) -> Page:
    """What would change if the nearest entry must not answer a gap, or the nearest subject elsewhere took it."""
    number, place = order.numbers
    view, decided = await _open_gap(visit, number, place)
    if view is None:
        return decided
    nearest = view.proposals[0] if view.proposals else None
    changes = _changes(visit, view, nearest.id if nearest is not None else None, is_outside=True)
    if nearest is None or not changes:
        return _impossible(visit, "outside_nothing_near" if nearest is None else "attach_all_redacted", number, place)
    key = "outside_elsewhere" if nearest.is_elsewhere else "outside_heading"
    heading = visit.say(key, entry=visit.title(nearest.id))
    return await _previewed(visit, order, changes, heading, nearest.id)


async def save(visit: Visit, order: Order) -> Page:
    """Keep in the draft what was looked at."""
    number, place, _ = order.numbers
    kept, refusal = await _keep(visit, order)
    if refusal is not None:
        return refusal
    say = visit.say
    waiting = await publishing.draft(visit.desk)
    lines = (say("saved", number=number), say("saved_waits", count=len(waiting.changes)))
    publishing_it = button(say("button_publish_draft"), Order(Act.DRAFT_PUBLISH, (kept,)))
    return Page(lines, (row(say.language, publishing_it, next_button(visit, place)),))


async def save_and_publish(visit: Visit, order: Order) -> Page:
    """Keep what was looked at, and publish everything that waits."""
    number, place, _ = order.numbers
    kept, refusal = await _keep(visit, order)
    if refusal is not None:
        return refusal
    return await publish_draft(visit, visit.say("note_gap", number=number), kept, (next_button(visit, place),))


async def _open_gap(visit: Visit, number: int, place: int) -> tuple[GapInView | None, Page]:
    """A gap that is still open; without one, the page that tells why."""
    gone = Page((visit.say("gap_gone", number=number),), ((next_button(visit, place),),))
    if (decided := await decided_meanwhile(visit, number, place)) is not None:
        return None, decided
    return await curation.look(visit.desk, number), gone


def _changes(visit: Visit, view: GapInView, target: str | None, *, is_outside: bool) -> Sequence[Asked]:
    """What is to be done to a target; nothing where there is none, or where each wording had something taken out."""
    if target is None:
        return ()
    if not is_outside:
        return curation.attaching(visit.desk, view, target)
    return [curation.putting_out_of_scope(visit.desk, text, target) for text in curation.whole_wordings(view)]


async def _previewed(visit: Visit, order: Order, changes: Sequence[Asked], heading: str, target: str) -> Page:
    await visit.wait("preview_wait")
    shown = await curation.preview(visit.desk, changes)
    lines = [heading, *(visit.say("gap_text", text=change.text) for change in changes), ""]
    return Page((*lines, *_consequences(visit, shown)), _rows(visit, order, shown, target))


def _consequences(visit: Visit, shown: Preview) -> Sequence[str]:
    reasons = against(visit, shown.examination)
    waiting = [visit.say("preview_on_top", count=len(shown.draft.changes))] if shown.draft.changes else []
    return [*reasons, *([""] if reasons else []), *changes_elsewhere(visit, shown.examination), *waiting]


def _rows(visit: Visit, order: Order, shown: Preview, target: str) -> tuple[Row, ...]:
    """To keep it or to publish it, too, and back; what fails can be kept until somebody mends it."""
    say, (number, place) = visit.say, order.numbers
    numbers = (number, place, shown.draft.version)
    keeping, publishing_too = _ACTS[order.act]
    saving = button(say("button_save"), Order(keeping, numbers, mark(target)))
    going = button(say("button_save_and_publish"), Order(publishing_too, numbers, mark(target)))
    back = button(say("button_cancel"), Order(Act.LOOK, (number, place)))
    first = (saving, going) if shown.examination.passes else (saving,)
    return row(say.language, *first), (back,)


async def _keep(visit: Visit, order: Order) -> tuple[int, Page | None]:
    """Keep a change as it was looked at: the number of the last one kept, or the page that tells why there is none."""
    number, place, version = order.numbers
    view, decided = await _open_gap(visit, number, place)
    target = visit.find(order.target)
    if view is None:
        return 0, decided
    if (await publishing.draft(visit.desk)).version != version:
        return 0, _changed_meanwhile(visit, order)
    changes = _changes(visit, view, target, is_outside=order.act in _OUTSIDE)
    if not changes:
        return 0, _impossible(visit, "attach_entry_gone", number, place)
    kept = await curation.keep(visit.desk, visit.staff, changes, group=number)
    return kept[-1].number, None


def _changed_meanwhile(visit: Visit, order: Order) -> Page:
    """Others have put something into the draft since: what was looked at is not what would be published."""
    number, place, _ = order.numbers
    act, target = (Act.OUTSIDE, "") if order.act in _OUTSIDE else (Act.ATTACH, order.target)
    again = button(visit.say("button_look_again"), Order(act, (number, place), target))
    return Page((visit.say("draft_changed_meanwhile"),), (row(visit.say.language, again, next_button(visit, place)),))


def _impossible(visit: Visit, key: str, number: int, place: int) -> Page:
    back = button(visit.say("button_back"), Order(Act.LOOK, (number, place)))
    return Page((visit.say(key),), (row(visit.say.language, back, next_button(visit, place + 1)),))
