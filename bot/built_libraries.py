"""Libraries of releases, built by a process of their own where they are not in the cache."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.apart import complaint_of
from bot.library_cache import cached_library, is_cached
from knowledge.cores import every_core
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.release_folders import ReleaseFolders
    from handlers.library import Library
    from knowledge.tree import Tree


class BuildError(SanadError):
    """A release could not be made searchable; says what the process that tried said last."""


class BuiltLibraries:
    """The port `Libraries`."""

    def __init__(self, folders: ReleaseFolders, cache: Path | None = None) -> None:
        """By default built libraries are kept in the user's cache folder."""
        self._folders = folders
        self._cache = cache
        self._latest: Path | None = None
        """The folder of the last library: the next one is likely to be much like it."""

    async def library(self, tree: Tree) -> Library:
        folder = await asyncio.to_thread(self._folders.write, tree)
        await self.have_built(folder)
        library = await asyncio.to_thread(cached_library, folder, self._cache)
        self._latest = folder
        return library

    async def have_built(self, folder: Path) -> None:
        """Have the library of a folder in the cache.

        Raises:
            BuildError: it cannot be built, or the process that should do so was ended.
        """
        if not await asyncio.to_thread(is_cached, folder, self._cache):
            await self._build(folder)

    async def _build(self, folder: Path) -> None:
        """Build by a process of its own: here it would hold up every reply, and keep twice the memory for good."""
        options = {"--cache": self._cache, "--like": self._latest}
        given = [part for option, path in options.items() if path is not None for part in (option, str(path))]
        complaint = await complaint_of("bot.cli", "prepare", str(folder), *given)
        if complaint is not None:
            raise BuildError(f"The release cannot be built: {complaint}")


def prepare(folder: Path, cache: Path | None = None, *, like: Path | None = None) -> None:
    """Leave the library of a folder in the cache. Only for a process that does nothing else: it works on every core.

    Args:
        folder: holds the knowledge.
        cache: where built libraries are kept; by default the user's cache folder.
        like: a folder whose knowledge says much the same; used if its library is in the cache.

    Raises:
        KnowledgeError: the knowledge cannot be served.
    """
    if is_cached(folder, cache):
        return
    with every_core():
        is_at_hand = like is not None and like.is_dir() and is_cached(like, cache)
        cached_library(folder, cache, like=cached_library(like, cache) if like is not None and is_at_hand else None)
