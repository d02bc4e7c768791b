"""Messages that put the one before right: 'sorry, I meant Syria', 'لا قصدي شباط 2019'."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.inquiry import Inquiry


def meant(inquiry: Inquiry) -> Inquiry:
    """The message without the words that put the one before right, which say nothing; any other as it is."""
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
