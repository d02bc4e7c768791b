"""`sanad ask`: one question readable or as an object, or a stream of them, line by line."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from bot.app import local_conversation
from handlers import compose
from handlers.model import Kind, Message, Offer
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bot.settings import Settings
    from handlers.conversation import Conversation
    from handlers.library import Library
    from handlers.model import Reply
    from knowledge.schema import Language, Source


class InputError(SanadError):
    """A line of the input is not what `--jsonl` reads."""


async def run(settings: Settings, text: str | None, *, is_stream: bool, is_json: bool) -> int:
    """Answer one question on standard output, or the stream on standard input."""
    async with local_conversation(settings) as conversation:
        if is_stream or text is None:
            await answer_lines(conversation, sys.stdin, sys.stdout)
            return 0
        reply = await ask(conversation, text)
        words = conversation.library.words[reply.language]
        print(as_json(reply, conversation.library) if is_json else compose.readable(reply, words))
    return 0


async def ask(conversation: Conversation, text: str) -> Reply:
    """The reply to one question by itself."""
    return await conversation.reply(Message(text, conversation="ask:once", person="ask:once"))


async def answer_lines(conversation: Conversation, lines: Iterable[str], out: TextIO) -> None:
    """Answer one JSON object a line, in order; each answer is written and flushed before the next line is read.

    A line without `conversation` is a conversation of its own. A line with `turns` (a list of such objects) is answered
    with one line a turn.

    Raises:
        InputError: a line is no such object; says which.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        for text, key in _questions(line, number):
            reply = await conversation.reply(Message(text, f"ask:{key}", f"ask:{key}"))
            out.write(as_json(reply, conversation.library) + "\n")
            out.flush()


def as_json(reply: Reply, library: Library) -> str:
    """A reply as one line of JSON: what the reader reads, without markup, and what it rests on."""
    return json.dumps(_object(reply, library), ensure_ascii=False)


def _questions(line: str, number: int) -> Iterable[tuple[str, str]]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f'line {number} is not JSON ({error}): write {{"text": "…"}}') from error
    turns = row.get("turns", [row]) if isinstance(row, dict) else None
    if not isinstance(turns, list) or not all(
        isinstance(turn, dict) and isinstance(turn.get("text"), str) for turn in turns
    ):
        raise InputError(f'line {number} has no "text": write {{"text": "…", "conversation": "…"}}')
    key = f"named:{json.dumps(row['conversation'])}" if row.get("conversation") is not None else f"line:{number}"
    return [(turn["text"], key) for turn in turns]


def _object(reply: Reply, library: Library) -> dict[str, Any]:
    return {
        "kind": reply.kind,
        "reason": reply.reason,
        "intent": reply.intent,
        "entry": reply.entry,
        "language": reply.language,
        "confidence": round(reply.confidence, 3),
        "text": compose.readable(reply, library.words[reply.language]),
        "sources": [_source(source, reply.language) for source in compose.sources_of(reply.citations)],
        "options": _options(reply, library),
    }


def _options(reply: Reply, library: Library) -> list[dict[str, Any]]:
    """The choices that lead to entries, each with what it would answer; beside a gap, with their labels alone."""
    entries = library.knowledge.entries
    return [
        {
            "entry": choice.target,
            "label": choice.label,
            "text": "" if reply.kind is Kind.GAP else _preview(choice.target, library, reply.language),
        }
        for choice in reply.choices
        if choice.offer is Offer.ENTRY and choice.target in entries and reply.kind is not Kind.INTENT
    ]


def _preview(entry: str, library: Library, language: Language) -> str:
    answer = compose.answer(library, library.knowledge.entries[entry], language, None, 1.0)
    return compose.readable(answer, library.words[language])


def _source(source: Source, language: Language) -> dict[str, str | None]:
    return {
        "id": source.id,
        "publisher": source.publisher[language],
        "title": source.title,
        "published": str(source.published) if source.published is not None else None,
        "url": source.url,
    }
