"""What is laid out in columns comes out of them as it went in."""

from __future__ import annotations

import pickle
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from search_floor.words import plain_reader

from knowledge.search.columns import Column, Questions
from knowledge.search.question import Feature

READER = plain_reader()
TEXTS = ("How many members in 2019?", "", "who commands the forces", "members now")
READ = [READER.read_curated(text) for text in TEXTS]


@given(st.lists(st.lists(st.text(max_size=3))))
def test_rows(rows: list[list[str]]) -> None:
    """Every row has its items in their order, whichever other rows have them too."""
    column = Column(rows)

    assert [column[number] for number in range(len(column))] == [tuple(row) for row in rows]


def test_equal_items_are_one() -> None:
    """What several rows have is kept once."""
    column = Column([[Feature("oil")], [Feature("oil")]])

    assert column[0][0] is column[1][0]


def test_questions() -> None:
    """A question keeps what it asks about, its kinds, times and what it wants, but no words, letters and dates."""
    questions = Questions(READ)

    assert [questions[number] for number in range(len(questions))] == [
        replace(question, folded="", dates=(), grams={}, words=()) for question in READ
    ]


def test_pickled_questions() -> None:
    """Questions are the same after they were kept in a file."""
    questions = pickle.loads(pickle.dumps(Questions(READ)))  # noqa: S301 - written in this line

    assert [questions[number].ids for number in range(len(questions))] == [question.ids for question in READ]
