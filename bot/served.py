"""What verbs that read look things up in: the release that is served, or a folder.

Read with the standard library alone: SQLAlchemy costs a third of a second that `sanad ask` saves.
"""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Final

from bot.library_cache import cached_library
from bot.release_folders import ReleaseFolders
from handlers.releases import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings
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
    if settings.names_knowledge or settings.database_file is None:
        return settings.knowledge
    # A database that cannot be used is no reason not to answer; there may be none yet.
    with contextlib.suppress(sqlite3.Error), contextlib.closing(_opened(settings.database_file)) as database:
        return _folder(database, ReleaseFolders.beside(settings)) or settings.knowledge
    return settings.knowledge


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)


def _folder(database: sqlite3.Connection, folders: ReleaseFolders) -> Path | None:
    number, content, author = database.execute(_SERVED).fetchone() or (0, "", FOLDER)
    if author == FOLDER:
        return None
    return folders.of(content) if folders.has(content) else folders.write(_tree(database, number))


def _tree(database: sqlite3.Connection, number: int) -> Tree:
    from bot.storage.trees import unpacked  # noqa: PLC0415 - it knows the errors of SQLAlchemy

    packed: bytes
    (packed,) = database.execute(_CONTENT, [number]).fetchone()
    return unpacked(packed)
