"""A knowledge as one value: what belongs to it, its hash, and its way through a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knowledge_floor.small_folder import FILES, HEARD, write_folder

from knowledge.loader import load, read, read_tree
from knowledge.tree import Tree, TreeError, belongs

if TYPE_CHECKING:
    from pathlib import Path

PATHS = st.sampled_from(["sources.yaml", "elsewhere.yaml", "entries/a.yaml", "entries/B_2.yaml", "questions/q.jsonl"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
TREES = st.dictionaries(PATHS, TEXTS).map(Tree)


@given(TREES)
def test_hash_is_that_of_the_content(tree: Tree) -> None:
    """The order in which files were put in makes no difference."""
    reversed_files = dict(reversed(list(tree.files.items())))

    assert Tree(reversed_files).hash == tree.hash


@given(TREES, TREES)
def test_hash_tells_trees_apart(one: Tree, other: Tree) -> None:
    """Only equal trees have the same hash."""
    assert (one.hash == other.hash) is (dict(one.files) == dict(other.files))


def test_hash_keeps_path_and_text_apart() -> None:
    """What ends a path or a text cannot be moved into its neighbour."""
    one, other = Tree({"entries/a.yaml": "x", "entries/b.yaml": "y"}), Tree({"entries/a.yaml": "x\x00entries/b.yamly"})

    assert one.hash != other.hash


@settings(max_examples=30)
@given(TREES)
def test_through_a_folder(tmp_path_factory: pytest.TempPathFactory, tree: Tree) -> None:
    """A tree that was written is read again byte for byte, line ends and all."""
    folder = tmp_path_factory.mktemp("tree")
    tree.write(folder)

    assert Tree.read(folder) == tree


def test_foreign_files_are_passed_over(tmp_path: Path) -> None:
    """Only knowledge files are read: no guide, no hidden file, none of another kind or in another folder."""
    for name in ("README.md", ".env", "entries/a.yaml~", "entries/deep/b.yaml", "more/sources.yaml", "notes.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("foreign")

    assert Tree.read(write_folder(tmp_path)).files == FILES


def test_foreign_files_are_left(tmp_path: Path) -> None:
    """Writing a tree removes knowledge files that it lacks, and nothing else."""
    write_folder(tmp_path, {**FILES, "README.md": "foreign", "entries/gone.yaml": "[]"})
    Tree(FILES).write(tmp_path)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}

    assert left == {*FILES, "README.md"}


def test_another_encoding(tmp_path: Path) -> None:
    """A file that is not in UTF-8 is refused by its name, with the byte and what to do."""
    (tmp_path / "topics.yaml").write_bytes(b"- id: caf\xe9\n")

    with pytest.raises(TreeError, match=r"topics\.yaml is not in UTF-8 \(byte 9\): save it as UTF-8"):
        Tree.read(tmp_path)


def test_no_room(tmp_path: Path) -> None:
    """What cannot be written is said with the file's name."""
    (tmp_path / "entries").write_text("a file where the folder belongs")

    with pytest.raises(TreeError, match="entries cannot be written"):
        Tree(FILES).write(tmp_path)


@pytest.mark.parametrize(
    "path",
    [
        *("../sources.yaml", "/sources.yaml", "entries/../topics.yaml", "entries\\a.yaml", "entries/.yaml"),
        *("entries/a.yml", "entries/a.yaml\n", "entries/a.jsonl", "questions/a.yaml", "entries/é.yaml", ""),
    ],
)
def test_what_does_not_belong(path: str) -> None:
    """No path leads out of the folder, or looks like another one."""
    assert not belongs(path)


@pytest.mark.parametrize("path", [*FILES, "elsewhere.yaml", HEARD, "questions/resolved.jsonl", "entries/a-b_2.yaml"])
def test_what_belongs(path: str) -> None:
    """Each kind of knowledge file has its place."""
    assert belongs(path)


def test_loaded_as_its_folder(tmp_path: Path) -> None:
    """A tree is the same knowledge as the folder that it was read from."""
    assert read_tree(Tree(FILES)).knowledge == load(write_folder(tmp_path))


def test_same_problems_as_its_folder(tmp_path: Path) -> None:
    """A broken tree has the problems of its folder, with files named as in the tree."""
    files = {**FILES, "entries/coalition.yaml": "- id: A\n  topic: [\n", "topics.yaml": "- id: x\n"}
    del files["sources.yaml"]
    problems = read(write_folder(tmp_path, files)).problems
    named = [str(problem).removeprefix(f"{tmp_path}/") for problem in problems]

    assert [str(problem) for problem in read_tree(Tree(files)).problems] == named
