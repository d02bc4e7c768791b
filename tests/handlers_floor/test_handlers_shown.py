from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers.model import Kind

if TYPE_CHECKING:
    from handlers_floor.talking import Talk

    from handlers.model import Reply


async def last(talk: Talk, *texts: str) -> Reply:
    """The reply to the last of these messages."""
    replies = [await talk.say(text) for text in texts]
    return replies[-1]


@pytest.mark.parametrize(
    ("first", "text", "told"),
    [
        ("Where did the ministers meet in May 2022?", "And who hosted it?", "Bourita"),
        ("وين اجتمع وزراء التحالف بايار 2022؟", "ومنو استضافهم؟", "بوريطة"),
        ("Where was the first ministerial meeting held?", "how many partners turned up?", "60"),
        ("How many donors had given to UNDP's FFS by the end of 2017?", "how much did they give?", "703,414,098"),
        ("How many people had Iraq brought back from al-Hol by October 2025?", "with how many convoys?", "29"),
        ("كم جندياً عراقياً قُتل في معركة الموصل؟", "والجرحى؟", "8,000"),
        ("How many Iraqi soldiers were killed in the battle of Mosul?", "and the wounded?", "8,000"),
        ("منو استضاف مجموعة الاستقرار بنوفمبر 2022؟", "ومنو يقودها وياها؟", "ألمانية"),
        ("كم كان عدد غير السوريين في الهول وروج في آب 2025؟", "ومين أغلبهم؟", "أطفال"),
    ],
)
async def test_detail_of_what_was_shown(shipped_talk: Talk, first: str, text: str, told: str) -> None:
    """What a message without a subject of its own asks for is told by the claim that was shown, figures included."""
    reply = await last(shipped_talk, first, text)

    assert reply.kind is Kind.ANSWER
    assert told in "".join(reply.paragraphs)


@pytest.mark.parametrize(
    ("first", "text", "told"),
    [
        ("How many Iraqi police did the Italian-led effort train?", "did Italy do it alone?", "5 Coalition partners"),
        ("Which countries lead the finance group?", "is Saudi Arabia part of it?", "Saudi Arabia"),
        ("من يقود مجموعة مكافحة التمويل؟", "هل السعودية من بينهم؟", "السعودية"),
        (
            "how many Iraqi forces did the Coalition train since 2014?",
            "this was including also peshmerga?",
            "Peshmerga",
        ),
        ("شكد درب التحالف من القوات العراقية؟", "والبيشمركة جانت وياهم؟", "البيشمركة"),
    ],
)
async def test_whether_it_goes_for_somebody(shipped_talk: Talk, first: str, text: str, told: str) -> None:
    """A question whether somebody belongs to it gets the claim that names them, or one beside it of the same thing."""
    reply = await last(shipped_talk, first, text)

    assert reply.kind is Kind.ANSWER
    assert told in "".join(reply.paragraphs)


@pytest.mark.parametrize(
    "text",
    [
        "which country led this training?",
        "ويا دولة چانت تقود هالتدريب؟",
        "وأي دولة قادت هذا التدريب؟",
        "ومين كان بيقود التدريب ده؟",
    ],
)
async def test_this_is_what_was_shown(shipped_talk: Talk, text: str) -> None:
    """'This training' is the one that was shown, whose claim names the country that is asked for."""
    reply = await last(shipped_talk, "How many Iraqi police had the Coalition trained in investigation by 2019?", text)

    assert reply.entry == "police-training"


@pytest.mark.parametrize("text", ["did Denmark do it alone?", "was Brazil with them?", "هل كانت البرازيل معهم؟"])
async def test_whether_it_goes_for_whom_nothing_names(shipped_talk: Talk, text: str) -> None:
    """Of whom no claim near the answer names there is nothing to show."""
    reply = await last(shipped_talk, "How many Iraqi police did the Italian-led effort train?", text)

    assert reply.kind is Kind.GAP


@pytest.mark.parametrize(
    ("first", "text", "told"),
    [
        ("How many members did the counter-finance group have in February 2019?", "who chairs it?", "Italy"),
        ("كم بلغ عدد أعضاء مجموعة مكافحة تمويل داعش في شباط 2019؟", "ومن يتولى رئاستها؟", "إيطاليا"),
    ],
)
async def test_what_another_claim_alone_tells(shipped_talk: Talk, first: str, text: str, told: str) -> None:
    """After an answer for an older time, what only another claim of its entry tells is told by that one."""
    assert told in "".join((await last(shipped_talk, first, text)).paragraphs)
