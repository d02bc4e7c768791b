from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from handlers_floor.talking import Talk

DONORS = "How many donors had given to UNDP's stabilisation facility by September 2019?"
MEMBERS = "How many members did the Coalition have in December 2014?"


@pytest.mark.parametrize(
    ("first", "text", "shown"),
    [
        (DONORS, "and two years later?", "2021-09"),
        (DONORS, "two years before that?", "2017-12"),
        (DONORS, "وبعدها بعامين؟", "2021-09"),
        (DONORS, "وبعد سنتين؟", "2021-09"),
        (DONORS, "وراها بسنتين؟", "2021-09"),
        (DONORS, "وبعد ذلك بثلاث سنوات؟", "2022-07"),
        (MEMBERS, "a couple of years after that?", "2016"),
    ],
)
async def test_years_are_counted_from_the_answer(shipped_talk: Talk, first: str, text: str, shown: str) -> None:
    """'Two years later' asks the same of the year that is counted from the claim that was shown."""
    await shipped_talk.say(first)

    assert str((await shipped_talk.say(text)).shown).startswith(shown)


async def test_months_are_counted_from_the_answer(shipped_talk: Talk) -> None:
    """Months are counted over the end of a year, too."""
    await shipped_talk.say(DONORS)

    assert str((await shipped_talk.say("قبلها بستة أشهر؟")).shown) == "2019-03"
