"""`sanad chat`: a conversation in the terminal, right-to-left aware, with numbers to choose; or line by line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.app import local_conversation
from handlers import compose
from handlers.model import Message
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings
    from handlers.conversation import Conversation
    from handlers.library import Library
    from handlers.model import Citation, Reply
    from handlers.wording import Words

_KEY: Final = "terminal:here"
_WIDEST: Final = 100
"""Columns; longer lines are hard to read."""
_INDENT: Final = (0, 0, 0, 2)


async def run(settings: Settings) -> int:
    """Talk until the input ends."""
    async with local_conversation(settings) as conversation:
        if sys.stdin.isatty():
            await _talk(conversation, Console(highlight=False, markup=False))
        else:
            await _answer_lines(conversation)
    return 0


async def _talk(conversation: Conversation, console: Console) -> None:
    console.width = min(console.width, _WIDEST)
    words = conversation.library.words
    for language in Language:
        _show(console, words[language].chat_welcome, language, "bold")
    language = Language.ENGLISH
    while True:
        console.print()
        try:
            text = console.input(Text(f"{words[language].chat_prompt} ", "cyan"))
        except EOFError:
            break
        if text.strip():
            reply = await conversation.reply(Message(text, _KEY, _KEY))
            language = reply.language
            _print(console, reply, conversation.library)
    console.print()
    _show(console, words[language].chat_bye, language, "bold")


async def _answer_lines(conversation: Conversation) -> None:
    """Each line of the pipe is a message of one conversation; its answer is written before the next is read."""
    for line in sys.stdin:
        if line.strip():
            reply = await conversation.reply(Message(line.strip(), _KEY, _KEY))
            print(compose.readable(reply, conversation.library.words[reply.language]))
            print(*_numbered(reply), "", sep="\n", flush=True)


def _print(console: Console, reply: Reply, library: Library) -> None:
    words, language = library.words[reply.language], reply.language
    console.print()
    for paragraph in reply.paragraphs:
        _show(console, paragraph, language)
    if reply.citations:
        _show(console, f"\n{words.sources_title}", language, "bold")
        for citation in reply.citations:
            _show(console, _source(citation, words, language), language, "dim")
    if reply.choices:
        console.print()
        for choice in _numbered(reply):
            _show(console, choice, language, "green")
        _show(console, words.choice_number_hint, language, "dim italic")


def _numbered(reply: Reply) -> Iterator[str]:
    return (f"{number}. {choice.label}" for number, choice in enumerate(reply.choices, 1))


def _source(citation: Citation, words: Words, language: Language) -> str:
    line = f"[{citation.number}] {compose.citation_text(citation, words, language)}"
    return f"{line}\n{citation.source.url}" if citation.source.url else line


def _show(console: Console, text: str, language: Language, style: str = "") -> None:
    """Print a paragraph on the side on which its language begins; the terminal itself orders the letters."""
    justify: Final = "right" if language is Language.ARABIC else "left"
    console.print(Padding(Text(text, style, justify=justify), _INDENT))
