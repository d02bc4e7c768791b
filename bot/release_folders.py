"""The releases that are served, each in a folder of its own: libraries are built from folders."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from knowledge.tree import Tree, TreeError, unwritable

if TYPE_CHECKING:
    from bot.settings import Settings

_NAME_LENGTH: Final = 16
"""Digits of a hash that tell folders apart."""
_KEPT: Final = 8
"""Folders, those written or asked for last; a release that needs another one is written again."""


@dataclass(frozen=True, slots=True)
class ReleaseFolders:
    """Holds one folder for each content that was served lately, named by the hash of the content."""

    home: Path

    @classmethod
    def beside(cls, settings: Settings) -> Self:
        """The folders of an installation."""
        return cls(settings.data_folder / "releases")

    def of(self, content: str) -> Path:
        """Where the content with a hash lies, if it does."""
        return self.home / content[:_NAME_LENGTH]

    def has(self, content: str) -> bool:
        """Whether the content with a hash lies in its folder, whole and as it was written."""
        folder = self.of(content)
        try:
            return folder.is_dir() and Tree.read(folder).hash == content
        except TreeError:
            return False

    def write(self, tree: Tree) -> Path:
        """Have a tree in its folder, which whoever looks finds whole or not at all.

        Raises:
            TreeError: it cannot be written.
        """
        folder = self.of(tree.hash)
        try:
            if not self.has(tree.hash):
                self._write(tree, folder)
            os.utime(folder)
            self._sweep()
        except OSError as error:
            raise unwritable(folder, error) from error
        return folder

    def _write(self, tree: Tree, folder: Path) -> None:
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.home, prefix="writing-") as temporary:
            whole = Path(temporary) / folder.name
            whole.mkdir()
            tree.write(whole)
            try:
                whole.rename(folder)
            except OSError:  # a folder that is not empty is in the way
                if not self.has(tree.hash):  # but with a file that somebody changed, or that is missing
                    folder.rename(Path(temporary) / "spoilt")
                    whole.rename(folder)

    def _sweep(self) -> None:
        folders = (folder for folder in self.home.iterdir() if len(folder.name) == _NAME_LENGTH)
        for old in sorted(folders, key=_last_used)[:-_KEPT]:
            shutil.rmtree(old, ignore_errors=True)


def _last_used(folder: Path) -> float:
    """In seconds since 1970; of a folder that another process has taken away meanwhile, long ago."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0
