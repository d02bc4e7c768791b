"""The words of the interface, one YAML a language. A missing or unknown key stops the start, not a conversation."""

from __future__ import annotations

import string
from dataclasses import dataclass, fields
from importlib import resources
from typing import TYPE_CHECKING, Final

from knowledge.errors import SanadError
from knowledge.own_yaml import read_own_yaml
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

SHIPPED_WORDS: Final = resources.files("handlers") / "strings"


class WordingError(SanadError):
    """The interface words of the two languages do not fit each other or the program."""


@dataclass(frozen=True, slots=True)
class Words:
    """Every text of the interface in one language; `{names}` in braces are filled in by whoever uses it."""

    greeting: str
    thanks: str
    goodbye: str
    start: str
    help: str
    about: str
    privacy: str
    privacy_context: str
    privacy_alone: str
    minute_one: str
    minutes_two: str
    minutes_few: str
    minutes_many: str
    forget_done: str
    forget_context: str
    forget_no_context: str
    forget_gaps: str
    forget_votes: str
    forget_quiet: str
    forget_rest: str
    quiet: str
    quiet_context: str
    quiet_off: str
    sources_title: str
    sources_intro: str
    sources_line: str
    source_of_previous: str
    no_previous: str
    courtesy_translation: str
    in_language_ar: str
    in_language_en: str
    in_language_other: str
    undated: str
    topics_intro: str
    topic_intro: str
    language_ask: str
    language_set: str
    clarify: str
    choice_number_hint: str
    expired_choice: str
    history_choice: str
    history_title: str
    answers_part: str
    older_claim: str
    newer_claim: str
    vote_thanks: str
    vote_why: str
    vote_noted: str
    vote_quiet: str
    complaint_outdated: str
    complaint_wrong: str
    complaint_not_asked: str
    complaint_unclear: str
    gap_unknown: str
    gap_noted: str
    gap_unknown_quiet: str
    gap_quiet: str
    gap_near: str
    gap_dated: str
    gap_near_dated: str
    gap_declined: str
    gap_language: str
    gap_empty: str
    too_long: str
    slow_down: str
    trouble: str
    perhaps_sent: str
    not_text: str
    chat_welcome: str
    chat_prompt: str
    chat_bye: str
    label_topics: str
    label_sources: str
    label_help: str
    label_language: str
    label_privacy: str
    label_forget: str
    label_quiet: str
    label_quiet_off: str
    label_about: str
    label_english: str
    label_arabic: str
    command_start: str
    command_help: str
    command_topics: str
    command_sources: str
    command_language: str
    command_privacy: str
    command_forget: str
    command_quiet: str
    command_quiet_off: str
    command_about: str
    bot_description: str
    bot_short_description: str
    example_1: str
    example_2: str
    example_3: str
    example_4: str

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions to begin with."""
        return (self.example_1, self.example_2, self.example_3, self.example_4)


def load_words(folder: Traversable = SHIPPED_WORDS) -> Mapping[Language, Words]:
    """The interface words of both languages, one YAML file each.

    Raises:
        WordingError: a key is missing or unknown, or the two languages leave different things to fill in.
    """
    words = {language: _read(folder, language) for language in Language}
    for field in fields(Words):
        wanted, given = (_placeholders(getattr(words[language], field.name)) for language in Language)
        if wanted != given:
            raise WordingError(f"handlers/strings: {field.name}: {sorted(wanted ^ given)} stands in one language only")
    return words


def _read(folder: Traversable, language: Language) -> Words:
    name = f"{language}.yaml"
    content = read_own_yaml(folder.joinpath(name).read_text(encoding="utf-8"))
    known = {field.name for field in fields(Words)}
    if wrong := known ^ set(content):
        raise WordingError(f"handlers/strings/{name}: missing or unknown keys: {', '.join(sorted(wrong))}")
    return Words(**{key: text.strip() for key, text in content.items()})


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)
