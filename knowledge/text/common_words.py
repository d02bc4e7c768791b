"""Words of everyday language, which are no slips of anything."""

from __future__ import annotations

from importlib import resources


def english_words() -> frozenset[str]:
    """English words of five letters or more, in small letters; shorter ones are never taken for a slip."""
    lines = resources.files("knowledge.text").joinpath("english_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
