"""Whatever names something else must name something that exists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.problems import error, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.errors import Problem
    from knowledge.schema import Knowledge, Source

_LANGUAGE_CODE = re.compile(r"[a-z]{2}")


def topics_exist(knowledge: Knowledge) -> Iterator[Problem]:
    """Every entry's topic stands in topics.yaml."""
    for entry in knowledge.entries.values():
        if entry.topic not in knowledge.topics:
            yield error(entry.place, "unknown-topic", topic=entry.topic)


def sources_exist(knowledge: Knowledge) -> Iterator[Problem]:
    """Every cited source stands in sources.yaml."""
    for entry in knowledge.entries.values():
        for reference in (reference for claim in entry.claims for reference in claim.sources):
            if reference.source not in knowledge.sources:
                yield error(reference.place, "unknown-source", source=reference.source)


def related_exist(knowledge: Knowledge) -> Iterator[Problem]:
    """Related ids are other entries."""
    for entry in knowledge.entries.values():
        for related in entry.related:
            if related not in knowledge.entries:
                yield error(entry.place, "unknown-entry.related", entry=entry.id, related=related)
            elif related == entry.id:
                yield error(entry.place, "unknown-entry.itself", entry=entry.id)


def near_exist(knowledge: Knowledge) -> Iterator[Problem]:
    """What is offered beside a question that belongs elsewhere are entries."""
    for subject in knowledge.elsewhere:
        for near in subject.near:
            if near not in knowledge.entries:
                yield error(subject.place, "unknown-entry.near", subject=subject.id, near=near)


def heard_exist(knowledge: Knowledge) -> Iterator[Problem]:
    """What people asked about are entries."""
    for heard in knowledge.heard.values():
        if heard.id not in knowledge.entries:
            yield error(heard.place, "unknown-entry.heard", entry=heard.id)


def sources_are_used(knowledge: Knowledge) -> Iterator[Problem]:
    """A source that nothing cites is left over from an earlier text."""
    for source in unused_sources(knowledge):
        yield warning(source.place, "unused-source", source=source.id)


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
            yield error(source.place, "language.code", language=source.language)
        if source.url is not None and not source.url.startswith(("https://", "http://")):
            yield error(source.place, "address", url=source.url)


def concepts_exist(knowledge: Knowledge) -> Iterator[Problem]:
    """A concept's `part_of` names another concept."""
    concepts = knowledge.lexicon.concepts
    for concept in concepts.values():
        if concept.part_of is not None and concept.part_of not in concepts:
            yield error(concept.place, "unknown-concept", concept=concept.id, whole=concept.part_of)
