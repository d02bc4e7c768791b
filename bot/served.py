"""What verbs that read look things up in: the release that is served, or a folder.

Read without SQLAlchemy, which costs a third of a second that `sanad ask` saves.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from bot.library_cache import cached_library
from bot.release_folders import ReleaseFolders
from bot.storage.single_rows import NoAnswerError, first_row
from bot.storage.trees import unpacked
from handlers.releases import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings
    from bot.storage.single_rows import Row
    from handlers.library import Library
    from knowledge.tree import Tree

_SERVED: Final = """
    SELECT number, hash, author FROM releases WHERE state = 'published' ORDER BY published_at DESC, number DESC LIMIT 1
"""
_CONTENT: Final = "SELECT content FROM release_trees WHERE number = ?"


def served_library(settings: Settings) -> Library:
    """The library of `served_folder`.

    Raises:
        KnowledgeError: the knowledge cannot be served.
    """
    return cached_library(served_folder(settings))


def served_folder(settings: Settings) -> Path:
    """The folder of the release that is served, where staff published one; else that of the settings.

    A folder that was named in the settings wins: so a curator tries a working copy. So does one whose releases nobody
    but `sanad run` published: what lies there now is served from the next start.

    Raises:
        TreeError: the folder cannot be written.
    """
    if settings.names_knowledge:
        return settings.knowledge
    # A database that cannot be used is no reason not to answer; there may be none yet.
    with contextlib.suppress(NoAnswerError):
        return _folder(settings, ReleaseFolders.beside(settings)) or settings.knowledge
    return settings.knowledge


def _folder(settings: Settings, folders: ReleaseFolders) -> Path | None:
    number, content, author = _first_row(settings, _SERVED) or (0, "", FOLDER)
    if author == FOLDER:
        return None
    return folders.of(content) if folders.has(content) else folders.write(_tree(settings, number))


def _tree(settings: Settings, number: int) -> Tree:
    (packed,) = _first_row(settings, _CONTENT, number) or (b"",)
    return unpacked(packed)


def _first_row(settings: Settings, query: str, *values: int) -> Row:
    return first_row(settings.database, settings.database_file, query, *values)
