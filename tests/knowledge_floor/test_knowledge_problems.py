"""Problems are told in both languages: no rule without its Arabic, and nothing that turns a line around."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import problems
from knowledge.errors import BilingualError, Place, SanadError, Severity
from knowledge.problems import Catalogue, CatalogueError, Foreign, Phrase, error, sentence, warning
from knowledge.schema import Bilingual, Language, Variety
from knowledge.seals import SealState
from knowledge.text.directions import FIRST_STRONG_ISOLATE, POP_ISOLATE, isolate
from knowledge.text.tokens import is_arabic
from knowledge.yaml_reader import YamlReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from knowledge.errors import Problem

ROOT: Final = Path(problems.__file__).parent
CATALOGUE: Final = Catalogue.read((ROOT / "wording" / "problems.yaml").read_text(encoding="utf-8"))
TELLING: Final = [path for floor in ("bot", "handlers", "knowledge") for path in (ROOT.parent / floor).rglob("*.py")]
"""The code that says something about the knowledge, or why somebody cannot do something with it."""
PLACE: Final = Place(Path("entries/camps.yaml"), 12)

_PLACE_OF_THE_MESSAGE: Final = {
    "error": 1,
    "warning": 1,
    "report": 1,
    "_unreadable": 1,
    "Phrase": 0,
    "sentence": 0,
    "_refuse_known": 3,
}
"""Which argument says what is told."""
_SAID_OF_A_QUESTION: Final = frozenset({"text", "id"})
"""What `_refuse_known` of the editing fills in."""
_APART: Final = re.compile(r"`[^`]*`|\{[^}]*\}")
"""What may be in Latin letters in an Arabic sentence, since it is isolated."""
_FOREIGN_TO_ARABIC: Final = re.compile(r"[A-Za-z]|\d-\d")


class Told(NamedTuple):
    """A place in the code where something is told, and the names of what is filled in there."""

    message: str
    names: frozenset[str]


@cache
def modules() -> list[list[ast.AST]]:
    """The syntax of that code, file by file."""
    return [list(ast.walk(ast.parse(path.read_bytes()))) for path in TELLING]


def told(*functions: str) -> Iterator[Told]:
    """What the code tells by calling one of some functions, where it names the message outright or just above."""
    for module in modules():
        for node in module:
            function = node.func if isinstance(node, ast.Call) else None
            name = getattr(function, "attr", None) or getattr(function, "id", None)
            if isinstance(node, ast.Call) and name in functions:
                for message in node.args[_PLACE_OF_THE_MESSAGE[name] :][:1]:
                    written = _written(message, module)
                    if isinstance(written, ast.Constant):
                        yield Told(str(written.value), frozenset(str(keyword.arg) for keyword in node.keywords))


def _written(message: ast.expr, module: list[ast.AST]) -> ast.expr:
    """An argument; of a name what it was last given."""
    if not isinstance(message, ast.Name):
        return message
    given = [
        (node.lineno, node.value)
        for node in module
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == message.id and node.lineno < message.lineno
    ]
    return max(given, key=lambda one: one[0])[1] if given else message


def names_in(*sentences: Bilingual) -> frozenset[str]:
    """What is filled into some sentences."""
    parsed = (string.Formatter().parse(sentence.en) for sentence in sentences)
    return frozenset(name for parts in parsed for _, name, _, _ in parts if name)


def every_sentence() -> list[Bilingual]:
    """All that the catalogue holds."""
    messages = (sentence for message in CATALOGUE.problems.values() for sentence in message)
    return [*messages, *CATALOGUE.phrases.values(), *CATALOGUE.foreign.values()]


def test_every_problem_has_its_words() -> None:
    """Every problem that the code finds is in the catalogue, and is given what its words need, no more and no less."""
    found = {(one.message, one.names) for one in told("error", "warning", "report", "_unreadable")}
    listed = {(message, names_in(*sentences)) for message, sentences in CATALOGUE.problems.items()}

    assert {"near-miss", "syntax", "type.list"} <= {message for message, _ in found}
    assert found - listed == set()


def test_every_phrase_has_its_words() -> None:
    """So is every phrase that is filled into a problem or stands around a list of them, and what every error says."""
    found = {(one.message, one.names) for one in told("Phrase", "sentence")}
    found |= {(one.message, _SAID_OF_A_QUESTION) for one in told("_refuse_known")}
    listed = {(message, names_in(sentence)) for message, sentence in CATALOGUE.phrases.items()}

    assert {"Nothing waits to be published.", "{identity} has no role."} <= {message for message, _ in found}
    assert found - listed == set()


def test_errors_begin_in_their_direction() -> None:
    """What an error says in Arabic begins with an Arabic word, by which a page sees the direction of the whole."""
    said = {one.message for one in told("sentence", "_refuse_known")}

    assert "{identity} has no role." in said
    assert [one for one in sorted(said) if not is_arabic(CATALOGUE.phrases[one].ar.partition(" ")[0])] == []


def test_error_in_both_languages() -> None:
    """An error is its English, and has its sentence in the other language too, with what is filled in kept apart."""
    error = BilingualError(sentence("{identity} has no role.", identity="telegram:12"))

    assert str(error) == error.sentence[Language.ENGLISH] == "telegram:12 has no role."
    assert error.sentence[Language.ARABIC] == f"لا صلاحية لصاحب المعرّف {isolate('telegram:12')}."


def test_error_for_operators() -> None:
    """One that is given a text says it in every language."""
    assert {SanadError("SANAD_WEB is no address").sentence[language] for language in Language} == {
        "SANAD_WEB is no address"
    }


@pytest.mark.parametrize(
    "named", [*Variety, *Language, *sorted(set(SealState) - {SealState.INTACT, SealState.MISSING})]
)
def test_everything_named_has_its_words(named: str) -> None:
    """So is whatever a problem calls by a name that the code computes."""
    assert Phrase(named).told(Language.ENGLISH) == named


def test_no_words_of_the_past() -> None:
    """The catalogue holds no message and no phrase that nobody tells."""
    written = {node.value for node in chain.from_iterable(modules()) if isinstance(node, ast.Constant)}

    assert {*CATALOGUE.problems, *CATALOGUE.phrases} - written == set()


@pytest.mark.parametrize("sentence", every_sentence(), ids=lambda sentence: sentence.en)
def test_arabic_is_arabic(sentence: Bilingual) -> None:
    """An Arabic sentence has nothing in it that is read from left to right and not kept apart."""
    assert _FOREIGN_TO_ARABIC.findall(_APART.sub("", sentence.ar)) == []


@pytest.mark.parametrize("sentence", every_sentence(), ids=lambda sentence: sentence.en)
def test_marks_are_kept_apart(sentence: Bilingual) -> None:
    """Everything between `marks` is isolated, once."""
    isolated = re.findall(f"{FIRST_STRONG_ISOLATE}(`[^`]*`){POP_ISOLATE}", sentence.ar)

    assert isolated == re.findall("`[^`]*`", sentence.ar)


def test_english() -> None:
    """In English a problem is one plain line, and that is its text."""
    problem = warning(PLACE, "unused-source", source="rudaw-2026")

    assert str(problem) == problem.told(Language.ENGLISH)
    assert str(problem) == "entries/camps.yaml:12: unused-source: nothing cites 'rudaw-2026': cite it or take it out"


def test_arabic() -> None:
    """In Arabic place, rule and what is quoted keep their own direction."""
    problem = error(PLACE, "unknown-source", source="rudaw-2027")
    shown = problem.told(Language.ARABIC).replace(FIRST_STRONG_ISOLATE, "⟨").replace(POP_ISOLATE, "⟩")

    assert shown == (
        "⟨entries/camps.yaml:12⟩: ⟨unknown-source⟩: لا يوجد مصدر بالمعرّف «⟨rudaw-2027⟩»: "
        "يُرجى مراجعة ⟨`sources.yaml`⟩ أو إضافته إليه"
    )


def test_phrase_in_a_phrase() -> None:
    """A phrase is put together in the language in which the problem is told."""
    phrase = Phrase("{what} in English", what=Phrase("the title"))

    assert (phrase.told(Language.ENGLISH), phrase.told(Language.ARABIC)) == (
        "the title in English",
        "العنوان بالإنجليزية",
    )


@pytest.mark.parametrize(("find", "severity"), [(error, Severity.ERROR), (warning, Severity.WARNING)])
def test_rule_and_severity(find: Callable[..., Problem], severity: Severity) -> None:
    """The rule is what stands before the dot of the message."""
    problem = find(PLACE, "unknown-entry.itself", entry="camps")

    assert (problem.rule, problem.severity) == ("unknown-entry", severity)


@given(st.sampled_from(sorted(CATALOGUE.problems)), st.text(max_size=8) | st.sampled_from([POP_ISOLATE, "a\nb", "{x}"]))
def test_nothing_breaks_out(message: str, written: str) -> None:
    """Whatever a curator wrote, the Arabic is one line, and every isolate in it is closed where it should be."""
    names = names_in(*CATALOGUE.problems[message])
    line = error(PLACE, message, **{name: 7 if name in {"size", "most"} else written for name in names}).told(
        Language.ARABIC
    )

    assert line.splitlines() == [line]
    assert _depths(line) == [0]


@pytest.mark.parametrize(
    "content",
    [
        "- a: b: c\n",
        "- a\n- b: [\n",
        "- [a\n- b\n",
        "- {a: b\n",
        "- a\n\t- b\n",
        "\tx\n",
        "- *u\n",
        "- a\n---\n- b\n",
        "- 'abc\n",
        '- "a\\qb"\n',
        "- en: 'it's'\n",
        "- a\nb: c\n",
        "a: b\nc\nd: e\n",
        "- &x a\n- &x b\n",
        "@a\n",
        "[" * 2_000,
        "- a: |x\n",
        "- !x!y z\n",
        "{a: b}}\n",
        "- a\n- \a\n",
        b"- \xff\n",
        "",
    ],
)
def test_slips_of_yaml(tmp_path: Path, content: str | bytes) -> None:
    """A common slip in a file is told in Arabic words, not in those of the YAML library."""
    path = tmp_path / "file.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found: list[Problem] = []
    YamlReader(path, found).root()

    assert len(found) == 1
    assert found[0].wrong.en not in found[0].wrong.ar


def test_missing_file(tmp_path: Path) -> None:
    """So is a file that is not there."""
    found: list[Problem] = []
    YamlReader(tmp_path / "file.yaml", found).root()

    assert [problem.wrong for problem in found] == [Bilingual("No such file or directory", "الملف غير موجود")]


def test_sentence_that_nobody_translated() -> None:
    """What another program says and the catalogue lacks is quoted in Arabic, and stands as it is in English."""
    sentence = Foreign("found a new thing")

    assert sentence.told(Language.ENGLISH) == "found a new thing"
    assert sentence.told(Language.ARABIC) == f"«{FIRST_STRONG_ISOLATE}found a new thing{POP_ISOLATE}»"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("en: [a, b]", "rule: write `en:` and `ar:`"),
        ("en: [a, b]\n    ar: [ا]", "rule: write `en:` and `ar:`"),
        ("en: [a, b]\n    ar: [ا, '']", "rule: a sentence is empty"),
        ("en: ['{a}', b]\n    ar: [ا, ب]", r"rule: \['a'\] stands in one language only"),
        ("en: [a, b]\n    ar: [ا, '{b}']", r"rule: \['b'\] stands in one language only"),
    ],
)
def test_languages_that_do_not_fit(written: str, message: str) -> None:
    """A problem that lacks a language, or fills in something else in it, stops the start and is named."""
    with pytest.raises(CatalogueError, match=message):
        Catalogue.read(f"problems:\n  rule:\n    {written}\nphrases: {{}}\nforeign: {{}}\n")


@pytest.mark.parametrize("arabic", ["''", "'{b}'"])
def test_phrase_that_does_not_fit(arabic: str) -> None:
    """So does a phrase."""
    with pytest.raises(CatalogueError, match=r"the \{a\}: "):
        Catalogue.read(f"problems: {{}}\nphrases:\n  'the {{a}}': {arabic}\nforeign: {{}}\n")


def _depths(line: str) -> list[int]:
    """How many isolates are open at the end; more than one number where one is closed that was never opened."""
    depths = [0]
    for character in line:
        depths[-1] += (character == FIRST_STRONG_ISOLATE) - (character == POP_ISOLATE)
        if depths[-1] < 0:
            depths.append(0)
    return depths
