"""What an answer says: the same in both languages, every figure sourced, dated, marked, and short enough to be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from knowledge.dates import PartialDate
from knowledge.problems import Phrase, error, warning
from knowledge.schema import Language
from knowledge.seals import SealState, seal_state
from knowledge.text.calendar import Calendar
from knowledge.text.figures import FigureReader
from knowledge.text.tokens import is_arabic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.errors import Problem
    from knowledge.schema import Claim, Entry, Knowledge

LONGEST_TEXT: Final = 900
"""Characters of one text; an answer is two to four sentences."""
GOOD_LENGTH: Final = 600
"""Characters up to which an answer is read to its end on a phone."""
LONGEST_MESSAGE: Final = 4096
"""UTF-16 units that a Telegram message may have; text, sources and headings together."""
_FURNITURE: Final = 160
"""UTF-16 units for headings and, per source, for number, language and punctuation."""
_MARK: Final = re.compile(r"\[(\d+)\]")


def claims_present(knowledge: Knowledge) -> Iterator[Problem]:
    """An entry without a claim could answer nothing."""
    for entry in knowledge.entries.values():
        if not entry.claims:
            yield error(entry.place, "missing-claim", entry=entry.id)


def newest_first(knowledge: Knowledge) -> Iterator[Problem]:
    """Claims stand newest first, as 'how it changed' shows them."""
    for entry in knowledge.entries.values():
        for newer, older in zip(entry.claims, entry.claims[1:], strict=False):
            if newer.period.since.first_day < older.period.since.first_day:
                yield error(older.place, "order")


def same_figures(knowledge: Knowledge) -> Iterator[Problem]:
    """Both languages state the same figures and the same dates."""
    reader = _figure_reader(knowledge)
    for _, claim in _claims(knowledge):
        english, arabic = (reader.read(claim.text[language]) for language in Language)
        for message, first, second in (
            ("figures-differ", english.figures, arabic.figures),
            ("dates-differ", english.dates, arabic.dates),
        ):
            if first != second:
                yield error(claim.text.place, message, english=_listed(first - second), arabic=_listed(second - first))


def figures_are_sourced(knowledge: Knowledge) -> Iterator[Problem]:
    """Every figure and date of a text is declared by a source of its claim."""
    reader = _figure_reader(knowledge)
    for _, claim in _claims(knowledge):
        declared = [reader.read(figure) for reference in claim.sources for figure in reference.figures]
        figures = {figure for stated in declared for figure in stated.figures}
        dates = [*(date for stated in declared for date in stated.dates), *_own_dates(claim, knowledge)]
        stated = reader.read(claim.text[Language.ENGLISH])
        for figure in sorted(stated.figures - figures):
            yield error(claim.text.place, "undeclared-figure", figure=str(figure))
        for date in sorted(map(str, stated.dates)):
            if not any(PartialDate.parse(date).covers(known) for known in dates):
                yield error(claim.text.place, "undeclared-date", date=date)


def marks_fit(knowledge: Knowledge) -> Iterator[Problem]:
    """Marks such as [1] name sources of the claim, each at least once, in both languages alike."""
    for _, claim in _claims(knowledge):
        english, arabic = (sorted(map(int, _MARK.findall(claim.text[language]))) for language in Language)
        if english != arabic:
            yield error(claim.text.place, "marks.differ")
        elif english and set(english) != set(range(1, len(claim.sources) + 1)):
            yield error(claim.text.place, "marks", marks=_listed(set(english)), count=len(claim.sources))
        elif not english and len(claim.sources) > 1:
            yield warning(claim.text.place, "marks.none")


def fits_a_message(knowledge: Knowledge) -> Iterator[Problem]:
    """A text is short, and text and sources together fit one Telegram message."""
    for entry, claim in _claims(knowledge):
        longest = max(len(claim.text[language]) for language in Language)
        if longest > LONGEST_TEXT:
            yield error(claim.text.place, "length", length=longest, most=LONGEST_TEXT)
        elif longest > GOOD_LENGTH:
            yield warning(claim.text.place, "length.long", length=longest, most=GOOD_LENGTH)
        size = max(_message_size(claim, knowledge, language) for language in Language)
        if size > LONGEST_MESSAGE:
            yield error(claim.place, "message-length", entry=entry.id, size=size, most=LONGEST_MESSAGE)


def begins_in_its_direction(knowledge: Knowledge) -> Iterator[Problem]:
    """An Arabic paragraph begins with an Arabic letter: its first letter sets its direction on the screen."""
    for _, claim in _claims(knowledge):
        first = next((letter for letter in claim.text[Language.ARABIC] if letter.isalnum()), "")
        if first and not is_arabic(first):
            yield error(claim.text.place, "direction", first=first)


def sealed(knowledge: Knowledge) -> Iterator[Problem]:
    """Both languages were read side by side after the last change."""
    for _, claim in _claims(knowledge):
        state = seal_state(claim.text)
        if state is SealState.MISSING:
            yield warning(claim.text.place, "seal")
        elif state is not SealState.INTACT:
            yield error(claim.text.place, "stale-translation", state=Phrase(state))


def _claims(knowledge: Knowledge) -> Iterator[tuple[Entry, Claim]]:
    for entry in knowledge.entries.values():
        for claim in entry.claims:
            yield entry, claim


def _figure_reader(knowledge: Knowledge) -> FigureReader:
    return FigureReader(knowledge.lexicon, Calendar(knowledge.lexicon.months))


def _own_dates(claim: Claim, knowledge: Knowledge) -> Iterator[PartialDate]:
    yield claim.period.since
    if claim.period.until is not None:
        yield claim.period.until
    for reference in claim.sources:
        source = knowledge.sources.get(reference.source)
        if source is not None and source.published is not None:
            yield source.published


def _message_size(claim: Claim, knowledge: Knowledge, language: Language) -> int:
    texts = [claim.text[language]]
    for reference in claim.sources:
        source = knowledge.sources.get(reference.source)
        if source is not None:
            texts += [
                source.publisher[language],
                source.title,
                source.published_note[language] if source.published_note else "",
            ]
    units = sum(len(text.encode("utf-16-le")) // 2 for text in texts)
    return units + _FURNITURE * (1 + len(claim.sources))


def _listed(values: Iterable[object]) -> str | Phrase:
    return ", ".join(sorted(map(str, values))) or Phrase("nothing")
