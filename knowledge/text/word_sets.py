"""Words by the ten thousand, in hardly more memory than their letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class WordList:
    """Words that lie end to end, in the order in which they were added; none of them has a blank in it."""

    __slots__ = ("_text",)

    def __init__(self) -> None:
        self._text = "\n"

    def __contains__(self, word: str) -> bool:
        return f"\n{word}\n" in self._text

    def add(self, word: str) -> None:
        self._text += f"{word}\n"

    def listed(self) -> list[str]:
        """All of them."""
        return self._text.split()


class WordSet:
    """Words that can be asked for, each looked for among those of its length that begin as it does."""

    __slots__ = ("_alike",)

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._alike: dict[tuple[str, int], WordList] = {}
        self.update(words)

    def __contains__(self, word: str) -> bool:
        alike = self._alike.get((word[:1], len(word)))
        return alike is not None and word in alike

    def update(self, words: Iterable[str]) -> None:
        """Add some words, those that are new."""
        for word in words:
            alike = self._alike.setdefault((word[:1], len(word)), WordList())
            if word not in alike:
                alike.add(word)
