"""The words that the tests of the search know."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from search_floor.building import COUNTRY, ORGANISATION, PERSON, TOWN, concept, lexicon, reader

if TYPE_CHECKING:
    from knowledge.schema import Lexicon
    from knowledge.search.question import Reader

LEXICON: Final[Lexicon] = lexicon(
    [
        concept(
            "coalition",
            {
                "en": ["coalition", "global coalition", "Global Coalition against Daesh"],
                "ar": ["تحالف", "تحالف دولي"],
                "arabizi": ["ta7alof"],
            },
            ORGANISATION,
        ),
        concept("nato", {"en": ["NATO"], "ar": ["ناتو"]}, ORGANISATION),
        concept("state-department", {"en": ["State Department"], "ar": ["وزارة الخارجية"]}, ORGANISATION),
        concept("iraq", {"en": ["Iraq"], "ar": ["عراق"], "arabizi": ["3iraq"]}, COUNTRY),
        concept("syria", {"en": ["Syria"], "ar": ["سوريا"], "arabizi": ["sourya"]}, COUNTRY),
        concept("mosul", {"en": ["Mosul"], "ar": ["موصل"]}, TOWN, part_of="iraq"),
        concept("sinjar", {"en": ["Sinjar"], "ar": ["سنجار"]}, TOWN, part_of="iraq"),
        concept("brennan", {"en": ["Brennan"], "ar": ["برينان"]}, PERSON),
        concept("country", {"en": ["state", "country", "countries"], "ar": ["دولة", "دول"]}),
        concept("member", {"en": ["member", "members"], "ar": ["عضو", "أعضاء"]}),
        concept("air-strike", {"en": ["air strike", "air strikes", "strikes"], "ar": ["غارة", "غارات"]}),
        concept("train", {"en": ["train", "trained"], "ar": ["درب", "يدرب", "تدريب"], "arabizi": ["tadreeb"]}),
        concept("trainer", {"en": ["trainer", "trainers"], "ar": ["مدرب", "مدربون"]}),
        concept("force", {"en": ["forces", "troops"], "ar": ["قوات"]}),
        concept("money", {"en": ["money", "funding"], "ar": ["أموال", "تمويل"], "iraqi": ["فلوس"]}),
        concept("oil", {"en": ["oil"], "ar": ["نفط"]}),
        concept("school", {"en": ["school", "schools"], "ar": ["مدرسة", "مدارس"]}),
        concept("hospital", {"en": ["hospital", "hospitals"], "ar": ["مستشفى", "مستشفيات"]}),
        concept("commander", {"en": ["commander", "commands"], "ar": ["قائد"]}),
    ]
)


@cache
def plain_reader() -> Reader:
    """A reader of questions in these words, one for all tests: what it remembers changes nothing that it reads."""
    return reader(LEXICON)
