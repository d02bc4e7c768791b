"""From a folder of YAML to a `Knowledge`; every problem is collected with file and line, and raised at once.

A part that cannot be read is replaced by an empty one, so that the rules can still look at the rest of its entry. A
knowledge with problems of this kind is never served: `load` raises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Final, TypeVar

from knowledge.dates import PartialDate, Period
from knowledge.errors import KnowledgeError, Severity
from knowledge.phrasings import Phrasings
from knowledge.problems import Phrase, error
from knowledge.schema import (
    HEARD_LISTS,
    Bilingual,
    Claim,
    ClaimText,
    Concept,
    ConceptClass,
    Elsewhere,
    Entry,
    Heard,
    Knowledge,
    Lexicon,
    Phrasing,
    Source,
    SourceReference,
    Topic,
    Variety,
)
from knowledge.tree import ENTRIES
from knowledge.yaml_reader import YamlReader

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    import yaml

    from knowledge.errors import Problem
    from knowledge.problems import What
    from knowledge.tree import Tree

LONGEST_ID: Final = 48
"""Characters; an id has to fit a Telegram button's 64 bytes together with what the button does."""

_ELSEWHERE: Final = "elsewhere.yaml"
"""The subjects that belong elsewhere; a knowledge may do without."""
_HEARD: Final = "heard.yaml"
"""What people asked in their own words; a knowledge may do without."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_DATE = Period.at(PartialDate(1))
"""Stands in for a date that could not be read; the problem that it belongs to keeps the knowledge from being served."""

_Named = TypeVar("_Named", Source, Topic, Entry, Elsewhere, Heard)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds, as far as it could be read, and everything that is wrong with its form."""

    knowledge: Knowledge
    problems: tuple[Problem, ...]


def load(folder: Path) -> Knowledge:
    """Read a knowledge folder.

    Raises:
        KnowledgeError: with every problem of form. The rules of curation are `knowledge.checks`.
    """
    reading = read(folder)
    errors = [problem for problem in reading.problems if problem.severity is Severity.ERROR]
    if errors:
        raise KnowledgeError(sorted(errors))
    return reading.knowledge


def read(folder: Path, *, instead: Path | None = None) -> Reading:
    """Read a knowledge folder as far as possible.

    Args:
        folder: holds sources.yaml, topics.yaml, lexicon.yaml, entries/ and, if there are such, elsewhere.yaml and
            heard.yaml.
        instead: an entries file that takes the place of the one with the same name in `folder`.
    """
    files = {path.name: path for path in sorted((folder / ENTRIES).glob("*.yaml"))}
    if instead is not None:
        files.pop(instead.name, None)
        files[instead.name] = instead  # last, so that what it shares with another file counts as its own mistake
    optional = {name for name in (_ELSEWHERE, _HEARD) if (folder / name).exists()}
    return _read(folder, list(files.values()), Path.read_bytes, optional)


def read_tree(tree: Tree) -> Reading:
    """Read a tree as far as possible; places name files as the tree does."""
    entries = [Path(path) for path in sorted(tree.files) if path.startswith(f"{ENTRIES}/")]
    return _read(Path(), entries, tree.content, tree.files)


def _read(folder: Path, entries: Sequence[Path], content: Callable[[Path], bytes], present: Container[str]) -> Reading:
    """Read files; of those that a knowledge may do without, the ones that are present."""
    problems: list[Problem] = []

    def reader(path: Path) -> YamlReader:
        return YamlReader(path, problems, content)

    if not entries:
        reader(folder / ENTRIES).root()
    written = [entry for path in entries for entry in entries_in(reader(path))]
    subjects = list(_elsewhere(reader(folder / _ELSEWHERE))) if _ELSEWHERE in present else []
    heard = list(_heard(reader(folder / _HEARD))) if _HEARD in present else []
    knowledge = Knowledge(
        sources=_by_id(_sources(reader(folder / "sources.yaml")), problems),
        topics=_by_id(_topics(reader(folder / "topics.yaml")), problems),
        entries=_by_id(written, problems),
        lexicon=_lexicon(reader(folder / "lexicon.yaml")),
        elsewhere=tuple(_by_id(subjects, problems).values()),
        heard=_by_id(heard, problems),
    )
    return Reading(knowledge, tuple(problems))


def _by_id(items: Iterable[_Named], problems: list[Problem]) -> dict[str, _Named]:
    found: dict[str, _Named] = {}
    for item in items:
        first = found.setdefault(item.id, item)
        if first is not item:
            problems.append(error(item.place, "repeated-id", id=item.id, place=first.place))
    return found


def _sources(reader: YamlReader) -> Iterable[Source]:
    for node in reader.items(reader.root(), Phrase("the file")):
        fields = reader.fields(
            node,
            Phrase("a source"),
            required=("id", "publisher", "title", "language"),
            optional=("published", "published_note", "url", "courtesy_translation"),
        )
        note, published = fields.get("published_note"), fields.get("published")
        if note is None and published is None:
            reader.report(node, "missing-date.source")
        yield Source(
            id=_id(reader, fields.get("id")),
            publisher=_bilingual(reader, fields.get("publisher"), Phrase("the publisher")),
            title=reader.text(fields.get("title"), Phrase("the title")),
            language=reader.text(fields.get("language"), Phrase("the language")),
            published=_date(reader, published) if published is not None else None,
            published_note=_bilingual(reader, note, "published_note") if note is not None else None,
            url=reader.text(fields["url"], Phrase("the url")) if "url" in fields else None,
            is_courtesy_translation=_flag(reader, fields.get("courtesy_translation")),
            place=reader.place(node),
        )


def _topics(reader: YamlReader) -> Iterable[Topic]:
    for node in reader.items(reader.root(), Phrase("the file")):
        fields = reader.fields(node, Phrase("a topic"), required=("id", "title"))
        title = _bilingual(reader, fields.get("title"), Phrase("the title"))
        yield Topic(_id(reader, fields.get("id")), title, reader.place(node))


def _elsewhere(reader: YamlReader) -> Iterable[Elsewhere]:
    for node in reader.items(reader.root(), Phrase("the file")):
        fields = reader.fields(
            node, Phrase("a subject"), required=("id", "questions"), optional=("reply", "near", "noted")
        )
        yield Elsewhere(
            id=_id(reader, fields.get("id")),
            questions=Phrasings(_phrasings(reader, fields.get("questions"), "questions")),
            place=reader.place(node),
            reply=_bilingual(reader, fields["reply"], Phrase("the reply")) if "reply" in fields else None,
            near=tuple(reader.text(item, Phrase("a near id")) for item in reader.items(fields.get("near"), "near")),
            is_noted="noted" not in fields or _flag(reader, fields["noted"]),
        )


def _heard(reader: YamlReader) -> Iterable[Heard]:
    for node in reader.items(reader.root(), Phrase("the file")):
        fields = reader.fields(node, Phrase("what was heard"), required=("entry",), optional=HEARD_LISTS)
        lists = {key: Phrasings(_phrasings(reader, fields.get(key), key)) for key in HEARD_LISTS}
        yield Heard(id=_id(reader, fields.get("entry")), place=reader.place(node), **lists)


def is_id(written: str) -> bool:
    """Whether a text can be the id of an entry, a source, a topic or a subject."""
    return _ID.fullmatch(written) is not None and len(written) <= LONGEST_ID


def entries_in(reader: YamlReader) -> Iterable[Entry]:
    """The entries of one file, as far as they can be read; problems are left with the reader."""
    for node in reader.items(reader.root(), Phrase("the file")):
        fields = reader.fields(
            node,
            Phrase("an entry"),
            required=("id", "topic", "title", "questions", "claims"),
            optional=("unlike", "follow_ups", "unanswered", "related"),
        )
        yield Entry(
            id=_id(reader, fields.get("id")),
            topic=reader.text(fields.get("topic"), Phrase("the topic")),
            title=_bilingual(reader, fields.get("title"), Phrase("the title")),
            questions=Phrasings(_phrasings(reader, fields.get("questions"), "questions")),
            unlike=Phrasings(_phrasings(reader, fields.get("unlike"), "unlike")),
            claims=tuple(_claim(reader, item) for item in reader.items(fields.get("claims"), "claims")),
            related=tuple(
                reader.text(item, Phrase("a related id")) for item in reader.items(fields.get("related"), "related")
            ),
            place=reader.place(node),
            follow_ups=Phrasings(_phrasings(reader, fields.get("follow_ups"), "follow_ups")),
            unanswered=Phrasings(_phrasings(reader, fields.get("unanswered"), "unanswered")),
        )


def _phrasings(reader: YamlReader, node: yaml.Node | None, what: str) -> Iterable[Phrasing]:
    if node is None:
        return
    for key, listed in reader.fields(node, what, required=(), optional=tuple(Variety)).items():
        for item in reader.items(listed, _in(what, key)):
            yield Phrasing(reader.text(item, Phrase("a phrasing")), Variety(key), reader.place(item))


def _claim(reader: YamlReader, node: yaml.Node) -> Claim:
    fields = reader.fields(node, Phrase("a claim"), required=("text", "sources"), optional=("as_of", "from", "until"))
    references = tuple(_reference(reader, item) for item in reader.items(fields.get("sources"), "sources"))
    if "sources" in fields and not references:
        reader.report(node, "missing-source")
    return Claim(
        _period(reader, node, fields), _claim_text(reader, fields.get("text"), node), references, reader.place(node)
    )


def _claim_text(reader: YamlReader, node: yaml.Node | None, claim: yaml.Node) -> ClaimText:
    if node is None:
        return ClaimText(Bilingual("", ""), None, reader.place(claim))
    fields = reader.fields(node, Phrase("the text"), required=("en", "ar"), optional=("seal",))
    bilingual = Bilingual(
        reader.text(fields.get("en"), Phrase("the English text")),
        reader.text(fields.get("ar"), Phrase("the Arabic text")),
    )
    seal = reader.text(fields["seal"], Phrase("the seal")) if "seal" in fields else None
    return ClaimText(bilingual, seal, reader.place(node))


def _reference(reader: YamlReader, node: yaml.Node) -> SourceReference:
    fields = reader.fields(node, Phrase("a source of a claim"), required=("id", "at"), optional=("figures",))
    figures = tuple(reader.text(item, Phrase("a figure")) for item in reader.items(fields.get("figures"), "figures"))
    source, at = (
        reader.text(fields.get("id"), Phrase("the id")),
        reader.text(fields.get("at"), Phrase("the place in the source")),
    )
    return SourceReference(source, at, figures, reader.place(node))


def _period(reader: YamlReader, node: yaml.Node, fields: Mapping[str, yaml.Node]) -> Period:
    as_of, since, until = fields.get("as_of"), fields.get("from"), fields.get("until")
    if as_of is not None and since is None and until is None:
        return Period.at(_date(reader, as_of))
    if since is not None and as_of is None:
        period = Period(_date(reader, since), _date(reader, until) if until is not None else None)
        if period.until is not None and period.until.last_day < period.since.first_day:
            reader.report(node, "date.backwards")
        return period
    if as_of is not None:
        reader.report(node, "date.both")
    else:
        reader.report(node, "missing-date")
    return _NO_DATE


def _date(reader: YamlReader, node: yaml.Node) -> PartialDate:
    written = reader.text(node, Phrase("a date"))
    try:
        return PartialDate.parse(written)
    except ValueError:
        reader.report(node, "date", written=written)
        return _NO_DATE.since


def _bilingual(reader: YamlReader, node: yaml.Node | None, what: What) -> Bilingual:
    if node is None:
        return Bilingual("", "")
    fields = reader.fields(node, what, required=("en", "ar"))
    return Bilingual(
        reader.text(fields.get("en"), Phrase("{what} in English", what=what)),
        reader.text(fields.get("ar"), Phrase("{what} in Arabic", what=what)),
    )


def _id(reader: YamlReader, node: yaml.Node | None) -> str:
    written = reader.text(node, Phrase("an id"))
    if node is not None and not is_id(written):
        reader.report(node, "id", written=written, most=LONGEST_ID)
    return written


def _flag(reader: YamlReader, node: yaml.Node | None) -> bool:
    written = reader.text(node, Phrase("a flag")) if node is not None else "false"
    if node is not None and written not in {"true", "false"}:
        reader.report(node, "type.flag", written=written)
    return written == "true"


def _lexicon(reader: YamlReader) -> Lexicon:
    root = reader.root()
    fields = (
        {}
        if root is None
        else reader.fields(
            root,
            Phrase("the lexicon"),
            required=("kinds", "concepts", "fillers", "months", "numbers", "times"),
            optional=("unrelated",),
        )
    )
    return Lexicon(
        concepts=_concepts(reader, fields.get("concepts"), "concepts"),
        kinds=_concepts(reader, fields.get("kinds"), "kinds"),
        times=_concepts(reader, fields.get("times"), "times"),
        months=_numbered(reader, fields.get("months"), "months"),
        numbers=_numbered(reader, fields.get("numbers"), "numbers"),
        fillers=_forms(reader, fields["fillers"], "fillers") if "fillers" in fields else {},
        unrelated=_forms(reader, fields["unrelated"], "unrelated") if "unrelated" in fields else {},
    )


def _concepts(reader: YamlReader, node: yaml.Node | None, what: str) -> dict[str, Concept]:
    if node is None:
        return {}
    return {key: _concept(reader, key, value) for key, value in reader.pairs(node, what)}


def _numbered(reader: YamlReader, node: yaml.Node | None, what: str) -> dict[int, Concept]:
    numbered: dict[int, Concept] = {}
    for key, concept in _concepts(reader, node, what).items():
        if key.isdecimal():
            numbered[int(key)] = concept
        else:
            reader.problems.append(error(concept.place, "number", key=key, what=what))
    return numbered


def _concept(reader: YamlReader, identity: str, node: yaml.Node) -> Concept:
    fields = dict(reader.fields(node, identity, required=(), optional=("class", "part_of", *Variety)))
    klass_node, part_node = fields.pop("class", None), fields.pop("part_of", None)
    forms = {Variety(key): _listed(reader, value, _in(identity, key)) for key, value in fields.items()}
    part_of = reader.text(part_node, "part_of") if part_node is not None else None
    return Concept(identity, _klass(reader, klass_node), part_of, forms, reader.place(node))


def _klass(reader: YamlReader, node: yaml.Node | None) -> ConceptClass:
    if node is None:
        return ConceptClass.THING
    written = reader.text(node, Phrase("the class"))
    try:
        return ConceptClass(written)
    except ValueError:
        reader.report(node, "class", written=written, known=", ".join(ConceptClass))
        return ConceptClass.THING


def _forms(reader: YamlReader, node: yaml.Node, what: str) -> dict[Variety, tuple[str, ...]]:
    return {
        Variety(key): _listed(reader, value, _in(what, key))
        for key, value in reader.fields(node, what, required=(), optional=tuple(Variety)).items()
    }


def _listed(reader: YamlReader, node: yaml.Node, what: Phrase) -> tuple[str, ...]:
    """The forms in a list. A word that is no other when it is folded is the same object wherever it is kept."""
    return tuple(intern(reader.text(item, Phrase("a form"))) for item in reader.items(node, what))


def _in(what: str, variety: str) -> Phrase:
    return Phrase("{what} in {variety}", what=what, variety=Phrase(variety))
