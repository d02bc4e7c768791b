"""Changes made in the text of a knowledge: what was meant is changed, and every other byte stays."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from knowledge_floor.plain_yaml import plain
from knowledge_floor.small_folder import ASKED, ENTRIES, FILES, HEARD, SOURCES

from bot.question_sets import read_sets
from knowledge.editing import (
    RESOLVED,
    AddElsewhere,
    AddEntry,
    AddNearMiss,
    AddPhrasing,
    AddSource,
    AddTold,
    AddUntold,
    ChangeError,
    ConflictError,
    ReplaceEntry,
    apply,
    entry_text,
    source_text,
)
from knowledge.loader import read_tree
from knowledge.schema import Variety
from knowledge.seals import SealState, seal_state
from knowledge.text.tokens import wording
from knowledge.tree import Tree
from knowledge.yaml_scalars import flow_scalar, one_line, scalar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from knowledge.editing import AddQuestion
    from knowledge.schema import Entry, Phrasing

TREE = Tree(FILES)
WITH_HEARD = TREE.with_file(HEARD, ASKED)
NEW = """\
- id: new
  topic: finance
  title: {en: New, ar: جديد}
  questions: {en: [what is new], iraqi: [شنو الجديد]}
  claims:
    - as_of: 2024
      text:
        en: It is new.
        ar: إنه جديد.
      sources:
        - {id: brochure, at: page 1}"""
ELSEWHERE = """\
- id: united-nations
  questions:
    en: ["Who is the secretary-general?"]
"""


def entries_tree(text: str) -> Tree:
    """The small knowledge with another file of entries."""
    return TREE.with_file(ENTRIES, text)


def before_and_after(written: str) -> tuple[str, str]:
    """A text without and with what stands in «…»."""
    return re.sub("«.*?»", "", written, flags=re.DOTALL), re.sub("[«»]", "", written)


def is_kept(before: str, after: str) -> bool:
    """Whether a text is another one with something put in at one place."""
    begin = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), len(before))
    return len(after) > len(before) and after.endswith(before[begin:])


def rows(tree: Tree) -> list[object]:
    """The question tests that come from gaps."""
    return [json.loads(line) for line in tree.files[RESOLVED].splitlines()]


def phrased(text: str, *, variety: Variety = Variety.ENGLISH, tree: Tree = TREE) -> Tree:
    """The tree with one more phrasing of its first entry."""
    return apply(tree, AddPhrasing("coalition-members", text, variety))


def in_layout(questions: str) -> str:
    """An entry with its questions written like this."""
    return (
        f"- id: coalition-members\n  topic: coalition\n  title: {{en: M, ar: م}}\n{questions}  claims: []\n\n"
        "# The next one.\n- id: other\n"
    )


@pytest.mark.parametrize(
    "questions",
    [
        "  questions:\n    en:\n      - a\n      - b«\n      - {}»\n",
        "  questions:\n    en:\n    - a\n    - b  # a remark«\n    - {}»\n    # another\n",
        "  questions:\n    en:\n      - >-\n        folded\n        text«\n      - {}»\n\n    ar: [ب]\n",
        "  questions:\n    en: [a, b«, {}»]\n    ar: [ب]\n",
        "  questions:\n    en: [a,\n      b«, {}», # a remark\n      ]\n    ar: [ب]\n",
        "  questions:\n    en: [«{}»]\n",
        "  questions: {en: [a«, {}»], ar: [ب]}\n",
        "  questions: {ar: [ب]«, en: [{}]»}\n",
        "  questions: {«en: [{}]»}\n",
        "  questions:\n    ar: [ب]\n    iraqi:\n      - ج«\n    en:\n      - {}»\n",
    ],
)
def test_every_layout(questions: str) -> None:
    """A phrasing is added in the layout that the entry has, quoted, and nothing else is touched."""
    before, after = before_and_after(in_layout(questions.replace("{}", '"New: one"')))

    assert phrased("New: one", tree=entries_tree(before)).files[ENTRIES] == after


def test_varieties_keep_their_order() -> None:
    """A variety that is new to an entry comes after those that curators write before it."""
    questions = "  questions:\n    en: [a]\n    ar: [ب]«\n    iraqi:\n      - شكد»\n    gulf: [ج]\n"
    before, after = before_and_after(in_layout(questions))

    assert phrased("شكد", variety=Variety.IRAQI, tree=entries_tree(before)).files[ENTRIES] == after


@pytest.mark.parametrize(
    "questions",
    [
        "  questions:\n    en: [a]«\n  unlike:\n    gulf:\n      - x»\n",
        "  questions:\n    en:\n      - a«\n  unlike:\n    gulf:\n      - x»\n",
        "  questions:\n    en: [a]\n  unlike:\n    en:\n      - b«\n    gulf:\n      - x»\n",
        "  questions:\n    en: [a]\n  unlike: {en: [b]«, gulf: [x]»}\n",
        "  questions:\n    en: [a]\n  unlike: {gulf: [b«, x»]}\n",
    ],
)
def test_near_misses(questions: str) -> None:
    """A near miss stands under `unlike`, which is made after the questions where an entry has none."""
    before, after = before_and_after(in_layout(questions))

    assert apply(entries_tree(before), AddNearMiss("coalition-members", "x", Variety.GULF)).files[ENTRIES] == after


def test_a_list_in_brackets() -> None:
    """A file that is one list in brackets, as programs write it, takes phrasings and near misses, too."""
    before = json.dumps([{"id": "other"}, {"id": "coalition-members", "questions": {"en": ["a"]}}, {"id": "last"}])
    after = phrased("b", tree=entries_tree(before))
    after = apply(after, AddNearMiss("coalition-members", "c", Variety.ARABIZI))

    assert plain(after.files[ENTRIES])[1] == {
        "id": "coalition-members",
        "questions": {"en": ["a", "b"]},
        "unlike": {"arabizi": ["c"]},
    }


@pytest.mark.parametrize(
    "written",
    [
        "- {id: a}\n- {id: coalition-members, questions: {en: [a«, b»]}}\n",
        "- id: coalition-members\r\n  questions:\r\n    en:\r\n      - a«\r\n      - b»\r\n",
        "- id: coalition-members\n  questions:\n    en:\n      - a«\n      - b»",
        "\ufeff- id: coalition-members\n  questions: {en: [a«, b»]}\n",
        "-\n  # a remark - with a hyphen\n  questions: {en: [a«, b»]}\n  id: 'coalition-members'\n",
        "  -   id: coalition-members\n      questions:\n        en:\n        - a«\n        - b»\n  - id: next\n",
    ],
    ids=["item in braces", "Windows", "no line end at the end", "byte order mark", "id comes last", "indented"],
)
def test_every_kind_of_file(written: str) -> None:
    """Wherever an entry stands, and however its lines end, it takes a phrasing."""
    before, after = before_and_after(written)

    assert phrased("b", tree=entries_tree(before)).files[ENTRIES] == after


BROKEN = entries_tree(f"{FILES[ENTRIES]}\n- id: broken\n  title: [\n")


def test_an_entry_that_cannot_be_read() -> None:
    """A broken entry is named with file and line."""
    end = BROKEN.files[ENTRIES].count("\n") + 1

    with pytest.raises(ChangeError, match=rf"entries/coalition\.yaml:{end}: syntax"):
        apply(BROKEN, AddPhrasing("broken", "x", Variety.ENGLISH))


def test_beside_an_entry_that_cannot_be_read() -> None:
    """A broken entry does not keep its neighbours from being changed."""
    assert is_kept(BROKEN.files[ENTRIES], phrased("x", tree=BROKEN).files[ENTRIES])


@pytest.mark.parametrize("questions", ["", "  questions: x\n", "  questions: {en: x}\n", "  questions: [x]\n"])
def test_no_place_for_a_phrasing(questions: str) -> None:
    """Where something else stands in place of phrasings, the change is refused."""
    with pytest.raises(ChangeError, match="mend the text first"):
        phrased("b", tree=entries_tree(in_layout(questions)))


@pytest.mark.parametrize("text", ["", " \n", "\u202e\u200b", "\x00", "ـ", "\ud800"])
def test_nothing_is_asked(text: str) -> None:
    """What holds no visible word is no question."""
    with pytest.raises(ChangeError, match="empty"):
        phrased(text)


def test_one_line() -> None:
    """Whatever was typed or pasted becomes one line of at most 500 characters."""
    tree = phrased(f"  how\r\nmany\u202e \x07members {'x' * 600}")

    assert rows(tree) == [
        {
            "id": "resolved-1",
            "text": f"how many members {'x' * 600}"[:500],
            "expect": "answer",
            "entry": "coalition-members",
            "variety": "en",
        }
    ]


@pytest.mark.parametrize("text", ["How many members does the Coalition HAVE?", "جَم دولة بالتحالف"])
def test_known_phrasing(text: str) -> None:
    """A phrasing that stands there already, in whatever spelling or variety, is not added again."""
    with pytest.raises(ChangeError, match="a phrasing of coalition-members already"):
        phrased(text)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (AddPhrasing("coalition-members", "how many members does NATO have?", Variety.ENGLISH), "is a near miss of"),
        (AddNearMiss("coalition-members", "How many members does NATO have?", Variety.ENGLISH), "near miss of .* alre"),
        (AddNearMiss("coalition-members", "who is in the coalition", Variety.ENGLISH), "is a phrasing of"),
        (AddElsewhere("united-nations", "who is the secretary-general?", Variety.ENGLISH), "stands under united-nat"),
        (AddPhrasing("nowhere", "x", Variety.ENGLISH), "There is no entry 'nowhere'"),
        (AddElsewhere("nowhere", "x", Variety.ENGLISH), "There is no subject 'nowhere'"),
        (AddPhrasing("coalition.members", "x", Variety.ENGLISH), r"There is no entry 'coalition\.members'"),
        (AddPhrasing("coalition", "x", Variety.ENGLISH), "There is no entry 'coalition'"),
        (AddPhrasing("brochure", "x", Variety.ENGLISH), "There is no entry 'brochure'"),
    ],
)
def test_refused(change: AddPhrasing | AddNearMiss | AddElsewhere, reason: str) -> None:
    """A change that would contradict the entry, or has nothing to change, is refused with the reason."""
    with pytest.raises(ChangeError, match=reason):
        apply(TREE.with_file("elsewhere.yaml", ELSEWHERE), change)


@pytest.mark.parametrize(
    "heard",
    [
        "- entry: other\n  told: {en: [a]}\n- entry: daesh-money\n  told:\n    en: [a]«\n    gulf:\n      - x»\n",
        "# Asked.\n- entry: daesh-money  # a remark«\n  told:\n    gulf:\n      - x»\n  untold:\n    en: [a]\n",
        "- {entry: daesh-money«, told: {gulf: [x]}», untold: {en: [a]}}\n",
        "[{entry: other}, {entry: daesh-money, told: {gulf: [a«, x»]}}]\n",
    ],
)
def test_what_people_asked(heard: str) -> None:
    """What people asked stands under `told`, which comes first after the entry's id, in whatever layout."""
    before, after = before_and_after(heard)

    assert apply(TREE.with_file(HEARD, before), AddTold("daesh-money", "x", Variety.GULF)).files[HEARD] == after


@pytest.mark.parametrize(
    "heard",
    [
        "- entry: daesh-money\n  told:\n    en: [a]\n  untold:\n    en: [a]«\n    gulf:\n      - x»\n",
        "- entry: daesh-money\n  told:\n    en:\n      - a«\n  untold:\n    gulf:\n      - x»\n- entry: other\n",
        "- entry: daesh-money«\n  untold:\n    gulf:\n      - x»\n",
    ],
)
def test_what_people_asked_and_it_does_not_tell(heard: str) -> None:
    """It stands under `untold`, which comes after `told` where an entry has both."""
    before, after = before_and_after(heard)

    assert apply(TREE.with_file(HEARD, before), AddUntold("daesh-money", "x", Variety.GULF)).files[HEARD] == after


@pytest.mark.parametrize("heard", [None, "", ASKED.split("- entry: daesh-money", maxsplit=1)[0]])
def test_the_first_that_people_asked(heard: str | None) -> None:
    """Of an entry of which nothing was heard it is written at the end; the file is made where there is none."""
    tree = TREE if heard is None else TREE.with_file(HEARD, heard)
    after = apply(tree, AddTold("daesh-money", "so who paid: them?", Variety.ENGLISH))
    written = '- entry: daesh-money\n  told:\n    en:\n      - "so who paid: them?"\n'

    assert after.files[HEARD] == (f"{heard}\n{written}" if heard else written)
    assert [phrasing.text for phrasing in read_tree(after).knowledge.heard["daesh-money"].told] == [
        "so who paid: them?"
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (AddTold("daesh-money", "x", Variety.GULF), {"expect": "answer", "entry": "daesh-money"}),
        (AddUntold("daesh-money", "x", Variety.GULF), {"expect": "gap"}),
    ],
)
def test_question_tests_of_what_people_asked(change: AddTold | AddUntold, expected: dict[str, str]) -> None:
    """What is told is asked again whenever something is published, and so is what is not told."""
    assert rows(apply(WITH_HEARD, change)) == [{"id": "resolved-1", "text": "x", **expected, "variety": "gulf"}]


@pytest.mark.parametrize("kind", [AddPhrasing, AddTold, AddNearMiss, AddUntold])
@pytest.mark.parametrize(
    ("text", "is_answered", "known"),
    [
        ("who is in the COALITION", True, "is a phrasing of coalition-members"),
        ("how many members does NATO have", False, "is a near miss of coalition-members"),
        ("So how many are in it, by now?", True, "was asked, and coalition-members tells it"),
        ("How many of its members are Arab countries?", False, "was asked, and coalition-members does not tell it"),
    ],
)
def test_known_question(kind: type[AddQuestion], text: str, known: str, *, is_answered: bool) -> None:
    """What an entry has already, among its own or what people asked, is not put in again, nor as its opposite."""
    means_the_same = is_answered == (kind in {AddPhrasing, AddTold})
    remedy = "there is nothing to add" if means_the_same else "take it out there first"

    with pytest.raises(ChangeError, match=f"“{re.escape(text)}” {known}( already)?: {remedy}"):
        apply(WITH_HEARD, kind("coalition-members", text, Variety.ENGLISH))


def test_people_asked_of_no_entry() -> None:
    """What people asked is kept of entries alone, not of an id that stands in heard.yaml only."""
    tree = TREE.with_file(HEARD, "- entry: nowhere\n  told: {en: [a]}\n")
    with pytest.raises(ChangeError, match="There is no entry 'nowhere'"):
        apply(tree, AddTold("nowhere", "x", Variety.ENGLISH))


def test_elsewhere() -> None:
    """A question that belongs elsewhere stands under its subject, and as a question test that nothing answers."""
    tree = TREE.with_file("elsewhere.yaml", ELSEWHERE)
    after = apply(tree, AddElsewhere("united-nations", "شكد راتب الأمين العام", Variety.IRAQI))

    assert (after.files["elsewhere.yaml"], rows(after)) == (
        f"{ELSEWHERE}    iraqi:\n      - شكد راتب الأمين العام\n",
        [{"id": "resolved-1", "text": "شكد راتب الأمين العام", "expect": "gap", "variety": "iraqi"}],
    )


def test_question_tests_are_numbered() -> None:
    """Each new question test has a number above all others; the rows that stand there stay as they are."""
    begun = '{"id": "resolved-7", "text": "x", "expect": "gap"}\r\nno row\r\n{"id": "mine", "text": 3}'
    tree = phrased("y", tree=TREE.with_file(RESOLVED, begun))
    *kept, last, _ = tree.files[RESOLVED].split("\r\n")

    assert ("\r\n".join(kept), json.loads(last)["id"]) == (begun, "resolved-8")


def test_question_test_of_an_earlier_decision() -> None:
    """A question that was decided otherwise before has one question test, the latest."""
    before = apply(TREE, AddNearMiss("daesh-money", "Who pays for IT?", Variety.ENGLISH))
    after = phrased("who pays for it?", tree=before)

    assert [(row["id"], row["expect"]) for row in rows(after) if isinstance(row, dict)] == [("resolved-2", "answer")]


def test_question_tests_are_read(tmp_path: Path) -> None:
    """What is written is a question set."""
    tree = apply(phrased("شكد عضو"), AddNearMiss("daesh-money", "who paid", Variety.ENGLISH))
    tree.write(tmp_path)
    dialogues = read_sets([tmp_path / RESOLVED], {"coalition-members"})

    assert [(row.text, row.expected.expectation, row.expected.entries) for (row,) in dialogues] == [
        ("شكد عضو", "answer", ("coalition-members",)),
        ("who paid", "gap", ()),
    ]


def test_new_entry() -> None:
    """An entry is added at the end after a blank line; the rest of the file stays."""
    after = apply(TREE, AddEntry(ENTRIES, NEW)).files[ENTRIES]

    assert re.sub(r" +seal: [0-9a-f]{8}-[0-9a-f]{8}\n", "", after.removeprefix(FILES[ENTRIES])) == f"\n{NEW}\n"


def test_new_entry_is_sealed() -> None:
    """Whoever writes an entry with a tool has both languages before them: its seals fit."""
    (claim,) = read_tree(apply(TREE, AddEntry(ENTRIES, NEW))).knowledge.entries["new"].claims

    assert seal_state(claim.text) is SealState.INTACT


@pytest.mark.parametrize(
    "text",
    [
        NEW,
        f"\n\n{NEW}\n\n",
        NEW.replace("\n", "\r\n"),
        f"\ufeff{NEW}",
        "\n".join(f"    {line}" for line in NEW.splitlines()),
        "\n".join(line[2:] for line in NEW.splitlines()),
    ],
)
def test_however_an_entry_is_pasted(text: str) -> None:
    """Indented, with the line ends of Windows, with or without its hyphen: it is the same entry."""
    assert apply(TREE, AddEntry(ENTRIES, text)) == apply(TREE, AddEntry(ENTRIES, NEW))


@pytest.mark.parametrize("begun", ["", "# Only a heading.\n", "\n"])
def test_new_file(begun: str) -> None:
    """A file that is not there, or holds nothing, begins with its first entry."""
    tree = apply(TREE.with_file("entries/new.yaml", begun) if begun else TREE, AddEntry("entries/new.yaml", NEW))

    assert tree.files["entries/new.yaml"].startswith(f"{begun}\n- id: new" if begun else "- id: new")
    assert "new" in read_tree(tree).knowledge.entries


def test_new_entry_in_an_indented_file() -> None:
    """A list that is indented goes on as it began."""
    tree = entries_tree("  - id: a\r\n")

    assert apply(tree, AddEntry(ENTRIES, "- id: b\n  topic: t")).files[ENTRIES] == (
        "  - id: a\r\n\r\n  - id: b\r\n    topic: t\r\n"
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (AddEntry(ENTRIES, NEW.replace("id: new", "id: daesh-money")), "'daesh-money' is taken, see entries/coalition"),
        (AddEntry("sources.yaml", NEW), "write entries/name.yaml"),
        (AddEntry("entries/../topics.yaml", NEW), "write entries/name.yaml"),
        (AddEntry(ENTRIES, f"{NEW}\n- id: second"), "not one item"),
        (AddEntry(ENTRIES, "just words"), "not one item"),
        (AddEntry(ENTRIES, "[{id: new}]"), "not one item"),
        (AddEntry(ENTRIES, "- topic: coalition"), "has no `id:`"),
        (AddEntry(ENTRIES, "- id: [new"), r"entries/coalition\.yaml:\d: syntax"),
        (AddEntry(ENTRIES, "- id: a\n  x: &b c\n  y: *b"), "alias"),
        (AddEntry(ENTRIES, "- id: \ud800"), "encoding"),
        (AddEntry(ENTRIES, ""), "empty"),
        (AddEntry(ENTRIES, f"{NEW}\n..."), "not one item"),
        (AddEntry(ENTRIES, f"%YAML 1.1\n---\n{NEW}"), "not one item"),
        (AddEntry(ENTRIES, "- id: new\n  claims:\n    - text: {en: a, ar: b}"), "lines of their own"),
        (AddSource("- id: brochure\n  title: x"), "'brochure' is taken, see sources.yaml"),
    ],
)
def test_no_item(change: AddEntry | AddSource, reason: str) -> None:
    """What is not exactly one new item is refused, with the reason."""
    with pytest.raises(ChangeError, match=reason):
        apply(TREE, change)


def test_new_source() -> None:
    """A source is added at the end of the sources."""
    text = "- id: new\n  title: x"
    after = apply(TREE, AddSource(text))

    assert (after.files[SOURCES], source_text(after, "new")) == (f"{FILES[SOURCES]}\n{text}\n", text)


def test_no_source() -> None:
    """A source that is not there is said to be missing."""
    with pytest.raises(ChangeError, match="There is no source 'nowhere'"):
        source_text(TREE, "nowhere")


def test_text_of_an_entry() -> None:
    """An entry's text has the remarks in it, not those above it or above the next, from the left margin."""
    item = "- id: a  # one\n  # two\n  related: [b]\n  # three"
    indented = "".join(f"  {line}\n" for line in item.splitlines())
    tree = entries_tree(f"# Heading.\n\n  # above\n{indented}\n\n  # above b\n  - id: b\n")

    assert entry_text(tree, "a") == item


def test_replaced_by_itself() -> None:
    """An entry that is replaced by its own text leaves the file as it was."""
    text = entry_text(TREE, "coalition-members")

    assert apply(TREE, ReplaceEntry("coalition-members", text, text)) == TREE


def test_replaced_between_others() -> None:
    """Only the entry's own lines are replaced, with the line ends of the file, whatever a browser sent."""
    written = "# Heading.\r\n- id: a\r\n  topic: t«\r\n  related: [b]»\r\n\r\n# Above b.\r\n- id: b\r\n"
    before, after = before_and_after(written)
    tree = entries_tree(before)
    text = entry_text(tree, "a")
    changed = apply(tree, ReplaceEntry("a", text.replace("\n", "\r\n"), f"{text}\r\n  related: [b]\r\n"))

    assert changed.files[ENTRIES] == after


def test_replaced_text_is_sealed() -> None:
    """Whoever replaces an entry has both languages before them: its seals fit afterwards."""
    text = entry_text(TREE, "daesh-money")
    after = apply(TREE, ReplaceEntry("daesh-money", text, text.replace("from ransom", "from ransoms")))
    (claim,) = read_tree(after).knowledge.entries["daesh-money"].claims

    assert (claim.text.bilingual.en, seal_state(claim.text)) == (
        "Daesh lived from oil and from ransoms.",
        SealState.INTACT,
    )


def test_conflict() -> None:
    """An entry that was changed since is not replaced; whoever comes second is given what stands there now."""
    text = entry_text(TREE, "daesh-money")
    changed = apply(TREE, AddPhrasing("daesh-money", "who paid them", Variety.ENGLISH))

    with pytest.raises(ConflictError, match="changed by somebody else") as caught:
        apply(changed, ReplaceEntry("daesh-money", text, text.replace("oil and", "oil, and")))
    assert caught.value.current == entry_text(changed, "daesh-money")


def test_id_never_changes() -> None:
    """An entry keeps its id."""
    text = entry_text(TREE, "daesh-money")

    with pytest.raises(ChangeError, match="keep 'daesh-money'"):
        apply(TREE, ReplaceEntry("daesh-money", text, text.replace("id: daesh-money", "id: money")))


@pytest.mark.parametrize("change", [ReplaceEntry("a", '{"id": "a"}', "- id: a"), AddEntry(ENTRIES, "- id: b")])
def test_whole_entries_need_lines(change: ReplaceEntry | AddEntry) -> None:
    """A file in brackets takes no entry in lines."""
    with pytest.raises(ChangeError, match="is written in brackets"):
        apply(entries_tree('[{"id": "a"}]'), change)


WORDS = (
    (st.text() | st.text(st.sampled_from("ab :#-'\"\\,[]{}?!&*%@`|>=.\n\tكم؟😀")))
    .map(lambda text: one_line(text)[:40].strip())
    .filter(wording)
)
QUESTIONS = st.dictionaries(st.sampled_from(Variety), st.lists(WORDS, max_size=3), max_size=4)


@dataclass(frozen=True)
class Layout:
    """How an entry is written."""

    entry_in_braces: bool
    questions_in_braces: bool
    lists_in_brackets: bool
    indent: int
    line_end: str
    ends: str

    def written(self, questions: Mapping[str, Sequence[str]]) -> str:
        """A file with three entries, the second of which has these questions."""
        lines = ["# Heading: with a colon.", "- id: first", "  # inside", "", "# above", *self._entry(questions), ""]
        lines += ["# above the last", "- {id: last}"]
        text = self.line_end.join(" " * self.indent + line if line else "" for line in lines)
        return text + self.line_end + self.ends

    def _entry(self, questions: Mapping[str, Sequence[str]]) -> list[str]:
        flow = ", ".join(f"{key}: [{_listed(texts)}]" for key, texts in questions.items())
        if self.entry_in_braces:
            return [f"- {{id: second, questions: {{{flow}}}, claims: []}}"]
        if self.questions_in_braces or not questions:
            return ["- id: second", f"  questions: {{{flow}}}  # a remark", "  claims: []"]
        lists = [line for key, texts in questions.items() for line in self._list(key, texts)]
        return ["- id: second", "  questions:", *lists, "  claims: []"]

    def _list(self, key: str, texts: Sequence[str]) -> list[str]:
        if self.lists_in_brackets or not texts:
            return [f"    {key}: [{_listed(texts)}]"]
        return [f"    {key}:  # a remark", *(f"      - {scalar(text)}" for text in texts), "    # another"]


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(map(flow_scalar, texts))


LAYOUTS = st.builds(
    Layout,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from([0, 2]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n", "# the end"]),
)


def by_variety(phrasings: Sequence[Phrasing]) -> dict[Variety, list[str]]:
    """The texts of each variety, in order."""
    listed: dict[Variety, list[str]] = {}
    for phrasing in phrasings:
        listed.setdefault(phrasing.variety, []).append(phrasing.text)
    return listed


def without_questions(entry: Entry) -> Entry:
    return replace(entry, questions=())


@given(LAYOUTS, QUESTIONS, st.sampled_from(Variety), WORDS)
def test_any_phrasing_in_any_layout(
    layout: Layout, questions: Mapping[Variety, Sequence[str]], variety: Variety, text: str
) -> None:
    """Any text in any layout: the knowledge is the same with that phrasing, and every other byte of the file stays."""
    assume(wording(text) not in {wording(known) for texts in questions.values() for known in texts})
    tree = entries_tree(layout.written({key.value: texts for key, texts in questions.items()}))
    changed = apply(tree, AddPhrasing("second", text, variety))
    before, after = read_tree(tree).knowledge, read_tree(changed).knowledge
    expected = by_variety(before.entries["second"].questions)
    expected.setdefault(variety, []).append(text)

    assert is_kept(tree.files[ENTRIES], changed.files[ENTRIES])
    assert by_variety(after.entries["second"].questions) == expected
    assert {**before.entries, "second": without_questions(before.entries["second"])} == {
        **after.entries,
        "second": without_questions(after.entries["second"]),
    }


@given(st.sampled_from([AddTold, AddUntold]), st.sampled_from(["coalition-members", "daesh-money"]), WORDS)
def test_any_question_that_people_asked(kind: type[AddTold | AddUntold], entry: str, text: str) -> None:
    """Any text: what people asked is the same with that question, and every other byte of the file stays."""
    changed = apply(WITH_HEARD, kind(entry, text, Variety.LEVANTINE))
    before, after = read_tree(WITH_HEARD).knowledge.heard[entry], read_tree(changed).knowledge.heard[entry]
    added = {Variety.LEVANTINE: [text]}
    told, untold = (added, {}) if kind is AddTold else ({}, added)

    assert is_kept(ASKED, changed.files[HEARD])
    assert by_variety(after.told) == {**by_variety(before.told), **told}
    assert by_variety(after.untold) == {**by_variety(before.untold), **untold}
