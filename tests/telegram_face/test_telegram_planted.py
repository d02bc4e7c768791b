"""A busy hour in small: whatever people are, and write, is found nowhere afterwards, nor while it waits."""

from __future__ import annotations

import asyncio
import base64
import io
import logging
import time
from typing import TYPE_CHECKING, Final

import asyncpg
import pytest
from telegram_double import TelegramDouble
from telegram_face.planted import Writer, found_in, of_folder, of_writers, ways_to_write
from telegram_face.stage import SECRET, FrailInbox, Stage

from bot import logs
from bot.retention import forget_what_is_done
from bot.storage.database import Database
from bot.storage.stores import Stores
from handlers.conversation import Conversation
from handlers.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping
    from pathlib import Path

    from postgres_server import PostgresServer
    from telegram_double import Person

    from handlers.library import Library
    from handlers.wording import Words
    from knowledge.schema import Language

TOKEN: Final = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_12345"  # what a token looks like; it opens nothing
ASKER: Final = Writer(
    7312345601,
    "Zubaydagivenname",
    "Qarnawsurname",
    "zubayda_account",
    (
        "how many memberz does the coalishun have",
        "07701239876",
        "zubayda.q@example.org",
        "Shahrazadname",
        "wq7x_handle",
    ),
)
QUIET: Final = Writer(
    7312345602,
    "Harithgivenname",
    "Ghazalsurname",
    "harith_account",
    ("xylophonequestion", "أسطرلابسؤال", "07809876541"),
)
MEMBER: Final = Writer(
    7312345603, "Nasreengivenname", "Tamimsurname", "nasreen_account", ("+9647505554433", "قيسونةاسم")
)
REFUSED: Final = Writer(
    7312345604,
    "Wathiqgivenname",
    "Dulafsurname",
    "wathiq_account",
    ("zirconiumbomb", "poisonedupdatewords", "captionwords"),
)
FORGOTTEN: Final = Writer(7312345605, "Yaqutgivenname", "Rumisurname", "yaqut_account", ("طرسسؤال",))
ERASED: Final = FORGOTTEN.secrets
"""Was noted for the curators, who may read it; then its asker wanted to be forgotten."""
WRITERS: Final = (ASKER, QUIET, MEMBER, REFUSED, FORGOTTEN)
GROUP: Final = -1009876543210
PLANTED: Final = (
    *(set(of_writers(WRITERS)) - set(ERASED)),
    str(GROUP).lstrip("-"),
    "Plantedgrouptitle",
    TOKEN,
    TOKEN.partition(":")[2],
)
"""Staff are known by their ids; there are none here."""


class KeptStage(Stage):
    """Sanad on a database, as an installation has it."""

    def __init__(
        self, telegram: TelegramDouble, library: Library, words: Mapping[Language, Words], database: Database
    ) -> None:
        super().__init__(telegram, library, words)
        self.stores = Stores.on(database, SECRET)
        self.begun = time.time()
        """Whatever is older was kept by others."""

    def conversation(self) -> Conversation:
        kept = self.stores
        stores = (kept.sessions, kept.gaps, kept.votes, kept.tallies, kept.day_keys)
        return Conversation(Shelf(self.library), *stores, self.clock, SECRET)

    def people(self) -> list[Person]:
        """Those who write, known to Telegram by all that they are."""
        return [self._person(writer) for writer in WRITERS]

    def _person(self, writer: Writer) -> Person:
        person = self.telegram.person(writer.id, writer.first_name, "en", started=True)
        person.user |= {"last_name": writer.last_name, "username": writer.username}
        return person


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble(token=TOKEN) as double:
        yield double


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder that an installation keeps everything in."""
    return tmp_path / "data"


@pytest.fixture(params=["sqlite", "postgresql"])
async def stage(
    request: pytest.FixtureRequest,
    telegram: TelegramDouble,
    library: Library,
    words: Mapping[Language, Words],
    data: Path,
) -> AsyncIterator[KeptStage]:
    """Sanad on each product, not yet polling."""
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{data / 'sanad.sqlite3'}" if is_sqlite else request.getfixturevalue("postgres_url")
    async with Database(url) as database:
        stage = KeptStage(telegram, library, words, database)
        yield stage
        await stage.stop()


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that is logged, at the level that logs most."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = list(root.handlers), root.level
    logs.configure(level=logging.DEBUG, secrets=[TOKEN, SECRET.decode()], stream=stream)
    yield stream
    root.handlers[:], root.level = handlers, level


async def everything(
    stage: KeptStage, data: Path, written: io.StringIO, request: pytest.FixtureRequest
) -> dict[str, bytes]:
    """The bytes of all that is kept and written, by where they are."""
    places = {"the log": written.getvalue().encode(), "the metrics": stage.metrics.render()}
    if files := of_folder(data):
        return {**places, **files}
    server: PostgresServer = request.getfixturevalue("postgres_server")
    await checkpoint(request.getfixturevalue("postgres_url"))
    return {**places, **of_folder(server.data, since=stage.begun)}


async def checkpoint(url: str) -> None:
    """Have PostgreSQL write what it only remembers."""
    connection = await asyncpg.connect(url)
    await connection.execute("CHECKPOINT")
    await connection.close()


async def busy_hour(stage: KeptStage) -> None:
    """People ask, vote, write what cannot be read, want quiet and want to be forgotten, in private and in a group."""
    asker, quiet, member, refused, forgotten = stage.people()
    group = stage.telegram.group(GROUP, "Plantedgrouptitle")
    answer = await asked(asker, ASKER.secrets[0])
    assert "90 members" in answer
    await asker.press("👍")
    for said in ("07701239876", "zubayda.q@example.org", "@wq7x_handle", "signed Abu Shahrazadname"):
        await asked(asker, f"zebra stripes, {said}")
    await asked(quiet, "/quiet")
    for text in ("xylophonequestion price 07809876541", "سعر أسطرلابسؤال", "How many members does the Coalition have?"):
        await asked(quiet, text)
    await quiet.press("👎")
    await member.say("@faq_test_bot سعر الطماطم معكم ابو قيسونةاسم +9647505554433", chat=group)
    await group.next_message()
    await asked(refused, "how do I make a zirconiumbomb bomb")
    stage.telegram.push_raw({"message": {"message_id": "x", "text": "poisonedupdatewords", "chat": 5}})
    await refused.send_file("captionwords.jpg", b"captionwords", "image/jpeg", "captionwords")
    await refused.next_message()
    await asked(forgotten, "سعر طرسسؤال")
    assert any("طرسسؤال" in group.text for group in await stage.stores.gaps.groups())
    await asked(forgotten, "/forget")


async def asked(person: Person, text: str) -> str:
    await person.say(text)
    return (await person.next_message()).text


@pytest.mark.slow
async def test_nothing_is_found(
    stage: KeptStage, data: Path, written: io.StringIO, request: pytest.FixtureRequest
) -> None:
    """After the hour neither the files, the log nor the metrics hold any of what was planted, however it is written.

    What curators are to read is there: gaps without what was taken out of them.
    """
    await stage.start()
    await busy_hour(stage)
    await until_all_is_done(stage)
    await stage.stop()
    await forget_what_is_done(stage.stores, stage.clock)
    places = await everything(stage, data, written, request)

    assert found_in(places, [*PLANTED, SECRET.decode()]) == []
    assert not any(secret in group.text for group in await stage.stores.gaps.groups() for secret in ERASED)
    assert all(any(mark in content for content in places.values()) for mark in (b"stripes, [number]", b"[name]"))


@pytest.mark.parametrize("stage", ["sqlite"], indirect=True)
async def test_what_was_erased_is_in_no_file(
    stage: KeptStage, data: Path, written: io.StringIO, request: pytest.FixtureRequest
) -> None:
    """After somebody asked to be forgotten, their question is in no file of SQLite's any more.

    PostgreSQL writes it over when the turn of its pages and journals comes, which is beyond us: see docs/privacy.md.
    """
    await stage.start()
    *_, forgotten = stage.people()
    for text in (f"سعر {ERASED[0]}", "/forget"):
        await asked(forgotten, text)
    await until_all_is_done(stage)
    before = found_in(await everything(stage, data, written, request), ERASED)
    await forget_what_is_done(stage.stores, stage.clock)

    assert before != []
    assert found_in(await everything(stage, data, written, request), ERASED) == []


@pytest.mark.parametrize(("call", "is_made"), [("answered", False), ("answered", True), ("sending", True)])
async def test_nothing_is_found_of_what_waits(
    stage: KeptStage,
    data: Path,
    written: io.StringIO,
    request: pytest.FixtureRequest,
    call: str,
    *,
    is_made: bool,
) -> None:
    """When a process dies in the middle, what it received, and the reply that it made, lie there sealed."""
    asker, *_ = stage.people()
    inbox = FrailInbox(stage.stores.inbox, call, is_made=is_made)
    await asker.say("My name is Shahrazadname, call 07701239876: how many memberz does the coalishun have")
    async with stage.process(inbox) as process:
        await stage.receive(process)
        await inbox.end.wait()
    waiting = (await stage.stores.inbox.backlog()).events
    places = await everything(stage, data, written, request)

    assert waiting == 1
    assert found_in(places, [*PLANTED, SECRET.decode()]) == []


async def until_all_is_done(stage: KeptStage) -> None:
    """Wait until nothing waits to be answered, and every tap was."""
    async with asyncio.timeout(30):
        while (await stage.stores.inbox.backlog()).events:  # noqa: ASYNC110 - the inbox tells nobody
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("secret", ["7312345601", "zubayda_account", "أسطرلابسؤال"])
def test_the_look_finds(secret: str) -> None:
    """What is planted is found in every way to write it, and where it is not there nothing is."""
    for way, needle in ways_to_write(secret):
        assert found_in({"a file": b"\0before" + needle + b"after"}, [secret]), way
    for before in range(3):
        assert found_in({"a file": base64.b64encode(b"." * before + secret.encode() + b"!!")}, [secret])
    assert found_in({"a file": b"nothing of the kind"}, [secret]) == []
