"""From a gap to a change that waits in the draft: what curators do, whichever face they use."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial, reduce
from typing import TYPE_CHECKING, Final, TypeAlias

from handlers import publishing
from handlers.feedback import Share
from handlers.gap_queue import GapState
from handlers.model import Reason
from handlers.redaction import is_redacted, plain, redact
from handlers.releases import StaleError
from handlers.varieties import variety_of
from knowledge.editing import (
    AddElsewhere,
    AddEntry,
    AddNearMiss,
    AddPhrasing,
    AddQuestion,
    AddSource,
    AddTold,
    AddUntold,
    ChangeError,
    ReplaceEntry,
    apply,
    id_of,
)
from knowledge.problems import sentence
from knowledge.schema import Bilingual
from knowledge.search.decide import ELSEWHERE
from knowledge.text.language import Detected
from knowledge.text.tokens import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.desk import Desk
    from handlers.gap_queue import GapGroup, Wording
    from handlers.releases import Draft, DraftChange, Examination
    from handlers.staff import Staff
    from knowledge.editing import Change
    from knowledge.schema import Variety
    from knowledge.search.evidence import Candidate
    from knowledge.tree import Tree

Asked: TypeAlias = AddPhrasing | AddTold | AddUntold
"""How a gap may stand to an entry."""

ATTACHED: Final = 6
"""Wordings of a group that are attached together."""
PROPOSED: Final = 5
"""Entries that are proposed for a gap."""
TRIES: Final = 5
"""To put a change on top of those that others make at the same moment."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry, or a subject that belongs elsewhere, that a gap may be meant for, and what speaks for it."""

    id: str
    title: Bilingual
    is_elsewhere: bool
    probability: float
    phrasing: str
    """The nearest way of asking that is known."""
    unexplained: tuple[str, ...]
    """Words of the gap that nothing in the entry explains."""


@dataclass(frozen=True, slots=True)
class GapInView:
    """One group with everything that a curator decides by."""

    group: GapGroup
    wordings: tuple[Wording, ...]
    proposals: tuple[Proposal, ...]
    waiting: tuple[DraftChange, ...]
    """Changes of the draft that answer it."""
    variety: Variety | None
    """What its first wording is written in, as far as that can be told."""
    votes: Share | None = None
    """Of an answer that was voted down, over all claims that were shown."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do, before anything is kept."""

    changes: tuple[Change, ...]
    draft: Draft
    """What waits already."""
    examination: Examination


async def queue(
    desk: Desk, *, states: Sequence[GapState] = (GapState.OPEN,), limit: int = 50, offset: int = 0
) -> Sequence[GapGroup]:
    """Gaps by who asks most."""
    return await desk.gaps.groups(states=states, limit=limit, offset=offset, fewest_askers=desk.fewest_askers)


async def look(desk: Desk, number: int) -> GapInView | None:
    """One group of gaps, with the entries that it may be meant for; None when it is gone."""
    group = await desk.gaps.group(number, fewest_askers=desk.fewest_askers)
    if group is None:
        return None
    changes = (change for change in await desk.drafts.changes() if change.group == number)
    return GapInView(
        group,
        tuple(await desk.gaps.wordings(number, fewest_askers=desk.fewest_askers)),
        proposals(desk, group.text) if group.text else (),
        tuple(changes),
        variety_of(desk.shelf.library, group.text) if group.text else None,
        await _votes_on(desk, group),
    )


def proposals(desk: Desk, text: str) -> tuple[Proposal, ...]:
    """The entries that a text comes nearest to, likeliest first."""
    library = desk.shelf.library
    is_arabizi = library.detector.detect(text) is Detected.ARABIZI
    question = library.finder.reader.read(text, is_arabizi=is_arabizi)
    candidates = library.finder.index.search(question, limit=PROPOSED)
    return tuple(_proposal(desk, candidate) for candidate in candidates)


def attaching(desk: Desk, view: GapInView, entry: str, kind: type[Asked] = AddPhrasing) -> tuple[Asked, ...]:
    """The changes of a kind that say how a group of gaps stands to an entry: one for each of its `whole_wordings`."""
    return tuple(kind(entry, text, variety_of(desk.shelf.library, text)) for text in whole_wordings(view))


def whole_wordings(view: GapInView) -> tuple[str, ...]:
    """The wordings of a group in which nothing was taken out, of those that differ in spelling alone the first."""
    whole = (asked.text for asked in view.wordings if not is_redacted(asked.text))
    texts: dict[str, str] = {}
    for text in whole:
        texts.setdefault(wording(text), text)
    return tuple(texts.values())[:ATTACHED]


def putting_out_of_scope(
    desk: Desk, text: str, target: str, variety: Variety | None = None
) -> AddNearMiss | AddElsewhere:
    """The change that makes sure that an entry does not answer a question, or that a subject elsewhere takes it."""
    variety = variety or variety_of(desk.shelf.library, text)
    if target.startswith(ELSEWHERE):
        return AddElsewhere(target.removeprefix(ELSEWHERE), text, variety)
    return AddNearMiss(target, text, variety)


async def preview(desk: Desk, changes: Sequence[Change]) -> Preview:
    """What changes would do on top of all that waits.

    Raises:
        ChangeError: one of them cannot be made.
    """
    waiting = await publishing.draft(desk)
    tree = reduce(partial(_changed, desk), changes, waiting.tree)
    return Preview(tuple(changes), waiting, await publishing.examine(desk, tree))


async def keep(
    desk: Desk, staff: Staff, changes: Sequence[Change], *, group: int | None = None
) -> tuple[DraftChange, ...]:
    """Put changes into the draft, on top of whatever others have put there meanwhile.

    Args:
        desk: where the draft is.
        staff: whose changes they are.
        changes: what to do.
        group: the gaps that they answer; those are drafted from now on.

    Raises:
        ChangeError: one of them cannot be made.
        ConflictError: somebody else has changed the same entry; the error has their text.
        StaleError: others were faster each time.
    """
    kept = tuple([await _keep(desk, staff, change, group) for change in changes])
    if group is not None:
        entry = next((entry for change in changes if (entry := entry_of(change)) is not None), None)
        await desk.gaps.decide(group, GapState.DRAFTED, by=staff.id, at=desk.clock.now(), entry=entry)
    return kept


async def drop(desk: Desk, staff: Staff, number: int) -> None:
    """Take a change out of the draft; the gaps that waited for it are open again.

    Raises:
        StaleError: it does not wait any more.
    """
    found = next((change for change in await desk.drafts.changes() if change.number == number), None)
    if found is None:
        raise StaleError(sentence("This change does not wait any more: it was published or dropped."))
    await desk.drafts.drop([number])
    await desk.note(staff, "draft.drop", _target(found.change), before={"change": number})
    if found.group is not None:
        await desk.gaps.decide(found.group, GapState.OPEN, by=staff.id, at=desk.clock.now())


async def dismiss(desk: Desk, staff: Staff, number: int) -> None:
    """Decide that a group of gaps needs no answer; it does not come back when the same is asked again."""
    await _decide(desk, staff, number, GapState.DISMISSED, "gap.dismiss")


async def reopen(desk: Desk, staff: Staff, number: int) -> None:
    """Think again."""
    await _decide(desk, staff, number, GapState.OPEN, "gap.reopen")


def entry_of(change: Change) -> str | None:
    """The entry that a change is about; None of one that is about another thing."""
    if isinstance(change, AddEntry):
        return id_of(change.text)
    return change.entry if isinstance(change, AddQuestion | ReplaceEntry) else None


def _changed(desk: Desk, tree: Tree, change: Change) -> Tree:
    """The tree with a change made.

    Raises:
        ChangeError: it cannot be made, or would keep, of what people asked, what may tell who did.
    """
    if isinstance(change, AddTold | AddUntold) and _may_tell_who_asked(desk, change.text):
        wrong = "“{text}” may tell who asked: take out names, numbers, addresses and links"
        raise ChangeError(sentence(wrong, text=change.text))
    return apply(tree, change)


def _may_tell_who_asked(desk: Desk, text: str) -> bool:
    """Whether something is to be taken out of a text, or was: what is left then are no words of people."""
    return is_redacted(text) or redact(text, desk.shelf.library.public_names) != plain(text)


async def _keep(desk: Desk, staff: Staff, change: Change, group: int | None) -> DraftChange:
    for _ in range(TRIES):
        waiting = await publishing.draft(desk)
        _changed(desk, waiting.tree, change)
        try:
            kept = await desk.drafts.add(
                change, author=staff.id, at=desk.clock.now(), group=group, expected=waiting.version
            )
        except StaleError:
            continue
        await desk.note(staff, f"draft.{_action(change)}", _target(change), after={"change": kept.number})
        return kept
    raise StaleError(sentence("Others are changing the draft at this moment: try again."))


async def _decide(desk: Desk, staff: Staff, number: int, state: GapState, action: str) -> None:
    group = await desk.gaps.group(number)
    if group is None:
        raise StaleError(sentence("This gap is gone: it was too old, or erased."))
    await desk.gaps.decide(number, state, by=staff.id, at=desk.clock.now())
    await desk.note(staff, action, f"gap:{number}", before={"state": group.state}, after={"state": state})


async def _votes_on(desk: Desk, group: GapGroup) -> Share | None:
    if group.reason is not Reason.DISLIKED:
        return None
    shares = [share for share in await desk.votes.shares() if share.entry == group.entry]
    complaints = sum((Counter(share.complaints) for share in shares), Counter())
    return Share(
        group.entry or "", (), sum(share.up for share in shares), sum(share.down for share in shares), complaints
    )


def _proposal(desk: Desk, candidate: Candidate) -> Proposal:
    knowledge, evidence = desk.shelf.library.knowledge, candidate.evidence
    is_elsewhere, subject = candidate.id.startswith(ELSEWHERE), candidate.id.removeprefix(ELSEWHERE)
    return Proposal(
        candidate.id,
        Bilingual(subject, subject) if is_elsewhere else knowledge.entries[candidate.id].title,
        is_elsewhere,
        candidate.probability,
        evidence.phrasing.text,
        tuple(feature.word or feature.id for feature in evidence.unexplained),
    )


def _action(change: Change) -> str:
    return {
        AddPhrasing: "attach",
        AddNearMiss: "out-of-scope",
        AddTold: "told",
        AddUntold: "untold",
        AddElsewhere: "out-of-scope",
        AddEntry: "new-entry",
        ReplaceEntry: "edit-entry",
        AddSource: "new-source",
    }[type(change)]


def _target(change: Change) -> str:
    entry = entry_of(change)
    if entry is not None:
        return f"entry:{entry}"
    return f"elsewhere:{change.subject}" if isinstance(change, AddElsewhere) else "sources"
