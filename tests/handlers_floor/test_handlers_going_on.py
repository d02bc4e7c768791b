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
    ("first", "text"),
    [
        ("شكد شالوا متفجرات من العراق لحد 2019 بدعم التحالف؟", "وبسوريا؟"),
        ("How many explosive items were cleared in Iraq with Coalition support?", "and in Syria?"),
        ("قديش شالوا ألغام بالعراق؟", "وبسوريا؟"),
    ],
)
async def test_another_place_wants_the_same(shipped_talk: Talk, first: str, text: str) -> None:
    """Another country is asked for what was wanted of the first: explosives removed, no people trained."""
    assert (await last(shipped_talk, first, text)).entry == "nes-clearance-results"


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("كم كانت مساحة الأراضي التي سيطر عليها داعش قبل تشكيل التحالف؟", "وأي المدن كانت من ضمنها؟"),
        ("شكد مساحة الكاع اللي جانت بيد داعش؟", "يا مدن جانت من ضمنها؟"),
    ],
)
async def test_which_of_them(shipped_talk: Talk, first: str, text: str) -> None:
    """What only says that something is among them names nothing, and Iraqi 'يا' asks which."""
    assert (await last(shipped_talk, first, text)).entry == "daesh-main-cities"


@pytest.mark.parametrize("text", ["what came of it?", "وشنو طلع منها؟", "طلع منها إيه؟"])
async def test_what_came_of_it(shipped_talk: Talk, text: str) -> None:
    """What came of something is asked in many words, some of which mean other things elsewhere."""
    reply = await last(shipped_talk, "When did Qatar and the US sign the counter-terrorism memorandum?", text)

    assert reply.entry == "qatar-memorandum-results"


@pytest.mark.parametrize(
    "text", ["and where were its staff moved to?", "وإلى أين نُقل موظفوها؟", "وعلى وين انتقلوا موظفينها؟"]
)
async def test_thing_is_kept_over_a_change_of_entry(shipped_talk: Talk, text: str) -> None:
    """The mission is still meant after its commander was asked for; 'وإلى' is 'and to', no emir."""
    reply = await last(shipped_talk, "متى أُطلقت بعثة الناتو في العراق؟", "ومن قائدها؟", text)

    assert reply.entry == "nato-mission-location"


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("كم دفعت السعودية لشمال شرق سوريا؟", "والمجموع كم؟"),
        ("شكد دفعت الامارات للاستقرار بشمال شرق سوريا؟", "وشكد كلهم سوا؟"),
    ],
)
async def test_all_of_them_together(shipped_talk: Talk, first: str, text: str) -> None:
    """The total after the share of one of them is what all of them gave."""
    assert (await last(shipped_talk, first, text)).entry == "nes-stabilisation-money"


async def test_share_of_another_is_no_total(shipped_talk: Talk) -> None:
    """Where nothing tells the total, what was done in another country is none."""
    reply = await last(shipped_talk, "how many explosives were removed in Iraq?", "and altogether?")

    assert reply.kind is Kind.GAP
