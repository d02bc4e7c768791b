"""The cache of built libraries: it saves time, and whatever is wrong with it only costs time."""

from __future__ import annotations

import os
import pickle
from stat import S_IMODE
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from knowledge_floor.small_folder import ENTRIES, SOURCES, TOPICS, mistaken, write_folder

from bot.library_cache import cached_library
from knowledge.errors import KnowledgeError

if TYPE_CHECKING:
    from pathlib import Path

    from handlers.library import Library

NOBODY: Final = 65534


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """Two libraries as the cache keeps them: of the knowledge itself, and of one with another title."""
    contents = []
    for files in (write_folder, lambda folder: write_folder(folder, mistaken(TOPICS, "The Coalition", "Another"))):
        home = tmp_path_factory.mktemp("built")
        cached_library(files(home / "content"), home / "cache")
        [path] = (home / "cache").iterdir()
        contents.append(path.read_bytes())
    own, other = contents
    return own, other


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "content")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where libraries are kept."""
    return tmp_path / "cache"


@pytest.fixture
def kept(knowledge: Path, folder: Path, built: tuple[bytes, bytes]) -> Path:
    """The file in the cache, which holds the library of another knowledge: so it shows whether it was read."""
    cached_library(knowledge, folder)
    [path] = folder.iterdir()
    path.write_bytes(built[1])
    return path


def title(library: Library) -> str:
    return library.knowledge.topics["coalition"].title.en


def test_first_call_builds(knowledge: Path, folder: Path) -> None:
    """Without a cache the library is built, and left there for its owner alone."""
    library = cached_library(knowledge, folder)
    [path] = folder.iterdir()

    assert title(library) == "The Coalition"
    assert (S_IMODE(folder.stat().st_mode), S_IMODE(path.stat().st_mode)) == (0o700, 0o600)


def test_second_call_reads(knowledge: Path, folder: Path, kept: Path) -> None:
    """What is in the cache is not built again."""
    assert kept.exists()
    assert title(cached_library(knowledge, folder)) == "Another"


def test_cached_library_answers_like_the_built_one(knowledge: Path, folder: Path) -> None:
    """A library that went through the cache finds what it found before, with the same probability."""
    question = "How many members does the Coalition have?"
    first, second = (cached_library(knowledge, folder).finder.find(question).decision for _ in range(2))

    assert first.confidence > 0
    assert second == first


def test_default_folder(knowledge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's cache folder is used unless another is given."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    cached_library(knowledge)

    assert len(list((tmp_path / "xdg" / "sanad").glob("library-*.pickle"))) == 1


@pytest.mark.parametrize("file", [ENTRIES, SOURCES, TOPICS])
@pytest.mark.usefixtures("kept")
def test_changed_knowledge(knowledge: Path, folder: Path, file: str) -> None:
    """A single changed letter in any file gives another library, also when size and time stay as they were."""
    path = knowledge / file
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("The Coalition", "The coalition", 1), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("Riyadh", "Riyadd", 1), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert title(cached_library(knowledge, folder)) != "Another"
    assert path.stat().st_size == before.st_size


@pytest.mark.usefixtures("kept")
def test_added_file(knowledge: Path, folder: Path) -> None:
    """A file that was added gives another library."""
    (knowledge / "entries" / "more.yaml").write_text("[]\n", encoding="utf-8")

    assert title(cached_library(knowledge, folder)) == "The Coalition"


def test_changed_back(knowledge: Path, folder: Path, kept: Path) -> None:
    """Knowledge that is as it was has the library that it had."""
    content = (knowledge / TOPICS).read_text(encoding="utf-8")
    (knowledge / TOPICS).write_text(content.replace("money", "oil"), encoding="utf-8")
    cached_library(knowledge, folder)
    (knowledge / TOPICS).write_text(content, encoding="utf-8")

    assert kept.exists()
    assert title(cached_library(knowledge, folder)) == "Another"


@pytest.mark.usefixtures("kept")
def test_broken_knowledge(knowledge: Path, folder: Path) -> None:
    """Knowledge that cannot be served is refused, whatever is in the cache, and leaves nothing there."""
    before = list(folder.iterdir())
    (knowledge / TOPICS).write_text("- id: Coalition\n", encoding="utf-8")
    with pytest.raises(KnowledgeError):
        cached_library(knowledge, folder)

    assert list(folder.iterdir()) == before


def test_link_to_nowhere(knowledge: Path, folder: Path) -> None:
    """The link that Emacs leaves beside a file while somebody writes in it does not hide behind a traceback."""
    (knowledge / ".#topics.yaml").symlink_to("curator@host.1234")

    assert title(cached_library(knowledge, folder)) == "The Coalition"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x80",
        b"not a pickle",
        b"I1x\n.",
        b"cno_such_module\nThing\n.",
        b"chandlers.library\nNoSuchThing\n.",
        b"chandlers.library\nLibrary\n)R.",
        b"\x80\x05\x8c\x02\xff\xfe.",
        b"\x80\x05]\x94h\x07.",
        pickle.dumps({"library": 1}),
    ],
)
def test_corrupt_file(knowledge: Path, folder: Path, kept: Path, content: bytes) -> None:
    """A file that is no library is built over."""
    kept.write_bytes(content)

    assert title(cached_library(knowledge, folder)) == "The Coalition"
    assert kept.read_bytes() != content


@given(share=st.floats(0, 0.999))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cut_off_file(knowledge: Path, folder: Path, kept: Path, built: tuple[bytes, bytes], share: float) -> None:
    """A file that ends too soon, wherever that is, is built over."""
    kept.write_bytes(built[1][: int(len(built[1]) * share)])

    assert title(cached_library(knowledge, folder)) == "The Coalition"


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666, 0o660])
def test_file_that_others_can_write(knowledge: Path, folder: Path, kept: Path, mode: int) -> None:
    """A file that somebody else may write is not read, since reading it would run what they wrote."""
    kept.chmod(mode)

    assert title(cached_library(knowledge, folder)) == "The Coalition"


def test_file_that_others_could_write_is_replaced(knowledge: Path, folder: Path, kept: Path) -> None:
    """The file that takes its place is its owner's alone."""
    kept.chmod(0o666)
    cached_library(knowledge, folder)

    assert S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_file_of_somebody_else(knowledge: Path, folder: Path, kept: Path) -> None:
    """A file that belongs to another user is not read."""
    os.chown(kept, NOBODY, NOBODY)

    assert title(cached_library(knowledge, folder)) == "The Coalition"


def test_file_that_would_run_code(knowledge: Path, folder: Path, kept: Path, tmp_path: Path) -> None:
    """What another user put there does not run."""
    mark = tmp_path / "mark"
    kept.write_bytes(f"cos\nmkdir\n(V{mark}\ntR.".encode())
    kept.chmod(0o666)
    cached_library(knowledge, folder)

    assert not mark.exists()


def test_cache_that_cannot_be_written(knowledge: Path, folder: Path) -> None:
    """Where no cache can be, the library is built every time."""
    folder.write_text("a file where the folder would be", encoding="utf-8")

    assert title(cached_library(knowledge, folder)) == "The Coalition"
    assert folder.read_text(encoding="utf-8") == "a file where the folder would be"


def test_folder_in_place_of_the_file(knowledge: Path, folder: Path, kept: Path) -> None:
    """Where a folder has the file's name, the library is built every time."""
    kept.unlink()
    kept.mkdir()

    assert title(cached_library(knowledge, folder)) == "The Coalition"


def test_old_libraries_are_deleted(knowledge: Path, folder: Path) -> None:
    """Three libraries are kept: the newest, since those of earlier versions are not asked for again."""
    folder.mkdir()
    for age in range(1, 6):
        old = folder / f"library-{age}.pickle"
        old.touch()
        os.utime(old, (10_000 - age, 10_000 - age))
    cached_library(knowledge, folder)
    names = {path.name for path in folder.iterdir()}

    assert len(names) == 3
    assert {"library-1.pickle", "library-2.pickle"} < names


def test_other_files_are_left_alone(knowledge: Path, folder: Path) -> None:
    """What is not the cache's own stays."""
    folder.mkdir()
    (folder / "notes.txt").touch()
    cached_library(knowledge, folder)

    assert (folder / "notes.txt").exists()
