"""Every text that curators wrote, with the variety it is written in: what Sanad's own words are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from knowledge.schema import Variety
from knowledge.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.schema import Entry, Knowledge, Phrasing


def curated_words(knowledge: Knowledge) -> Counter[tuple[Variety, str]]:
    """How often each folded word stands in texts of each variety, in the order in which they first occur."""
    return Counter((variety, word) for variety, text in curated_texts(knowledge) for word in words(text))


def curated_texts(knowledge: Knowledge) -> Iterator[tuple[Variety, str]]:
    """Forms of the lexicon, phrasings, near misses, follow-ups, titles, claims, and questions that belong elsewhere."""
    lexicon = knowledge.lexicon
    for group in (lexicon.concepts, lexicon.kinds, lexicon.times, lexicon.months, lexicon.numbers):
        for concept in group.values():
            yield from concept.every_form()
    for variety, forms in lexicon.fillers.items():
        for form in forms:
            yield variety, form
    for entry in knowledge.entries.values():
        yield from _asked(entry)
        for text in (entry.title, *(claim.text.bilingual for claim in entry.claims)):
            yield Variety.ENGLISH, text.en
            yield Variety.STANDARD, text.ar
    for subject in knowledge.elsewhere:
        yield from _said(subject.questions)


def asked_texts(knowledge: Knowledge) -> Iterator[tuple[Variety, str]]:
    """What is known to be asked: phrasings, near misses, follow-ups, and what was asked in people's own words."""
    for entry in knowledge.entries.values():
        yield from _asked(entry)
    for heard in knowledge.heard.values():
        yield from _said(heard.all_phrasings)
    for subject in knowledge.elsewhere:
        yield from _said(subject.questions)


def _asked(entry: Entry) -> Iterator[tuple[Variety, str]]:
    yield from _said((*entry.questions, *entry.unlike, *entry.follow_ups, *entry.unanswered))


def _said(phrasings: Iterable[Phrasing]) -> Iterator[tuple[Variety, str]]:
    for phrasing in phrasings:
        yield phrasing.variety, phrasing.text
