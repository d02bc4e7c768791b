"""The people of a crash test: each has a conversation, asks what the script says, and hears what comes back."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from .verdict import Heard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from telegram_double import Message, Person, TelegramDouble

    from .scripts import Script

FIRST_ID: Final = 1001
AN_HOUR: Final = 3600.0
"""Seconds; whoever listens is told when it is no use any more."""
_ISOLATES: Final = re.compile("[\N{LEFT-TO-RIGHT ISOLATE}-\N{POP DIRECTIONAL ISOLATE}]")
"""They keep Latin names in their place in an Arabic line."""


class Progress:
    """How many messages have come, for whoever waits for so many."""

    def __init__(self) -> None:
        self.messages = 0
        self._changed = asyncio.Condition()

    async def add(self) -> None:
        async with self._changed:
            self.messages += 1
            self._changed.notify_all()

    async def reaches(self, messages: int) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self.messages >= messages)


@dataclass(slots=True)
class Asker:
    """One person and what they have heard."""

    person: Person
    script: Script
    asked: list[float] = field(default_factory=list)
    """When each question was asked, in seconds since the epoch."""
    heard: list[Heard] = field(default_factory=list)

    async def ask_next(self) -> None:
        """Ask the next question of the script."""
        question = self.script.questions[len(self.asked)]
        self.asked.append(time.time())
        await self.person.say(question.text)

    async def listen(self, progress: Progress) -> None:
        """Until every answer has come."""
        missing = set(self.script.answers)
        while missing:
            text = _plain(await self.person.next_message(AN_HOUR))
            self.heard.append(Heard(text, time.time()))
            missing -= {answer for answer in missing if answer in text}
            await progress.add()

    def catch_up(self) -> None:
        """Hear what has come since."""
        late = self.person.messages[len(self.heard) :]
        self.heard += [Heard(_plain(message), message.date + 1.0) for message in late]

    def delays(self) -> Iterator[float]:
        """Seconds from each question to the first message that answers it."""
        for question, asked in zip(self.script.questions, self.asked, strict=False):
            moments = (heard.at for heard in self.heard if question.answers[0] in heard.text)
            if (first := next(moments, None)) is not None:
                yield first - asked


def _plain(message: Message) -> str:
    return _ISOLATES.sub("", message.text)


class Crowd:
    """Everybody who asks."""

    def __init__(self, telegram: TelegramDouble, scripts: Sequence[Script]) -> None:
        self.askers = [
            Asker(telegram.person(FIRST_ID + number, "Reader", script.language, started=True), script)
            for number, script in enumerate(scripts)
        ]
        self.progress = Progress()

    @property
    def messages(self) -> int:
        """That have to come, if none comes twice."""
        return sum(len(asker.script.answers) for asker in self.askers)

    async def ask(self, per_second: float, random: Random) -> None:
        """Have everybody ask everything, whether the question before it was answered or not."""
        turns = [asker for asker in self.askers for _ in asker.script.questions]
        random.shuffle(turns)
        for asker in turns:
            await asker.ask_next()
            await asyncio.sleep(random.expovariate(per_second))

    async def listen(self, patience: float) -> None:
        """Until everybody has heard everything, or nobody has heard anything for so many seconds."""
        listening = {asyncio.create_task(asker.listen(self.progress)) for asker in self.askers}
        while listening:
            before = self.progress.messages
            done, listening = await asyncio.wait(listening, timeout=patience)
            if not done and self.progress.messages == before:
                break
        for task in listening:
            task.cancel()
