"""A reply as a page shows it: what the reader reads, and the sources with addresses that are safe to follow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.telegram.directions import isolated, isolated_title
from bot.web.visit import DIRECTIONS
from handlers import compose
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.library import Library
    from handlers.model import Citation, Reply
    from knowledge.schema import Entry


@dataclass(frozen=True, slots=True)
class Cited:
    """One line of the list of sources."""

    number: int
    id: str
    line: str
    at: str
    """The place in it."""
    url: str | None
    """Only of the web."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader gets."""

    language: Language
    direction: str
    paragraphs: tuple[str, ...]
    cited: tuple[Cited, ...]
    choices: tuple[str, ...]


def reading_of(library: Library, reply: Reply) -> Reading:
    """A reply for a page."""
    return Reading(
        reply.language,
        DIRECTIONS[reply.language],
        tuple(isolated(paragraph, reply.language) for paragraph in reply.paragraphs),
        tuple(_cited(library, citation, reply.language) for citation in reply.citations),
        tuple(choice.label for choice in reply.choices),
    )


def readings_of(library: Library, entry: Entry) -> Mapping[Language, Reading]:
    """The answer of an entry to somebody who asks today, in each language."""
    return {language: reading_of(library, compose.answer(library, entry, language, None, 1.0)) for language in Language}


def on_the_web(url: str | None) -> str | None:
    """An address that a page may lead to; None for whatever else stands there."""
    return url if url is not None and url.startswith(("https://", "http://")) else None


def _cited(library: Library, citation: Citation, language: Language) -> Cited:
    title = isolated_title(citation.source.title, language)
    quoted = replace(citation, source=replace(citation.source, title=title))
    line = isolated(compose.citation_text(quoted, library.words[language], language), language)
    return Cited(citation.number, citation.source.id, line, citation.at, on_the_web(citation.source.url))
