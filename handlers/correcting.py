"""Messages that put the one before right, 'sorry, I meant Syria', or openly leave it: 'another question: …'."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.inquiry import Inquiry


def meant(inquiry: Inquiry) -> Inquiry:
    """The message without the words that put the one before right, or that leave it, which say nothing.

    After words that leave it, the turn before does not count. Any other message is left as it is.
    """
    rest = _after_change(inquiry)
    if rest is not None:
        return rest
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


def _after_change(inquiry: Inquiry) -> Inquiry | None:
    """What follows the words that openly change the subject, as if it were said first; None without any."""
    said, rejoinders = inquiry.text.split(), inquiry.library.repertoire.rejoinders
    if not rejoinders.may_change(inquiry.tokens):
        return None
    changing = rejoinders.changing(said) or rejoinders.changing(_in_arabic(inquiry, said))
    if not changing:
        return None
    return inquiry.part(" ".join(said[changing:]), replace(inquiry.session, turn=None))


def _in_arabic(inquiry: Inquiry, said: Sequence[str]) -> Sequence[str]:
    """The words of Arabizi in Arabic letters, each in the place that it has in the message; none, if that cannot be."""
    if not inquiry.is_arabizi:
        return ()
    arabic = inquiry.library.finder.vocabulary.in_arabic(fold(inquiry.text)).split()
    return arabic if len(arabic) == len(said) else ()
