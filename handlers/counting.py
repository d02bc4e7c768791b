"""Times that are counted from the one of the answer before: 'two years later', 'وبعدها بشهرين'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from knowledge.dates import PartialDate
from knowledge.search.question import NUMBER

if TYPE_CHECKING:
    from handlers.inquiry import Inquiry

STEPS: Final = {"before": -1, "previous": -1, "after": 1, "next": 1}
"""Words for a time that lead to the neighbour of what was said."""
MOST: Final = 12
"""Years or months up to which people count from what was said."""
_MONTHS_IN_A_YEAR: Final = 12


def counted(inquiry: Inquiry, asked: PartialDate | None) -> PartialDate | None:
    """The time that lies several years or months before or after that of the answer; None where none is counted."""
    number, step, times = _number(inquiry), _step(inquiry), inquiry.question.times
    if asked is None or number is None or step is None or inquiry.question.dates:
        return None
    if "year" in times:
        return PartialDate(asked.year + step * number)
    if "month" not in times or asked.month is None:
        return None
    months = asked.year * _MONTHS_IN_A_YEAR + asked.month - 1 + step * number
    return PartialDate(months // _MONTHS_IN_A_YEAR, months % _MONTHS_IN_A_YEAR + 1)


def _number(inquiry: Inquiry) -> int | None:
    """How many years or months are counted; one alone is the next of them."""
    if any(map(inquiry.library.repertoire.is_pair, inquiry.tokens)):
        return 2
    numbers = [one.id.removeprefix(NUMBER) for one in inquiry.question.features if one.is_number]
    counts = [int(number) for number in numbers if number.isdecimal()]
    return counts[0] if len(counts) == 1 and 1 < counts[0] <= MOST else None


def _step(inquiry: Inquiry) -> int | None:
    step = inquiry.library.repertoire.step(inquiry.tokens)
    return step or next((step for word, step in STEPS.items() if word in inquiry.question.times), None)
