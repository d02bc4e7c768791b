"""What staff work with: every store and tool of curation and publishing in one place, for whichever face they use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handlers.staff import Deed, NotAllowedError
from knowledge.problems import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from handlers.ports import Clock
    from handlers.shelf import Shelf
    from handlers.staff import Role, Staff
    from handlers.staff_ports import (
        AuditLog,
        Drafts,
        Examiner,
        GapQueue,
        LinkChecks,
        Memberships,
        Releases,
        Tallies,
        Tickets,
        Votes,
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """One for each process; the use cases are functions of it."""

    shelf: Shelf
    gaps: GapQueue
    votes: Votes
    tallies: Tallies
    releases: Releases
    drafts: Drafts
    memberships: Memberships
    audit: AuditLog
    tickets: Tickets
    links: LinkChecks
    examiner: Examiner
    clock: Clock
    appointed: Mapping[str, Role] = field(default_factory=dict)
    """The roles that stand in the settings, by staff id."""
    fewest_askers: int = 1
    """People who have to ask a question before curators may read it."""

    async def note(
        self,
        staff: Staff,
        action: str,
        target: str,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Write a line of the audit log."""
        await self.audit.append(Deed(staff.id, action, target, self.clock.now(), before or {}, after or {}))


def require_admin(staff: Staff) -> None:
    """Let nobody pass but admins.

    Raises:
        NotAllowedError: it is a curator.
    """
    if not staff.is_admin:
        raise NotAllowedError(sentence("This needs an admin: ask one of them to do it."))
