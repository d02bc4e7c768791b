"""Words that lie end to end against sets and lists."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.word_sets import WordList, WordSet

WORDS = st.text("ابتabc", min_size=1, max_size=4)


@given(st.lists(WORDS), st.lists(WORDS))
def test_set(words: list[str], asked: list[str]) -> None:
    """A word is in it if it was added, and no part of a word is."""
    known = WordSet(words)
    known.update(words[:3])

    assert [word in known for word in (*words, *asked)] == [word in set(words) for word in (*words, *asked)]


def test_no_word() -> None:
    """No word is none of the words."""
    assert "" not in WordSet(["oil"])


@given(st.lists(WORDS))
def test_list(words: list[str]) -> None:
    """Words come out of a list in the order in which they were added, each as often."""
    listed = WordList()
    for word in words:
        listed.add(word)

    assert listed.listed() == words
    assert all(word in listed for word in words)
