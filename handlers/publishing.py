"""Releases: drafted, examined, published, taken back. The only way in which what the public reads can change."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from handlers.desk import require_admin
from handlers.gap_queue import GapState
from handlers.releases import FOLDER, Draft, RefusedError, Release, ReleaseState, StaleError
from knowledge.difference import difference
from knowledge.editing import ChangeError, apply
from knowledge.problems import sentence
from knowledge.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.desk import Desk
    from handlers.releases import DraftChange, Examination
    from handlers.staff import Staff
    from knowledge.difference import Difference
    from knowledge.schema import Bilingual

MOST_GAPS: Final = 300
"""Groups of gaps that a release is tried on, those asked most first."""
NOTHING: Final = Tree({})
"""What is published before anything is."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A release that was handed in, what it is worth, and what it changes."""

    release: Release
    examination: Examination
    difference: Difference


async def served(desk: Desk) -> tuple[int, Tree]:
    """The number and the content of the release that is served; 0 and nothing before there is one."""
    release = await desk.releases.served()
    return (release.number, await desk.releases.tree(release.number)) if release is not None else (0, NOTHING)


async def draft(desk: Desk) -> Draft:
    """What is served with all waiting changes made; those that can no longer be made stand aside."""
    base, tree = await served(desk)
    made: list[DraftChange] = []
    conflicts: list[tuple[DraftChange, Bilingual]] = []
    for waiting in await desk.drafts.changes():
        try:
            tree = apply(tree, waiting.change)
            made.append(waiting)
        except ChangeError as error:
            conflicts.append((waiting, error.sentence))
    return Draft(base, tree, tuple(made), tuple(conflicts))


async def examine(desk: Desk, tree: Tree) -> Examination:
    """What a tree is worth beside what is served."""
    number, base = await served(desk)
    return await desk.examiner.examine(tree, base if number else None, await _gaps(desk))


async def submit(desk: Desk, staff: Staff, tree: Tree, note: str) -> Submission:
    """Hand in a whole knowledge: it is kept, examined and compared; nothing is published yet."""
    number, base = await served(desk)
    drafted = Release(0, tree.hash, staff.id, desk.clock.now(), note, ReleaseState.DRAFT, base=number)
    release = await desk.releases.add(drafted, tree)
    examination = await desk.examiner.examine(tree, base if number else None, await _gaps(desk))
    state = ReleaseState.CHECKED if examination.passes else ReleaseState.REFUSED
    release = await desk.releases.move(release.number, state, reasons=examination.reasons)
    await desk.note(staff, "release.submit", _name(release), after={"hash": tree.hash, "state": state})
    return Submission(release, examination, difference(base, tree))


async def publish(desk: Desk, staff: Staff, number: int, *, force: bool = False) -> Release:
    """Publish a release that was handed in; running bots take it over within seconds.

    Raises:
        NotAllowedError: a curator wants to force it.
        RefusedError: the examination failed, and nobody forces it.
        StaleError: there is no such release, it was published or not examined yet, or another was published since.
    """
    if force:
        require_admin(staff)
    release = await desk.releases.get(number)
    if release is None or release.state in {ReleaseState.DRAFT, ReleaseState.PUBLISHED}:
        wrong = "There is no release {number} that waits to be published: see the history."
        raise StaleError(sentence(wrong, number=number))
    if release.state is ReleaseState.REFUSED and not force:
        raise RefusedError(await examine(desk, await desk.releases.tree(number)))
    return await _publish(desk, staff, release, is_forced=release.state is ReleaseState.REFUSED)


async def publish_draft(
    desk: Desk, staff: Staff, note: str, *, force: bool = False, expected: int | None = None
) -> Submission:
    """Publish everything that waits, and resolve the gaps that it answers.

    Args:
        desk: where all of it is.
        staff: who publishes.
        note: what the release is about.
        force: publish although the examination fails.
        expected: the version of the draft that was looked at, if one was.

    Raises:
        NotAllowedError: a curator wants to force it.
        RefusedError: the examination failed, and nobody forces it.
        StaleError: nothing waits, or the draft is no longer as it was looked at.
    """
    waiting = await draft(desk)
    if not waiting.changes:
        raise StaleError(sentence("Nothing waits to be published."))
    if expected is not None and expected != waiting.version:
        raise StaleError(sentence("The draft has changed since you looked at it: look again, then publish."))
    submission = await submit(desk, staff, waiting.tree, note)
    if not submission.examination.passes and not force:
        raise RefusedError(submission.examination)
    release = await publish(desk, staff, submission.release.number, force=force)
    await desk.drafts.drop([change.number for change in waiting.changes])
    for change in waiting.changes:
        if change.group is not None:
            await desk.gaps.decide(change.group, GapState.RESOLVED, by=change.author, at=desk.clock.now())
    return replace(submission, release=release)


async def rollback(desk: Desk, staff: Staff, number: int | None = None) -> Release:
    """Bring back the content of an earlier release, by default the one before; it becomes a release of its own.

    Raises:
        NotAllowedError: by a curator.
        StaleError: there is no such release.
    """
    require_admin(staff)
    number = number if number is not None else await one_before(desk)
    if number is None:
        raise StaleError(sentence("There is no earlier release to go back to."))
    old = await desk.releases.get(number)
    if old is None or old.state is not ReleaseState.PUBLISHED:
        raise StaleError(sentence("Release {number} was never published: see the history.", number=number))
    base, _ = await served(desk)
    again = Release(0, old.hash, staff.id, desk.clock.now(), "", ReleaseState.CHECKED, base=base, restores=number)
    release = await desk.releases.add(again, await desk.releases.tree(number))
    return await _publish(desk, staff, release, is_forced=False)


async def one_before(desk: Desk) -> int | None:
    """The number of the release that was served before the one that is; None where there is none."""
    published = await desk.releases.history(limit=2, states=[ReleaseState.PUBLISHED])
    return published[1].number if len(published) > 1 else None


async def is_due(desk: Desk, tree: Tree) -> bool:
    """Whether the knowledge folder should become a release: nobody but a start has published, and it has changed."""
    return _is_due(await desk.releases.served(), tree)


async def begin(desk: Desk, tree: Tree) -> Release | None:
    """Publish the knowledge folder where nobody has published anything else yet; None where there is nothing to do.

    So a knowledge whose home is a folder is served as it lies there at the start. Once staff publish, theirs stands.

    Raises:
        StaleError: another process did so at this moment.
    """
    release = await desk.releases.served()
    if not _is_due(release, tree):
        return None
    base = release.number if release is not None else 0
    drafted = Release(0, tree.hash, FOLDER, desk.clock.now(), "", ReleaseState.CHECKED, base=base)
    kept = await desk.releases.add(drafted, tree)
    return await desk.releases.publish(kept.number, at=desk.clock.now())


def _is_due(release: Release | None, tree: Tree) -> bool:
    return release is None or (release.author == FOLDER and release.hash != tree.hash)


async def history(desk: Desk, *, limit: int = 50) -> Sequence[Release]:
    """The latest releases, newest first, whatever became of them."""
    return await desk.releases.history(limit=limit)


async def difference_between(desk: Desk, older: int, newer: int) -> Difference:
    """What differs between two releases; 0 is the knowledge before there was one.

    Raises:
        KeyError: there is no such release.
    """
    # In a thread: whole files may have to be read, and the public is answered meanwhile.
    return await asyncio.to_thread(difference, await _tree(desk, older), await _tree(desk, newer))


async def _publish(desk: Desk, staff: Staff, release: Release, *, is_forced: bool) -> Release:
    published = await desk.releases.publish(release.number, at=desk.clock.now(), is_forced=is_forced)
    await desk.note(
        staff,
        "release.rollback" if release.restores is not None else "release.publish",
        _name(release),
        before={"release": release.base},
        after={"hash": release.hash, "forced": is_forced, "restores": release.restores},
    )
    return published


async def _gaps(desk: Desk) -> Mapping[int, str]:
    """What was asked most and has no answer yet."""
    groups = await desk.gaps.groups(
        states=[GapState.OPEN, GapState.DRAFTED], limit=MOST_GAPS, fewest_askers=desk.fewest_askers
    )
    return {group.id: group.text for group in groups if group.text}


async def _tree(desk: Desk, number: int) -> Tree:
    return await desk.releases.tree(number) if number else NOTHING


def _name(release: Release) -> str:
    return f"release:{release.number}"
