from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from web.console_stage import ADMIN, CURATOR, SCRIPT, ConsoleStage

from handlers.model import Reason
from knowledge.schema import Bilingual, Language

if TYPE_CHECKING:
    from web.console_stage import Browser

    from handlers.library import Library
    from knowledge.tree import Tree

PAGES = ("/", "/gaps", "/gaps?state=all", "/gaps/1", "/gaps/1?find=money", "/gaps/2", "/gaps/3", "/gaps/4", "/draft")


FILE, TITLE = "entries/entries.yaml", "Members of the Global Coalition"


def with_title(library: Library, title: str) -> Library:
    """The library with another title of its first entry."""
    entries = library.knowledge.entries
    entry = replace(entries["coalition-members"], title=Bilingual(title, title))
    return replace(library, knowledge=replace(library.knowledge, entries={**entries, entry.id: entry}))


async def every_page(stage: ConsoleStage, browser: Browser) -> list[str]:
    """The text of each page, those among them that come after a form."""
    texts = [(await browser.open(path)).text for path in PAGES]
    preview = await browser.press("/gaps/1/attach", entry="coalition-members")
    stage.examiner.may_answer.clear()
    waiting = await browser.press("/gaps/2/out-of-scope", target="coalition-members")
    texts.append((await browser.open(waiting.headers["location"])).text)
    stage.examiner.may_answer.set()
    texts.append((await browser.follow(preview)).text)
    await browser.press(f"{preview.headers['location']}/save")
    texts.append((await browser.open("/draft")).text)
    texts.append((await browser.open("/gaps/1")).text)
    texts.append((await browser.follow(await browser.press("/draft/publish", note=SCRIPT))).text)
    texts.append((await browser.follow(await browser.press("/draft/publish"))).text)
    texts.extend([(await browser.open("/nothing")).text, (await browser.press("/draft/9/drop")).text])
    return texts


class TestBothLanguages:
    """Every page can be read in English and in Arabic."""

    @pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
    @pytest.mark.parametrize("who", [ADMIN, CURATOR])
    async def test_every_page(self, stage: ConsoleStage, language: str, direction: str, who: str) -> None:
        """Each says its language and direction, and has one heading; no word is missing."""
        await stage.fill()
        browser = await stage.signed_in(who)
        await browser.press("/language", language=language)
        texts = await every_page(stage, browser)

        assert [text.count(f'<html lang="{language}" dir="{direction}">') for text in texts] == [1] * len(texts)
        assert [len(re.findall("<h1>", text)) for text in texts] == [1] * len(texts)

    async def test_the_language_is_kept(self, stage: ConsoleStage) -> None:
        """It is the person's, not the browser's: the next session begins in it, and so does the bot."""
        await (await stage.signed_in()).press("/language", language="ar", here="/gaps")

        assert 'lang="ar"' in (await (await stage.signed_in()).open("/")).text
        assert (await stage.staff(CURATOR)).language is Language.ARABIC

    async def test_back_to_where_it_was_chosen(self, stage: ConsoleStage) -> None:
        """Whoever changes the language stays on their page."""
        chosen = await (await stage.signed_in()).press("/language", language="ar", here="/gaps?state=all")

        assert chosen.headers["location"] == "/gaps?state=all"


class TestStoredScript:
    """What the public, a curator or a file brings in is shown, and never run."""

    async def test_on_every_page(self, stage: ConsoleStage) -> None:
        """In the text of a gap, the name of a file, a question test, a note: nowhere does it stand as written."""
        await stage.fill()
        texts = await every_page(stage, await stage.signed_in())

        assert [SCRIPT in text for text in texts] == [False] * len(texts)
        assert sum("&lt;script&gt;" in text for text in texts) == 4

    async def test_in_a_title(self, library: Library, tree: Tree) -> None:
        """The title of an entry is text, too: in the queue, beside a proposal, and where a release is compared."""
        stage = ConsoleStage(with_title(library, SCRIPT), tree.with_file(FILE, tree.files[FILE].replace(TITLE, SCRIPT)))
        await stage.begin()
        await stage.members_gap()
        await stage.gap("", reason=Reason.DISLIKED, entry="coalition-members")
        browser = await stage.signed_in()
        texts = [(await browser.open(path)).text for path in ("/gaps", "/gaps/1", "/gaps/2")]
        preview = await browser.press("/gaps/1/attach", entry="coalition-members")
        texts.append((await browser.follow(preview)).text)
        published = await browser.press(f"{preview.headers['location']}/publish")
        texts.append((await browser.follow(published)).text)

        assert [(SCRIPT in text, "&lt;script&gt;" in text) for text in texts] == [(False, True)] * 5


class TestNotices:
    """What was done is said once."""

    async def test_once(self, stage: ConsoleStage) -> None:
        """On the next page, and not again."""
        group = await stage.gap("what is this")
        browser = await stage.signed_in()
        dismissed = await browser.press(f"/gaps/{group}/dismiss")

        assert "was dismissed" in (await browser.follow(dismissed)).text
        assert "was dismissed" not in (await browser.open("/gaps")).text


class TestOverview:
    """The first page counts; it names nobody, and quotes nobody."""

    async def test_counts(self, stage: ConsoleStage) -> None:
        """Open gaps, questions, votes and the release that is served."""
        await stage.fill()
        text = (await (await stage.signed_in()).open("/")).text
        figures = re.findall(r"<strong>(?:<bdi[^>]*>)?([^<]*)", text)

        assert figures[:4] == ["4", "0", "1", "+0 −1"]
        assert figures[4:] == ["8", "4", "2", "2"]

    async def test_pictures_and_tables(self, stage: ConsoleStage) -> None:
        """What a picture shows is read out from a table, too."""
        await stage.fill()
        text = (await (await stage.signed_in()).open("/")).text

        assert text.count("<rect") == 6
        assert text.count('<th scope="row"><time dir="ltr">') == 2
