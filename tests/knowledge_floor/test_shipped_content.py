"""The knowledge that is shipped: sound by the cheap rules; `sanad check` asks the search as well."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from jsonschema import Draft202012Validator
from knowledge_floor.plain_yaml import plain

import knowledge
from knowledge.checks import RULES, phrasings, summarise
from knowledge.editor_schema import editor_schema
from knowledge.errors import Severity
from knowledge.loader import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from knowledge.errors import Problem
    from knowledge.loader import Reading
    from knowledge.schema import Knowledge

    Node = tuple[str, str, int, int, int, int]

CONTENT = Path(knowledge.__file__).parent / "content"
FILES = sorted(CONTENT.rglob("*.yaml"))

each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(CONTENT)


@pytest.fixture(scope="module")
def shipped(reading: Reading) -> Knowledge:
    return reading.knowledge


def test_form(reading: Reading) -> None:
    """Nothing is wrong with the form of any file."""
    assert reading.problems == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.__name__)
def test_rules(shipped: Knowledge, rule: Callable[[Knowledge], Iterable[Problem]]) -> None:
    """Every rule that needs no search is kept without an error; `sanad check` runs the others."""
    assert [str(problem) for problem in rule(shipped) if problem.severity is Severity.ERROR] == []


def test_enough_phrasings(shipped: Knowledge) -> None:
    """Every entry has the phrasings it needs: three in English, four in Arabic, one of them Iraqi."""
    assert [str(problem) for problem in phrasings.enough(shipped)] == []


def test_every_topic_is_answered(shipped: Knowledge) -> None:
    """No topic is offered that has nothing behind it."""
    assert [topic for topic in shipped.topics if not shipped.entries_of(topic)] == []


def test_every_variety_is_asked(shipped: Knowledge) -> None:
    """Phrasings are there in every variety."""
    assert [variety for variety, count in summarise(shipped).phrasings.items() if not count] == []


@each_file
def test_both_parsers_agree(file: Path) -> None:
    """The pure parser and libyaml read the same values at the same places."""
    pytest.importorskip("yaml.cyaml", reason="PyYAML was built without libyaml")

    assert _nodes(_text(file), yaml.BaseLoader) == _nodes(_text(file), yaml.CBaseLoader)


@each_file
def test_fits_its_editor_schema(file: Path) -> None:
    """An editor underlines nothing."""
    errors = _validator("entries" if file.parent.name == "entries" else file.stem).iter_errors(plain(_text(file)))

    assert [f"{error.json_path}: {error.message}" for error in errors] == []


@each_file
def test_ends_like_a_text_file(file: Path) -> None:
    """A file has one line end at its end, no tabs, and no blanks at the ends of lines."""
    content = _text(file)

    assert content == "\n".join(line.rstrip() for line in content.expandtabs().splitlines()) + "\n"


def test_the_curators_example() -> None:
    """The example that curators copy is read alike by both parsers and fits the schema."""
    example = _text(CONTENT / "README.md").partition("```yaml\n")[2].partition("```")[0]
    read_alike = _nodes(example, yaml.BaseLoader) == _nodes(example, yaml.CBaseLoader)

    assert (read_alike, list(_validator("entries").iter_errors(plain(example)))) == (True, [])


@cache
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(editor_schema(kind))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _nodes(content: str, loader: type[yaml.BaseLoader | yaml.CBaseLoader]) -> list[Node]:
    root = yaml.compose(content, Loader=loader)
    return list(_walk(root)) if root is not None else []


def _walk(node: yaml.Node) -> Iterator[Node]:
    written = node.value if isinstance(node, yaml.ScalarNode) else ""
    start, end = node.start_mark, node.end_mark
    yield type(node).__name__, written, start.line, start.column, end.line, end.column
    for inner in node.value if isinstance(node, yaml.CollectionNode) else ():
        for part in inner if isinstance(inner, tuple) else (inner,):
            yield from _walk(part)
