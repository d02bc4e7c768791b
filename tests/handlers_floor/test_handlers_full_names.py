"""Names that nothing introduces, by the given names that they are made of."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.introductions import names_in
from handlers.public_names import PublicNames

PUBLIC = PublicNames(frozenset({("abadi",), ("عبادي",)}))


def names(text: str) -> list[str]:
    return [text[start:end] for start, end in names_in(text, PUBLIC)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the payment for ahmed jassim never came", "ahmed jassim"),
        ("they took Marta Echevarri at the gate", "Marta Echevarri"),
        ("please find Noor Hassan Khalaf", "Noor Hassan Khalaf"),
        ("we saw omar al jubouri there", "omar al jubouri"),
        ("for Abdul Rahman in the camp", "Abdul Rahman"),
        ("راتب محمد جاسم الجبوري موقوف", "محمد جاسم الجبوري"),
        ("شفنا غيداء المحمود بالمخيم", "غيداء المحمود"),
        ("وين صار عبد الرحمن الشواخ ورقمه عندي", "عبد الرحمن الشواخ"),
        ("اخذوا أبو أحمد العبيدي من البيت", "أبو أحمد العبيدي"),
        ("سلمنا الورقة لمحمد خالد وراح", "محمد خالد"),
        ("سعيد الجبوري موقوف", "سعيد الجبوري"),
        ("وين صلاح الدين محمد", "صلاح الدين محمد"),
        ("Khunaf Murad is missing", "Khunaf Murad"),
    ],
)
def test_name(text: str, name: str) -> None:
    """Given names in a row, or one and a family's, are a name, with what belongs to it and no more."""
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        *("when did Haider al-Abadi say so", "متى اعلن حيدر العبادي ذلك"),
        *("what did James Mattis say", "هل مات ابراهيم عواد البدري", "احكولي عن ابو عمر الشيشاني"),
        *("who is Omar Hassan", "من هو محمد جاسم", "محمد جاسم منو", "القائد محمد جاسم"),
        *("Ahmed Hassan hospital", "مستشفى محمد جاسم", "محافظة صلاح الدين", "Haifa Street"),
        *("سلام نور", "راتب الجندي", "انت بني آدم ولا برنامج", "شوكت طلعت القوات", "على العراقي", "عمر المهمة"),
        *("ali or hassan", "ask about hope", "Ali asked", "شفنا احمد امس", "بيان جدة", "nour w amal"),
    ],
)
def test_no_name(text: str) -> None:
    """Public persons, places, who is asked about, and words that are names at times, are left alone."""
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my sons Ali, Omar and Zaid Jassim are there", ["Ali", "Omar", "Zaid Jassim"]),
        ("اخواني محمد وحسين واحمد هناك", ["محمد", "حسين", "احمد"]),
        ("my cousin Ahmed, Iraq and Syria", ["Ahmed"]),
        ("my cousin Ahmed and Haider al-Abadi", ["Ahmed"]),
    ],
)
def test_tied(text: str, expected: list[str]) -> None:
    """Names that 'and' or a comma ties to a private one go with it, and nothing else does."""
    assert names(text) == expected


def test_long_row() -> None:
    """A message of nothing but names is done with at once."""
    begun = time.process_time()

    assert names("Ali " * 1000)
    assert time.process_time() - begun < 1


@given(
    st.lists(st.sampled_from(["محمد", "جاسم", "ابو", "عبد", "بن", "الدين", "نور", "الجبوري", "al", "Ali", "و", "."]))
)
def test_places_are_in_order(words: list[str]) -> None:
    """However parts of names stand, what is found lies in the text, one after the other."""
    text = " ".join(words)
    places = [place for found in names_in(text) for place in found]

    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
