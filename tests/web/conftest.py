from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from telegram_face.small_knowledge import write_knowledge
from web.console_stage import ConsoleStage

from handlers.library import Library
from knowledge.tree import Tree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("console") / "content"


@pytest.fixture(scope="session")
def library(folder: Path) -> Library:
    knowledge = write_knowledge(folder)
    for name in ("entries/entries.yaml", "sources.yaml"):
        _write_in_lines(folder / name)
    return Library.build(knowledge)


@pytest.fixture(scope="session")
def tree(library: Library, folder: Path) -> Tree:  # noqa: ARG001 - the library's knowledge is written first
    return Tree.read(folder)


def _write_in_lines(file: Path) -> None:
    """As curators write: the text of one entry or source can then be replaced by itself, and others added."""
    items = yaml.safe_load(file.read_text(encoding="utf-8"))
    file.write_text(yaml.safe_dump(items, allow_unicode=True, sort_keys=False), encoding="utf-8")


@pytest.fixture
async def stage(library: Library, tree: Tree) -> ConsoleStage:
    """The console, with the small knowledge published."""
    stage = ConsoleStage(library, tree)
    await stage.begin()
    return stage
