"""Roles, the audit log, links and sessions in memory."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from handlers.roles import OF_THE_SETTINGS
from handlers.staff import Deed, Membership

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from typing import Any

    from handlers.staff import Role
    from knowledge.schema import Language


class MemoryMemberships:
    """The port `Memberships` in memory."""

    def __init__(self) -> None:
        self._members: dict[str, Membership] = {}

    async def all(self) -> Sequence[Membership]:
        return tuple(self._members.values())

    async def grant(self, membership: Membership) -> None:
        kept = self._members.get(membership.id, membership)
        self._members[membership.id] = replace(
            kept, role=membership.role, granted_by=membership.granted_by, granted_at=membership.granted_at
        )

    async def revoke(self, staff: str) -> bool:
        is_granted = staff in self._members and self._members[staff].granted_by != OF_THE_SETTINGS
        if is_granted:
            del self._members[staff]
        return is_granted

    async def set_language(self, staff: str, role: Role, language: Language) -> None:
        self._members[staff] = replace(self._member(staff, role), language=language)

    async def set_digest(self, staff: str, role: Role, *, wanted: bool) -> None:
        self._members[staff] = replace(self._member(staff, role), wants_digest=wanted)

    async def digest_sent(self, staff: str, day: date) -> None:
        if staff in self._members:
            self._members[staff] = replace(self._members[staff], digest_day=day)

    def _member(self, staff: str, role: Role) -> Membership:
        return self._members.get(staff, Membership(staff, role, OF_THE_SETTINGS, None))


class MemoryAuditLog:
    """The port `AuditLog` in memory."""

    def __init__(self) -> None:
        self._deeds: list[Deed] = []

    async def append(self, deed: Deed) -> None:
        number, before, after = len(self._deeds) + 1, _as_json(deed.before), _as_json(deed.after)
        self._deeds.append(replace(deed, number=number, before=before, after=after))

    async def latest(
        self, *, limit: int = 50, before: int | None = None, actor: str | None = None, kind: str | None = None
    ) -> Sequence[Deed]:
        earlier = self._deeds if before is None else self._deeds[: max(before - 1, 0)]
        wanted = (
            deed
            for deed in reversed(earlier)
            if (actor is None or deed.actor == actor) and (kind is None or deed.action.startswith(f"{kind}."))
        )
        return tuple(islice(wanted, limit))


class MemoryTickets:
    """The port `Tickets` in memory."""

    def __init__(self) -> None:
        self._links: dict[str, tuple[str, datetime]] = {}
        self._sessions: dict[str, tuple[str, datetime]] = {}

    async def issue(self, hashed: str, staff: str, *, until: datetime) -> None:
        self._links[hashed] = staff, until

    async def is_waiting(self, hashed: str, *, at: datetime) -> bool:
        _, until = self._links.get(hashed, (None, at))
        return until > at

    async def redeem(self, hashed: str, *, at: datetime) -> str | None:
        self._sweep(at)
        staff, _ = self._links.pop(hashed, (None, None))
        return staff

    async def open(self, hashed: str, staff: str, *, at: datetime, until: datetime) -> None:
        self._sweep(at)
        self._sessions[hashed] = staff, until

    async def whose(self, hashed: str, *, at: datetime) -> str | None:
        staff, until = self._sessions.get(hashed, (None, at))
        return staff if until > at else None

    async def extend(self, hashed: str, *, until: datetime) -> None:
        if hashed in self._sessions:
            staff, before = self._sessions[hashed]
            self._sessions[hashed] = staff, max(before, until)

    async def close(self, hashed: str) -> None:
        self._sessions.pop(hashed, None)

    async def close_all(self, staff: str) -> None:
        self._links = {hashed: kept for hashed, kept in self._links.items() if kept[0] != staff}
        self._sessions = {hashed: kept for hashed, kept in self._sessions.items() if kept[0] != staff}

    def _sweep(self, at: datetime) -> None:
        self._links = {hashed: kept for hashed, kept in self._links.items() if kept[1] > at}
        self._sessions = {hashed: kept for hashed, kept in self._sessions.items() if kept[1] > at}


def _as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as a database gives them back."""
    return dict(json.loads(json.dumps(dict(values))))
