"""Taking out of a question whatever could identify somebody, before it is kept for the curators.

Redaction errs on the side of taking out too much: a curator can read a question without its numbers, but nobody can
unread a phone number. Figures with thousands separators stay, since questions are about them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from handlers.introductions import names_in
from knowledge.text.normalize import compose, unify_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\x00]")
_BLANKS: Final = re.compile(r"\s+")
_YEAR: Final = r"(?:19|20)\d\d"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_NOT_OF_A_PHONE: Final = r"(?<!\d)(?<![\d+(][\s/-])"
_NOT_GOING_ON: Final = r"(?![\s/-]?\d)"
_FIGURE: Final = re.compile(
    rf"(?<![\d,.])\d{{1,3}}(?:[,٬]\d{{3}})+(?![\d,])"
    rf"|{_NOT_OF_A_PHONE}{_YEAR}(?:(?:\s?[-–/]\s?|[\s,،]\s?){_YEAR})+{_NOT_GOING_ON}"
    rf"|{_NOT_OF_A_PHONE}(?:{_DAY}([/.-]){_DAY}\1{_YEAR}|{_YEAR}([/.-]){_MONTH}\2{_DAY}){_NOT_GOING_ON}"
    rf"|(?<=\d\s)\({_YEAR}\){_NOT_GOING_ON}"
    rf"|{_NOT_OF_A_PHONE}[1-9]\d{{0,2}}(?:\s\d{{3}})*\s000{_NOT_GOING_ON}"
    rf"|{_NOT_OF_A_PHONE}[1-9]\d{{2,3}}00\s?[-–]\s?[1-9]\d{{2,3}}00{_NOT_GOING_ON}"
)
"""Thousands that are marked or round, years one after the other or of a resolution, dates, from so many to so many."""
_TAKEN_OUT: Final = re.compile(r"\[(?:link|mail|name|number|place)\]")
_PLACEHOLDER: Final = re.compile(r"\x00(\d+)\x00")
_DOMAINS: Final = (
    "com|net|org|info|io|iq|sy|sa|ae|kw|qa|eg|jo|lb|tr|ir|me|ly|co|be|gl|tv|uk|de|fr|us|eu"
    "|gov|edu|int|mil|app|xyz|example"
)
_DEGREES: Final = r"\d{1,3} \. \d+"
_ARABIC_MARKS: Final = r"[\w\u064b-\u0652]*"
_NORTH: Final = rf"(?: n(?:orth)?\b | s(?:outh)?\b | شمال{_ARABIC_MARKS} | جنوب{_ARABIC_MARKS} )"
_EAST: Final = rf"(?: e(?:ast)?\b | w(?:est)?\b | شرق{_ARABIC_MARKS} | غرب{_ARABIC_MARKS} )"
_MINUTES: Final = r"\d{1,3} \s? [°º] \s? \d{1,2} \s? ['′’] \s? (?: \d{1,2} (?: \. \d+ )? \s? (?: [\"″”] | ['′’]{2} ) )?"
_SAID_DIGIT: Final = (
    "(?: zero | oh | one | two | three | four | five | six | seven | eight | nine | double | triple"
    " | صفر | واحد | [اإ]?ثني?[اي]ن | تنين | [ثت]لا[ثت][ةه]? | [اأ]ربع[ةه]? | خمس[ةه]? | ست[ةه]? | سبع[ةه]?"
    " | [ثت]ماني?[ةه]? | تسع[ةه]? )"
)
_BETWEEN_DIGITS: Final = (
    r"(?: [\s()./–-]{1,3}"
    r" | \s? (?: dash | hyphen | space | dot | slash | شرط[ةه] | داش | فراغ | نقط[ةه] | سلاش ) \s? )"
)
_AREA: Final = (
    "(?: بغداد | نينوى | الموصل | (?: ال )? بصرة | (?: ال )? [اأ]نبار | [اأ]ربيل | دهوك | كركوك | بابل | كربلاء"
    " | (?: ال )? نجف | ديالى | دمشق | حلب )"
)
_IN_A_STREET: Final = (
    "(?: محل[ةه] | زقاق | دار | شارع | بناي[ةه] | عمار[ةه] | شق[ةه] | بلوك | قطع[ةه] | بيت"
    " | mahall?a | zu[qk]a[qk] | dar | street | building | apartment | flat | house | block )"
)
_A_PLACE_IN_A_STREET: Final = rf"{_IN_A_STREET} \s? (?: رقم \s | no\.? \s? | number \s )? \d{{1,4}}"


class _Rule(NamedTuple):
    """What is taken out, and what is written in its place."""

    pattern: re.Pattern[str]
    replacement: str


def _rule(pattern: str, replacement: str) -> _Rule:
    return _Rule(re.compile(pattern, re.VERBOSE | re.IGNORECASE), replacement)


_RULES: Final = (
    _rule(r"(?: https?:// | \b www\. | \b t\.me/ ) \S+", "[link]"),
    _rule(
        r"(?<! [\w.+%-] ) [\w.+%-]+ (?: @ \s? | \s @ \s | \s? \(at\) \s? | \s? \[at\] \s? ) [\w-]+ (?: \. [\w-]+ )+",
        "[mail]",
    ),
    # A mail address in words: 'omar at example dot com', 'omar ات جيميل دوت كوم'.
    _rule(
        rf"""
        (?<! [\w.+%-] ) [\w.+%-]+ (?: \s dot \s [\w.+%-]+ ){{0,3}}
        \s? (?: \b at \b | \(at\) | \[at\] | @ | \b [اآأ]ت \b ) \s?
        [\w-]+ (?: \s? (?: \b dot \b | \(dot\) | \[dot\] | \b دوت \b | \b نقط[ةه] \b ) \s? [\w-]+ ){{1,3}} (?! \w )
        | (?<! [\w.+%-] ) [\w.+%-]+ \s at \s [\w-]+ (?: \. [\w-]+ ){{0,2}} \. (?: {_DOMAINS} ) \b
        """,
        "[mail]",
    ),
    _rule(
        rf"""
        (?<! [a-z0-9_@-] ) (?<! [a-z0-9-] \. ) [a-z0-9-]+ (?: \. [a-z0-9-]+ )*
        (?: \. (?: {_DOMAINS} ) \b (?: / \S* )? | [a-z0-9] \. [a-z]{{2,10}} / \S+ )
        """,
        "[link]",
    ),
    _rule(r"(?<! [\w.+-] ) [\w.+-]* @ \w (?: [\w.]* \w )", "[name]"),
    # Bank accounts (IBAN), together or in groups of four.
    _rule(
        r"(?<!\w) [a-z]{2} \d{2} (?: [a-z\d]{11,30} | \s [a-z\d]{4} (?: \s \d{4} ){2,6} (?: \s \d{1,4} )? ) (?!\w)",
        "[number]",
    ),
    # Passports: one to three letters, then six digits or more; the numbers of UNHCR.
    _rule(
        r"(?<!\w) (?: [a-z]{1,3} \d{6,} | (?-i: [A-Z]{1,2} ) \s \d{6,} | \d{3} - \d{2} [a-z] \d{5} ) (?!\w)", "[number]"
    ),
    # Plates of cars, by their letter, or by what is said before them.
    _rule(rf"(?<!\d) \d{{1,2}} \s (?: (?-i: [A-Z] ) | [اأبجدهط] ) \s \d{{4,6}} (?!\d) (?: \s {_AREA} )?", "[number]"),
    _rule(
        rf"""
        ( (?: \b plate (?: \s (?: no\.? | number ) )? (?: \s is )? | \b my \s car \s is
          | (?<!\w) (?: سيارتي | رقم \s السيار[ةه] | اللوح[ةه] | لوح[ةه] \s السيار[ةه] | لوحتي ) (?: \s رقمها )? )
          \s? :? \s? )
        (?! {_YEAR} \b ) \d{{4,6}} (?!\d) (?: \s {_AREA} )?
        """,
        r"\1[number]",
    ),
    # Degrees: a pair of decimals, and with what says that they are degrees also of fewer figures.
    _rule(r"(?<! [\d.-] ) -? \d{1,3} \. \d{3,} (?: \s? [,،] \s? | \s ) -? \d{1,3} \. \d{3,}", "[place]"),
    _rule(rf"{_DEGREES} \s? [°º]? \s? {_NORTH} [\s,،]* {_DEGREES} \s? [°º]? \s? {_EAST}", "[place]"),
    _rule(
        rf"""
        {_DEGREES} [°º]? \s? (?: [,،] \s? | and \s | و )?
        (?: lon\w* | (?: خط \s )? (?: ال )? طول ) \s? [:=]? \s? {_DEGREES} [°º]?
        """,
        "[place]",
    ),
    _rule(rf"{_MINUTES} \s? {_NORTH}? [\s,،]* {_MINUTES} \s? {_EAST}?", "[place]"),
    _rule(
        rf"\d{{1,3}} \s \d{{1,2}} \s \d{{1,2}} \s? {_NORTH} [\s,،]* \d{{1,3}} \s \d{{1,2}} \s \d{{1,2}} \s? {_EAST}",
        "[place]",
    ),
    # The military grid: zone, square, and two numbers of three to five figures each.
    _rule(r"(?<!\w) (?-i: \d{1,2} [C-HJ-NP-X] \s? [A-HJ-NP-Z]{2} ) \s? \d{3,5} \s? \d{3,5} (?!\w)", "[place]"),
    # Where somebody lives.
    _rule(rf"(?<!\w) {_A_PLACE_IN_A_STREET} (?: [\s,،/-]{{1,3}} {_A_PLACE_IN_A_STREET} )+", "[place]"),
    _rule(
        r"""
        ( \b (?: live | living | lives | stay | staying | house | home | flat | apartment | address ) \b
          [^.?!\n\d]{0,20} )
        \d{1,4} \s \w+ (?: \s \w+ )? \s (?: street | st | road | rd | avenue | lane ) \b
        """,
        r"\1[place]",
    ),
    # Phones, cards and ids: seven digits or more, however they are grouped, also where a word is written on to them.
    _rule(rf"(?<!\d) (?<!\d\.) (?: \+ | 00 )? \(? \d (?: \d | {_BETWEEN_DIGITS} \d (?! [a-z] ) ){{6,}}", "[number]"),
    # Seven digits or more in words.
    _rule(rf"(?<!\w) {_SAID_DIGIT} (?: [\s,،-]{{1,2}} {_SAID_DIGIT} ){{6,}} (?!\w)", "[number]"),
)


def redact(text: str) -> str:
    """The text without what could identify somebody, in both scripts and both sets of digits.

    Phone, card, plate and id numbers, mails, links, @names, coordinates, addresses, the name after 'my name is' and the
    like, invisible characters.
    """
    text = plain(text)
    while (redacted := _redact_once(text)) != text:
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


def _redact_once(text: str) -> str:
    figures = [figure[0] for figure in _FIGURE.finditer(text)]
    places = iter(range(len(figures)))
    text = _FIGURE.sub(lambda _: f"\x00{next(places)}\x00", text)
    for rule in _RULES:
        text = rule.pattern.sub(rule.replacement, text)
    text = "".join(_without_names(text))
    return _PLACEHOLDER.sub(lambda place: figures[int(place[1])], text)


def _without_names(text: str) -> Iterator[str]:
    kept = 0
    for start, end in names_in(text):
        yield text[kept:start]
        yield "[name]"
        kept = end
    yield text[kept:]


def _one_blank(blanks: re.Match[str]) -> str:
    return "\n" if "\n" in blanks[0] else " "
