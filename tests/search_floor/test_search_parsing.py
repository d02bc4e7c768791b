"""Texts are taken apart once, for every reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from search_floor.building import reader
from search_floor.words import LEXICON

from knowledge.dates import PartialDate
from knowledge.search.parsing import TEXTS_REMEMBERED, Parser
from knowledge.search.question import Reader
from knowledge.search.vocabulary import Vocabulary
from knowledge.text.calendar import Calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.search.vocabulary import Found

TYPED = "How many membrs did NATO have in February 2019?"


class Watched(Vocabulary):
    """Counts how often it is asked what words mean."""

    asked = 0

    def find(self, text: Sequence[str], *, is_arabizi: bool = False) -> list[Found]:
        self.asked += 1
        return super().find(text, is_arabizi=is_arabizi)


@pytest.fixture
def vocabulary() -> Watched:
    return Watched(LEXICON)


@pytest.fixture
def parser(vocabulary: Vocabulary) -> Parser:
    return Parser(vocabulary, Calendar(LEXICON.months, LEXICON.numbers))


def test_parsed(parser: Parser) -> None:
    """A text keeps what was written beside what is meant, and its dates are none of its words."""
    parsed = parser.parse(TYPED)

    assert (parsed.said, parsed.folded) == (TYPED.casefold(), TYPED.casefold().replace("membrs", "members"))
    assert parsed.is_corrected
    assert parsed.dates == (PartialDate(2019, 2),)
    assert list(parsed.tokens) == ["how", "many", "members", "did", "nato", "have", "in"]


def test_curated_is_not_corrected(parser: Parser) -> None:
    """What curators wrote stands as it is."""
    parsed = parser.parse_curated(TYPED)

    assert parsed.said == parsed.folded
    assert not parsed.is_corrected


def test_parsed_once(parser: Parser, vocabulary: Watched) -> None:
    """A text that comes again is remembered; as Arabizi it is another one."""
    assert parser.parse("kam members") is parser.parse(" KAM  members ")
    assert vocabulary.asked == 1

    parser.parse("kam members", is_arabizi=True)
    assert vocabulary.asked == 2


def test_few_are_remembered(parser: Parser, vocabulary: Watched) -> None:
    """Of many texts the first are forgotten, and taken apart alike when they come again."""
    first = parser.parse(TYPED)
    for number in range(TEXTS_REMEMBERED):
        parser.parse(f"{number} members")

    assert parser.parse(TYPED) == first
    assert vocabulary.asked == TEXTS_REMEMBERED + 2


def test_curated_texts_are_remembered_for_a_while(parser: Parser, vocabulary: Watched) -> None:
    """While a library is built, a text of curators is taken apart once, and another time as Arabizi; later anew."""
    with parser.remembering():
        assert parser.parse_curated(TYPED) is parser.parse_curated(TYPED)
        parser.parse_curated(TYPED, is_arabizi=True)
        assert vocabulary.asked == 2

    assert parser.parse_curated(TYPED) is not parser.parse_curated(TYPED)
    assert vocabulary.asked == 4


def test_nothing_is_remembered_of_a_build_that_failed(parser: Parser, vocabulary: Watched) -> None:
    """What was read before an error is forgotten as well."""

    def fail() -> None:
        with parser.remembering():
            parser.parse_curated(TYPED)
            raise KeyError(TYPED)

    with pytest.raises(KeyError):
        fail()
    parser.parse_curated(TYPED)
    assert vocabulary.asked == 2


@pytest.mark.parametrize("text", [TYPED, "do you know the members, please", "شكد عضو بالناتو هسه"])
def test_readers_share(text: str) -> None:
    """A reader made of another to keep fillers reads as one of its own does."""
    assert reader(LEXICON).keeping_fillers().read(text) == reader(LEXICON, keeps_fillers=True).read(text)


def test_taken_apart_for_both(vocabulary: Watched) -> None:
    """A text that both readers read is taken apart once."""
    searching = Reader(vocabulary, Calendar(LEXICON.months))
    listening = searching.keeping_fillers()

    assert searching.read(TYPED).ids != listening.read(TYPED).ids
    assert vocabulary.asked == 1
