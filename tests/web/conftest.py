from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
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
    return Library.build(write_knowledge(folder))


@pytest.fixture(scope="session")
def tree(library: Library, folder: Path) -> Tree:  # noqa: ARG001 - the library's knowledge is written first
    return Tree.read(folder)


@pytest.fixture
async def stage(library: Library, tree: Tree) -> ConsoleStage:
    """The console, with the small knowledge published."""
    stage = ConsoleStage(library, tree)
    await stage.begin()
    return stage
