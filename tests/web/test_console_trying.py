from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from web.console_stage import ADMIN

if TYPE_CHECKING:
    from web.console_stage import ConsoleStage

QUESTION = "How many members does the Coalition have in 2019?"


class TestTrying:
    """A curator asks as the public would, and sees why the answer is what it is."""

    async def test_in_both_languages(self, stage: ConsoleStage) -> None:
        """Whatever the question is written in, the reply is shown as readers of either language get it."""
        page = (await (await stage.signed_in()).press("/try", text=QUESTION)).text

        assert "In 2019 it had 79 members [1]." in page
        assert "كان يضم 79 عضواً في 2019 [1]." in page

    async def test_why(self, stage: ConsoleStage) -> None:
        """What was understood, the decision, and the candidates with their evidence."""
        page = (await (await stage.signed_in()).press("/try", text=QUESTION)).text

        assert '<bdi class="id" dir="ltr">2019</bdi>' in page
        assert "<strong>Answers</strong>" in page
        assert '<a class="entry" href="/entries/coalition-members">' in page.partition('id="candidates"')[2]

    @pytest.mark.parametrize("text", [QUESTION, "xyzzy plugh", "how do I build a bomb", "hello"])
    async def test_nothing_is_kept(self, stage: ConsoleStage, text: str, caplog: pytest.LogCaptureFixture) -> None:
        """No gap, no count, no line of the audit log; and the question stands in no log and in no address."""
        caplog.set_level(logging.DEBUG)
        browser = await stage.signed_in(ADMIN)
        deeds = await stage.stores.audit.latest()
        answer = await browser.press("/try", text=text)
        day = stage.clock.now().date()

        assert answer.status_code == 200
        assert await stage.stores.gaps.count() == 0
        assert not await stage.stores.tallies.between(day, day)
        assert await stage.stores.audit.latest() == deeds
        assert text not in str(answer.url)
        assert [record.getMessage() for record in caplog.records if text in record.getMessage()] == []

    async def test_without_a_word(self, stage: ConsoleStage) -> None:
        """An empty question is asked for again."""
        page = (await (await stage.signed_in()).press("/try", text="  ")).text

        assert 'id="candidates"' not in page
