"""While the bot runs: whenever another release is served, its library takes the place of the one on the shelf."""

from __future__ import annotations

import gc
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

from bot import logs
from bot.bells import Bell
from bot.memory import give_back
from handlers.releases import ReleaseState
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.library import Library
    from handlers.ports import Clock
    from handlers.releases import Release
    from handlers.shelf import Shelf
    from handlers.staff_ports import Releases
    from knowledge.tree import Tree

_LOG: Final = logging.getLogger(__name__)

BETWEEN_LOOKS: Final = 1.0
"""Seconds: what is published is served within five."""
TRIED_AGAIN: Final = timedelta(minutes=10)
"""After a failure: memory may have been short."""
TRIED_AT_A_START: Final = 20
"""Earlier releases, in case that later ones cannot be built."""


class Libraries(Protocol):
    """Makes trees searchable, away from the conversations that go on meanwhile."""

    async def library(self, tree: Tree) -> Library:
        """Everything that conversations look things up in.

        Raises:
            SanadError: the tree cannot be served.
        """
        ...


@dataclass(frozen=True, slots=True)
class Failure:
    """A release that could not be taken over, so that an earlier one goes on being served."""

    release: int
    reason: str
    """For staff."""
    at: datetime


class Following:
    """Keeps the release on the shelf that is served, and knows how that went."""

    def __init__(
        self, releases: Releases, shelf: Shelf, libraries: Libraries, clock: Clock, bell: Bell | None = None
    ) -> None:
        """Follow nothing yet.

        Args:
            releases: where they are published.
            shelf: where the library of the one that is served goes.
            libraries: makes them.
            clock: for how long it took.
            bell: rings when there may be another release; they are looked for from time to time in any case.
        """
        self._releases = releases
        self._shelf = shelf
        self._libraries = libraries
        self._clock = clock
        self._bell = bell if bell is not None else Bell()
        self.failure: Failure | None = None
        """The last one; None once a later release was taken over."""
        self.lag: timedelta | None = None
        """From the publication of the last release that was taken over while this ran to its first reply."""

    @property
    def release(self) -> int:
        """The number of the release that is on the shelf; 0 where there is none."""
        return self._shelf.release

    async def begin(self) -> None:
        """Put the release on the shelf that is served, or if that cannot be built, the latest before it that can.

        Raises:
            SanadError: none of them can be built.
        """
        served = await self._releases.served()
        earlier = await self._releases.history(limit=TRIED_AT_A_START, states=[ReleaseState.PUBLISHED])
        candidates = dict.fromkeys([*([served] if served is not None else []), *earlier])
        failures: list[SanadError] = []
        for release in candidates:
            try:
                return await self._put(release)
            except SanadError as error:
                failures.append(error)
                if release == served:
                    self._fail(release, str(error))
        raise failures[0] if failures else SanadError("There is no release to serve: `sanad run` publishes the first.")

    async def keep_up(self) -> None:
        """Look again and again, until cancelled; nothing that goes wrong on the way ends it."""
        was_seen = True
        while True:
            await self._bell.wait(BETWEEN_LOOKS)
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - the next look may find it mended
                if was_seen:
                    logs.event(_LOG, "releases_not_seen", level=logging.ERROR, error=type(error).__name__)
                was_seen = False
            else:
                was_seen = True

    async def look(self) -> None:
        """Take over the release that is served, unless it is on the shelf, or could not be built a moment ago.

        Raises:
            SanadError: it cannot be seen which one is served.
        """
        served = await self._releases.served()
        if served is None or served.number == self.release or self._has_just_failed(served):
            return
        tree = await self._releases.tree(served.number)
        try:
            library = await self._libraries.library(tree)
        except SanadError as error:
            self._fail(served, str(error))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the one before it is well
            self._fail(served, type(error).__name__)
        else:
            self._take_over(served, library)

    def _take_over(self, release: Release, library: Library) -> None:
        self._shelf.put(library, release.number)
        self.failure = None
        self.lag = self._clock.now() - release.published_at if release.published_at is not None else None
        logs.event(_LOG, "release_taken_over", release=release.number)
        _clear_away()

    async def _put(self, release: Release) -> None:
        self._shelf.put(await self._libraries.library(await self._releases.tree(release.number)), release.number)

    def _fail(self, release: Release, reason: str) -> None:
        is_news = self.failure is None or self.failure.release != release.number
        self.failure = Failure(release.number, reason, self._clock.now())
        if is_news:
            logs.event(_LOG, "release_not_taken_over", level=logging.ERROR, release=release.number)

    def _has_just_failed(self, release: Release) -> bool:
        failure = self.failure
        return (
            failure is not None and failure.release == release.number and self._clock.now() - failure.at < TRIED_AGAIN
        )


def _clear_away() -> None:
    """Free the library that was replaced: parts of it know each other, and it was set aside from all looking through.

    That takes a third of a second once a release, in which replies wait.
    """
    gc.unfreeze()
    gc.collect()
    give_back()
    gc.freeze()
