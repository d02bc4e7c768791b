"""A file that an admin sends: one file of the knowledge, or the whole of it as a zip; anything else is refused."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from bot.zipped import top_of, tree_of_zip
from knowledge.errors import SanadError
from knowledge.tree import ENTRIES, belongs

if TYPE_CHECKING:
    from knowledge.tree import Tree

LARGEST_UPLOAD: Final = 4 * 1024 * 1024
"""Bytes, as it is sent; the shipped knowledge packed has a quarter of that."""
LARGEST_UNPACKED: Final = 32 * 1024 * 1024
MOST_FILES: Final = 300
_PASSED_OVER: Final = frozenset({"README.md", ".DS_Store"})
"""Files that lie in a knowledge folder without being knowledge; whoever packs the folder packs them, too."""


class UploadError(SanadError):
    """A file is refused.

    `reason` names the sentence that says so in staff's strings, `file` what it is about.
    """

    def __init__(self, reason: str, file: str = "") -> None:
        super().__init__(f"{reason}: {file}")
        self.reason = reason
        self.file = file


def kind_of(name: str) -> str:
    """The ending of a file's name, `.yaml` or `.zip`; of a name that ends otherwise nothing."""
    ending = PurePosixPath(name).suffix.lower()
    return {".yml": ".yaml", ".yaml": ".yaml", ".zip": ".zip"}.get(ending, "")


def tree_of(name: str, content: bytes, served: Tree) -> Tree:
    """The knowledge that a file makes: a zip the whole of it, any other file in the place of the served one.

    Raises:
        UploadError: it is refused.
        TreeError: it is a zip that cannot be read, or holds a file that is no text.
    """
    if kind_of(name) == ".zip":
        _refuse_strange(content)
        return tree_of_zip(content)
    path = _path(name)
    if path is None:
        raise UploadError("upload_unknown", name)
    try:
        return served.with_file(path, content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UploadError("upload_not_utf8", name) from None


def _path(name: str) -> str | None:
    """Where in a knowledge a file of that name has its place."""
    written = f"{PurePosixPath(name).stem}.yaml"
    return next((path for path in (written, f"{ENTRIES}/{written}") if belongs(path)), None)


def _refuse_strange(packed: bytes) -> None:
    """Refuse a zip that is broken, too big, or holds anything but a knowledge."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise UploadError("upload_no_zip") from None
    if len(members) > MOST_FILES or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise UploadError("upload_too_big_unpacked")
    top = top_of([member.filename for member in members])
    for member in members:
        _refuse_member(member, top)


def _refuse_member(member: zipfile.ZipInfo, top: str) -> None:
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in member.filename:
        raise UploadError("upload_outside", member.filename)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise UploadError("upload_link", member.filename)
    if member.is_dir() or path.name in _PASSED_OVER or path.parts[0] == "__MACOSX":
        return
    if not belongs(member.filename.removeprefix(top)):
        raise UploadError("upload_unknown", member.filename)
