"""The files of a release as compressed JSON and back."""

from __future__ import annotations

import json
import zlib

from bot.storage.errors import StorageError
from knowledge.tree import Tree


def packed(tree: Tree) -> bytes:
    """All files in as few bytes as is quickly done."""
    return zlib.compress(json.dumps(dict(tree.files), ensure_ascii=False, sort_keys=True).encode())


def unpacked(content: bytes) -> Tree:
    """The tree that was packed.

    Raises:
        StorageError: the content is damaged.
    """
    try:
        return Tree(json.loads(zlib.decompress(content)))
    except (zlib.error, ValueError) as error:
        raise StorageError(f"a release cannot be read ({error}): restore the database from a backup.") from error
