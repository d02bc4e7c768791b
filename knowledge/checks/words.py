"""Every text that a reader may see: nothing invisible in it, and in the language it claims to be in."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from knowledge.problems import error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.errors import Place, Problem
    from knowledge.schema import Bilingual, Knowledge

_ARABIC: Final = re.compile(r"[\u0600-\u06ff]")
_LATIN: Final = re.compile(r"[A-Za-z]")


def nothing_invisible(knowledge: Knowledge) -> Iterator[Problem]:
    """Direction controls and other invisible characters would show a reader something else than was curated."""
    for place, text in _every_text(knowledge):
        for character in {letter for letter in text if unicodedata.category(letter) in {"Cf", "Cc", "Co", "Cs", "Cn"}}:
            name = unicodedata.name(character, f"U+{ord(character):04X}")
            yield error(place, "invisible", name=name)


def right_language(knowledge: Knowledge) -> Iterator[Problem]:
    """English texts are mostly in Latin letters, Arabic ones mostly in Arabic letters."""
    for place, text in _bilinguals(knowledge):
        if text.en and len(_ARABIC.findall(text.en)) > len(_LATIN.findall(text.en)):
            yield error(place, "language.english")
        if text.ar and len(_LATIN.findall(text.ar)) > len(_ARABIC.findall(text.ar)):
            yield error(place, "language.arabic")


def _bilinguals(knowledge: Knowledge) -> Iterator[tuple[Place, Bilingual]]:
    for topic in knowledge.topics.values():
        yield topic.place, topic.title
    for source in knowledge.sources.values():
        if source.published_note is not None:
            yield source.place, source.published_note
    for entry in knowledge.entries.values():
        yield entry.place, entry.title
        for claim in entry.claims:
            yield claim.text.place, claim.text.bilingual


def _every_text(knowledge: Knowledge) -> Iterator[tuple[Place, str]]:
    for place, text in _bilinguals(knowledge):
        yield place, text.en
        yield place, text.ar
    for source in knowledge.sources.values():
        yield source.place, f"{source.title}{source.publisher.en}{source.publisher.ar}{source.url or ''}"
    for entry in knowledge.entries.values():
        for phrasing in (*entry.questions, *entry.unlike, *entry.follow_ups, *entry.unanswered):
            yield phrasing.place, phrasing.text
    for subject in knowledge.elsewhere:
        for phrasing in subject.questions:
            yield phrasing.place, phrasing.text
    for heard in knowledge.heard.values():
        for phrasing in heard.all_phrasings:
            yield phrasing.place, phrasing.text
    for concept in knowledge.lexicon.concepts.values():
        yield concept.place, "".join(form for _, form in concept.every_form())
