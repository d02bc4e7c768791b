"""Choices as Telegram's buttons. What a button does is written in its data, so that it still works after a restart.

The data is a letter for the offer, a colon, and the target: `e:coalition-members`. A list that is too long for one
message goes on behind a last button that names the same list and its next page: `t:stabilisation-iraq:2`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.model import Choice, Intent, Offer
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handlers.model import Reply
    from knowledge.schema import Knowledge

Row: TypeAlias = tuple[InlineKeyboardButton, ...]
MOST_BYTES: Final = 64
"""Of a button's data; Telegram's limit."""
LONGEST_LABEL: Final = 64
"""Characters. Telegram takes more, but shows about as many on a phone."""
ROWS_A_PAGE: Final = 8
_LETTERS: Final = {
    Offer.ENTRY: "e",
    Offer.HISTORY: "h",
    Offer.TOPIC: "t",
    Offer.LANGUAGE: "l",
    Offer.INTENT: "i",
}
_OFFERS: Final = {letter: offer for offer, letter in _LETTERS.items()}
_DATA: Final = re.compile(r"(?P<letter>[a-z]):(?P<target>[a-z0-9_-]+)(?::(?P<page>[1-9][0-9]?))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tap:
    """What a tapped button says: the choice, without its label, and the page of the list behind it."""

    choice: Choice
    page: int = 1


def encode(choice: Choice, page: int = 1) -> str | None:
    """The data of a choice's button; None when it does not fit one."""
    data = f"{_LETTERS[choice.offer]}:{choice.target}" + (f":{page}" if page > 1 else "")
    return data if _DATA.fullmatch(data) and len(data.encode()) <= MOST_BYTES else None


def decode(data: str) -> Tap | None:
    """What a button's data says; None when it says nothing (any more)."""
    written = _DATA.fullmatch(data)
    if written is None or written["letter"] not in _OFFERS:
        return None
    return Tap(Choice(_OFFERS[written["letter"]], written["target"], ""), int(written["page"] or 1))


def list_behind(reply: Reply, knowledge: Knowledge) -> Choice | None:
    """The choice that shows a reply's list of choices again, for the button to its next page."""
    offers = {choice.offer for choice in reply.choices}
    if offers == {Offer.TOPIC}:
        return Choice(Offer.INTENT, Intent.TOPICS, "")
    if reply.intent is Intent.TOPICS and offers == {Offer.ENTRY}:
        entry = knowledge.entries.get(reply.choices[0].target)
        return Choice(Offer.TOPIC, entry.topic, "") if entry is not None else None
    return None


def keyboard(
    reply: Reply, more: Choice | None = None, page: int = 1, below: Iterable[Row] = ()
) -> InlineKeyboardMarkup | None:
    """The buttons under a reply, or one page of them with a button to the next; without `more` all of them.

    Args:
        reply: whose choices become buttons.
        more: shows the list of choices again.
        page: which page of the list.
        below: rows that stand under the choices.
    """
    rows = list(_rows(reply.choices, reply.language))
    rows = [*(rows if more is None else _page(rows, more, page)), *below]
    return InlineKeyboardMarkup(rows) if rows else None


def label(text: str) -> str:
    """A button's label, cut to fit."""
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


def _rows(choices: Iterable[Choice], language: Language) -> Iterable[Row]:
    """One choice a row; topics, whose titles are short, two a row."""
    waiting: Row = ()
    for choice in choices:
        data = encode(choice)
        if data is None:
            continue
        button = InlineKeyboardButton(label(choice.label.strip()) or choice.target, callback_data=data)
        if choice.offer is not Offer.TOPIC:
            yield from filter(None, (waiting, (button,)))
            waiting = ()
        elif waiting:
            # Telegram does not mirror rows, and in Arabic the first one stands on the right.
            yield (button, *waiting) if language is Language.ARABIC else (*waiting, button)
            waiting = ()
        else:
            waiting = (button,)
    if waiting:
        yield waiting


def _page(rows: Sequence[Row], more: Choice, page: int) -> list[Row]:
    """One page of the rows, with a button to the next one."""
    pages = _pages(rows)
    shown = min(page, len(pages))
    kept = list(pages[shown - 1]) if pages else []
    data = encode(more, shown + 1)
    if shown < len(pages) and data is not None:
        kept.append((InlineKeyboardButton(f"… {shown + 1}/{len(pages)}", callback_data=data),))
    return kept


def _pages(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """The rows page by page; a single row that is left over takes the place of the button that would lead to it."""
    pages: list[Sequence[Row]] = []
    while len(rows) > ROWS_A_PAGE + 1:
        pages.append(rows[:ROWS_A_PAGE])
        rows = rows[ROWS_A_PAGE:]
    return [*pages, rows] if rows else pages
