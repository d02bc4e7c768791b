"""Folders of releases: each holds what its hash says, or is written again."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.release_folders import ReleaseFolders
from knowledge.tree import Tree, TreeError

if TYPE_CHECKING:
    from pathlib import Path

TREE = Tree({"sources.yaml": "- id: rudaw\r\n", "entries/camps.yaml": "- id: المخيمات\n"})


@pytest.fixture
def folders(tmp_path: Path) -> ReleaseFolders:
    return ReleaseFolders(tmp_path / "data" / "releases")


def test_written_byte_for_byte(folders: ReleaseFolders) -> None:
    """What is written is what was handed in, in a folder that is called by its hash."""
    folder = folders.write(TREE)

    assert Tree.read(folder) == TREE
    assert folder == folders.home / TREE.hash[:16]


def test_nothing_else_is_left(folders: ReleaseFolders) -> None:
    """Beside the folders nothing stays behind of writing them."""
    folders.write(TREE)

    assert [path.name for path in folders.home.iterdir()] == [TREE.hash[:16]]


def test_whole_folder_is_not_written_again(folders: ReleaseFolders) -> None:
    """What lies there already stays as it is."""
    file = folders.write(TREE) / "sources.yaml"
    before = file.stat().st_ino
    folders.write(TREE)

    assert file.stat().st_ino == before


def test_several_write_at_once(folders: ReleaseFolders) -> None:
    """Whoever is slower leaves the folder of the faster one where it is: nobody finds it gone."""
    with ThreadPoolExecutor(8) as threads:
        written = [threads.submit(folders.write, TREE) for _ in range(64)]

    assert {one.result() for one in written} == {folders.of(TREE.hash)}
    assert [path.name for path in folders.home.iterdir()] == [TREE.hash[:16]]


@pytest.mark.parametrize("spoil", ["changed", "missing", "added"])
def test_spoilt_folder_is_written_again(folders: ReleaseFolders, spoil: str) -> None:
    """A folder that somebody changed, or that lacks a file, is not what its hash says, and is replaced."""
    folder = folders.write(TREE)
    if spoil == "changed":
        (folder / "sources.yaml").write_text("- id: other\n", encoding="utf-8")
    elif spoil == "missing":
        (folder / "sources.yaml").unlink()
    else:
        (folder / "topics.yaml").write_text("- id: more\n", encoding="utf-8")
    was_whole = folders.has(TREE.hash)

    assert not was_whole
    assert Tree.read(folders.write(TREE)) == TREE


def test_folder_that_was_never_written(folders: ReleaseFolders) -> None:
    """A content that was never written has no folder."""
    assert not folders.has(TREE.hash)


def test_old_folders_are_removed(folders: ReleaseFolders) -> None:
    """The last eight are kept; those asked for again count as new."""
    trees = [Tree({"sources.yaml": f"# {number}\n"}) for number in range(10)]
    for age, tree in enumerate(trees[:9]):
        os.utime(folders.write(tree), (1000 + age, 1000 + age))
    folders.write(trees[1])
    folders.write(trees[9])

    assert [folders.has(tree.hash) for tree in trees] == [False, True, False, *[True] * 7]


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Where nothing can be written, the folder is named in one sentence."""
    (tmp_path / "file").touch()

    with pytest.raises(TreeError, match="cannot be written"):
        ReleaseFolders(tmp_path / "file" / "releases").write(TREE)


@given(st.text(st.characters(codec="utf-8")))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text(folders: ReleaseFolders, text: str) -> None:
    """Whatever stands in a file comes back."""
    tree = Tree({"entries/any.yaml": text})

    assert Tree.read(folders.write(tree)) == tree
