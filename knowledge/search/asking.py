"""One message's search: of a text that is asked as a sentence and again as a question of its own, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from knowledge.search.decide import Verdict
from knowledge.search.parts import STORY, first_asked, questions_in
from knowledge.search.story import Story, told_around
from knowledge.text.tokens import first_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.search.finder import Finder, Finding
    from knowledge.search.question import Question

_AROUND: Final = " \t\n.!?؟…,،;؛"
"""Signs around a text that change nothing of what it asks."""


class Asking:
    """Asks what one message says, as a whole and in parts; lives as long as the message."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._questions: dict[tuple[str, bool | None], Question] = {}
        self._findings: dict[tuple[str, bool | None], Finding] = {}
        self._parts: dict[str, tuple[str, ...]] = {}
        self._around: dict[str, str] = {}
        self._short: dict[str, bool] = {}
        self._as_one: dict[tuple[str, str | None, bool | None], Finding] = {}

    def ask(self, text: str, *, is_arabizi: bool | None = None) -> Finding:
        """Look for what a text asks as a whole."""
        key = (text.strip(_AROUND), is_arabizi)
        if key not in self._findings:
            self._findings[key] = self._finder.look_for(self._read(text, is_arabizi=is_arabizi))
        return self._findings[key]

    def find(self, text: str, *, within: str | None = None, is_arabizi: bool | None = None) -> Finding:
        """Look for what a text asks as one question; or if that is not sure, for what a question in it surely asks.

        They are not asked if the whole is a near miss, or what is told around them counts already.

        Args:
            text: a message, or a part of it.
            within: the message that it is a part of.
            is_arabizi: whether it is Arabic in Latin letters.
        """
        one = self.as_one(text, within=within, is_arabizi=is_arabizi)
        if one.decision.verdict is Verdict.SURE or one.decision.near_miss_of is not None:
            return one
        parts = self._parts_of(text)
        if not parts or self._told(text, within or text, is_arabizi=is_arabizi) is not None:
            return one
        asking = (part for part in parts if self._read(part, is_arabizi=is_arabizi).kinds)
        asked = (self.ask(part, is_arabizi=is_arabizi) for part in asking)
        sure = [finding for finding in asked if finding.decision.verdict is Verdict.SURE]
        if not parts[1:]:
            sure = [finding for finding in sure if self._leaves_nothing(finding, one.question)]
        return max(sure, key=lambda finding: finding.decision.confidence, default=one)

    def understood(self, text: str, *, within: str | None = None, is_arabizi: bool | None = None) -> Question:
        """What `find` finds that a text asks; only a story or several questions have to be looked for to know it.

        Arguments as for `find`.
        """
        if not self._parts_of(text) and self._told(text, within or text, is_arabizi=is_arabizi) is None:
            return self._read(text, is_arabizi=is_arabizi)
        return self.find(text, within=within, is_arabizi=is_arabizi).question

    def as_one(self, text: str, *, within: str | None = None, is_arabizi: bool | None = None) -> Finding:
        """Look for what a text asks as one question; in a story, for its questions with what is told around them.

        Arguments as for `find`.
        """
        key = (text.strip(_AROUND), within, is_arabizi)
        if key not in self._as_one:
            told = self._told(text, within or text, is_arabizi=is_arabizi)
            if told is None:
                self._as_one[key] = self.ask(text, is_arabizi=is_arabizi)
            else:
                self._as_one[key] = self._in_story(told)
        return self._as_one[key]

    def _in_story(self, story: Story) -> Finding:
        is_dated = bool(story.told.dates) and not story.asked.dates
        if len(story.told.folded.split()) < STORY and not is_dated:
            alone = self._finder.look_for(story.asked)
            if alone.decision.verdict is Verdict.SURE:
                return alone
        return self._finder.look_in(story)

    def _told(self, text: str, within: str, *, is_arabizi: bool | None) -> Story | None:
        """The question of a text with what its message tells around that; None where nothing is told."""
        around = self._told_around(within)
        if not around:
            return None
        told = self._read(around, is_arabizi=is_arabizi)
        asked = self._read(text if within != text else "\n".join(self.questions_in(within)), is_arabizi=is_arabizi)
        return Story(asked, told) if told.features and (asked.kinds or asked.features) else None

    def _told_around(self, text: str) -> str:
        """What a message tells around the parts of it that ask; nothing where it is no story, or a near miss."""
        if text not in self._around:
            parts = () if self._is_short(text) else self.questions_in(text)
            around = told_around(parts, text) if parts else ""
            self._around[text] = "" if around and self._finder.is_near_miss(text) else around
        return self._around[text]

    def questions_in(self, text: str) -> tuple[str, ...]:
        """The parts of a text that ask."""
        if text not in self._parts:
            self._parts[text] = questions_in(text, self._finder.vocabulary)
        return self._parts[text]

    def _parts_of(self, text: str) -> Sequence[str]:
        """The parts of a text that are asked by themselves, if it is not short and they are not simply all of it."""
        parts = () if self._is_short(text) else self.questions_in(text)
        return () if [part.strip(_AROUND) for part in parts] == [text.strip(_AROUND)] else first_asked(parts)

    def _leaves_nothing(self, found: Finding, said: Question) -> bool:
        """Whether what was found for the only question in a text has the dates and tells of all names around it."""
        profile = self._finder.index.profile(found.decision.candidates[0].id)
        is_told = all(profile.explains(feature) for feature in said.features if feature.is_named)
        return is_told and set(said.dates) <= set(found.question.dates)

    def _read(self, text: str, *, is_arabizi: bool | None) -> Question:
        key = (text.strip(_AROUND), is_arabizi)
        if key not in self._questions:
            self._questions[key] = self._finder.reader.read(text, is_arabizi=is_arabizi)
        return self._questions[key]

    def _is_short(self, text: str) -> bool:
        """Whether a text has too few words to be a story."""
        if text not in self._short:
            self._short[text] = len(first_words(text, STORY)) < STORY
        return self._short[text]
