from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from handlers_floor.small_library import MEMBERS_QUESTIONS
from handlers_floor.talking import Talk, after, inquiry

from handlers import small_talk
from handlers.inquiry import AFTER_AN_ANSWER, CLEARLY_SAID
from handlers.model import Choice, Intent, Kind, Offer
from handlers.table import handle
from knowledge.schema import Language

if TYPE_CHECKING:
    from handlers.library import Library

ENGLISH, ARABIC = Language.ENGLISH, Language.ARABIC
MEMBERS: Final = MEMBERS_QUESTIONS["en"][0]
_VAGUE: Final = ("tell", "more", "names", "to do", "kept", "old", "answers", "years", "speak")
SAID: Final = {
    Intent.GREETING: ["hello", "السلام عليكم", "شلونكم", "مرحبتين", "إزيكم", "هلا وغلا", "mar7aba"],
    Intent.THANKS: ["thank you very much", "شكراً جزيلاً", "عاشت ايدك", "يسلمو كتير", "متشكر", "ما قصرتوا", "shukran"],
    Intent.GOODBYE: [
        "see you later",
        "إلى اللقاء",
        "يلا مع السلامة",
        "بخاطركم",
        "سلام بقى",
        "فمان الله",
        "ma3a salama",
    ],
    Intent.HELP: [
        *("how do I use this", "كيف أستخدم هذا البوت", "شلون استخدم هذا البوت", "كيف بستعمل هالبوت"),
        *("أستخدم البوت ده ازاي", "أبغى مساعدة", "musa3ada"),
    ],
    Intent.ABOUT: ["who are you", "هل أنت روبوت", "منو سواك", "مين عملك", "انت مين", "وش هالبوت", "meen enta"],
    Intent.SOURCES: [
        *("what are your sources", "ما مصادركم", "شنو مصادركم", "شو مصادركن", "ايه مصادركم", "وش مصادركم"),
        "shu masdarak",
    ],
    Intent.TOPICS: [
        "list of subjects",
        "قائمة المواضيع",
        "شنو المواضيع",
        "شو المواضيع",
        "ايه المواضيع اللي عندك",
        "وش المواضيع",
        "shu el mawadi3",
    ],
    Intent.LANGUAGE: [
        "another language please",
        "غير اللغة لو سمحت",
        "بدي غير اللغة",
        "عايز أغير اللغة",
        "أبغى أغير اللغة",
    ],
    Intent.PRIVACY: [
        *("do you keep my messages", "هل تخزنون ما أكتب", "تحفظون رسايلي", "بتحفظو رسايلي", "بتحتفظوا برسايلي"),
        *("وش تخزنون عني", "bte7fazo rasayli"),
    ],
    Intent.FORGET: [
        *("please forget me", "delete my data", "احذف كل ما كتبته", "امسحوا حجيي", "محي كل شي كتبتو", "امسح كل حاجة"),
        *("امسحوا محادثتي", "m7i rasayli"),
    ],
    Intent.QUIET: [
        *("do not log this", "please don't record this chat", "لا تسجل", "لا تسجل حجيي", "ما تسجلو حكيي"),
        *("متسجلش كلامي", "لا تسجلون كلامي", "la tsajjel"),
    ],
    Intent.QUIET_OFF: [
        *("turn quiet mode off", "أوقف الوضع الصامت", "طفي الوضع الصامت", "شيل الوضع الصامت", "سجلوا عادي"),
        "taffi el wad3 el samet",
    ],
}


@pytest.mark.parametrize(("intent", "text"), [(intent, text) for intent, texts in SAID.items() for text in texts])
def test_intent_in_several_varieties(shipped: Library, intent: Intent, text: str) -> None:
    """Beside the whole shipped knowledge, what people say to a bot is still understood, in every variety."""
    reply = handle(inquiry(shipped, text)).reply

    assert (reply.kind, reply.intent) == (Kind.INTENT, intent)


@pytest.mark.parametrize(
    ("text", "language"), [("hello", ENGLISH), ("شلونكم", ARABIC), ("shlonkum", ARABIC), ("thanks", ENGLISH)]
)
def test_intent_is_answered_in_its_language(shipped: Library, text: str, language: Language) -> None:
    """Small talk is answered in the language it is made in."""
    assert handle(inquiry(shipped, text)).reply.language is language


@pytest.mark.parametrize(
    "text",
    ["who is the commander of CJTF-OIR", "ما هو التحالف الدولي", "how are the displaced people in the camps doing"],
)
def test_question_is_no_small_talk(shipped: Library, text: str) -> None:
    """A question that sounds like small talk is left to the knowledge."""
    assert handle(inquiry(shipped, text)).reply.intent is None


@pytest.mark.parametrize("intent", Intent)
@pytest.mark.parametrize("language", Language)
def test_every_intent_can_be_performed(small: Library, intent: Intent, language: Language) -> None:
    """A command answers each intent, in both languages, with something to read."""
    reply = small_talk.perform(inquiry(small, "", hint=language), intent).reply

    assert (reply.kind, reply.intent, reply.language) == (Kind.INTENT, intent, language)
    assert all(reply.paragraphs)


@pytest.mark.parametrize(
    ("intent", "word"),
    [
        (Intent.GREETING, "greeting"),
        (Intent.THANKS, "thanks"),
        (Intent.GOODBYE, "goodbye"),
        (Intent.HELP, "help"),
        (Intent.ABOUT, "about"),
        (Intent.TOPICS, "topics_intro"),
        (Intent.QUIET_OFF, "quiet_off"),
        (Intent.FORGET, "forget_rest"),
    ],
)
def test_words_of_an_intent(small: Library, intent: Intent, word: str) -> None:
    """Each intent has a text of its own."""
    reply = small_talk.perform(inquiry(small, ""), intent).reply

    assert reply.paragraphs == (getattr(small.words[ENGLISH], word),)


@pytest.mark.parametrize(
    ("intent", "targets"),
    [
        (Intent.GREETING, ["topics", "sources", "language", "privacy"]),
        (Intent.HELP, ["topics", "sources", "language", "privacy"]),
        (Intent.ABOUT, ["topics", "sources", "language", "privacy"]),
        (Intent.TOPICS, ["coalition", "campaign", "mission"]),
        (Intent.LANGUAGE, ["ar", "en"]),
        (Intent.SOURCES, ["topics"]),
        (Intent.THANKS, []),
        (Intent.GOODBYE, []),
        (Intent.PRIVACY, ["quiet", "forget"]),
        (Intent.QUIET, ["quiet-off", "forget"]),
        (Intent.QUIET_OFF, []),
        (Intent.FORGET, []),
    ],
)
def test_where_to_go_from_an_intent(small: Library, intent: Intent, targets: list[str]) -> None:
    """Greeting, help and 'about' open the doors; topics without an entry are not offered."""
    reply = small_talk.perform(inquiry(small, ""), intent).reply

    assert [str(choice.target) for choice in reply.choices] == targets


def test_question_of_language_is_asked_in_both(small: Library) -> None:
    """Whoever asks for another language may not read this one."""
    paragraphs = small_talk.perform(inquiry(small, ""), Intent.LANGUAGE).reply.paragraphs

    assert paragraphs == ("Which language would you like?", "ما اللغة المطلوبة؟")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("English please", ENGLISH),
        ("احجي انكليزي", ENGLISH),
        ("bel englizi", ENGLISH),
        ("answer me in Arabic", ARABIC),
        ("بالعربية من فضلك", ARABIC),
    ],
)
async def test_named_language_sticks(shipped_talk: Talk, text: str, language: Language) -> None:
    """A language that is asked for is confirmed in itself, and kept for whatever is written afterwards."""
    replies = [await shipped_talk.say(said) for said in (text, "hello", "شكراً جزيلاً", "2019?")]

    assert [reply.language for reply in replies] == [language] * 4
    assert replies[0].paragraphs == (shipped_talk.conversation.library.words[language].language_set,)


async def test_language_can_be_changed_again(shipped_talk: Talk) -> None:
    """The last choice holds."""
    replies = [await shipped_talk.say(said) for said in ("English please", "بالعربية من فضلك", "hello")]

    assert [reply.language for reply in replies] == [ENGLISH, ARABIC, ARABIC]


@pytest.mark.parametrize(
    "text", ["source?", "what is the source", "where did you get those numbers?", "المصدر؟", "منين جبت هالحجي"]
)
async def test_sources_of_the_answer_before(shipped_talk: Talk, text: str) -> None:
    """'Source?' after an answer lists its sources, and nothing else."""
    answer = await shipped_talk.say("How many members does the Global Coalition have?")
    reply = await shipped_talk.say(text)

    assert (reply.intent, reply.entry) == (Intent.SOURCES, answer.entry)
    assert reply.citations == answer.citations
    assert reply.paragraphs == (shipped_talk.conversation.library.words[reply.language].source_of_previous,)


async def test_sources_of_an_answer_for_a_year(talk: Talk) -> None:
    """The sources are those of the claim that was shown, not of the newest."""
    await talk.say("How many members did the Global Coalition have in 2019?")
    reply = await talk.say("source?")

    assert [citation.source.id for citation in reply.citations] == ["factsheet-2019"]


async def test_sources_without_an_answer(talk: Talk) -> None:
    """Without an answer before it, the question is where answers come from: the newest sources, newest first."""
    reply = await talk.say("source?")

    assert reply.intent is Intent.SOURCES
    assert [citation.source.id for citation in reply.citations] == ["rudaw-2026", "dated-by-hand", "factsheet-2019"]
    assert reply.choices == (Choice(Offer.INTENT, Intent.TOPICS, "Topics"),)


async def test_long_question_about_sources(talk: Talk) -> None:
    """A whole sentence about sources is about all of them, even after an answer."""
    await talk.say(MEMBERS)
    reply = await talk.say("where do you get your information from, what are your sources")

    assert (reply.intent, reply.entry) == (Intent.SOURCES, None)


@pytest.mark.parametrize(
    ("question", "asked", "paragraphs"),
    [
        (
            "كم عدد أعضاء التحالف الدولي في 2019؟",
            "in English please",
            ("I will answer in English.", "In February 2019 it had 79 members [1]."),
        ),
        (MEMBERS, "بالعربي لو سمحت", ("سأجيب بالعربية.", "يضم التحالف 90 عضواً [1]. واجتمعوا في الرياض [2].")),
        (MEMBERS, "in English please", ("I will answer in English.",)),
    ],
)
async def test_language_after_an_answer(talk: Talk, question: str, asked: str, paragraphs: tuple[str, ...]) -> None:
    """Who asks for the other language after an answer gets the same answer in it, with its sources."""
    await talk.say(question)
    reply = await talk.say(asked)

    assert (reply.kind, reply.intent, reply.paragraphs) == (Kind.INTENT, Intent.LANGUAGE, paragraphs)
    assert bool(reply.citations) is (len(paragraphs) > 1)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("thanks", Intent.THANKS), ("source?", Intent.SOURCES), ("عربي", Intent.LANGUAGE), ("who are you?", Intent.ABOUT)],
)
async def test_small_talk_after_an_answer(talk: Talk, text: str, intent: Intent) -> None:
    """What people say after an answer is still understood as what it is."""
    await talk.say(MEMBERS)

    assert (await talk.say(text)).intent is intent


@pytest.mark.parametrize(
    ("question", "text", "intent"),
    [
        ("how does the coalition count civilian casualties", "do you keep what I write here?", Intent.PRIVACY),
        ("من درب حراس المخيمات بسوريا", "طيب شو المواضيع التانية اللي فيني اسألك عنها", Intent.TOPICS),
    ],
)
async def test_what_is_asked_of_sanad_is_no_follow_up(
    shipped_talk: Talk, question: str, text: str, intent: Intent
) -> None:
    """What certainly asks of Sanad itself does so after an answer, too, whatever word may stand for what was said."""
    assert (await shipped_talk.say(question)).kind is Kind.ANSWER

    assert (await shipped_talk.say(text)).intent is intent


@pytest.mark.parametrize("text", ["who runs it?", "who pays for it?", "who hosted it?", "why?", "who made that?"])
async def test_question_of_what_was_said_is_no_small_talk(shipped_talk: Talk, text: str) -> None:
    """After an answer 'who runs it?' asks of what was said, not of Sanad."""
    await shipped_talk.say("What happened at the Marrakech ministerial in 2022?")

    assert (await shipped_talk.say(text)).intent is None


@pytest.mark.parametrize(
    "text",
    [
        *("how come?", "until what age?", "بأي عملة؟", "ومن بقي؟", "والصحة؟", "بأي سنة گالها؟", "منو قرر هالشي؟"),
        *("هالرقم من أي سنة؟", "مين حسبهن؟", "لسه موجودة؟", "في انهي بلد؟", "للحين موجودة؟", "wein raho?"),
    ],
)
async def test_bare_question_is_no_small_talk(shipped_talk: Talk, text: str) -> None:
    """A short question after an answer asks of that, although its letters are near to a greeting or a goodbye."""
    await shipped_talk.say("When was Mosul liberated?")

    assert (await shipped_talk.say(text)).intent is None


async def test_thanks_are_no_distress(shipped_talk: Talk) -> None:
    """Thanks that are certain come before a distress that is not: 'عاشت ايدك' is no word about life."""
    assert (await shipped_talk.say("عاشت ايدك افدتني هواية")).intent is Intent.THANKS


def test_doubtful_small_talk_after_an_answer(small: Library) -> None:
    """A message that is hardly small talk by itself is none after an answer: it rather goes on from that."""
    session = after(small, MEMBERS, "members", language=ENGLISH)
    texts = [f"{opening} {word}" for opening in ("who", "how", "which", "are those") for word in _VAGUE]
    alone = {text: said for text in texts if (said := inquiry(small, text).intent) is not None}
    doubtful = {
        text for text, said in alone.items() if said.probability < AFTER_AN_ANSWER and said.nearness < CLEARLY_SAID
    }

    assert doubtful
    assert {text for text in alone if inquiry(small, text, session).intent is None} == doubtful


async def test_small_talk_leaves_the_question_in_place(talk: Talk) -> None:
    """After thanks, a follow-up still goes on from the answer."""
    await talk.say(MEMBERS)
    await talk.say("thanks")
    reply = await talk.say("and in 2019?")

    assert reply.paragraphs == ("In February 2019 it had 79 members [1].",)


async def test_start(shipped_talk: Talk) -> None:
    """A conversation opens with what this is, with examples that have an answer, and with the doors."""
    reply = await shipped_talk.command(None)
    entries = [choice.target for choice in reply.choices if choice.offer is Offer.ENTRY]

    assert reply.paragraphs == (shipped_talk.conversation.library.words[ENGLISH].start,)
    assert len(entries) == 4
    assert [choice.target for choice in reply.choices if choice.offer is Offer.INTENT] == [
        Intent.TOPICS,
        Intent.SOURCES,
        Intent.LANGUAGE,
        Intent.PRIVACY,
    ]


async def test_start_offers_the_same_in_both_languages(shipped: Library) -> None:
    """The Arabic examples lead to the same entries as the English ones."""
    english, arabic = [await Talk(shipped, hint=language).command(None) for language in (ENGLISH, ARABIC)]

    assert [choice.target for choice in arabic.choices] == [choice.target for choice in english.choices]
    assert arabic.language is ARABIC


@pytest.mark.parametrize("text", ["شكد عمره؟", "وكم عمره؟"])
async def test_age_of_somebody_else_is_no_small_talk(shipped_talk: Talk, text: str) -> None:
    """His age after an answer about somebody is not Sanad's."""
    await shipped_talk.say("منو قائد العزم الصلب هسه؟")
    reply = await shipped_talk.say(text)

    assert reply.intent is None


async def test_age_of_sanad(shipped_talk: Talk) -> None:
    """'Your age' is Sanad's, also after an answer."""
    await shipped_talk.say("منو قائد العزم الصلب هسه؟")
    reply = await shipped_talk.say("كم عمرك؟")

    assert reply.intent is Intent.ABOUT


@pytest.mark.parametrize("text", ["لحد آذار 2017؟", "هذا اكثر لو اقل من آذار 2017؟", "and by that summer?"])
async def test_date_is_no_small_talk(shipped_talk: Talk, text: str) -> None:
    """A message that names a date after an answer goes on from it, although its letters are those of small talk."""
    await shipped_talk.say("كم غارة نفذ التحالف حتى شباط 2019؟")
    reply = await shipped_talk.say(text)

    assert reply.entry == "air-strikes"


async def test_who_spoke_is_no_wish_for_sources(shipped_talk: Talk) -> None:
    """'Who spoke there?' of a meeting is told by the claim that was shown."""
    answer = await shipped_talk.say("كام دولة شاركت في اجتماع بروكسل 2014؟")
    reply = await shipped_talk.say("مين اتكلم هناك؟")

    assert (reply.kind, reply.claims) == (Kind.ANSWER, answer.claims)


async def test_who_said_so_then_is_no_wish_for_sources(shipped_talk: Talk) -> None:
    """'Who said this in 2020?' is told by the claim of that year."""
    await shipped_talk.say("هل قطر عضو مؤسس في التحالف؟")
    reply = await shipped_talk.say("منو قال هالكلام في 2020؟")

    assert (reply.entry, "كاجينز" in " ".join(reply.paragraphs)) == ("qatar-founding-member", True)


@pytest.mark.parametrize(
    "text",
    [
        *("do you delete my messages after a while", "how long do you keep my questions", "هل تُمحى رسائلي بعد مدة"),
        *("حجيي ينمسح لو يبقى", "are you recording this chat", "هل تسجلون ما أكتبه"),
    ],
)
def test_to_ask_is_not_to_want(small: Library, text: str) -> None:
    """Whoever asks whether something is erased or recorded is told so, and nothing is erased or turned on."""
    outcome = handle(inquiry(small, text))

    assert outcome.reply.intent is Intent.PRIVACY
    assert (outcome.forgets, outcome.is_quiet) == (False, None)
