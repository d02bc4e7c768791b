from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers.public_names import PublicNames

if TYPE_CHECKING:
    from handlers.library import Library


@pytest.fixture
def public(small: Library) -> PublicNames:
    return PublicNames.of(small.knowledge.lexicon)


def test_persons_of_the_lexicon(small: Library, public: PublicNames) -> None:
    """A library knows the names of its lexicon's persons, so that redaction can leave them."""
    assert small.public_names == public


def test_no_kunya_alone() -> None:
    """'Abu Hassan' may be anybody, whoever else bears it; with what follows it is one man."""
    public = PublicNames(frozenset({("ابو", "حسن", "قرشي")}))

    assert (public.holds(["ابو", "حسن"]), public.holds(["ابو", "الحسن", "القرشي"])) == (False, True)
