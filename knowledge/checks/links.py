"""Whatever names something else must name something that exists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.errors import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.schema import Knowledge, Source

_LANGUAGE_CODE = re.compile(r"[a-z]{2}")


def topics_exist(knowledge: Knowledge) -> Iterator[Problem]:
    """Every entry's topic stands in topics.yaml."""
    for entry in knowledge.entries.values():
        if entry.topic not in knowledge.topics:
            yield Problem(
                entry.place, "unknown-topic", f"there is no topic {entry.topic!r}", "see topics.yaml, or add it there"
            )


def sources_exist(knowledge: Knowledge) -> Iterator[Problem]:
    """Every cited source stands in sources.yaml."""
    for entry in knowledge.entries.values():
        for reference in (reference for claim in entry.claims for reference in claim.sources):
            if reference.source not in knowledge.sources:
                wrong = f"there is no source {reference.source!r}"
                yield Problem(reference.place, "unknown-source", wrong, "see sources.yaml, or add it there")


def related_exist(knowledge: Knowledge) -> Iterator[Problem]:
    """Related ids are other entries."""
    for entry in knowledge.entries.values():
        for related in entry.related:
            if related not in knowledge.entries:
                yield Problem(
                    entry.place,
                    "unknown-entry",
                    f"{entry.id} is related to {related!r}, which does not exist",
                    "mend the id or take it out",
                )
            elif related == entry.id:
                yield Problem(entry.place, "unknown-entry", f"{entry.id} is related to itself", "take it out")


def near_exist(knowledge: Knowledge) -> Iterator[Problem]:
    """What is offered beside a question that belongs elsewhere are entries."""
    for subject in knowledge.elsewhere:
        for near in subject.near:
            if near not in knowledge.entries:
                wrong = f"{subject.id} is near {near!r}, which does not exist"
                yield Problem(subject.place, "unknown-entry", wrong, "mend the id or take it out")


def sources_are_used(knowledge: Knowledge) -> Iterator[Problem]:
    """A source that nothing cites is left over from an earlier text."""
    for source in unused_sources(knowledge):
        yield Problem(
            source.place,
            "unused-source",
            f"nothing cites {source.id!r}",
            "cite it or take it out",
            Severity.WARNING,
        )


def unused_sources(knowledge: Knowledge) -> Iterator[Source]:
    """The sources that no claim cites."""
    cited = {
        reference.source
        for entry in knowledge.entries.values()
        for claim in entry.claims
        for reference in claim.sources
    }
    return (source for source in knowledge.sources.values() if source.id not in cited)


def source_details(knowledge: Knowledge) -> Iterator[Problem]:
    """A source's language is a code, and its address one that a reader can open."""
    for source in knowledge.sources.values():
        if _LANGUAGE_CODE.fullmatch(source.language) is None:
            yield Problem(
                source.place, "language", f"{source.language!r} is no language code", "write two letters: ar, en, fr"
            )
        if source.url is not None and not source.url.startswith(("https://", "http://")):
            yield Problem(
                source.place, "address", f"{source.url!r} is no web address", "begin it with https:// or http://"
            )


def concepts_exist(knowledge: Knowledge) -> Iterator[Problem]:
    """A concept's `part_of` names another concept."""
    concepts = knowledge.lexicon.concepts
    for concept in concepts.values():
        if concept.part_of is not None and concept.part_of not in concepts:
            yield Problem(
                concept.place,
                "unknown-concept",
                f"{concept.id} is part of {concept.part_of!r}, which does not exist",
                "mend it or add the concept",
            )
