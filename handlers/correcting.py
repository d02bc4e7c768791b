"""Messages that put the one before right, 'sorry, I meant Syria', or openly leave it: 'another question: …'."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.inquiry import Inquiry


def meant(inquiry: Inquiry) -> Inquiry:
    """The message without the words that put the one before right, or that leave it, which say nothing.

    After words that leave it, the turn before does not count. Any other message is left as it is.
    """
    if inquiry.session.turn is None:
        return inquiry
    rest = inquiry.library.repertoire.rejoinders.after_change(inquiry.text)
    if rest is not None:
        return inquiry.part(rest, replace(inquiry.session, turn=None))
    if inquiry.spoken_of is None:
        return inquiry
    text, is_meant = inquiry.library.repertoire.rejoinders.put_right(inquiry.text)
    if len(text) == len(inquiry.text):
        return inquiry
    without = inquiry.part(text, inquiry.session)
    question = without.question
    is_bare = not question.kinds and all(feature.is_named for feature in question.features)
    names_something = bool(question.features or question.dates)
    return without if names_something and (is_meant or is_bare) else inquiry
