"""A small knowledge without a mistake, as curators write it, and ways to put one mistake into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from knowledge.loader import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from knowledge.errors import Problem
    from knowledge.schema import Knowledge

ENTRIES: Final = "entries/coalition.yaml"
SOURCES: Final = "sources.yaml"
TOPICS: Final = "topics.yaml"
LEXICON: Final = "lexicon.yaml"
HEARD: Final = "heard.yaml"
"""Not among the files of every folder: a knowledge may do without."""

ASKED: Final = """\
- entry: coalition-members
  told:
    en: [so how many are in it by now]
    iraqi: [صاروا جم دولة بيه هسه]
  untold:
    en: [how many of its members are Arab countries]
- entry: daesh-money
  untold:
    arabizi: [meen kan yishtiri el naft menhom]
"""

_ENTRIES: Final = """\
# The Coalition and its money.
- id: coalition-members
  topic: coalition
  title: {en: Members of the Coalition, ar: أعضاء التحالف الدولي}
  questions:
    en: ["How many members does the Coalition have?", number of member countries, who is in the coalition]
    ar: [كم عدد أعضاء التحالف؟, عدد الدول الأعضاء, ما حجم التحالف الدولي]
    iraqi: [جم دولة بالتحالف]
    arabizi: [kam dawla bil ta7alof]
  unlike:
    en: [How many members does NATO have?]
  follow_ups:
    en: [how many had joined by then]
    iraqi: [وجم جانوا قبل]
  unanswered:
    en: [what does it cost]
  claims:
    - as_of: 2026-02
      text:
        en: The Coalition has 90 members [1]. They met in Riyadh on 9 February 2026 [2].
        ar: يضم التحالف 90 عضواً [1]. واجتمع الأعضاء في الرياض في 9 شباط/فبراير 2026 [2].
        seal: d1906146-1bea7e5b
      sources:
        - {id: brochure, at: page 2, figures: ["90"]}
        - {id: rudaw-2026, at: para 1}
    - from: 2019-02
      until: 2020
      text:
        en: In February 2019 it had 79 members.
        ar: كان يضم 79 عضواً في شباط/فبراير 2019.
        seal: f40ab28b-b3bb23b2
      sources:
        - {id: factsheet-2019, at: introduction, figures: ["79"]}
  related: [daesh-money]

- id: daesh-money
  topic: finance
  title: {en: Where the money came from, ar: مصدر أموال داعش}
  questions:
    en: ["Where did Daesh get its funding?", sources of Daesh income, oil revenue of the terrorists]
    ar: [من أين أموال داعش؟, تمويل داعش, إيرادات النفط]
    iraqi: [منين فلوس داعش]
  claims:
    - as_of: 2019-02-06
      text:
        en: Daesh lived from oil and from ransom.
        ar: عاش داعش من النفط ومن الفدية.
        seal: 4a258566-16b53ddc
      sources:
        - {id: factsheet-2019, at: page 3}
"""
_SOURCES: Final = """\
- id: rudaw-2026
  publisher: {en: Rudaw, ar: شبكة رووداو}
  title: Coalition ministers meet in Riyadh
  language: en
  published: 2026-02-09
  url: https://rudaw.example/english/090220261
- id: factsheet-2019
  publisher: {en: U.S. Department of State, ar: وزارة الخارجية الأمريكية}
  title: التحالف الدولي- العمل لدحر داعش
  language: ar
  published: 2019-02-06
  courtesy_translation: true
- id: brochure
  publisher: {en: The Coalition, ar: التحالف}
  title: A partnership
  language: en
  published_note: {en: undated, ar: غير مؤرخ}
"""
_TOPICS: Final = """\
- id: coalition
  title: {en: The Coalition, ar: التحالف الدولي}
- id: finance
  title: {en: Cutting off the money, ar: قطع التمويل}
"""
_LEXICON: Final = """\
kinds:
  count: {en: [how many, number], ar: [كم, عدد], iraqi: [جم]}
  place: {en: [where], ar: [من أين], iraqi: [منين]}
concepts:
  coalition: {class: organisation, en: [coalition], ar: [تحالف], arabizi: [ta7alof]}
  nato: {class: organisation, part_of: coalition, en: [NATO], ar: [ناتو]}
  member: {en: [member, members], ar: [عضو, أعضاء]}
  money: {en: [money, funding], ar: [أموال, تمويل], iraqi: [فلوس]}
  oil: {en: [oil], ar: [نفط]}
fillers:
  en: [please]
  ar: [من فضلك]
months:
  1: {en: [January, Jan], ar: [كانون الثاني, يناير]}
  2: {en: [February, Feb], ar: [شباط, فبراير]}
  5: {en: [May], ar: [أيار, مايو], iraqi: [مايس]}
  10: {en: [October, Oct], ar: [تشرين الأول, أكتوبر]}
numbers:
  1: {en: [one], ar: [واحد]}
  2: {en: [two], ar: [اثنان]}
  5: {en: [five], ar: [خمسة, خمس]}
  10: {en: [ten], ar: [عشرة, عشر]}
  11: {en: [eleven], ar: [أحد عشر]}
  50: {en: [fifty], ar: [خمسون]}
  100: {en: [hundred], ar: [مئة]}
  1000: {en: [thousand], ar: [ألف, آلاف]}
times:
  now: {en: [now], ar: [الآن]}
"""
FILES: Final[Mapping[str, str]] = {ENTRIES: _ENTRIES, SOURCES: _SOURCES, TOPICS: _TOPICS, LEXICON: _LEXICON}


def write_folder(folder: Path, files: Mapping[str, str] = FILES) -> Path:
    """Write a knowledge folder."""
    (folder / "entries").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def mistaken(file: str, right: str, wrong: str) -> Mapping[str, str]:
    """The files, with the first `right` of one of them replaced by `wrong`."""
    assert right in FILES[file]
    return {**FILES, file: FILES[file].replace(right, wrong, 1)}


def knowledge_of(folder: Path, files: Mapping[str, str] = FILES) -> Knowledge:
    """The knowledge that the files make, as far as they can be read."""
    return read(write_folder(folder, files)).knowledge


def line_of(content: str, part: str) -> int:
    """The number of the first line that holds `part`."""
    return 1 + next(number for number, line in enumerate(content.splitlines()) if part in line)


def found(problems: Iterable[Problem]) -> list[str]:
    """Each problem as `file:line rule`, in reading order."""
    return [f"{problem.place.file.name}:{problem.place.line} {problem.rule}" for problem in sorted(problems)]
