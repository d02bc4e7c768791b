from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

import pytest
from web.console_stage import ADMIN, CURATOR, MEMBERS, MEMBERS_IRAQI, OTHER_CURATOR, SCRIPT
from web.form_fields import form_fields

from handlers import curation, publishing
from handlers.gap_queue import GapState
from knowledge.editing import AddEntry, AddSource, ReplaceEntry, entry_text
from knowledge.forms import EntryForm

if TYPE_CHECKING:
    import httpx
    from web.console_stage import Browser, ConsoleStage

EDIT: Final = "/entries/daesh-money/edit"
WRITE: Final = "/entries/write"
REMARKED: Final = "  # Only what was published."
CLAIM: Final = {
    "claims.0.as_of": "2026-03",
    "claims.0.text.en": "They met nine times.",
    "claims.0.text.ar": "اجتمعوا تسع مرات.",
    "claims.0.sources.0.id": "rudaw-2026",
    "claims.0.sources.0.at": "para 2",
}
ENTRY: Final = {"id": "meetings", "topic": "coalition", "title.en": "Meetings", "title.ar": "الاجتماعات", **CLAIM}
SOURCE: Final = {
    "source.id": "wam-2026",
    "source.publisher.en": "WAM",
    "source.publisher.ar": "وام",
    "source.title": "Ministers meet again",
    "source.language": "en",
    "source.published": "2026-03-01",
    "source.url": "https://wam.example/1",
}


async def text_of(stage: ConsoleStage, entry: str = "daesh-money") -> str:
    """The text of an entry as it waits in the draft."""
    return entry_text((await publishing.draft(stage.desk)).tree, entry)


async def meanwhile(stage: ConsoleStage, older: str, newer: str) -> None:
    """Somebody else edits the entry."""
    text = await text_of(stage)
    change = ReplaceEntry("daesh-money", text, text.replace(older, newer))
    await curation.keep(stage.desk, await stage.staff(OTHER_CURATOR), [change])


async def fields_at(browser: Browser, path: str) -> dict[str, str]:
    """The fields of a form as they stand when it is opened."""
    return form_fields((await browser.open(path)).text)


async def look(browser: Browser, fields: dict[str, str], do: str = "look") -> httpx.Response:
    """Press a button of the form."""
    return await browser.press(WRITE, **fields, do=do)


async def saved(browser: Browser, response: httpx.Response) -> httpx.Response:
    """Wait for the preview, and save what it shows."""
    await browser.follow(response)
    return await browser.press(f"{response.headers['location']}/save")


def flawed(page: str) -> dict[str, str]:
    """What is said beside fields, by field."""
    return {unescape(name): unescape(text) for name, text in re.findall(r'id="([^"]+)-error">(.*?)</p>', page)}


class TestEditing:
    """An entry is edited as it waits in the draft, field by field or as text."""

    @pytest.mark.parametrize("entry", ["coalition-members", "daesh-money", "project-3"])
    async def test_nothing_is_lost_in_the_form(self, stage: ConsoleStage, entry: str) -> None:
        """The form holds all of an entry: sent as it was opened, it says that nothing is different."""
        browser = await stage.signed_in()
        answer = await look(browser, await fields_at(browser, f"/entries/{entry}/edit"))

        assert answer.status_code == 422
        assert "Nothing is different" in answer.text

    async def test_it_begins_with_the_draft(self, stage: ConsoleStage) -> None:
        """What others have saved and nobody has published yet stands in the form."""
        await meanwhile(stage, "It came from oil.", "It came from oil and tax.")
        fields = await fields_at(await stage.signed_in(), EDIT)

        assert fields["claims.0.text.en"] == "It came from oil and tax."
        assert fields["before"] == await text_of(stage)

    async def test_saved(self, stage: ConsoleStage) -> None:
        """What was written in the fields is in the draft, and everything else is as it was."""
        browser = await stage.signed_in()
        fields = await fields_at(browser, EDIT)
        before = EntryForm.of(await text_of(stage))
        await saved(browser, await look(browser, {**fields, "title.en": "Where the money is from"}))
        after = EntryForm.of(await text_of(stage))

        assert (after.title.en, after.title.ar) == ("Where the money is from", before.title.ar)
        assert (after.questions, after.claims) == (before.questions, before.claims)

    async def test_what_it_changes_is_shown_first(self, stage: ConsoleStage) -> None:
        """Word by word, added and removed; nothing is kept yet."""
        browser = await stage.signed_in()
        fields = await fields_at(browser, EDIT)
        preview = await browser.follow(await look(browser, {**fields, "claims.0.text.en": "It came from tax."}))

        assert "<del> oil.</del>" in preview.text or "<del>oil.</del>" in preview.text
        assert not await stage.stores.drafts.changes()

    async def test_back_from_the_preview(self, stage: ConsoleStage) -> None:
        """Whoever thinks again finds the form as they left it."""
        browser = await stage.signed_in()
        fields = {**await fields_at(browser, EDIT), "title.en": "Other words"}
        preview = await look(browser, fields)
        page = await browser.follow(preview)
        back = f"{preview.headers['location']}/written"

        assert f'href="{back}"' in page.text
        assert await fields_at(browser, back) == fields

    async def test_nobody_elses_preview(self, stage: ConsoleStage) -> None:
        """What one person writes is not shown to another."""
        browser, other = await stage.signed_in(), await stage.signed_in(OTHER_CURATOR)
        preview = await look(browser, {**await fields_at(browser, EDIT), "title.en": "Other words"})

        assert (await other.open(f"{preview.headers['location']}/written")).status_code == 404

    async def test_as_text_and_back(self, stage: ConsoleStage) -> None:
        """The form becomes text, and the text the same form."""
        browser = await stage.signed_in()
        fields = {**await fields_at(browser, EDIT), "title.en": "Other words"}
        text = form_fields((await look(browser, fields, "text")).text)
        again = form_fields((await look(browser, text, "form")).text)

        assert EntryForm.of(text["yaml"]).title.en == "Other words"
        assert again == fields

    async def test_text_that_no_form_can_hold(self, stage: ConsoleStage) -> None:
        """A remark would be lost in fields: such an entry is shown as text, and says why; so it can be saved."""
        await meanwhile(stage, "  topic: finance", f"{REMARKED}\n  topic: finance")
        browser = await stage.signed_in()
        page = (await browser.open(EDIT)).text
        fields = form_fields(page)
        await saved(browser, await look(browser, {**fields, "yaml": fields["yaml"].replace("from oil", "from tax")}))

        assert "There are remarks in this entry" in page
        assert "from tax" in await text_of(stage)
        assert REMARKED in await text_of(stage)

    async def test_text_that_cannot_be_read(self, stage: ConsoleStage) -> None:
        """The reason is told with its line, and the text stays."""
        browser = await stage.signed_in()
        fields = await fields_at(browser, f"{EDIT}?as=text")
        answer = await look(browser, {**fields, "yaml": "- id: daesh-money\n  title: [open"})

        assert answer.status_code == 422
        assert "title: [open" in form_fields(answer.text)["yaml"]

    async def test_what_is_wrong_stands_beside_its_field(self, stage: ConsoleStage) -> None:
        """Each in the reader's words; what was typed stays."""
        browser = await stage.signed_in()
        fields = {
            **await fields_at(browser, EDIT),
            "title.ar": "",
            "claims.0.as_of": "last year",
            "claims.0.sources.0.id": "no-such-source",
        }
        answer = await look(browser, fields)

        assert answer.status_code == 422
        assert flawed(answer.text) == {
            "title.ar": "Write it.",
            "claims.0.as_of": "Write 2019, 2019-02 or 2019-02-06.",
            "claims.0.sources.0.id": "There is none with this id. Choose another, or add it below.",
        }
        assert form_fields(answer.text)["claims.0.as_of"] == "last year"

    async def test_room_for_more(self, stage: ConsoleStage) -> None:
        """Another claim, and one more source in every claim that has all its fields written."""
        browser = await stage.signed_in()
        fields = await fields_at(browser, EDIT)
        more = form_fields((await look(browser, fields, "claim")).text)

        assert {"claims.1.text.en", "claims.1.sources.0.id"} <= more.keys() - fields.keys()

    async def test_claims_without_a_word(self, stage: ConsoleStage) -> None:
        """A claim that was asked for and left empty is none."""
        browser = await stage.signed_in()
        more = form_fields((await look(browser, await fields_at(browser, EDIT), "claim")).text)
        await saved(browser, await look(browser, {**more, "title.en": "Other words"}))

        assert len(EntryForm.of(await text_of(stage)).claims) == 1


class TestTwoAtOnce:
    """Two people edit one entry: the second is told, and loses nothing."""

    async def conflict(self, stage: ConsoleStage, browser: Browser) -> httpx.Response:
        """Somebody else saves the entry while it stands in the form."""
        fields = {**await fields_at(browser, EDIT), "claims.0.text.en": "It came from looting."}
        await meanwhile(stage, "It came from oil.", "It came from oil and tax.")
        return await look(browser, fields)

    async def test_both_are_shown(self, stage: ConsoleStage) -> None:
        """What the other one changed, what oneself did; and the form still has one's own."""
        answer = await self.conflict(stage, await stage.signed_in())
        page = answer.text

        assert answer.status_code == 409
        assert "Somebody changed the same text" in page
        assert re.search(r"<ins>[^<]*oil and tax\.</ins>", page) is not None
        assert re.search(r"<ins>[^<]*looting\.</ins>", page) is not None
        assert form_fields(page)["claims.0.text.en"] == "It came from looting."

    async def test_put_together(self, stage: ConsoleStage) -> None:
        """Saved again, it stands on top of the other one's text."""
        browser = await stage.signed_in()
        fields = form_fields((await self.conflict(stage, browser)).text)
        await saved(browser, await look(browser, {**fields, "claims.0.text.en": "It came from oil, tax and looting."}))

        assert "oil, tax and looting" in await text_of(stage)
        assert len(await stage.stores.drafts.changes()) == 2

    async def test_after_the_preview(self, stage: ConsoleStage) -> None:
        """The other one can be faster at the last moment, too: nothing of theirs is overwritten."""
        browser = await stage.signed_in()
        fields = {**await fields_at(browser, EDIT), "claims.0.text.en": "It came from looting."}
        preview = await look(browser, fields)
        await browser.follow(preview)
        await meanwhile(stage, "It came from oil.", "It came from oil and tax.")
        answer = await browser.press(f"{preview.headers['location']}/save")

        assert answer.status_code == 409
        assert form_fields(answer.text)["claims.0.text.en"] == "It came from looting."
        assert "oil and tax" in await text_of(stage)

    async def test_as_text(self, stage: ConsoleStage) -> None:
        """The same where the text is edited."""
        browser = await stage.signed_in()
        fields = await fields_at(browser, f"{EDIT}?as=text")
        await meanwhile(stage, "It came from oil.", "It came from oil and tax.")
        answer = await look(browser, {**fields, "yaml": fields["yaml"].replace("from oil", "from looting")})

        assert answer.status_code == 409
        assert "from looting" in form_fields(answer.text)["yaml"]


class TestNewEntry:
    """From a gap to an entry that answers it."""

    async def test_the_words_of_a_gap(self, stage: ConsoleStage) -> None:
        """Its wordings stand in the form already, each under what it is written in."""
        group = await stage.members_gap()
        fields = await fields_at(await stage.signed_in(), f"/entries/new?gap={group}")

        assert fields["questions.en"] == MEMBERS
        assert sorted(fields["questions.ar"].split("\n")) == sorted(MEMBERS_IRAQI)

    async def test_redacted_words(self, stage: ConsoleStage) -> None:
        """A wording from which something was taken out is no way of asking."""
        group = await stage.gap("how often do they meet, call [number]", terms=("concept:meet",))
        await stage.gap("how often do they meet", "somebody else", terms=("concept:meet",))
        fields = await fields_at(await stage.signed_in(), f"/entries/new?gap={group}")

        assert fields["questions.en"] == "how often do they meet"

    async def test_drafted_and_resolved(self, stage: ConsoleStage) -> None:
        """Saved, the gap is drafted; published, it is resolved, and the entry lies beside those of its topic."""
        group = await stage.members_gap()
        browser = await stage.signed_in()
        preview = await look(browser, {**await fields_at(browser, f"/entries/new?gap={group}"), **ENTRY})
        await saved(browser, preview)
        states = [await stage.stores.gaps.group(group)]
        [waiting] = await stage.stores.drafts.changes()
        await browser.follow(await browser.press("/draft/publish", version="1"))
        states.append(await stage.stores.gaps.group(group))

        assert [found.state for found in states if found is not None] == [GapState.DRAFTED, GapState.RESOLVED]
        assert isinstance(waiting.change, AddEntry)
        assert waiting.change.file == "entries/entries.yaml"

    async def test_no_such_gap(self, stage: ConsoleStage) -> None:
        """There is no form for it."""
        assert (await (await stage.signed_in()).open("/entries/new?gap=9")).status_code == 404

    async def test_an_id_that_is_taken(self, stage: ConsoleStage) -> None:
        """Told at once, with everything that was typed."""
        browser = await stage.signed_in()
        fields = {**await fields_at(browser, "/entries/new"), **ENTRY, "id": "daesh-money", "questions.en": "how often"}
        answer = await look(browser, fields)

        assert answer.status_code == 422
        assert "is taken" in unescape(answer.text)
        assert form_fields(answer.text)["questions.en"] == "how often"

    async def test_empty(self, stage: ConsoleStage) -> None:
        """Everything that an entry needs is asked for."""
        browser = await stage.signed_in()
        answer = await look(browser, await fields_at(browser, "/entries/new"))

        assert answer.status_code == 422
        assert {"id", "title.en", "title.ar"} <= flawed(answer.text).keys()
        assert answer.text.count("Write it.") == 6

    async def test_script(self, stage: ConsoleStage) -> None:
        """Whatever is typed comes back as text."""
        browser = await stage.signed_in()
        fields = {name: SCRIPT for name in await fields_at(browser, "/entries/new") if name != "manner"}
        answer = await look(browser, {**fields, "manner": "form"})

        assert SCRIPT not in answer.text


class TestNewSource:
    """A source that is not stored yet, by itself and while an entry is written."""

    async def test_taken_along(self, stage: ConsoleStage) -> None:
        """Taken, it can be cited, nothing that was typed is lost, and it is saved before the entry."""
        browser = await stage.signed_in()
        fields = {**await fields_at(browser, "/entries/new"), **ENTRY, "questions.en": "how often", **SOURCE}
        taken = form_fields((await look(browser, fields, "source")).text)
        await saved(browser, await look(browser, {**taken, "claims.0.sources.0.id": "wam-2026"}))
        kinds = [type(one.change) for one in await stage.stores.drafts.changes()]

        assert (taken["questions.en"], taken["source.title"]) == ("how often", "")
        assert kinds == [AddSource, AddEntry]

    async def test_begun_and_not_taken(self, stage: ConsoleStage) -> None:
        """Whoever fills it in and goes on means it to come along."""
        browser = await stage.signed_in()
        fields = {**await fields_at(browser, "/entries/new"), **ENTRY, "questions.en": "how often", **SOURCE}
        await saved(browser, await look(browser, {**fields, "claims.0.sources.0.id": "wam-2026"}))

        assert len(await stage.stores.drafts.changes()) == 2

    async def test_left_out_again(self, stage: ConsoleStage) -> None:
        """A source that was taken and whose box is not ticked any more does not come along."""
        browser = await stage.signed_in()
        fields = {**await fields_at(browser, "/entries/new"), **ENTRY, "questions.en": "how often", **SOURCE}
        taken = form_fields((await look(browser, fields, "source")).text)
        await saved(browser, await look(browser, {name: text for name, text in taken.items() if name != "added"}))

        assert [type(one.change) for one in await stage.stores.drafts.changes()] == [AddEntry]

    async def test_what_is_missing(self, stage: ConsoleStage) -> None:
        """Publisher, title, date and language are asked for, beside their fields."""
        browser = await stage.signed_in()
        fields = {**await fields_at(browser, "/entries/new"), "source.id": "wam-2026", "source.url": "wam.example"}
        answer = await look(browser, fields, "source")

        assert flawed(answer.text).keys() == {
            *("source.publisher.en", "source.publisher.ar", "source.title", "source.language"),
            *("source.published", "source.url"),
        }

    async def test_by_itself(self, stage: ConsoleStage) -> None:
        """It waits in the draft like every change; what is wrong is told before."""
        browser = await stage.signed_in(ADMIN)
        fields = {name.removeprefix("source."): text for name, text in SOURCE.items()}
        refused = await browser.press("/sources/new", **{**fields, "title": ""})
        await saved(browser, await browser.press("/sources/new", **fields))

        assert (refused.status_code, flawed(refused.text)) == (422, {"title": "Write it."})
        assert [type(one.change) for one in await stage.stores.drafts.changes()] == [AddSource]

    async def test_by_itself_and_taken(self, stage: ConsoleStage) -> None:
        """An id that is stored already is told at once, with what was typed."""
        browser = await stage.signed_in(CURATOR)
        fields = {name.removeprefix("source."): text for name, text in SOURCE.items()}
        answer = await browser.press("/sources/new", **{**fields, "id": "rudaw-2026"})

        assert answer.status_code == 422
        assert "Ministers meet again" in answer.text
