"""`sanad check`, `seal`, `schema` and `measure`: what curators run on the knowledge."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.progress import watched
from bot.served import served_folder
from knowledge.checks import Summary, check, summarise
from knowledge.editor_schema import editor_schema
from knowledge.errors import KnowledgeError, Severity
from knowledge.loader import load
from knowledge.problems import Phrase
from knowledge.schema import Language
from knowledge.seals import renew
from knowledge.search.finder import Finder
from knowledge.search.measure import leave_one_out, measure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.settings import Settings
    from knowledge.errors import Problem
    from knowledge.search.measure import LeftOut


def check_and_print(path: Path, settings: Settings, language: Language = Language.ENGLISH) -> int:
    """Print every problem of a knowledge folder, or of one entries file, and a summary; 1 when there are errors."""
    folder, instead = (path, None) if path.is_dir() else (_folder_of(path, settings), path)
    knowledge, problems = check(folder, instead=instead)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    warnings = [problem for problem in problems if problem.severity is Severity.WARNING]
    for heading, found in ((Phrase("Errors:"), errors), (Phrase("Warnings:"), warnings)):
        if found:
            print(heading.told(language), *(problem.told(language) for problem in found), "", sep="\n")
    counted = Phrase("{errors} errors, {warnings} warnings", errors=len(errors), warnings=len(warnings))
    print(counted.told(language))
    if instead is None:
        print(_in_words(summarise(knowledge)).told(language))
    return 1 if errors else 0


def seal_and_print(path: Path) -> int:
    """Renew the seals of a knowledge folder or of one entries file."""
    files = sorted((path / "entries").glob("*.yaml")) if path.is_dir() else [path]
    problems: list[Problem] = []
    for file in files:
        count = renew(file, problems)
        if count:
            print(f"{file}: {count} sealed")
    if problems:
        raise KnowledgeError(problems)
    return 0


def print_schema(file: str) -> int:
    """Print the JSON Schema of one kind of file."""
    print(json.dumps(editor_schema(file), ensure_ascii=False, indent=2))
    return 0


def measure_and_print(settings: Settings) -> int:
    """Print what leave-one-out reaches, for each variety, and how near misses end."""
    for line in measure(left_out_in_turn(Finder(load(served_folder(settings))))).lines():
        print(line)
    return 0


def left_out_in_turn(finder: Finder) -> Iterable[LeftOut]:
    """Everything that curators wrote, left out in turn; it takes about a minute, and a terminal shows how far it is."""
    total = len(finder.index.phrasings) + len(finder.index.near_misses)
    return watched(leave_one_out(finder), total=total, what="leaving out")


def _folder_of(file: Path, settings: Settings) -> Path:
    """The knowledge folder that an entries file belongs to; by itself it is checked against the one in the settings."""
    parent = file.absolute().parent.parent
    return parent if (parent / "sources.yaml").is_file() and file.parent.name == "entries" else settings.knowledge


def _in_words(summary: Summary) -> Phrase:
    return Phrase(
        "{entries} entries, {claims} claims, {sources} sources; phrasings: {phrasings}; oldest claim: {oldest}",
        entries=summary.entries,
        claims=summary.claims,
        sources=summary.sources,
        phrasings=", ".join(f"{variety} {count}" for variety, count in summary.phrasings.items()),
        oldest=str(summary.oldest_claim),
    )
