"""A knowledge as a zip: read as the folder that was packed, or refused in a sentence."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.zipped import LARGEST, MOST_FILES, tree_of_zip, zip_of_tree
from knowledge.tree import Tree, TreeError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES = {"sources.yaml": "- id: rudaw\r\n", "entries/camps.yaml": "- id: المخيمات\n", "questions/a.jsonl": "{}\n"}


def packed(files: Mapping[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def test_packed() -> None:
    """What is packed here is read as it was; packed twice, it is the same to the byte."""
    assert tree_of_zip(zip_of_tree(Tree(FILES))) == Tree(FILES)
    assert zip_of_tree(Tree(FILES)) == zip_of_tree(Tree(dict(reversed(FILES.items()))))


@pytest.mark.parametrize("top", ["", "content/", "home/amal/content/"])
def test_folder(top: str) -> None:
    """Whether its files or the folder around them were packed, the knowledge is the same."""
    assert tree_of_zip(packed({top + name: text for name, text in FILES.items()})) == Tree(FILES)


@pytest.mark.parametrize("name", ["README.md", ".git/config", "../sources.yaml", "/etc/topics.yaml", "entries\\a.yaml"])
def test_other_files(name: str) -> None:
    """What is no knowledge file, by its whole path, is passed over."""
    assert tree_of_zip(packed({**FILES, name: "x"})) == Tree(FILES)


def test_too_much() -> None:
    """A small zip of a great deal is refused before it is unpacked."""
    with pytest.raises(TreeError, match="pack fewer"):
        tree_of_zip(packed({"sources.yaml": b"\x00" * (LARGEST + 1)}))


def test_too_many() -> None:
    """Too many files are refused."""
    with pytest.raises(TreeError, match="pack fewer"):
        tree_of_zip(packed({f"entries/{number}.yaml": "" for number in range(MOST_FILES + 1)}))


def test_size_that_is_a_lie() -> None:
    """A file that says it is smaller than it is is not read further than that, and refused."""
    honest = packed({"sources.yaml": b"a" * 100_000})
    lying = honest.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    with pytest.raises(TreeError, match="no zip file that can be read"):
        tree_of_zip(lying)


@pytest.mark.parametrize("files", [{}, {"README.md": "x"}])
def test_nothing_in_it(files: Mapping[str, str]) -> None:
    """A zip without any knowledge is refused with what to pack."""
    with pytest.raises(TreeError, match="no knowledge in this zip"):
        tree_of_zip(packed(files))


def test_other_encoding() -> None:
    """A file in an old encoding is named."""
    with pytest.raises(TreeError, match=r"topics\.yaml is not in UTF-8"):
        tree_of_zip(packed({"topics.yaml": "كم".encode("cp1256")}))


@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    """Any bytes are refused in one sentence."""
    with pytest.raises(TreeError) as caught:
        tree_of_zip(content)

    assert len(str(caught.value).splitlines()) == 1
