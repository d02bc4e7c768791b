"""Examinations: what a knowledge is worth before it is published, and in what a process of its own differs."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from knowledge_floor.small_folder import ENTRIES, FILES, line_of, mistaken

from bot.examining import ChildExaminer, ExaminingError, InProcessExaminer
from bot.library_cache import fingerprint
from handlers.releases import Colliding, Failed, Otherwise
from knowledge.errors import Severity
from knowledge.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.staff_ports import Examiner

SHORT_WHILE: Final = 0.01
LONGEST_WAIT: Final = 3_000
"""Short whiles."""
HOW_MANY: Final = "How many members does the Coalition have?"
SMUGGLING: Final = "smuggling by the fanatics"
TESTS: Final = "questions/shipped.jsonl"
ROWS: Final = (
    {"id": "members", "text": HOW_MANY, "expect": "answer", "entry": "coalition-members", "facts": [["90"]]},
    {"id": "nato", "text": "How many members does NATO have?", "expect": "gap"},
    {"id": "talk", "turns": [{"text": "hello", "expect": "intent", "topic": "greeting"}]},
)


def tree_of(files: Mapping[str, str], *rows: object) -> Tree:
    """A knowledge with question tests."""
    return Tree({**files, TESTS: "".join(json.dumps(row) + "\n" for row in rows or ROWS)})


SERVED: Final = tree_of(FILES)
WITH_PHRASING: Final = tree_of(mistaken(ENTRIES, "sources of Daesh income", f"{SMUGGLING}, sources of Daesh income"))


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of built libraries of all these tests."""
    return tmp_path_factory.mktemp("libraries") / "cache"


@pytest.fixture
def examiner(libraries: Path) -> Examiner:
    return InProcessExaminer(libraries)


@pytest.fixture(params=[InProcessExaminer, ChildExaminer])
def any_examiner(request: pytest.FixtureRequest, libraries: Path) -> Examiner:
    made: Examiner = request.param(libraries)
    return made


class TestEveryExaminer:
    """What every implementation of the port keeps to."""

    async def test_a_sound_change_passes(self, any_examiner: Examiner) -> None:
        """A phrasing that harms nothing passes, and the gap that it is for is shown with both replies."""
        examination = await any_examiner.examine(WITH_PHRASING, SERVED, {7: SMUGGLING})

        assert (examination.hash, examination.passes, examination.tests) == (WITH_PHRASING.hash, True, 3)
        assert examination.changed == ()
        assert [(gap.id, gap.text, gap.after) for gap in examination.gaps] == [
            ("7", SMUGGLING, "answer daesh-money 2019-02-06")
        ]

    async def test_a_mistake_is_found(self, any_examiner: Examiner) -> None:
        """A mistake in the form is told with its file and line in the tree, and nothing else is tried."""
        files = mistaken(ENTRIES, "topic: finance", "topics: finance")
        examination = await any_examiner.examine(tree_of(files), SERVED, {})

        assert not examination.passes
        assert {problem.file for problem in examination.problems} == {ENTRIES}
        assert line_of(files[ENTRIES], "topics: finance") in {problem.line for problem in examination.problems}
        assert examination.tests == 0


async def test_nothing_is_served_yet(examiner: Examiner) -> None:
    """The first knowledge is checked and tested; there is nothing to compare it with."""
    examination = await examiner.examine(SERVED, None, {7: SMUGGLING})

    assert (examination.passes, examination.tests) == (True, 3)
    assert (examination.changed, examination.gaps, examination.collisions) == ((), (), ())


async def test_what_is_served_cannot_be_built(examiner: Examiner) -> None:
    """A broken knowledge may be replaced: it is as if nothing were served."""
    broken = tree_of(mistaken(ENTRIES, "topic: finance", "topics: finance"))

    assert (await examiner.examine(SERVED, broken, {7: SMUGGLING})).gaps == ()


async def test_a_broken_question_test(examiner: Examiner) -> None:
    """A question test that does not get what it expects is named, with what it gets instead."""
    rows = ({"id": "members", "text": HOW_MANY, "expect": "answer", "entry": "daesh-money", "facts": [["oil", "x"]]},)
    examination = await examiner.examine(tree_of(FILES, *rows), SERVED, {})

    assert examination.failed == (
        Failed("members", HOW_MANY, "answer daesh-money with oil/x", "answer coalition-members 2026-02"),
    )
    assert not examination.passes


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"expect": "gap"}, "gap"),
        ({"expect": "ask"}, "clarify"),
        ({"expect": "intent", "topic": "thanks"}, "intent thanks"),
        ({"expect": "either", "facts": [["91"], ["x", "y"]]}, "gap or answer with 91 and x/y"),
    ],
)
async def test_what_a_question_test_expects(examiner: Examiner, row: dict[str, object], expected: str) -> None:
    """Whatever a question test expects is said in a few words."""
    examination = await examiner.examine(tree_of(FILES, {"id": "one", "text": HOW_MANY, **row}), None, {})

    assert [failed.expected for failed in examination.failed] == [expected]


async def test_question_tests_that_are_answered_otherwise(examiner: Examiner) -> None:
    """A question test that is right both times, and gets the claim of another date, is shown."""
    files = mistaken(ENTRIES, "as_of: 2026-02", "as_of: 2026-03")
    examination = await examiner.examine(tree_of(files), SERVED, {})

    assert examination.changed == (
        Otherwise("members", HOW_MANY, "answer coalition-members 2026-02", "answer coalition-members 2026-03"),
    )


async def test_a_row_that_is_none(examiner: Examiner) -> None:
    """A line of a question test that cannot be used is a problem of the knowledge, in its place."""
    rows = ({"id": "one", "text": HOW_MANY, "expect": "answer", "entry": "nothing"},)
    [problem] = (await examiner.examine(tree_of(FILES, *rows), None, {})).problems

    assert (problem.file, problem.line, problem.rule) == (TESTS, 1, "question-test")
    assert problem.remedy.en == "mend the id"


async def test_knowledge_without_question_tests(examiner: Examiner) -> None:
    """A knowledge need not bring question tests along."""
    assert (await examiner.examine(Tree(FILES), None, {})).tests == 0


async def test_paths_are_those_of_the_tree(examiner: Examiner) -> None:
    """No sentence names the folder in which the examination took place."""
    shared = mistaken(ENTRIES, "sources of Daesh income", HOW_MANY)
    [problem] = (
        problem
        for problem in (await examiner.examine(tree_of(shared), SERVED, {})).problems
        if problem.rule == "shared-phrasing"
    )

    assert problem.wrong.en.endswith(f"see {ENTRIES}:{line_of(shared[ENTRIES], 'How many members')}")


async def test_a_warning_does_not_stop(examiner: Examiner) -> None:
    """A knowledge with nothing but warnings passes, and they are told."""
    files = mistaken(ENTRIES, "        seal: 4a258566-16b53ddc\n", "")
    examination = await examiner.examine(tree_of(files), SERVED, {})

    assert {problem.severity for problem in examination.problems} == {Severity.WARNING}
    assert examination.passes


async def test_collisions_that_were_not_there(examiner: Examiner) -> None:
    """Two entries that come to be asked in the same words are named, with the words that each takes from the other."""
    taken = ("which countries are in the coalition", "number of member states")
    files = mistaken(ENTRIES, "oil revenue of the terrorists", ", ".join(taken))
    examination = await examiner.examine(tree_of(files), SERVED, {})

    assert examination.collisions == (Colliding("coalition-members", "daesh-money", taken),)


async def test_collisions_that_are_known(examiner: Examiner) -> None:
    """Entries that collided before are nobody's news."""
    files = mistaken(
        ENTRIES, "oil revenue of the terrorists", "which countries are in the coalition, number of member states"
    )
    further = {**files, ENTRIES: files[ENTRIES].replace("as_of: 2019-02-06", "as_of: 2019-02-07")}

    assert (await examiner.examine(tree_of(further), tree_of(files), {})).collisions == ()


async def test_what_was_built_is_left_for_the_bots(examiner: Examiner, libraries: Path, tmp_path: Path) -> None:
    """Whoever serves the same tree from another folder finds its library built."""
    await examiner.examine(WITH_PHRASING, SERVED, {})
    WITH_PHRASING.write(tmp_path)

    assert (libraries / f"library-{fingerprint(tmp_path)}.pickle").is_file()


async def test_what_was_examined_costs_nothing(libraries: Path) -> None:
    """The same tree on the same base, with the same gaps, is examined once."""
    examiner = ChildExaminer(libraries)
    one, other = await asyncio.gather(*(examiner.examine(WITH_PHRASING, SERVED, {7: SMUGGLING}) for _ in range(2)))

    assert one is other
    assert await examiner.examine(WITH_PHRASING, SERVED, {7: SMUGGLING}) is one


async def test_process_that_dies(libraries: Path) -> None:
    """An examination whose process is ended from outside is an error with a sentence, and nothing is remembered."""
    running = asyncio.create_task(ChildExaminer(libraries).examine(SERVED, None, {}))
    os.kill(await child(), signal.SIGKILL)

    with pytest.raises(ExaminingError, match=r"stopped before its end \(exit code -9\)"):
        await running


async def test_nobody_waits_any_more(libraries: Path) -> None:
    """When whoever asked goes away, the process ends."""
    running = asyncio.create_task(ChildExaminer(libraries).examine(SERVED, None, {}))
    process = await child()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await until_gone(process)

    assert examinations() == []


def test_process_that_gives_up(tmp_path: Path) -> None:
    """What the process cannot examine it says in a sentence, in both languages, with an exit code of its own."""
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "topics.yaml").write_bytes(b"\xff")
    (tmp_path / "order.json").write_text('{"gaps": [], "cache": null}', encoding="utf-8")
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot.examining", str(tmp_path)], capture_output=True, text=True, check=False
    )
    refusal = json.loads((tmp_path / "refusal.json").read_text(encoding="utf-8"))

    assert (ran.returncode, ran.stderr) == (3, "")
    assert "not in UTF-8" in refusal["en"]
    assert "يُرجى حفظه" in refusal["ar"]


async def child() -> int:
    """The id of the process in which an examination runs, as soon as there is one."""
    for _ in range(LONGEST_WAIT):
        await asyncio.sleep(SHORT_WHILE)
        if found := examinations():
            return found[0]
    raise AssertionError("no examination has begun")


async def until_gone(process: int) -> None:
    for _ in range(LONGEST_WAIT):
        await asyncio.sleep(SHORT_WHILE)
        if process not in examinations():
            return


def examinations() -> list[int]:
    """The ids of the processes that this one has started to examine something."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    return [int(child) for child in children if b"bot.examining" in Path(f"/proc/{child}/cmdline").read_bytes()]
