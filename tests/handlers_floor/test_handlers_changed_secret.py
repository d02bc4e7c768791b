"""After the secret of the installation was changed, readers find what they chose, and it moves under the new one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from handlers_floor.talking import NOON, SECRET

from handlers import privacy
from handlers.model import Intent, Session

if TYPE_CHECKING:
    from handlers_floor.talking import Talk

NEW: Final = b"another secret of the tests"
UNKNOWN: Final = "Which football club won?"


@pytest.fixture
async def quiet(talk: Talk) -> Talk:
    """Somebody who asked quietly before the secret was changed."""
    await talk.command(Intent.QUIET)
    talk.conversation = replace(talk.conversation, secret=NEW, secrets_before=(SECRET,))
    return talk


async def kept(talk: Talk, secret: bytes) -> Session:
    """What is kept under a secret."""
    key = privacy.conversation_key(talk.chat, secret=secret)
    return await talk.sessions.load(key, turn_since=NOON)


async def test_who_was_quiet_stays_so(quiet: Talk) -> None:
    """Nobody is recorded who had asked not to be."""
    assert await quiet.is_quiet()

    await quiet.say(UNKNOWN)
    await quiet.say(UNKNOWN)

    assert quiet.gaps.gaps == []


async def test_it_moves(quiet: Talk) -> None:
    """From the next message on it is kept under the new secret, and under that alone."""
    await quiet.say(UNKNOWN)

    assert (await kept(quiet, NEW)).is_quiet
    assert await kept(quiet, SECRET) == Session()


async def test_all_of_it_is_forgotten(quiet: Talk) -> None:
    """What has not moved yet is erased as well; that the conversation is quiet is kept under the new secret."""
    await quiet.command(Intent.FORGET)

    assert await kept(quiet, NEW) == Session(is_quiet=True)
    assert await kept(quiet, SECRET) == Session()


async def test_an_earlier_secret_that_is_not_named_finds_nothing(talk: Talk) -> None:
    """Whoever changes the secret has to name the one before."""
    await talk.command(Intent.QUIET)
    talk.conversation = replace(talk.conversation, secret=NEW)

    assert not await talk.is_quiet()
