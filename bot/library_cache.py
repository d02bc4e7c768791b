"""The built library on disk, under a hash of all that it is built from, so that a start does not pay for it twice.

It is a pickle, which runs code when it is read: so it is read only if both the file and the folder around it belong to
this user and nobody else may write them, and never by way of a link.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import hashlib
import os
import pickle
import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import platformdirs

from handlers.library import Library
from knowledge.loader import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.schema import Knowledge

_CODE: Final = (Path(__file__).parent.parent / "knowledge", Path(__file__).parent.parent / "handlers")
_KEPT: Final = 8
"""Built libraries; those that were not used for longest are deleted. A rollback finds the one it goes back to."""


def cached_library(
    knowledge: Path, folder: Path | None = None, *, like: Library | None = None, read: Knowledge | None = None
) -> Library:
    """The library of a knowledge folder, from the cache or built and cached; a cache that fails is only slower.

    Args:
        knowledge: the knowledge folder.
        folder: where built libraries are kept; by default the user's cache folder.
        like: a library of a knowledge that says much the same, so that less has to be built.
        read: what the folder holds, if it has been read already.

    Raises:
        KnowledgeError: the knowledge cannot be served.
    """
    path = _path(knowledge, folder)
    with _no_garbage():
        library = _read(path)
        if library is None:
            library = Library.build(load(knowledge) if read is None else read, like=like)
            with contextlib.suppress(OSError):
                _write(path, library)
            gc.collect()  # what building has left behind
        gc.freeze()  # a library stays; to look through all of it for garbage would hold up a reply now and then
    return library


def is_cached(knowledge: Path, folder: Path | None = None) -> bool:
    """Whether the library of a knowledge folder need not be built."""
    return _path(knowledge, folder).is_file()


def fingerprint(knowledge: Path) -> str:
    """A hash of the knowledge, of the code that builds from it, and of the Python that runs it."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _ingredients(knowledge):
        content = path.read_bytes()
        digest.update(f"{path.name}\x00{len(content)}\x00".encode())
        digest.update(content)
    return digest.hexdigest()[:32]


def _path(knowledge: Path, folder: Path | None) -> Path:
    return (folder or platformdirs.user_cache_path("sanad")) / f"library-{fingerprint(knowledge)}.pickle"


def _ingredients(knowledge: Path) -> Iterator[Path]:
    yield from sorted(filter(Path.is_file, knowledge.rglob("*.yaml")))  # Emacs leaves links to nowhere while it edits
    for code in _CODE:
        yield from sorted(code.rglob("*.py"))
    yield from sorted((_CODE[1]).rglob("*.yaml"))


def _read(path: Path) -> Library | None:
    try:
        # In a folder that others may write, even a file of this user's may be one that they have chosen and moved.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            if not (_is_ours_alone(os.fstat(file.fileno())) and _is_ours_alone(path.parent.stat())):
                return None
            library = pickle.load(file)  # noqa: S301 - see the module's docstring # nosec B301
            with contextlib.suppress(OSError):
                os.utime(file.fileno())  # it was used now
    except Exception:  # noqa: BLE001 - a damaged pickle may raise whatever there is
        return None
    return library if isinstance(library, Library) else None


def _is_ours_alone(status: os.stat_result) -> bool:
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


class _Pickler(pickle.Pickler):
    """Writes records as calls of their classes: as they would write themselves, they are read several times slower."""

    def reducer_override(self, written: object) -> Any:  # noqa: ANN401 - as its base
        if isinstance(written, type) or not dataclasses.is_dataclass(written):
            return NotImplemented
        return type(written), tuple(getattr(written, field.name) for field in dataclasses.fields(written))


@contextlib.contextmanager
def _no_garbage() -> Iterator[None]:
    """So many small objects come to stay that looking for garbage among them takes longer than making them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _write(path: Path, library: Library) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix="library-")  # readable and writable by its owner alone
    with os.fdopen(descriptor, "wb") as file:
        _Pickler(file, protocol=pickle.HIGHEST_PROTOCOL).dump(library)
    Path(name).replace(path)
    for old in sorted(path.parent.glob("library-*.pickle"), key=lambda kept: kept.stat().st_mtime)[:-_KEPT]:
        old.unlink(missing_ok=True)
