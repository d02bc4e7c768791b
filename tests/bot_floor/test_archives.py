"""The file that a backup is: what goes in comes out, and what was changed on the way does not."""

from __future__ import annotations

import io
import json
import stat
import tarfile
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest

from bot.archives import CONTENT, MANIFEST, ArchiveError, Manifest, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A file that is packed."""
    file = tmp_path / "what"
    file.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 1000)
    return file


@pytest.fixture
def manifest(content: Path) -> Manifest:
    return Manifest.of(
        content,
        version="1.0",
        schema="0003",
        made_at="2026-11-26T18:43:00+00:00",
        rows={"gaps": 2},
        left_out=["inbox"],
    )


def tar_of(target: Path, files: Mapping[str, bytes]) -> Path:
    """A gzipped tar that somebody else made."""
    with tarfile.open(target, "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return target


def test_what_was_packed_comes_out(tmp_path: Path, content: Path, manifest: Manifest) -> None:
    """Content, manifest and secret are what they were."""
    pack(tmp_path / "a.tar.gz", manifest, content, "a secret")

    assert unpack(tmp_path / "a.tar.gz", tmp_path / "out") == (manifest, "a secret")
    assert (tmp_path / "out").read_bytes() == content.read_bytes()


def test_there_is_no_secret_unless_it_was_asked_for(tmp_path: Path, content: Path, manifest: Manifest) -> None:
    """What was packed without one comes out without one."""
    pack(tmp_path / "a.tar.gz", manifest, content, None)

    assert unpack(tmp_path / "a.tar.gz", tmp_path / "out")[1] is None


def test_both_files_are_for_this_user_alone(tmp_path: Path, content: Path, manifest: Manifest) -> None:
    """Gaps are confidential, in the archive and out of it."""
    pack(tmp_path / "a.tar.gz", manifest, content, None)
    unpack(tmp_path / "a.tar.gz", tmp_path / "out")

    assert [stat.filemode((tmp_path / name).stat().st_mode) for name in ("a.tar.gz", "out")] == ["-rw-------"] * 2


def test_a_file_that_is_there_stays(tmp_path: Path, content: Path, manifest: Manifest) -> None:
    """Yesterday's backup is not lost by a slip."""
    (tmp_path / "a.tar.gz").write_text("yesterday's")

    with pytest.raises(ArchiveError, match="is there already"):
        pack(tmp_path / "a.tar.gz", manifest, content, None)
    assert (tmp_path / "a.tar.gz").read_text() == "yesterday's"


def test_an_archive_that_cannot_be_finished_leaves_nothing(tmp_path: Path, manifest: Manifest) -> None:
    """Neither half of an archive, nor a file beside it."""
    with pytest.raises(ArchiveError, match="cannot be written"):
        pack(tmp_path / "a.tar.gz", manifest, tmp_path / "missing", None)

    assert list(tmp_path.glob("*a.tar.gz*")) == []


@pytest.mark.parametrize("keep", [0.3, 0.6])
def test_a_file_that_was_cut_short(tmp_path: Path, content: Path, manifest: Manifest, keep: float) -> None:
    """A download that broke off is told from a backup."""
    pack(tmp_path / "a.tar.gz", manifest, content, None)
    whole = (tmp_path / "a.tar.gz").read_bytes()
    (tmp_path / "a.tar.gz").write_bytes(whole[: int(len(whole) * keep)])

    with pytest.raises(ArchiveError, match="damaged, or another kind of file"):
        unpack(tmp_path / "a.tar.gz", tmp_path / "out")


def test_content_that_was_changed(tmp_path: Path, content: Path, manifest: Manifest) -> None:
    """One byte is enough, also where the archive itself is in order."""
    changed = b"sqlite" + content.read_bytes()[6:]
    written = json.dumps(asdict(manifest)).encode()
    archive = tar_of(tmp_path / "a.tar.gz", {MANIFEST: written, CONTENT: changed})

    with pytest.raises(ArchiveError, match="is not what was packed"):
        unpack(archive, tmp_path / "out")


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "no manifest.json in it"),
        ({CONTENT: b""}, "no manifest.json in it"),
        ({MANIFEST: b"{"}, "its manifest.json cannot be read"),
        ({MANIFEST: b"[]"}, "its manifest.json cannot be read"),
        ({MANIFEST: b"{}"}, "its manifest.json cannot be read"),
        ({MANIFEST: b"\xff"}, "damaged"),
    ],
)
def test_a_tar_that_is_no_backup(tmp_path: Path, files: Mapping[str, bytes], sentence: str) -> None:
    """The sentence says what is missing."""
    with pytest.raises(ArchiveError, match=sentence):
        unpack(tar_of(tmp_path / "a.tar.gz", files), tmp_path / "out")


def test_content_that_lies_elsewhere(tmp_path: Path, manifest: Manifest) -> None:
    """Nothing is unpacked but the content, and never where a name in the archive leads."""
    written = json.dumps(asdict(manifest)).encode()
    archive = tar_of(tmp_path / "a.tar.gz", {MANIFEST: written, f"../{CONTENT}": b"x", "/etc/passwd": b"x"})

    with pytest.raises(ArchiveError, match="not as long as"):
        unpack(archive, tmp_path / "out")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.tar.gz", "what"]


def test_a_backup_of_a_form_to_come(tmp_path: Path, content: Path, manifest: Manifest) -> None:
    """It is left to the Sanad that knows it."""
    pack(tmp_path / "a.tar.gz", replace(manifest, format=2), content, None)

    with pytest.raises(ArchiveError, match="with a newer Sanad"):
        unpack(tmp_path / "a.tar.gz", tmp_path / "out")


@pytest.mark.parametrize("content_of", [b"", b"no tar", b"\x1f\x8b and no gzip"])
def test_another_kind_of_file(tmp_path: Path, content_of: bytes) -> None:
    """A picture, a note or nothing at all."""
    (tmp_path / "a.tar.gz").write_bytes(content_of)

    with pytest.raises(ArchiveError, match="damaged, or another kind of file"):
        unpack(tmp_path / "a.tar.gz", tmp_path / "out")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The sentence names it."""
    with pytest.raises(ArchiveError, match=r"missing.tar.gz cannot be read: No such file"):
        unpack(tmp_path / "missing.tar.gz", tmp_path / "out")
