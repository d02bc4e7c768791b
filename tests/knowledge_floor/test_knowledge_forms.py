"""Entries and sources as forms: what is missing is said field by field, and what is written is as curators write it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knowledge_floor.small_folder import ENTRIES, FILES

from knowledge.editing import AddEntry, AddSource, apply, entry_text
from knowledge.forms import ClaimForm, EntryForm, Flaw, Flaws, FormError, ReferenceForm, SourceForm
from knowledge.loader import read_tree
from knowledge.schema import Bilingual, Variety
from knowledge.tree import Tree
from knowledge.yaml_scalars import one_line

TREE = Tree(FILES)
TITLE = Bilingual("Members", "الأعضاء")
CLAIM = ClaimForm(
    Bilingual("In 2024: 87 members.", "87 عضواً."),
    as_of="2024-09",
    sources=(ReferenceForm("brochure", "page 1, box", ("87", "2024-09-30")),),
)
FORM = EntryForm(
    id="new-entry",
    topic="coalition",
    title=TITLE,
    questions={Variety.ARABIZI: ("kam",), Variety.ENGLISH: ("how many?", "fact: how many")},
    claims=(CLAIM, replace(CLAIM, as_of="", since="2019", until="2020-05")),
    unlike={Variety.IRAQI: ("شكد الراتب",)},
    follow_ups={Variety.ENGLISH: ("who joined last?",)},
    unanswered={Variety.ENGLISH: ("what does it cost?",)},
    related=("daesh-money",),
)
WRITTEN = """\
- id: new-entry
  topic: coalition
  title: {en: Members, ar: الأعضاء}
  questions:
    en:
      - how many?
      - "fact: how many"
    arabizi:
      - kam
  unlike:
    iraqi:
      - شكد الراتب
  follow_ups:
    en:
      - who joined last?
  unanswered:
    en:
      - what does it cost?
  claims:
    - as_of: 2024-09
      text:
        en: "In 2024: 87 members."
        ar: 87 عضواً.
      sources:
        - {id: brochure, at: "page 1, box", figures: ["87", "2024-09-30"]}
    - from: 2019
      until: 2020-05
      text:
        en: "In 2024: 87 members."
        ar: 87 عضواً.
      sources:
        - {id: brochure, at: "page 1, box", figures: ["87", "2024-09-30"]}
  related: [daesh-money]"""
SOURCE = SourceForm(
    id="new-source",
    publisher=Bilingual("A paper, of Iraq", "صحيفة"),
    title="Title: of it",
    language="en",
    published="2024-05",
    published_note=Bilingual("estimated", "تقدير"),
    url="https://paper.example/a?b=1#c",
    is_courtesy_translation=True,
)


def test_entry_in_house_style() -> None:
    """A form is written as curators write entries, varieties in their order."""
    assert FORM.yaml_text() == WRITTEN


def test_entry_is_taken_in() -> None:
    """The text of a form can be added to a knowledge, and is read without a problem."""
    reading = read_tree(apply(TREE, AddEntry(ENTRIES, FORM.yaml_text())))

    assert ("new-entry" in reading.knowledge.entries, reading.problems) == (True, ())


def test_form_of_an_entry() -> None:
    """A form can be filled from the text of an entry."""
    assert EntryForm.of(WRITTEN) == FORM


@pytest.mark.parametrize("entry", ["coalition-members", "daesh-money"])
def test_entry_through_a_form(entry: str) -> None:
    """An entry that went through a form says the same as before, whatever its layout was."""
    form = EntryForm.of(entry_text(TREE, entry))

    assert (EntryForm.of(form.yaml_text()), form.problems()) == (form, ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (WRITTEN.replace("- kam", "- kam  # spelt so"), "There are remarks"),
        (f"# above\n{WRITTEN}", "There are remarks"),
        (WRITTEN.replace("topic:", "topick:"), "line 2: an entry has no key 'topick'"),
        (f"{WRITTEN}\n{WRITTEN}", "not one item"),
        ("- [", "line 2: .*edit its text"),
        ("\ud800", "this is not UTF-8"),
    ],
)
def test_more_than_a_form_holds(text: str, reason: str) -> None:
    """What a form would lose, or cannot show, is said; the text can be edited instead."""
    with pytest.raises(FormError, match=reason):
        EntryForm.of(text)


@pytest.mark.parametrize("text", ["- id: a # b", "- id: 'a # b'", "- id: |\n    # a"])
def test_what_is_a_remark(text: str) -> None:
    """A hash inside a value is no remark."""
    with pytest.raises(FormError) as caught:
        EntryForm.of(f"{text}\n  topic: t\n  title: {{en: a, ar: ب}}\n  questions: {{en: [a]}}\n  claims: []")

    assert ("remarks" in str(caught.value)) is (text == "- id: a # b")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (FORM, ()),
        (replace(FORM, id=" "), (("id", Flaw.MISSING),)),
        (replace(FORM, id="New Entry"), (("id", Flaw.ID),)),
        (replace(FORM, id="a" * 49), (("id", Flaw.ID),)),
        (replace(FORM, topic=""), (("topic", Flaw.MISSING),)),
        (replace(FORM, title=Bilingual("Members", "")), (("title.ar", Flaw.MISSING),)),
        (replace(FORM, questions={Variety.ENGLISH: ()}), (("questions", Flaw.MISSING),)),
        (replace(FORM, claims=()), (("claims", Flaw.MISSING),)),
        (
            replace(FORM, claims=(CLAIM, replace(CLAIM, sources=(ReferenceForm("brochure", ""),)))),
            (("claims.1.sources.0.at", Flaw.MISSING),),
        ),
    ],
)
def test_flaws_of_an_entry(form: EntryForm, expected: Flaws) -> None:
    """Each field that is empty or malformed is named with what to do."""
    assert form.problems() == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (replace(CLAIM, as_of=""), (("as_of", Flaw.NO_DATE),)),
        (replace(CLAIM, as_of="May 2020"), (("as_of", Flaw.DATE),)),
        (replace(CLAIM, since="2019"), (("as_of", Flaw.TWO_DATES),)),
        (replace(CLAIM, as_of="", until="2019"), (("since", Flaw.NO_BEGINNING),)),
        (replace(CLAIM, as_of="", since="2020", until="2019"), (("until", Flaw.BACKWARDS),)),
        (replace(CLAIM, as_of="", since="2020", until="2019-13"), (("until", Flaw.DATE),)),
        (replace(CLAIM, as_of="", since="2020"), ()),
        (replace(CLAIM, text=Bilingual("", "نص")), (("text.en", Flaw.MISSING),)),
        (replace(CLAIM, sources=()), (("sources", Flaw.MISSING),)),
    ],
)
def test_flaws_of_a_claim(form: ClaimForm, expected: Flaws) -> None:
    """A claim has one date or a period, both languages, and a source."""
    assert form.problems() == expected


def test_source_in_house_style() -> None:
    """A source is written as curators write sources."""
    assert SOURCE.yaml_text() == (
        '- id: new-source\n  publisher: {en: "A paper, of Iraq", ar: صحيفة}\n  title: "Title: of it"\n  language: en\n'
        "  published: 2024-05\n  published_note: {en: estimated, ar: تقدير}\n  url: https://paper.example/a?b=1#c\n"
        "  courtesy_translation: true"
    )


def test_source_is_taken_in() -> None:
    """The text of a form can be added to the sources, and is read without a problem."""
    reading = read_tree(apply(TREE, AddSource(SOURCE.yaml_text())))

    assert (reading.knowledge.sources["new-source"].title, reading.problems) == ("Title: of it", ())


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (SOURCE, ()),
        (replace(SOURCE, published="", url=""), ()),
        (replace(SOURCE, published_note=Bilingual("", "")), ()),
        (replace(SOURCE, published="", published_note=Bilingual("", "")), (("published", Flaw.MISSING),)),
        (replace(SOURCE, published="5/2024"), (("published", Flaw.DATE),)),
        (replace(SOURCE, published_note=Bilingual("x", "")), (("published_note.ar", Flaw.MISSING),)),
        (replace(SOURCE, language="English"), (("language", Flaw.LANGUAGE),)),
        (replace(SOURCE, url="paper.example"), (("url", Flaw.ADDRESS),)),
        (replace(SOURCE, url="javascript:alert(1)"), (("url", Flaw.ADDRESS),)),
        (replace(SOURCE, title="", id="ID"), (("id", Flaw.ID), ("title", Flaw.MISSING))),
        (
            replace(SOURCE, publisher=Bilingual("", "")),
            (("publisher.en", Flaw.MISSING), ("publisher.ar", Flaw.MISSING)),
        ),
    ],
)
def test_flaws_of_a_source(form: SourceForm, expected: Flaws) -> None:
    """A source has a publisher in both languages, a title, a language, and a date or the reason why there is none."""
    assert form.problems() == expected


WORDS = st.text(min_size=1).map(one_line).filter(bool)
BILINGUALS = st.builds(Bilingual, WORDS, WORDS)
PHRASINGS = st.dictionaries(st.sampled_from(Variety), st.lists(WORDS, min_size=1, max_size=3).map(tuple), min_size=1)
REFERENCES = st.builds(ReferenceForm, WORDS, WORDS, st.lists(WORDS, max_size=2).map(tuple))
CLAIMS = st.builds(
    ClaimForm,
    BILINGUALS,
    as_of=st.sampled_from(["2019", "2019-02", "2019-02-06"]),
    sources=st.lists(REFERENCES, min_size=1, max_size=2).map(tuple),
)
FORMS = st.builds(
    EntryForm,
    id=st.just("new"),
    topic=WORDS,
    title=BILINGUALS,
    questions=PHRASINGS,
    claims=st.lists(CLAIMS, min_size=1, max_size=2).map(tuple),
    unlike=PHRASINGS,
    follow_ups=PHRASINGS,
    unanswered=PHRASINGS,
    related=st.lists(WORDS, max_size=2).map(tuple),
)


@settings(max_examples=50)
@given(FORMS)
def test_any_text_in_a_form(form: EntryForm) -> None:
    """Whatever is typed into a form is in the entry: quotes, colons and brackets break nothing."""
    assert EntryForm.of(form.yaml_text()) == form


def test_what_is_typed_is_flattened() -> None:
    """Line breaks and invisible characters do not get into an entry."""
    form = replace(FORM, title=Bilingual(" a\nb", "ب\u202e "), topic="t\r\n  id: x")

    assert (EntryForm.of(form.yaml_text()).title, EntryForm.of(form.yaml_text()).topic) == (
        Bilingual("a b", "ب"),
        "t id: x",
    )
