from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.introductions import names_in
from handlers.public_names import PublicNames


def names(text: str) -> list[str]:
    return [text[start:end] for start, end in names_in(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my name is Xoshnaw", "Xoshnaw"),
        ("hello, my name's O'Neil and I ask", "O'Neil"),
        ("my name is yusuf al-hamdani who leads", "yusuf al-hamdani"),
        ("I'm Sara Ahmed, a teacher", "Sara Ahmed"),
        ("I am Xoshnaw from Duhok", "Xoshnaw"),
        ("this is Dr. Xoshnaw", "Dr. Xoshnaw"),
        ("you can call me Abu Ali", "Abu Ali"),
        ("Name: Hiba", "Hiba"),
        ("واسمي خوشناو", "خوشناو"),
        ("اسمي عبد الله الجبوري واريد", "عبد الله الجبوري"),
        ("اسمي هناء", "هناء"),
        ("أنا الشيخ عواد من الأنبار", "الشيخ عواد"),
        ("انا سعيد من الموصل", "سعيد"),
        ("معكم ام زينب", "ام زينب"),
        ("ana 3omar men dimashq", "3omar"),
        ("I, Layla Hasan, ask for help", "Layla Hasan"),
        ("my late husband Saad al-Obeidi fought there", "Saad al-Obeidi"),
        ("our neighbour Abu Ali says so", "Abu Ali"),
        ("I miss him, his name is Ahmed Jassim", "Ahmed Jassim"),
        ("ask Haji Salman in our mosque", "Haji Salman"),
        ("how many? Regards, Noor", "Noor"),
        ("when does it end? — Zaid", "Zaid"),
        ("Umm Hassan here, when do they come back", "Umm Hassan"),
        ("Ahmed from Basra: who pays", "Ahmed"),
        ("ابن عمي حيدر استشهد", "حيدر"),
        ("جارنا أبو علي يكول", "أبو علي"),
        ("الحجي كاظم شاف الضربة", "الحجي كاظم"),
        ("واحد اسمه أبو سيف يبيع سلاح", "أبو سيف"),
        ("اختكم خوشناو ناصر تسأل", "خوشناو ناصر"),
        ("متى تنتهي؟ مع تحياتي، هدى", "هدى"),
        ("هلا والله، بو فهد معك", "بو فهد"),
        ("هل يرجع داعش؟\n- كرار", "كرار"),
    ],
)
def test_name(text: str, name: str) -> None:
    """The name that somebody gives as their own is found, with what belongs to it and no more."""
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        *("who is Omar Hassan", "is my name stored", "my name is not on it", "I am Iraqi from Mosul", "this is Mosul"),
        *(
            "I am glad",
            "call me later",
            "name the members",
            "من هو ابو بكر البغدادي",
            "هل اسمي محفوظ",
            "اسمي على القائمة",
        ),
        *(
            "انا سعيد جدا",
            "أنا هنا من جديد",
            "انا امل ان",
            "أنا أستاذ علوم",
            "معك حق",
            "وياكم من الموصل",
            "انا ام لا",
            "",
        ),
        *("ana men iraq", "esmi mawjood", "my name is [name]", "my name is"),
        *("my brother asks how many", "our neighbour Turkey", "Thanks, how many are there?", "Regards to the team"),
        *(
            "who was Haji Bakr",
            "the Sheikh Zayed hospital",
            "who is the caliph, his name is Abu Hassan",
            "Lt. Gen. Paul",
        ),
        *("Ali and Hassan are common", "troops from Italy", "did they meet Omar?"),
        *("ابن عمي يسأل", "جارتنا تركيا", "من هو الحاج بكر", "مستشفى الشيخ زايد", "شكراً، كم عضو", "القائد اسمه عمر"),
        *("عمر المهمة كم سنة", "سلام من بغداد", "تحية طيبة"),
    ],
)
def test_no_name(text: str) -> None:
    """People who are asked about, and words that merely stand where a name could, are left alone."""
    assert names(text) == []


def test_public_person() -> None:
    """A name that is public stays behind a title or 'his name is', and goes where somebody gives it as their own."""
    public = PublicNames(frozenset({("abadi",), ("عبادي",)}))
    texts = ["Dr. Haider al-Abadi won", "الدكتور حيدر العبادي اعلن", "we know him, his name is Haider Abadi"]

    assert [text[start:end] for text in texts for start, end in names_in(text, public)] == []
    assert list(names_in("my name is Haider Abadi", public)) == [(11, 23)]


def test_several() -> None:
    """Each name is found where it is."""
    assert names("my name is Ali. اسمي علي، وهذا سؤالي") == ["Ali", "علي"]


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(["my name is ", "انا ", "علي ", "ابو ", "Ali ", "- ", "من ", "my cousin ", "Dr. ", "شكرا، "])
    ).map("".join)
)
def test_places_are_in_order(text: str) -> None:
    """Whatever is written, what is found lies in it, one after the other."""
    places = [place for found in names_in(text) for place in found]

    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
