"""Where somebody is or lives, as patterns: degrees, squares of the grid, and addresses by street and number."""

from __future__ import annotations

from typing import Final

from handlers.traces import YEAR, rule

_DEGREES: Final = r"\d{1,3} \. \d+"
_ARABIC_MARKS: Final = r"[\w\u064b-\u0652]*"
_NORTH: Final = rf"(?: n(?:orth)?\b | s(?:outh)?\b | شمال{_ARABIC_MARKS} | جنوب{_ARABIC_MARKS} )"
_EAST: Final = rf"(?: e(?:ast)?\b | w(?:est)?\b | شرق{_ARABIC_MARKS} | غرب{_ARABIC_MARKS} )"
_MINUTES: Final = r"\d{1,3} \s? [°º] \s? \d{1,2} \s? ['′’] \s? (?: \d{1,2} (?: \. \d+ )? \s? (?: [\"″”] | ['′’]{2} ) )?"
_BETWEEN: Final = r"[\s,،/-]{1,3}"
_NUMBER: Final = (
    r"(?: رقم \s | no \s? [.:]? \s? | number \s | nr \.? \s? | \# | : \s? )? (?: [a-z] [/-]? )? \d{1,5} [a-z]?"
    r" (?: / \d{1,4} )? (?!\w)"
)
_IN_A_STREET: Final = (
    "(?: محل[ةه] | زقاق | دار | شارع | فرع | بناي[ةه] | بناء | عمار[ةه] | شق[ةه] | بلوك | قطع[ةه] | بيت | منزل"
    " | جاد[ةه]"
    " | فيلا | مجمع"
    " | خيم[ةه] | كرفان | كرافان | قطاع | قاطع | طابق | الطابق"
    " | mahall?a | zu[qk]a[qk] | dar | street | building | bldg | apartment | apt | flat | house | block"
    " | villa | lane | alley"
    " | share3 | shari3 | zo[2q]a[2q] | be[iy]?t | bayt | 3emara | bnaye | sha[2q]{1,2}a | 5ayme"
    " | khayma | 2at3a | karavan"
    " | صف | مربع | حار[ةه] | غرف[ةه] | باب | مقسم | ضاحي[ةه] | مدخل | نهج | زنق[ةه] | محل | دكان | مخزن"
    " | row | phase | zone | section | unit | room | gate | door | lot | plot | shop | entrance"
    " | tent | caravan | sector | sok | sokak | blok | daire | kat )"
)
_PART: Final = (
    rf"(?: {_IN_A_STREET} \.? \s? {_NUMBER} | (?: بلوك | block | قاطع | sector ) \s (?-i: [A-Z] ) (?!\w)"
    r" | h\. \s? \d{1,4} )"
)
_HOME: Final = (
    "(?: خيم[ةه] | كرفان | كرافان | شق[ةه] | tent | caravan | apartment | apt | flat | villa | khayma | 5ayme"
    " | sha[2q]{1,2}a )"
)
"""What is somebody's where there is but a number with it."""
_QUARTER: Final = (
    r"(?: (?: حي | منطق[ةه] | قري[ةه] | مجمع ) \s [^\W\d]+ (?: \s [^\W\d]+ )??"
    r" | (?: (?-i: [A-Z] ) [\w'’-]+ \s ){1,2} (?: quarter | district | neighbou?rhood | village ) )"
)
"""Before an address, and part of it."""
_BARE: Final = r"(?: (?: رقم | no\.? | number | nr\.? ) \s? \d{1,4} (?!\w) )"
_FLOOR: Final = r"(?: (?: الطابق | الدور ) \s [^\W\d]+ | [^\W\d]+ \s floor | \d (?: st | nd | rd | th ) \s floor )"
_MONTHS: Final = (
    "(?: january | february | march | april | may | june | july | august | september | october | november | december"
    " | ramadan | tammuz | tamuz | tishreen )"
)
_STREET: Final = (
    rf"(?: (?! {YEAR} \b ) \d{{1,4}} [a-z]? ,? \s (?! {_MONTHS} \b ) (?: (?-i: [A-Z] ) [\w'’-]+ \s ){{1,3}}"
    r" (?: street | st | road | rd | avenue | ave | lane | boulevard | blvd | grove | close | drive | crescent"
    r" | terrace ) \b )"
)
_SHARI: Final = r"(?: \d{1,4} \s? (?: شارع | ش ) \s (?! (?: في | من | على ) \b ) [^\W\d]+ (?: \s [^\W\d]+ )?? )"
_NAMED_STREET: Final = (
    r"(?: شارع \s [^\W\d]+ (?: \s [^\W\d]+ )??"
    r" | (?: (?-i: [A-Z] ) [\w'’-]+ \s ){1,3} (?: street | st | road | rd ) \b \.? )"
)
_LIVING_IN_ENGLISH: Final = (
    r"\b (?: live | living | lives | stay | staying | house | home | flat | apartment | address ) \b"
)
_LIVING: Final = (
    f"(?: {_LIVING_IN_ENGLISH}"
    " | (?<!\\w) (?: [أا]?سكن | ساكن[ةه]? | نسكن | ساكنين | عايش[ةه]? | مقيم[ةه]? | بيتي | بيتنا | داري"
    " | دارنا | عنواني | عنواننا"
    " | العنوان ) \\b )"
)

WHEREABOUTS: Final = (
    # Degrees: a pair of decimals, and with what says that they are degrees also of fewer figures.
    rule(r"(?<! [\d.-] ) -? \d{1,3} \. \d{3,} (?: \s? [,،/] \s? | \s ) -? \d{1,3} \. \d{3,}", "[place]", figures=2),
    rule(rf"{_DEGREES} \s? [°º]? \s? {_NORTH} [\s,،]* {_DEGREES} \s? [°º]? \s? {_EAST}", "[place]", figures=1),
    rule(
        rf"""
        {_DEGREES} [°º]? \s? (?: [,،] \s? | and \s | و )?
        (?: lon\w* | (?: خط \s )? (?: ال )? طول ) \s? [:=]? \s? {_DEGREES} [°º]?
        """,
        "[place]",
        figures=1,
    ),
    rule(rf"{_MINUTES} \s? {_NORTH}? [\s,،]* {_MINUTES} \s? {_EAST}?", "[place]", figures=1),
    rule(
        rf"\d{{1,3}} \s \d{{1,2}} \s \d{{1,2}} \s? {_NORTH} [\s,،]* \d{{1,3}} \s \d{{1,2}} \s \d{{1,2}} \s? {_EAST}",
        "[place]",
        figures=1,
    ),
    # The military grid: zone, square, and two numbers of three to five figures each.
    rule(
        r"(?<!\w) (?-i: \d{1,2} [C-HJ-NP-X] \s? [A-HJ-NP-Z]{2} ) \s? \d{3,5} \s? \d{3,5} (?!\w)", "[place]", figures=2
    ),
    # Where somebody lives: two parts of an address or more, a number in a named street, boxes, the streets of exile.
    rule(
        rf"""
        (?<!\w) (?: {_QUARTER} {_BETWEEN} | ال [^\W\d]+ \s (?= قطع[ةه] \s ) )?
            (?: {_PART} | {_STREET} ) (?: {_BETWEEN} (?: {_PART} | {_STREET} | {_NAMED_STREET} | {_FLOOR} ) )+
        | (?<!\w) (?: {_QUARTER} {_BETWEEN} | (?-i: [A-Z] ) [\w'’-]+ , \s )? (?: {_NAMED_STREET} | {_FLOOR} ) {_BETWEEN}
            (?: {_PART} | {_STREET} | {_BARE} )
            (?: {_BETWEEN} (?: {_PART} | {_STREET} | {_NAMED_STREET} | {_FLOOR} ) )*
        | (?<!\w) {_STREET}
        | (?<!\w) {_SHARI} (?: {_BETWEEN} {_FLOOR} )? (?: {_BETWEEN} {_PART} )+
        """,
        "[place]",
    ),
    rule(
        r"""
        (?<!\w) (?: م | محل[ةه] ) \s? \d{1,4} [\s،,/-]{1,3} (?: ز | زقاق ) \s? \d{1,4}
            (?: [\s،,/-]{1,3} (?: د | دار ) \s? \d{1,4} )? (?!\w)
        | (?<!\w) (?: ز | زقاق ) \s? \d{1,4} [\s،,/-]{1,3} (?: د | دار ) \s? \d{1,4} (?!\w)
        | (?<!\w) (?-i: M | m ) \s? \d{1,4} [\s,/-]{1,3} z \s? \d{1,4} [\s,/-]{1,3} [dh] \s? \d{1,4} (?!\w)
        """,
        "[place]",
        figures=1,
    ),
    rule(
        rf"""
        (?<!\w) (?: p\.? \s? o\.? \s? box | ص \s? \. \s? ب \.? | صندوق \s (?: ال )? بريدي? ) \s? {_NUMBER}
        | (?<!\w) {_HOME} \s? (?! {YEAR} \b ) {_NUMBER} (?! \s? % )
        | (?<!\w) (?: house | home | flat | apartment | apt | villa | tent | caravan ) \s? (?: number | no\.?
            | nr\.? | \# ) \s? \d{{1,4}} (?!\w)
        | (?<!\w) (?: رقم \s (?: ال )? (?: دار | بيت | شق[ةه] | خيم[ةه] | كرفان | منزل ) \s? :?
            | (?: ال )? (?: دار | بيت | شق[ةه] | خيم[ةه] | كرفان | منزل ) \s رقم[هـا]{{0,2}} ) \s? \d{{1,4}} (?!\w)
        """,
        "[place]",
        figures=1,
    ),
    rule(
        rf"""
        (?<! [\w-] ) (?: [\w-]++ \s mah (?: allesi )? \.? [\s,]{{1,2}} )? [\w-]++ \s (?: [^\W\d]++ \s )??
            (?: sok (?: ak | a[gğ][ıi] )? | cad (?: desi )? | bulvar[ıi] ) \.? [\s,]{{1,2}} {_NUMBER}
        | (?<! [\w-] ) [\w-]+ (?: stra (?: ß | ss ) e | str\. | allee | gasse | gatan | v[aä]gen | straat | laan )
            \s \d{{1,4}} \s? [a-z]? (?!\w)
        | (?<!\w) \d{{1,4}} (?: \s (?: bis | ter ) )? ,? \s rue \s (?: de \s | du \s | des \s | la \s
            | l['’] )* [\w'’-]+
            (?: \s (?-i: [A-Z] ) [\w'’-]+ )?
        """,
        "[place]",
        figures=1,
    ),
    rule(
        rf"""
        ( {_LIVING_IN_ENGLISH} [^.?!\n\d]{{0,20}} )
        \d{{1,4}} \s \w+ (?: \s \w+ )? \s (?: street | st | road | rd | avenue | lane ) \b
        """,
        r"\1[place]",
        figures=1,
    ),
    rule(
        rf"( (?: {_LIVING} [^.?!\n\d]{{0,20}} | \A | [،,:\n] \s? ) ) {_SHARI} (?: {_BETWEEN} {_FLOOR} )?",
        r"\1[place]",
        figures=1,
    ),
)
"""In the order in which they are looked for."""
