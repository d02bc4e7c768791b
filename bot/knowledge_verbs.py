"""`sanad knowledge …`: the verbs of publishing on the command line; what they do lives in `bot.releasing`."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from rich.console import Console

    from bot.settings import Settings
    from handlers.desk import Desk

    Work = Callable[[argparse.Namespace, Desk, Console], Awaitable[int]]
    _Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no public name for it

_WIDE: Final = 240
"""Columns in a pipe, where nothing has to fit a window."""

# Each verb imports what it needs when it runs: see `bot.cli`.
# ruff: noqa: PLC0415


def add_knowledge(verbs: _Verbs) -> None:
    """Add `knowledge` and its own verbs."""
    knowledge = verbs.add_parser("knowledge", help="publish, compare, hand in and export the knowledge")
    own = knowledge.add_subparsers(required=True, metavar="VERB")
    _add_draft(own)
    _add_publishing(own)
    _add_reading(own)


def _add_draft(verbs: _Verbs) -> None:
    draft = verbs.add_parser("draft", help="the changes that wait to be published, numbered")
    draft.set_defaults(verb=_verb(_draft))
    drop = verbs.add_parser("drop", help="take a change out of the draft")
    drop.add_argument("number", type=number, help="of the change")
    drop.set_defaults(verb=_verb(_drop))
    diff = verbs.add_parser("diff", help="what differs: draft and served, folder and served, or two releases")
    diff.add_argument("sides", nargs="*", metavar="FOLDER|ZIP|NUMBER", help="two at the most; none: the draft")
    diff.add_argument("--json", action="store_true", help="print it as one JSON object")
    diff.set_defaults(verb=_verb(_diff))


def _add_publishing(verbs: _Verbs) -> None:
    hand_in = verbs.add_parser("import", help="hand in a whole knowledge: it is examined, and not published yet")
    hand_in.add_argument("path", type=Path, metavar="FOLDER|ZIP")
    hand_in.add_argument("--note", default="", help="what it is about")
    hand_in.add_argument("--json", action="store_true", help="print all of it as one JSON object")
    hand_in.set_defaults(verb=_verb(_import))
    publish = verbs.add_parser("publish", help="publish the draft, or a release that was handed in")
    publish.add_argument("number", type=number, nargs="?", help="of a release; none: the draft")
    publish.add_argument("--note", default="", help="what the draft is about")
    publish.add_argument("--force", action="store_true", help="although the examination fails; it is recorded")
    publish.set_defaults(verb=_verb(_publish))
    rollback = verbs.add_parser("rollback", help="bring back the release before, or another one")
    rollback.add_argument("number", type=number, nargs="?", help="of the release to bring back")
    rollback.set_defaults(verb=_verb(_rollback))


def _add_reading(verbs: _Verbs) -> None:
    history = verbs.add_parser("history", help="the latest releases; a star stands at the one that is served")
    history.add_argument("--limit", type=number, default=30, help="how many at the most (30)")
    history.add_argument("--json", action="store_true", help="print them as one JSON list")
    history.set_defaults(verb=_verb(_history))
    show = verbs.add_parser("show", help="what is known of one release, and what it changed")
    show.add_argument("number", type=number)
    show.set_defaults(verb=_verb(_show))
    export = verbs.add_parser("export", help="write a release as files, byte for byte")
    export.add_argument("folder", type=Path, help="knowledge files in it that the release lacks are removed")
    export.add_argument("--release", type=number, metavar="NUMBER", help="another one than that which is served")
    export.set_defaults(verb=_verb(_export))


def number(written: str) -> int:
    """A number from 1 on, as an argument."""
    if not written.isascii() or not written.isdecimal() or not 1 <= int(written[:10]) <= 10**9:
        raise argparse.ArgumentTypeError(f"{written} is no number from 1 on")
    return int(written)


def _verb(work: Work) -> Callable[[argparse.Namespace, Settings], int]:
    """A verb that works at a desk, and prints."""

    async def at_a_desk(parsed: argparse.Namespace, settings: Settings) -> int:
        from rich.console import Console

        from bot.app import open_desk

        console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        if not console.is_terminal:
            console.width = _WIDE
        async with open_desk(settings) as desk:
            return await work(parsed, desk, console)

    return lambda parsed, settings: asyncio.run(at_a_desk(parsed, settings))


async def _draft(_: argparse.Namespace, desk: Desk, console: Console) -> int:
    from bot import releasing

    return await releasing.show_draft(desk, console)


async def _drop(parsed: argparse.Namespace, desk: Desk, console: Console) -> int:
    from bot import releasing

    return await releasing.drop(desk, console, parsed.number)


async def _diff(parsed: argparse.Namespace, desk: Desk, console: Console) -> int:
    from bot import releasing

    return await releasing.show_difference(desk, console, parsed.sides, is_json=parsed.json)


async def _import(parsed: argparse.Namespace, desk: Desk, console: Console) -> int:
    from bot import releasing

    return await releasing.hand_in(desk, console, parsed.path, parsed.note, is_json=parsed.json)


async def _publish(parsed: argparse.Namespace, desk: Desk, console: Console) -> int:
    from bot import releasing

    return await releasing.publish(desk, console, parsed.number, parsed.note, force=parsed.force)


async def _history(parsed: argparse.Namespace, desk: Desk, console: Console) -> int:
    from bot import releasing

    return await releasing.show_history(desk, console, parsed.limit, is_json=parsed.json)


async def _show(parsed: argparse.Namespace, desk: Desk, console: Console) -> int:
    from bot import releasing

    return await releasing.show(desk, console, parsed.number)


async def _rollback(parsed: argparse.Namespace, desk: Desk, console: Console) -> int:
    from bot import releasing

    return await releasing.roll_back(desk, console, parsed.number)


async def _export(parsed: argparse.Namespace, desk: Desk, console: Console) -> int:
    from bot import releasing

    return await releasing.export(desk, console, parsed.folder, parsed.release)
