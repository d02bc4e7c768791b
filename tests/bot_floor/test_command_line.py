"""The command line: every verb by its exit code, and what goes wrong in one line on standard error."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bot_floor.installation import PATIENCE_SECONDS, until_it_waits
from telegram_face.small_knowledge import write_knowledge

from bot.cli import main
from bot.library_cache import is_cached

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot_floor.installation import Installation, Ran
    from library_store import LibraryStore

    Sanad = Callable[..., Ran]

HOW_MANY = "How many members does the Coalition have?"
NEVER_HEARD = "xyzzy plugh"
ANSWER = (
    "The Coalition has 90 members <today> [1].\n"
    "Sources:\n"
    "[1] Rudaw: Coalition ministers meet in Riyadh & agree, 9 February 2026. "
    "https://rudaw.example/english/090220261?a=1&b=2\n"
)


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sanad: Sanad) -> Path:  # noqa: ARG001 - settings first
    """The folder of a knowledge that cannot be served, set as the knowledge."""
    folder = tmp_path / "broken"
    write_knowledge(folder)
    (folder / "topics.yaml").write_text("- id: Coalition\n  title: {en: The Coalition}\n", encoding="utf-8")
    monkeypatch.setenv("SANAD_KNOWLEDGE", str(folder))
    return folder


def test_ask(sanad: Sanad) -> None:
    """`ask` prints the answer with its sources, and nothing else."""
    ran = sanad("ask", HOW_MANY)

    assert (ran.code, ran.out, ran.err) == (0, ANSWER, "")


def test_ask_json(sanad: Sanad) -> None:
    """`ask --json` prints one object on one line."""
    ran = sanad("ask", HOW_MANY, "--json")

    assert (ran.code, ran.err, ran.out.count("\n")) == (0, "", 1)
    assert json.loads(ran.out)["entry"] == "coalition-members"


def test_ask_jsonl(sanad: Sanad, monkeypatch: pytest.MonkeyPatch) -> None:
    """`ask --jsonl` answers standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"text": HOW_MANY}) + "\n"))
    ran = sanad("ask", "--jsonl")

    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["entry"] == "coalition-members"


def test_ask_jsonl_with_a_bad_line(sanad: Sanad, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is no JSON ends `ask --jsonl` with one line that names it."""
    monkeypatch.setattr("sys.stdin", io.StringIO("How many?\n"))
    ran = sanad("ask", "--jsonl")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("line 1 is not JSON")
    assert ran.err.count("\n") == 1


def test_ask_without_a_question(sanad: Sanad) -> None:
    """`ask` alone says what is missing."""
    ran = sanad("ask")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("There is no question")


def test_gap_is_no_failure(sanad: Sanad) -> None:
    """A question without an answer was answered as it should be."""
    assert sanad("ask", NEVER_HEARD).code == 0


def test_answer_needs_no_database(sanad: Sanad, installation: Installation) -> None:
    """A question with an answer opens no database; the first one without leaves it behind."""
    sanad("ask", HOW_MANY)
    before = installation.database.exists()
    sanad("ask", NEVER_HEARD)

    assert (before, installation.database.exists()) == (False, True)


def test_explain(sanad: Sanad) -> None:
    """`explain` names the decision."""
    ran = sanad("explain", HOW_MANY)

    assert (ran.code, ran.err) == (0, "")
    assert "decision     sure: coalition-members" in ran.out


def test_chat(sanad: Sanad, monkeypatch: pytest.MonkeyPatch) -> None:
    """`chat` answers standard input, where that is no terminal."""
    monkeypatch.setattr("sys.stdin", io.StringIO(HOW_MANY + "\n"))
    ran = sanad("chat")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(ANSWER)


def test_prepare(
    sanad: Sanad, small: Path, libraries_of_all: LibraryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`prepare` leaves the library of the knowledge in the settings in the user's cache, and says nothing."""
    cache, folder = tmp_path / "cache" / "sanad", shutil.copytree(small, tmp_path / "content")
    (folder / "entries" / "more.yaml").write_text("[]", encoding="utf-8")
    libraries_of_all.lend(small, cache)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache.parent))
    monkeypatch.setenv("SANAD_KNOWLEDGE", str(folder))
    ran = sanad("prepare", "--like", str(small))  # which takes a moment

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert is_cached(folder, cache)


def test_schema_of_entries(sanad: Sanad) -> None:
    """`schema` alone is that of entries, the file that curators write most."""
    assert sanad("schema").out == sanad("schema", "entries").out


@pytest.mark.parametrize("file", ["entries", "sources", "topics", "lexicon"])
def test_schema(sanad: Sanad, file: str) -> None:
    """`schema` prints a JSON Schema of each kind of file."""
    ran = sanad("schema", file)

    assert (ran.code, ran.err) == (0, "")
    assert "$schema" in json.loads(ran.out)


def test_settings(sanad: Sanad, installation: Installation) -> None:
    """`settings` prints a line for each variable."""
    ran = sanad("settings")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "SANAD_TELEGRAM_TOKEN=(not set)",
        "SANAD_TELEGRAM_API=https://api.telegram.org",
        f"SANAD_DATABASE=sqlite:///{installation.database}",
        f"SANAD_KNOWLEDGE={installation.knowledge}",
        "SANAD_SECRET=********",
        "SANAD_SECRETS_BEFORE=(none)",
        "SANAD_ADMINS=(nobody)",
        "SANAD_CURATORS=(nobody)",
        "SANAD_WEB=(no console)",
        "SANAD_WEB_ADDRESS=(no console)",
        "SANAD_WEBHOOK=(polling)",
        "SANAD_HEALTH=(nowhere)",
        "SANAD_FEWEST_ASKERS=1",
        "SANAD_REMEMBER_MINUTES=30",
    ]


def test_health_before_the_first_run(sanad: Sanad) -> None:
    """`health` finds something wrong where nothing ever ran."""
    assert sanad("health").code == 1


def test_run_without_a_token(sanad: Sanad) -> None:
    """`run` without a token says in one line what to set."""
    ran = sanad("run")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("SANAD_TELEGRAM_TOKEN is missing")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["answer"], ["ask", "--json", "--jsonl"], ["gaps", "--limit", "all"]])
def test_wrong_usage(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    """A command line that makes no sense ends with 2 and the usage."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: sanad")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SANAD_TELEGRAM_TOKEN", "nonsense"),
        ("SANAD_KNOWLEDGE", "no-such-folder"),
        ("SANAD_ADMINS", "omar"),
        ("SANAD_DATABSE", "sqlite:///a.sqlite3"),
    ],
)
def test_wrong_setting(sanad: Sanad, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A wrong setting is one line on standard error that begins with its name, whatever the verb."""
    monkeypatch.setenv(name, value)
    ran = sanad("settings")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(name)
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("url", ["rubbish", "sqlite://", "postgresql://sanad:geheim@host"])
def test_wrong_database(sanad: Sanad, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A database that cannot be opened is one line that begins with its variable and keeps the password."""
    monkeypatch.setenv("SANAD_DATABASE", url)
    ran = sanad("gaps")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("SANAD_DATABASE")
    assert ran.err.count("\n") == 1
    assert "geheim" not in ran.err


@pytest.mark.parametrize("url", ["sqlite:////proc/version/sanad.sqlite3", "postgresql://a:geheim@127.0.0.1:1/b"])
def test_reply_without_a_database(sanad: Sanad, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A database that cannot be used costs the record and one line on standard error, not the reply."""
    monkeypatch.setenv("SANAD_DATABASE", url)
    monkeypatch.setenv("SANAD_SECRET", "a secret that is long enough")
    ran = sanad("ask", NEVER_HEARD)

    assert (ran.code, ran.out.strip() != "") == (0, True)
    assert ran.err.startswith("Questions without an answer are not recorded: ")
    assert ran.err.count("\n") == 1
    assert "geheim" not in ran.err
    assert "geheim" not in ran.err


@pytest.mark.parametrize("limit", ["99999999999999999999", "0", "-3", "many", "1000001"])
def test_wrong_limit(sanad: Sanad, capsys: pytest.CaptureFixture[str], limit: str) -> None:
    """A number of gaps that cannot be listed is refused with the numbers that can."""
    with pytest.raises(SystemExit) as stopped:
        sanad("gaps", f"--limit={limit}")

    assert stopped.value.code == 2
    assert f"{limit} is no number from 1 to 1000000" in capsys.readouterr().err


def test_module_is_a_command(installation: Installation) -> None:
    """Python runs the command line by the name of its module, too."""
    ran = subprocess.run(
        [sys.executable, "-m", "bot.cli", "settings"],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env=installation.whole_environment(),
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "SANAD_KNOWLEDGE=" in ran.stdout


def test_setting_from_a_file(sanad: Sanad, installation: Installation) -> None:
    """`.env` in the current folder is read."""
    (installation.home / ".env").write_text("SANAD_CURATORS=7\n", encoding="utf-8")

    assert "SANAD_CURATORS=7\n" in sanad("settings").out


@pytest.mark.parametrize(
    "arguments", [["ask", HOW_MANY], ["explain", HOW_MANY], ["prepare"], ["measure"], ["audit"], ["eval", "set.jsonl"]]
)
@pytest.mark.usefixtures("broken")
def test_broken_knowledge(sanad: Sanad, arguments: list[str]) -> None:
    """A knowledge with mistakes is not served: each is named by its file and line, and where to see them all."""
    ran = sanad(*arguments)
    *problems, advice = ran.err.splitlines()

    assert (ran.code, ran.out) == (2, "")
    assert len(problems) >= 2
    assert all("topics.yaml:" in problem for problem in problems)
    assert "`sanad check`" in advice


def test_check_of_a_broken_knowledge(sanad: Sanad, broken: Path) -> None:
    """`check` prints the same mistakes as its finding."""
    ran = sanad("check")

    assert (ran.code, ran.err) == (1, "")
    assert f"{broken / 'topics.yaml'}:1: id: 'Coalition' is no id" in ran.out


@pytest.mark.parametrize("arguments", [["settings"], ["ask", HOW_MANY], ["schema", "lexicon"]])
def test_reader_who_leaves(installation: Installation, arguments: list[str]) -> None:
    """When nobody reads standard output any more (`sanad … | true`), the run ends without a word."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        with installation.start(*arguments, stdout=writing) as process:
            _, complaint = process.communicate()
    finally:
        os.close(writing)

    assert (process.returncode, complaint) == (1, b"")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux what a process does")
@pytest.mark.parametrize("arguments", [["ask", "--jsonl"], ["chat"]])
def test_interrupt(installation: Installation, arguments: list[str]) -> None:
    """Ctrl-C is heard while the next line is waited for, and ends the run without a traceback."""
    with installation.start(*arguments) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"text": "hello"}\n')
        process.stdin.flush()
        process.stdout.readline()
        until_it_waits(process)
        process.send_signal(signal.SIGINT)
        code = process.wait(PATIENCE_SECONDS)
        complaint = process.stderr.read() if process.stderr is not None else b""

    assert (code, complaint) == (130, b"")
