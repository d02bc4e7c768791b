"""Seals: which half of a text was changed, and sealing a file while leaving all else in it as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge_floor.small_folder import ENTRIES, FILES, found, write_folder

from knowledge.errors import Place
from knowledge.loader import load
from knowledge.schema import Bilingual, ClaimText
from knowledge.seals import SealState, renew, seal, seal_state

if TYPE_CHECKING:
    from knowledge.errors import Problem

TEXT = Bilingual("It has 90 members.", "يضم 90 عضواً.")
UNSEALED = re.sub(r" +seal: .*\n", "", FILES[ENTRIES])
BLOCK = """\
- id: a
  topic: t
  title: {en: A, ar: أ}
  questions: {en: [a]}
  claims:
    - as_of: 2019
      text:
"""


def state(text: Bilingual, mark: str | None) -> SealState:
    return seal_state(ClaimText(text, mark, Place(Path(), 1)))


def test_shape() -> None:
    """A seal is eight hexadecimal digits for each language."""
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{8}", seal(TEXT)) is not None


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (TEXT, SealState.INTACT),
        (Bilingual("It has 91 members.", TEXT.ar), SealState.ENGLISH_CHANGED),
        (Bilingual(TEXT.en, "يضم 91 عضواً."), SealState.ARABIC_CHANGED),
        (Bilingual("It has 91 members.", "يضم 91 عضواً."), SealState.BOTH_CHANGED),
    ],
)
def test_state(changed: Bilingual, expected: SealState) -> None:
    """A seal says which of the two languages was changed after it."""
    assert state(changed, seal(TEXT)) is expected


def test_missing() -> None:
    """A text without a seal was never sealed."""
    assert state(TEXT, None) is SealState.MISSING


@pytest.mark.parametrize("mark", ["", "-", "nonsense", "----"])
def test_broken_seal(mark: str) -> None:
    """What is no seal proves nothing."""
    assert state(TEXT, mark) is SealState.BOTH_CHANGED


@given(st.text(), st.text(), st.text())
def test_seal_fits_one_text(english: str, arabic: str, other: str) -> None:
    """A seal fits its own text, and fits no other one."""
    mark = seal(Bilingual(english, arabic))
    changed = Bilingual(other, arabic)

    assert state(changed, mark) is (SealState.INTACT if other == english else SealState.ENGLISH_CHANGED)


def test_renew_counts(tmp_path: Path) -> None:
    """Every unsealed text is sealed, and counted."""
    path = write_folder(tmp_path, {**FILES, ENTRIES: UNSEALED}) / ENTRIES

    assert renew(path, []) == UNSEALED.count("text:")


def test_renew_restores(tmp_path: Path) -> None:
    """A file whose seals were taken out is the same file after sealing."""
    path = write_folder(tmp_path, {**FILES, ENTRIES: UNSEALED}) / ENTRIES
    renew(path, [])

    assert path.read_text(encoding="utf-8") == FILES[ENTRIES]


def test_renew_replaces(tmp_path: Path) -> None:
    """A seal that no longer fits is replaced where it stands."""
    stale = re.sub(r"seal: [0-9a-f]{8}", "seal: 00000000", FILES[ENTRIES])
    path = write_folder(tmp_path, {**FILES, ENTRIES: stale}) / ENTRIES
    renew(path, [])

    assert path.read_text(encoding="utf-8") == FILES[ENTRIES]


def test_renew_again(tmp_path: Path) -> None:
    """A sealed file is left alone."""
    path = write_folder(tmp_path) / ENTRIES
    before = path.stat().st_mtime_ns

    assert (renew(path, []), path.stat().st_mtime_ns) == (0, before)


def test_sealed_texts_are_intact(tmp_path: Path) -> None:
    """After sealing, every text fits its seal as the loader reads it."""
    folder = write_folder(tmp_path, {**FILES, ENTRIES: UNSEALED})
    renew(folder / ENTRIES, [])

    claims = [claim for entry in load(folder).entries.values() for claim in entry.claims]

    assert {seal_state(claim.text) for claim in claims} == {SealState.INTACT}


@pytest.mark.parametrize(
    "text",
    [
        "        en: One line.\n        ar: سطر واحد.\n",
        "        ar: سطر واحد.\n        en: One line.\n",
        "        en: \"Quoted: a line.\"\n        ar: 'سطر: واحد.'\n",
        "        en: >\n          Two\n          lines.\n        ar: >-\n          سطران\n          اثنان.\n",
        "        en: |\n          Two\n          lines.\n        ar: |+\n          سطران\n\n",
        "        en: Plain over\n          two lines.\n        ar: سطران\n          اثنان.\n",
        '        en: "Quoted over\n          two lines."\n        ar: "سطران\n          اثنان."\n',
        "        en: One line.  # a remark\n        ar: سطر واحد.  # another\n",
        "        en: One line.\n        # a remark\n        ar: سطر واحد.\n\n",
        "        en: One line.\n        ar: سطر واحد.",
        "        seal: stale\n        en: One line.\n        ar: سطر واحد.\n",
        '        en: "A\N{LINE SEPARATOR}B"\n        ar: سطر واحد.\n',
    ],
)
@pytest.mark.parametrize("following", ["      sources:\n        - {id: s, at: p}\n- id: b\n", ""])
def test_every_way_of_writing(tmp_path: Path, text: str, following: str) -> None:
    """However a text is written, the seal stands beside it: a second sealing finds nothing to do."""
    path = tmp_path / "entries.yaml"
    path.write_text(BLOCK + text + ("\n" if following and not text.endswith("\n") else "") + following, "utf-8")
    problems: list[Problem] = []

    assert (renew(path, problems), renew(path, problems), problems) == (1, 0, [])


def test_line_ends_are_kept(tmp_path: Path) -> None:
    """A file from Windows keeps its line ends."""
    path = tmp_path / "entries.yaml"
    path.write_bytes(UNSEALED.replace("\n", "\r\n").encode())
    renew(path, [])

    assert path.read_bytes() == FILES[ENTRIES].replace("\n", "\r\n").encode()


def test_unreadable_file(tmp_path: Path) -> None:
    """A file that cannot be read is left alone, and its problem collected."""
    path = tmp_path / "entries.yaml"
    path.write_text("- a: [\n", encoding="utf-8")
    problems: list[Problem] = []
    renew(path, problems)

    assert (path.read_text(encoding="utf-8"), found(problems)) == ("- a: [\n", ["entries.yaml:2 syntax"])


def test_text_in_braces(tmp_path: Path) -> None:
    """A text that cannot take a seal is a problem, not a silence."""
    path = tmp_path / "entries.yaml"
    path.write_text(BLOCK.rstrip() + " {en: A, ar: أ}\n", encoding="utf-8")
    problems: list[Problem] = []
    renew(path, problems)

    assert found(problems) == ["entries.yaml:7 seal"]


@pytest.mark.parametrize(
    "content", ["a\n", "{}\n", "- a\n", "- claims: x\n", "- claims: [{text: x}]\n", "- {claims: [x]}\n"]
)
def test_no_texts(tmp_path: Path, content: str) -> None:
    """A file without texts has nothing to seal."""
    path = tmp_path / "entries.yaml"
    path.write_text(content, encoding="utf-8")

    assert (renew(path, []), path.read_text(encoding="utf-8")) == (0, content)
