"""What differs between two knowledges, as a reader is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knowledge_floor.small_folder import ASKED, ENTRIES, FILES, HEARD, LEXICON, SOURCES, TOPICS, mistaken

from knowledge.difference import Changed, Difference, Fate, ListChange, Run, TextChange, difference
from knowledge.difference.runs import MOST_WORDS, runs
from knowledge.tree import Tree

TREE = Tree(FILES)
TESTS = "questions/resolved.jsonl"
ELSEWHERE = "elsewhere.yaml"
SUBJECT = """\
- id: united-nations
  reply: {en: Not here., ar: ليس هنا.}
  questions: {en: [who is the secretary-general]}
"""


def changed(file: str, right: str, wrong: str) -> tuple[Changed, ...]:
    """What differs when the first `right` of one file is replaced by `wrong`."""
    return difference(TREE, Tree(mistaken(file, right, wrong))).changed


def entry(*lists: ListChange, texts: tuple[TextChange, ...] = ()) -> tuple[Changed, ...]:
    """The first entry, changed like this."""
    return (Changed("entry", "coalition-members", "Members of the Coalition", Fate.CHANGED, texts, lists),)


def kept(text: str) -> tuple[Run, ...]:
    return (Run(text, None),)


def test_nothing_differs() -> None:
    """Equal trees differ in nothing."""
    assert difference(TREE, Tree(dict(FILES))) == Difference(())


def test_changed_claim() -> None:
    """A claim is told in both languages, the changed one word by word."""
    assert changed(ENTRIES, "it had 79 members", "it had exactly 80 members") == entry(
        texts=(
            TextChange(
                "claim 2019-02 – 2020",
                Fate.CHANGED,
                (
                    Run("In February 2019 it had", None),
                    Run(" 79", Fate.REMOVED),
                    Run(" exactly 80", Fate.ADDED),
                    Run(" members.", None),
                ),
                kept("كان يضم 79 عضواً في شباط/فبراير 2019."),
            ),
        )
    )


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("who is in the coalition]", "who is in it]", ("questions en", "who is in it", "who is in the coalition")),
        ("iraqi: [جم دولة بالتحالف]", "iraqi: [شكد]", ("questions iraqi", "شكد", "جم دولة بالتحالف")),
        ("How many members does NATO have?", "x", ("unlike en", "x", "How many members does NATO have?")),
        ("وجم جانوا قبل", "x", ("follow_ups iraqi", "x", "وجم جانوا قبل")),
        ("related: [daesh-money]", "related: [x]", ("related", "x", "daesh-money")),
        ("topic: coalition", "topic: finance", ("topic", "finance", "coalition")),
        ('at: page 2, figures: ["90"]', 'at: page 3, figures: ["90", "2"]',
         ("claim 2026-02: sources", "brochure, page 3 (90; 2)", "brochure, page 2 (90)")),
        ("until: 2020", "until: 2021", ("claim 2019-02 – 2021: period", "2019-02 – 2021", "2019-02 – 2020")),
        ("      until: 2020\n", "", ("claim 2019-02 –: period", "2019-02 –", "2019-02 – 2020")),
    ],
)  # fmt: skip
def test_changed_list(right: str, wrong: str, expected: tuple[str, str, str]) -> None:
    """Of a list of short things, what was added and what removed is told under its name."""
    what, added, removed = expected

    assert changed(ENTRIES, right, wrong) == entry(ListChange(what, (added,), (removed,)))


def test_new_claim() -> None:
    """A claim of another period is added, and the others stay in their pairs."""
    claim = (
        "    - as_of: 2027\n      text:\n        en: New.\n        ar: جديد.\n      sources: [{id: brochure, at: p}]\n"
    )

    assert changed(ENTRIES, "  claims:\n", f"  claims:\n{claim}") == entry(
        ListChange("claim 2027: sources", ("brochure, p",), ()),
        texts=(TextChange("claim 2027", Fate.ADDED, (Run("New.", Fate.ADDED),), (Run("جديد.", Fate.ADDED),)),),
    )


def test_claims_of_one_period() -> None:
    """Claims that share their period have names of their own."""
    second = "    - as_of: 2026-02\n      text: {en: B., ar: ب.}\n      sources: [{id: brochure, at: p}]\n"
    older = Tree(mistaken(ENTRIES, "    - from: 2019-02\n", f"{second}    - from: 2019-02\n"))
    newer = older.with_file(ENTRIES, older.files[ENTRIES].replace("en: B.", "en: C."))
    ((text,),) = (one.texts for one in difference(older, newer).changed)

    assert text.what == "claim 2026-02 (2)"


def test_entries_added_and_removed() -> None:
    """An entry that came or went is told whole, what was removed last."""
    second = FILES[ENTRIES].index("- id: daesh-money")
    new = "- id: new\n  topic: finance\n  title: {en: New, ar: جديد}\n  questions: {en: [x]}\n  claims: []\n"
    newer = TREE.with_file(ENTRIES, FILES[ENTRIES][second:] + new)

    assert [(one.id, one.fate) for one in difference(TREE, newer).changed] == [
        ("new", Fate.ADDED),
        ("coalition-members", Fate.REMOVED),
    ]


def test_moved_entry() -> None:
    """An entry that moved to another file and changed there is one change."""
    second = FILES[ENTRIES].index("- id: daesh-money")
    moved = FILES[ENTRIES][second:].replace("oil and from ransom", "oil")
    newer = TREE.with_file(ENTRIES, FILES[ENTRIES][:second]).with_file("entries/money.yaml", moved)

    assert [(one.kind, one.id, one.fate) for one in difference(TREE, newer).changed] == [
        ("entry", "daesh-money", Fate.CHANGED)
    ]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        (SOURCES, "published: 2026-02-09", "published: 2026-02-10",
         ["~ source rudaw-2026: Coalition ministers meet in Riyadh",
          "  + published: 2026-02-10", "  - published: 2026-02-09"]),
        (SOURCES, "{en: undated, ar: غير مؤرخ}", "{en: no date, ar: غير مؤرخ}",
         ["~ source brochure: A partnership",
          "  ~ published_note (en): [-undated-]{+no date+}", "  ~ published_note (ar): غير مؤرخ"]),
        (TOPICS, "en: The Coalition", "en: The Global Coalition",
         ["~ topic coalition: The Global Coalition",
          "  ~ title (en): The {+Global+} Coalition", "  ~ title (ar): التحالف الدولي"]),
        (LEXICON, "{en: [oil], ar: [نفط]}", "{part_of: money, en: [oil], ar: [نفط, نفوط]}",
         ["~ lexicon concepts oil: oil", "  + part_of: money", "  + ar: نفوط"]),
        (LEXICON, "en: [please]", "en: [kindly]", ["~ lexicon fillers", "  + en: kindly", "  - en: please"]),
        (LEXICON, "  now:", "  then:", ["+ lexicon times then: now", "  + class: thing", "  + en: now", "  + ar: الآن",
                                        "- lexicon times now: now", "  - class: thing", "  - en: now", "  - ar: الآن"]),
    ],
)  # fmt: skip
def test_other_files(file: str, right: str, wrong: str, expected: list[str]) -> None:
    """Sources, topics and the lexicon are told the same way."""
    assert list(difference(TREE, Tree(mistaken(file, right, wrong))).lines()) == expected


def test_subjects_elsewhere() -> None:
    """What belongs elsewhere is told, too."""
    older = TREE.with_file(ELSEWHERE, SUBJECT)
    newer = TREE.with_file(ELSEWHERE, SUBJECT.replace("Not here.", "Not now.") + "  noted: false\n")

    assert difference(older, newer).lines() == (
        "~ elsewhere united-nations",
        "  ~ reply (en): Not [-here.-] {+now.+}",
        "  ~ reply (ar): ليس هنا.",
        "  + noted: false",
    )


def test_what_people_asked() -> None:
    """What people asked is told under the entry that they asked about."""
    older = TREE.with_file(HEARD, ASKED)
    newer = TREE.with_file(HEARD, ASKED.replace("so how many are in it by now", "how many are they"))

    assert difference(older, newer).lines() == (
        "~ heard coalition-members",
        "  + told en: how many are they",
        "  - told en: so how many are in it by now",
    )


def test_question_tests() -> None:
    """Question tests are matched by their ids, and told with what they ask."""
    older = TREE.with_file(
        TESTS,
        '{"id": "a", "text": "x", "expect": "gap"}\n{"id": "b", "turns": [{"text": "y"}, {"text": "z"}]}\n',
    )
    newer = TREE.with_file(TESTS, '{"id": "a", "text": "x", "expect": "answer", "entry": ["e", "f"]}\n')

    assert difference(older, newer).lines() == (
        "~ question test a: x",
        "  + expect: answer",
        "  - expect: gap",
        '  + entry: ["e", "f"]',
        "- question test b: y / z",
        '  - turns: [{"text": "y"}, {"text": "z"}]',
    )


@pytest.mark.parametrize(
    ("file", "broken"),
    [
        (ENTRIES, "- id: [\n"),
        (ENTRIES, "- id: no-more\n"),
        (ENTRIES, FILES[ENTRIES] + "- id: daesh-money\n"),
        (TOPICS, ""),
        (LEXICON, "\x00"),
        (TESTS, "{"),
        (TESTS, "[]"),
        (TESTS, '{"text": "x"}'),
        (TESTS, '{"id": "a"}\n{"id": "a"}'),
        (TESTS, "[" * 100_000),
    ],
)
def test_broken_file(file: str, broken: str) -> None:
    """A file that cannot be read as knowledge is told by its lines, and nothing that stood in it as removed."""
    newer = TREE.with_file(file, broken)

    assert [
        (one.kind, one.id, one.lists[0].what if one.lists else "lines") for one in difference(TREE, newer).changed
    ] == [("file", file, "lines")]


def test_remarks_only() -> None:
    """A file in which only remarks or the layout differ is told by its lines."""
    older, newer = "# The Coalition and its money.\n", "# The Coalition.\n# Its money.\n"

    assert changed(ENTRIES, older, newer) == (
        Changed(
            "file",
            ENTRIES,
            ENTRIES,
            Fate.CHANGED,
            lists=(ListChange("lines", ("# The Coalition.", "# Its money."), ("# The Coalition and its money.",)),),
        ),
    )


def test_repeated_lines() -> None:
    """A line that stands there more often than before was added."""
    assert changed(ENTRIES, "# The Coalition and its money.\n", "# The Coalition and its money.\n" * 2)[0].lists == (
        ListChange("lines", ("# The Coalition and its money.",), ()),
    )


def test_from_nothing() -> None:
    """Against an empty tree, everything was added."""
    assert {one.fate for one in difference(Tree({}), TREE).changed} == {Fate.ADDED}


def test_terminal_is_not_commanded() -> None:
    """What a terminal would obey is not printed as it is."""
    newer = TREE.with_file(TESTS, '{"id": "a\\u001b[31m", "text": "\\u202e", "turns": 3}')

    assert all(line.isprintable() for line in difference(TREE, newer).lines())


WORDS = st.lists(st.sampled_from(["a", "b", "members", "عضو", "90"]), max_size=8).map(" ".join) | st.text()


@given(WORDS, WORDS)
def test_runs_give_both_texts(older: str, newer: str) -> None:
    """Without the removed words the runs are the newer text, without the added ones the older."""
    told = runs(older, newer)
    after = "".join(run.text for run in told if run.fate is not Fate.REMOVED)
    before = "".join(run.text for run in told if run.fate is not Fate.ADDED)

    assert (after, before.split()) == (newer.rstrip(), older.split())


@given(WORDS)
def test_runs_of_one_text(text: str) -> None:
    """A text that did not change is one run, or none when it is empty."""
    assert runs(text, text) == tuple(kept(text.rstrip()) if text.strip() else ())


def test_first_word_removed() -> None:
    """Where a text lost its first words, the next one stays apart from them."""
    assert runs("not so", "so") == (Run("not ", Fate.REMOVED), Run("so", None))


def test_very_long_texts() -> None:
    """A text of very many words is not compared word by word; the time that would take grows with their square."""
    older, newer = "a " * (MOST_WORDS + 1), "b " * (MOST_WORDS + 1)

    assert [run.fate for run in runs(older, newer)] == [Fate.REMOVED, Fate.ADDED]


BROKEN = st.sampled_from([*FILES.values(), SUBJECT, "", "- a\n", "{}", "- {id: a}\n", '{"id": "a", "text": 1}\n'])


@settings(max_examples=50)
@given(*[st.dictionaries(st.sampled_from([*FILES, ELSEWHERE, TESTS]), BROKEN | st.text(), max_size=3)] * 2)
def test_never_fails(older: dict[str, str], newer: dict[str, str]) -> None:
    """Whatever stands in two trees, the difference is told, and is empty only where there is none."""
    told = difference(Tree(older), Tree(newer))

    assert bool(told.lines()) is (older != newer)
