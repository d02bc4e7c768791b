"""`sanad check`, `seal`, `schema` and `measure`, as curators run them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from knowledge_floor.small_folder import ENTRIES, FILES, mistaken, write_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot_floor.installation import Ran

    Sanad = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge without a mistake."""
    return write_folder(tmp_path / "content")


def test_check_of_a_sound_knowledge(sanad: Sanad, folder: Path) -> None:
    """A knowledge without a mistake is told to be so, and summed up."""
    ran = sanad("check", str(folder))

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-2].startswith("0 errors, ")
    assert ran.out.splitlines()[-1].startswith("2 entries, 3 claims, 3 sources; phrasings: en 6, ar 6, ")
    assert ran.out.endswith("oldest claim: 2019-02\n")


def test_check_names_each_mistake(sanad: Sanad, tmp_path: Path) -> None:
    """A mistake is an error with file, line, rule and remedy, and the check ends with 1."""
    folder = write_folder(tmp_path / "content", mistaken(ENTRIES, "topic: finance", "topic: finances"))
    ran = sanad("check", str(folder))
    heading, mistake, *_ = ran.out.splitlines()

    assert ran.code == 1
    assert heading == "Errors:"
    assert mistake.startswith(f"{folder / ENTRIES}:")
    assert "'finances'" in mistake
    assert "\n1 errors, " in ran.out


def test_check_in_arabic(sanad: Sanad, tmp_path: Path) -> None:
    """Whoever works in Arabic reads headings, mistakes and numbers in Arabic, and places as they are written."""
    folder = write_folder(tmp_path / "content", mistaken(ENTRIES, "topic: finance", "topic: finances"))
    ran = sanad("check", "--language", "ar", str(folder))
    heading, mistake, *_ = ran.out.splitlines()

    assert (ran.code, heading) == (1, "الأخطاء:")
    assert mistake.startswith(f"\N{FIRST STRONG ISOLATE}{folder / ENTRIES}:")
    assert "لا يوجد موضوع بالمعرّف" in mistake
    assert "\nالأخطاء: 1، التنبيهات: " in ran.out


def test_check_of_the_knowledge_in_the_settings(sanad: Sanad, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a path the knowledge that is served is checked."""
    monkeypatch.setenv("SANAD_KNOWLEDGE", str(folder))

    assert sanad("check").out == sanad("check", str(folder)).out


def test_check_of_one_file(sanad: Sanad, tmp_path: Path) -> None:
    """Of one entries file in its folder its own problems are told, without a summary of the whole."""
    folder = write_folder(tmp_path / "content", {**FILES, "entries/other.yaml": "- id: Other\n"})
    ran = sanad("check", str(folder / ENTRIES))

    assert (ran.code, ran.err) == (0, "")
    assert "other.yaml" not in ran.out
    assert ran.out.splitlines()[-1].startswith("0 errors, ")


def test_check_of_a_file_from_elsewhere(
    sanad: Sanad, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entries file by itself is checked against the knowledge in the settings, in place of its namesake."""
    monkeypatch.setenv("SANAD_KNOWLEDGE", str(folder))
    draft = tmp_path / "coalition.yaml"
    draft.write_text(FILES[ENTRIES].replace("id: rudaw-2026", "id: rudaw-2027"), encoding="utf-8")
    ran = sanad("check", str(draft))

    assert ran.code == 1
    assert f"{draft}:" in ran.out
    assert "'rudaw-2027'" in ran.out
    assert str(folder) not in ran.out


def test_check_of_nothing(sanad: Sanad) -> None:
    """A file that is not there is an error."""
    ran = sanad("check", "no-such-file.yaml")

    assert ran.code == 1
    assert "no-such-file.yaml:1: file: No such file or directory" in ran.out


def test_seal(sanad: Sanad, tmp_path: Path) -> None:
    """A text that was changed in both languages is sealed anew, and the file is told."""
    changed = {
        **FILES,
        ENTRIES: FILES[ENTRIES]
        .replace("from oil and", "from oil, tax and")
        .replace("من النفط ومن", "من النفط والضرائب ومن"),
    }
    folder = write_folder(tmp_path / "content", changed)
    ran = sanad("seal", str(folder))

    assert (ran.code, ran.out, ran.err) == (0, f"{folder / ENTRIES}: 1 sealed\n", "")
    assert sanad("check", str(folder)).code == 0


def test_seal_of_one_file(sanad: Sanad, tmp_path: Path) -> None:
    """One entries file can be sealed by itself."""
    folder = write_folder(tmp_path / "content", mistaken(ENTRIES, "seal: 4a258566-16b53ddc", "seal: 00000000-00000000"))
    ran = sanad("seal", str(folder / ENTRIES))

    assert (ran.code, ran.out) == (0, f"{folder / ENTRIES}: 1 sealed\n")
    assert (folder / ENTRIES).read_text(encoding="utf-8") == FILES[ENTRIES]


def test_seal_of_a_sealed_knowledge(sanad: Sanad, folder: Path) -> None:
    """Where every seal fits, nothing is said and nothing is written."""
    ran = sanad("seal", str(folder))

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (folder / ENTRIES).read_text(encoding="utf-8") == FILES[ENTRIES]


def test_seal_of_a_file_that_cannot_be_read(sanad: Sanad, tmp_path: Path) -> None:
    """A file that is no YAML is named with its line, and left alone; its neighbours are sealed."""
    files = {**mistaken(ENTRIES, "seal: 4a258566-16b53ddc", "seal: 00000000-00000000"), "entries/a.yaml": "- id: [\n"}
    folder = write_folder(tmp_path / "content", files)
    ran = sanad("seal", str(folder))

    assert ran.code == 2
    assert f"{folder / 'entries' / 'a.yaml'}:" in ran.err
    assert ran.out == f"{folder / ENTRIES}: 1 sealed\n"
    assert (folder / "entries" / "a.yaml").read_text(encoding="utf-8") == "- id: [\n"


def test_measure(sanad: Sanad, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The measurement has a line for each variety with phrasings, one for all, two for what gets no answer."""
    monkeypatch.setenv("SANAD_KNOWLEDGE", str(folder))
    ran = sanad("measure")
    heading, *rows, near_misses, elsewhere = ran.out.splitlines()

    assert (ran.code, ran.err) == (0, "")
    assert heading.split() == ["asked", "first", "top", "3", "right", "wrong"]
    assert [row.split()[:2] for row in rows] == [
        ["en", "6"],
        ["ar", "6"],
        ["iraqi", "2"],
        ["arabizi", "1"],
        ["all", "15"],
    ]
    assert near_misses.startswith("near misses, left out in turn: 1, ")
    assert elsewhere.startswith("questions that belong elsewhere, ")
