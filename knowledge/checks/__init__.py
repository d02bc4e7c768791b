"""The rules of curation, each a small function that yields problems; `check` runs them all."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from knowledge.checks import answers, links, phrasings, words
from knowledge.checks.concerned import concerned
from knowledge.checks.summary import Summary, summarise
from knowledge.cores import spread
from knowledge.loader import read
from knowledge.search.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from knowledge.errors import Problem
    from knowledge.schema import Entry, Knowledge

RULES: Final[tuple[Callable[[Knowledge], Iterable[Problem]], ...]] = (
    links.topics_exist,
    links.sources_exist,
    links.related_exist,
    links.near_exist,
    links.heard_exist,
    links.sources_are_used,
    links.source_details,
    links.concepts_exist,
    words.nothing_invisible,
    words.right_language,
    answers.claims_present,
    answers.newest_first,
    answers.same_figures,
    answers.figures_are_sourced,
    answers.marks_fit,
    answers.fits_a_message,
    answers.begins_in_its_direction,
    answers.sealed,
    phrasings.enough,
    phrasings.not_shared,
    phrasings.not_contradicted,
    phrasings.forms_not_shared,
    phrasings.forms_given_once,
)
SEARCH_RULES: Final[tuple[Callable[[Iterable[Entry], Finder], Iterable[Problem]], ...]] = (
    phrasings.find_their_entry,
    phrasings.near_misses_are_missed,
)
"""Rules that ask the search what it finds; they take most of a check's time."""

__all__ = ["RULES", "Summary", "check", "check_entries", "check_form", "concerned", "summarise"]


def check(folder: Path, *, instead: Path | None = None) -> tuple[Knowledge, Sequence[Problem]]:
    """Read a knowledge folder and apply every rule.

    Args:
        folder: the knowledge folder.
        instead: an entries file to look at in place of the folder's own of that name; only its problems are returned.

    Returns:
        The knowledge as far as it could be read, and all problems in reading order.
    """
    reading = read(folder, instead=instead)
    knowledge = reading.knowledge
    looked_at = [entry for entry in knowledge.entries.values() if instead in {None, entry.place.file}]
    problems = [*reading.problems, *check_form(knowledge), *check_entries(looked_at, Finder(knowledge))]
    if instead is not None:
        problems = [problem for problem in problems if problem.place.file == instead]
    return knowledge, sorted(set(problems))


def check_form(knowledge: Knowledge) -> list[Problem]:
    """What the rules find that ask no search."""

    def problems_of(number: int) -> list[Problem]:
        return list(RULES[number](knowledge))

    return list(chain.from_iterable(spread(problems_of, range(len(RULES)), fewest=len(RULES))))


def check_entries(entries: Sequence[Entry], finder: Finder) -> list[Problem]:
    """What the rules find that ask the search, over some entries; `finder` is over their whole knowledge."""

    def problems_of(number: int) -> list[Problem]:
        return [problem for rule in SEARCH_RULES for problem in rule([entries[number]], finder)]

    return list(chain.from_iterable(spread(problems_of, range(len(entries)))))
