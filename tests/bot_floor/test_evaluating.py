"""`sanad eval`: question sets are asked and judged, and what misses is held against what is known to miss."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot_floor.installation import Installation, Ran

    Sanad = Callable[..., Ran]

HOW_MANY = "How many members does the Coalition have?"
RIGHT = {"id": "right", "text": HOW_MANY, "variety": "en", "noise": "none", "expect": "answer", "facts": [["90"]]}
HELPED = {
    "id": "helped",
    "text": "what was rebuilt in Anbar or Basra",
    "variety": "en",
    "expect": "answer",
    "facts": [["A school in Basra"]],
}
WRONG = {"id": "wrong", "text": "من أين أموال داعش؟", "variety": "msa", "expect": "answer", "facts": [["90"]]}
FALSE = {"id": "false", "text": HOW_MANY, "variety": "en", "noise": "none", "expect": "gap"}
GREETING = {"id": "hello", "text": "hello", "expect": "intent", "topic": "greeting"}
TALK = {
    "id": "talk",
    "turns": [
        {"text": HOW_MANY, "expect": "answer", "entry": "coalition-members", "facts": [["90"]]},
        {"text": "2019?", "expect": "answer", "facts": [["79"]]},
        {"text": "xyzzy plugh", "expect": "answer", "facts": [["90"]]},
    ],
}
ALL = (RIGHT, HELPED, WRONG, FALSE, GREETING, TALK)


@pytest.fixture
def evaluated(sanad: Sanad, installation: Installation) -> Callable[..., Ran]:
    """What `eval` says of some rows, with some arguments."""

    def run(*rows: object, arguments: tuple[str, ...] = ()) -> Ran:
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (installation.home / "set.jsonl").write_text("\n".join(lines), encoding="utf-8")
        return sanad("eval", "set.jsonl", *arguments)

    return run


@pytest.fixture
def known(installation: Installation) -> Callable[..., Path]:
    """Writes a list of known misses."""

    def write(*ids: str) -> Path:
        path = installation.home / "known.txt"
        path.write_text("\n".join(ids), encoding="utf-8")
        return path

    return write


def table(out: str) -> dict[str, list[str]]:
    """The lines of the table that hold numbers: the name of each and its columns."""
    lines = [line.rsplit(maxsplit=7) for line in out.partition("\n\n")[0].splitlines()[1:]]
    return {name.strip(): columns for name, *columns in lines if columns}


def test_all_is_right(evaluated: Callable[..., Ran]) -> None:
    """When every row is right, the exit code is 0."""
    ran = evaluated(RIGHT, GREETING)

    assert (ran.code, ran.err) == (0, "")
    assert table(ran.out)["all"] == ["2", "100.0%", "0.0%", "0.0%", "0.0%", "0.0%", "0.0%"]
    assert ran.out.splitlines()[-1].startswith("0 misses")


def test_table(evaluated: Callable[..., Ran]) -> None:
    """Each judgement has its share, for each expectation, language, variety and noise, follow-ups, and the whole."""
    ran = evaluated(*ALL)
    heading = ran.out.splitlines()[0].split()

    assert ran.code == 1
    assert heading == ["rows", "right", "helped", "asked", "wrong", "false", "missed"]
    assert table(ran.out) == {
        "answer": ["6", "50.0%", "16.7%", "0.0%", "16.7%", "0.0%", "16.7%"],
        "gap": ["1", "0.0%", "0.0%", "0.0%", "0.0%", "100.0%", "0.0%"],
        "intent": ["1", "100.0%", "0.0%", "0.0%", "0.0%", "0.0%", "0.0%"],
        "en": ["3", "33.3%", "33.3%", "0.0%", "0.0%", "33.3%", "0.0%"],
        "ar": ["1", "0.0%", "0.0%", "0.0%", "100.0%", "0.0%", "0.0%"],
        "msa": ["1", "0.0%", "0.0%", "0.0%", "100.0%", "0.0%", "0.0%"],
        "none": ["2", "50.0%", "0.0%", "0.0%", "0.0%", "50.0%", "0.0%"],
        "follow-ups": ["2", "50.0%", "0.0%", "0.0%", "0.0%", "0.0%", "50.0%"],
        "all": ["8", "50.0%", "12.5%", "0.0%", "12.5%", "12.5%", "12.5%"],
    }


def test_groups_that_nobody_names(evaluated: Callable[..., Ran]) -> None:
    """Without varieties, noise and conversations there are no lines for them."""
    assert list(table(evaluated(GREETING).out)) == ["intent", "en", "all"]


def test_confusions(evaluated: Callable[..., Ran]) -> None:
    """Which entry answered in place of which is counted, the most frequent first."""
    ran = evaluated(*ALL, {**WRONG, "id": "again"})

    assert ran.out.split("\n\n")[1].splitlines() == [
        "expected -> answered by",
        "   2 coalition-members -> daesh-money",
        "   1 (gap) -> coalition-members",
    ]


def test_misses(evaluated: Callable[..., Ran]) -> None:
    """`--misses` lists what is not right: id, judgement, what was replied, and the text."""
    ran = evaluated(*ALL, arguments=("--misses",))

    assert [line.split("\t") for line in ran.out.split("\n\n")[2].splitlines()] == [
        ["helped", "helped", "clarify: project-1, project-3", "what was rebuilt in Anbar or Basra"],
        ["wrong", "wrong", "answer: daesh-money", "من أين أموال داعش؟"],
        ["false", "false", "answer: coalition-members", HOW_MANY],
        ["talk.3", "missed", "gap: unknown", "xyzzy plugh"],
    ]


def test_object(evaluated: Callable[..., Ran]) -> None:
    """`--json` prints the same as one object on one line, with counts."""
    ran = evaluated(*ALL, arguments=("--json",))
    told: dict[str, Any] = json.loads(ran.out)
    nothing = {"rows": 0, "right": 0, "helped": 0, "asked": 0, "wrong": 0, "false": 0, "missed": 0}

    assert (ran.code, ran.out.count("\n")) == (1, 1)
    assert told["expected"]["gap"] == {**nothing, "rows": 1, "false": 1}
    assert told["variety"]["msa"] == {**nothing, "rows": 1, "wrong": 1}
    assert told["follow_ups"] == {**nothing, "rows": 2, "right": 1, "missed": 1}
    assert told["all"] == {"rows": 8, "right": 4, "helped": 1, "asked": 0, "wrong": 1, "false": 1, "missed": 1}
    assert told["confusions"][0] == {"expected": "coalition-members", "answered": "daesh-money", "times": 1}
    assert [miss["id"] for miss in told["misses"]] == ["helped", "wrong", "false", "talk.3"]
    assert told["known"] == {"new": ["helped", "wrong", "false", "talk.3"], "mended": [], "absent": []}


def test_known_misses(evaluated: Callable[..., Ran], known: Callable[..., Path]) -> None:
    """When all that misses is known to, the exit code is 0."""
    known("helped # asked back", "wrong", "false", "talk.3")
    ran = evaluated(*ALL, arguments=("--known", "known.txt"))

    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "4 misses, 0 of them not in known.txt"


def test_new_miss(evaluated: Callable[..., Ran], known: Callable[..., Path]) -> None:
    """A miss that is not known is named, and the exit code is 1."""
    known("helped", "wrong", "false")
    ran = evaluated(*ALL, arguments=("--known", "known.txt"))

    assert ran.code == 1
    assert ran.out.splitlines()[-1] == "talk.3 is a new miss: mend it, or add it to known.txt"


def test_mended_miss(evaluated: Callable[..., Ran], known: Callable[..., Path]) -> None:
    """A row that is known to miss and is right is named, and the exit code is 1."""
    known("right")
    ran = evaluated(RIGHT, arguments=("--known", "known.txt"))

    assert ran.code == 1
    assert ran.out.splitlines()[-1] == "right is no longer a miss: take it out of known.txt"


def test_known_misses_of_other_files(evaluated: Callable[..., Ran], known: Callable[..., Path]) -> None:
    """A known miss that was not asked is told, and is no failure: one set can be asked by itself."""
    known("wrong", "elsewhere")
    ran = evaluated(WRONG, arguments=("--known", "known.txt"))

    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "1 of known.txt were not asked: elsewhere"


def test_writing_known_misses(evaluated: Callable[..., Ran], installation: Installation) -> None:
    """`--write-known` writes the list with which the same rows pass, each id with its judgement."""
    written = evaluated(*ALL, arguments=("--write-known", "known.txt"))
    lines = (installation.home / "known.txt").read_text(encoding="utf-8").splitlines()

    assert written.code == 0
    assert lines[1:] == ["helped  # helped", "wrong  # wrong", "false  # false", "talk.3  # missed"]
    assert evaluated(*ALL, arguments=("--known", "known.txt")).code == 0


def test_nothing_is_left_behind(evaluated: Callable[..., Ran], installation: Installation) -> None:
    """Questions without an answer are recorded nowhere."""
    evaluated(*ALL)

    assert not installation.database.exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({**RIGHT, "entry": "no-such-entry"}, "set.jsonl:1: right has \"entry\": 'no-such-entry'"),
        ({"id": "a"}, 'set.jsonl:1: a has no "text"'),
    ],
)
def test_bad_line(evaluated: Callable[..., Ran], row: object, said: str) -> None:
    """A line that cannot be used ends the run before anything is asked, and is named."""
    ran = evaluated(row)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said)


@pytest.mark.parametrize("file", ["set.jsonl", "known.txt"])
def test_missing_file(sanad: Sanad, evaluated: Callable[..., Ran], file: str) -> None:
    """A question set or a list that is not there is one line on standard error."""
    arguments = ("none.jsonl",) if file == "set.jsonl" else ("set.jsonl", "--known", "none.txt")
    evaluated(RIGHT)
    ran = sanad("eval", *arguments)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "cannot be read" in ran.err


def test_own_questions(
    sanad: Sanad, installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a file the knowledge's own question tests are asked."""
    folder = shutil.copytree(installation.knowledge, tmp_path / "content")
    (folder / "questions").mkdir()
    (folder / "questions" / "shipped.jsonl").write_text(json.dumps(RIGHT), encoding="utf-8")
    monkeypatch.setenv("SANAD_KNOWLEDGE", str(folder))

    assert (ran := sanad("eval", "--json")).code == 0
    assert json.loads(ran.out)["all"]["rows"] == 1


def test_knowledge_without_questions(sanad: Sanad) -> None:
    """A knowledge that has none is asked nothing, and that is said."""
    assert (ran := sanad("eval")).code == 2
    assert "no question" in ran.err
