"""Where a text names the writer, or people around them: 'my name is …', 'انا ... من', 'my cousin …', 'مع تحياتي، …'.

One word is not known to be a name by itself, for questions are about people too: something has to introduce it, or it
stands where a letter is signed. The names of public persons stay, unless somebody gives one as their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from handlers.full_names import begins_glued, full_name
from handlers.names import AFTER_A_TITLE, MOST_WORDS, Passage
from handlers.public_names import NOBODY
from knowledge.text.tokens import without_and

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.public_names import PublicNames

_BEFORE_A_NAME: Final = re.compile(r" ?[:،,–-]? ?\n?")
_COLON: Final = re.compile(r" ?[:/] ?\n?")
_COMMA: Final = re.compile(r" ?[,،] ?")
_BREAK: Final = re.compile(r"[.!?؟…\n،,:;؛()–—~*-]")
_SENTENCE: Final = re.compile(r"[.!?؟…\n–—~*]|(?: |^)-")
_DASH: Final = re.compile(r"[–—~*]|(?: |^)-")
_OF_ANYBODY: Final = frozenset({"told", "signing"})
"""Kinds of introductions behind which a public person may be named."""
_FAR: Final = 8
"""Words before 'his name is' among which it is looked for whose that is."""
_NEAR: Final = 3
"""Words before a titled name among which it is looked for whether somebody asks about it."""


def names_in(text: str, public: PublicNames = NOBODY) -> Iterator[tuple[int, int]]:
    """Where the names are of the writer and of people around them: start and end of each, in order.

    Args:
        text: what somebody wrote.
        public: names that stay, unless they are given as the writer's own or a relative's.
    """
    passage, place = Passage.of(text), 0
    while place < len(passage.words):
        found = _introduced(passage, place, public) or _by_itself(passage, place, public)
        if found is None:
            place += 1
        else:
            first, end = found[0], _end_of_row(passage, found[1])
            yield _span(passage, first, end)
            place = end
            for tied, place in _tied(passage, end, public):
                yield _span(passage, tied, place)


def _span(passage: Passage, first: int, end: int) -> tuple[int, int]:
    return passage.words[first].start + begins_glued(passage, first), passage.words[end - 1].end


def _end_of_row(passage: Passage, place: int) -> int:
    """The place after the given names that follow a name at once, however many: a row is looked through once."""
    while passage.is_close(place) and passage.is_surely_given(place):
        place += 1
    return place


def _tied(passage: Passage, place: int, public: PublicNames) -> Iterator[tuple[int, int]]:
    """The words of further names that 'and' or a comma ties to one: 'علي وعمر', 'Ali, Omar and Zaid'."""
    while (first := _first_tied(passage, place)) is not None:
        place = full_name(passage, first) or first + 1
        if not public.holds(passage.folded(first, place)):
            yield first, place


def _first_tied(passage: Passage, place: int) -> int | None:
    """Where a name may begin that is tied to the one before a place."""
    if place >= len(passage.words):
        return None
    is_close, is_comma = passage.is_close(place), _COMMA.fullmatch(passage.between(place)) is not None
    if passage.has("and", place) and (is_close or is_comma) and passage.is_close(place + 1):
        return place + 1 if passage.is_surely_given(place + 1) else None
    if (is_close or is_comma) and begins_glued(passage, place):
        return place
    return place if is_comma and passage.is_surely_given(place) else None


def _introduced(passage: Passage, place: int, public: PublicNames) -> tuple[int, int] | None:
    """The words of a name that is introduced from a place on: its first, and the one after its last."""
    if not passage.begins_introduction(place):
        return None
    for first in range(min(place + passage.lists.longest, len(passage.words) - 1), place, -1):
        kind = _kind(passage, place, first)
        if kind is not None and not passage.has("asked_before", place - 1):
            end = passage.end_of_name(first, kind)
            is_public = kind in _OF_ANYBODY and public.holds(passage.folded(first, end))
            if end > first and not is_public and _is_right(passage, place, end, kind):
                return first, end
    return None


def _kind(passage: Passage, place: int, first: int) -> str | None:
    """What introduces a name from a place on, up to its first word; None where nothing does."""
    said, between = passage.folded(place, first), passage.between(first)
    return _kind_of(said, between, passage) or _kind_of(tuple(without_and(said)), between, passage)


def _kind_of(said: tuple[str, ...], between: str, passage: Passage) -> str | None:
    if said in passage.lists.with_colon and _COLON.fullmatch(between):
        return "surely"
    if said in passage.lists.with_comma and _COMMA.fullmatch(between):
        return "perhaps"
    return passage.lists.introductions.get(said) if _BEFORE_A_NAME.fullmatch(between) else None


def _is_right(passage: Passage, place: int, end: int, kind: str) -> bool:
    """Whether what stands before an introduction, and after the name, lets it be the name of somebody near."""
    if kind == "told":
        is_of_office = any(passage.has("of_public_persons", before) for before in range(place - _FAR, place))
        return not is_of_office and not passage.asks_who(place - _FAR, place)
    return kind != "signing" or _is_over(passage, end)


def _by_itself(passage: Passage, place: int, public: PublicNames) -> tuple[int, int] | None:
    """The words of a name that nothing introduces: it tells itself, or its title, what follows or its place does."""
    for telling in (_titled, _presented, full_name, _signed):
        end = telling(passage, place)
        if end is not None and not public.holds(passage.folded(place, end)):
            return place, end
    return None


def _titled(passage: Passage, place: int) -> int | None:
    """The place after 'Dr. Salam' or 'الحجي كاظم', unless somebody asks about them, or something is called so."""
    if not passage.has("titles", place) or not passage.is_close(place + 1, AFTER_A_TITLE):
        return None
    is_asked = any(passage.has("asking_about", before) for before in range(place - _NEAR, place))
    is_named_after = passage.has("named_after_persons", place - 1)
    first = place + 1
    is_name = passage.is_given(first) or passage.has("kunyas", first)
    is_name = is_name or (passage.is_capital(first) and not passage.has("titles_of_many", place))
    if is_asked or is_named_after or not is_name:
        return None
    end = passage.end_of_name(place, "titled")
    return end if end > first and not passage.has("named_after_persons", end) else None


def _presented(passage: Passage, place: int) -> int | None:
    """The place after a name that begins a sentence, with 'here' or 'معكم' after it, or 'from' after a given name."""
    if place > 0 and not passage.has("greetings", place - 1) and not _BREAK.search(passage.between(place)):
        return None
    end = passage.end_of_name(place, "presented")
    if end == place or not passage.is_close(end):
        return None
    is_here = passage.has("presenting", end)
    is_plain = end > place + 1 or not passage.has("also_words", place)
    comes_from = is_plain and passage.is_given(place) and passage.has("from", end) and passage.is_close(end + 1)
    return end if is_here or comes_from else None


def _signed(passage: Passage, place: int) -> int | None:
    """The place after a given name that is all of the last sentence, or of the last line."""
    if (
        len(passage.words) - place > MOST_WORDS
        or not passage.is_given(place)
        or passage.has("abbreviations", place - 1)
    ):
        return None
    before = passage.between(place) if place > 0 else ""
    is_dashed = "\n" in before or _DASH.search(before) is not None
    is_sure = is_dashed or not passage.has("also_words", place)
    end = passage.end_of_name(place, "signed")
    is_last = end == len(passage.words) and "?" not in passage.between(end) and "؟" not in passage.between(end)
    return end if is_last and is_sure and _SENTENCE.search(before) else None


def _is_over(passage: Passage, end: int) -> bool:
    """Whether a sentence, or a part of one, is over where a name is, or where somebody is from follows."""
    return not passage.is_close(end) or passage.has("from", end) or _BREAK.search(passage.between(end)) is not None
