"""The rules of curation: each is kept by a sound knowledge, and finds the mistake that it is for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
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

from bot.curating import check_and_print
from bot.settings import read_settings
from knowledge.checks import RULES, Summary, answers, check, links, phrasings, summarise, words
from knowledge.dates import PartialDate
from knowledge.errors import Severity
from knowledge.loader import load
from knowledge.schema import Variety
from knowledge.search.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from knowledge.errors import Problem
    from knowledge.schema import Knowledge

    Rule = Callable[[Knowledge], Iterable[Problem]]

MONEY = "Daesh lived from oil and from ransom."
ARABIC_MONEY = "عاش داعش من النفط ومن الفدية."


class Mistake(NamedTuple):
    """A text of a file, what a curator wrote instead, and what the rule says of it at which line."""

    rule: Rule
    file: str
    right: str
    wrong: str
    at: str
    name: str
    severity: Severity = Severity.ERROR


MISTAKES = [
    Mistake(links.topics_exist, ENTRIES, "topic: finance", "topic: money", "- id: daesh-money", "unknown-topic"),
    Mistake(links.sources_exist, ENTRIES, "{id: rudaw-2026", "{id: rudaw-2025", "rudaw-2025", "unknown-source"),
    Mistake(links.related_exist, ENTRIES, "[daesh-money]", "[daesh-oil]", "- id: coalition-members", "unknown-entry"),
    Mistake(
        links.related_exist, ENTRIES, "[daesh-money]", "[coalition-members]", "- id: coalition-members", "unknown-entry"
    ),
    Mistake(links.source_details, SOURCES, "language: ar", "language: Arabic", "- id: factsheet-2019", "language"),
    Mistake(links.source_details, SOURCES, "https://", "www.", "- id: rudaw-2026", "address"),
    Mistake(links.concepts_exist, LEXICON, "part_of: coalition", "part_of: alliance", "  nato:", "unknown-concept"),
    Mistake(
        words.nothing_invisible,
        ENTRIES,
        MONEY,
        f"{MONEY}\N{RIGHT-TO-LEFT OVERRIDE}",
        "Daesh lived",
        "invisible",
    ),
    Mistake(
        words.nothing_invisible,
        ENTRIES,
        "جم دولة",
        "جم\N{ZERO WIDTH NON-JOINER} دولة",
        "جم\N{ZERO WIDTH NON-JOINER}",
        "invisible",
    ),
    Mistake(
        words.nothing_invisible,
        ENTRIES,
        "وجم جانوا",
        "وجم\N{ZERO WIDTH NON-JOINER} جانوا",
        "وجم\N{ZERO WIDTH NON-JOINER}",
        "invisible",
    ),
    Mistake(
        words.nothing_invisible,
        ENTRIES,
        "{en: Where the",
        "{en: \N{ZERO WIDTH SPACE}Where the",
        "- id: daesh",
        "invisible",
    ),
    Mistake(
        words.nothing_invisible, SOURCES, "A partnership", "A\N{SOFT HYPHEN} partnership", "- id: brochure", "invisible"
    ),
    Mistake(
        words.nothing_invisible, SOURCES, "غير مؤرخ", "غير\N{RIGHT-TO-LEFT MARK} مؤرخ", "- id: brochure", "invisible"
    ),
    Mistake(
        words.nothing_invisible, TOPICS, "The Coalition", "The\N{WORD JOINER} Coalition", "- id: coalition", "invisible"
    ),
    Mistake(words.nothing_invisible, LEXICON, "[oil]", "[o\N{SOFT HYPHEN}il]", "  oil:", "invisible"),
    Mistake(words.right_language, ENTRIES, MONEY, ARABIC_MONEY, ARABIC_MONEY, "language"),
    Mistake(words.right_language, ENTRIES, ARABIC_MONEY, MONEY, MONEY, "language"),
    Mistake(words.right_language, TOPICS, "ar: قطع التمويل", "ar: Money", "- id: finance", "language"),
    Mistake(words.right_language, SOURCES, "en: undated", "en: غير مؤرخ", "- id: brochure", "language"),
    Mistake(answers.newest_first, ENTRIES, "as_of: 2026-02\n", "as_of: 2018-02\n", "from: 2019-02", "order"),
    Mistake(answers.same_figures, ENTRIES, "يضم 79 عضواً", "يضم 80 عضواً", "In February 2019", "figures-differ"),
    Mistake(answers.same_figures, ENTRIES, "شباط/فبراير 2019", "كانون الثاني 2019", "In February 2019", "dates-differ"),
    Mistake(answers.figures_are_sourced, ENTRIES, ', figures: ["79"]', "", "In February 2019", "undeclared-figure"),
    Mistake(answers.figures_are_sourced, ENTRIES, '"79"', '"79%"', "In February 2019", "undeclared-figure"),
    Mistake(answers.figures_are_sourced, ENTRIES, "In February 2019", "In May 2018", "In May 2018", "undeclared-date"),
    Mistake(answers.marks_fit, ENTRIES, "عضواً [1]", "عضواً", "en: The Coalition", "marks"),
    Mistake(answers.marks_fit, ENTRIES, "oil and from", "oil [1] and from", "Daesh lived", "marks"),
    Mistake(
        answers.begins_in_its_direction,
        ENTRIES,
        ARABIC_MONEY,
        "ISIS عاش من النفط ومن الفدية.",
        "Daesh lived",
        "direction",
    ),
    Mistake(answers.fits_a_message, ENTRIES, MONEY, "Oil. " * 121, "Oil. Oil.", "length", Severity.WARNING),
    Mistake(answers.fits_a_message, ENTRIES, MONEY, "Oil. " * 181, "Oil. Oil.", "length"),
    Mistake(answers.sealed, ENTRIES, "from ransom.", "from ransoms.", "Daesh lived", "stale-translation"),
    Mistake(answers.sealed, ENTRIES, "ومن الفدية", "والفدية", "Daesh lived", "stale-translation"),
    Mistake(
        answers.sealed, ENTRIES, "        seal: ", "        # seal: ", "en: The Coalition", "seal", Severity.WARNING
    ),
    Mistake(
        phrasings.enough,
        ENTRIES,
        ", oil revenue of the terrorists",
        "",
        "- id: daesh-money",
        "few-phrasings",
        Severity.WARNING,
    ),
    Mistake(
        phrasings.enough,
        ENTRIES,
        "iraqi: [منين فلوس داعش]",
        "gulf: [وين فلوس داعش]",
        "- id: daesh-money",
        "few-phrasings",
        Severity.WARNING,
    ),
    Mistake(phrasings.not_shared, ENTRIES, "منين فلوس داعش", "كم عدد اعضاء التحالف", "iraqi: [كم", "shared-phrasing"),
    Mistake(
        phrasings.not_shared,
        ENTRIES,
        "sources of Daesh income",
        "Where did DAESH get its funding",
        'en: ["Where',
        "shared-phrasing",
    ),
    Mistake(
        phrasings.not_contradicted,
        ENTRIES,
        "[How many members does NATO have?]",
        "[who is IN the coalition]",
        "[who is IN",
        "contradiction",
    ),
    Mistake(phrasings.forms_not_shared, LEXICON, "en: [oil]", "en: [Money]", "  oil:", "shared-form", Severity.WARNING),
    Mistake(
        phrasings.forms_given_once, LEXICON, "en: [oil]", "en: [oil, oil]", "  oil:", "repeated-form", Severity.WARNING
    ),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: f"{one.rule.__name__}-{one.name}")
def test_rule_broken(tmp_path: Path, mistake: Mistake) -> None:
    """One mistake makes its rule find one problem, at its line."""
    files = mistaken(mistake.file, mistake.right, mistake.wrong)
    problems = list(mistake.rule(knowledge_of(tmp_path, files)))
    expected = f"{Path(mistake.file).name}:{line_of(files[mistake.file], mistake.at)} {mistake.name}"

    assert (found(problems), [problem.severity for problem in problems]) == ([expected], [mistake.severity])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_kept(tmp_path: Path, rule: Rule) -> None:
    """A sound knowledge keeps every rule."""
    assert list(rule(knowledge_of(tmp_path))) == []


def test_every_rule_is_shown_broken() -> None:
    """No rule is in the list without a mistake that it finds."""
    alone = [
        links.near_exist,
        links.heard_exist,
        links.sources_are_used,
        answers.claims_present,
    ]

    assert {mistake.rule for mistake in MISTAKES} | set(alone) == set(RULES)


def test_missing_claims(tmp_path: Path) -> None:
    """An entry whose claims were taken out answers nothing."""
    entry = FILES[ENTRIES].partition("- id: daesh-money")[2]
    files = mistaken(ENTRIES, entry, entry.partition("  claims:")[0] + "  claims: []\n")
    problems = answers.claims_present(knowledge_of(tmp_path, files))

    assert found(problems) == [f"coalition.yaml:{line_of(files[ENTRIES], '- id: daesh-money')} missing-claim"]


def test_near_entry_that_does_not_exist(tmp_path: Path) -> None:
    """What is offered beside a question that belongs elsewhere has to be an entry; the subject's line is told."""
    subjects = (
        "- id: opinions\n  near: [daesh-money]\n  questions: {en: [is it right]}\n"
        "- id: other-wars\n  near: [daesh-oil]\n  questions: {en: [who won in 1991]}\n"
    )
    problems = list(links.near_exist(knowledge_of(tmp_path, {**FILES, "elsewhere.yaml": subjects})))

    assert (found(problems), problems[0].severity) == (["elsewhere.yaml:4 unknown-entry"], Severity.ERROR)


def test_unused_source(tmp_path: Path) -> None:
    """A source that nothing cites is pointed out at its line."""
    files = mistaken(ENTRIES, "{id: brochure", "{id: rudaw-2026")
    problems = list(links.sources_are_used(knowledge_of(tmp_path, files)))
    line = line_of(FILES[SOURCES], "- id: brochure")

    assert (found(problems), problems[0].severity) == ([f"sources.yaml:{line} unused-source"], Severity.WARNING)


def test_unmarked_sentences(tmp_path: Path) -> None:
    """Two sources without marks leave open which sentence each carries."""
    content = FILES[ENTRIES].replace(" [1]", "").replace(" [2]", "")
    problems = list(answers.marks_fit(knowledge_of(tmp_path, {**FILES, ENTRIES: content})))

    assert [(problem.rule, problem.severity) for problem in problems] == [("marks", Severity.WARNING)]


def test_message_too_long(tmp_path: Path) -> None:
    """A short text with too many sources does not fit one message."""
    many = "        - {id: factsheet-2019, at: page 3}\n" * 22
    files = mistaken(ENTRIES, "        - {id: factsheet-2019, at: page 3}\n", many)
    problems = answers.fits_a_message(knowledge_of(tmp_path, files))

    assert found(problems) == [f"coalition.yaml:{line_of(files[ENTRIES], 'as_of: 2019-02-06')} message-length"]


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("It held 99 percent of it.", "سيطر على 99 بالمئة منه."),
        ("It held eleven towns.", "سيطر على أحد عشر بلدة."),
        ("It cost 7.7 million dollars.", "كلف 7.7 ملايين دولار."),
        ("From 21 January 2026 to 9 February 2026.", "من 21 كانون الثاني/يناير 2026 و9 شباط/فبراير 2026."),
        ("Between 2014-2017.", "بين عامي 2014 و2017."),
        ("A global crisis.", "أزمة عالمية."),
    ],
)
def test_the_same_in_both_languages(tmp_path: Path, english: str, arabic: str) -> None:
    """Each language's own way of writing a figure or a date is no difference."""
    files = mistaken(ENTRIES, MONEY, english)
    files = {**files, ENTRIES: files[ENTRIES].replace(ARABIC_MONEY, arabic)}

    assert list(answers.same_figures(knowledge_of(tmp_path, files))) == []


@pytest.mark.parametrize("declared", ['["1,200", "7.7 million", "99%"]', '["1200", "7,700,000", "99 percent"]'])
def test_declared_figures(tmp_path: Path, declared: str) -> None:
    """A figure counts as declared however it is written."""
    files = mistaken(ENTRIES, MONEY, "Of 1,200 men 99% had 7.7 million dollars in February 2019.")
    content = files[ENTRIES].replace("at: page 3}", f"at: page 3, figures: {declared}}}")

    assert list(answers.figures_are_sourced(knowledge_of(tmp_path, {**files, ENTRIES: content}))) == []


def test_lost_phrasing(tmp_path: Path) -> None:
    """A phrasing that leads to another entry, here because it is also written there, is found."""
    files = mistaken(ENTRIES, "منين فلوس داعش", "number of member countries")
    knowledge = knowledge_of(tmp_path, files)
    problems = phrasings.find_their_entry(knowledge.entries.values(), Finder(knowledge))

    assert "lost-phrasing" in {problem.rule for problem in problems}


def test_answered_near_miss(tmp_path: Path) -> None:
    """A near miss that a search answers after all is found."""
    files = mistaken(ENTRIES, "How many members does NATO have?", "How many members does the Coalition have?")
    entries = knowledge_of(tmp_path / "changed", files).entries.values()
    problems = phrasings.near_misses_are_missed(entries, Finder(knowledge_of(tmp_path / "before")))

    assert found(problems) == [f"coalition.yaml:{line_of(files[ENTRIES], 'unlike:') + 1} near-miss"]


def test_asked_and_shared(tmp_path: Path) -> None:
    """What people asked, and an entry tells, is no phrasing of another entry."""
    asked = ASKED.replace("so how many are in it by now", "where did daesh get its funding")
    problems = phrasings.not_shared(knowledge_of(tmp_path, {**FILES, HEARD: asked}))
    line = line_of(FILES[ENTRIES], '"Where did Daesh')

    assert found(problems) == [f"coalition.yaml:{line} shared-phrasing"]


@pytest.mark.parametrize(
    ("told", "untold"),
    [
        ("so how many are in it by now", "So how many are in it, by now?"),
        ("so how many are in it by now", "who is in the Coalition"),
        ("How many members does NATO have", "how many of its members are Arab countries"),
    ],
)
def test_answered_and_not(tmp_path: Path, told: str, untold: str) -> None:
    """What an entry answers, by a phrasing or as people asked it, it does not leave unanswered, however it is spelt."""
    asked = ASKED.replace("so how many are in it by now", told)
    asked = asked.replace("[how many of its members are Arab countries]", f'["{untold}"]')
    problems = list(phrasings.not_contradicted(knowledge_of(tmp_path, {**FILES, HEARD: asked})))

    assert [(problem.rule, problem.severity) for problem in problems] == [("contradiction", Severity.ERROR)]


def test_answered_and_not_after_an_answer(tmp_path: Path) -> None:
    """What an entry answers after an answer it does not leave unanswered; what is asked first is another matter."""
    after = "  told_after:\n    en: [who leads it]\n  untold_after:\n    en: ['who leads it?', how many are in it]\n"
    asked = ASKED.replace("- entry: daesh-money\n", f"{after}- entry: daesh-money\n")
    problems = list(phrasings.not_contradicted(knowledge_of(tmp_path, {**FILES, HEARD: asked})))

    assert found(problems) == ["heard.yaml:10 contradiction"]


def test_asked_about_nothing(tmp_path: Path) -> None:
    """What people asked belongs to an entry that there is."""
    asked = ASKED.replace("entry: daesh-money", "entry: daesh-oil")

    assert found(links.heard_exist(knowledge_of(tmp_path, {**FILES, HEARD: asked}))) == ["heard.yaml:7 unknown-entry"]


def test_check_reads_form_and_content(tmp_path: Path) -> None:
    """Mistakes of form and of content come together, in reading order."""
    files = {**mistaken(SOURCES, "url: https", "urls: https"), ENTRIES: FILES[ENTRIES].replace("topic: f", "topic: g")}
    _, problems = check(write_folder(tmp_path, files))
    topic = line_of(FILES[ENTRIES], "- id: daesh-money")

    assert found(problems) == [f"coalition.yaml:{topic} unknown-topic", "sources.yaml:6 unknown-key"]


def test_summary(tmp_path: Path) -> None:
    """A knowledge is counted."""
    assert summarise(load(write_folder(tmp_path))) == Summary(
        entries=2,
        claims=3,
        sources=3,
        phrasings={
            **dict.fromkeys(Variety, 0),
            Variety.ENGLISH: 6,
            Variety.STANDARD: 6,
            Variety.IRAQI: 2,
            Variety.ARABIZI: 1,
        },
        oldest_claim=PartialDate(2019, 2),
    )


TEN_MISTAKES = """\
- id: Daesh_Oil
  topic: finance
  title: {en: Oil, ar: نفط}
  questions:
    en: ["How much oil did Daesh sell?", oil sales of Daesh, price of its oil]
    ar: [كم باع داعش من النفط؟, مبيعات نفط داعش, سعر نفط داعش]
    iraqi: [شكد باع داعش نفط]
  claims:
    - as_of: 2019-02-30
      text:
        en: Daesh sold oil.
        ar: باع داعش النفط.
        seal: 21865a2f-88701d37
      sources:
        - {id: factsheet-2019, at: page 3}

- id: daesh-ransom
  topic: ransoms
  title: {en: Ransom, ar: فدية}
  questions:
    en: ["How much ransom did Daesh take?", ransom paid to Daesh, kidnapping for ransom]
    ar: [كم فدية أخذ داعش؟, فديات داعش, خطف مقابل فدية]
    iraqi: [شكد فدية أخذ داعش]
    klingon: [nuqneH]
  claims:
    - as_of: 2019-02
      text:
        en: Daesh took ransom for 12 people.
        ar: أخذ داعش فدية عن 13 شخصاً.
        seal: 00000000-00000000
      sources:
        - {id: factsheet-2018, at: page 4, figures: ["12", "13"]}

- id: daesh-taxes
  topic: finance
  title: {en: Taxes, ar: ضرائب}
  questions:
    en: ["Did Daesh raise taxes?", taxes under Daesh, "Taxes under DAESH!"]
    ar: [هل جبى داعش الضرائب؟, ضرائب داعش, أتاوات داعش]
    iraqi: [داعش أخذ ضرايب]
  claims:
    - as_of: 2019-02
      text:
        en: Daesh raised taxes.
        ar: TAX جبى داعش الضرائب من الناس.
        seal: aacd7935-badbb419
      sources:
        - {id: factsheet-2019}
"""
"""An id, a date, a topic, a variety, a figure, a seal, a source, a phrasing, a direction and a place in a source."""


def test_ten_mistakes_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file with ten different mistakes gets ten lines with file and line in one run, and the check fails."""
    folder = write_folder(tmp_path / "knowledge")
    file = tmp_path / "income.yaml"
    file.write_text(TEN_MISTAKES, encoding="utf-8")
    code = check_and_print(file, read_settings({"SANAD_KNOWLEDGE": str(folder)}, tmp_path / "none"))
    heading, *lines, _, total = capsys.readouterr().out.splitlines()
    expected = [
        ("- id: Daesh_Oil", "id"),
        ("as_of: 2019-02-30", "date"),
        ("- id: daesh-ransom", "unknown-topic"),
        ("klingon:", "unknown-key"),
        ("en: Daesh took", "figures-differ"),
        ("en: Daesh took", "stale-translation"),
        ("factsheet-2018", "unknown-source"),
        ("taxes under Daesh", "shared-phrasing"),
        ("en: Daesh raised", "direction"),
        ("{id: factsheet-2019}", "missing-key"),
    ]

    assert (code, heading, total, [line.split(": ")[:2] for line in lines]) == (
        1,
        "Errors:",
        "10 errors, 0 warnings",
        [[f"{file}:{line_of(TEN_MISTAKES, part)}", rule] for part, rule in expected],
    )
