"""Two directions of writing in one line: foreign runs are isolated, so that they do not carry punctuation away.

Telegram has no direction flag: a line is shown in the direction of its first strong letter outside isolates. It also
drops the older embedding characters (U+202A to U+202E), while isolates survive.
"""

from __future__ import annotations

import re
from typing import Final

from knowledge.schema import Language
from knowledge.text.directions import FIRST_STRONG_ISOLATE, POP_ISOLATE, isolate

_LATIN: Final = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_ARABIC: Final = "\u0620-\u064a\u0671-\u06d3\u06fa-\u06fc\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc"
_ARABIC_MARKS: Final = "\u064b-\u065f\u0670"
_WITHIN: Final = "0-9_.'’&/:@#%+=?~-"
"""What may stand inside a word, an address or a hyphenated name; never at its end."""
_MARKED: Final = re.compile("[\u2066-\u2069]")


def _run(letters: str, marks: str = "") -> re.Pattern[str]:
    """Words of one script with what stands between them: spaces, commas, figures, brackets that are closed again."""
    word = f"[{letters}](?:[{letters}{marks}{_WITHIN}]*[{letters}{marks}0-9])?"
    words = f"{word}(?:[.,:;،]? (?:[0-9][0-9.,]* )?{word})*"
    return re.compile(rf"{words}(?: (?:{words}|\({words}\)))*")


_RUNS: Final = {Language.ARABIC: _run(_LATIN), Language.ENGLISH: _run(_ARABIC, _ARABIC_MARKS)}
"""What is foreign in a line of each language."""
_LETTERS: Final = {Language.ARABIC: re.compile(f"[{_ARABIC}]"), Language.ENGLISH: re.compile(f"[{_LATIN}]")}


def isolated(text: str, language: Language) -> str:
    """The text with every foreign run isolated, line by line; a line that is foreign altogether stays as it is."""
    return "\n".join(_line(line, language) for line in text.split("\n"))


def isolated_title(title: str, language: Language) -> str:
    """A title inside a line: isolated as a whole when it is foreign, with the punctuation at its ends."""
    if _MARKED.search(title):
        return title
    foreign = next(other for other in Language if other is not language)
    first = re.search(f"[{_LATIN}{_ARABIC}]", title)
    is_foreign = first is not None and _LETTERS[foreign].match(first.group()) is not None
    return isolate(title) if is_foreign else _line(title, language)


def _line(line: str, language: Language) -> str:
    if _MARKED.search(line) or not _LETTERS[language].search(line):
        return line
    return _RUNS[language].sub(rf"{FIRST_STRONG_ISOLATE}\g<0>{POP_ISOLATE}", line)
