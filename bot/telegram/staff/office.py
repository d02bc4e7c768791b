"""Everything that what staff ask for on Telegram is done with."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.phrasebook import load_phrasebooks
from bot.telegram.staff.orders import mark
from bot.telegram.staff.screens import Page
from bot.telegram.staff.speech import Speech
from handlers.releases import FOLDER
from knowledge.search.decide import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.logs import LoggedError
    from bot.telegram.client import TelegramClient
    from bot.telegram.sending import Sender
    from bot.telegram.staff.screens import Screen
    from handlers.desk import Desk
    from handlers.staff import Staff
    from handlers.wording import Words
    from knowledge.schema import Language


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What staff's commands tell of the process that they run in."""

    console: str | None = None
    """The public address of the web console; None where there is none."""
    errors: Callable[[], Sequence[LoggedError]] = tuple
    """The latest errors of this process."""
    lag: Callable[[], float | None] = lambda: None
    """Seconds from the publication of the latest release to the first reply from it; None where it was not seen."""
    stuck: Callable[[], str | None] = lambda: None
    """Why the release that is served was not taken over, if it was tried in vain."""


@dataclass(frozen=True, slots=True)
class Office:
    """One for each process."""

    desk: Desk
    client: TelegramClient
    sender: Sender
    speeches: Mapping[Language, Speech]
    words: Mapping[Language, Words]
    surroundings: Surroundings

    @classmethod
    def open(
        cls,
        desk: Desk,
        client: TelegramClient,
        sender: Sender,
        words: Mapping[Language, Words],
        surroundings: Surroundings,
    ) -> Office:
        """An office with the words that staff read.

        Raises:
            PhrasebookError: they do not fit each other in both languages.
        """
        books = load_phrasebooks(files("bot.telegram.staff") / "strings")
        speeches = {language: Speech(book) for language, book in books.items()}
        return cls(desk, client, sender, speeches, words, surroundings)

    def page_of_console(self, path: str) -> str | None:
        """The address of a page of the console; None where Telegram would refuse it as that of a button."""
        address = self.surroundings.console
        return f"{address}{path}" if address is not None and _is_public(address) else None


def _is_public(address: str) -> bool:
    """Whether others than this machine can know a host by that name."""
    host = urlsplit(address).hostname or ""
    with suppress(ValueError):
        return ip_address(host).is_global
    return "." in host


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody with a role has asked for something."""

    office: Office
    staff: Staff
    say: Speech
    screen: Screen

    @property
    def desk(self) -> Desk:
        return self.office.desk

    async def wait(self, key: str) -> None:
        """Show that something takes a while."""
        await self.screen.show(Page((self.say(key),)))

    def find(self, marked: str) -> str | None:
        """The entry, or the subject that belongs elsewhere, of a mark; None when it is gone."""
        knowledge = self.desk.shelf.library.knowledge
        ids = [*knowledge.entries, *(f"{ELSEWHERE}{subject.id}" for subject in knowledge.elsewhere)]
        return next((identity for identity in ids if mark(identity) == marked), None)

    def title(self, entry: str) -> str:
        """What an entry is called; of one that is gone, and of a subject that belongs elsewhere, its id."""
        known = self.desk.shelf.library.knowledge.entries.get(entry)
        return known.title[self.say.language] if known is not None else entry.removeprefix(ELSEWHERE)

    def name(self, identity: str | None) -> str:
        """How somebody is called."""
        if identity is None:
            return self.say("somebody")
        if identity == FOLDER:
            return self.say("folder")
        return self.say("you") if identity == self.staff.id else identity
