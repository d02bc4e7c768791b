from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from web.console_stage import ADMIN, CURATOR, SCRIPT

from handlers.staff import Deed, Role
from knowledge.text.directions import isolate

if TYPE_CHECKING:
    from web.console_stage import ConsoleStage

SOMEBODY = "telegram:123456789"


async def grant(stage: ConsoleStage, written: str = SOMEBODY) -> int:
    """An admin makes somebody a curator; the status of the answer."""
    return (await (await stage.signed_in(ADMIN)).press("/who/grant", id=written)).status_code


async def do(stage: ConsoleStage, action: str, *, actor: str = CURATOR, target: str = "gap:1") -> None:
    """Write a line of the log."""
    after = {"hash": "a" * 64, "forced": False, "restores": None, "state": "drafted"}
    await stage.stores.audit.append(Deed(actor, action, target, stage.clock.now(), {}, after))


class TestPeople:
    """Admins see who has a role, grant it and take it away."""

    async def test_everybody(self, stage: ConsoleStage) -> None:
        """Those of the settings, who have no button, and those whom an admin granted it."""
        await grant(stage)
        page = (await (await stage.signed_in(ADMIN)).open("/who")).text

        assert re.findall(r'<th scope="row"><bdi class="id" dir="ltr">(.*?)</bdi>', page) == [
            *("telegram:1", "telegram:2", "telegram:3"),
            SOMEBODY,
        ]
        assert page.count('action="/who/revoke"') == 1

    async def test_by_a_curator(self, stage: ConsoleStage) -> None:
        """Nothing of it is theirs, and no page leads there."""
        browser = await stage.signed_in()
        answers = [
            await browser.open("/who"),
            await browser.press("/who/grant", id="5"),
            await browser.press("/who/revoke", id=SOMEBODY),
        ]

        assert [answer.status_code for answer in answers] == [403, 403, 403]
        assert 'href="/who"' not in (await browser.open("/")).text

    @pytest.mark.parametrize("written", ["123456789", "telegram:123456789"])
    async def test_granted(self, stage: ConsoleStage, written: str) -> None:
        """With the number alone, or as ids are written."""
        await grant(stage, written)

        assert (await stage.staff(SOMEBODY)).role is Role.CURATOR

    @pytest.mark.parametrize("written", ["", "amal", "@amal", "cli:amal", "0", "1234567890123456", SCRIPT])
    async def test_what_is_no_number(self, stage: ConsoleStage, written: str) -> None:
        """It is told beside the field, with what was typed."""
        answer = await (await stage.signed_in(ADMIN)).press("/who/grant", id=written)

        assert answer.status_code == 422
        assert "Write the digits of the number" in answer.text
        assert SCRIPT not in answer.text

    async def test_taken_away(self, stage: ConsoleStage) -> None:
        """Their open session ends with the next page."""
        await grant(stage)
        browser = await stage.signed_in(SOMEBODY)
        await (await stage.signed_in(ADMIN)).press("/who/revoke", id=SOMEBODY)

        assert (await browser.open("/")).status_code == 404

    async def test_a_role_of_the_settings(self, stage: ConsoleStage) -> None:
        """It is not taken away here."""
        answer = await (await stage.signed_in(ADMIN)).press("/who/revoke", id=CURATOR)

        assert answer.status_code == 403
        assert "stands in the settings" in answer.text

    async def test_the_reason_in_the_language_of_the_reader(self, stage: ConsoleStage) -> None:
        """Why something cannot be done is said in Arabic to whoever works in it, and in their direction."""
        browser = await stage.signed_in(ADMIN)
        await browser.press("/language", language="ar")
        answer = await browser.press("/who/revoke", id=CURATOR)

        assert f"<blockquote>صلاحية صاحب المعرّف {isolate(CURATOR)} واردة في الإعدادات" in answer.text


class TestAudit:
    """What staff did is read by all of them."""

    async def test_a_line(self, stage: ConsoleStage) -> None:
        """In words, with a link to what it was done to; what was not the case is left out, and hashes are short."""
        await do(stage, "gap.dismiss")
        page = (await (await stage.signed_in()).open("/audit?kind=gap")).text

        assert "Gap dismissed" in page
        assert '<a href="/gaps/1">' in page
        assert "hash: aaaaaaaaaaaa…<" in page
        assert "state: drafted" in page
        assert "forced" not in page

    async def test_deeds_without_words(self, stage: ConsoleStage) -> None:
        """An action that the phrasebook does not know stands there as it is called."""
        await do(stage, "gap.something-new", target=f"gap:{SCRIPT}")
        page = (await (await stage.signed_in()).open("/audit")).text

        assert "gap.something-new" in page
        assert SCRIPT not in page

    async def test_one_person_and_one_kind(self, stage: ConsoleStage) -> None:
        """The two are combined."""
        await do(stage, "gap.dismiss", target="gap:1")
        await do(stage, "gap.dismiss", target="gap:2", actor=ADMIN)
        await do(stage, "draft.drop", target="gap:3")
        page = (await (await stage.signed_in()).open(f"/audit?kind=gap&actor={CURATOR}")).text

        assert re.findall(r'href="/gaps/(\d+)"', page) == ["1"]

    async def test_pages(self, stage: ConsoleStage) -> None:
        """Fifty lines each; the next page goes on behind the last one, and the last page leads nowhere."""
        for number in range(101):
            await do(stage, "gap.dismiss", target=f"gap:{number}")
        browser = await stage.signed_in()
        path, seen = "/audit?kind=gap", []
        while path:
            page = (await browser.open(path)).text
            seen.append(re.findall(r'href="/gaps/(\d+)"', page))
            onward = re.search(r'rel="next" href="([^"]+)"', page)
            path = onward[1].replace("&amp;", "&") if onward is not None else ""

        assert [len(one) for one in seen] == [50, 50, 1]
        assert [int(number) for one in seen for number in one] == list(reversed(range(101)))

    @pytest.mark.parametrize("query", ["before=0", "before=x", "before=99999999999999999999", "kind=%25&actor=%27"])
    async def test_what_makes_no_sense(self, stage: ConsoleStage, query: str) -> None:
        """A query that nobody could have pressed is a page all the same."""
        assert (await (await stage.signed_in()).open(f"/audit?{query}")).status_code == 200
