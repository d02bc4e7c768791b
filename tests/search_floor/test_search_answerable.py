from __future__ import annotations

from typing import TYPE_CHECKING, Final

from search_floor.building import claim, entry, knowledge, lexicon

from knowledge.search.answerable import LONGEST, USUAL, Answerable
from knowledge.search.asked_after import all_asked_after
from knowledge.search.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Sequence

TOLD_ASKED: Final = ["who said that", "who said so", "who said it then"]
UNTOLD_ASKED: Final = ["how old is he", "how old is she", "how old were they"]


def _answerable(told: Sequence[str], untold: Sequence[str]) -> tuple[Answerable, Finder]:
    """What is learnt of one entry's follow-ups, and who reads what is asked."""
    claims = [claim("2020", "Some.", "بعضها.")]
    one = entry("one", {"en": ["schools"]}, claims, follow_ups={"en": told}, unanswered={"en": untold})
    finder = Finder(knowledge(lexicon([]), [one]))
    return Answerable(all_asked_after([one]), finder.reader), finder


def test_other_words_of_the_same_sort() -> None:
    """What sounds like follow-ups that are told is commonly told, and what sounds like the others is not."""
    answerable, finder = _answerable(TOLD_ASKED, UNTOLD_ASKED)

    assert answerable.score(finder.reader.read("who said this")) > 0
    assert answerable.score(finder.reader.read("how old is it")) < 0


def test_one_sort_alone_teaches_nothing() -> None:
    """Without follow-ups of both sorts every message is as usual."""
    for told, untold in ((TOLD_ASKED, []), ([], UNTOLD_ASKED), ([], [])):
        answerable, finder = _answerable(told, untold)

        assert answerable.score(finder.reader.read("who said that")) == USUAL


def test_long_ones_teach_nothing() -> None:
    """Only brief follow-ups are learnt from: with long ones besides, a message is judged as without them."""
    longer = " ".join(["it", *["is"] * LONGEST])
    brief, finder = _answerable(TOLD_ASKED, UNTOLD_ASKED)
    both, _ = _answerable([*TOLD_ASKED, f"how old {longer}"], [*UNTOLD_ASKED, f"who said {longer}"])

    assert [both.score(finder.reader.read(text)) for text in ("who said this", "how old is it")] == [
        brief.score(finder.reader.read(text)) for text in ("who said this", "how old is it")
    ]
