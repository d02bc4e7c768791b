from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest
from handlers_floor.small_library import COMMANDER_QUESTIONS, MEMBERS_QUESTIONS, SMALL, SOURCES, TOPICS, WORDS
from handlers_floor.talking import Talk, after, inquiry
from search_floor.building import PERSON, claim, concept, entry, knowledge, phrasings, reference

from handlers import declining, following
from handlers.library import Library
from handlers.model import Intent, Kind, Reason, Session
from knowledge.dates import PartialDate
from knowledge.schema import Language

if TYPE_CHECKING:
    from handlers.inquiry import Inquiry
    from handlers.model import Reply
    from knowledge.schema import Entry

MEMBERS: Final = MEMBERS_QUESTIONS["en"][0]
COMMANDER: Final = COMMANDER_QUESTIONS["en"][0]
STRIKES: Final = "How many air strikes did the Coalition do in Iraq?"
STRIKES_ARABIC: Final = "كم عدد غارات التحالف في العراق؟"


def _commander(identity: str, names: tuple[str, str], since: str, told: tuple[str, str], related: list[str]) -> Entry:
    name, arabic = names
    return entry(
        identity,
        {
            "en": [f"Who was commander {name}?", f"commander {name}", f"{name} the commander", f"who is {name}"],
            "ar": [f"من هو القائد {arabic}؟", f"القائد {arabic}"],
        },
        [claim(since, *told, sources=[reference("rudaw-2026")])],
        title=(f"Commander {name}", f"القائد {arabic}"),
        topic="mission",
        related=related,
    )


@cache
def persons_library() -> Library:
    """Three commanders with an entry each, what one of them did, and the same of somebody else."""
    names = [
        concept("calvert", {"en": ["Calvert"], "ar": ["كالفرت"]}, PERSON),
        concept("mcfarlane", {"en": ["McFarlane"], "ar": ["ماكفارلين"]}, PERSON),
        concept("post", {"en": ["took over", "take over"], "ar": ["خلفه"]}),
        concept("open", {"en": ["open", "opened"], "ar": ["افتتح"]}),
    ]
    words = replace(WORDS, concepts={**WORDS.concepts, **{one.id: one for one in names}})
    brennan = ("Commander Brennan took over from Calvert, then McFarlane.", "القائد برينان خلفه ماكفارلين بعد كالفرت.")
    calvert = ("Commander Calvert, then Brennan took over.", "القائد كالفرت خلفه برينان.")
    mcfarlane = ("Commander McFarlane took over from Brennan.", "القائد ماكفارلين بعد برينان.")
    schools = [
        entry(
            f"schools-of-{whose}",
            {
                "en": [
                    f"How many schools did {name} open?",
                    f"schools that {name} opened",
                    f"the number of {name} schools",
                ]
            },
            [claim("2022", f"{name} opened 5 schools.", "", sources=[reference("brochure", figures=["5"])])],
            topic="campaign",
        )
        for whose, name in (("brennan", "Brennan"), ("nato", "NATO"))
    ]
    entries = [
        _commander("calvert", ("Calvert", "كالفرت"), "2020-09", calvert, ["brennan"]),
        _commander("brennan", ("Brennan", "برينان"), "2021-09", brennan, ["schools-of-nato", "mcfarlane", "calvert"]),
        _commander("mcfarlane", ("McFarlane", "ماكفارلين"), "2022-09", mcfarlane, ["brennan"]),
    ]
    return Library.build(knowledge(words, [*entries, *schools], sources=SOURCES, topics=TOPICS))


@cache
def asked_after_library() -> Library:
    """The small knowledge with what people ask after two of its answers, told and not."""
    told = phrasings({"en": ["mostly grown-ups?", "of which sort mostly?"]})
    untold = phrasings({"en": ["who was it?", "who did that?"], "iraqi": ["منو؟"]})
    members = replace(SMALL.entries["members"], follow_ups=told)
    strikes = replace(SMALL.entries["strikes-syria"], unanswered=untold)
    return Library.build(replace(SMALL, entries={**SMALL.entries, members.id: members, strikes.id: strikes}))


@pytest.fixture
def asked_after() -> Talk:
    """A conversation about the small knowledge, of which it is known what people ask after answers."""
    return Talk(asked_after_library())


@pytest.fixture
def persons() -> Talk:
    """A conversation about three commanders."""
    return Talk(persons_library())


async def last(talk: Talk, *texts: str) -> Reply:
    """The reply to the last of these messages."""
    replies = [await talk.say(text) for text in texts]
    return replies[-1]


@pytest.mark.parametrize(
    "text", ["and in Syria?", "what about Syria", "in Syria?", "Syria?", "وفي سوريا؟", "وسوريا؟", "طيب سوريا؟"]
)
@pytest.mark.parametrize("first", [STRIKES, STRIKES_ARABIC])
async def test_another_place(talk: Talk, first: str, text: str) -> None:
    """A country alone asks the earlier question about that country, in the language of the message."""
    reply = await last(talk, first, text)

    assert reply.entry == "strikes-syria"


@pytest.mark.parametrize(
    "text", ["وسنة 2020؟", "وفي 2020؟", "and in 2020?", "2020?", "what about 2020", "وماذا عن عام 2020؟"]
)
async def test_another_year(talk: Talk, text: str) -> None:
    """A year alone asks for the same thing in that year."""
    reply = await last(talk, MEMBERS, text)

    assert (reply.entry, reply.shown) == ("members", PartialDate(2019, 2))


async def test_year_without_a_claim(talk: Talk) -> None:
    """A year that is named, and that no claim speaks of, is a gap as in a whole question."""
    reply = await last(talk, MEMBERS, "and in 2015?")

    assert reply.kind is Kind.GAP
    assert reply.paragraphs[0] == "I have nothing on this that is dated 2015."


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["and before?"], "2021-09"),
        (["and before him?"], "2021-09"),
        (["and before?", "and before?"], "2020-09"),
        (["and before?", "and before?", "and before?"], "2020-09"),
        (["and before?", "and before?", "and after?"], "2021-09"),
        (["and after?"], "2022-09"),
        (["and before?", "and now?"], "2022-09"),
        (["قبله؟"], "2021-09"),
        (["ومنو كان قبله؟"], "2021-09"),
        (["قبله؟", "قبله؟", "وبعده؟"], "2021-09"),
    ],
)
async def test_before_and_after(talk: Talk, texts: list[str], shown: str) -> None:
    """'Before' and 'after' step through the claims of an entry and stop at its ends; 'now' goes back to the newest."""
    reply = await last(talk, COMMANDER, *texts)

    assert (reply.entry, str(reply.shown)) == ("commander", shown)


async def test_the_year_before(talk: Talk) -> None:
    """'The year before' counts from what was shown."""
    reply = await last(talk, "how many members of the coalition in 2022", "and the year before?")

    assert reply.paragraphs[0] == "I have nothing dated 2021; the nearest earlier statement is:"


@pytest.mark.parametrize(
    ("first", "text"),
    [
        (MEMBERS, "when?"),
        (MEMBERS, "since when?"),
        (MEMBERS, "when was that?"),
        (MEMBERS, "متى كان ذلك؟"),
        (MEMBERS, "شوكت؟"),
        (MEMBERS, "how many?"),
        (STRIKES, "where was that?"),
        (STRIKES, "وين؟"),
    ],
)
async def test_question_word_alone(talk: Talk, first: str, text: str) -> None:
    """A question word alone is answered by the same claims, where they tell what it asks."""
    answer = await talk.say(first)
    reply = await talk.say(text)

    assert (reply.entry, reply.claims) == (answer.entry, answer.claims)


@pytest.mark.parametrize("text", ["when?", "when was that?"])
async def test_question_word_after_an_older_claim(talk: Talk, text: str) -> None:
    """'When was that?' asks about the claim that was shown, not about the newest."""
    reply = await last(talk, "how many members of the coalition in 2019", text)

    assert reply.paragraphs == ("In February 2019 it had 79 members [1].",)


@pytest.mark.parametrize("text", ["who was it?", "منو؟"])
async def test_question_word_that_nothing_answers(asked_after: Talk, text: str) -> None:
    """Where the answer tells nobody, and others asked in vain, 'who?' is not answered by it."""
    reply = await last(asked_after, STRIKES, text)

    assert reply.entry != "strikes-iraq"


async def test_at_that_time(talk: Talk) -> None:
    """'Then' is the time of the answer before."""
    reply = await last(talk, "who commanded the coalition troops in 2020", "how many members did it have then?")

    assert (reply.entry, reply.shown) == ("members", PartialDate(2019, 2))


async def test_question_back_is_gone_on_from(talk: Talk) -> None:
    """What goes on from a question back goes on from the likeliest of its choices."""
    asked = await talk.say("coalition air strikes?")
    reply = await talk.say("how many?")

    assert asked.kind is Kind.CLARIFY
    assert reply.entry == asked.choices[0].target


async def test_first_and_latest(talk: Talk) -> None:
    """'The first one' and 'now' move within the entry."""
    replies = [await talk.say(text) for text in (COMMANDER, "and the first one?", "and now?")]

    assert [reply.claims for reply in replies] == [(0,), (2,), (0,)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["who was before him?"], "calvert"),
        (["and his predecessor?"], "calvert"),
        (["قبله؟"], "calvert"),
        (["and after him?"], "mcfarlane"),
        (["who took over from him?"], "mcfarlane"),
        (["ومن خلفه؟"], "mcfarlane"),
        (["ومين القائد وراه؟"], "mcfarlane"),
        (["who was before him?", "and before him?"], "calvert"),
        (["who was before him?", "and after him?"], "brennan"),
    ],
)
async def test_persons_one_after_the_other(persons: Talk, texts: list[str], expected: str) -> None:
    """From the entry of a person 'before' and 'after' lead to that of the neighbour whom its claim names."""
    reply = await last(persons, "Who was commander Brennan?", *texts)

    assert reply.entry == expected


async def test_he_is_the_person_of_the_answer(persons: Talk) -> None:
    """What 'he' did is looked for among what speaks of the person who was answered."""
    reply = await last(persons, "Who was commander Brennan?", "how many schools did he open?")

    assert reply.entry == "schools-of-brennan"


async def test_name_that_the_answer_does_not_speak_of(talk: Talk) -> None:
    """A date does not make an entry answer for a name that it says nothing of."""
    reply = await last(talk, MEMBERS, "and NATO in 2019?")

    assert reply.entry is None


async def test_question_about_something_else(shipped_talk: Talk) -> None:
    """A question of things that nothing speaks of goes on from nothing."""
    reply = await last(shipped_talk, "Who was the commander in 2022?", "who trained the NATO zebras in Texas?")

    assert reply.entry is None


async def test_follow_up_of_a_follow_up(talk: Talk) -> None:
    """What was joined is what the next message goes on from."""
    reply = await last(talk, STRIKES, "and in Syria?", "and in Iraq?")

    assert reply.entry == "strikes-iraq"


async def test_chosen_entry_can_be_followed(talk: Talk) -> None:
    """An entry that was tapped can be followed up like one that was asked for."""
    answer = await talk.say(MEMBERS)
    await talk.tap(answer.choices[1])
    reply = await talk.say("and before him?")

    assert (reply.entry, reply.shown) == ("commander", PartialDate(2021, 9))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (COMMANDER, "commander"),
        ("and who is the commander of the coalition?", "commander"),
        (STRIKES_ARABIC, "strikes-iraq"),
    ],
)
async def test_question_of_its_own(talk: Talk, text: str, expected: str) -> None:
    """A whole question is answered by itself, also when it begins with 'and'."""
    reply = await last(talk, MEMBERS, text)

    assert reply.entry == expected


async def test_unknown_country_is_not_answered_for_the_earlier_one(talk: Talk) -> None:
    """A country that no answer speaks of does not get the answer for another one."""
    reply = await last(talk, STRIKES, "and NATO?")

    assert reply.entry is None


@pytest.mark.parametrize("text", ["thanks", "شكراً", "hello", "bye"])
async def test_small_talk_is_no_follow_up(talk: Talk, text: str) -> None:
    """Thanks after an answer are thanks."""
    reply = await last(talk, MEMBERS, text)

    assert reply.intent is not None


@pytest.mark.parametrize(
    ("text", "session"),
    [
        ("and in 2019?", Session()),
        ("and in 2019 and in Syria and in Iraq and of the forces", None),
        ("hello", None),
        ("", None),
    ],
)
def test_no_follow_up(small: Library, text: str, session: Session | None) -> None:
    """Without a turn, or when a message is long, says something else, or nothing, it follows nothing."""
    before = session if session is not None else after(small, MEMBERS, "members", language=Language.ENGLISH)

    assert following.follow_up(inquiry(small, text, before)) is None


def test_entry_that_has_gone(small: Library) -> None:
    """When the answer's entry no longer exists, a follow-up still goes on from what was asked."""
    outcome = following.follow_up(
        inquiry(small, "and in Syria?", after(small, STRIKES, "gone", language=Language.ENGLISH))
    )

    assert outcome is not None
    assert outcome.reply.entry == "strikes-syria"


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("How many members does the Global Coalition have?", "and in 2019?"),
        ("كم عدد أعضاء التحالف الدولي؟", "وفي 2019؟"),
    ],
)
async def test_shipped_year(shipped_talk: Talk, first: str, text: str) -> None:
    """In the shipped knowledge a year follows up the question about members."""
    answer = await shipped_talk.say(first)
    reply = await shipped_talk.say(text)

    assert reply.entry == answer.entry == "coalition-members"
    assert reply.shown is not None
    assert reply.shown.year == 2019


@pytest.mark.parametrize("text", ["and before him?", "قبله؟", "منو جان قبله"])
async def test_shipped_commander_before(shipped_talk: Talk, text: str) -> None:
    """In the shipped knowledge 'before him' steps back from the latest commander."""
    answer = await shipped_talk.say("Who is the commander of CJTF-OIR?")
    reply = await shipped_talk.say(text)

    assert reply.entry == answer.entry == "cjtf-oir-commander"
    assert answer.shown is not None
    assert reply.shown is not None
    assert reply.shown.first_day < answer.shown.first_day


@pytest.mark.parametrize(
    "text", ["and in Syria?", "Syria?", "in Iraq?", "وفي سوريا؟", "والعراق؟", "والموصل؟", "w bi sourya?"]
)
async def test_shipped_place(shipped_talk: Talk, text: str) -> None:
    """In the shipped knowledge a place after an answer is a follow-up: neither small talk nor a harmful request."""
    await shipped_talk.say("How many air strikes has the coalition carried out?")
    reply = await shipped_talk.say(text)

    assert reply.intent is None
    assert reply.reason is not Reason.DECLINED


@pytest.mark.parametrize("text", ["where are the Americans now", "وين الامريكان هسه", "how to get inside Ain al-Asad"])
async def test_shipped_harm_that_only_names(shipped_talk: Talk, text: str) -> None:
    """A harmful request in the words of a known one is declined after an answer too, though it only names a place."""
    await shipped_talk.say("How many air strikes has the coalition carried out?")
    reply = await shipped_talk.say(text)

    assert reply.reason is Reason.DECLINED


@pytest.mark.parametrize("text", ["where was the ceremony?", "وين كانت المراسم؟"])
async def test_shipped_harmless_after_an_answer(shipped_talk: Talk, text: str) -> None:
    """In the shipped knowledge what only sounds like a harmful request is answered where it goes on from an answer."""
    await shipped_talk.say("Who took command of CJTF-OIR from Leahy?")
    reply = await shipped_talk.say(text)

    assert reply.entry == "command-handover-2025"


@pytest.mark.parametrize(("first", "expected"), [(MEMBERS, "members"), (STRIKES, None)])
async def test_strange_words_that_people_usually_ask(asked_after: Talk, first: str, expected: str | None) -> None:
    """Words that nobody knows are answered after an answer of which people usually ask so, and after no other."""
    reply = await last(asked_after, first, "mostly grown-ups?")

    assert reply.entry == expected


@pytest.mark.parametrize("text", ["zebras chiefly?", "xyzzy plugh"])
async def test_strange_words_that_nobody_asks(asked_after: Talk, text: str) -> None:
    """Other words that nobody knows ask nothing of any answer."""
    reply = await last(asked_after, MEMBERS, text)

    assert reply.kind is Kind.GAP


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("give me that in Arabic", Language.ARABIC),
        ("please give it to me in Arabic", Language.ARABIC),
        ("can you give me the Arabic", Language.ARABIC),
        ("اعطني الجواب بالإنجليزية", Language.ENGLISH),
        ("عطيني ياه بالانكليزي", Language.ENGLISH),
        ("انطيني ياها بالانكليزي", Language.ENGLISH),
    ],
)
async def test_shipped_wish_for_another_language(shipped_talk: Talk, text: str, language: Language) -> None:
    """Who wants to be given an answer in another language asks for no list."""
    reply = await last(shipped_talk, MEMBERS, text)

    assert (reply.intent, reply.language) == (Intent.LANGUAGE, language)


async def test_shipped_wish_for_a_list(shipped_talk: Talk) -> None:
    """Who wants to be given a list asks for it."""
    assert (await last(shipped_talk, MEMBERS, "give me the list of members")).entry == "coalition-member-list"


@pytest.mark.parametrize(
    ("question", "entry", "text"),
    [
        ("How many ministerial meetings has the Coalition held?", "ministerials-list", "which had the most people?"),
        ("How does the coalition fight Daesh?", "coalition-approach", "which of the five got the most money?"),
        ("ماذا قال ماكغورك عن عودة العراقيين؟", "iraq-returns-2017", "كم عائلة بالضبط؟"),
    ],
)
def test_shipped_few_words_that_are_hardly_harmful(shipped: Library, question: str, entry: str, text: str) -> None:
    """A few words that are hardly harmful, and would be declined by themselves, are not after an answer."""
    session = after(shipped, question, entry, language=Language.ENGLISH)
    alone, asked = inquiry(shipped, text), inquiry(shipped, text, session)

    assert asked.harm is not None
    assert asked.harm.probability < declining.DOUBTFUL
    assert declining.harmful(alone) is not None
    assert declining.harmful(asked) is None


@pytest.mark.parametrize("text", ["who has led it since May 2025?", "ومن يقودها منذ أيار 2025؟"])
async def test_shipped_since_a_date(shipped_talk: Talk, text: str) -> None:
    """What has been since a date is asked of now: an entry of that date is no likelier to be meant."""
    await shipped_talk.say("When was NATO Mission Iraq launched?")
    reply = await shipped_talk.say(text)

    assert reply.entry == "nato-mission-leader"


async def test_shipped_successor_is_spoken_of(shipped_talk: Talk) -> None:
    """After 'who took over from him?' a message is about the successor."""
    await shipped_talk.say("Where was al-Baghdadi killed?")
    await shipped_talk.say("and who took over from him?")
    reply = await shipped_talk.say("when did he die?")

    assert reply.entry == "daesh-leader-abu-ibrahim"


async def test_shipped_dates_of_an_answer(shipped_talk: Talk) -> None:
    """'Over what dates?' leaves out what it is about, and asks no more for the date of a source."""
    answer = await shipped_talk.say("How many Daesh detainees were moved from Syria to Iraq in 2026?")
    reply = await shipped_talk.say("over what dates?")

    assert (reply.kind, reply.entry) == (Kind.ANSWER, answer.entry)


async def test_shipped_death_in_an_answer_is_no_distress(shipped_talk: Talk) -> None:
    """Who asks when somebody in an answer died gets no kind words for somebody in distress."""
    await shipped_talk.say("البغدادي مات فين؟")
    await shipped_talk.say("ومين اللي مسك بعده؟")
    reply = await shipped_talk.say("ده مات امتى؟")

    assert reply.entry == "daesh-leader-abu-ibrahim"


async def test_shipped_death_in_two_words_is_no_distress(shipped_talk: Talk) -> None:
    """Two words that ask when somebody in an answer died are no call for help either; without an answer they may be."""
    first = await shipped_talk.say("killed when?")
    await shipped_talk.say("who led isis after baghdadi?")

    assert first.kind is Kind.GAP
    assert (await shipped_talk.say("killed when?")).entry == "daesh-leader-abu-ibrahim"


async def test_other_date_of_a_single_event(shipped_talk: Talk) -> None:
    """For a date of which the only claim of an entry tells nothing, another entry answers."""
    await shipped_talk.say("When did James Jeffrey become the US envoy to the Coalition?")

    assert (await shipped_talk.say("and in June 2021?")).entry == "coalition-envoy"


async def test_another_name_after_a_figure(shipped_talk: Talk) -> None:
    """Another name after a figure asks for a figure, too, be it of money or a number."""
    await shipped_talk.say("كم دفعت السعودية لشمال شرق سوريا؟")

    assert (await shipped_talk.say("والإمارات؟")).entry == "nes-uae-share"


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("كم دفعت السعودية لشمال شرق سوريا؟", "وسلطنة عمان؟"),
        ("How much did Germany give to the FFS by December 2018?", "and Japan?"),
    ],
)
async def test_no_figure_of_another_name(shipped_talk: Talk, first: str, text: str) -> None:
    """Where nothing tells the figure of the other name, no list in which it stands is the answer."""
    await shipped_talk.say(first)

    assert (await shipped_talk.say(text)).kind is Kind.GAP


async def test_those_in_office_are_no_targets(shipped_talk: Talk) -> None:
    """A word that stands for those who were named needs no answer of its own, so that the message is not declined."""
    await shipped_talk.say("who took over CJTF-OIR in september 2018")
    reply = await shipped_talk.say("how long do these guys usually stay in the job")

    assert reply.entry == "cjtf-oir-commander-term"


def test_handler_is_asked_once(small: Library) -> None:
    """What a handler says to a message is not worked out again."""
    asked: list[Inquiry] = []
    said = inquiry(small, "and in Syria?")
    outcomes = [said.once(asked.append) for _ in range(2)]

    assert (asked, outcomes) == ([said], [None, None])


@pytest.mark.parametrize("text", ["xyzzy plugh", "بطيخ وبرتقال", "7"])
async def test_what_nobody_knows_asks_nothing(shipped_talk: Talk, text: str) -> None:
    """After an answer, words of which none is known and a number alone are not answered with it again."""
    await shipped_talk.say("How many members does the Coalition have?")
    reply = await shipped_talk.say(text)

    assert (reply.kind, reply.entry) == (Kind.GAP, None)


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("كم شخصا أعاد العراق من مخيم الهول حتى تشرين الأول 2025؟", "في كم قافلة؟"),
        ("how many operations did CENTCOM report in Syria from october to early november 2025?", "anyone killed?"),
    ],
)
async def test_shipped_few_words_that_an_answer_tells(shipped_talk: Talk, first: str, text: str) -> None:
    """What sounds harmful, or like distress, by itself is answered where the answer before tells it."""
    alone = await shipped_talk.say(text)
    answer = await shipped_talk.say(first)
    reply = await shipped_talk.say(text)

    assert alone.kind is Kind.GAP
    assert (reply.kind, reply.entry) == (Kind.ANSWER, answer.entry)


async def test_shipped_question_for_yes_or_no_is_no_distress(shipped_talk: Talk) -> None:
    """Whoever asks after an answer, without a question mark, whether its people like something is not in distress."""
    await shipped_talk.say("what does the word Daesh mean")
    reply = await shipped_talk.say("do its supporters like it")

    assert (reply.kind, reply.entry) == (Kind.ANSWER, "daesh-name-why")


@pytest.mark.parametrize(
    ("first", "text", "expected"),
    [
        ("منو قائد بعثة الناتو بالعراق", "هسه وين هم؟", "nato-mission-location"),
        (
            "How big an area did Daesh control before the Coalition was formed in 2014?",
            "which cities were in it?",
            "daesh-main-cities",
        ),
    ],
)
async def test_shipped_another_entry_is_rather_asked(shipped_talk: Talk, first: str, text: str, expected: str) -> None:
    """A question that the answer's entry could tell goes to another one that people far likelier mean."""
    await shipped_talk.say(first)

    assert (await shipped_talk.say(text)).entry == expected
