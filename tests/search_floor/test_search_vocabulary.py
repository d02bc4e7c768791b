from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_floor.building import concept, lexicon
from search_floor.words import LEXICON

from knowledge.schema import ConceptClass, Variety
from knowledge.search.vocabulary import Found, Meaning, Sense, Vocabulary
from knowledge.text.common_words import english_words
from knowledge.text.tokens import words

COALITION = Meaning(Sense.CONCEPT, "coalition", ConceptClass.ORGANISATION)
FORMS = sorted({form for one in LEXICON.concepts.values() for _, form in one.every_form()})


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(LEXICON)


def ids(vocabulary: Vocabulary, text: str, *, is_arabizi: bool = False) -> list[str | None]:
    found = vocabulary.find(words(text), is_arabizi=is_arabizi)
    return [one.meaning.id if one.meaning is not None else None for one in found]


def test_word_as_it_stands(vocabulary: Vocabulary) -> None:
    """A word of the lexicon is found with its place in the text and its class."""
    assert vocabulary.find(["coalition"]) == [Found(0, 1, COALITION)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how many", Meaning(Sense.KIND, "count")),
        ("شكد", Meaning(Sense.KIND, "count")),
        ("now", Meaning(Sense.TIME, "now")),
        ("شباط", Meaning(Sense.TIME, "month")),
        ("five", Meaning(Sense.NUMBER, "5")),
        ("please", Meaning(Sense.FILLER, "filler")),
    ],
)
def test_senses(vocabulary: Vocabulary, text: str, expected: Meaning) -> None:
    """Kinds, times, months, numbers and fillers are told apart."""
    tokens = words(text)

    assert vocabulary.find(tokens) == [Found(0, len(tokens), expected)]


@pytest.mark.parametrize("text", ["التحالف", "والتحالف", "للتحالف", "بالتحالف", "عالتحالف", "هالتحالف"])
def test_what_arabic_glues_to_a_word(vocabulary: Vocabulary, text: str) -> None:
    """Article, 'and', prepositions and the dialects' 'this' do not hide a word."""
    assert ids(vocabulary, text) == ["coalition"]


@pytest.mark.parametrize(("text", "expected"), [("وفي", "filler"), ("وكم", "count"), ("ومن هو", "person")])
def test_and_glued_to_a_short_word(vocabulary: Vocabulary, text: str, expected: str) -> None:
    """'And in' and 'and how many' are read although only two letters stay."""
    assert ids(vocabulary, text) == [expected]


def test_and_in_is_no_stem() -> None:
    """'And in' is not taken for a word whose stem it looks like, such as 'deaths'."""
    vocabulary = Vocabulary(lexicon([concept("death", {"ar": ["وفيات"]})]))

    assert ids(vocabulary, "وفي وفيات") == ["filler", "death"]


def test_short_word_behind_and_has_to_be_known(vocabulary: Vocabulary) -> None:
    """A word of three letters that only begins like 'and' stays whole."""
    assert ids(vocabulary, "ورق") == [None]


@pytest.mark.parametrize(
    ("text", "expected"), [("coalitions", "coalition"), ("عضوين", "member"), ("والمدربين", "trainer")]
)
def test_endings(vocabulary: Vocabulary, text: str, expected: str) -> None:
    """A word with another ending is found by its stem."""
    assert ids(vocabulary, text) == [expected]


def test_and_alone_is_taken_off_first() -> None:
    """'ولماذا' is 'and why': an 'and' is taken off before the longer prefixes that 'and' may begin."""
    why, what = concept("reason", {"ar": ["لماذا"]}), concept("what", {"ar": ["ماذا"]})
    vocabulary = Vocabulary(replace(LEXICON, kinds={"reason": why, "what": what}))

    assert ids(vocabulary, "ولماذا") == ["reason"]


def test_plural_with_a_pronoun() -> None:
    """A plural with 'her' or 'their' behind it is the same as without, where the lexicon has the plural."""
    vocabulary = Vocabulary(lexicon([concept("contribute", {"ar": ["مساهمة", "مساهمات"]})]))

    assert ids(vocabulary, "مساهماتها مساهماتهم") == ["contribute", "contribute"]


@pytest.mark.parametrize("text", ["ميزانيتها", "وميزانيتها", "ميزانيتهم", "بميزانيتهم"])
def test_singular_with_a_pronoun(text: str) -> None:
    """A word in 'ة' with 'its' or 'their' behind it, before which that is written 'ت', is the same as without."""
    vocabulary = Vocabulary(lexicon([concept("budget", {"ar": ["ميزانية"]})]))

    assert ids(vocabulary, text) == ["budget"]


def test_exact_form_comes_before_a_stem() -> None:
    """Of two concepts with one stem, each form finds its own."""
    vocabulary = Vocabulary(lexicon([concept("business", {"en": ["posting"]}), concept("mail", {"en": ["posts"]})]))

    assert ids(vocabulary, "posts posting") == ["mail", "business"]


@pytest.mark.parametrize("text", ["tahaluf", "t7aluf", "el ta7alof", "bilta7aluf", "wta7alof"])
def test_arabizi_is_found_in_arabic_letters(vocabulary: Vocabulary, text: str) -> None:
    """However the vowels are written, it is written as the word that sounds so; an article may be glued on."""
    assert ids(vocabulary, vocabulary.in_arabic(text)) == ["coalition"]


@pytest.mark.parametrize("text", ["brennan", "state department", "mosul wel sinjar"])
def test_english_names_stay(vocabulary: Vocabulary, text: str) -> None:
    """A name that the lexicon has in English is what it is, also among Arabizi."""
    assert ids(vocabulary, vocabulary.in_arabic(text)) == ids(vocabulary, text.replace("wel ", ""))


def test_two_hear_alike() -> None:
    """Two vocabularies hear a text alike until a word that is written more often sounds like another."""
    one, other = (Vocabulary(lexicon([concept("alliance", {"ar": ["تحالف"]})])) for _ in range(2))
    asked = [(Variety.ARABIZI, "el tahaluf"), (Variety.ENGLISH, "an alliance"), (Variety.STANDARD, "تحالف")]
    assert one.hears_like(other, asked)

    other.listen([(Variety.IRAQI, "تهالف")] * 50)

    assert not one.hears_like(other, asked)
    assert one.hears_like(other, asked[1:])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("global coalition against daesh members", ["coalition", "member"]),
        ("state department", ["state-department"]),
        ("state", ["country"]),
        ("department", [None]),
        ("وزارة الخارجية", ["state-department"]),
        ("والتحالف الدولي", ["coalition"]),
        ("كم عدد الأعضاء", ["count", "member"]),
    ],
)
def test_longest_run_first(vocabulary: Vocabulary, text: str, expected: list[str | None]) -> None:
    """A longer form wins over the words in it, and may carry prefixes too."""
    assert ids(vocabulary, text) == expected


def test_run_gives_way_to_a_longer_one_within_it() -> None:
    """'The commander of the force of joint tasks' names a commander and that force, and no 'commander of the force'."""
    concepts = [
        concept("commander", {"en": ["commander"], "ar": ["قائد", "قائد القوة"]}),
        concept("task-force", {"en": ["task force"], "ar": ["قوة المهام المشتركة"]}),
    ]
    vocabulary = Vocabulary(lexicon(concepts))

    assert ids(vocabulary, "قائد القوة") == ["commander"]
    assert ids(vocabulary, "قائد قوة المهام المشتركة") == ["commander", "task-force"]


def test_fillers_have_no_stem(vocabulary: Vocabulary) -> None:
    """A filler is passed over as it is written only, so that it hides no other word."""
    assert ids(vocabulary, "pleases") == [None]


def test_typo(vocabulary: Vocabulary) -> None:
    """A slip is mended, and a word that is right stays."""
    assert vocabulary.correct(["coaliton", "coalition"]) == {"coaliton": "coalition"}


@pytest.mark.parametrize("word", ["collision", "farces"])
def test_everyday_word_is_no_typo(vocabulary: Vocabulary, word: str) -> None:
    """An English word that resembles one of the lexicon is not taken for it."""
    assert word in english_words()
    assert not vocabulary.correct([word])


def test_unrelated_word() -> None:
    """A word that only looks like one of the lexicon has no meaning, by its stem as little as by a slip."""
    known = lexicon([concept("strike", {"en": ["strikes"], "ar": ["غارات"]})])
    aware = Vocabulary(replace(known, unrelated={Variety.ENGLISH: ("striker",), Variety.STANDARD: ("غاره",)}))

    assert [ids(Vocabulary(known), word) for word in ("strike", "غاره")] == [["strike"], ["strike"]]
    assert [ids(aware, word) for word in ("strike", "striker", "غاره", "وغاره")] == [["strike"], [None], [None], [None]]
    assert not aware.correct(["striker"])


def test_learnt_word_is_right() -> None:
    """A word that curators wrote is not taken for a slip of another."""
    vocabulary = Vocabulary(LEXICON)
    vocabulary.learn([(Variety.ENGLISH, "Coaliton is the name of a ship")])

    assert not vocabulary.correct(["coaliton"])


def test_typo_is_taken_for_a_learnt_word() -> None:
    """Learnt words are what slips are mended to, although the lexicon has no meaning for them."""
    vocabulary = Vocabulary(LEXICON)
    vocabulary.learn([(Variety.ENGLISH, "brochure")])

    assert vocabulary.correct(["brochrue"]) == {"brochrue": "brochure"}


def test_unknown_word(vocabulary: Vocabulary) -> None:
    """A word that is near nothing has no meaning and no other spelling."""
    assert vocabulary.find(["zebra"]) == [Found(0, 1, None)]
    assert not vocabulary.correct(["zebra"])


def test_nothing(vocabulary: Vocabulary) -> None:
    """No words, no runs."""
    assert vocabulary.find([]) == []


@pytest.mark.parametrize("form", FORMS)
def test_every_form_finds_its_concept(vocabulary: Vocabulary, form: str) -> None:
    """Each form of the lexicon, asked by itself, is one run with its own concept."""
    [owner] = [one.id for one in LEXICON.concepts.values() if form in {written for _, written in one.every_form()}]

    assert ids(vocabulary, form) == [owner]


@given(st.lists(st.sampled_from([*FORMS, "zebra", "كم", "please", "in", "والتحالف"]), max_size=6), st.booleans())
def test_runs_cover_the_text(texts: list[str], is_arabizi: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
    """Runs follow one another without a gap from the first word to the last."""
    tokens = words(" ".join(texts))
    found = _SHARED.find(tokens, is_arabizi=is_arabizi)

    assert [position for one in found for position in range(one.first, one.last)] == list(range(len(tokens)))


_SHARED = Vocabulary(LEXICON)
