"""From a folder to a Knowledge: what is read, and every mistake of form with its file and line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knowledge_floor.small_folder import (
    ASKED,
    ENTRIES,
    FILES,
    HEARD,
    LEXICON,
    SOURCES,
    TOPICS,
    found,
    knowledge_of,
    line_of,
    mistaken,
    write_folder,
)

from knowledge.checks import RULES
from knowledge.dates import PartialDate, Period
from knowledge.errors import KnowledgeError, Place, Problem
from knowledge.loader import LONGEST_ID, load, read
from knowledge.schema import Bilingual, ConceptClass, Phrasing, Source, SourceReference, Topic, Variety

if TYPE_CHECKING:
    from collections.abc import Mapping

NOWHERE = Place(Path(), 0)
JUNK = ["", "- ", "x", "{}", "[]", "? a", "en: [x]", "''", "'", "!!x y", "&a *a", "%", "text:"]


def test_ids(tmp_path: Path) -> None:
    """Everything that the files name is there, in their order."""
    knowledge = load(write_folder(tmp_path))

    assert [list(part) for part in (knowledge.sources, knowledge.topics, knowledge.entries)] == [
        ["rudaw-2026", "factsheet-2019", "brochure"],
        ["coalition", "finance"],
        ["coalition-members", "daesh-money"],
    ]


def test_source(tmp_path: Path) -> None:
    """A source has all that a citation shows."""
    source = load(write_folder(tmp_path)).sources["factsheet-2019"]

    assert source == Source(
        id="factsheet-2019",
        publisher=Bilingual("U.S. Department of State", "وزارة الخارجية الأمريكية"),
        title="التحالف الدولي- العمل لدحر داعش",
        language="ar",
        published=PartialDate(2019, 2, 6),
        published_note=None,
        url=None,
        is_courtesy_translation=True,
        place=NOWHERE,
    )


def test_topic(tmp_path: Path) -> None:
    """A topic has its title in both languages."""
    topic = load(write_folder(tmp_path)).topics["finance"]

    assert topic == Topic("finance", Bilingual("Cutting off the money", "قطع التمويل"), NOWHERE)


def test_phrasings(tmp_path: Path) -> None:
    """Each phrasing knows its variety."""
    entry = load(write_folder(tmp_path)).entries["coalition-members"]

    assert entry.questions[-2:] == (
        Phrasing("جم دولة بالتحالف", Variety.IRAQI, NOWHERE),
        Phrasing("kam dawla bil ta7alof", Variety.ARABIZI, NOWHERE),
    )


def test_near_misses(tmp_path: Path) -> None:
    """Near misses are kept apart from the phrasings."""
    entry = load(write_folder(tmp_path)).entries["coalition-members"]

    assert entry.unlike == (Phrasing("How many members does NATO have?", Variety.ENGLISH, NOWHERE),)


def test_follow_ups(tmp_path: Path) -> None:
    """What is asked after an answer, told or not, is kept apart from phrasings with its variety; there may be none."""
    entries = load(write_folder(tmp_path)).entries

    assert entries["coalition-members"].follow_ups == (
        Phrasing("how many had joined by then", Variety.ENGLISH, NOWHERE),
        Phrasing("وجم جانوا قبل", Variety.IRAQI, NOWHERE),
    )
    assert entries["coalition-members"].unanswered == (Phrasing("what does it cost", Variety.ENGLISH, NOWHERE),)
    assert entries["daesh-money"].follow_ups == entries["daesh-money"].unanswered == ()


def test_periods(tmp_path: Path) -> None:
    """`as_of` is a moment, `from` and `until` a period."""
    claims = load(write_folder(tmp_path)).entries["coalition-members"].claims

    assert [claim.period for claim in claims] == [
        Period.at(PartialDate(2026, 2)),
        Period(PartialDate(2019, 2), PartialDate(2020)),
    ]


def test_still_holding(tmp_path: Path) -> None:
    """A claim with `from` alone holds until now."""
    files = mistaken(ENTRIES, "      until: 2020\n", "")

    assert load(write_folder(tmp_path, files)).entries["coalition-members"].claims[1].period.until is None


def test_references(tmp_path: Path) -> None:
    """A claim says where in which source it stands, and with what figures."""
    claim = load(write_folder(tmp_path)).entries["coalition-members"].claims[0]

    assert claim.sources == (
        SourceReference("brochure", "page 2", ("90",), NOWHERE),
        SourceReference("rudaw-2026", "para 1", (), NOWHERE),
    )


def test_concept(tmp_path: Path) -> None:
    """A concept has a class, what it belongs to, and its forms in the order of the file."""
    nato = load(write_folder(tmp_path)).lexicon.concepts["nato"]

    assert (nato.klass, nato.part_of, list(nato.every_form())) == (
        ConceptClass.ORGANISATION,
        "coalition",
        [(Variety.ENGLISH, "NATO"), (Variety.STANDARD, "ناتو")],
    )


def test_lexicon(tmp_path: Path) -> None:
    """Months and numbers are keyed by number; fillers by variety."""
    lexicon = load(write_folder(tmp_path)).lexicon

    assert (list(lexicon.months), list(lexicon.numbers)[-1], lexicon.fillers) == (
        [1, 2, 5, 10],
        1000,
        {Variety.ENGLISH: ("please",), Variety.STANDARD: ("من فضلك",)},
    )


def test_places(tmp_path: Path) -> None:
    """Everything knows the line where it begins."""
    claim = load(write_folder(tmp_path)).entries["coalition-members"].claims[0]
    lines = [claim.place.line, claim.text.place.line, claim.sources[1].place.line]

    assert lines == [
        line_of(FILES[ENTRIES], part) for part in ("as_of: 2026-02", "en: The Coalition", "id: rudaw-2026")
    ]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "rule"),
    [
        (ENTRIES, "- id: daesh-money", "- id: Daesh_Money", "id"),
        (ENTRIES, "- id: daesh-money", f"- id: {'x' * (LONGEST_ID + 1)}", "id"),
        (ENTRIES, "- id: daesh-money", "- id: coalition-members", "repeated-id"),
        (ENTRIES, "  topic: finance", "  topick: finance", "unknown-key"),
        (ENTRIES, "  topic: finance", "  topic: ''", "empty"),
        (ENTRIES, "  topic: finance", "  topic: [finance]", "type"),
        (ENTRIES, "iraqi: [جم دولة بالتحالف]", "klingon: [nuqneH]", "unknown-key"),
        (ENTRIES, "iraqi: [جم دولة بالتحالف]", "iraqi: جم دولة بالتحالف", "type"),
        (ENTRIES, "iraqi: [جم دولة بالتحالف]", "en: [again]", "repeated-key"),
        (ENTRIES, "as_of: 2019-02-06", "as_of: 2019-02-30", "date"),
        (ENTRIES, "as_of: 2019-02-06", "as_of: last week", "date"),
        (ENTRIES, "from: 2019-02\n", "from: 2021-02\n", "date"),
        (ENTRIES, "from: 2019-02\n", "as_of: 2019-02\n", "date"),
        (ENTRIES, "- {id: factsheet-2019, at: page 3}", "- {id: factsheet-2019}", "missing-key"),
        (ENTRIES, "- {id: factsheet-2019, at: page 3}", "- factsheet-2019", "type"),
        (SOURCES, "- id: factsheet-2019", "- id: rudaw-2026", "repeated-id"),
        (SOURCES, "  courtesy_translation: true", "  courtesy_translation: maybe", "type"),
        (SOURCES, "  published: 2019-02-06", "  published: 06.02.2019", "date"),
        (TOPICS, "{en: Cutting off the money, ar: قطع التمويل}", "Cutting off the money", "type"),
        (TOPICS, "- id: finance", "- id: coalition", "repeated-id"),
        (LEXICON, "class: organisation, en: [coalition]", "class: club, en: [coalition]", "class"),
        (LEXICON, "  5: {en: [May]", "  five: {en: [May]", "number"),
        (LEXICON, "  ar: [من فضلك]", "  fa: [لطفا]", "unknown-key"),
        (LEXICON, "  now: {", "  now: {forms: [now], ", "unknown-key"),
    ],
)
def test_mistake(tmp_path: Path, file: str, right: str, wrong: str, rule: str) -> None:
    """A mistake of form is found at the line where it stands."""
    files = mistaken(file, right, wrong)
    line = line_of(FILES[file], right.strip())
    reading = read(write_folder(tmp_path, files))

    assert f"{Path(file).name}:{line} {rule}" in found(reading.problems)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        (ENTRIES, "    - as_of: 2019-02-06\n      text:", "    - text:", "missing-date"),
        (ENTRIES, "      sources:\n        - {id: factsheet-2019, at: page 3}", "      sources: []", "missing-source"),
        (SOURCES, "  published: 2026-02-09\n", "", "missing-date"),
        (SOURCES, "  language: en\n", "", "missing-key"),
        (LEXICON, "times:\n  now: {en: [now], ar: [الآن]}\n", "", "missing-key"),
    ],
)
def test_omission(tmp_path: Path, file: str, right: str, wrong: str, expected: str) -> None:
    """What is left out is found, once."""
    reading = read(write_folder(tmp_path, mistaken(file, right, wrong)))

    assert [problem.rule for problem in reading.problems] == [expected]


@pytest.mark.parametrize("file", [SOURCES, TOPICS, LEXICON])
def test_missing_file(tmp_path: Path, file: str) -> None:
    """A missing file is one problem that names it."""
    (write_folder(tmp_path) / file).unlink()

    assert found(read(tmp_path).problems) == [f"{file}:1 file"]


def test_missing_entries(tmp_path: Path) -> None:
    """So is a folder without entries."""
    (write_folder(tmp_path) / ENTRIES).unlink()

    assert [problem.place.file.name for problem in read(tmp_path).problems] == ["entries"]


def test_empty_folder(tmp_path: Path) -> None:
    """All missing files are reported at once."""
    assert len(read(tmp_path / "nowhere").problems) == len(FILES)


def test_load_raises_with_all_problems(tmp_path: Path) -> None:
    """A knowledge with mistakes in two files is not served, and the error names both in reading order."""
    files = {**mistaken(SOURCES, "url: https", "urls: https"), TOPICS: "- id: Coalition\n  title: {en: a, ar: ب}\n"}
    with pytest.raises(KnowledgeError) as refused:
        load(write_folder(tmp_path, files))

    assert found(refused.value.problems) == ["sources.yaml:6 unknown-key", "topics.yaml:1 id"]


def test_error_as_text(tmp_path: Path) -> None:
    """The error's text is one line a problem."""
    problems = [
        Problem(Place(tmp_path, line), "rule", Bilingual("wrong", "خطأ"), Bilingual("remedy", "حل")) for line in (1, 2)
    ]

    assert str(KnowledgeError(problems)) == f"{tmp_path}:1: rule: wrong: remedy\n{tmp_path}:2: rule: wrong: remedy"


def test_subjects_that_belong_elsewhere(tmp_path: Path) -> None:
    """A subject may say what to reply, what is near, and that no curator will look for an answer."""
    subjects = (
        "- id: opinions\n  reply: {en: I take no side., ar: لا أنحاز.}\n  near: [daesh-money]\n  noted: false\n"
        "  questions: {en: [is it right]}\n"
        "- id: other-wars\n  questions: {en: [who won in 1991]}\n"
    )
    opinions, wars = knowledge_of(tmp_path, {**FILES, "elsewhere.yaml": subjects}).elsewhere

    assert (opinions.reply, opinions.near, opinions.is_noted) == (
        Bilingual("I take no side.", "لا أنحاز."),
        ("daesh-money",),
        False,
    )
    assert (wars.reply, wars.near, wars.is_noted) == (None, (), True)


def test_what_people_asked(tmp_path: Path) -> None:
    """What people asked stands by the entry that they asked about, what it tells and what it does not."""
    heard = knowledge_of(tmp_path, {**FILES, HEARD: ASKED}).heard

    assert list(heard) == ["coalition-members", "daesh-money"]
    assert [(one.text, one.variety) for one in heard["coalition-members"].told] == [
        ("so how many are in it by now", Variety.ENGLISH),
        ("صاروا جم دولة بيه هسه", Variety.IRAQI),
    ]
    assert [one.text for one in heard["daesh-money"].untold] == ["meen kan yishtiri el naft menhom"]
    assert not heard["daesh-money"].told


def test_asked_about_twice(tmp_path: Path) -> None:
    """All that was asked about an entry stands in one place."""
    twice = ASKED.replace("entry: daesh-money", "entry: coalition-members")
    reading = read(write_folder(tmp_path, {**FILES, HEARD: twice}))

    assert found(reading.problems) == ["heard.yaml:7 repeated-id"]


def test_unrelated_words(tmp_path: Path) -> None:
    """A lexicon may list, by variety, words that only look like its own; it may do without."""
    listed = f"{FILES[LEXICON]}unrelated: {{en: [coalesce, oily], ar: [نفطويه]}}\n"

    assert knowledge_of(tmp_path).lexicon.unrelated == {}
    assert knowledge_of(tmp_path, {**FILES, LEXICON: listed}).lexicon.unrelated == {
        Variety.ENGLISH: ("coalesce", "oily"),
        Variety.STANDARD: ("نفطويه",),
    }


def test_flag_of_a_subject(tmp_path: Path) -> None:
    """What is neither true nor false is reported where it stands."""
    subject = "- id: opinions\n  noted: perhaps\n  questions: {en: [is it right]}\n"
    reading = read(write_folder(tmp_path, {**FILES, "elsewhere.yaml": subject}))

    assert found(reading.problems) == ["elsewhere.yaml:2 type"]


def test_a_file_instead(tmp_path: Path) -> None:
    """An entries file from elsewhere takes the place of the one with its name."""
    other = write_folder(tmp_path / "other", mistaken(ENTRIES, "id: daesh-money", "id: daesh-income"))
    reading = read(write_folder(tmp_path / "own"), instead=other / ENTRIES)

    assert list(reading.knowledge.entries) == ["coalition-members", "daesh-income"]


def test_a_file_besides(tmp_path: Path) -> None:
    """An entries file with a new name is read besides the others, and what it shares with them is its mistake."""
    own = write_folder(tmp_path)
    new = tmp_path / "aaa.yaml"
    new.write_text(FILES[ENTRIES], encoding="utf-8")

    assert {problem.place.file for problem in read(own, instead=new).problems} == {new}


def test_an_earlier_file_instead(tmp_path: Path) -> None:
    """An id taken from another file is the mistake of the file looked at, wherever its name stands in the alphabet."""
    own = write_folder(tmp_path, {**FILES, "entries/aaa.yaml": "- id: other\n"})
    new = tmp_path / "aaa.yaml"
    new.write_text(FILES[ENTRIES], encoding="utf-8")
    repeated = [problem for problem in read(own, instead=new).problems if problem.rule == "repeated-id"]

    assert [problem.place.file for problem in repeated] == [new, new]


@st.composite
def _damaged(draw: st.DrawFn) -> Mapping[str, str]:
    """The files, with one line of one of them taken out, doubled, moved in, or written over."""
    file = draw(st.sampled_from(sorted(FILES)))
    lines = FILES[file].splitlines()
    at = draw(st.integers(0, len(lines) - 1))
    junk = draw(
        st.sampled_from(["", "- ", "x", "{}", "[]", "? a", "en: [x]", "''", "'", "!!x y", "&a *a", "%", "text:"])
    )
    lines[at : at + 1] = draw(
        st.sampled_from([[], [lines[at]] * 2, ["  " + lines[at]], [junk], [lines[at].split(":")[0] + ": " + junk]])
    )
    return {**FILES, file: "\n".join(lines) + "\n"}


@settings(max_examples=60)
@given(_damaged())
def test_no_damage_stops_the_reading(tmp_path_factory: pytest.TempPathFactory, files: Mapping[str, str]) -> None:
    """However a file is damaged, it is read as far as possible, the cheap rules run, and every problem has a line."""
    folder = write_folder(tmp_path_factory.mktemp("damaged"), files)
    reading = read(folder)
    ruled = [problem for rule in RULES for problem in rule(reading.knowledge)]

    assert [problem for problem in (*reading.problems, *ruled) if problem.place.line < 1] == []


def test_places_do_not_count(tmp_path: Path) -> None:
    """A knowledge is the same wherever it stands."""
    assert knowledge_of(tmp_path / "here") == knowledge_of(tmp_path / "there")
