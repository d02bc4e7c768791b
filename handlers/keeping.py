"""What readers are told about what is kept of a conversation, and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from handlers.wording import Words

_A_MINUTE: Final = timedelta(minutes=1)
_FEW: Final = range(3, 11)
"""The last two figures of a number after which Arabic has the plural."""


def privacy(words: Words, remembered: timedelta) -> str:
    """The privacy notice."""
    context = words.privacy_context.format(minutes=minutes(words, remembered)) if remembered else words.privacy_alone
    return words.privacy.format(context=context)


def quiet(words: Words, remembered: timedelta) -> str:
    """What it means that a conversation is quiet from now on."""
    context = words.quiet_context.format(minutes=minutes(words, remembered)) if remembered else words.privacy_alone
    return words.quiet.format(context=context)


def minutes(words: Words, span: timedelta) -> str:
    """Whole minutes in words: '30 minutes', '30 دقيقة', 'دقيقتين'."""
    number = span // _A_MINUTE
    if number in (1, 2):
        return words.minute_one if number == 1 else words.minutes_two
    text = words.minutes_few if number % 100 in _FEW else words.minutes_many
    return text.format(number=number)
