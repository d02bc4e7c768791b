"""The people who were given a role, and what they did: the only people whose ids are kept, because they know it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from knowledge.errors import BilingualError
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


class Role(StrEnum):
    """What somebody may do; an admin may do all that a curator may."""

    CURATOR = "curator"
    ADMIN = "admin"


class NotAllowedError(BilingualError):
    """Somebody asked for what their role does not include."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody with a role. `id` names the channel, too: `telegram:1234`, or `cli:amal` for a user of the server."""

    id: str
    role: Role
    language: Language = Language.ENGLISH

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN


@dataclass(frozen=True, slots=True)
class Membership:
    """A role as it was granted."""

    id: str
    role: Role
    granted_by: str
    """The id of an admin; `settings` where the role stands in the settings."""
    granted_at: datetime | None
    language: Language = Language.ENGLISH
    wants_digest: bool = False
    digest_day: date | None = None
    """The last day on which a digest was sent."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the audit log. What the public wrote never stands in it."""

    actor: str
    """The id of who did it."""
    action: str
    """`gap.attach`, `release.publish`, `role.grant`…"""
    target: str
    """What it was done to: `gap:12`, `entry:coalition-members`, `release:7`, `telegram:1234`."""
    at: datetime
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    number: int | None = None
    """Given by the log."""
