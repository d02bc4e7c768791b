"""A reply as Telegram's HTML: the same words, well-formed, within the limits, in the right direction."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram_double.formatting import MAXIMUM_ENTITIES, MAXIMUM_TEXT_UNITS, checked
from telegram_double.formatting import utf16_length as units
from telegram_double.html import parse_html

from bot.telegram.directions import isolated
from bot.telegram.rendering import Part, cuts, line, render
from handlers.compose import readable
from handlers.model import Citation, Kind, Reply
from handlers.wording import load_words
from knowledge.dates import PartialDate
from knowledge.errors import Place
from knowledge.schema import Bilingual, Language, Source
from knowledge.text.directions import FIRST_STRONG_ISOLATE, POP_ISOLATE

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = load_words()
PLACE = Place(Path("sources.yaml"), 1)
# Telegram cleans away the rest, so whatever a curator writes of it is not shown anyway.
LETTERS = st.sampled_from(
    "aZ9 .<>&\"'[]()/:-\u00e9\N{SNOWMAN}\N{PILE OF POO}\u0627\u0644\u0639\u0631\u0628\u064a\u0629\u060c\u061f"
)
TEXT = st.text(LETTERS, min_size=1, max_size=200).map(str.strip).filter(bool)
ADDRESSES = st.one_of(
    st.none(), TEXT.map("https://example.org/{}".format), st.sampled_from(["javascript:alert(1)", "http://[", "x"])
)


def source(title: str, *, url: str | None = None, language: str = "en", publisher: str = "Rudaw") -> Source:
    names = Bilingual(publisher, f"ناشر {publisher}")
    return Source(
        "s", names, title, language, PartialDate(2026, 2, 9), None, url, is_courtesy_translation=False, place=PLACE
    )


def reply(language: Language, *paragraphs: str, sources: Sequence[Source] = ()) -> Reply:
    citations = tuple(Citation(number, cited, "") for number, cited in enumerate(sources, start=1))
    return Reply(Kind.ANSWER, language, paragraphs, citations)


def parts_of(given_reply: Reply) -> tuple[Part, ...]:
    return render(given_reply, WORDS[given_reply.language])


def shown(parts: Sequence[Part]) -> str:
    return "\n".join(parse_html(part.html).text for part in parts)


def bare(text: str) -> str:
    """A text without isolates and white space, which rendering may add and move."""
    return re.sub(r"[\u2068\u2069\s]", "", text)


def direction(text: str) -> str:
    """What a client shows a line as: by its first strong letter outside isolates (UAX 9, P2 and P3)."""
    depth = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        depth += (kind in {"FSI", "LRI", "RLI"}) - (kind == "PDI" and depth > 0)
        if depth == 0 and kind in {"L", "R", "AL"}:
            return "left" if kind == "L" else "right"
    return "none"


REPLIES = st.builds(
    lambda language, paragraphs, sources: reply(language, *paragraphs, sources=sources),
    st.sampled_from(Language),
    st.lists(TEXT, min_size=1, max_size=4),
    st.lists(st.builds(lambda title, url: source(title, url=url), TEXT, ADDRESSES), max_size=5),
)


@given(REPLIES)
def test_html_parses_and_says_what_the_reply_says(given_reply: Reply) -> None:
    """Whatever the texts hold, Telegram parses the HTML, and reads in it the reply's own words."""
    parts = parts_of(given_reply)
    expected = readable(given_reply, WORDS[given_reply.language])
    for citation in given_reply.citations:
        if citation.source.url:
            expected = expected.replace(f". {citation.source.url}", "", 1)

    assert bare(shown(parts)).replace(":", "") == bare(expected).replace(":", "")


@settings(max_examples=30)
@given(REPLIES, st.integers(1, 40))
def test_every_message_is_within_the_limits(given_reply: Reply, times: int) -> None:
    """Long replies are cut into messages that Telegram takes, with and without markup."""
    long = reply(
        given_reply.language,
        *(" ".join([paragraph] * times) for paragraph in given_reply.paragraphs),
        sources=[citation.source for citation in given_reply.citations * times],
    )
    for part in parts_of(long):
        html = checked(parse_html(part.html))
        assert units(html.text) <= MAXIMUM_TEXT_UNITS
        assert all(units(cut) <= MAXIMUM_TEXT_UNITS for cut in cuts(part.plain))
        assert len(html.entities) <= MAXIMUM_ENTITIES


@given(REPLIES)
def test_plain_twin_says_the_same(given_reply: Reply) -> None:
    """The plain twin holds every word, and the addresses that the links hid."""
    parts = parts_of(given_reply)

    for part in parts:
        html = parse_html(part.html)
        for entity in html.entities:
            assert not entity.url or entity.url in part.plain
    assert set(bare(shown(parts))) <= set(bare("".join(part.plain for part in parts)))


@given(REPLIES)
def test_isolates_are_closed_in_their_line(given_reply: Reply) -> None:
    """No isolate is left open, and none nests."""
    for text in (isolated(paragraph, given_reply.language) for paragraph in given_reply.paragraphs):
        for one in text.split("\n"):
            marks = re.findall(f"[{FIRST_STRONG_ISOLATE}{POP_ISOLATE}]", one)
            assert "".join(marks) == (FIRST_STRONG_ISOLATE + POP_ISOLATE) * (len(marks) // 2)


def test_paragraphs_are_escaped_and_set_apart() -> None:
    """Markup in a text is shown, not obeyed."""
    [part] = parts_of(reply(Language.ENGLISH, "1 < 2 & 3 > 2", "<b>no</b>"))

    assert part.html == "1 &lt; 2 &amp; 3 &gt; 2\n\n&lt;b&gt;no&lt;/b&gt;"
    assert part.plain == "1 < 2 & 3 > 2\n\n<b>no</b>"


def test_sources_are_folded_and_linked() -> None:
    """The title leads to the address; whatever is no web address leads nowhere."""
    cited = [source('Who "leads"', url='https://a.example/?x="1"&y=2'), source("Other", url="javascript:alert(1)")]
    [part] = parts_of(reply(Language.ENGLISH, "Text [1][2].", sources=cited))

    assert part.html == (
        "Text [1][2].\n\n<blockquote expandable><b>Sources</b>\n"
        '[1] Rudaw: <a href="https://a.example/?x=&quot;1&quot;&amp;y=2">Who "leads"</a>, 9 February 2026\n'
        "[2] Rudaw: Other, 9 February 2026</blockquote>"
    )
    assert part.plain.endswith(
        'Sources\n[1] Rudaw: Who "leads", 9 February 2026 https://a.example/?x="1"&y=2\n'
        "[2] Rudaw: Other, 9 February 2026"
    )


def test_publisher_that_is_called_like_the_title() -> None:
    """The link is on the title, though the publisher's name comes first."""
    [part] = parts_of(reply(Language.ENGLISH, "Text.", sources=[source("Rudaw", url="https://rudaw.example")]))

    assert 'Rudaw: <a href="https://rudaw.example">Rudaw</a>,' in part.html


def test_long_reply_is_cut_between_paragraphs() -> None:
    """Paragraphs stay whole where they can, and the sources come last."""
    paragraphs = ["a" * 3000, "b" * 3000, "c" * 500]
    first, second = parts_of(reply(Language.ENGLISH, *paragraphs, sources=[source("Title")]))

    assert first.plain == paragraphs[0]
    assert second.plain.startswith(f"{paragraphs[1]}\n\n{paragraphs[2]}\n\nSources\n[1]")


def test_long_paragraph_is_cut_between_words() -> None:
    """A paragraph that no message can hold is cut at a space."""
    first, second = parts_of(reply(Language.ENGLISH, "word " * 1000))

    assert first.plain.endswith("word")
    assert second.plain.startswith("word")


def test_nothing_to_say() -> None:
    """Blank paragraphs make no message, which Telegram would refuse."""
    assert parts_of(reply(Language.ENGLISH, " ", "\n")) == ()


@pytest.mark.parametrize("title", ["Coalition ministers meet", "التحالف الدولي", "2019: a year"])
@pytest.mark.parametrize(("language", "expected"), [(Language.ARABIC, "right"), (Language.ENGLISH, "left")])
def test_lines_of_sources_have_their_direction(title: str, language: Language, expected: str) -> None:
    """Every line is shown in the reply's direction, whatever it begins with and its title is written in."""
    text = {Language.ARABIC: "NATO في العراق.", Language.ENGLISH: "Called داعش."}[language]
    [part] = parts_of(reply(language, text, sources=[source(title, url="https://a.example")]))

    lines = [one for one in parse_html(part.html).text.split("\n") if one]
    assert {direction(one) for one in lines} == {expected}


@pytest.mark.parametrize("language", Language)
def test_interface_has_its_direction(language: Language) -> None:
    """The long texts of the interface are shown in their language's direction."""
    expected = {Language.ARABIC: "right", Language.ENGLISH: "left"}[language]
    for text in (WORDS[language].start, WORDS[language].help, WORDS[language].about, WORDS[language].privacy):
        assert direction(isolated(text, language)) == expected


def test_single_line_is_escaped() -> None:
    """A line of the interface goes through the same needle's eye."""
    assert line("a < b") == (Part("a &lt; b", "a < b"),)
