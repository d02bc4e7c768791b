"""To try a question: what the public would read, in both languages, and why. Nothing of it is kept or counted."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from bot.storage.memory import MemoryDayKeys, MemoryGapQueue, MemorySessions, MemoryTallies, MemoryVotes
from bot.web.paging import Action, Page
from bot.web.reading import reading_of
from handlers import privacy
from handlers.conversation import Conversation
from handlers.explanation import explain
from handlers.model import Message, Session
from knowledge.schema import Language

if TYPE_CHECKING:
    from starlette.responses import Response

    from bot.web.visit import Visit
    from handlers.desk import Desk
    from handlers.model import Reply

LONGEST: Final = 2000
"""Characters of a question; the rest is cut off."""
_NOBODY: Final = "console:try"


async def ask(visit: Visit) -> Response:
    """A field for a question."""
    return await visit.page("trying.html", text="", replies={}, explanation=None, titles=visit.titles)


async def answer(visit: Visit) -> Response:
    """The replies, on the page that answers the form: a question stands in no address and in no log."""
    text = visit.field("text")[:LONGEST]
    if not text:
        return await ask(visit)
    library = visit.desk.shelf.library
    replies = {language: await _reply(visit.desk, text, language) for language in Language}
    return await visit.page(
        "trying.html",
        text=text,
        replies={language: (reply, reading_of(library, reply)) for language, reply in replies.items()},
        explanation=explain(library, text),
        titles=visit.titles,
    )


async def _reply(desk: Desk, text: str, language: Language) -> Reply:
    """What somebody gets who has chosen a language, and who is forgotten afterwards."""
    sessions, secret = MemorySessions(), secrets.token_bytes()
    key = privacy.conversation_key(_NOBODY, secret=secret)
    await sessions.save(key, Session(language), at=desk.clock.now())
    stores = (sessions, MemoryGapQueue(), MemoryVotes(), MemoryTallies(), MemoryDayKeys())
    return await Conversation(desk.shelf, *stores, desk.clock, secret).reply(Message(text, _NOBODY, _NOBODY))


PAGES: Final = (Page("/try", ask), Action("/try", answer))
