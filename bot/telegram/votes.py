"""Thumbs under an answer. What was voted on is written in the button's data, so that it still counts after a restart.

The data is a letter for what is said, the entry, and which of its claims the answer showed, as the bits of a
hexadecimal number: `v:u:coalition-members:5` is for its first and its third.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.buttons import MOST_BYTES
from handlers.feedback import Ballot, Complaint, Opinion
from handlers.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.telegram.buttons import Row
    from handlers.model import Reply
    from handlers.wording import Words

PREFIX: Final = "v:"
_LETTERS: Final[dict[tuple[Opinion, Complaint | None], str]] = {
    (Opinion.UP, None): "u",
    (Opinion.DOWN, None): "d",
    (Opinion.DOWN, Complaint.OUTDATED): "o",
    (Opinion.DOWN, Complaint.WRONG): "w",
    (Opinion.DOWN, Complaint.NOT_ASKED): "n",
    (Opinion.DOWN, Complaint.UNCLEAR): "c",
}
_SAID: Final = {letter: said for said, letter in _LETTERS.items()}
_DATA: Final = re.compile(
    r"v:(?P<letter>[a-z]):(?P<entry>[a-z0-9]+(?:-[a-z0-9]+)*):(?P<claims>0|[1-9a-f][0-9a-f]*)", re.ASCII
)


def encode(ballot: Ballot) -> str | None:
    """The data of a vote's button; None when it does not fit one."""
    letter = _LETTERS[ballot.opinion, ballot.complaint]
    claims = sum(1 << place for place in set(ballot.claims))
    data = f"{PREFIX}{letter}:{ballot.entry}:{claims:x}"
    return data if _DATA.fullmatch(data) and len(data.encode()) <= MOST_BYTES else None


def decode(data: str) -> Ballot | None:
    """The vote that a button's data says, its claims in order; None when it says none."""
    written = _DATA.fullmatch(data) if len(data) <= MOST_BYTES else None
    if written is None or written["letter"] not in _SAID:
        return None
    opinion, complaint = _SAID[written["letter"]]
    claims = int(written["claims"], 16)
    return Ballot(
        written["entry"],
        tuple(place for place in range(claims.bit_length()) if claims >> place & 1),
        opinion,
        complaint,
    )


def vote_rows(reply: Reply) -> tuple[Row, ...]:
    """The row of thumbs under an answer; none under whatever is not the answer of one entry."""
    if reply.kind is not Kind.ANSWER or reply.entry is None:
        return ()
    entry, claims = reply.entry, reply.claims
    return _rows([[("👍", Ballot(entry, claims, Opinion.UP)), ("👎", Ballot(entry, claims, Opinion.DOWN))]])


def complaint_rows(ballot: Ballot, words: Words) -> tuple[Row, ...]:
    """Four reasons to choose from, two a row, for somebody who has voted an answer down."""
    labels = [
        [(Complaint.OUTDATED, words.complaint_outdated), (Complaint.WRONG, words.complaint_wrong)],
        [(Complaint.NOT_ASKED, words.complaint_not_asked), (Complaint.UNCLEAR, words.complaint_unclear)],
    ]
    return _rows(
        [[(label, Ballot(ballot.entry, ballot.claims, Opinion.DOWN, why)) for why, label in row] for row in labels]
    )


def rows_after(shown: InlineKeyboardMarkup, ballot: Ballot, words: Words) -> InlineKeyboardMarkup | None:
    """What stands under an answer once it was voted on; None where that is what stands there.

    A vote against it puts the reasons in the place of the thumbs, and a reason puts nothing there.
    """
    if ballot.opinion is Opinion.UP:
        return None
    others = [row for row in shown.inline_keyboard if not any(_is_vote(button) for button in row)]
    return InlineKeyboardMarkup([*others, *(complaint_rows(ballot, words) if ballot.complaint is None else ())])


def _is_vote(button: InlineKeyboardButton) -> bool:
    return isinstance(button.callback_data, str) and button.callback_data.startswith(PREFIX)


def _rows(rows: Sequence[Sequence[tuple[str, Ballot]]]) -> tuple[Row, ...]:
    """All of the buttons, or none where one does not fit."""
    written = [[(label, encode(ballot)) for label, ballot in row] for row in rows]
    if any(data is None for row in written for _, data in row):
        return ()
    return tuple(tuple(InlineKeyboardButton(label, callback_data=data) for label, data in row) for row in written)
