"""What staff read, in their language: whatever is put into a sentence is kept apart from its direction of writing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handlers.dates import in_words
from knowledge.dates import PartialDate
from knowledge.schema import Language
from knowledge.text.directions import FIRST_STRONG_ISOLATE, isolate
from knowledge.text.tokens import is_arabic

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.phrasebook import Phrasebook

_LATIN: Final = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Speech:
    """The texts of staff's tools in one language."""

    texts: Phrasebook

    @property
    def language(self) -> Language:
        return self.texts.language

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, filled in.

        Raises:
            KeyError: there is no such key, or something that it leaves open is not given.
        """
        return self.texts(key, **{name: self._told(value) for name, value in values.items()})

    def apart(self, text: str) -> str:
        """A text that may be in another language, shown in its own direction within a line of this one."""
        is_foreign = _LATIN.search(text) if self.language is Language.ARABIC else is_arabic(text)
        if not is_foreign or FIRST_STRONG_ISOLATE in text:
            return text
        return isolate(text)

    def day(self, day: date) -> str:
        """A day in words."""
        return in_words(PartialDate(day.year, day.month, day.day), self.language)

    def moment(self, moment: datetime) -> str:
        """A day in words, with the time in UTC."""
        return self("moment", day=self.day(moment.date()), time=f"{moment:%H:%M}")

    def _told(self, value: object) -> object:
        return self.apart(value) if isinstance(value, str) else value


def percent(share: float) -> str:
    """`72%`; the form is the same in both languages."""
    return f"{round(share * 100)}%"
