from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from hypothesis import given, settings
from hypothesis import strategies as st
from storage.one_file_each import url_of_a_copy

from bot.storage.database import Database
from bot.storage.links import SqlLinkChecks
from bot.storage.memory import MemoryLinkChecks
from handlers.link_checks import LinkCheck

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from handlers.staff_ports import LinkChecks

NOON: Final = datetime(2019, 3, 18, 12, tzinfo=UTC)
CHECK: Final = LinkCheck("rudaw-2026", is_dead=True, by="telegram:2", at=NOON)


class TestLinkChecks:
    """What every implementation of the port keeps to."""

    async def test_nobody_looked(self, links: LinkChecks) -> None:
        """There is no finding before there is one."""
        assert dict(await links.all()) == {}

    async def test_a_finding_is_kept(self, links: LinkChecks) -> None:
        """With who looked, and when."""
        await links.mark(CHECK)

        assert dict(await links.all()) == {CHECK.source: CHECK}

    async def test_the_later_takes_the_place_of_the_earlier(self, links: LinkChecks) -> None:
        """Of its own source; those of others stay."""
        other = replace(CHECK, source="wam-2026")
        later = replace(CHECK, is_dead=False, by="telegram:3", at=NOON + timedelta(days=1))
        for check in (CHECK, other, later):
            await links.mark(check)

        assert dict(await links.all()) == {later.source: later, other.source: other}

    async def test_what_was_read_stays_as_it_was(self, links: LinkChecks) -> None:
        """A later finding does not change what somebody is looking at."""
        before = await links.all()
        await links.mark(CHECK)

        assert dict(before) == {}


FOUND: Final = st.builds(
    LinkCheck,
    source=st.sampled_from(["rudaw-2026", "wam-2026"]),
    is_dead=st.booleans(),
    by=st.sampled_from(["telegram:2", "cli:أمل"]),
    at=st.datetimes(timezones=st.just(UTC)),
)


@settings(max_examples=20)
@given(st.lists(FOUND, max_size=6))
def test_the_database_tells_what_its_twin_tells(migrated: Path, checks: Sequence[LinkCheck]) -> None:
    """Whatever was found, in whatever order."""
    with url_of_a_copy(migrated) as url:
        expected, told = asyncio.run(told_by_both(url, checks))

    assert told == expected


async def told_by_both(
    url: str, checks: Sequence[LinkCheck]
) -> tuple[Mapping[str, LinkCheck], Mapping[str, LinkCheck]]:
    """The same marked in memory and in a database, and what each tells of it."""
    async with Database(url) as database:
        return await told_after(MemoryLinkChecks(), checks), await told_after(SqlLinkChecks(database), checks)


async def told_after(links: LinkChecks, checks: Sequence[LinkCheck]) -> Mapping[str, LinkCheck]:
    """What is found after all of them."""
    for check in checks:
        await links.mark(check)
    return await links.all()
