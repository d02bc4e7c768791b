from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
import uvicorn
import yaml
from playwright.async_api import async_playwright
from telegram_face.small_knowledge import write_knowledge
from web.console_stage import ConsoleStage
from web.console_windows import CHROMIUM

from knowledge.tree import Tree

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from library_store import LibraryStore
    from playwright.async_api import Browser

    from handlers.library import Library


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("console") / "content"


@pytest.fixture(scope="session")
def library(folder: Path, libraries_of_all: LibraryStore) -> Library:
    write_knowledge(folder)
    library = libraries_of_all.library(folder)
    for name in ("entries/entries.yaml", "sources.yaml"):
        _write_in_lines(folder / name)
    return library


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


@pytest_asyncio.fixture(loop_scope="session")
async def served(library: Library, tree: Tree) -> AsyncIterator[ConsoleStage]:
    """The console behind a real server on this machine, in the loop of the browser that looks at it."""
    listener = socket.create_server(("127.0.0.1", 0))
    host, port = listener.getsockname()
    stage = ConsoleStage(library, tree, address=f"http://{host}:{port}")
    await stage.begin()
    await stage.fill()
    server = uvicorn.Server(uvicorn.Config(stage.application, log_level="warning", ws="none"))
    serving = asyncio.create_task(server.serve([listener]))
    yield stage
    server.should_exit = True
    await serving


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """A real browser; whoever opens a window in it has cookies of their own."""
    async with async_playwright() as playwright:
        # Whoever tests as root, as in a container, has no sandbox.
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()
