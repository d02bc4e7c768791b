"""Taking out of a question whatever could identify somebody, before it is kept for the curators.

Redaction errs on the side of taking out too much: a curator can read a question without its numbers, but nobody can
unread a phone number. Figures with thousands separators stay, since questions are about them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from handlers.harmless import FIGURES
from handlers.introductions import names_in
from handlers.public_names import NOBODY
from handlers.traces import CONTACTS, HANDLES, PAPERS, PHONES
from handlers.whereabouts import WHEREABOUTS
from knowledge.text.normalize import compose, unify_digits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handlers.public_names import PublicNames

_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ufe0f\u20e3\x00]")
_BLANKS: Final = re.compile(r"\s+")
_TAKEN_OUT: Final = re.compile(r"\[(?:link|mail|name|number|place)\]")
_PLACEHOLDER: Final = re.compile(r"\x00(\d+)\x00")
_FIGURE: Final = re.compile(r"\d")
_FIGURES: Final = re.compile(r"\d\d")
_EVERY_RULE: Final = (*CONTACTS, *PAPERS, *HANDLES, *WHEREABOUTS, *PHONES)
_RULES: Final = tuple(tuple(rule for rule in _EVERY_RULE if rule.figures <= figures) for figures in range(3))
"""Those for a text without a figure, where phone numbers may still be in words; for one in which figures stand by
themselves ('3amaliyat'); and for any other."""


def redact(text: str, public: PublicNames = NOBODY) -> str:
    """The text without what could identify somebody, in both scripts and both sets of digits.

    Phone, card, plate and id numbers, mails, links, handles, coordinates, addresses, the names of the writer and of
    people around them where something tells that they are names, invisible characters.

    Args:
        text: what somebody wrote.
        public: names that stay where they are not given as the writer's own.
    """
    text = plain(text)
    while (redacted := _redact_once(text, public)) != text:
        text = redacted  # what was taken out may have hidden where something else begins or ends
    return text


def plain(text: str) -> str:
    """The text as it is looked at: nothing invisible, letters composed, digits of English, one blank for several."""
    written = text.encode("utf-8", "ignore").decode("utf-8")
    return _BLANKS.sub(_one_blank, unify_digits(compose(_INVISIBLE.sub("", written))))


def is_redacted(text: str) -> bool:
    """Whether something was taken out of a text."""
    return _TAKEN_OUT.search(text) is not None


def without_marks(text: str) -> str:
    """A redacted text without the marks that stand where something was taken out."""
    return _TAKEN_OUT.sub(" ", text)


def _redact_once(text: str, public: PublicNames) -> str:
    figures: list[str] = []
    for pattern in FIGURES if _side_by_side(text) > 1 else ():  # each of them has two
        text = pattern.sub(lambda figure: _set_aside(figure[0], figures), text)
    for rule in _RULES[_side_by_side(text)]:
        if rule.pattern.search(text) is not None:  # to replace nothing takes longer than to find nothing
            text = rule.pattern.sub(rule.replacement, text)
    return _with_figures("".join(_without_names(text, public)), figures)


def _side_by_side(text: str) -> int:
    """How many figures stand side by side in a text: none, a single one at the most, or 2 for more."""
    if _FIGURES.search(text) is not None:
        return 2
    return 1 if _FIGURE.search(text) is not None else 0


def _set_aside(figure: str, figures: list[str]) -> str:
    """What stands for a figure while the rest is looked through."""
    figures.append(figure)
    return f"\x00{len(figures) - 1}\x00"


def _with_figures(text: str, figures: Sequence[str]) -> str:
    """The text with its figures; one may hold others that were set aside before."""
    while _PLACEHOLDER.search(text):
        text = _PLACEHOLDER.sub(lambda place: figures[int(place[1])], text)
    return text


def _without_names(text: str, public: PublicNames) -> Iterator[str]:
    kept = 0
    for start, end in names_in(text, public):
        yield text[kept:start]
        yield "[name]"
        kept = end
    yield text[kept:]


def _one_blank(blanks: re.Match[str]) -> str:
    return "\n" if "\n" in blanks[0] else " "
