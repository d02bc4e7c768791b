"""What leads to a person by its form, as patterns: links, mails, handles, phones, numbers of papers and cars.

Each rule sees what those before it left. No pattern may look further than a few words, or a long message keeps it busy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

YEAR: Final = r"(?:19|20)\d\d"
_DOMAINS: Final = (
    "com|net|org|info|io|iq|sy|sa|ae|kw|qa|eg|jo|lb|tr|ir|me|ly|co|be|gl|tv|uk|de|fr|us|eu"
    "|gov|edu|int|mil|app|xyz|example"
)
_PROVIDER: Final = (
    r"(?: gmail | hotmail | yahoo | outlook | icloud | proton (?: mail )? | جي \s? ميل | جيمايل | ياهو | هوت \s? ميل"
    " | اوتلوك | [اآأ]يكلاود )"
)
_AT: Final = r"(?: \b at \b | \(at\) | \[at\] | @ | \b [اآأ]ت \b | \b على \b )"
_DOT: Final = r"(?: \b dot \b | \(dot\) | \[dot\] | \b دوت \b | \b نقط[ةه] \b )"
_SIGN_IN_WORDS: Final = (
    "(?: dot | underscore | under \\s score | dash | hyphen | دوت | نقط[ةه] | [اأ]ندر \\s? سكور"
    " | شرط[ةه] (?: \\s سفلي[ةه] )?"
    " | داش )"
)
_NETWORK: Final = (
    "(?: telegram | tele | tg | insta (?: gram )? | ig | snap (?: chat )? | twitter | tik \\s? tok | facebook | fb"
    " | messenger | signal | discord | skype | viber | \\b on \\s x"
    " | (?: (?: ب | ع | عا )? ال )? (?: تي?لي? [غجقك] رام | تلي | [اإأ]نست[اغقك]? (?: رام | ر[اآ]م )?"
    " | سناب (?: \\s? شات )?"
    " | تويتر | في?س (?: \\s? بوك )? | تيك \\s? توك | [اإأ]كس ) )"
)
_OWN_HANDLE: Final = (
    "(?: user (?: \\s? name )? | handle | (?: ال )? يوزر (?: ي | نيم )? | معرف[يه] | معرفنا | حسابي (?: \\s \\w+ )? )"
)
_MINE: Final = "(?: مالتي | مالي | مالتنا | بتاعي | بتاعتي | تبعي | حقي | اسمي | حسابي | هو | : )"
_HANDLE: Final = r"(?: [a-z_] | \d [a-z] ) [\w.]* \w"
_TELLING_HANDLE: Final = (
    rf"(?= [a-z\d.]{{0,30}}? (?: _ | \d\d | \. [a-z]{{0,30}} \d ) ) (?= [\d_.]{{0,9}} [a-z] [\w.]{{3}} ) {_HANDLE}"
)
"""A handle that is no word: there is a line in it, or a number; single figures are in words of Arabic as well."""
_SAID_DIGIT: Final = (
    "(?: zero | oh | one | two | three | four | five | six | seven | eight | nine | double | triple"
    " | (?: twen | thir | for | fif | six | seven | eigh | nine ) ty"
    " | و? (?: صفر | واحد | [اإ]?ثني?[اي]ن | تنين | [ثت]لا[ثت][ةه]? | [اأ]ربع[ةه]? | خمس[ةه]? | ست[ةه]? | سبع[ةه]?"
    " | [ثت]ماني?[ةه]? | تسع[ةه]?"
    " | عشرين | [ثت]لا[ثت]ين | [اأ]ربعين | خمسين | ستين | سبعين | [ثت]مانين | تسعين"
    " | (?: [ثت]ل[اا]?[ثت] | [اأ]ربع | خمس | ست | سبع | [ثت]من | [ثت]مان | تسع )? (?: مي[ةه] | مئ[ةه]"
    " | مائ[ةه] ) | ميتين ) )"
)
_BETWEEN_DIGITS: Final = (
    r"(?: [\s()./–_*-]{1,3}"
    r" | \s? (?: then | بعدين | ثم | dash | hyphen | space | dot | slash"
    r" | شرط[ةه] | داش | فراغ | نقط[ةه] | سلاش ) \s? )"
)
_PHONE: Final = (
    "(?: phone | tel | telephone | landline | mobile | cell | extension | ext | (?: ال )? (?: هاتف | تلفون | [اأ]رضي"
    " | موبايل | جوال | نقال ) (?: ي | ه | ها | نا )? )"
)
_LEADING_TO_A_NUMBER: Final = (
    r"(?: [\s:.#]{1,2} (?: number | no | nr | is | was | my | home | office | رقم[هي]? | (?: ال )? مكتب | (?: ال )? بيت"
    r" | (?: ال )? رقم | هو | هي ) ){0,3} [\s:.#]{1,3}"
)
_AREA: Final = (
    "(?: بغداد | نينوى | الموصل | موصل | (?: ال )? بصرة | (?: ال )? [اأ]نبار | [اأ]ربيل | هولير | دهوك | كركوك | بابل"
    " | كربلاء | (?: ال )? نجف | ديالى | (?: ال )? سليماني[ةه] | صلاح \\s الدين | واسط | ميسان | ذي \\s قار"
    " | (?: ال )? مثنى"
    " | (?: ال )? قادسي[ةه] | دمشق | ريف \\s دمشق | حلب | حمص | حما[ةه] | (?: ال )? لاذقي[ةه] | طرطوس"
    " | [اإ]دلب | (?: ال )? رق[ةه]"
    " | دير \\s الزور | (?: ال )? حسك[ةه] | درعا | السويداء | دبي | [اأ]بو \\s? ظبي | (?: ال )? شارق[ةه] | عجمان"
    " | baghdad | nin[ae]w[ae]h? | mosul | basra h? | anbar | [ae]rbil | hawler | dohuk | duhok | kirkuk"
    " | babil | karbala"
    " | najaf | diyala | sul[ae]y?maniy?ah? | damascus | aleppo | homs | hama | latakia | tartus | tartous"
    " | idlib | raqqa"
    " | hasakah? | dubai | abu \\s dhabi | sharjah | ajman | rak )"
)
_USE: Final = "(?: خصوصي | [اأ]جر[ةه] | حمل | حكومي | نقل | private | taxi | commercial )"
_LETTERS: Final = r"(?: (?-i: [A-Z]{1,3} ) | [ء-ي] (?: \s? [ء-ي] \b ){0,2} )"
_CAR: Final = (
    "(?: car | taxi | truck | pick \\s? -? \\s? up | van | bus | vehicle | suv | toyota | hilux | kia"
    " | hyundai | tahoe | nissan"
    " | jeep | motorbike | plate s? | (?: ال )? (?: سيار[ةه] | تكسي | تاكسي | بي?[كگ] ?[أا]?ب | شاحن[ةه] | باص"
    " | كيا | تويوتا"
    " | مركب[ةه] | عجل[ةه] | لوح[ةه] | نمر[ةه] ) | سيارتي | سيارته | سيارتهم | سيارتنا | رقمها )"
)
_PLATE: Final = rf"""
    (?: (?: {_AREA} | {_USE} ) [\s/-]{{1,2}} ){{1,2}} (?! {YEAR} \b ) \d{{4,6}} (?: \s {_USE} )?
    | {_LETTERS} [\s-]? (?! {YEAR} \b ) \d{{3,6}} (?: - \d{{2,4}} )?
    | \d{{1,3}} [\s/-]? {_LETTERS} [\s/-]? (?! {YEAR} \b ) \d{{2,6}}
    | \d{{1,3}} [/-] (?! {YEAR} \b ) \d{{4,6}}
"""
_CODE: Final = r"(?! s/ ) (?! (?:19|20)\d\d (?! [\w/-] ) ) (?= \S{0,8} \d{3} ) \w+ (?: [/-] \w+ )*+ (?! \w | [\s.]\d )"
"""A number of some paper: 'NVC-88214', '4412/م'."""
_LINKED: Final = r"(?: [\s:#]{1,2} (?: number | no\.? | nr\.? | id | card | code | is | was ) ){0,3} \s? [:#]? \s?"
_NUMBERED: Final = (
    r"(?: [\s:#]{1,2} (?: رقم[هة]?[اا]? | (?: ال | بال )? رقم | المرقم[ةه]? | ذات | ذو | هو | هي | مالتي"
    r" | مالي ) ){0,3}"
    r" \s? [:#]? \s?"
)
_PAPER: Final = (
    "(?: هوي[ةه] (?: \\s ال [أا]حوال (?: \\s المدني[ةه] )? )? | هويتي | الهوي[ةه] | (?: ال )? باج | باجي"
    " | جواز (?: \\s سفري )?"
    " | جوازي | جواز \\s (?: ال )? سفر | الجواز | [اإ]قامتي | ال[اإ]قام[ةه] | بطاقتي"
    " | (?: ال )? بطاق[ةه] \\s (?: ال )? (?: تمويني[ةه] | وطني[ةه] | موحد[ةه] ) (?: \\s مالتنا | \\s مالتي )?"
    " | رقمي \\s (?: ال )? (?: وطني | وظيفي | عسكري | امتحاني | قومي ) | (?: ال )? رقم \\s (?: ال )? (?: قومي"
    " | وظيفي | عسكري )"
    " | (?: ال )? قيد )"
)


@dataclass(frozen=True)
class Rule:
    """What is taken out, and what is written in its place."""

    written: str
    """The pattern as it is written: with blanks that mean nothing, and without regard to capitals."""
    replacement: str
    figures: int
    """So many stand side by side in all that is taken out, 0 to 2: where they do not, nobody has to look."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Made when it is first looked for: to make all of them takes a thirtieth of a start."""
        return re.compile(self.written, re.VERBOSE | re.IGNORECASE)


def rule(pattern: str, replacement: str, *, figures: int = 0) -> Rule:
    """A rule by its pattern, in short."""
    return Rule(pattern, replacement, figures)


CONTACTS: Final = (
    rule(r"(?: https?:// | \b www\. | \b t\.me/ ) \S+", "[link]"),
    rule(
        r"(?<! [\w.+%-] ) [\w.+%-]+ (?: @ \s? | \s @ \s | \s? [(\[] (?: at | @ ) [)\]] \s? ) [\w-]+"
        rf" (?: (?: \. [\w-]+ )+ | \s \. \s (?: {_DOMAINS} ) \b )",
        "[mail]",
    ),
    # A mail address in words: 'omar at example dot com', 'omar ات جيميل دوت كوم', 'omar77 at gmail'.
    rule(
        rf"""
        (?<! [\w.+%-] ) [\w.+%-]+ (?: \s {_SIGN_IN_WORDS} \s [\w.+%-]+ ){{0,3}}
        \s? {_AT} \s? [\w-]+ (?: \s? {_DOT} \s? [\w-]+ ){{1,3}} (?! \w )
        | (?<! [\w.+%-] ) [\w.+%-]+ \s at \s [\w-]+ (?: \. [\w-]+ ){{0,2}} \. (?: {_DOMAINS} ) \b
        | (?<! [\w.+%-] ) (?= [a-z+%-]{{0,30}} [\d._] ) [\w.+%-]+ \s? {_AT} \s? {_PROVIDER} \b
        """,
        "[mail]",
    ),
    rule(
        rf"""
        (?<! [a-z0-9_@-] ) (?<! [a-z0-9-] \. ) [a-z0-9-]+ (?: \. [a-z0-9-]+ )*
        (?: \. (?: {_DOMAINS} ) \b (?: / \S* )? | [a-z0-9] \. [a-z]{{2,10}} / \S+ )
        """,
        "[link]",
    ),
    rule(r"(?<! [\w.+-] ) [\w.+-]* @ \w (?: [\w.]* \w )", "[name]"),
)
"""Links, mails, and handles with their sign."""

PAPERS: Final = (
    # Bank accounts (IBAN), together or in groups of four.
    rule(
        r"(?<!\w) [a-z]{2} \d{2} (?: [a-z\d]{11,30} | \s [a-z\d]{4} (?: \s \d{4} ){2,6} (?: \s \d{1,4} )? ) (?!\w)",
        "[number]",
        figures=2,
    ),
    # Passports: one to three letters, then six digits or more; the numbers of UNHCR.
    rule(
        r"(?<!\w) (?: [a-z]{1,3} \d{6,} | (?-i: [A-Z]{1,2} ) \s \d{6,} | \d{3} - \d{2} [a-z] \d{5} ) (?!\w)",
        "[number]",
        figures=2,
    ),
    # Other papers, by what they are called.
    rule(
        rf"""
        ( \b (?: (?: badge | passport | (?: national \s | civil \s )? id | identity \s card | residence \s permit
            | ration \s card | iqama ) {_LINKED}
          | (?: unhcr | iom | siv | nvc ) \s (?: case | file ) {_LINKED}
          | (?: case | file | ticket | claim | application | registration | reference | contract | employee | service
            | military | student | detainee | prisoner | receipt | permit | visa | licen[cs]e | siv | card )
            \s (?: number | no\.? | nr\.? | id | \# ) {_LINKED} ) )
        (?<!\w) {_CODE}
        """,
        r"\1[number]",
        figures=2,
    ),
    rule(
        rf"""
        ( (?<!\w) [ولب]? {_PAPER} {_NUMBERED}
          | (?<!\w) و? (?: ال )? رقم \s (?: ال )? (?: ملف | قضي | معامل | طلب | دعو | هوي | باج | جواز | [اإ]قام
              | بطاق | قيد
            | [اإ]ضبار | استمار | عقد | وصل | جلوس | [اإ]حصائي | منتسب
                | وكال ) \w{{0,4}} (?: \s [^\W\d]{{1,14}} ){{0,2}} \s? [:#]? \s? )
        (?<!\w) (?: (?-i: [A-Z]{{1,2}} ) \s \d{{2,4}} (?: \s \d{{2,4}} ){{1,3}} (?!\w) | {_CODE} )
        """,
        r"\1[number]",
        figures=2,
    ),
    # The register of a family: سجل ... صفحة ....
    rule(
        r"( (?<!\w) (?: ال )? سجل \s (?: رقم \s )? ) \d{1,6} ( [\s،,/و-]{1,4} (?: ال )? (?: صفح[ةه]"
        r" | صحيف[ةه] ) \s (?: رقم \s )? )"
        r" \d{1,5}",
        r"\1[number]\2[number]",
        figures=1,
    ),
    # Plates of cars: by their letter, by a place and what the car is for, by what is said before them.
    rule(
        rf"""
        (?<! [\d.] ) \d{{1,2}} \s (?: (?-i: [A-Z] ) | [اأبجدهط] ) \s \d{{4,6}} (?!\d) (?: \s {_AREA} )?
        | (?<!\w) {_AREA} [\s/-]{{1,2}} (?:
            (?: (?-i: [A-Z]{{1,2}} ) | [ء-ي] ) [\s-]{{1,2}} (?! {YEAR} \b ) \d{{3,6}} (?!\d)
            | (?! {YEAR} \b ) \d{{3,6}} \s? (?! و ) (?: (?-i: [A-Z] ) | [ء-ي] ) (?!\w)
            | (?: {_USE} [\s/-]{{1,2}} \d{{4,6}} | \d{{4,6}} [\s/-] {_USE} ) \b )
        | (?<! [\d.,] ) (?! {YEAR} \b ) \d{{4,6}} [\s/-] {_AREA} [\s/-] {_USE} \b
        | (?<!\w) (?: [ء-ي] \s ){{1,2}} [ء-ي] \s? (?! {YEAR} \b ) \d{{3,4}} (?!\d)
        """,
        "[number]",
        figures=2,
    ),
    rule(
        rf"""
        ( (?<!\w) {_CAR} \b [^.?!\d\n]{{0,30}}? (?<!\w) (?: رقم[هـا]{{0,2}} | number | no\.? | plates? ) \s? :? \s? )
        (?! {YEAR} \b ) \d{{4,6}} (?! [\w%-] ) (?: \s (?! و ) [ء-ي] (?!\w) )? (?: \s {_AREA} )?
        """,
        r"\1[number]",
        figures=2,
    ),
    rule(rf"( (?<!\w) {_CAR} \b [^.?!\d\n]{{0,40}}? ) (?<!\w) (?: {_PLATE} ) (?! [\w%] )", r"\1[number]", figures=2),
    rule(
        rf"""
        ( (?: \b plate (?: \s (?: no\.? | number ) )? (?: \s is )? | \b my \s car \s is
          | (?<!\w) (?: سيارتي | رقم \s (?: ال )? (?: سيار[ةه] | تكسي | مركب[ةه] | عجل[ةه] ) | (?: ال )? نمر[ةه]
              | نمرت[يهـا]{{1,2}}
            | اللوح[ةه] | لوح[ةه] \s السيار[ةه] | لوحت[يهـا]{{1,2}} ) (?: \s رقمها )? ) \s? :? \s? )
        (?! {YEAR} \b ) \d{{4,6}} (?!\d) (?: \s {_AREA} )?
        """,
        r"\1[number]",
        figures=2,
    ),
)
"""Numbers of accounts, papers and cars."""

HANDLES: Final = (
    # A handle without its sign: by the line in it, by the network or the word for it before it.
    rule(r"(?<! [\w./-] ) (?= (?-i: [A-Z\d_.]{0,30} [a-z] ) ) [a-z\d.]*+ _ [\w.]* \w", "[name]"),
    rule(
        rf"""
        ( (?<!\w) (?: {_NETWORK} | {_OWN_HANDLE} ) \b [\s:,،]{{1,3}} (?: [^\W\d_]{{1,12}} [\s:]{{1,2}} ){{0,3}}? )
        (?<!\w) {_TELLING_HANDLE}
        """,
        r"\1[name]",
    ),
    rule(
        rf"""
        ( (?<!\w) (?: {_NETWORK} \s? {_MINE} | {_OWN_HANDLE} \s? (?: is \b | = | : | هو )
            | [ء-ي] \s {_OWN_HANDLE} ) \s? )
        (?<!\w) (?: (?-i: [a-z] ) | \d [a-z] ) [\w.]{{2,}} \w
        """,
        r"\1[name]",
    ),
)
"""Handles that have lost their sign: after papers, for a code is not one."""

PHONES: Final = (
    # With the letter O for a nought.
    rule(
        r"(?<!\w) (?= [\d\s-]{0,4} o ) (?= [o\s-]{0,4} \d ) [o\d] (?: [\s-]? [o\d] ){8,14} (?!\w)",
        "[number]",
        figures=1,
    ),
    # Phones, cards and ids: seven digits or more, however they are grouped, also where a word is written on to them.
    rule(
        rf"(?<!\d) (?<!\d\.) (?: \+ | 00 )? \(? \d (?: \d | {_BETWEEN_DIGITS} \d (?! [a-z] ) ){{6,}}",
        "[number]",
        figures=1,
    ),
    # With commas.
    rule(r"(?<! [\w,] ) (?: \+ \d{1,3} | 0\d{2,4} ) (?: [,،] \s? \d{2,4} ){2,4} (?! [\d,] )", "[number]", figures=2),
    # Shorter ones, where it is said that they are phones.
    rule(
        rf"( (?<!\w) {_PHONE} {_LEADING_TO_A_NUMBER} ) (?! {YEAR} \b ) \d (?: [\s.-]? \d ){{3,5}} (?! [\d%] )",
        r"\1[number]",
        figures=1,
    ),
    # Seven digits or more in words.
    rule(
        rf"(?<!\w) 0\d{{2,3}} (?: [\s,،-]{{1,2}} (?: {_SAID_DIGIT} | \d{{1,4}} ) ){{4,}} (?!\w)", "[number]", figures=2
    ),
    rule(rf"(?<!\w) {_SAID_DIGIT} (?: [\s,،-]{{1,2}} (?: {_SAID_DIGIT} | \d{{1,4}} ) ){{6,}} (?!\w)", "[number]"),
)
