"""What could not be done, in one sentence for whoever asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.telegram.staff.examined import against
from bot.telegram.staff.screens import Page
from handlers.releases import RefusedError, StaleError
from handlers.staff import NotAllowedError
from knowledge.editing import ChangeError

if TYPE_CHECKING:
    from bot.telegram.staff.office import Visit
    from knowledge.errors import SanadError


def told(visit: Visit, failure: SanadError) -> Page:
    """An error as a page. Its own sentence follows one that says what kind of error it is."""
    if isinstance(failure, RefusedError):
        return Page((visit.say("refused"), *against(visit, failure.examination)))
    heading = visit.say(_key(failure))
    is_said = isinstance(failure, NotAllowedError) and not visit.staff.is_admin
    return Page((heading,) if is_said else (heading, visit.say.apart(failure.sentence[visit.staff.language])))


def _key(failure: SanadError) -> str:
    if isinstance(failure, NotAllowedError):
        return "not_allowed"
    if isinstance(failure, StaleError):
        return "stale"
    return "change_impossible" if isinstance(failure, ChangeError) else "failed"
