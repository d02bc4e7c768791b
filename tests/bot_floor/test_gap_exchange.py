"""`sanad gaps export` and `import`: files go out and come in whole, or not at all."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot_floor.installation import Installation, Ran

    Sanad = Callable[..., Ran]

NEVER_HEARD = "tomatoes and zebras"


def test_standard_output(sanad: Sanad) -> None:
    """`-` writes one object a line, and how many on standard error."""
    sanad("ask", NEVER_HEARD)
    ran = sanad("gaps", "export", "-")

    assert (ran.code, ran.err) == (0, "1 wordings\n")
    assert json.loads(ran.out)["text"] == NEVER_HEARD


@pytest.mark.parametrize("name", ["gaps.csv", "gaps.jsonl"])
def test_there_and_back(sanad: Sanad, installation: Installation, name: str) -> None:
    """What was written by one installation is taken in by another."""
    sanad("ask", NEVER_HEARD)
    sanad("gaps", "export", name)
    for file in installation.database.parent.glob("sanad.sqlite3*"):
        file.unlink()
    ran = sanad("gaps", "import", name)

    assert (ran.code, ran.err, ran.out) == (0, "", "1 wordings taken in, as 1 gaps\n")
    assert NEVER_HEARD in sanad("gaps").out


def test_the_file_is_for_its_user_alone(sanad: Sanad, installation: Installation) -> None:
    """Whatever rights this user's files have otherwise: what people asked is confidential."""
    sanad("ask", NEVER_HEARD)
    sanad("gaps", "export", "gaps.csv")

    assert stat.S_IMODE((installation.home / "gaps.csv").stat().st_mode) == 0o600


def test_state(sanad: Sanad) -> None:
    """`--state` leaves out what stands elsewhere."""
    sanad("ask", NEVER_HEARD)

    assert sanad("gaps", "export", "-", "--state", "dismissed", "--state", "resolved").out == ""


def test_wrong_line(sanad: Sanad, installation: Installation) -> None:
    """A wrong line is named with its file, and nothing of the file is taken in."""
    rows = [{"text": NEVER_HEARD, "language": "en", "reason": "unknown"}, {"text": "more"}]
    (installation.home / "gaps.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    ran = sanad("gaps", "import", "gaps.jsonl")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("gaps.jsonl: line 2: ")
    assert NEVER_HEARD not in sanad("gaps").out


@pytest.mark.parametrize("arguments", [["export", "gaps.xls"], ["import", "gaps"], ["import", "no-such-file.csv"]])
def test_file_of_no_kind(sanad: Sanad, arguments: list[str]) -> None:
    """A file that says not what it is, or is not there, is refused in one sentence."""
    ran = sanad("gaps", *arguments)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_file_in_another_encoding(sanad: Sanad, installation: Installation) -> None:
    """A file in an old encoding is refused with what to do."""
    (installation.home / "gaps.csv").write_bytes("text,language,reason\nكم,ar,unknown\n".encode("cp1256"))

    assert "save it as UTF-8" in sanad("gaps", "import", "gaps.csv").err


def test_listing_goes_on(sanad: Sanad) -> None:
    """`gaps` by itself lists, with and without a limit."""
    sanad("ask", NEVER_HEARD)

    assert NEVER_HEARD in sanad("gaps").out
    assert NEVER_HEARD in sanad("gaps", "--limit", "1").out
