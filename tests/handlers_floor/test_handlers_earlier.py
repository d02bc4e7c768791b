from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest
from handlers_floor.small_library import SOURCES, TOPICS, WORDS
from handlers_floor.talking import Talk, after, inquiry
from search_floor.building import PERSON, claim, concept, entry, knowledge, reference

from handlers.library import Library
from handlers.model import Kind
from knowledge.dates import PartialDate
from knowledge.schema import Language

if TYPE_CHECKING:
    from handlers.model import Reply

MEETING: Final = "Where did the ministers meet in 2022?"


@cache
def meetings_library() -> Library:
    """Meetings over the years, one of them with an entry of its own, envoys, and how many came."""
    words = replace(
        WORDS,
        concepts={
            **WORDS.concepts,
            **{
                one.id: one
                for one in (
                    concept("meeting", {"en": ["meet", "met", "meeting"], "ar": ["اجتماع"]}),
                    concept("minister", {"en": ["ministers"], "ar": ["وزراء"]}),
                    concept("host", {"en": ["host", "hosted", "hosts"], "ar": ["استضاف", "استضافه"]}),
                    concept("envoy", {"en": ["envoy"], "ar": ["مبعوث"]}),
                    concept("post", {"en": ["post", "appointed"], "ar": ["منصب"]}),
                    concept("job", {"en": ["job"], "ar": ["وظيفة"]}),
                    concept("allen", {"en": ["Allen"], "ar": ["ألن"]}, PERSON),
                    concept("mcgurk", {"en": ["McGurk"], "ar": ["ماكغورك"]}, PERSON),
                    concept("jeffrey", {"en": ["Jeffrey"], "ar": ["جيفري"]}, PERSON),
                )
            },
        },
        kinds={**WORDS.kinds, "place": concept("place", {"en": ["where"], "ar": ["أين"]})},
    )
    series = entry(
        "meetings",
        {"en": ["Where did the ministers meet?", "the meeting of the ministers", "ministers meet where"]},
        [
            claim("2023-06", "Ministers met in Mosul, hosted by McGurk.", "", sources=[reference("rudaw-2026")]),
            claim("2022-05", "Ministers met in Sinjar, hosted by Allen.", "", sources=[reference("rudaw-2026")]),
        ],
        title=("Meetings of the ministers", "اجتماعات الوزراء"),
    )
    mosul = entry(
        "meeting-mosul",
        {"en": ["the Mosul meeting", "What was the meeting in Mosul?", "meeting of ministers in Mosul"]},
        [claim("2023-06", "Ministers met in Mosul.", "", sources=[reference("rudaw-2026")])],
        title=("The Mosul meeting", "اجتماع الموصل"),
        related=["meetings"],
    )
    told = (
        ("allen", "Allen", "2014", "Allen was appointed envoy, and then McGurk.", ["mcgurk"]),
        (
            "mcgurk",
            "McGurk",
            "2015",
            "McGurk was appointed envoy after Allen and before Jeffrey.",
            ["jeffrey", "allen"],
        ),
        ("jeffrey", "Jeffrey", "2019", "Jeffrey was appointed envoy after McGurk.", ["mcgurk"]),
    )
    envoys = [
        entry(
            identity,
            {"en": [f"Who is envoy {name}?", f"envoy {name}", f"who was envoy before {name}", f"envoy after {name}"]},
            [claim(since, text, "", sources=[reference("rudaw-2026")])],
            title=(f"Envoy {name}", f"المبعوث {name}"),
            topic="mission",
            related=related,
        )
        for identity, name, since, text, related in told
    ]
    return Library.build(knowledge(words, [series, mosul, *envoys], sources=SOURCES, topics=TOPICS))


@pytest.fixture
def talk() -> Talk:
    """A conversation about meetings and envoys."""
    return Talk(meetings_library())


async def last(talk: Talk, *texts: str) -> Reply:
    """The reply to the last of these messages."""
    replies = [await talk.say(text) for text in texts]
    return replies[-1]


async def shown_last(talk: Talk, *texts: str) -> tuple[str | None, str | None]:
    """The entry and the time that the reply to the last of some messages shows."""
    reply = await last(talk, *texts)
    return reply.entry, str(reply.shown) if reply.shown is not None else None


@pytest.mark.parametrize("text", ["who hosted it?", "who was the host?", "ومن استضافه؟", "who?", "where was that?"])
async def test_detail_of_what_was_shown(talk: Talk, text: str) -> None:
    """What the claim tells that was shown is asked of that claim, not of the newest."""
    reply = await last(talk, MEETING, text)

    assert (reply.entry, reply.shown) == ("meetings", PartialDate(2022, 5))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Who was envoy before McGurk?", "when was he appointed?"], "allen"),
        (["Who was envoy after McGurk?", "since when?"], "jeffrey"),
        (["Who was envoy after Allen?", "and after him?"], "jeffrey"),
        (["Who was envoy McGurk?", "when did he get the job?"], "mcgurk"),
        (["Who was envoy McGurk?", "when did the man quit the post?"], "mcgurk"),
    ],
)
async def test_whom_it_goes_on_about(talk: Talk, texts: list[str], expected: str) -> None:
    """'He' is whom the question asked for, also where another person's entry answered it; an office is his."""
    reply = await last(talk, *texts)

    assert reply.entry == expected


async def test_before_one_of_a_series(talk: Talk) -> None:
    """From the only claim of an entry 'before' leads to the series to which it belongs."""
    reply = await last(talk, "What was the meeting in Mosul?", "and the one before?")

    assert (reply.entry, reply.shown) == ("meetings", PartialDate(2022, 5))


@pytest.mark.parametrize(
    ("first", "text", "entry_shown", "shown"),
    [
        ("كم غارة نفذ التحالف حتى شباط 2019؟", "وحتى آب من السنة نفسها؟", "air-strikes", "2019-08"),
        ("كم غارة نفذ التحالف حتى شباط 2019؟", "ولحد آب؟", "air-strikes", "2019-08"),
        ("كم غارة نفذ التحالف حتى شباط 2019؟", "وبنهاية آب؟", "air-strikes", "2019-08"),
        ("كم غارة نفذ التحالف حتى شباط 2019؟", "آب؟", "air-strikes", "2019-08"),
        ("How many Iraqis had returned home by February 2019?", "and in August?", "iraq-returns", "2019-08"),
        (
            "How many members did the Coalition have in February 2019?",
            "until the end of August?",
            "coalition-members",
            "2019-08",
        ),
        (
            "How many members did the Coalition have in February 2019?",
            "at the start of August?",
            "coalition-members",
            "2019-08",
        ),
        (
            "How many members did the Coalition have in February 2019?",
            "how many August?",
            "coalition-members",
            "2019-08",
        ),
        ("How many members did the Coalition have in February 2019?", "August?", "coalition-members", "2019-08"),
        (
            "How many members did the Coalition have in February 2019?",
            "how many strikes then?",
            "air-strikes",
            "2019-02",
        ),
        ("How many Iraqi forces had the Coalition trained by February 2019?", "who then?", "forces-trained", "2019-02"),
        ("How much Daesh land in Iraq was freed by July 2017?", "and in Syria?", "territory-freed", "2017-07"),
        (
            "How many members did the Coalition have in February 2019?",
            "and at the end of that year?",
            "coalition-members",
            "2019-12",
        ),
        ("كم كان عدد أعضاء التحالف في شباط 2019؟", "وفي آخر السنة نفسها؟", "coalition-members", "2019-12"),
        (
            "كم كان عدد أعضاء التحالف في شباط 2019؟",
            "وهل زاد العدد في آب من العام ذاته؟",
            "coalition-members",
            "2019-08",
        ),
        (
            "How many members did the Coalition have in February 2019?",
            "and that summer?",
            "coalition-members",
            "2019-08",
        ),
        ("كم كان عدد أعضاء التحالف في شباط 2019؟", "وبالصيف؟", "coalition-members", "2019-08"),
        (
            "How many people had been freed from Daesh by July 2017?",
            "and few months later, in november of same year?",
            "people-freed",
            "2017-11",
        ),
        (
            "كم درب التحالف من القوات العراقية حتى شباط 2019؟",
            "ومنو جان قائد المهمة بهذاك الوكت؟",
            "cjtf-oir-commander",
            "2018-09",
        ),
    ],
)
async def test_time_that_is_meant(shipped_talk: Talk, first: str, text: str, entry_shown: str, shown: str) -> None:
    """'The same year', a month alone, and another country mean the time that was spoken of."""
    assert await shown_last(shipped_talk, first, text) == (entry_shown, shown)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "is that more or less than in September 2017?",
            "has it gone up since September 2017?",
            "up to the end of 2017",
        ),
        *("هذا اكثر لو اقل من ايلول 2017؟", "هاد أكتر ولا أقل من أيلول 2017؟", "حتى نهاية 2017؟", "لحد ايلول 2017"),
    ],
)
async def test_compared_with_another_time(shipped_talk: Talk, text: str) -> None:
    """'More or less than', and 'by the end of', before a date name nothing besides: they ask for that date."""
    reply = await last(shipped_talk, "How many Iraqi forces had the Coalition trained by February 2019?", text)

    assert reply.entry == "forces-trained"
    assert "115,000" in "".join(reply.paragraphs)


@pytest.mark.parametrize(
    ("texts", "entry_shown", "shown"),
    [
        (["Who commanded CJTF-OIR in April 2022?", "who has the job today?"], "cjtf-oir-commander", "2025-07-21"),
        (["who is the commander of CJTF-OIR", "since when is he in this work?"], "cjtf-oir-commander", "2025-07-21"),
        (["منو قائد العزم الصلب هسه؟", "من شوكت وهو بهالمنصب؟"], "cjtf-oir-commander", "2025-07-21"),
        (["مين اللي قاد المهمة في 2022؟", "ومسك القيادة إمتى؟"], "cjtf-oir-commander", "2022-09-08"),
        (["Who led the task force in May 2020?", "when did he start?"], "cjtf-oir-commander", "2019-09-14"),
        (
            ["who is leading the finance group?", "and the communications one?"],
            "communications-working-group",
            "2019-02",
        ),
        (["كم غارة نُفّذت حتى كانون الأول 2014؟", "ومن ذكر هذا الرقم؟"], "air-strikes", "2014-12"),
        (["وين صار يوم السفراء؟", "بيا تاريخ؟"], "ambassadors-day", "2022-04-21"),
        (["Where is the Sawab Centre?", "how many people work there?"], None, None),
        (["How much land did Daesh hold at its peak?", "and how many fighters?"], "fighters-peak", "2014"),
        (["قديش مدرسة تصلّحت بالرقة؟", "وكم ولد رجع عالمدرسة هنيك؟"], "raqqa-children-school", "2019-02"),
        (["قديش مدرسة تصلّحت بالرقة؟", "طيب ومشفى الطبقة، قديش كلّفهن ترميمو؟"], None, None),
        (["كم عدد أعضاء التحالف الدولي؟", "and how many will there be next year?"], None, None),
        (["مين حكى عن الجمر والأكسجين؟", "ومين استلم بعدو؟"], "centcom-cooper", "2026-02"),
        (
            ["كم عضوا ومراقبا حضر اجتماع مجموعة التركيز على أفريقيا في كوتونو؟", "وفي نيامي في السنة نفسها؟"],
            "africa-focus-group-meetings",
            "2023-03-01",
        ),
        (["منو كان المتحدث باسم التحالف ربيع 2020", "كم قال عدد الاعضاء؟"], "coalition-members", "2020-05"),
        (
            ["how many country was in coalition on december 2015", "and after, in September 2016?"],
            "coalition-members",
            "2016-09",
        ),
        (
            ["كم دولة عندها جنود في قوة العزم الصلب باغسطس ٢٠٢٣", "ومنو مسك القيادة ذاك الشهر"],
            "cjtf-oir-commander",
            "2023-08-22",
        ),
        (
            ["منو القائد الي بزمانه نزل عدد القوة بالعراق من ٥ الاف للنص", "ومنو جان قبله"],
            "commander-white",
            "2019-09-14",
        ),
        (["meen kan qa2ed CJTF-OIR b nisan 2022?", "w meen estalam ba3do?"], "cjtf-oir-commander", "2022-09-08"),
    ],
)
async def test_shipped_conversations(
    shipped_talk: Talk, texts: list[str], entry_shown: str | None, shown: str | None
) -> None:
    """In the shipped knowledge an office is that of whom was named, and what nothing tells is a gap."""
    reply = await last(shipped_talk, *texts)

    assert (reply.entry, str(reply.shown) if reply.shown else None) == (entry_shown, shown)


@pytest.mark.parametrize(
    ("first", "text", "entry_shown"),
    [
        ("بشو شبّه الجنرال كوريلا مهمة التحالف؟", "ولساته قائد؟", "kurilla-embers-quote"),
        ("Who commanded CJTF-OIR in May 2020?", "is he still in office?", "cjtf-oir-commander"),
        ("منو قائد القوة المشتركة بايار 2020؟", "وهو بعده بالمنصب؟", "cjtf-oir-commander"),
        ("Who led CJTF-OIR after MacFarland?", "until when did he stay?", "commander-townsend"),
        ("مين مسك قيادة قوة المهام المشتركة بعد ماكفارلاند؟", "وفضل لحد امتى؟", "commander-townsend"),
        ("كم عملية مستقلة نفذتها القوات العراقية في 2020؟", "ومن خلفه في القيادة؟", "commander-calvert"),
    ],
)
async def test_office_of_whom_was_named(shipped_talk: Talk, first: str, text: str, entry_shown: str) -> None:
    """'Still in office?', 'until when?' and 'who took over command?' are asked of the person whom the answer named."""
    reply = await last(shipped_talk, first, text)

    assert reply.entry == entry_shown


@pytest.mark.parametrize("texts", [["and the next one?"], ["والتي تلتها؟"], ["and the next one?", "and the third?"]])
async def test_next_of_several_in_order(shipped_talk: Talk, texts: list[str]) -> None:
    """After one of several that stand in order, the claim that tells of them all answers for the others, too."""
    reply = await last(shipped_talk, "What was the first phase of the campaign called?", *texts)

    assert reply.entry == "campaign-phases"


@pytest.mark.parametrize("text", ["and how many soldiers did they have?"])
async def test_past_of_an_older_answer(shipped_talk: Talk, text: str) -> None:
    """A question in the past tense after an answer for an older time is about that time, if something tells of it."""
    reply = await last(shipped_talk, "How many members did the Coalition have in July 2017?", text)

    assert "9,000" in "".join(reply.paragraphs)


async def test_present_after_an_older_answer(shipped_talk: Talk) -> None:
    """A question in the present tense is about now."""
    reply = await last(shipped_talk, "How many members did the Coalition have in 2017?", "and who is the commander?")

    assert str(reply.shown) == "2025-07-21"


@pytest.mark.parametrize("text", ["and by the end of that year?", "وبنهاية تلك السنة؟"])
async def test_end_of_the_year_of_an_answer(shipped_talk: Talk, text: str) -> None:
    """'By the end of that year' is December of the year that the answer before spoke of."""
    first = "How many members did the Coalition have in February 2019?"

    assert await shown_last(shipped_talk, first, text) == ("coalition-members", "2019-12")


@pytest.mark.parametrize("text", ["how many members did that make?", "وكم صار عدد الأعضاء؟"])
async def test_time_of_an_event(shipped_talk: Talk, text: str) -> None:
    """After an event, how many there were is asked of its time, though more have joined since."""
    first = "When did the Philippines join the coalition?"

    assert await shown_last(shipped_talk, first, text) == ("coalition-members", "2018-02-13")


@pytest.mark.parametrize("text", ["زين انت منو؟", "who are you?", "what other topics do you know about?"])
async def test_question_to_whoever_answers(shipped_talk: Talk, text: str) -> None:
    """What is asked of Sanad itself after an answer is no question to the answer."""
    reply = await last(shipped_talk, "When did Togo join the coalition?", text)

    assert reply.kind is Kind.INTENT


async def test_well_before_a_question(shipped_talk: Talk) -> None:
    """'Well' before a question after an answer is no question of its own, which would be answered again."""
    reply = await last(shipped_talk, "شنو المدن الجانت بيد داعش؟", "زين وجم واحد يعيش بالرقة اليوم؟")

    assert reply.kind is Kind.GAP


@pytest.mark.parametrize(
    ("first", "text", "entry_shown", "shown"),
    [
        ("كم غارة نُفّذت حتى كانون الأول 2014؟", "how many did he say?", "air-strikes", "2014-12"),
        (
            "كم غارة نُفّذت حتى كانون الأول 2014؟",
            "how many partners did he say there were?",
            "coalition-members",
            "2014-12-03",
        ),
        (
            "How many people had been freed from Daesh by July 2017?",
            "and how many members did he say?",
            "coalition-members",
            "2017-07",
        ),
    ],
)
async def test_what_somebody_in_an_older_answer_said(
    shipped_talk: Talk, first: str, text: str, entry_shown: str, shown: str
) -> None:
    """'How many did he say?' is asked of the time of the older answer in which he said something."""
    assert await shown_last(shipped_talk, first, text) == (entry_shown, shown)


async def test_date_of_which_the_only_claim_tells_nothing(talk: Talk) -> None:
    """For a date of which an entry with one claim tells nothing, an entry near it that tells of it answers."""
    reply = await last(talk, "What was the meeting in Mosul?", "and where in 2022?")

    assert (reply.entry, reply.shown) == ("meetings", PartialDate(2022, 5))


@pytest.mark.parametrize(
    ("first", "text", "entry_shown", "shown"),
    [
        ("Who hosted the Marrakech ministerial?", "in 2021?", "coalition-ministerials", "2021-06-28"),
        ("Who is commander Calvert?", "in 2018?", "cjtf-oir-commander", "2018-09"),
        ("Who is Brett McGurk?", "in 2021?", "coalition-envoy", "2021-06"),
    ],
)
async def test_shipped_date_of_which_the_only_claim_tells_nothing(
    shipped_talk: Talk, first: str, text: str, entry_shown: str, shown: str
) -> None:
    """In the shipped knowledge another year leads from one meeting or person to who or what there was then."""
    assert await shown_last(shipped_talk, first, text) == (entry_shown, shown)


async def test_date_of_which_nothing_near_tells(talk: Talk) -> None:
    """Where nothing near tells of the date either, nothing is known, and the only claim is not told again."""
    assert (await last(talk, "What was the meeting in Mosul?", "and where in 2011?")).kind is Kind.GAP


@pytest.mark.parametrize("text", ["when they close it?", "and when they leave?", "when it opened"])
def test_when_they_asks_after_an_answer(shipped: Library, text: str) -> None:
    """After an answer 'when they close it?' asks for a date; by itself it tells at what time something was."""
    session = after(shipped, "What is al-Hol camp?", "al-hol-closed", language=Language.ENGLISH)
    alone, asked = inquiry(shipped, text).question, inquiry(shipped, text, session).question

    assert ("date" in alone.kinds, "when-clause" in alone.times) == (False, True)
    assert ("date" in asked.kinds, "when-clause" in asked.times) == (True, False)


@pytest.mark.parametrize("text", ["how many were there when they left?", "during the war"])
def test_when_they_within_a_message(shipped: Library, text: str) -> None:
    """Within a message 'when they left' tells at what time something was, after an answer, too."""
    session = after(shipped, "What is al-Hol camp?", "al-hol-closed", language=Language.ENGLISH)
    asked = inquiry(shipped, text, session).question

    assert ("date" in asked.kinds, "when-clause" in asked.times) == (False, True)


async def test_letters_before_a_date(shipped_talk: Talk) -> None:
    """Letters that are glued to a date with a stroke name nothing."""
    reply = await last(shipped_talk, "كم عدد أعضاء التحالف الدولي؟", "وبـ 2019؟")

    assert (reply.entry, str(reply.shown)) == ("coalition-members", "2019-12")
