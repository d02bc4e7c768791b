"""The file that a backup is: a gzipped tar of a manifest, the content as an SQLite file, and on request the secret.

Nothing in it is taken at its word: the content is unpacked under a name of our own, no further than the manifest says,
and has to have the hash that the manifest says.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import zlib
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, BinaryIO, Final, Self

from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

FORMAT: Final = 1
"""Of the archive; another one is not read."""
MANIFEST: Final = "manifest.json"
CONTENT: Final = "content.sqlite3"
SECRET: Final = "secret"  # noqa: S105 - the name of a file
_LONGEST_TEXT: Final = 1_000_000
"""Bytes of a manifest or of a secret."""
_CHUNK: Final = 1 << 20
"""Bytes that are copied at once."""


class ArchiveError(SanadError):
    """A file is no backup, or not what it was when it was made; the sentence names it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    version: str
    """Of the Sanad that made it."""
    schema: str
    """Of the database and so of the content."""
    made_at: str
    """In ISO 8601."""
    size: int
    """Bytes of the content."""
    sha256: str
    """Of the content, in hexadecimal."""
    rows: Mapping[str, int]
    """Of each table."""
    left_out: Sequence[str]
    """Tables that are in no backup."""
    format: int = FORMAT

    @classmethod
    def of(
        cls, file: Path, *, version: str, schema: str, made_at: str, rows: Mapping[str, int], left_out: Sequence[str]
    ) -> Self:
        """The manifest of a content that lies in a file."""
        return cls(version, schema, made_at, file.stat().st_size, _sha256(file), rows, left_out)


def pack(target: Path, manifest: Manifest, file: Path, secret: str | None) -> int:
    """Write the archive, readable by this user alone, and whole or not at all; how many bytes it has.

    Raises:
        ArchiveError: it is there already, or cannot be written.
    """
    unfinished = target.with_name(f".{target.name}.unfinished")
    if target.exists():
        raise ArchiveError(f"{target} is there already: name another file")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            _write(out, manifest, file, secret)
            os.fsync(out.fileno())
        return unfinished.replace(target).stat().st_size
    except OSError as error:
        raise ArchiveError(f"{target} cannot be written: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def unpack(source: Path, file: Path) -> tuple[Manifest, str | None]:
    """Unpack the content into a file, and see that it is what was packed; the manifest, and the secret if there is one.

    Raises:
        ArchiveError: it is no backup, or was changed.
    """
    try:
        with tarfile.open(source, "r:gz") as archive:
            manifest = _manifest(source, _text(archive, MANIFEST))
            _unpack_content(source, archive, manifest, file)
            return manifest, _text(archive, SECRET)
    except (tarfile.TarError, zlib.error, EOFError, UnicodeDecodeError) as error:
        raise ArchiveError(f"{source} is no backup that can be read: it is damaged, or another kind of file") from error
    except OSError as error:
        raise ArchiveError(f"{source} cannot be read: {error.strerror or error}") from error


def _write(out: BinaryIO, manifest: Manifest, file: Path, secret: str | None) -> None:
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        _add(archive, MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
        if secret is not None:
            _add(archive, SECRET, secret.encode())
        with file.open("rb") as content:
            archive.addfile(_member(CONTENT, manifest.size), content)


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    archive.addfile(_member(name, len(content)), io.BytesIO(content))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _text(archive: tarfile.TarFile, name: str) -> str | None:
    """A small file of the archive; None where there is none."""
    try:
        member = archive.extractfile(name)
    except KeyError:
        return None
    return None if member is None else member.read(_LONGEST_TEXT).decode()


def _manifest(source: Path, written: str | None) -> Manifest:
    if written is None:
        raise ArchiveError(f"{source} is no backup: there is no {MANIFEST} in it")
    try:
        manifest = Manifest(**json.loads(written))
    except (TypeError, ValueError) as error:
        raise ArchiveError(f"{source}: its {MANIFEST} cannot be read: take another backup") from error
    if manifest.format != FORMAT:
        raise ArchiveError(f"{source}: a backup of another form ({manifest.format}): restore it with a newer Sanad")
    return manifest


def _unpack_content(source: Path, archive: tarfile.TarFile, manifest: Manifest, file: Path) -> None:
    packed = archive.extractfile(CONTENT) if CONTENT in archive.getnames() else None
    if packed is None or archive.getmember(CONTENT).size != manifest.size:
        raise ArchiveError(f"{source}: its content is not as long as its {MANIFEST} says: take another backup")
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.writelines(_chunks(packed))
    if _sha256(file) != manifest.sha256:
        raise ArchiveError(f"{source}: its content is not what was packed: take another backup")


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
