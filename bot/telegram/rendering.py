"""A reply as Telegram's HTML, cut into messages that fit, each with a plain twin for the day the HTML is refused.

HTML and not Markdown, since three characters need escaping and not eighteen.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from bot.telegram.directions import isolated, isolated_title
from handlers.compose import citation_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handlers.model import Citation, Reply
    from handlers.wording import Words
    from knowledge.schema import Language

BUDGET: Final = 4096
"""UTF-16 units of a message after its markup is parsed; Telegram says characters, this is the stricter reading."""
MOST_ENTITIES: Final = 100
_GAP: Final = "\n\n"


@dataclass(frozen=True, slots=True)
class Part:
    """One message."""

    html: str
    plain: str
    """The same without markup, with the addresses written out; so it may be longer than one message, see `cuts`."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something that stays in one message."""

    html: str
    plain: str
    size: int
    """UTF-16 units of what the HTML shows."""
    entities: int = 0


def utf16_length(text: str) -> int:
    """UTF-16 units, in which Telegram measures."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def render(reply: Reply, words: Words) -> tuple[Part, ...]:
    """The messages of a reply, in order; the sources come last."""
    paragraphs = (isolated(text.strip(), reply.language) for text in reply.paragraphs)
    pieces = [_text(cut) for paragraph in paragraphs for cut in cuts(paragraph)]
    pieces += _sources(reply.citations, words, reply.language)
    return tuple(_parts(pieces))


def line(text: str) -> tuple[Part, ...]:
    """A single line of the interface as a message."""
    return (Part(escape(text, quote=False), text),)


def cuts(text: str) -> Iterator[str]:
    """The text itself, or pieces of it that fit: cut at the end of a line, else between words, else anywhere."""
    while utf16_length(text) > BUDGET:
        # Outside the basic plane a character takes two units, so half as many surely fit.
        room = BUDGET if utf16_length(text[:BUDGET]) <= BUDGET else BUDGET // 2
        end = max(text.rfind("\n", 1, room), 0) or max(text.rfind(" ", 1, room), 0) or room
        if text[:end].strip():
            yield text[:end].strip()
        text = text[end:].strip()
    if text.strip():
        yield text


def _text(text: str) -> _Piece:
    return _Piece(escape(text, quote=False), text, utf16_length(text))


def _sources(citations: Iterable[Citation], words: Words, language: Language) -> list[_Piece]:
    """The list of sources, folded away; a very long one as several lists."""
    title = words.sources_title
    heading = _Piece(f"<b>{escape(title, quote=False)}</b>", title, utf16_length(title), entities=2)
    lists: list[list[_Piece]] = []
    for source in (piece for citation in citations for piece in _source(citation, words, language)):
        if lists and _fits([*lists[-1], source], gap="\n"):
            lists[-1].append(source)
        else:
            lists.append([heading, source])
    return [_quotation(listed) for listed in lists]


def _quotation(lines: list[_Piece]) -> _Piece:
    html = "\n".join(one.html for one in lines)
    return _Piece(
        f"<blockquote expandable>{html}</blockquote>",
        "\n".join(one.plain for one in lines),
        sum(one.size for one in lines) + len(lines) - 1,
        sum(one.entities for one in lines),
    )


def _source(citation: Citation, words: Words, language: Language) -> Iterator[_Piece]:
    address = citation.source.url
    before, title, after = _around(citation_text(citation, words, language), citation.source.title)
    before = isolated(f"[{citation.number}] {before}", language)
    shown, after = isolated_title(title, language), isolated(after, language)
    text = before + shown + after
    size = utf16_length(text)
    if size + utf16_length(words.sources_title) + 1 > BUDGET:
        # No honest source is this long; without its link it can at least be read.
        yield from (_text(cut) for cut in cuts(text[: BUDGET // 4]))
    elif address is None or not _is_web(address):
        yield _Piece(escape(text, quote=False), text, size)
    else:
        link = f'<a href="{escape(address)}">{escape(shown, quote=False)}</a>'
        html = escape(before, quote=False) + link + escape(after, quote=False)
        yield _Piece(html, f"{text} {address}", size, entities=1)


def _around(text: str, title: str) -> tuple[str, str, str]:
    """The title with what stands before and after it; the last place, since a publisher may be called the same."""
    before, found, after = text.rpartition(title) if title else ("", "", "")
    return (before, found, after) if found else ("", text, "")


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _parts(pieces: Iterable[_Piece]) -> Iterator[Part]:
    """As many pieces in each message as fit."""
    waiting: list[_Piece] = []
    for piece in pieces:
        if waiting and not _fits([*waiting, piece], gap=_GAP):
            yield _part(waiting)
            waiting = []
        waiting.append(piece)
    if waiting:
        yield _part(waiting)


def _part(pieces: list[_Piece]) -> Part:
    return Part(_GAP.join(piece.html for piece in pieces), _GAP.join(piece.plain for piece in pieces))


def _fits(pieces: list[_Piece], *, gap: str) -> bool:
    size = sum(piece.size for piece in pieces) + len(gap) * (len(pieces) - 1)
    return size <= BUDGET and sum(piece.entities for piece in pieces) <= MOST_ENTITIES
