from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from handlers_floor.staff_room import BASIM, DALIA, StaffRoom

from handlers.link_checks import LinkCheck, mark_link
from handlers.releases import StaleError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def room(small_folder: Path) -> StaffRoom:
    return StaffRoom(small_folder)


class TestMarkLink:
    """A curator says what they found behind a link."""

    async def test_the_finding_is_kept(self, room: StaffRoom) -> None:
        """With who looked, and when."""
        await mark_link(room.desk, BASIM, "rudaw-2026", is_dead=True)

        kept = LinkCheck("rudaw-2026", is_dead=True, by=BASIM.id, at=room.clock.now())
        assert dict(await room.stores.links.all()) == {"rudaw-2026": kept}

    async def test_the_log_has_a_line(self, room: StaffRoom) -> None:
        """Of each finding, and of the one before it."""
        await mark_link(room.desk, BASIM, "rudaw-2026", is_dead=True)
        await mark_link(room.desk, DALIA, "rudaw-2026", is_dead=False)
        deeds = await room.stores.audit.latest()

        assert [(deed.actor, deed.action, deed.target, deed.before, deed.after) for deed in deeds] == [
            (DALIA.id, "source.link", "source:rudaw-2026", {"link": "dead"}, {"link": "works"}),
            (BASIM.id, "source.link", "source:rudaw-2026", {}, {"link": "dead"}),
        ]

    @pytest.mark.parametrize("source", ["no-such-source", "factsheet-2019", ""])
    async def test_only_of_served_sources_with_an_address(self, room: StaffRoom, source: str) -> None:
        """Others have no link that could have been opened: nothing is kept or logged, and both languages say why."""
        with pytest.raises(StaleError) as refusal:
            await mark_link(room.desk, BASIM, source, is_dead=True)

        assert refusal.value.sentence.en != refusal.value.sentence.ar
        assert dict(await room.stores.links.all()) == {}
        assert await room.actions() == []
