"""`sanad chat`: line by line through a pipe, and with a person at a terminal."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from bot_floor.installation import PATIENCE_SECONDS, until_it_waits

from knowledge.schema import Language

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    from bot_floor.installation import Installation, Ran

    from handlers.library import Library

    Sanad = Callable[..., Ran]

HOW_MANY: Final = "How many members does the Coalition have?"
HOW_MANY_ARABIC: Final = "كم عدد أعضاء التحالف؟"
UNCLEAR: Final = "what was rebuilt in Anbar or Basra"
CONTROL_D: Final = b"\x04"
_ESCAPES: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux what a process does")


class Terminal:
    """The person's side of a terminal with a program in it."""

    def __init__(self, side: int) -> None:
        self._side = side
        self.seen = ""
        """All that was shown so far, without colours."""

    def type(self, keys: str | bytes) -> None:
        """Press keys."""
        os.write(self._side, keys.encode() if isinstance(keys, str) else keys)

    def read_until(self, end: str) -> str:
        """What is shown from here on, up to and with `end`."""
        begun = len(self.seen)
        while end not in self.seen[begun:]:
            assert self._more(), f"{end!r} was not shown: {self.seen[begun:]!r}"
        return self.seen[begun:]

    def rest(self) -> str:
        """What is shown until the program has gone."""
        begun = len(self.seen)
        while self._more():
            pass
        return self.seen[begun:]

    def _more(self) -> bool:
        ready, _, _ = select.select([self._side], [], [], PATIENCE_SECONDS)
        try:
            shown = os.read(self._side, 65536) if ready else b""
        except OSError:  # Linux says so when the other side was closed
            return False
        while shown and ready and not _is_whole(shown):
            shown += os.read(self._side, 1)
        self.seen += _ESCAPES.sub("", shown.decode().replace("\r\n", "\n"))
        return bool(shown)


def _is_whole(shown: bytes) -> bool:
    """Whether neither a letter, nor a line's end, nor a colour is cut in two."""
    try:
        text = shown.decode()
    except UnicodeDecodeError:
        return False
    return not text.endswith("\r") and re.search(r"\x1b(\[[0-9;?]*)?$", text) is None


@contextmanager
def chat(installation: Installation, columns: int = 80) -> Iterator[tuple[Terminal, subprocess.Popen[bytes]]]:
    """A chat in a terminal, and its process."""
    ours, theirs = pty.openpty()
    more = {"COLUMNS": str(columns)}
    with installation.start("chat", stdin=theirs, stdout=theirs, stderr=theirs, more=more) as process:
        os.close(theirs)
        try:
            yield Terminal(ours), process
        finally:
            process.kill()
            os.close(ours)


@pytest.fixture
def piped(sanad: Sanad, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Ran]:
    """A chat through a pipe."""

    def run(text: str) -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        return sanad("chat")

    return run


def test_pipe(piped: Callable[[str], Ran]) -> None:
    """Each line is answered, with its choices numbered and a blank line behind."""
    assert piped(f"{UNCLEAR}\nhello\n").out.startswith(
        "Did you mean one of these?\n1. Rebuilding Anbar\n2. Rebuilding Basra\n\nHello, I am Sanad."
    )


def test_pipe_is_one_conversation(piped: Callable[[str], Ran]) -> None:
    """A number chooses among what the line before was offered."""
    assert "A school in Basra was rebuilt" in piped(f"{UNCLEAR}\n2\n").out


def test_blank_lines_in_a_pipe(piped: Callable[[str], Ran]) -> None:
    """Blank lines are no messages: the choices still stand."""
    assert piped(f"\n  \n{UNCLEAR}\n\n2\n").out == piped(f"{UNCLEAR}\n2\n").out


@pytest.mark.parametrize(("said", "told"), [("/quiet", "Quiet mode is on"), ("/forget", "Done. This was erased:")])
def test_commands_in_a_pipe(piped: Callable[[str], Ran], said: str, told: str) -> None:
    """What are commands on Telegram is understood here, too."""
    assert piped(f"{said}\n").out.startswith(told)


def test_gaps_of_an_earlier_chat_can_be_forgotten(piped: Callable[[str], Ran]) -> None:
    """Whoever sits at the terminal is the same all day: what they left in another chat goes, too."""
    piped("zebra stripes\n")

    assert "tied to you: 1" in piped("/forget\n").out
    assert "tied to you: 1" not in piped("/forget\n").out


def test_empty_pipe(piped: Callable[[str], Ran]) -> None:
    """Nothing asked, nothing said."""
    ran = piped("")

    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_markup_is_no_markup(piped: Callable[[str], Ran]) -> None:
    """What looks like a terminal library's markup is written as it stands."""
    assert "90 members <today> [1]" in piped(f"{HOW_MANY}\n").out


def test_talk(installation: Installation, library: Library) -> None:
    """A person is welcomed in both languages, asks in both, chooses by a number, and is bidden farewell at Ctrl-D."""
    english, arabic = library.words[Language.ENGLISH], library.words[Language.ARABIC]
    with chat(installation) as (terminal, process):
        welcome = terminal.read_until(english.chat_prompt)
        terminal.type(HOW_MANY_ARABIC + "\n")
        in_arabic = terminal.read_until(arabic.chat_prompt)
        terminal.type(UNCLEAR + "\n")
        unclear = terminal.read_until(english.chat_prompt)
        terminal.type("2\n")
        chosen = terminal.read_until(english.chat_prompt)
        terminal.type(CONTROL_D)
        end = terminal.rest()
        code = process.wait(PATIENCE_SECONDS)

    assert " ".join(english.chat_welcome.split()[:3]) in welcome
    assert " ".join(arabic.chat_welcome.split()[:2]) in welcome
    assert "يضم التحالف 90 عضواً ومنها NATO اليوم [1]." in in_arabic
    assert "1. Rebuilding Anbar\n  2. Rebuilding Basra" in re.sub(" +\n", "\n", unclear)
    assert english.choice_number_hint in unclear
    assert "A school in Basra was rebuilt" in chosen
    assert english.chat_bye in end
    assert "Traceback" not in terminal.seen
    assert code == 0


def test_arabic_begins_on_the_right(installation: Installation) -> None:
    """An Arabic paragraph ends at the right edge of the terminal, an English one begins at the left."""
    with chat(installation, columns=70) as (terminal, _):
        terminal.read_until("Your question:")
        terminal.type(HOW_MANY_ARABIC + "\n")
        shown = terminal.read_until("سؤالكم")
        terminal.type(HOW_MANY + "\n")
        shown += terminal.read_until("Your question:")

    [arabic] = [line for line in shown.splitlines() if "يضم التحالف" in line]
    [english] = [line for line in shown.splitlines() if "90 members" in line]
    assert arabic.startswith(" " * 10)
    assert english.startswith("  The Coalition")


@needs_proc
def test_control_c(installation: Installation) -> None:
    """Ctrl-C at the prompt ends the chat at once, without a traceback."""
    with chat(installation) as (terminal, process):
        terminal.read_until("Your question:")
        until_it_waits(process)
        process.send_signal(signal.SIGINT)  # as the terminal does
        terminal.rest()
        code = process.wait(PATIENCE_SECONDS)

    assert code == 130
    assert "Traceback" not in terminal.seen
