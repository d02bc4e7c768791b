"""Question sets and lists of known misses: what can be written in them, and what is said about mistakes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.question_sets import QuestionSetError, read_known, read_sets, write_known
from handlers.judging import Expectation, Expected
from handlers.model import Intent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.question_sets import Dialogue

    Written = Callable[..., Path]

ENTRIES = {"members", "money"}


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a file of lines; an object becomes a line of JSON."""

    def write(*lines: object, name: str = "set.jsonl") -> Path:
        path = tmp_path / name
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_text("\n".join([*texts, ""]), encoding="utf-8")
        return path

    return write


def read_set(path: Path) -> list[Dialogue]:
    return read_sets([path], ENTRIES)


def row(**more: object) -> dict[str, object]:
    """A row that expects a gap, unless told otherwise."""
    return {"id": "a", "text": "How many?", "expect": "gap", **more}


def test_row(written: Written) -> None:
    """A row is read with everything it says."""
    facts = [["90", "ninety"], ["2026"]]
    [[read]] = read_set(written(row(expect="answer", facts=facts, variety="iraqi", noise="typo", entry="members")))

    assert (read.id, read.text, read.variety, read.noise, read.turn) == ("a", "How many?", "iraqi", "typo", 1)
    assert read.expected == Expected(Expectation.ANSWER, (("90", "ninety"), ("2026",)), ("members",))
    assert str(read.place).endswith("set.jsonl:1")


def test_only_what_is_needed(written: Written) -> None:
    """Id, text and expectation are enough, keys that nobody knows are passed over, and blank lines too."""
    [[read]] = read_set(written("", row(mood="curious", note=7, facts=None), "  "))

    assert read.expected == Expected(Expectation.GAP)
    assert (read.variety, read.noise, read.place.line) == ("", "", 2)


def test_several_entries(written: Written) -> None:
    """The right answer may come from any of several entries."""
    [[read]] = read_set(written(row(expect="answer", entry=["members", "money"])))

    assert read.expected.entries == ("members", "money")


def test_intent(written: Written) -> None:
    """The topic of a row that expects an intent is its name; other rows may have any topic."""
    [[thanks], [gap]] = read_set(written(row(expect="intent", topic="thanks"), row(id="b", topic="anything")))

    assert thanks.expected.intent is Intent.THANKS
    assert gap.expected.intent is None


def test_conversation(written: Written) -> None:
    """The turns of a conversation have its id with their number."""
    [rows, other] = read_set(
        written({"id": "c", "turns": [{"text": "one", "expect": "gap"}, {"text": "two", "expect": "ask"}]}, row())
    )

    assert [(one.id, one.text, one.turn) for one in rows] == [("c.1", "one", 1), ("c.2", "two", 2)]
    assert [one.id for one in other] == ["a"]


def test_several_files(written: Written) -> None:
    """Files are read in the order in which they are named."""
    paths = [written(row(id="b"), name="b.jsonl"), written(row(id="a"), name="a.jsonl")]

    assert [one.id for [one] in read_sets(paths, ENTRIES)] == ["b", "a"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("How many?", "this is not JSON"),
        ("[" * 100_000, "this is not JSON"),
        ('"text"', "this is no object"),
        ("[]", "this is no object"),
        (row(id=None), 'there is no "id"'),
        (row(id=7), 'there is no "id"'),
        (row(id="a b"), 'there is no "id"'),
        (row(id="a#1"), 'there is no "id"'),
        (row(text=None), 'a has no "text"'),
        (row(turns=[]), '"turns" is no list of rows'),
        (row(turns={"text": "x"}), '"turns" is no list of rows'),
        (row(turns=["x"]), '"turns" is no list of rows'),
        (row(turns=[row(), {"text": "x"}]), 'a.2 has "expect": None'),
        (row(expect="anwser"), "a has \"expect\": 'anwser': write one of answer, gap, either, intent, ask"),
        (row(expect=["gap"]), "a has \"expect\": ['gap']"),
        (row(expect="answer"), "a would take any answer"),
        (row(expect="either", facts=[]), "a would take any answer"),
        (row(facts=["90"]), 'a has "facts" that are no groups'),
        (row(facts=[[]]), 'a has "facts" that are no groups'),
        (row(facts=[[90]]), 'a has "facts" that are no groups'),
        (row(facts=[[""]]), 'a has "facts" that are no groups'),
        (row(facts="90"), 'a has "facts" that are no groups'),
        (row(entry="member"), "a has \"entry\": 'member', which does not exist"),
        (row(entry=[7]), 'a has an "entry" that is neither'),
        (row(entry={"id": "members"}), 'a has an "entry" that is neither'),
        (row(expect="intent"), 'a has "topic": None: write the intent, one of greeting, '),
        (row(expect="intent", topic="greetings"), "a has \"topic\": 'greetings': write the intent"),
    ],
)
def test_line_that_is_no_row(written: Written, line: object, said: str) -> None:
    """A line that is no row is named with file and number, what is wrong with it, and what to do."""
    path = written(row(id="good"), "", line)
    with pytest.raises(QuestionSetError) as caught:
        read_set(path)

    assert str(caught.value).startswith(f"{path}:3: {said}")
    assert ": write " in str(caught.value) or ": give " in str(caught.value) or ": mend " in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_every_bad_line_at_once(written: Written) -> None:
    """All lines that are no rows are named together."""
    with pytest.raises(QuestionSetError) as caught:
        read_set(written("no JSON", row(), row(id="b", expect="?")))

    assert [line.partition(": ")[0][-2:] for line in str(caught.value).splitlines()] == [":1", ":3"]


def test_id_of_two_rows(written: Written) -> None:
    """An id belongs to one row of all files, and the place of the other one is told."""
    first, second = written(row(), name="first.jsonl"), written(row(id="b"), row(), name="second.jsonl")
    with pytest.raises(QuestionSetError) as caught:
        read_sets([first, second], ENTRIES)

    assert str(caught.value).startswith(f"{second}:2: the id 'a' stands at {first}:1 already: ")


def test_file_that_is_not_there(tmp_path: Path) -> None:
    """A file that cannot be read is named with the reason."""
    with pytest.raises(QuestionSetError, match=r"none\.jsonl cannot be read: No such file or directory"):
        read_set(tmp_path / "none.jsonl")


def test_other_encoding(tmp_path: Path) -> None:
    """A file in another encoding is named with what to do."""
    path = tmp_path / "set.jsonl"
    path.write_bytes("مرحبا".encode("cp1256"))
    with pytest.raises(QuestionSetError, match="save it as UTF-8"):
        read_set(path)


def test_windows_file(tmp_path: Path) -> None:
    """A byte order mark and carriage returns make no difference."""
    path = tmp_path / "set.jsonl"
    path.write_bytes("\N{BYTE ORDER MARK}{}\r\n{}\r\n".format(*map(json.dumps, (row(), row(id="b")))).encode())

    assert [one.id for [one] in read_set(path)] == ["a", "b"]


def test_nothing_to_ask(written: Written) -> None:
    """Files without a question are refused."""
    with pytest.raises(QuestionSetError, match="There is no question"):
        read_set(written(""))


def test_known(written: Written) -> None:
    """A list of known misses has one id a line; comments and blank lines are passed over."""
    path = written("# what we know", "", "a", "b.2  # missed", name="known.txt")

    assert read_known(path) == {"a": 3, "b.2": 4}


@pytest.mark.parametrize(
    ("lines", "said"), [(["a", "b c"], ":2: 'b c' is more than one id"), (["a", "b", "a"], ":3: 'a' stands in line 1")]
)
def test_known_with_a_mistake(written: Written, lines: list[str], said: str) -> None:
    """A line with two ids, and an id in two lines, are named with their number."""
    path = written(*lines, name="known.txt")
    with pytest.raises(QuestionSetError) as caught:
        read_known(path)

    assert str(caught.value).startswith(f"{path}{said}")


def test_known_as_written(tmp_path: Path) -> None:
    """What is written is read again, with a remark behind each id for whoever opens the file."""
    path = tmp_path / "known.txt"
    write_known(path, {"b.2": "missed", "a": "helped"})

    assert list(read_known(path)) == ["b.2", "a"]
    assert path.read_text(encoding="utf-8").splitlines()[1:] == ["b.2  # missed", "a  # helped"]


def test_known_cannot_be_written(tmp_path: Path) -> None:
    """A list that cannot be written is named with the reason."""
    with pytest.raises(QuestionSetError, match="cannot be written: Is a directory"):
        write_known(tmp_path, {})


def test_lines_that_are_no_rows_are_problems(written: Written) -> None:
    """Whoever wants more than a sentence gets each line with its place, what is wrong, and what to do."""
    with pytest.raises(QuestionSetError) as raised:
        read_set(written(row(entry="nothing"), row(), "{}"))

    assert [(problem.place.line, problem.remedy.en) for problem in raised.value.problems] == [
        (1, "mend the id"),
        (3, "give the row a short name of its own"),
    ]
