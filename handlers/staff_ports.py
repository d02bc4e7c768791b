"""What curation and publishing need from the floor above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from handlers.feedback import Share, Vote
    from handlers.gap_queue import GapGroup, GapState, Wording
    from handlers.link_checks import LinkCheck
    from handlers.model import Gap
    from handlers.releases import DraftChange, Examination, Release, ReleaseState
    from handlers.staff import Deed, Membership, Role
    from knowledge.editing import Change
    from knowledge.schema import Language
    from knowledge.tree import Tree


class GapQueue(Protocol):
    """Keeps what could not be answered, grouped by what is asked."""

    async def record(self, gap: Gap) -> int:
        """Add one gap to the group that asks the same, or to a new one; the group's id."""
        ...

    async def groups(
        self, *, states: Sequence[GapState] = (), limit: int = 50, offset: int = 0, fewest_askers: int = 1
    ) -> Sequence[GapGroup]:
        """Groups, most distinct askers first, then the most recent; of all states when none is given.

        A group's text is empty unless at least `fewest_askers` people asked it.
        """
        ...

    async def count(self, *, states: Sequence[GapState] = ()) -> int:
        """How many groups there are."""
        ...

    async def group(self, group: int, *, fewest_askers: int = 1) -> GapGroup | None:
        """One group, or None when it is gone."""
        ...

    async def wordings(self, group: int, *, fewest_askers: int = 1) -> Sequence[Wording]:
        """The ways in which a group's question was asked, most askers first; none when too few people asked."""
        ...

    async def decide(self, group: int, state: GapState, *, by: str, at: datetime, entry: str | None = None) -> None:
        """Move a group to another state; one that is gone stays so.

        The group keeps its entry unless another is given or it is opened again; a disliked answer always keeps its own.
        """
        ...

    async def erase(self, day: date, pseudonym: str) -> int:
        """Erase the gaps that somebody left on a day, and groups that have none left; how many gaps."""
        ...

    async def forget(self, *, before: date) -> int:
        """Erase gaps of days before `before`, and groups that have none left; how many gaps."""
        ...


class Votes(Protocol):
    """Keeps what readers think of answers."""

    async def cast(self, vote: Vote) -> bool:
        """Keep a vote in place of the person's earlier one on the same answer and day; whether it changed anything."""
        ...

    async def shares(self, *, since: date | None = None) -> Sequence[Share]:
        """The votes on each answer, counted; most voted down first."""
        ...

    async def erase(self, day: date, pseudonym: str) -> int:
        """Erase the votes that somebody cast on a day; how many."""
        ...

    async def forget(self, *, before: date) -> int:
        """Take the pseudonyms off votes of days before `before`; the counts stay. How many."""
        ...


class Tallies(Protocol):
    """Counts replies; never what was asked."""

    async def add(self, day: date, language: str, kind: str) -> None:
        """One more reply of a kind: `answer`, `clarify`, `gap` or `intent`."""
        ...

    async def between(self, first: date, last: date) -> Mapping[tuple[date, str, str], int]:
        """The counts of some days, by day, language and kind."""
        ...


class Releases(Protocol):
    """Keeps every release with its whole content."""

    async def add(self, release: Release, tree: Tree) -> Release:
        """Keep a new one; it gets the next number, whatever its own."""
        ...

    async def move(self, number: int, state: ReleaseState, *, reasons: Sequence[str] = ()) -> Release:
        """Put a release that was not published into another state, but not that of a published one.

        Raises:
            KeyError: there is no such release.
            StaleError: it was published already.
        """
        ...

    async def publish(self, number: int, *, at: datetime, is_forced: bool = False) -> Release:
        """Publish a release in place of its base.

        Raises:
            KeyError: there is no such release.
            StaleError: it was published already, or another one was published after its base.
        """
        ...

    async def served(self) -> Release | None:
        """The latest published one: the one published last, whatever its number; None before there is one."""
        ...

    async def get(self, number: int) -> Release | None:
        """One of them."""
        ...

    async def tree(self, number: int) -> Tree:
        """The content of a release.

        Raises:
            KeyError: there is no such release.
        """
        ...

    async def history(self, *, limit: int = 50, states: Sequence[ReleaseState] = ()) -> Sequence[Release]:
        """The latest ones, newest first; of all states when none is given."""
        ...


class Drafts(Protocol):
    """Keeps the changes that wait to be published."""

    async def changes(self) -> Sequence[DraftChange]:
        """All of them, in the order in which they were made."""
        ...

    async def add(
        self, change: Change, *, author: str, at: datetime, group: int | None = None, expected: int
    ) -> DraftChange:
        """Add one, if the number of the latest is still `expected` (0: there is none).

        Raises:
            StaleError: another change came first.
        """
        ...

    async def drop(self, numbers: Sequence[int]) -> None:
        """Take changes away: they were published, or thought better of."""
        ...


class Examiner(Protocol):
    """Tries a knowledge out, away from the conversation."""

    async def examine(self, tree: Tree, base: Tree | None, gaps: Mapping[int, str]) -> Examination:
        """Check a tree, ask its question tests, and compare it with the one that is served.

        Args:
            tree: what may be published.
            base: what is served; None when nothing is.
            gaps: recorded gaps by the ids of their groups, to be asked of both.
        """
        ...


class Memberships(Protocol):
    """Knows who was given a role at run time, and what staff wish."""

    async def all(self) -> Sequence[Membership]:
        """Everybody, in the order in which they came; of those granted by `settings` the wishes count, not the role."""
        ...

    async def grant(self, membership: Membership) -> None:
        """Give a role, or change it; somebody who is known already keeps their language and their wishes."""
        ...

    async def revoke(self, staff: str) -> bool:
        """Take it away; whether there was one."""
        ...

    async def set_language(self, staff: str, role: Role, language: Language) -> None:
        """Remember the language somebody works in; also of those whose role stands in the settings."""
        ...

    async def set_digest(self, staff: str, role: Role, *, wanted: bool) -> None:
        """Remember whether somebody wants the daily digest; also of those whose role stands in the settings."""
        ...

    async def digest_sent(self, staff: str, day: date) -> None:
        """Remember that it was sent."""
        ...


class AuditLog(Protocol):
    """Keeps what staff did; nothing in it can be changed."""

    async def append(self, deed: Deed) -> None:
        """Add a line."""
        ...

    async def latest(
        self, *, limit: int = 50, before: int | None = None, actor: str | None = None, kind: str | None = None
    ) -> Sequence[Deed]:
        """The latest lines, newest first.

        Args:
            limit: how many at the most.
            before: only those with a lower number.
            actor: only those of this staff id.
            kind: only actions of this kind: `gap` for `gap.dismiss`, `gap.reopen`…
        """
        ...


class Tickets(Protocol):
    """One-time links and the console's sessions; only hashes of their tokens are kept."""

    async def issue(self, hashed: str, staff: str, *, until: datetime) -> None:
        """Keep a one-time link."""
        ...

    async def is_waiting(self, hashed: str, *, at: datetime) -> bool:
        """Whether a link could be redeemed now; it is not used up by asking."""
        ...

    async def redeem(self, hashed: str, *, at: datetime) -> str | None:
        """Who a link was issued to, once; None when it was used, is too old, or never was."""
        ...

    async def open(self, hashed: str, staff: str, *, at: datetime, until: datetime) -> None:
        """Begin a session."""
        ...

    async def whose(self, hashed: str, *, at: datetime) -> str | None:
        """Who a session belongs to; None when it ended."""
        ...

    async def extend(self, hashed: str, *, until: datetime) -> None:
        """Let a session last longer."""
        ...

    async def close(self, hashed: str) -> None:
        """End a session."""
        ...

    async def close_all(self, staff: str) -> None:
        """End all sessions and links of somebody whose role was taken away."""
        ...


class LinkChecks(Protocol):
    """Keeps what curators last found behind the links of sources."""

    async def mark(self, check: LinkCheck) -> None:
        """Keep a finding in place of the earlier one of its source."""
        ...

    async def all(self) -> Mapping[str, LinkCheck]:
        """The latest finding of each source that somebody looked at, by the source's id."""
        ...
