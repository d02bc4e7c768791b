"""What an examination has found, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from knowledge.errors import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.telegram.staff.office import Visit
    from handlers.releases import Examination, Failed, Found, Otherwise

FINDINGS_SHOWN: Final = 15
OTHERS_SHOWN: Final = 5
"""Of question tests, gaps and collisions each."""


def against(visit: Visit, examination: Examination) -> list[str]:
    """Why it would not be published; nothing where it would."""
    errors = [found for found in examination.problems if found.severity is Severity.ERROR]
    lines = [_problem(visit, found) for found in errors]
    lines += [_failed(visit, failed) for failed in examination.failed]
    return [visit.say("against"), *some(visit, lines, FINDINGS_SHOWN)] if lines else []


def changes_elsewhere(visit: Visit, examination: Examination) -> Iterator[str]:
    """What becomes of the question tests, the recorded gaps, and entries that are alike."""
    say = visit.say
    if not examination.was_tried:
        yield say("not_tried")
        return
    yield say("tests_asked", tests=examination.tests, changed=len(examination.changed))
    yield from some(visit, [_otherwise(visit, one) for one in examination.changed], OTHERS_SHOWN)
    yield say("gaps_asked", count=len(examination.gaps))
    yield from some(visit, [_otherwise(visit, one) for one in examination.gaps], OTHERS_SHOWN)
    collisions = [
        say("collision", one=visit.title(pair.one), other=visit.title(pair.other)) for pair in examination.collisions
    ]
    if collisions:
        yield from some(visit, collisions, OTHERS_SHOWN)
    else:
        yield say("no_collisions")
    if warnings := sum(found.severity is Severity.WARNING for found in examination.problems):
        yield say("warnings", count=warnings)


def _problem(visit: Visit, found: Found) -> str:
    return visit.say("bullet", text=found.told(visit.say.language))


def _failed(visit: Visit, failed: Failed) -> str:
    return visit.say("test_failed", text=failed.text, expected=failed.expected, got=failed.got)


def _otherwise(visit: Visit, one: Otherwise) -> str:
    return visit.say("otherwise", text=one.text, before=one.before, after=one.after)


def some(visit: Visit, lines: Sequence[str], most: int) -> list[str]:
    """As many as can be read, and how many more there are."""
    more = len(lines) - most
    return [*lines[:most], *([visit.say("and_more", count=more)] if more > 0 else [])]
