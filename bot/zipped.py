"""A knowledge as a zip file: packed, or unpacked in memory and refused when it is not one or is too big."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from knowledge.problems import Foreign, sentence
from knowledge.tree import Tree, TreeError, belongs, not_utf8

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of all files together, unpacked; the shipped knowledge has three million."""
MOST_FILES: Final = 1000
_PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The others can only be unpacked as a whole, however much that is."""


def tree_of_zip(packed: bytes) -> Tree:
    """The knowledge files of a zip; they may lie in one folder in it, as when a folder was packed.

    Raises:
        TreeError: it is no zip, holds no knowledge, or too much of it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            files = dict(_files(archive))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        wrong = "This is no zip file that can be read ({reason}): pack the folder again"
        raise TreeError(sentence(wrong, reason=Foreign(str(error)))) from error
    top = top_of(files)
    tree = Tree({name.removeprefix(top): text for name, text in files.items() if belongs(name.removeprefix(top))})
    if not tree.files:
        raise TreeError(sentence("There is no knowledge in this zip: pack the folder with sources.yaml and entries/"))
    return tree


def zip_of_tree(tree: Tree) -> bytes:
    """The files of a tree as a zip; equal trees give equal bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(tree.files.items()):
            archive.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _files(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    members = [member for member in archive.infolist() if member.filename.endswith((".yaml", ".jsonl"))]
    # What a member says of its size may be believed: it is unpacked that far, and refused if there is more.
    if len(members) > MOST_FILES or sum(member.file_size for member in members) > LARGEST:
        wrong = "This zip holds more than {files} files, or more than {size} MB: pack fewer"
        raise TreeError(sentence(wrong, files=MOST_FILES, size=LARGEST >> 20))
    for member in members:
        try:
            yield member.filename, _content(archive, member).decode()
        except UnicodeDecodeError as error:
            raise not_utf8(member.filename, error) from error


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if member.compress_type not in _PACKINGS:
        raise NotImplementedError("packed in a way that is not common")
    with archive.open(member) as file:
        return file.read(member.file_size + 1)  # with no number it would unpack everything before it looks at the size


def top_of(names: Collection[str]) -> str:
    """The one folder that everything lies in, with its slash; empty where there is none."""
    roots = [name.removesuffix("sources.yaml") for name in names if name.rpartition("/")[2] == "sources.yaml"]
    return min(roots, key=len, default="")
