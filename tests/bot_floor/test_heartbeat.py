"""The sign of life: left by the polling loop, judged by `sanad health`."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.cli import main
from bot.heartbeat import OLDEST, Heartbeat
from bot.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def heartbeat(tmp_path: Path) -> Heartbeat:
    return Heartbeat.beside(tmp_path)


def beat_at(heartbeat: Heartbeat, moment: datetime) -> None:
    """A fetch that succeeded at another time than now."""
    heartbeat.beat()
    os.utime(heartbeat.path, (moment.timestamp(), moment.timestamp()))


def test_recent_fetch(heartbeat: Heartbeat) -> None:
    """A fetch of two minutes ago is no reason to complain."""
    beat_at(heartbeat, NOON - OLDEST)

    assert heartbeat.complaint(NOON) is None


def test_old_fetch(heartbeat: Heartbeat) -> None:
    """A fetch of more than two minutes ago is one, with its time and where to look."""
    beat_at(heartbeat, NOON - OLDEST - timedelta(seconds=1))

    assert heartbeat.complaint(NOON) == "Telegram was last heard at 2026-03-01 11:57:59 UTC: see the log of `sanad run`"


def test_clock_set_back(heartbeat: Heartbeat) -> None:
    """A fetch that seems to lie ahead, since the clock was corrected, is recent."""
    beat_at(heartbeat, NOON + timedelta(minutes=5))

    assert heartbeat.complaint(NOON) is None


def test_no_fetch_yet(heartbeat: Heartbeat) -> None:
    """Without any fetch the file is missing, and the complaint names it."""
    complaint = heartbeat.complaint(NOON)

    assert complaint is not None
    assert complaint.startswith(f"{heartbeat.path}: No such file or directory")


def test_beat_renews_the_file(heartbeat: Heartbeat) -> None:
    """A beat makes an old sign of life a recent one."""
    beat_at(heartbeat, NOON)
    heartbeat.beat()

    assert heartbeat.complaint(datetime.now(UTC)) is None


def test_folder_that_is_gone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A sign of life that cannot be written is logged and does not stop the bot."""
    caplog.set_level(logging.WARNING, "bot")
    Heartbeat.beside(tmp_path / "gone").beat()

    assert [record.getMessage() for record in caplog.records] == ["heartbeat_not_written"]


def test_health_verb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`sanad health` looks beside the database: 1 and a complaint before the first fetch, 0 and 'alive' after it."""
    monkeypatch.setenv("SANAD_DATABASE", f"sqlite:///{tmp_path}/sanad.sqlite3")
    before = main(["health"])
    Heartbeat.beside(tmp_path).beat()
    after = main(["health"])
    written = capsys.readouterr().out.splitlines()

    assert (before, after) == (1, 0)
    assert written[1] == "alive"


def test_data_folder(tmp_path: Path) -> None:
    """What is kept beside the database lies in the database's own folder."""
    settings = read_settings({"SANAD_DATABASE": f"sqlite:///{tmp_path}/kept/sanad.sqlite3"}, tmp_path / "none.env")

    assert settings.data_folder == tmp_path / "kept"
