"""Zips that are made to fill the memory, or to write where they should not."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from typing import TYPE_CHECKING, Final

import pytest

from bot.telegram.staff.uploads import LARGEST_UPLOAD, UploadError, tree_of
from bot.zipped import tree_of_zip
from knowledge.tree import Tree, TreeError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SERVED: Final = Tree({"sources.yaml": "[]", "topics.yaml": "[]"})
UNPACKED: Final = 16 * 1024 * 1024
FEW: Final = 4 * 1024 * 1024
"""Bytes of memory that a refusal may cost."""
KINDS: Final = {"deflate": zipfile.ZIP_DEFLATED, "bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA}


def packed(files: Mapping[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", kind) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


@pytest.fixture(scope="module", params=KINDS)
def lying(request: pytest.FixtureRequest) -> bytes:
    """A zip whose only file says that it has ten bytes."""
    honest = packed({"sources.yaml": bytes(UNPACKED)}, KINDS[request.param])
    return honest.replace(UNPACKED.to_bytes(4, "little"), (10).to_bytes(4, "little"))


@pytest.mark.parametrize("read", [tree_of_zip, lambda content: tree_of("all.zip", content, SERVED)])
def test_bomb_that_lies_about_its_size(lying: bytes, read: Callable[[bytes], Tree]) -> None:
    """Nothing is unpacked beyond what it says, with whatever it was packed."""
    tracemalloc.start()
    try:
        with pytest.raises(TreeError, match="no zip file that can be read"):
            read(lying)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert len(lying) < LARGEST_UPLOAD
    assert most < FEW


def test_members_that_share_their_bytes() -> None:
    """Many names for the same packed bytes are counted as often as they are named."""
    inner = packed({"sources.yaml": bytes(FEW)})
    directory = inner.index(b"PK\x01\x02")
    end = inner.index(b"PK\x05\x06")
    times = 200
    listed = inner[directory:end] * times
    counts = times.to_bytes(2, "little") * 2
    shared = inner[:directory] + listed + inner[end : end + 8] + counts + len(listed).to_bytes(4, "little")
    shared += inner[end + 16 :]
    with pytest.raises(UploadError) as refused:
        tree_of("all.zip", shared, SERVED)

    assert refused.value.reason == "upload_too_big_unpacked"
    with pytest.raises(TreeError, match="pack fewer"):
        tree_of_zip(shared)


def test_zip_in_a_zip() -> None:
    """What is packed once more stays packed: a zip is no file of a knowledge."""
    bomb = packed({"sources.yaml": bytes(UNPACKED)})
    with pytest.raises(UploadError) as refused:
        tree_of("all.zip", packed({"sources.yaml": b"[]", "entries/more.zip": bomb}), SERVED)

    assert refused.value.reason == "upload_unknown"


@pytest.mark.parametrize(
    "name",
    [
        *("../../etc/cron.d/x.yaml", "/sources.yaml", "entries/../../sources.yaml", "..\\sources.yaml"),
        *("C:/sources.yaml", "\\\\host\\share\\sources.yaml", "entries/CON:.yaml", "file:///sources.yaml"),
    ],
)
def test_names_that_lead_elsewhere(name: str) -> None:
    """A name that leads out of the folder on any system refuses the whole upload."""
    with pytest.raises(UploadError) as refused:
        tree_of("all.zip", packed({"sources.yaml": b"[]", name: b"[]"}), SERVED)

    assert refused.value.reason == "upload_outside"


@pytest.mark.parametrize(
    "name", ["topics.yaml\0.sh", "entries/a\0b.yaml", "entries/a\nb.yaml", "entries/\u202elmay.yaml"]
)
def test_names_with_signs_that_nobody_sees(name: str) -> None:
    """Nothing is written under a name with a null, a line end or a mirror in it."""
    whole = packed({"sources.yaml": b"[]", name.replace("\0", "0"): b"[]"})
    content = whole.replace(name.replace("\0", "0").encode(), name.encode())
    try:
        names = set(tree_of("all.zip", content, SERVED).files)
    except (UploadError, TreeError):
        names = set()

    assert names <= {"sources.yaml", "topics.yaml"}  # zipfile ends a name at its null


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.yaml", "..\\..\\sources.yaml", "/sources.yaml", "entries/../topics.yml"]
)
def test_single_file_with_a_way_in_its_name(name: str) -> None:
    """Of the name of a single file only the last part counts, and that has its place in the knowledge or none."""
    try:
        files = set(tree_of(name, b"[]", SERVED).files)
    except UploadError:
        files = set()

    assert all(".." not in path and not path.startswith("/") and "\\" not in path for path in files)
