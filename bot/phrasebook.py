"""The words of staff's tools, one YAML a language: a key that is missing or unlike its twin stops the start."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.errors import SanadError
from knowledge.own_yaml import read_own_yaml
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable


class PhrasebookError(SanadError):
    """The two languages of a phrasebook do not fit each other."""


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Texts by key in one language; `{names}` in braces are filled in."""

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, filled in.

        Raises:
            KeyError: there is no such key, or something that it leaves open is not given.
        """
        text = self.texts[key]
        return text.format(**values) if values else text


def load_phrasebooks(folder: Traversable) -> Mapping[Language, Phrasebook]:
    """Both languages of a folder that holds en.yaml and ar.yaml.

    Raises:
        PhrasebookError: a key stands in one language only, or leaves other things to fill in there.
    """
    read = {language: _read(folder, language) for language in Language}
    english, arabic = read[Language.ENGLISH], read[Language.ARABIC]
    if lone := sorted(english.keys() ^ arabic.keys()):
        raise PhrasebookError(f"{folder}: in one language only: {', '.join(lone)}")
    if unlike := sorted(key for key in english if _placeholders(english[key]) != _placeholders(arabic[key])):
        raise PhrasebookError(f"{folder}: other things are left open in the other language: {', '.join(unlike)}")
    return {language: Phrasebook(language, texts) for language, texts in read.items()}


def _read(folder: Traversable, language: Language) -> Mapping[str, str]:
    text = folder.joinpath(f"{language}.yaml").read_text(encoding="utf-8")
    content = read_own_yaml(text)
    return {str(key): str(text).strip("\n") for key, text in content.items()}


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)
