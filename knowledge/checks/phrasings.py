"""The ways of asking: enough of them, none shared, and each finds its own entry."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from knowledge.problems import Phrase, error, warning
from knowledge.schema import Language, Variety
from knowledge.search.decide import Verdict
from knowledge.text.normalize import fold
from knowledge.text.tokens import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.errors import Problem
    from knowledge.schema import Entry, Knowledge, Phrasing
    from knowledge.search.finder import Finder

FEWEST: Final = {Language.ENGLISH: 3, Language.ARABIC: 4}
"""Phrasings an entry needs in each language, dialects counted as Arabic."""


def enough(knowledge: Knowledge) -> Iterator[Problem]:
    """Three phrasings in English and four in Arabic, of which one is Iraqi."""
    for entry in knowledge.entries.values():
        counts = Counter(phrasing.variety.language for phrasing in entry.questions)
        for language, fewest in FEWEST.items():
            if counts[language] < fewest:
                yield warning(
                    entry.place,
                    "few-phrasings",
                    entry=entry.id,
                    count=counts[language],
                    language=Phrase(language),
                    fewest=fewest,
                )
        if not any(phrasing.variety is Variety.IRAQI for phrasing in entry.questions):
            yield warning(entry.place, "few-phrasings.iraqi", entry=entry.id)


def not_shared(knowledge: Knowledge) -> Iterator[Problem]:
    """No two entries have the same phrasing, however it is spelt, nor one what people asked and another tells."""
    owners: dict[str, tuple[Entry, Phrasing]] = {}
    for entry in knowledge.entries.values():
        for phrasing in (*entry.questions, *knowledge.heard_of(entry).told):
            key = wording(phrasing.text)
            owner, first = owners.setdefault(key, (entry, phrasing))
            if first is not phrasing:
                yield error(
                    phrasing.place, "shared-phrasing", phrasing=phrasing.text, entry=owner.id, place=first.place
                )


def not_contradicted(knowledge: Knowledge) -> Iterator[Problem]:
    """No entry answers a question, by its own lists or by what people asked, and does not answer it as well.

    So it is with what is asked first, and with what is asked after an answer.
    """
    for entry in knowledge.entries.values():
        heard = knowledge.heard_of(entry)
        first = ((*entry.questions, *heard.told), (*entry.unlike, *heard.untold))
        after = ((*entry.follow_ups, *heard.told_after), (*entry.unanswered, *heard.untold_after))
        for answered, unanswered in (first, after):
            places = {wording(phrasing.text): phrasing.place for phrasing in answered}
            for phrasing in unanswered:
                place = places.get(wording(phrasing.text))
                if place is not None:
                    yield error(phrasing.place, "contradiction", phrasing=phrasing.text, entry=entry.id, place=place)


def forms_not_shared(knowledge: Knowledge) -> Iterator[Problem]:
    """A word of the lexicon stands for one concept."""
    owners: dict[str, str] = {}
    lexicon = knowledge.lexicon
    for concept in (*lexicon.kinds.values(), *lexicon.concepts.values(), *lexicon.times.values()):
        for _, form in concept.every_form():
            owner = owners.setdefault(fold(form), concept.id)
            if owner != concept.id:
                yield warning(concept.place, "shared-form", form=form, owner=owner, concept=concept.id)


def forms_given_once(knowledge: Knowledge) -> Iterator[Problem]:
    """A word of the lexicon stands once among those of its concept in a variety."""
    lexicon = knowledge.lexicon
    sections = (lexicon.kinds, lexicon.concepts, lexicon.times, lexicon.months, lexicon.numbers)
    for concept in chain.from_iterable(section.values() for section in sections):
        given = Counter(concept.every_form())
        for (_, form), times in given.items():
            if times > 1:
                yield warning(concept.place, "repeated-form", form=form, concept=concept.id)


def find_their_entry(entries: Iterable[Entry], finder: Finder) -> Iterator[Problem]:
    """Every phrasing, asked, leads to its own entry first."""
    for entry in entries:
        for phrasing in entry.questions:
            is_arabizi = phrasing.variety is Variety.ARABIZI or None
            candidates = finder.index.search(finder.reader.read(phrasing.text, is_arabizi=is_arabizi), limit=1)
            if not candidates or candidates[0].id != entry.id:
                found = candidates[0].id if candidates else Phrase("nothing")
                yield error(phrasing.place, "lost-phrasing", phrasing=phrasing.text, found=found, entry=entry.id)


def near_misses_are_missed(entries: Iterable[Entry], finder: Finder) -> Iterator[Problem]:
    """No near miss is answered by the entry that it is unlike."""
    for entry in entries:
        for phrasing in entry.unlike:
            decision = finder.find(phrasing.text).decision
            if decision.verdict is Verdict.SURE and decision.candidates[0].id == entry.id:
                yield error(phrasing.place, "near-miss", phrasing=phrasing.text, entry=entry.id)
