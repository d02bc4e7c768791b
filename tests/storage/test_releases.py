from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.storage.errors import StorageError
from bot.storage.releases import SqlReleases
from bot.storage.tables import RELEASE_TREES
from bot.storage.trees import packed, unpacked
from handlers.releases import Release, ReleaseState, StaleError
from knowledge.tree import Tree

if TYPE_CHECKING:
    from bot.storage.database import Database
    from handlers.staff_ports import Releases

NOON: Final = datetime(2019, 3, 18, 12, 0, 0, 123456, tzinfo=UTC)
LATER: Final = NOON + timedelta(hours=1)
TREE: Final = Tree({"sources.yaml": "- id: nato\n", "entries/camps.yaml": "# المخيمات\r\n- id: camps\n"})
CHECKED: Final = Release(0, TREE.hash, "telegram:7", NOON, "Camps", ReleaseState.CHECKED)


async def published(releases: Releases, *, base: int = 0, at: datetime = NOON) -> Release:
    """A release that was added and published."""
    added = await releases.add(replace(CHECKED, base=base), TREE)
    return await releases.publish(added.number, at=at)


class TestReleases:
    """What every implementation of the port keeps to."""

    async def test_before_the_first(self, releases: Releases) -> None:
        """There is nothing to serve or to list."""
        assert (await releases.served(), await releases.get(1), list(await releases.history())) == (None, None, [])

    async def test_a_release_comes_back(self, releases: Releases) -> None:
        """With all that is told of it, under the next number, whatever its own was."""
        whole = replace(CHECKED, number=9, state=ReleaseState.REFUSED, base=3, reasons=("a", "b"), restores=2)

        kept = await releases.add(whole, TREE)

        assert kept == replace(whole, number=1)
        assert await releases.get(1) == kept

    async def test_numbers_grow(self, releases: Releases) -> None:
        """Each is the next; the newest is told first."""
        numbers = [(await releases.add(CHECKED, TREE)).number for _ in range(3)]

        assert numbers == [1, 2, 3]
        assert [release.number for release in await releases.history(limit=2)] == [3, 2]

    async def test_the_content_comes_back(self, releases: Releases) -> None:
        """To the byte."""
        kept = await releases.add(CHECKED, TREE)

        assert await releases.tree(kept.number) == TREE

    async def test_no_content_without_a_release(self, releases: Releases) -> None:
        """A number that was never given is a mistake."""
        with pytest.raises(KeyError):
            await releases.tree(7)

    async def test_a_note_that_no_database_holds(self, releases: Releases) -> None:
        """Half a letter in it costs that half."""
        kept = await releases.add(replace(CHECKED, note="a\ud83d"), TREE)

        assert kept.note == "a?"
        assert await releases.get(kept.number) == kept

    async def test_moving(self, releases: Releases) -> None:
        """A release that was examined has another state, and the reasons."""
        kept = await releases.add(replace(CHECKED, state=ReleaseState.DRAFT), TREE)

        moved = await releases.move(kept.number, ReleaseState.REFUSED, reasons=["camps.yaml:2"])

        assert moved == replace(kept, state=ReleaseState.REFUSED, reasons=("camps.yaml:2",))
        assert await releases.get(kept.number) == moved

    async def test_history_of_some_states(self, releases: Releases) -> None:
        """Only what is asked for."""
        for state in (ReleaseState.DRAFT, ReleaseState.CHECKED, ReleaseState.REFUSED):
            await releases.add(replace(CHECKED, state=state), TREE)

        found = await releases.history(states=[ReleaseState.DRAFT, ReleaseState.REFUSED])

        assert [release.number for release in found] == [3, 1]

    async def test_publishing(self, releases: Releases) -> None:
        """It is served from then on; when and how it came about is kept."""
        kept = await releases.add(CHECKED, TREE)

        done = await releases.publish(kept.number, at=LATER, is_forced=True)

        assert done == replace(kept, state=ReleaseState.PUBLISHED, published_at=LATER, is_forced=True)
        assert await releases.served() == done

    async def test_the_last_published_is_served(self, releases: Releases) -> None:
        """Also where two were published at the same moment, and where later ones only wait."""
        await published(releases)
        second = await published(releases, base=1)
        await releases.add(replace(CHECKED, base=2), TREE)

        assert await releases.served() == second

    async def test_published_twice(self, releases: Releases) -> None:
        """The second admin is told."""
        done = await published(releases)

        with pytest.raises(StaleError, match="Release 1 was published already"):
            await releases.publish(done.number, at=LATER)
        assert await releases.get(done.number) == done

    async def test_published_at_once(self, releases: Releases) -> None:
        """Of two who publish at the same moment, one does."""
        kept = await releases.add(CHECKED, TREE)

        outcomes = await asyncio.gather(
            *(releases.publish(kept.number, at=NOON) for _ in range(5)), return_exceptions=True
        )

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Release", *["StaleError"] * 4]

    async def test_another_was_published_since(self, releases: Releases) -> None:
        """What was handed in on top of an older release would undo the newer one."""
        late = await releases.add(CHECKED, TREE)
        done = await published(releases)

        with pytest.raises(StaleError, match="another one was published since"):
            await releases.publish(late.number, at=LATER)
        assert await releases.served() == done

    async def test_published_for_good(self, releases: Releases) -> None:
        """An examination that ends late takes nothing back."""
        done = await published(releases)

        with pytest.raises(StaleError):
            await releases.move(done.number, ReleaseState.REFUSED)
        assert await releases.served() == done

    async def test_changing_what_is_not_there(self, releases: Releases) -> None:
        """A number that was never given can be neither moved nor published."""
        with pytest.raises(KeyError):
            await releases.move(7, ReleaseState.CHECKED)
        with pytest.raises(KeyError):
            await releases.publish(7, at=NOON)


async def test_a_damaged_release(database: Database) -> None:
    """What cannot be unpacked is said in a sentence with its remedy."""
    releases = SqlReleases(database)
    await releases.add(CHECKED, TREE)
    async with database.writing() as connection:
        await connection.execute(update(RELEASE_TREES).values(content=b"?"))

    with pytest.raises(StorageError, match="restore the database from a backup"):
        await releases.tree(1)


@given(st.dictionaries(st.text(), st.text()))
def test_any_files_can_be_packed(files: dict[str, str]) -> None:
    """Whatever their names and letters."""
    assert unpacked(packed(Tree(files))) == Tree(files)


@given(st.binary())
def test_other_bytes_are_no_release(content: bytes) -> None:
    """They are refused with a sentence, whatever they are."""
    with pytest.raises(StorageError):
        unpacked(content)
