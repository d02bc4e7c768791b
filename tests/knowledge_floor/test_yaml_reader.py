"""Reading one YAML file: plain values, and everything that is wrong with it, each with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from knowledge_floor.small_folder import found

from knowledge.yaml_reader import LARGEST_FILE, YamlReader

if TYPE_CHECKING:
    from pathlib import Path

    from knowledge.errors import Problem

NESTED = st.recursive(
    st.text(st.sampled_from("ab:- #'\"\n؟كم"), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


class Written:
    """A file with this content, and the reader of it."""

    def __init__(self, folder: Path, content: str | bytes) -> None:
        self.path = folder / "file.yaml"
        self.path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.problems: list[Problem] = []
        self.reader = YamlReader(self.path, self.problems)

    @property
    def root(self) -> yaml.Node:
        root = self.reader.root()
        assert root is not None
        return root

    def found(self) -> list[str]:
        return found(self.problems)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "file.yaml:1 empty"),
        ("# only a remark\n", "file.yaml:1 empty"),
        ("- a\n- b: [\n", "file.yaml:3 syntax"),
        ("- a\r\n- b: c: d\r\n", "file.yaml:2 syntax"),
        ("- a\n---\n- b\n", "file.yaml:2 syntax"),
        ("- a\n\t- b\n", "file.yaml:2 syntax"),
        ("- a\n- *unknown\n", "file.yaml:2 syntax"),
        ("- a\n- \a\n- b\n", "file.yaml:2 syntax"),
        (b"- a\n- b\n- \xff\n", "file.yaml:3 encoding"),
        ("- a\n- &again b\n- *again\n", "file.yaml:2 alias"),
        ("[" * 2_000, "file.yaml:1 syntax"),
        (b"-" * (LARGEST_FILE + 1), "file.yaml:1 file-size"),
    ],
)
def test_unreadable(tmp_path: Path, content: str | bytes, expected: str) -> None:
    """A file that cannot be read is one problem with its line, never an exception."""
    written = Written(tmp_path, content)

    assert (written.reader.root(), written.found()) == (None, [expected])


def test_aliases_do_not_grow(tmp_path: Path) -> None:
    """A file whose aliases would unfold to billions of items is refused at once."""
    lines = ["- &a0 [x, x]", *(f"- &a{level} [*a{level - 1}, *a{level - 1}]" for level in range(1, 40))]
    written = Written(tmp_path, "\n".join(lines))

    assert (written.reader.root(), written.found()) == (None, ["file.yaml:1 alias"])


def test_no_file(tmp_path: Path) -> None:
    """A missing file is a problem that names it."""
    problems: list[Problem] = []
    YamlReader(tmp_path / "absent.yaml", problems).root()

    assert found(problems) == ["absent.yaml:1 file"]


@pytest.mark.parametrize("written", ["yes", "2019-02-06", "007", "1_000", "null", "0x1F", "1e3", "~"])
def test_every_value_is_text(tmp_path: Path, written: str) -> None:
    """Nothing is guessed: words, numbers and dates stay as they are written."""
    node = Written(tmp_path, f"- {written}\n")
    (item,) = node.reader.items(node.root, "the file")

    assert node.reader.text(item, "an item") == written


def test_text_is_trimmed(tmp_path: Path) -> None:
    """Blanks around a text do not count."""
    written = Written(tmp_path, '"  كم عدد  "')

    assert written.reader.text(written.root, "a text") == "كم عدد"


@pytest.mark.parametrize(("content", "rule"), [("''", "empty"), ("'  '", "empty"), ("[a]", "type"), ("{a: b}", "type")])
def test_no_text(tmp_path: Path, content: str, rule: str) -> None:
    """What is not a text is a problem and reads as nothing."""
    written = Written(tmp_path, content)

    assert (written.reader.text(written.root, "a text"), written.found()) == ("", [f"file.yaml:1 {rule}"])


@pytest.mark.parametrize("content", ["a", "{a: b}"])
def test_no_list(tmp_path: Path, content: str) -> None:
    """What is not a list is a problem and has no items."""
    written = Written(tmp_path, content)

    assert (list(written.reader.items(written.root, "it")), written.found()) == ([], ["file.yaml:1 type"])


@pytest.mark.parametrize("content", ["a", "[a]"])
def test_no_mapping(tmp_path: Path, content: str) -> None:
    """What is not a mapping is a problem and has no pairs."""
    written = Written(tmp_path, content)

    assert (list(written.reader.pairs(written.root, "it")), written.found()) == ([], ["file.yaml:1 type"])


def test_repeated_key(tmp_path: Path) -> None:
    """Of a key written twice the first value stands, and the second is a problem."""
    written = Written(tmp_path, "a: 1\nb: 2\na: 3\n")
    values = {key: written.reader.text(value, key) for key, value in written.reader.pairs(written.root, "it")}

    assert (values, written.found()) == ({"a": "1", "b": "2"}, ["file.yaml:3 repeated-key"])


def test_unknown_and_missing_keys(tmp_path: Path) -> None:
    """Both are problems: the unknown one at its own line, the missing one where the mapping begins."""
    written = Written(tmp_path, "title: a\ntopick:\n  en: b\n")
    fields = written.reader.fields(written.root, "it", required=("title", "topic"), optional=("note",))

    assert (list(fields), written.found()) == (["title"], ["file.yaml:1 missing-key", "file.yaml:2 unknown-key"])


@pytest.mark.parametrize(("key", "remedy"), [("titel", "did you mean 'title'?"), ("xyz", "known keys are title, note")])
def test_suggestion(tmp_path: Path, key: str, remedy: str) -> None:
    """A slip of the pen is answered with the nearest key, anything else with all of them."""
    written = Written(tmp_path, f"title: a\n{key}: b\n")
    written.reader.fields(written.root, "it", required=("title",), optional=("note",))

    assert [problem.remedy.en for problem in written.problems] == [remedy]


def test_problem_as_a_sentence(tmp_path: Path) -> None:
    """A problem names file, line and rule, says what is wrong and what to do."""
    written = Written(tmp_path, "- a\n- ''\n")
    for item in written.reader.items(written.root, "it"):
        written.reader.text(item, "an item")

    assert [str(problem) for problem in written.problems] == [
        f"{written.path}:2: empty: an item is empty: write it, or leave the key out"
    ]


@given(NESTED)
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    """Whatever a YAML writer writes is read back, blanks around texts aside."""
    written = Written(tmp_path_factory.mktemp("yaml"), yaml.safe_dump(value, allow_unicode=True))

    assert _plain(written.reader, written.root) == _trimmed(value)


def _plain(reader: YamlReader, node: yaml.Node) -> object:
    if isinstance(node, yaml.SequenceNode):
        return [_plain(reader, item) for item in reader.items(node, "it")]
    if isinstance(node, yaml.MappingNode):
        return {key: _plain(reader, value) for key, value in reader.pairs(node, "it")}
    return reader.text(node, "it")


def _trimmed(value: object) -> object:
    if isinstance(value, list):
        return [_trimmed(item) for item in value]
    if isinstance(value, dict):
        return {key: _trimmed(item) for key, item in value.items()}
    return str(value).strip()
