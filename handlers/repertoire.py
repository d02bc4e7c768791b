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
        going_on = _content("openings.yaml")
        openings, references = (_folded(going_on[group]) for group in ("openings", "references"))
        return cls(reader, Index(intents, reader), Index(declined, reader), names, openings, references)

    def intent(self, text: str) -> Nearest | None:
        """The intent that a message is, or None."""
        return self._nearest(self.intents, text, INTENT_FLOOR)

    def harm(self, text: str) -> Nearest | None:
        """The kind of request to decline that a message is, or None."""
        return self._nearest(self.declined, text, DECLINE_FLOOR)

    def named_language(self, text: str) -> Language | None:
        """The language that a message names, if it names exactly one."""
        tokens = words(text)
        runs = {
            " ".join(run) for size in (1, 2) for run in zip(*(tokens[start:] for start in range(size)), strict=False)
        }
        bare = {form for run in runs for form in (without_prefixes(run) if " " not in run else (run,))}
        named = {self.language_names[run] for run in bare if run in self.language_names}
        return named.pop() if len(named) == 1 else None

    def opens_continuation(self, tokens: Sequence[str]) -> bool:
        """Whether folded words begin as people go on from an answer; an Arabic 'and' may be glued to the first."""
        is_glued = tokens[0].startswith("و") and len(tokens[0]) > 1
        return is_glued or any(" ".join(tokens[:size]) in self.openings for size in (1, 2))

    def points_back(self, tokens: Sequence[str]) -> bool:
        """Whether one of the folded words stands for something said before."""
        return not self.references.isdisjoint(tokens)

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
