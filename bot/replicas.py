"""What processes on one database agree about: who does something that one alone may do, and who is alive at all.

Moments are those of the processes' own clocks: they have to run in step, as clocks that are kept by NTP do.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

CLOCKS_APART: Final = timedelta(seconds=2)
"""How far a process's clock may be from the database's, by which the others may go; a lease lasts for five seconds."""


TO_DO_IT: Final = timedelta(hours=1)
"""The longest that others leave somebody who took a duty alone with it; far longer than any takes."""


class Leases(Protocol):
    """Something that one process holds until a moment, and may hold on to."""

    async def hold(self, name: str, holder: str, *, until: datetime, at: datetime) -> bool:
        """Take a lease, or hold on to it until later; False where it is another's, and has not ended at `at`."""
        ...

    async def release(self, name: str, holder: str) -> None:
        """Give a lease back; one of another stays."""
        ...

    async def held(self, *, at: datetime) -> Mapping[str, str]:
        """The leases that have not ended: who holds each."""
        ...

    async def forget(self, *, before: datetime) -> int:
        """Erase leases that ended before that; how many."""
        ...


class Duties(Protocol):
    """Work that is done again and again, by one process for all."""

    async def take(self, name: str, *, every: timedelta, at: datetime) -> bool:
        """Whether it is due, and this process's to do.

        Nobody else is told so for as long as `every`, less a second; or, until it is noted as done, for `TO_DO_IT`
        where that is shorter: whoever took it may fail, or be killed.
        """
        ...

    async def done(self, name: str, *, at: datetime) -> None:
        """Note that what was taken at a moment is done."""
        ...
