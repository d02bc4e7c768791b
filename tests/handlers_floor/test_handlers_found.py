"""Problems of a knowledge that was handed in are told by the files of its tree."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from handlers.releases import Found, found
from knowledge.errors import Place, Severity
from knowledge.problems import error
from knowledge.schema import Bilingual, Language

FOLDER: Final = Path("/somewhere/handed-in")
PROBLEM: Final = error(
    Place(FOLDER / "entries" / "camps.yaml", 12), "repeated-id", id="camps", place=Place(FOLDER / "topics.yaml", 3)
)


def test_folder_is_told_nowhere() -> None:
    """Neither the place nor a sentence names the folder to which the tree was written for the check."""
    told = found(PROBLEM, FOLDER)

    assert str(told) == (
        "entries/camps.yaml:12: repeated-id: 'camps' is taken, see topics.yaml:3: give this one an id of its own"
    )
    assert str(FOLDER) not in told.told(Language.ARABIC)


def test_tree_without_a_folder() -> None:
    """Where places are those of a tree already, nothing is taken away."""
    problem = error(Place(Path("entries/camps.yaml"), 12), "address", url="ftp://a./b")

    assert str(found(problem, Path())) == str(problem)


def test_told_like_the_problem() -> None:
    """Beside the file's name everything is as the check found it, in both languages."""
    problem = error(Place(FOLDER / "entries" / "camps.yaml", 12), "missing-claim", entry="camps")

    assert found(problem, FOLDER) == Found(
        "entries/camps.yaml", 12, "missing-claim", problem.wrong, problem.remedy, Severity.ERROR
    )


def test_in_one_line() -> None:
    """In Arabic place and rule keep their direction."""
    told = Found("topics.yaml", 3, "id", Bilingual("wrong", "خطأ"), Bilingual("remedy", "حل"), Severity.ERROR)

    assert told.told(Language.ARABIC) == "\u2068topics.yaml:3\u2069: \u2068id\u2069: خطأ: حل"
