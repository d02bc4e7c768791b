"""The cache of built libraries: it saves time, and whatever is wrong with it only costs time."""

from __future__ import annotations

import gc
import os
import pickle
from dataclasses import dataclass
from stat import S_IMODE
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from knowledge_floor.small_folder import ENTRIES, LEXICON, SOURCES, TOPICS, write_folder

from bot.library_cache import cached_library, fingerprint
from knowledge.errors import KnowledgeError

if TYPE_CHECKING:
    from pathlib import Path

    from handlers.library import Library

NOBODY: Final = 65534


@dataclass(frozen=True, slots=True)
class Cache:
    """A cache with a library of a knowledge that cannot be built: so it shows at once whether the cache was read."""

    knowledge: Path
    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / f"library-{fingerprint(self.knowledge)}.pickle"

    def is_read(self) -> bool:
        """Whether the library comes from the cache, and not from trying to build it."""
        try:
            cached_library(self.knowledge, self.folder)
        except KnowledgeError:
            return False
        return True


@pytest.fixture(scope="module")
def content(library: Library) -> bytes:
    """A library as the cache keeps it."""
    return pickle.dumps(library, protocol=pickle.HIGHEST_PROTOCOL)


@pytest.fixture
def kept(tmp_path: Path, content: bytes) -> Cache:
    cache = Cache(write_folder(tmp_path / "broken", {TOPICS: "- id: no title\n"}), tmp_path / "cache")
    cache.folder.mkdir(mode=0o700)
    cache.file.write_bytes(content)
    cache.file.chmod(0o600)
    return cache


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, small: Path, library: Library) -> tuple[Cache, Library]:
    """A cache after its first use, which it began with some older files in it; and what came out."""
    cache = Cache(small, tmp_path_factory.mktemp("built") / "parent" / "cache")
    cache.folder.mkdir(parents=True)
    for age in range(1, 11):
        old = cache.folder / f"library-{age}.pickle"
        old.touch()
        os.utime(old, (10_000 - age, 10_000 - age))
    (cache.folder / "notes.txt").touch()
    return cache, cached_library(cache.knowledge, cache.folder, like=library)


def test_first_call_builds(built: tuple[Cache, Library]) -> None:
    """Without a cache the library is built, and left there for its owner alone."""
    cache, library = built

    assert list(library.knowledge.entries)[:2] == ["coalition-members", "daesh-money"]
    assert S_IMODE(cache.file.stat().st_mode) == 0o600


def test_new_folder(tmp_path: Path, small: Path, library: Library) -> None:
    """A folder that is not there yet is made for its owner alone."""
    cached_library(small, tmp_path / "parent" / "cache", like=library)

    assert S_IMODE((tmp_path / "parent" / "cache").stat().st_mode) == 0o700


def test_cached_library_answers_like_the_built_one(built: tuple[Cache, Library]) -> None:
    """A library that went through the cache finds what it found before, with the same probability."""
    cache, library = built
    question = "How many members does the Coalition have?"
    first = library.finder.find(question).decision
    second = cached_library(cache.knowledge, cache.folder).finder.find(question).decision

    assert first.confidence > 0
    assert second == first


def test_library_is_no_garbage(kept: Cache) -> None:
    """What was loaded is not looked through for garbage again, which would hold up replies."""
    gc.unfreeze()
    library = cached_library(kept.knowledge, kept.folder)

    assert gc.get_freeze_count() > len(library.finder.index.phrasings)


def test_old_libraries_are_deleted(built: tuple[Cache, Library]) -> None:
    """Eight libraries are kept, those that were used last: a rollback asks for one of an earlier version."""
    cache, _ = built

    assert {path.name for path in cache.folder.glob("library-*")} == {
        cache.file.name,
        *(f"library-{age}.pickle" for age in range(1, 8)),
    }


def test_other_files_are_left_alone(built: tuple[Cache, Library]) -> None:
    """What is not the cache's own stays."""
    assert (built[0].folder / "notes.txt").exists()


def test_second_call_reads(kept: Cache) -> None:
    """What is in the cache is not built again."""
    assert kept.is_read()


def test_default_folder(kept: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's cache folder is used unless another is given."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    (tmp_path / "xdg").mkdir()
    kept.folder.rename(tmp_path / "xdg" / "sanad")

    assert cached_library(kept.knowledge).knowledge.entries


def test_used_library_is_young(kept: Cache) -> None:
    """A library that is read counts as used now, however long ago it was built."""
    os.utime(kept.file, (10_000, 10_000))
    kept.is_read()

    assert kept.file.stat().st_mtime > 10_000


def test_question_tests_ask_for_no_other_library(tmp_path: Path) -> None:
    """Question tests change nothing of what is built."""
    folder = write_folder(tmp_path / "content")
    before = fingerprint(folder)
    (folder / "questions").mkdir()
    (folder / "questions" / "resolved.jsonl").write_text("{}", encoding="utf-8")

    assert fingerprint(folder) == before


@pytest.mark.parametrize("name", [ENTRIES, SOURCES, TOPICS, LEXICON])
def test_changed_content(tmp_path: Path, name: str) -> None:
    """A single changed letter in any file asks for another library, though size and time stay as they were."""
    folder = write_folder(tmp_path / "content")
    before, path = fingerprint(folder), folder / name
    status, content = path.stat(), path.read_text(encoding="utf-8")
    path.write_text(content.replace("en: ", "en:  ", 1).replace("ar: ", "ar:", 1), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert path.stat().st_size == status.st_size
    assert fingerprint(folder) != before


def test_added_file(tmp_path: Path) -> None:
    """A file that was added asks for another library."""
    folder = write_folder(tmp_path / "content")
    before = fingerprint(folder)
    (folder / "entries" / "more.yaml").write_text("", encoding="utf-8")

    assert fingerprint(folder) != before


def test_same_content(tmp_path: Path) -> None:
    """The same content in another place, written at another time, asks for the same library."""
    first, second = write_folder(tmp_path / "first"), write_folder(tmp_path / "second")
    os.utime(second / TOPICS, (0, 0))

    assert fingerprint(first) == fingerprint(second)


def test_link_to_nowhere(tmp_path: Path) -> None:
    """The link that Emacs leaves beside a file while somebody writes in it changes nothing."""
    folder = write_folder(tmp_path / "content")
    before = fingerprint(folder)
    (folder / ".#topics.yaml").symlink_to("curator@host.1234")

    assert fingerprint(folder) == before


def test_knowledge_that_cannot_be_served(kept: Cache) -> None:
    """Knowledge that cannot be served is refused, and leaves nothing in the cache."""
    kept.file.unlink()

    assert not kept.is_read()
    assert list(kept.folder.iterdir()) == []


@pytest.mark.parametrize(
    "written",
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
def test_corrupt_file(kept: Cache, written: bytes) -> None:
    """A file that holds no library is not used, whatever is wrong with it."""
    kept.file.write_bytes(written)

    assert not kept.is_read()


@given(st.floats(0, 0.999))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cut_off_file(kept: Cache, content: bytes, share: float) -> None:
    """A file that ends too soon, wherever that is, is not used."""
    kept.file.write_bytes(content[: int(len(content) * share)])

    assert not kept.is_read()


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666, 0o660])
def test_file_that_others_can_write(kept: Cache, mode: int) -> None:
    """A file that somebody else may write is not read, since reading it would run what they wrote."""
    kept.file.chmod(mode)

    assert not kept.is_read()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_file_of_somebody_else(kept: Cache) -> None:
    """A file that belongs to another user is not read."""
    os.chown(kept.file, NOBODY, NOBODY)

    assert not kept.is_read()


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777])
def test_folder_that_others_can_write(kept: Cache, mode: int) -> None:
    """In a folder that others may write, they can put any file of this user's in its place: nothing is read there."""
    kept.file.parent.chmod(mode)

    assert not kept.is_read()


def test_link_in_place_of_the_file(kept: Cache, tmp_path: Path) -> None:
    """A link is not followed, wherever it leads."""
    kept.file.symlink_to(kept.file.rename(tmp_path / "elsewhere"))

    assert not kept.is_read()


def test_code_of_somebody_else(kept: Cache, tmp_path: Path) -> None:
    """What others put into the file does not run."""
    mark = tmp_path / "mark"
    kept.file.write_bytes(f"cos\nmkdir\n(V{mark}\ntR.".encode())
    kept.file.chmod(0o666)
    kept.is_read()

    assert not mark.exists()


def test_folder_in_place_of_the_file(kept: Cache) -> None:
    """A folder of the file's name is not used."""
    kept.file.unlink()
    kept.file.mkdir()

    assert not kept.is_read()


def test_bad_file_is_replaced(tmp_path: Path, small: Path, library: Library) -> None:
    """A file that was not used gives way to what was built; it is the owner's alone again."""
    cache = Cache(small, tmp_path / "cache")
    cache.folder.mkdir()
    cache.file.write_bytes(b"not a pickle")
    cache.file.chmod(0o666)
    cached_library(cache.knowledge, cache.folder, like=library)

    assert cache.file.stat().st_size > 1000
    assert S_IMODE(cache.file.stat().st_mode) == 0o600


def test_cache_that_cannot_be_written(tmp_path: Path, small: Path, library: Library) -> None:
    """Where no cache can be, the library is built all the same."""
    (tmp_path / "cache").write_text("a file where the folder would be", encoding="utf-8")
    built = cached_library(small, tmp_path / "cache", like=library)

    assert built.knowledge.entries == library.knowledge.entries
