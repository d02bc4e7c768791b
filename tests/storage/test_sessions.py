from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import update

from bot.storage.sessions import SqlSessions
from bot.storage.tables import SESSIONS
from bot.storage.turns import to_json
from handlers.model import Choice, Offer, Session, Turn
from knowledge.schema import Language

if TYPE_CHECKING:
    from bot.storage.database import Database
    from handlers.ports import Sessions

NOON: Final = datetime(2019, 3, 23, 12, tzinfo=UTC)
INSTANT: Final = timedelta(microseconds=1)
TURN: Final = Turn(
    language=Language.ARABIC,
    entry="members-count",
    features=("coalition", "member"),
    kinds=("count",),
    asked="2019-03",
    choices=(Choice(Offer.HISTORY, "members-count", "كيف تغيّر العدد؟"),),
    is_dated=True,
)
SESSION: Final = Session(Language.ARABIC, TURN)
QUIET: Final = Session(turn=TURN, is_quiet=True)


class TestSessions:
    """What every implementation of the port keeps to."""

    async def test_an_unknown_key_has_an_empty_session(self, sessions: Sessions) -> None:
        """Nothing kept is a session without language and turn."""
        assert await sessions.load("a", turn_since=NOON) == Session()

    @pytest.mark.parametrize("session", [SESSION, Session(), Session(Language.ENGLISH), Session(turn=TURN), QUIET])
    async def test_a_saved_session_comes_back(self, sessions: Sessions, session: Session) -> None:
        """Language, turn and quiet return as they were, each with or without the others."""
        await sessions.save("a", session, at=NOON)

        assert await sessions.load("a", turn_since=NOON) == session

    async def test_keys_are_kept_apart(self, sessions: Sessions) -> None:
        """One conversation never sees another one's session."""
        await sessions.save("a", SESSION, at=NOON)

        assert await sessions.load("A", turn_since=NOON) == Session()

    async def test_saving_replaces_everything(self, sessions: Sessions) -> None:
        """A second session leaves nothing of the first."""
        await sessions.save("a", SESSION, at=NOON)
        await sessions.save("a", Session(Language.ENGLISH), at=NOON)

        assert await sessions.load("a", turn_since=NOON) == Session(Language.ENGLISH)

    async def test_an_old_turn_is_not_loaded(self, sessions: Sessions) -> None:
        """One microsecond decides; the language outlives the turn."""
        await sessions.save("a", SESSION, at=NOON - INSTANT)

        assert await sessions.load("a", turn_since=NOON) == Session(Language.ARABIC)

    async def test_moments_are_compared_across_zones(self, sessions: Sessions) -> None:
        """Noon in UTC is three in the afternoon in Baghdad."""
        baghdad = timezone(timedelta(hours=3))
        await sessions.save("a", SESSION, at=NOON.astimezone(baghdad))

        assert await sessions.load("a", turn_since=NOON) == SESSION

    async def test_forgetting_turns_keeps_the_language(self, sessions: Sessions) -> None:
        """Turns before the moment go, also for a reader that asks for older ones."""
        await sessions.save("old", SESSION, at=NOON - INSTANT)
        await sessions.save("new", SESSION, at=NOON)
        long_ago = NOON - timedelta(days=1)

        touched = await sessions.forget(turns_before=NOON, sessions_before=long_ago)

        assert touched == 1
        assert await sessions.load("old", turn_since=long_ago) == Session(Language.ARABIC)
        assert await sessions.load("new", turn_since=long_ago) == SESSION

    async def test_forgetting_sessions_leaves_nothing(self, sessions: Sessions) -> None:
        """Sessions before the moment go with their language."""
        await sessions.save("old", SESSION, at=NOON - INSTANT)
        await sessions.save("new", SESSION, at=NOON)
        long_ago = NOON - timedelta(days=1)

        await sessions.forget(turns_before=long_ago, sessions_before=NOON)

        assert await sessions.load("old", turn_since=long_ago) == Session()
        assert await sessions.load("new", turn_since=long_ago) == SESSION

    async def test_a_forgotten_session_counts_once(self, sessions: Sessions) -> None:
        """A session that goes whole is not counted again for its turn."""
        await sessions.save("a", SESSION, at=NOON - timedelta(days=2))
        await sessions.save("b", SESSION, at=NOON - timedelta(hours=2))
        await sessions.save("c", SESSION, at=NOON)

        assert await sessions.forget(turns_before=NOON, sessions_before=NOON - timedelta(days=1)) == 2

    async def test_there_is_nothing_to_forget_twice(self, sessions: Sessions) -> None:
        """A session whose turn is gone already is not touched again."""
        long_ago = NOON - timedelta(days=1)
        await sessions.save("a", SESSION, at=NOON - INSTANT)
        await sessions.forget(turns_before=NOON, sessions_before=long_ago)

        assert await sessions.forget(turns_before=NOON, sessions_before=long_ago) == 0

    async def test_quiet_lasts_as_long_as_a_language_choice(self, sessions: Sessions) -> None:
        """It outlives the turn, and goes with the session."""
        await sessions.save("a", QUIET, at=NOON - INSTANT)
        await sessions.forget(turns_before=NOON, sessions_before=NOON - timedelta(days=1))

        assert await sessions.load("a", turn_since=NOON - timedelta(days=1)) == Session(is_quiet=True)
        assert await sessions.forget(turns_before=NOON, sessions_before=NOON) == 1
        assert await sessions.load("a", turn_since=NOON) == Session()

    async def test_nothing_stays_of_a_conversation_that_rests(self, sessions: Sessions) -> None:
        """Of one whose reader has chosen nothing, not even that there was one."""
        await sessions.save("a", Session(turn=TURN), at=NOON - INSTANT)
        await sessions.save("b", Session(), at=NOON - INSTANT)

        assert await sessions.forget(turns_before=NOON, sessions_before=NOON - timedelta(days=1)) == 1
        assert [await sessions.erase(key) for key in "ab"] == [False, False]

    async def test_a_session_is_erased(self, sessions: Sessions) -> None:
        """With all that it says; it is told whether there was any, and others stay."""
        await sessions.save("a", replace(SESSION, is_quiet=True), at=NOON)
        await sessions.save("b", SESSION, at=NOON)

        assert [await sessions.erase(key) for key in "aac"] == [True, False, False]
        assert await sessions.load("a", turn_since=NOON) == Session()
        assert await sessions.load("b", turn_since=NOON) == SESSION


async def test_an_older_row_has_a_turn_without_a_date(database: Database) -> None:
    """A turn that was kept before it told whether it was about a date is read as one that was not."""
    sessions = SqlSessions(database)
    await sessions.save("a", SESSION, at=NOON)
    older = {name: value for name, value in json.loads(to_json(TURN)).items() if name != "is_dated"}
    async with database.writing() as connection:
        await connection.execute(update(SESSIONS).values(turn=json.dumps(older)))

    assert await sessions.load("a", turn_since=NOON) == Session(Language.ARABIC, replace(TURN, is_dated=False))


@pytest.mark.parametrize("column", ["language", "turn"])
async def test_a_row_that_makes_no_sense_is_an_empty_session(database: Database, column: str) -> None:
    """What another version wrote costs its reader the context, not the answer."""
    sessions = SqlSessions(database)
    await sessions.save("a", Session(Language.ARABIC) if column == "language" else Session(turn=TURN), at=NOON)
    async with database.writing() as connection:
        await connection.execute(update(SESSIONS).values({column: "?"}))

    assert await sessions.load("a", turn_since=NOON) == Session()
