from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from web.console_stage import ADMIN, CURATOR, SCRIPT, ConsoleStage

from handlers import curation
from handlers.feedback import Complaint, Opinion, Vote
from knowledge.editing import AddEntry, AddPhrasing
from knowledge.errors import Place
from knowledge.schema import Bilingual, Heard, Phrasing, Variety

if TYPE_CHECKING:
    import httpx
    from web.console_stage import Browser

    from handlers.library import Library
    from knowledge.schema import Source
    from knowledge.tree import Tree

NEW: Final = """- id: schools
  topic: finance
  title: {en: Schools, ar: المدارس}
  questions: {en: [how many schools]}
  claims: []"""


def listed(page: str) -> list[str]:
    """The ids of entries that a page leads to, each once."""
    return list(dict.fromkeys(re.findall(r'href="/entries/([a-z0-9-]+)"', page.partition("<tbody>")[2])))


def with_source(library: Library, source: Source) -> Library:
    """The library with another source in place of the one with its id."""
    sources = {**library.knowledge.sources, source.id: source}
    return replace(library, knowledge=replace(library.knowledge, sources=sources))


class TestList:
    """Entries are found by whatever somebody remembers of them."""

    async def test_all(self, stage: ConsoleStage) -> None:
        """Without words every entry stands there, in the order of the files."""
        page = (await (await stage.signed_in()).open("/entries")).text

        assert listed(page)[:2] == ["coalition-members", "daesh-money"]
        assert "Entries: 24" in page

    @pytest.mark.parametrize("find", ["daesh-money", "Where the money", "مصدر أموال", "منين فلوس داعش"])
    async def test_by_words(self, stage: ConsoleStage, find: str) -> None:
        """By its id, words of a title in either language, or a question."""
        found = await (await stage.signed_in()).open(f"/entries?find={find}")

        assert listed(found.text)[0] == "daesh-money"

    async def test_by_topic(self, stage: ConsoleStage) -> None:
        """Only those of the topic, and words search in it alone."""
        browser = await stage.signed_in()
        found = [listed((await browser.open(f"/entries?topic=finance&find={find}")).text) for find in ("", "Anbar")]

        assert found == [["daesh-money"], []]


class TestEntry:
    """One entry with everything that is known of it."""

    async def test_as_readers_get_it(self, stage: ConsoleStage) -> None:
        """The newest claim in both languages, each in its direction, with its source and a link to it."""
        page = (await (await stage.signed_in()).open("/entries/coalition-members")).text

        assert '<div class="reply" lang="en" dir="ltr">' in page
        assert '<div class="reply" lang="ar" dir="rtl">' in page
        assert "The Coalition has 90 members &lt;today&gt; [1]." in page
        assert ">rudaw.example/english/090220261?a=1&amp;b=2</a>" in page
        assert 'href="https://rudaw.example/english/090220261?a=1&amp;b=2" rel="noreferrer noopener"' in page

    async def test_what_is_known_of_it(self, stage: ConsoleStage) -> None:
        """Older claims, phrasings by what they are written in, and votes."""
        vote = Vote(stage.clock.now().date(), "p", "coalition-members", (0,), Opinion.DOWN, "en", Complaint.WRONG)
        await stage.stores.votes.cast(vote)
        page = (await (await stage.signed_in()).open("/entries/coalition-members")).text

        assert "In 2019 it had 79 members." in page
        assert "جم دولة بالتحالف" in page
        assert '<span class="chip">wrong 1</span>' in page

    async def test_what_people_asked(self, library: Library, tree: Tree) -> None:
        """What they asked in their own words is shown, told and not told."""
        here = Place(Path("heard.yaml"), 1)
        told, untold = ((Phrasing(text, Variety.ENGLISH, here),) for text in ("so how many", "and who left"))
        heard = {"coalition-members": Heard("coalition-members", told, untold, here)}
        asked = replace(library, knowledge=replace(library.knowledge, heard=heard))
        stage = ConsoleStage(asked, tree)
        await stage.begin()
        browser = await stage.signed_in()
        pages = [(await browser.open(f"/entries/{entry}")).text for entry in ("coalition-members", "daesh-money")]

        assert ["<li>so how many</li>" in page and "<li>and who left</li>" in page for page in pages] == [True, False]

    async def test_what_waits_for_it(self, stage: ConsoleStage) -> None:
        """A change in the draft stands on the page of its entry, and on no other."""
        change = AddPhrasing("coalition-members", "how big is it", Variety.ENGLISH)
        await curation.keep(stage.desk, await stage.staff(CURATOR), [change])
        browser = await stage.signed_in()
        pages = [(await browser.open(f"/entries/{entry}")).text for entry in ("coalition-members", "daesh-money")]

        assert ["how big is it" in page for page in pages] == [True, False]

    async def test_not_published_yet(self, stage: ConsoleStage) -> None:
        """An entry that only waits in the draft is shown by its text, and can be edited."""
        await curation.keep(stage.desk, await stage.staff(CURATOR), [AddEntry("entries/entries.yaml", NEW)])
        page = (await (await stage.signed_in()).open("/entries/schools")).text

        assert "not published yet" in page
        assert "how many schools" in page
        assert "/entries/schools/edit" in page

    async def test_no_such_entry(self, stage: ConsoleStage) -> None:
        """Nothing stands there, nor at its form."""
        browser = await stage.signed_in()
        codes = [(await browser.open(f"/entries/nothing{end}")).status_code for end in ("", "/edit")]

        assert codes == [404, 404]

    async def test_an_address_that_runs(self, library: Library, tree: Tree) -> None:
        """What a source calls its address is a link only if it leads to the web."""
        source = replace(library.knowledge.sources["rudaw-2026"], url="javascript:alert(1)", title=SCRIPT)
        stage = ConsoleStage(with_source(library, source), tree)
        await stage.begin()
        browser = await stage.signed_in()
        pages = [(await browser.open(path)).text for path in ("/entries/coalition-members", "/sources")]

        assert ['href="javascript' in page or SCRIPT in page for page in pages] == [False, False]

    async def test_script_in_an_entry(self, library: Library, tree: Tree) -> None:
        """Title and claims are text; on the page of the entry, in the list, and in its form."""
        entries = library.knowledge.entries
        money = replace(entries["daesh-money"], title=Bilingual(SCRIPT, SCRIPT))
        told = replace(library, knowledge=replace(library.knowledge, entries={**entries, money.id: money}))
        name = "entries/entries.yaml"
        written = tree.with_file(name, tree.files[name].replace("It came from oil.", SCRIPT))
        stage = ConsoleStage(told, written)
        await stage.begin()
        browser = await stage.signed_in()
        paths = ("/entries", "/entries/daesh-money", "/entries/daesh-money/edit", "/entries/daesh-money/edit?as=text")
        pages = [(await browser.open(path)).text for path in paths]

        assert [(SCRIPT in page, "&lt;script&gt;" in page) for page in pages] == [(False, True)] * 4


class TestSources:
    """Which sources there are, how old they are, and where they are cited."""

    async def test_where_it_is_cited(self, stage: ConsoleStage) -> None:
        """Each leads to the entries that rest on it."""
        page = (await (await stage.signed_in()).open("/sources?find=rudaw")).text

        assert listed(page) == ["coalition-members"]
        assert "Sources: 1" in page

    async def test_older_than_a_year(self, stage: ConsoleStage) -> None:
        """Of 2026 and 2019, one is old in March 2026."""
        browser = await stage.signed_in()
        everything, old = [(await browser.open(f"/sources{query}")).text for query in ("", "?age=old")]

        assert everything.count("older than a year</span>") == 1
        assert ("rudaw-2026" in old, "factsheet-2019" in old) == (False, True)

    @pytest.mark.parametrize("find", ["الخارجية", "State", "factsheet-2019", "العمل لدحر"])
    async def test_found(self, stage: ConsoleStage, find: str) -> None:
        """By words of the publisher in either language, the title or the id."""
        page = (await (await stage.signed_in()).open(f"/sources?find={find}")).text

        assert ("factsheet-2019" in page, "rudaw-2026" in page) == (True, False)


class TestLinks:
    """Curators say which links are dead."""

    async def test_only_beside_an_address(self, stage: ConsoleStage) -> None:
        """What has no link has no buttons."""
        page = (await (await stage.signed_in()).open("/sources")).text

        assert re.findall(r'name="source" value="([^"]*)"', page) == ["rudaw-2026", "rudaw-2026"]

    @pytest.mark.parametrize(
        ("language", "works", "dead", "only"),
        [
            ("en", "Link works", "Link is dead", "Only those with a dead link"),
            ("ar", "الرابط يعمل", "الرابط معطّل", "ذات الرابط المعطّل فقط"),
        ],
    )
    async def test_in_both_languages(
        self, stage: ConsoleStage, language: str, works: str, dead: str, only: str
    ) -> None:
        """Two buttons, and a filter."""
        browser = await stage.signed_in()
        await browser.press("/language", language=language)
        page = (await browser.open("/sources")).text

        assert [page.count(words) for words in (works, dead, only)] == [1, 1, 1]

    async def test_a_dead_one(self, stage: ConsoleStage) -> None:
        """It is marked with the day on which somebody looked, and stands among the dead."""
        browser = await stage.signed_in()
        await mark(browser, "dead")
        pages = [(await browser.open(f"/sources{query}")).text for query in ("", "?link=dead")]

        assert ['removed">dead</span> <time dir="ltr">2026-03-18</time>' in page for page in pages] == [True, True]
        assert ["factsheet-2019" in page for page in pages] == [True, False]

    async def test_one_that_works_again(self, stage: ConsoleStage) -> None:
        """The later finding takes the place of the earlier."""
        browser = await stage.signed_in()
        await mark(browser, "dead")
        await mark(browser, "works")
        everything, dead = [(await browser.open(f"/sources{query}")).text for query in ("", "?link=dead")]

        assert 'worked <time dir="ltr">2026-03-18</time>' in everything
        assert "No source fits." in dead

    async def test_back_to_the_list_as_it_was(self, stage: ConsoleStage) -> None:
        """With its filters, which says what was noted; nowhere but into the console."""
        browser = await stage.signed_in()
        back, away = (
            await mark(browser, "dead", "/sources?link=dead"),
            await mark(browser, "dead", "//elsewhere.example"),
        )

        assert (back.headers["location"], away.headers["location"]) == ("/sources?link=dead", "/")
        assert "Noted: the link of rudaw-2026 is dead." in (await browser.open("/sources?link=dead")).text

    async def test_a_source_that_is_gone(self, stage: ConsoleStage) -> None:
        """Who marks it is told, and nothing of what was sent stands on the page as it came."""
        answer = await (await stage.signed_in()).press("/sources/link", source=SCRIPT, link="dead", here="/sources")

        assert answer.status_code == 409
        assert "There is no such source with an address any more" in answer.text
        assert SCRIPT not in answer.text

    async def test_another_finding(self, stage: ConsoleStage) -> None:
        """A link works or is dead; nothing else is noted."""
        answer = await mark(await stage.signed_in(), "slow")

        assert answer.status_code == 422
        assert dict(await stage.stores.links.all()) == {}

    async def test_a_form_of_others(self, stage: ConsoleStage) -> None:
        """Without the token of the session nothing is noted."""
        browser = await stage.signed_in()
        await browser.open("/sources")
        browser.token = "0" * 64
        answer = await mark(browser, "dead")

        assert answer.status_code == 403
        assert dict(await stage.stores.links.all()) == {}


async def mark(browser: Browser, found: str, here: str = "/sources") -> httpx.Response:
    """Press one of the two buttons beside the source with an address."""
    return await browser.press("/sources/link", source="rudaw-2026", link=found, here=here)


MORE_PAGES: Final = (
    *("/entries", "/entries?find=members", "/entries/coalition-members", "/entries/coalition-members/edit"),
    *("/entries/coalition-members/edit?as=text", "/entries/new", "/entries/new?gap=1", "/sources", "/sources/new"),
    *("/try", "/releases", "/releases/1", "/releases/2", "/releases/compare?older=1&newer=2", "/releases/1/rollback"),
    *("/audit", "/who"),
)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
async def test_every_page_in_both_languages(stage: ConsoleStage, language: str, direction: str) -> None:
    """Each says its language and direction and has one heading; no word is missing, and no script gets through."""
    await stage.fill()
    browser = await stage.signed_in(ADMIN)
    await browser.press("/language", language=language)
    preview = await browser.press("/gaps/1/attach", entry="coalition-members")
    await browser.follow(preview)
    await browser.follow(await browser.press(f"{preview.headers['location']}/publish", note=SCRIPT))
    pages = [await browser.open(path) for path in MORE_PAGES]
    pages.append(await browser.press("/try", text=f"how many members {SCRIPT}"))

    assert [page.status_code for page in pages] == [200] * len(pages)
    assert [page.text.count(f'<html lang="{language}" dir="{direction}">') for page in pages] == [1] * len(pages)
    assert [page.text.count("<h1>") for page in pages] == [1] * len(pages)
    assert [SCRIPT in page.text for page in pages] == [False] * len(pages)
