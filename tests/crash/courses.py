"""The crash tests that are run with all the others.

On both databases together, each mode meets each database and each number of replicas; `python -m crash` runs them all.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from .trial import Course, Trial

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .fleet import Ground
    from .outcome import Outcome

ON_SQLITE: Final[Mapping[str, Course]] = {
    "polling, two replicas": Course(replicas=2, seed=1),
    "webhook, one process": Course(is_webhook=True, seed=2),
}
ON_POSTGRESQL: Final[Mapping[str, Course]] = {
    "polling, one process": Course(seed=3),
    "webhook, two replicas": Course(is_webhook=True, replicas=2, seed=4),
}


def run_side_by_side(courses: Mapping[str, Course], grounds: Mapping[str, Ground]) -> Mapping[str, Outcome]:
    """The outcome of each course that has a ground. Most of each is waiting, so they all go at once."""

    async def run() -> list[Outcome]:
        return await asyncio.gather(*(Trial(courses[name], ground).run() for name, ground in grounds.items()))

    return dict(zip(grounds, asyncio.run(run()), strict=True))
