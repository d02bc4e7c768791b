"""`sanad knowledge`: what waits, what it would change, and the releases, for whoever has the server's command line."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.appointing import staff_here
from bot.progress import waiting
from bot.release_lines import (
    change_line,
    draft_lines,
    examination_lines,
    examination_object,
    history_table,
    release_lines,
    release_object,
)
from bot.zipped import tree_of_zip
from handlers import curation, publishing
from handlers.releases import RefusedError, ReleaseState, StaleError
from knowledge.difference import difference
from knowledge.problems import sentence
from knowledge.tree import Tree, TreeError

if TYPE_CHECKING:
    from rich.console import Console

    from handlers.desk import Desk
    from handlers.publishing import Submission
    from knowledge.difference import Difference

_NEEDED: Final = ("sources.yaml", "topics.yaml", "lexicon.yaml")
"""Without these a folder is no knowledge."""
_EXAMINING: Final = "Looking at what it would change: about half a minute"


async def show_draft(desk: Desk, console: Console) -> int:
    """Print what waits to be published."""
    for line in draft_lines(await publishing.draft(desk)):
        console.print(line)
    return 0


async def drop(desk: Desk, console: Console, number: int) -> int:
    """Take a change out of the draft."""
    waiting = {change.number: change for change in await desk.drafts.changes()}
    await curation.drop(desk, staff_here(), number)
    console.print(f"dropped: {change_line(waiting[number])}")
    return 0


async def show_difference(desk: Desk, console: Console, sides: list[str], *, is_json: bool) -> int:
    """Print what differs: between the draft and what is served, a folder and that, or two releases."""
    found = await _difference(desk, sides)
    if is_json:
        console.print(json.dumps(asdict(found), ensure_ascii=False))
        return 0
    for line in found.lines() or ("no difference",):
        console.print(line)
    return 0


async def hand_in(desk: Desk, console: Console, path: Path, note: str, *, is_json: bool) -> int:
    """Hand in a folder or a zip, and print what it is worth and what it would change; 1 when it is refused."""
    tree = _tree_at(path)
    with waiting(_EXAMINING):
        submission = await publishing.submit(desk, staff_here(), tree, note)
    release, examination = submission.release, submission.examination
    if is_json:
        content = {
            "release": release_object(release),
            "examination": examination_object(examination),
            "difference": asdict(submission.difference)["changed"],
        }
        console.print(json.dumps(content, ensure_ascii=False))
        return 0 if examination.passes else 1
    for line in submission.difference.lines() or ("nothing differs from what is served",):
        console.print(line)
    for line in ("", *examination_lines(examination), "", _what_now(submission)):
        console.print(line)
    return 0 if examination.passes else 1


async def publish(desk: Desk, console: Console, number: int | None, note: str, *, force: bool) -> int:
    """Publish the draft, or a release that was handed in; 1 with the reasons when it is refused."""
    staff = staff_here()
    try:
        with waiting(_EXAMINING):
            if number is not None:
                release = await publishing.publish(desk, staff, number, force=force)
            else:
                release = (await publishing.publish_draft(desk, staff, note, force=force)).release
    except RefusedError as error:
        for line in ("Not published:", *examination_lines(error.examination)):
            console.print(line)
        return 1
    console.print(f"Release {release.number} is published; running bots take it over within seconds.")
    return 0


async def show_history(desk: Desk, console: Console, limit: int, *, is_json: bool) -> int:
    """Print the latest releases."""
    releases = await publishing.history(desk, limit=limit)
    served, _ = await publishing.served(desk)
    if is_json:
        content = [{**release_object(release), "served": release.number == served} for release in releases]
        console.print(json.dumps(content, ensure_ascii=False))
    elif releases:
        console.print(history_table(releases, served))
    else:
        console.print("There is no release yet: `sanad run` publishes the knowledge folder as the first.")
    return 0


async def show(desk: Desk, console: Console, number: int) -> int:
    """Print what is known of one release, and what it changed."""
    release = await desk.releases.get(number)
    if release is None:
        raise _no_release(number)
    found = await publishing.difference_between(desk, release.base, number)
    for line in (*release_lines(release), "", *(found.lines() or ("nothing differs from the one before",))):
        console.print(line)
    return 0


async def roll_back(desk: Desk, console: Console, number: int | None) -> int:
    """Bring an earlier release back."""
    release = await publishing.rollback(desk, staff_here(), number)
    console.print(f"Release {release.number} brings back release {release.restores}.")
    return 0


async def export(desk: Desk, console: Console, folder: Path, number: int | None) -> int:
    """Write a release as files, byte for byte as they were handed in."""
    served, tree = await publishing.served(desk)
    if number is not None and number != served:
        tree = await _tree_of(desk, number)
    if not tree.files:
        raise StaleError(sentence("There is no release yet: `sanad run` publishes the knowledge folder as the first."))
    tree.write(folder)
    console.print(f"{folder}: {len(tree.files)} files of release {number or served}")
    return 0


async def _difference(desk: Desk, sides: list[str]) -> Difference:
    match sides:
        case []:
            waiting = await publishing.draft(desk)
            _, served = await publishing.served(desk)
            return difference(served, waiting.tree)
        case [one]:
            _, served = await publishing.served(desk)
            return difference(served, await _side(desk, one))
        case [one, other]:
            return difference(await _side(desk, one), await _side(desk, other))
        case _:
            raise StaleError(sentence("Two can be compared: sanad knowledge diff 3 5"))


async def _side(desk: Desk, written: str) -> Tree:
    """A release by its number, or a folder or zip by its path; a folder that is called 7 is ./7."""
    return await _tree_of(desk, int(written)) if written.isdecimal() else _tree_at(Path(written))


async def _tree_of(desk: Desk, number: int) -> Tree:
    try:
        return await desk.releases.tree(number)
    except KeyError:
        raise _no_release(number) from None


def _tree_at(path: Path) -> Tree:
    if path.is_file():
        return tree_of_zip(path.read_bytes())
    tree = Tree.read(path) if path.is_dir() else Tree({})
    if lacking := [name for name in _NEEDED if name not in tree.files]:
        wrong = "{path} is no knowledge ({file} is missing): name its folder, or a zip of it"
        raise TreeError(sentence(wrong, path=str(path), file=lacking[0]))
    return tree


def _what_now(submission: Submission) -> str:
    number = submission.release.number
    if submission.release.state is ReleaseState.REFUSED:
        return f"Release {number} is refused: mend it and hand it in again, or add --force to `sanad knowledge publish`"
    return f"Release {number} waits: `sanad knowledge publish {number}`"


def _no_release(number: int) -> StaleError:
    return StaleError(sentence("There is no release {number}: `sanad knowledge history` lists them.", number=number))
