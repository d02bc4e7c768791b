"""What the conversation recognises besides questions to the knowledge, made searchable from `handlers/phrases/`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from knowledge.errors import Place
from knowledge.schema import Language, Phrasing, Variety
from knowledge.search.index import Index
from knowledge.search.profile import Target
from knowledge.text.tokens import without_prefixes, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from knowledge.search.index import Nearest
    from knowledge.search.question import Reader

INTENT_FLOOR: Final = 0.5
"""Nearness from which a message is small talk; fixed by leave-one-out over the phrases and their `unlike`."""
DECLINE_FLOOR: Final = 0.45
"""Nearness from which a request is declined: lower, since a missed one can hurt someone."""
MOST_STRANGE: Final = 0.4
"""Share of a message that may be foreign to all phrases of the group it is taken for."""
LONGEST_LANGUAGE: Final = 2
"""Words by which a language is named."""
LONGEST_STEP: Final = 5
"""Words for what came before or after; the longest is 'did he take over from'."""

_UNNUMBERED: Final = 1
"""Phrases are not checked line by line; their place names the file."""


@dataclass(frozen=True, slots=True)
class Repertoire:
    """Recognises intents, requests to decline, and the languages that a person names."""

    reader: Reader
    intents: Index
    declined: Index
    language_names: Mapping[str, Language]
    openings: frozenset[str]
    """Folded words with which people go on from an answer."""
    references: frozenset[str]
    """Folded words that point back at what was said."""
    fragments: frozenset[str]
    """Two folded words with which a question begins that leaves out what it is about."""
    questions: frozenset[str]
    """Folded words that ask about an answer when they are all that is said."""
    steps: Mapping[str, int]
    """Folded words for what came before (-1) or after (1) what was said."""
    persons: frozenset[str]
    """Folded words that stand for a person."""

    @classmethod
    def build(cls, reader: Reader) -> Repertoire:
        """Read the phrases; `reader` keeps fillers, since small talk is made of them."""
        intents = [
            Target(
                name,
                tuple(_phrasings(group, "intents.yaml")),
                tuple(_phrasings(group.get("unlike", {}), "intents.yaml")),
            )
            for name, group in _content("intents.yaml").items()
        ]
        declined = [
            Target(
                name,
                tuple(_phrasings(group["phrases"], "declined.yaml")),
                tuple(_phrasings(group["unlike"], "declined.yaml")),
            )
            for name, group in _content("declined.yaml").items()
        ]
        names = {
            " ".join(words(word)): Language(code)
            for code, named in _content("languages.yaml").items()
            for word in named["words"]
        }
        going_on = {group: _folded(forms) for group, forms in _content("openings.yaml").items()}
        return cls(
            reader,
            Index(intents, reader),
            Index(declined, reader),
            names,
            going_on["openings"],
            going_on["references"],
            going_on["fragments"],
            going_on["questions"],
            dict.fromkeys(going_on["before"], -1) | dict.fromkeys(going_on["after"], 1),
            going_on["persons"],
        )

    def intent(self, text: str) -> Nearest | None:
        """The intent that a message is, or None."""
        return self._nearest(self.intents, text, INTENT_FLOOR)

    def harm(self, text: str) -> Nearest | None:
        """The kind of request to decline that a message is, or None."""
        return self._nearest(self.declined, text, DECLINE_FLOOR)

    def named_language(self, text: str) -> Language | None:
        """The language that a message names, if it names exactly one."""
        runs = {" ".join(run) for run in _runs(words(text), LONGEST_LANGUAGE)}
        bare = {form for run in runs for form in (without_prefixes(run) if " " not in run else (run,))}
        named = {self.language_names[run] for run in bare if run in self.language_names}
        return named.pop() if len(named) == 1 else None

    def opens_continuation(self, tokens: Sequence[str]) -> bool:
        """Whether folded words begin as people go on from an answer; an Arabic 'and' may be glued to the first."""
        return tokens[0] != _without_and(tokens)[0] or any(" ".join(tokens[:size]) in self.openings for size in (1, 2))

    def points_back(self, tokens: Sequence[str]) -> bool:
        """Whether one of the folded words stands for something said before, or what was said is left out."""
        return not self.references.isdisjoint(tokens) or " ".join(_without_and(tokens)[:2]) in self.fragments

    def asks_alone(self, tokens: Sequence[str]) -> bool:
        """Whether the folded words are nothing but a question about what was said."""
        return any(" ".join(said) in self.questions for said in (tokens, _without_and(tokens)))

    def step(self, tokens: Sequence[str]) -> int | None:
        """-1 or 1 when folded words ask for what came before or after what was said."""
        runs = (" ".join(run) for said in (tokens, _without_and(tokens)) for run in _runs(said, LONGEST_STEP))
        return next((self.steps[run] for run in runs if run in self.steps), None)

    def names_a_person(self, tokens: Sequence[str]) -> bool:
        """Whether one of the folded words stands for a person."""
        return not self.persons.isdisjoint(tokens)

    def texts(self) -> Iterator[tuple[Variety, str]]:
        """Every phrase with its variety, for whoever needs to know the words."""
        for index in (self.intents, self.declined):
            for phrasing in index.phrasings:
                yield phrasing.variety, phrasing.text

    def _nearest(self, index: Index, text: str, floor: float) -> Nearest | None:
        nearest = index.nearest(self.reader.read(text))
        if nearest is None or nearest.nearness < max(floor, nearest.unlike) or nearest.strangeness > MOST_STRANGE:
            return None
        return nearest


def _runs(tokens: Sequence[str], longest: int) -> Iterator[Sequence[str]]:
    """Every run of neighbouring words, the longest first."""
    for size in range(longest, 0, -1):
        for first in range(len(tokens) - size + 1):
            yield tokens[first : first + size]


def _without_and(tokens: Sequence[str]) -> Sequence[str]:
    """The words without an Arabic 'and' that is glued to the first."""
    is_glued = bool(tokens) and tokens[0].startswith("و") and len(tokens[0]) > 1
    return (tokens[0][1:], *tokens[1:]) if is_glued else tokens


def _folded(forms: Mapping[str, Iterable[str]]) -> frozenset[str]:
    return frozenset(" ".join(words(form)) for listed in forms.values() for form in listed)


def _content(name: str) -> dict[str, Any]:
    text = resources.files("handlers").joinpath("phrases", name).read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - the C twin of SafeLoader
    return content


def _phrasings(group: Mapping[str, Iterable[str]], name: str) -> Iterator[Phrasing]:
    for key, phrases in group.items():
        if key in set(Variety):
            yield from (Phrasing(str(phrase), Variety(key), Place(Path(name), _UNNUMBERED)) for phrase in phrases)
