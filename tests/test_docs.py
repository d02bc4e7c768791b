"""The documentation says what is so: verbs, settings, rules, events, numbers, links, questions that are answered."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest
import yaml
from library_store import shipped_library
from source_texts import emitted_events, function_name, nodes, possible_events, texts

from bot.cli import main
from bot.clock import SystemClock
from bot.question_sets import read_sets
from bot.settings import SHIPPED_KNOWLEDGE, read_settings
from bot.storage.memory import MemoryDayKeys, MemoryGapQueue, MemorySessions, MemoryTallies, MemoryVotes
from handlers.conversation import Conversation
from handlers.judging import Expectation, Judgement
from handlers.model import Kind, Message
from handlers.shelf import Shelf
from knowledge.loader import load, read, read_tree
from knowledge.search import tuning
from knowledge.tree import Tree

ROOT: Final = Path(__file__).parent.parent
README: Final = ROOT / "README.md"
OPERATORS: Final = ROOT / "docs" / "operators.md"
MATCHING: Final = ROOT / "docs" / "matching.md"
EVALUATING: Final = ROOT / "docs" / "evaluating.md"
CURATORS: Final = ROOT / "knowledge" / "content" / "README.md"
DOCUMENTS: Final = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not any(part.startswith(".") or part in {"build", "dist"} for part in path.relative_to(ROOT).parts)
)

_REPORTING: Final = frozenset({"error", "warning", "report", "_unreadable"})
"""What takes a place and then a message, which is called like its rule."""
_VERB: Final = re.compile(r"^ {4}([a-z]+)\b", re.MULTILINE)
_LINK: Final = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")
_BLOCK: Final = re.compile(r"^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
_ASKED: Final = re.compile(r"^> (.+)$", re.MULTILINE)
_ROW: Final = re.compile(r"^ {4}(\{.*\})$", re.MULTILINE)
_EXAMPLE: Final = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def emitted_rules() -> set[str]:
    """The ids of all rules in the code that reads and checks the knowledge."""
    messages: set[str] = set()
    for node in nodes("knowledge/checks/*.py", "knowledge/loader.py", "knowledge/yaml_reader.py"):
        if isinstance(node, ast.Call) and function_name(node) in _REPORTING:
            messages.update(texts(node.args[1:2]))
        elif isinstance(node, ast.For) and ast.unparse(node.target).startswith("(message,"):
            # `for message, … in (("figures-differ", …), ("dates-differ", …))`
            rows = node.iter.elts if isinstance(node.iter, ast.Tuple) else ()
            messages.update(*(texts(row.elts[:1]) for row in rows if isinstance(row, ast.Tuple)))
    return {message.partition(".")[0] for message in messages}


def missing(expected: set[str], path: Path, form: str = "`{}`") -> set[str]:
    """What does not stand in a document."""
    written = path.read_text(encoding="utf-8")
    return {one for one in expected if form.format(one) not in written}


def test_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    """Every verb of `sanad` stands in the README."""
    with pytest.raises(SystemExit):
        main(["--help"])
    verbs = set(_VERB.findall(capsys.readouterr().out))

    assert {"ask", "run"} <= verbs
    assert missing(verbs, README, "| `sanad {}") == set()


@pytest.mark.parametrize("path", [README, OPERATORS], ids=lambda path: path.name)
def test_every_setting(path: Path, tmp_path: Path) -> None:
    """Every setting stands in the README and in the operators' guide."""
    settings = read_settings({"SANAD_SECRET": "sixteen characters"}, tmp_path / "none.env")

    assert missing({name for name, _ in settings.shown()}, path) == set()


def test_every_rule() -> None:
    """Every rule that `sanad check` can report stands in the curators' guide, with what to do."""
    rules = emitted_rules()

    assert {"figures-differ", "near-miss", "syntax"} <= rules
    assert missing(rules, CURATORS, "| `{}`") == set()


def test_no_rule_of_the_past() -> None:
    """The curators' guide explains no rule that is gone."""
    sections = CURATORS.read_text(encoding="utf-8").partition("## Every rule")[2]

    assert set(re.findall(r"^\| `([a-z-]+)`", sections, re.MULTILINE)) - emitted_rules() == set()


def test_every_event() -> None:
    """Every event that can stand in a log stands in the operators' guide."""
    events = emitted_events()

    assert {"polling_started", "turn_failed", "storage.purge_incomplete"} <= events
    assert missing(events, OPERATORS) == set()


def test_no_event_of_the_past() -> None:
    """The operators' guide explains no event that is gone."""
    table = OPERATORS.read_text(encoding="utf-8").partition("## Logs")[2].partition("\n## ")[0]
    explained = {
        name for row in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE) for name in re.findall("`(.+?)`", row)
    }

    assert "turn_failed" in explained
    assert explained - possible_events() == set()


def test_weights() -> None:
    """The weights that the guide to matching shows are the ones in use."""
    first = {name: f"{weight:+.2f}" for name, weight in tuning.WEIGHTS.items()}
    rows = {f"{name} | {first.get(name, '–')} | {weight:+.2f}" for name, weight in tuning.WEIGHTS_REVIEWED.items()}

    assert missing(rows, MATCHING, "| {} |") == set()


def test_floors() -> None:
    """The floors that the guide to matching shows are the ones in use."""
    floors = {
        f"`{name}` | {value:.2f}"
        for name, value in vars(tuning).items()
        if name.startswith("FLOOR_") and isinstance(value, float)
    }

    assert len(floors) > 0
    assert missing(floors, MATCHING, "| {} |") == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links(path: Path) -> None:
    """Every relative link leads to a file that exists."""
    links = _LINK.findall(path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / unquote(link)).exists()] == []


async def test_questions_of_the_readme() -> None:
    """Every question of the README's conversations is answered by the knowledge that comes with Sanad."""
    library = shipped_library()
    stores = (MemorySessions(), MemoryGapQueue(), MemoryVotes(), MemoryTallies(), MemoryDayKeys())
    conversation = Conversation(Shelf(library), *stores, SystemClock(), b"a secret of the tests")
    blocks = [_ASKED.findall(block) for block in _BLOCK.findall(README.read_text(encoding="utf-8"))]
    kinds = {
        text: (await conversation.reply(Message(text, f"readme:{number}", "readme"))).kind
        for number, block in enumerate(blocks)
        for text in block
    }

    assert len(kinds) > 2
    assert {text: kind for text, kind in kinds.items() if kind is not Kind.ANSWER} == {}


def test_example_for_curators(tmp_path: Path) -> None:
    """The example entry of the curators' guide is read without a problem beside the knowledge that comes with Sanad."""
    example, _ = _EXAMPLE.findall(CURATORS.read_text(encoding="utf-8"))
    path = tmp_path / "coalition.yaml"
    path.write_text(example, encoding="utf-8")
    reading = read(SHIPPED_KNOWLEDGE, instead=path)

    assert [str(problem) for problem in reading.problems if problem.place.file == path] == []
    assert reading.knowledge.entries["coalition-members"].place.file == path


def test_example_of_what_people_asked() -> None:
    """The guide's example of what people asked, first and after an answer, is of an entry that there is."""
    _, example = _EXAMPLE.findall(CURATORS.read_text(encoding="utf-8"))
    [heard] = read_tree(Tree.read(SHIPPED_KNOWLEDGE).with_file("heard.yaml", example)).knowledge.heard.values()

    assert heard.id in load(SHIPPED_KNOWLEDGE).entries
    assert [len(asked) for asked in (heard.told, heard.untold, heard.told_after, heard.untold_after)] == [1] * 4


def test_example_for_any_parser() -> None:
    """The example entry means the same to a YAML parser that knows nothing of Sanad."""
    example, _ = _EXAMPLE.findall(CURATORS.read_text(encoding="utf-8"))
    [entry] = yaml.safe_load(example)

    assert entry["questions"]["ar"][0] == "كم عدد أعضاء التحالف؟"
    assert entry["unlike"]["en"] == ["How many members does NATO have?"]


def test_example_of_a_question_set(tmp_path: Path) -> None:
    """The example rows of the guide to evaluating are rows."""
    path = tmp_path / "example.jsonl"
    path.write_text("\n".join(_ROW.findall(EVALUATING.read_text(encoding="utf-8"))), encoding="utf-8")

    assert [len(dialogue) for dialogue in read_sets([path], ())] == [1, 1, 1, 2]


def test_expectations_and_judgements() -> None:
    """The guide to evaluating explains everything that can be expected, and every judgement."""
    assert missing(set(Expectation), EVALUATING) == set()
    assert missing(set(Judgement), EVALUATING, "| {} |") == set()
