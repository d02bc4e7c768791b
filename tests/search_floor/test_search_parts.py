from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest
from search_floor.building import concept, reader
from search_floor.words import LEXICON, plain_reader

from knowledge.schema import Variety
from knowledge.search.parts import MOST_ASKED, first_asked, questions_in

READER: Final = plain_reader()
BEGINNING_LIKE_AND: Final = replace(
    LEXICON,
    concepts={
        **LEXICON.concepts,
        "post": concept("post", {"ar": ["ولاية"]}),
        "emir": concept("emir", {"ar": ["والي"]}),
    },
    numbers={1: concept("1", {"ar": ["واحد"]})},
    kinds={
        **LEXICON.kinds,
        "what": concept("what", {"iraqi": ["لايه", "ياهم"]}),
        "list": concept("list", {"iraqi": ["يا"]}),
        "yes-no": concept("yes-no", {"ar": ["هل"]}),
    },
    fillers={**LEXICON.fillers, Variety.STANDARD: (*LEXICON.fillers[Variety.STANDARD], "أحد", "إلى", "وهل", "ويا")},
)
"""A lexicon of words of which the first letter may be an 'and' that is glued on."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how many members and who commands", ["how many members", "who commands"]),
        ("How many members are there? Who commands?", ["How many members are there", "Who commands"]),
        ("how many members, when, and where?", ["how many members", "when", "where"]),
        ("كم عدد الأعضاء ومن هو القائد", ["كم عدد الأعضاء", "من هو القائد"]),
        ("كم عدد الأعضاء و من هو القائد؟", ["كم عدد الأعضاء", "من هو القائد"]),
        ("كم عدد الأعضاء ومن يدرب القوات؟", ["كم عدد الأعضاء", "من يدرب القوات"]),
        ("كم عدد الأعضاء ومن يناير ومن العراق؟", ["كم عدد الأعضاء ومن يناير ومن العراق"]),
        ("القائد منو\nوالأعضاء شكد", ["القائد منو", "والأعضاء شكد"]),
        ("kam 3odw w mino el commander", ["kam 3odw", "mino el commander"]),
        ("members and trainers in Iraq?", ["members and trainers in Iraq"]),
        ("how many trainers and schools", ["how many trainers and schools"]),
        ("was it 99.5 or 98 members? who commands?", ["was it 99.5 or 98 members", "who commands"]),
        ("I am from Mosul. How many members are there? Thanks.", ["How many members are there"]),
        ("الأعضاء وما عندهم مدارس؟", ["الأعضاء وما عندهم مدارس"]),
        ("And the Mosul schools, how many members?", ["And the Mosul schools, how many members"]),
        ("والموصل، كم عدد الأعضاء؟", ["والموصل، كم عدد الأعضاء"]),
        (
            "If the schools in Mosul are closed by now, how many members are there?",
            ["If the schools in Mosul are closed by now, how many members are there"],
        ),
        ("إذا أُغلقت المدارس في الموصل، كم عدد الأعضاء؟", ["إذا أُغلقت المدارس في الموصل، كم عدد الأعضاء"]),
        ("How many members are there because I have an exam", ["How many members are there"]),
        ("كم عدد الأعضاء لأني أكتب بحثاً", ["كم عدد الأعضاء"]),
        ("How many members are there, we have a guest who asks us", ["How many members are there"]),
        ("الأعضاء شكد عددهم، اني سمعت من اهلي واصدقائي بالموصل", ["الأعضاء شكد عددهم"]),
        ("Members because I have an exam, how many?", ["Members because I have an exam, how many"]),
        (
            "I read all about the schools of Mosul and now about the members how many are there and I forgot how many",
            ["how many are there and I forgot how many"],
        ),
        (
            "Of the 79 members that the task force has named by now, how many are schools?",
            ["Of the 79 members that the task force has named by now, how many are schools"],
        ),
        ("My cousin told all of us that the schools were closed, how many members?", ["how many members"]),
        (
            "my cousin from Mosul told us that all of the schools there were closed how many schools are open",
            ["how many schools are open"],
        ),
        ("My list of members is long. How many trainers?", ["How many trainers"]),
        ("How many schools did the U.S. open?", ["How many schools did the U.S. open"]),
        ("How many members did Lt. Gen. White count?", ["How many members did Lt. Gen. White count"]),
        ("hello.", []),
        ("", []),
        ("?!", []),
    ],
)
def test_questions_in(text: str, expected: list[str]) -> None:
    """A sentence is cut before a question word after 'and', or after a comma; a story before it is left out."""
    assert list(questions_in(text, READER.vocabulary)) == expected


def test_first_asked() -> None:
    """Of many questions the first are asked, each once."""
    asked = [f"who is {number}" for number in range(MOST_ASKED + 3)]

    assert list(first_asked(["who is 0", *asked])) == asked[:MOST_ASKED]
    assert list(first_asked(asked[:2])) == asked[:2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الأعضاء كم واحد متى دربوا؟", ["الأعضاء كم واحد متى دربوا"]),
        ("كم عضو دربوا وياهم بالموصل؟", ["كم عضو دربوا وياهم بالموصل"]),
        ("القائد من هو من أي ولاية بالعراق؟", ["القائد من هو من أي ولاية بالعراق"]),
        ("كم عدد الأعضاء وهل دربوا بالعراق؟", ["كم عدد الأعضاء", "هل دربوا بالعراق"]),
        ("كم عدد الأعضاء وإلى متى دربوا؟", ["كم عدد الأعضاء", "إلى متى دربوا"]),
        ("كم عضو دربوا ويا دولة دربت؟", ["كم عضو دربوا", "يا دولة دربت"]),
        ("كم عدد الأعضاء ومتى دربوا؟", ["كم عدد الأعضاء", "متى دربوا"]),
    ],
)
def test_letter_that_is_no_and(text: str, expected: list[str]) -> None:
    """'One', 'with them' and 'a state' begin with the letter for 'and', and begin no other question."""
    assert list(questions_in(text, reader(BEGINNING_LIKE_AND).vocabulary)) == expected
