"""Roles that nobody grants at run time: those of the settings, and that of whoever sits at the server."""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING

from handlers.staff import Role, Staff

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.settings import Settings


def appointed(settings: Settings) -> Mapping[str, Role]:
    """The roles of an installation by staff id."""
    return {
        **{f"telegram:{number}": Role.CURATOR for number in settings.curators},
        **{f"telegram:{number}": Role.ADMIN for number in settings.admins},
        staff_here().id: Role.ADMIN,
    }


def staff_here() -> Staff:
    """Whoever sits at the server's command line: an admin, since the database is theirs to read and write."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        name = str(os.getuid())
    return Staff(f"cli:{name}", Role.ADMIN)
