"""Texts written in YAML: whatever they hold, they read back exactly, and look as curators write them."""

from __future__ import annotations

import unicodedata

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from knowledge_floor.plain_yaml import plain

from knowledge.yaml_scalars import flow_scalar, one_line, scalar

TEXTS = (
    st.text() | st.text(st.sampled_from("ab 1:#-'\"\\,[]{}?!&*%@`|>~=.،؟كم")) | st.from_regex(r"[\d._+-]{1,5}")
).map(one_line)


@given(TEXTS)
@example("a: b")
@example("a #b")
@example("a:")
@example("null")
@example("0x1F")
@example("2019-02-06")
def test_in_lines(text: str) -> None:
    """A text after a hyphen or a key reads back, as a text and nothing else."""
    assert plain(f"- {scalar(text)}\n- k: {scalar(text)}\n") == [text, {"k": text}]


@given(TEXTS)
@example("a]")
def test_in_brackets(text: str) -> None:
    """A text inside brackets reads back, as a text and nothing else."""
    assert plain(f"- [{flow_scalar(text)}, x]\n- {{k: {flow_scalar(text)}}}\n") == [[text, "x"], {"k": text}]


@given(TEXTS)
def test_pure_python_agrees(text: str) -> None:
    """The reader without C reads the same."""
    assert yaml.load(f"[{flow_scalar(text)}]", Loader=yaml.BaseLoader) == [text]  # noqa: S506 - a BaseLoader is safe


@pytest.mark.parametrize(
    ("text", "in_lines", "in_brackets"),
    [
        ("How many members?", "How many members?", '"How many members?"'),
        ("كم عدد أعضاء التحالف؟", "كم عدد أعضاء التحالف؟", "كم عدد أعضاء التحالف؟"),
        ("The Ambassadors' Day", "The Ambassadors' Day", "The Ambassadors' Day"),
        ("Rudaw, Erbil", "Rudaw, Erbil", '"Rudaw, Erbil"'),
        ("fact: one", '"fact: one"', '"fact: one"'),
        ('fact: "one" isn\'t', "'fact: \"one\" isn''t'", "'fact: \"one\" isn''t'"),
        ("90", '"90"', '"90"'),
    ],
)
def test_as_curators_write(text: str, in_lines: str, in_brackets: str) -> None:
    """Quotes stand only where they are needed, inside brackets more often."""
    assert (scalar(text), flow_scalar(text)) == (in_lines, in_brackets)


@given(st.text())
def test_one_line_is_visible(text: str) -> None:
    """What a person wrote becomes one line without anything invisible, and stays so."""
    line = one_line(text)
    invisible = {letter for letter in line if unicodedata.category(letter)[0] == "C"}

    assert (invisible, line.splitlines()[1:], one_line(line)) == (set(), [], line)


def test_one_line_keeps_words_apart() -> None:
    """Line breaks and control characters part words as blanks do; direction marks leave no gap."""
    assert one_line(" a\r\n\tb\x00c\u2028d\u202ee ") == "a b c de"
