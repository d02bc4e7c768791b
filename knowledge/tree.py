"""The files of a knowledge as one value: read from a folder, written to one, and known by the hash of its content."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from knowledge.errors import BilingualError
from knowledge.problems import Foreign, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ENTRIES: Final = "entries"
QUESTIONS: Final = "questions"
_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9_-]*"
_PATH: Final = re.compile(
    rf"(?:sources|topics|lexicon|elsewhere|heard)\.yaml|{ENTRIES}/{_NAME}\.yaml|{QUESTIONS}/{_NAME}\.jsonl"
)


class TreeError(BilingualError):
    """A file cannot belong to a knowledge; names it and says what to do."""


@dataclass(frozen=True)
class Tree:
    """The text of each file by its path: `sources.yaml`, `entries/camps.yaml`, `questions/resolved.jsonl`."""

    files: Mapping[str, str]

    @cached_property
    def hash(self) -> str:
        """SHA-256 over paths and contents, 64 hexadecimal digits: equal for equal trees, wherever they lie."""
        digest = hashlib.sha256()
        for path, text in sorted(self.files.items()):
            content = text.encode()
            digest.update(f"{path}\x00{len(content)}\x00".encode() + content)
        return digest.hexdigest()

    @classmethod
    def read(cls, folder: Path) -> Tree:
        """The knowledge files of a folder; whatever else lies there is passed over.

        Raises:
            TreeError: a file cannot be read, or is not UTF-8.
        """
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        named = ((path.relative_to(folder).as_posix(), path) for path in files)
        return cls({name: _text(path) for name, path in named if belongs(name)})

    def write(self, folder: Path) -> None:
        """Write every file below a folder, byte for byte as it was read; knowledge files that it lacks are removed.

        Raises:
            TreeError: a file cannot be written.
        """
        try:
            for name in self.files:
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(self.files[name].encode())
            for path in sorted(folder.rglob("*")):
                name = path.relative_to(folder).as_posix()
                if path.is_file() and belongs(name) and name not in self.files:
                    path.unlink()
        except OSError as error:
            raise unwritable(error.filename or folder, error) from error

    def content(self, path: Path) -> bytes:
        """What a file holds, for those who read files: as a path relative to the tree.

        Raises:
            FileNotFoundError: there is no such file.
        """
        text = self.files.get(path.as_posix())
        if text is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        return text.encode()

    def with_file(self, path: str, text: str) -> Tree:
        """The same tree with one file added or replaced."""
        return Tree({**self.files, path: text})


def belongs(path: str) -> bool:
    """Whether a relative path with forward slashes is that of a knowledge file."""
    return _PATH.fullmatch(path) is not None


def unwritable(path: Path | str, error: OSError) -> TreeError:
    """What is said of a file or a folder that cannot be written."""
    reason = Foreign(str(error.strerror))
    return TreeError(sentence("{file} cannot be written: {reason}", file=str(path), reason=reason))


def not_utf8(path: Path | str, error: UnicodeDecodeError) -> TreeError:
    """What is said of a file that is no text."""
    wrong = "{file} is not in UTF-8 (byte {byte}): save it as UTF-8"
    return TreeError(sentence(wrong, file=str(path), byte=error.start))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except OSError as error:
        reason = Foreign(str(error.strerror))
        raise TreeError(sentence("{file} cannot be read: {reason}", file=str(path), reason=reason)) from error
    except UnicodeDecodeError as error:
        raise not_utf8(path, error) from error
