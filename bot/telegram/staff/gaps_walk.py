"""Through the queue of gaps, one at a time, those asked most first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton

from bot.telegram.buttons import label
from bot.telegram.staff.orders import Act, Order, mark
from bot.telegram.staff.screens import Page, button, row
from bot.telegram.staff.speech import percent
from handlers import curation
from handlers.gap_queue import GapState
from handlers.model import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.telegram.buttons import Row
    from bot.telegram.staff.office import Visit
    from handlers.curation import GapInView, Proposal
    from handlers.gap_queue import GapGroup

WORDINGS_SHOWN: Final = 4
UNEXPLAINED_SHOWN: Final = 3
"""Words of a gap for each entry that does not account for them."""


async def begin(visit: Visit, _arguments: str) -> Page:
    """The gap that most people asked."""
    return await _at(visit, 0)


async def go_on(visit: Visit, order: Order) -> Page:
    """The gap at a place of the queue."""
    [place] = order.numbers
    return await _at(visit, place)


async def look(visit: Visit, order: Order) -> Page:
    """A gap, as it stands by now."""
    number, place = order.numbers
    return await page_of(visit, number, place)


async def dismiss(visit: Visit, order: Order) -> Page:
    """Decide that a gap needs no answer."""
    number, place = order.numbers
    if (decided := await decided_meanwhile(visit, number, place)) is not None:
        return decided
    await curation.dismiss(visit.desk, visit.staff, number)
    return Page(
        (visit.say("gap_dismissed", number=number),),
        (row(visit.say.language, _reopening(visit, number, place), next_button(visit, place)),),
    )


async def reopen(visit: Visit, order: Order) -> Page:
    """Think again about a gap that was dismissed."""
    number, place = order.numbers
    group = await visit.desk.gaps.group(number)
    if group is not None and group.state is GapState.DISMISSED:
        await curation.reopen(visit.desk, visit.staff, number)
    return await page_of(visit, number, place)


async def tell_how(_visit: Visit, _order: Order) -> None:
    """Nothing more: how an entry is written was told when the tap was acknowledged."""


async def decided_meanwhile(visit: Visit, number: int, place: int) -> Page | None:
    """What somebody has decided about a gap that is not open any more, or that it is gone; None of an open one."""
    group = await visit.desk.gaps.group(number)
    if group is None:
        return Page((visit.say("gap_gone", number=number),), ((next_button(visit, place),),))
    return None if group.state is GapState.OPEN else _decided(visit, group, place)


async def page_of(visit: Visit, number: int, place: int) -> Page:
    """A gap with all that a curator decides by, or what was decided about it."""
    if (decided := await decided_meanwhile(visit, number, place)) is not None:
        return decided
    view = await curation.look(visit.desk, number)
    if view is None:
        return Page((visit.say("gap_gone", number=number),), ((next_button(visit, place),),))
    count = await visit.desk.gaps.count(states=[GapState.OPEN])
    heading = visit.say("gap_heading", number=number, place=place + 1, count=count)
    return Page((heading, *_told(visit, view)), tuple(_rows(visit, view, place)))


def next_button(visit: Visit, place: int) -> InlineKeyboardButton:
    """To the gap that stands at a place of the queue by now."""
    return button(visit.say("button_next"), Order(Act.NEXT, (place,)))


def askers(visit: Visit, group: GapGroup) -> str:
    """How many asked, by language: `4 (3 in Arabic + 1 in English)`."""
    by_language = sorted(group.askers_by_language.items(), key=lambda counted: -counted[1])
    languages = " + ".join(visit.say(f"askers_{language}", count=count) for language, count in by_language)
    return visit.say("gap_askers", askers=group.askers, languages=languages)


def headline(visit: Visit, group: GapGroup) -> str:
    """What a gap asks, in one line."""
    if group.reason is Reason.DISLIKED and group.entry is not None:
        return visit.say("gap_disliked", entry=visit.title(group.entry))
    if group.reason is Reason.DECLINED:
        return visit.say("gap_declined")
    return visit.say("gap_text", text=group.text) if group.text else visit.say("gap_hidden")


async def _at(visit: Visit, place: int) -> Page:
    groups = await curation.queue(visit.desk, limit=1, offset=place)
    if groups:
        return await page_of(visit, groups[0].id, place)
    if place == 0:
        return Page((visit.say("gaps_none"),))
    return Page((visit.say("gaps_end"),), ((button(visit.say("button_from_start"), Order(Act.NEXT, (0,))),),))


def _told(visit: Visit, view: GapInView) -> Iterator[str]:
    say, group = visit.say, view.group
    yield headline(visit, group)
    for wording in view.wordings[1:WORDINGS_SHOWN]:
        yield say("gap_wording", text=wording.text)
    if view.wordings and (why := view.wordings[-1].why):
        yield say("gap_why", why=_listed(visit, why))
    yield ""
    yield askers(visit, group)
    yield say("gap_last_day", day=say.day(group.last_day))
    yield say(f"reason_{group.reason}")
    if view.votes is not None:
        yield say("gap_votes", up=view.votes.up, down=view.votes.down)
        for complaint, times in sorted(view.votes.complaints.items(), key=lambda counted: -counted[1]):
            yield say(f"complaint_{complaint}", times=times)
    if view.proposals:
        yield ""
        yield say("gap_nearest")
    for number, proposal in enumerate(view.proposals, start=1):
        yield _proposed(visit, number, proposal)


def _proposed(visit: Visit, number: int, proposal: Proposal) -> str:
    say = visit.say
    line = say(
        "gap_elsewhere" if proposal.is_elsewhere else "gap_proposal",
        number=number,
        title=visit.title(proposal.id),
        probability=percent(proposal.probability),
        phrasing=proposal.phrasing,
    )
    unexplained = proposal.unexplained[:UNEXPLAINED_SHOWN]
    return f"{line} {say('gap_unexplained', words=_listed(visit, unexplained))}" if unexplained else line


def _rows(visit: Visit, view: GapInView, place: int) -> Iterator[Row]:
    say, number = visit.say, view.group.id
    for proposal in view.proposals:
        if not proposal.is_elsewhere:
            text = f"{visit.title(proposal.id)} · {percent(proposal.probability)}"
            yield (button(text, Order(Act.ATTACH, (number, place), mark(proposal.id))),)
    if view.group.reason is Reason.DISLIKED and view.group.entry is not None:
        yield from _to_console(visit, "button_edit", f"/entries/{view.group.entry}")
    if view.proposals:
        outside = button(say("button_outside"), Order(Act.OUTSIDE, (number, place)))
        yield row(say.language, _drafting(visit, number), outside)
    dismissing = button(say("button_dismiss"), Order(Act.DISMISS, (number, place)))
    yield row(say.language, dismissing, next_button(visit, place + 1))


def _drafting(visit: Visit, number: int) -> InlineKeyboardButton:
    address = visit.office.page_of_console(f"/gaps/{number}")
    if address is not None:
        return InlineKeyboardButton(label(visit.say("button_write")), url=address)
    return button(visit.say("button_write"), Order(Act.WRITE))


def _to_console(visit: Visit, key: str, path: str) -> Iterator[Row]:
    address = visit.office.page_of_console(path)
    if address is not None:
        yield (InlineKeyboardButton(label(visit.say(key)), url=address),)


def _reopening(visit: Visit, number: int, place: int) -> InlineKeyboardButton:
    return button(visit.say("button_reopen"), Order(Act.REOPEN, (number, place)))


def _decided(visit: Visit, group: GapGroup, place: int) -> Page:
    """What has become of a gap, for whoever still has it before them as an open one."""
    say = visit.say
    lines = [say(f"gap_is_{group.state}", number=group.id), headline(visit, group)]
    if group.entry is not None:
        lines.append(say("gap_entry", entry=visit.title(group.entry)))
    if group.decided_at is not None:
        lines.append(say("gap_decided", who=visit.name(group.decided_by), moment=say.moment(group.decided_at)))
    buttons = [next_button(visit, place)]
    if group.state is GapState.DISMISSED:
        buttons.insert(0, _reopening(visit, group.id, place))
    return Page(tuple(lines), (row(say.language, *buttons),))


def _listed(visit: Visit, words: tuple[str, ...]) -> str:
    return visit.say("comma").join(visit.say.apart(word) for word in words)
