"""From an entry to what the reader reads: the claim for the asked date, citations, and where to go from there."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from handlers.dates import in_words
from handlers.model import Choice, Citation, Kind, Offer, Reason, Reply
from knowledge.claims import Held, as_of_now, asked_for, by_telling, held_at, held_over, same_figures
from knowledge.dates import PartialDate
from knowledge.schema import Language
from knowledge.search.question import KINDS_OF_FIGURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from handlers.library import Library
    from handlers.model import Turn
    from handlers.wording import Words
    from knowledge.dates import Span
    from knowledge.schema import Claim, Entry, Source
    from knowledge.search.question import Question

MOST_RELATED: Final = 3
"""Related questions under an answer: more than a thumb's breadth of buttons is not read."""
MOST_SHOWN: Final = 3
"""Claims shown together when a reader names a year in which a figure changed more than once."""
_UNTIL_NOW: Final = frozenset({"since", "now"})
"""Words for a time that, with a date, ask for everything from that date on."""
_MARK: Final = re.compile(r"\s*\[(\d+)\]")
_NUMBER: Final = re.compile(r"\[(\d+)\]")
_STATEMENT_END: Final = re.compile(r"[.!?؟…]*$")


class Citations:
    """Numbers the sources of one reply in the order in which they are first cited."""

    def __init__(self, library: Library) -> None:
        self._sources = library.knowledge.sources
        self._cited: dict[tuple[str, str], Citation] = {}

    def number(self, source: str, at: str) -> int:
        """The number under which a place in a source is cited in this reply."""
        key = (source, at)
        if key not in self._cited:
            self._cited[key] = Citation(len(self._cited) + 1, self._sources[source], at)
        return self._cited[key].number

    def every(self) -> tuple[Citation, ...]:
        return tuple(self._cited.values())


def answer(library: Library, entry: Entry, language: Language, asked: PartialDate | None, confidence: float) -> Reply:
    """The answer of an entry, for the asked date or, without one, as of the newest claim."""
    if asked is None:
        return answer_of(library, entry, language, as_of_now(entry.claims), confidence)
    return _answer_for(library, entry, language, asked, confidence, telling={})


def answer_to(library: Library, entry: Entry, language: Language, question: Question, confidence: float) -> Reply:
    """The answer of an entry to a question, whose dates and names choose the claims.

    A question that compares two times gets the claims of both, the older first; one for a time that it names, and that
    no claim is of, is a gap, which names what there is.
    """
    telling = library.finder.telling(entry, question)
    if question.dates:
        return _answer_dated(library, entry, language, question, confidence, telling=telling)
    # 'When was that, which day?' asks for no day of now, though Arabic has one word for 'the day' and 'today'.
    placed = question.times - {"now"} if "date" in question.kinds else question.times
    return answer_of(library, entry, language, asked_for(entry.claims, telling, placed), confidence)


def again(library: Library, turn: Turn, language: Language, confidence: float) -> Reply | None:
    """The answer that a turn gave, in either language; None when it gave none, or its entry has gone."""
    entry = library.knowledge.entries.get(turn.entry or "")
    if entry is None:
        return None
    claims = shown_in(entry, turn)
    if not claims:
        return answer(library, entry, language, PartialDate.parse(turn.asked) if turn.asked else None, confidence)
    return answer_of(library, entry, language, claims, confidence)


def shown_in(entry: Entry, turn: Turn) -> list[Claim]:
    """The claims that a turn showed, as far as its entry still has them."""
    return [entry.claims[number] for number in turn.claims if number < len(entry.claims)]


def answer_of(
    library: Library,
    entry: Entry,
    language: Language,
    claims: Sequence[Claim],
    confidence: float,
    *,
    introductions: Mapping[Claim, str] | None = None,
) -> Reply:
    """The answer of an entry with the given claims of it, and what is said before some of them."""
    citations, said_before = Citations(library), introductions or {}
    paragraphs = ((said_before.get(claim, ""), statement(claim, language, citations)) for claim in claims)
    return Reply(
        kind=Kind.ANSWER,
        language=language,
        paragraphs=tuple(paragraph for pair in paragraphs for paragraph in pair if paragraph),
        citations=citations.every(),
        choices=tuple(_onward(library, entry, language, is_all_shown=len(claims) == len(entry.claims))),
        entry=entry.id,
        confidence=confidence,
        shown=claims[0].period.since,
        claims=tuple(entry.claims.index(claim) for claim in claims if claim in entry.claims),
    )


def together(replies: Sequence[Reply]) -> Reply:
    """Several answers as one, the sources numbered throughout; what it goes on from is the last of them."""
    citations: dict[tuple[str, str], Citation] = {}
    paragraphs: list[str] = []
    for reply in replies:
        numbers = {}
        for citation in reply.citations:
            key = (citation.source.id, citation.at)
            kept = citations.setdefault(key, replace(citation, number=len(citations) + 1))
            numbers[citation.number] = kept.number
        paragraphs += (_renumbered(paragraph, numbers) for paragraph in reply.paragraphs)
    return replace(
        replies[-1],
        paragraphs=tuple(paragraphs),
        citations=tuple(citations.values()),
        choices=_shared_choices(replies),
        confidence=min(reply.confidence for reply in replies),
    )


def history(library: Library, entry: Entry, language: Language) -> Reply:
    """Every claim of an entry, newest first, each with its own citations."""
    citations = Citations(library)
    title = library.words[language].history_title.format(title=entry.title[language])
    return Reply(
        kind=Kind.ANSWER,
        language=language,
        paragraphs=(title, *(statement(claim, language, citations) for claim in entry.claims)),
        citations=citations.every(),
        choices=tuple(_onward(library, entry, language, is_all_shown=True)),
        entry=entry.id,
        confidence=1.0,
    )


def statement(claim: Claim, language: Language, citations: Citations) -> str:
    """A claim's text with the reply's citation numbers: where the curator set marks, else at its end."""
    numbers = [citations.number(reference.source, reference.at) for reference in claim.sources]
    text = claim.text[language]
    if _MARK.search(text):
        return _MARK.sub(lambda mark: f" [{numbers[int(mark[1]) - 1]}]", text)
    marks = "".join(f"[{number}]" for number in sorted(set(numbers)))
    end = _STATEMENT_END.search(text)
    position = end.start() if end is not None else len(text)
    return f"{text[:position]} {marks}{text[position:]}"


def citation_text(citation: Citation, words: Words, language: Language) -> str:
    """One line of the list of sources, without the address: publisher, title, date, language."""
    source = citation.source
    line = words.sources_line.format(
        publisher=source.publisher[language], title=source.title, date=_published(source, words, language)
    )
    remarks = [_written_in(source, words)] if source.language != language else []
    if source.is_courtesy_translation:
        remarks.append(words.courtesy_translation)
    separator = "، " if language is Language.ARABIC else ", "
    return separator.join([line, *remarks])


def entry_choices(library: Library, ids: Iterable[str], language: Language) -> tuple[Choice, ...]:
    """A choice for each entry that exists, labelled with its title."""
    entries = library.knowledge.entries
    return tuple(
        Choice(Offer.ENTRY, identity, entries[identity].title[language]) for identity in ids if identity in entries
    )


def readable(reply: Reply, words: Words) -> str:
    """The whole reply as plain text: what it says, then its sources with their addresses."""
    lines = list(reply.paragraphs)
    if reply.citations:
        lines.append(f"{words.sources_title}:")
        lines.extend(_numbered(citation, words, reply.language) for citation in reply.citations)
    return "\n".join(lines)


def sources_of(citations: Sequence[Citation]) -> tuple[Source, ...]:
    """The cited sources, each once."""
    return tuple({citation.source.id: citation.source for citation in citations}.values())


def _renumbered(paragraph: str, numbers: Mapping[int, int]) -> str:
    return _NUMBER.sub(lambda mark: f"[{numbers.get(int(mark[1]), mark[1])}]", paragraph)


def _shared_choices(replies: Sequence[Reply]) -> tuple[Choice, ...]:
    """Where to go on from several answers: a related question of each in turn, none that is answered already."""
    answered = {reply.entry for reply in replies}
    related = ((choice for choice in reply.choices if choice.offer is Offer.ENTRY) for reply in replies)
    in_turn = (choice for choices in zip_longest(*related) for choice in choices if choice is not None)
    return tuple(dict.fromkeys(choice for choice in in_turn if choice.target not in answered))[:MOST_RELATED]


def _numbered(citation: Citation, words: Words, language: Language) -> str:
    line = f"[{citation.number}] {citation_text(citation, words, language)}"
    return f"{line}. {citation.source.url}" if citation.source.url else line


def _published(source: Source, words: Words, language: Language) -> str:
    date = in_words(source.published, language) if source.published is not None else words.undated
    return f"{date} ({source.published_note[language]})" if source.published_note is not None else date


def _written_in(source: Source, words: Words) -> str:
    known = {"ar": words.in_language_ar, "en": words.in_language_en}
    return known.get(source.language, words.in_language_other)


def _answer_dated(
    library: Library,
    entry: Entry,
    language: Language,
    question: Question,
    confidence: float,
    *,
    telling: Mapping[Claim, float],
) -> Reply:
    """The answer to a question with dates: for the stretch of time, the times that it compares, or the first date."""
    span = question.span if question.span is not None and {*question.span.ends} <= {*question.dates} else None
    if times := _compared(question, span):
        return _comparison(library, entry, language, times, confidence, telling=telling)
    asked = question.dates[0]
    held = _held(library, entry, question, asked, span)
    if held.is_exact:
        claims = by_telling(held.claims, telling)[:MOST_SHOWN]
        return answer_of(library, entry, language, claims, confidence)
    if question.says(asked) and "date" not in question.kinds:
        return _of_another_time(
            library, entry, language, span.ends if span is not None else (asked,), held, confidence=confidence
        )
    return _answer_for(library, entry, language, asked, confidence, telling=telling)


def _held(library: Library, entry: Entry, question: Question, asked: PartialDate, span: Span | None) -> Held:
    """The claims for a date or, where none is of that date, for the stretch of time that it begins or ends.

    What was by a date is asked of that date; what was before it may be as old as it likes.
    """
    is_stretch = span is not None and (span.since is not None or "before" in question.times)
    is_of_date = any(claim.period.overlaps(asked) for claim in entry.claims)
    if span is not None and is_stretch and (len(span.ends) > 1 or not is_of_date):
        return held_over(entry.claims, span)
    is_of_figure = not question.kinds.isdisjoint(KINDS_OF_FIGURE)
    says_same = partial(library.finder.names_same_person, entry) if "person" in question.kinds else same_figures
    return held_at(entry.claims, asked, is_of_figure=is_of_figure, says_same=says_same)


def _of_another_time(
    library: Library, entry: Entry, language: Language, asked: Sequence[PartialDate], held: Held, *, confidence: float
) -> Reply:
    """That nothing is known for a time, and of which time the nearest is that is known."""
    words, nearest = library.words[language], held.claims[0].period
    named = " – ".join(in_words(one, language) for one in asked)
    dated = in_words(nearest.until or nearest.since, language)
    history = (Choice(Offer.HISTORY, entry.id, words.history_choice),) if len(entry.claims) > 1 else ()
    return Reply(
        kind=Kind.GAP,
        language=language,
        paragraphs=(words.gap_dated.format(asked=named), words.gap_near_dated.format(dated=dated)),
        choices=(*entry_choices(library, [entry.id], language), *history),
        reason=Reason.UNKNOWN,
        confidence=confidence,
    )


def _answer_for(
    library: Library,
    entry: Entry,
    language: Language,
    asked: PartialDate,
    confidence: float,
    *,
    telling: Mapping[Claim, float],
) -> Reply:
    held = held_at(entry.claims, asked)
    claims = by_telling(held.claims, telling)[:MOST_SHOWN]
    introductions = {claims[0]: _introduction(library.words[language], held, asked, language)}
    return answer_of(library, entry, language, claims, confidence, introductions=introductions)


def _comparison(
    library: Library,
    entry: Entry,
    language: Language,
    times: Sequence[PartialDate | None],
    confidence: float,
    *,
    telling: Mapping[Claim, float],
) -> Reply:
    """One claim for each time, or one alone when it is the nearest to both, or nothing is known of the older time."""
    introductions: dict[Claim, str] = {}
    for asked in times:
        held = held_at(entry.claims, asked) if asked is not None else Held(as_of_now(entry.claims), is_exact=True)
        if held.is_later and times[-1] is None:
            continue
        introduction = _introduction(library.words[language], held, asked, language) if asked is not None else ""
        introductions.setdefault(by_telling(held.claims, telling)[0], introduction)
    return answer_of(library, entry, language, tuple(introductions), confidence, introductions=introductions)


def _introduction(words: Words, held: Held, asked: PartialDate, language: Language) -> str:
    """What is said before a claim that does not speak of the asked date itself; nothing before one that does."""
    if held.is_exact:
        return ""
    template = words.newer_claim if held.is_later else words.older_claim
    return template.format(asked=in_words(asked, language))


def _compared(question: Question, span: Span | None) -> tuple[PartialDate | None, ...]:
    """The times that a question compares, the older first; None stands for now. Empty when it compares none."""
    dates = sorted(set(question.dates), key=lambda date: date.first_day)
    if span is not None and len(span.ends) > 1 and "change" not in question.kinds:
        return ()
    if len(dates) > 1:
        return (dates[0], dates[-1])
    reaches_until_now = "change" in question.kinds or not _UNTIL_NOW.isdisjoint(question.times)
    return (dates[0], None) if dates and reaches_until_now else ()


def _onward(library: Library, entry: Entry, language: Language, *, is_all_shown: bool) -> Iterable[Choice]:
    if not is_all_shown:
        yield Choice(Offer.HISTORY, entry.id, library.words[language].history_choice)
    yield from entry_choices(library, entry.related[:MOST_RELATED], language)
