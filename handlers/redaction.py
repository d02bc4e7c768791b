"""Taking out of a question whatever could identify somebody, before it is kept for the curators.

Redaction errs on the side of taking out too much: a curator can read a question without its numbers, but nobody can
unread a phone number. Figures with thousands separators stay, since questions are about them.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from knowledge.text.normalize import compose, unify_digits

_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\x00]")
_FIGURE: Final = re.compile(
    r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])"
    r"|(?<!\d)(?<![\d+(][\s/-])(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d(?![\s/-]?\d)"
    r"|(?<!\d)(?<![\d+(][\s/-])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])/(?:19|20)\d\d(?![\s/-]?\d)"
    r"|(?<!\d)(?<![\d+(][\s/-])(?:19|20)\d\d/(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?![\s/-]?\d)"
)
"""A number with thousands separators, two years with a dash or slash between them, or a date with slashes."""
_NAME: Final = r"(?: [^\W\d_] [\u064b-\u065f\u0670'’]* )+"
"""A word of letters, vowel marks among them."""
_TAKEN_OUT: Final = re.compile(r"\[(?:link|mail|name|number|place)\]")
_PLACEHOLDER: Final = re.compile(r"\x00(\d+)\x00")


class _Rule(NamedTuple):
    """What is taken out, and what is written in its place."""

    pattern: re.Pattern[str]
    replacement: str


def _rule(pattern: str, replacement: str) -> _Rule:
    return _Rule(re.compile(pattern, re.VERBOSE | re.IGNORECASE), replacement)


_RULES: Final = (
    _rule(r"(?: https?:// | \b www\. | \b t\.me/ ) \S+", "[link]"),
    _rule(r"(?<! [\w.+%-] ) [\w.+%-]+ \s? (?: @ | \(at\) | \[at\] ) \s? [\w-]+ (?: \. [\w-]+ )+", "[mail]"),
    _rule(
        r"""
        (?<! [a-z0-9_@-] ) (?<! [a-z0-9] \. ) [a-z0-9-]+ (?: \. [a-z0-9-]+ )*
        \. (?: com | net | org | info | io | iq | sy | sa | ae | kw | qa | eg | jo | lb | me | ly | co | example ) \b
        (?: / \S* )?
        """,
        "[link]",
    ),
    _rule(r"(?<! [\w.+-] ) [\w.+-]* @ \w{3,}", "[name]"),
    # Bank accounts (IBAN).
    _rule(r"(?<!\w) [a-z]{2} \d{2} [a-z\d]{11,30} (?!\w)", "[number]"),
    # Passports and plates: one to three letters, then six digits or more.
    _rule(r"(?<!\w) [a-z]{1,3} \d{6,} (?!\w)", "[number]"),
    # A pair of decimal degrees.
    _rule(r"-? \d{1,3} [.٫] \d{3,} \s* [,،] \s* -? \d{1,3} [.٫] \d{3,}", "[place]"),
    # Phones, cards and ids: seven digits or more, however they are grouped, also where a word is written on to them.
    _rule(r"(?<![\d.]) (?: \+ | 00 )? \(? \d (?: [\s()./–-]{0,3} \d ){6,}", "[number]"),
    _rule(
        rf"""
        \b ( (?: my \s name \s is | my \s name's | i \s am \s called ) \s+ )
        {_NAME} (?: [\s-]+ (?! and\b | i\b | from\b | but\b | in\b ) {_NAME} ){{0,2}}
        """,
        r"\1[name]",
    ),
    _rule(
        rf"""
        (?<!\w) ( و? (?: اسمي | إسمي | أسمي | يسمونني | esmi | ismi ) \s* :? \s+ )
        {_NAME} (?: \s+ (?! و[اأ](?!ئل) | من\b | في\b ) {_NAME} ){{0,2}}
        """,
        r"\1[name]",
    ),
)


def redact(text: str) -> str:
    """The text without what could identify somebody, in both scripts and both sets of digits.

    Phone, card and id numbers, mails, links, @names, coordinates, the name after 'my name is', invisible characters.
    """
    written = text.encode("utf-8", "ignore").decode("utf-8")
    text = unify_digits(compose(_INVISIBLE.sub("", written)))
    while (redacted := _redact_once(text)) != text:
        text = redacted  # what was taken out may have hidden where something else begins or ends
    return text


def is_redacted(text: str) -> bool:
    """Whether something was taken out of a text."""
    return _TAKEN_OUT.search(text) is not None


def without_marks(text: str) -> str:
    """A redacted text without the marks that stand where something was taken out."""
    return _TAKEN_OUT.sub(" ", text)


def _redact_once(text: str) -> str:
    figures = _FIGURE.findall(text)
    places = iter(range(len(figures)))
    text = _FIGURE.sub(lambda _: f"\x00{next(places)}\x00", text)
    for rule in _RULES:
        text = rule.pattern.sub(rule.replacement, text)
    return _PLACEHOLDER.sub(lambda place: figures[int(place[1])], text)
