"""Libraries of releases, built by a process of their own where they are not in the cache."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.library_cache import cached_library, is_cached
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.release_folders import ReleaseFolders
    from handlers.library import Library
    from knowledge.tree import Tree


class BuildError(SanadError):
    """A release could not be made searchable; says what the process that tried said last."""


@dataclass(frozen=True, slots=True)
class BuiltLibraries:
    """The port `Libraries`."""

    folders: ReleaseFolders
    cache: Path | None = None
    """Where built libraries are kept; by default the user's cache folder."""

    async def library(self, tree: Tree) -> Library:
        folder = await asyncio.to_thread(self.folders.write, tree)
        if not await asyncio.to_thread(is_cached, folder, self.cache):
            await _build(folder, self.cache)
        return await asyncio.to_thread(cached_library, folder, self.cache)


async def _build(folder: Path, cache: Path | None) -> None:
    """Leave the library of a folder in the cache. In a process of its own, for it would hold up every reply here."""
    arguments = ["prepare", str(folder), *(["--cache", str(cache)] if cache is not None else [])]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.cli", *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, complaint = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        said = complaint.decode(errors="replace").strip() or f"exit code {process.returncode}"
        raise BuildError(f"The release cannot be built: {said}")
