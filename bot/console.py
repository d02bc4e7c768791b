"""`sanad console`, a local look at the console, and `sanad console-link`, a way into the one that runs."""

from __future__ import annotations

import sys
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Final

from bot import logs
from bot.app import open_desk, open_service
from bot.appointing import staff_here
from bot.listening import console_at
from bot.rounds import meanwhile
from bot.serving import stopping
from bot.settings import Listening, SettingsError
from handlers.roles import staff_of
from handlers.signing_in import LINK_LASTS, issue_link
from handlers.staff import NotAllowedError
from knowledge.problems import sentence

if TYPE_CHECKING:
    from bot.settings import Settings
    from handlers.desk import Desk
    from handlers.staff import Staff

HERE: Final = "127.0.0.1"
DOOR: Final = "enter"
"""The page that a one-time link leads to."""


async def run(settings: Settings, port: int) -> int:
    """Serve the console on this machine alone, print a link into it, and go on until told to stop."""
    logs.configure(secrets=settings.never_logged)
    listening, stop = Listening(HERE, port), stopping()
    address = f"http://{listening}"
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(open_service(settings))
        await stack.enter_async_context(meanwhile(service.following.keep_up()))
        await stack.enter_async_context(console_at(listening, service.desk, address, setting="--port"))
        await _print_link(service.desk, staff_here(), address)
        await stop.wait()
    return 0


async def print_link(settings: Settings, identity: str | None) -> int:
    """Print a link that lets somebody into the console once: whoever sits here, or staff with a given id.

    Raises:
        SettingsError: there is no console.
        NotAllowedError: nobody with a role has this id.
    """
    if settings.web_address is None:
        raise SettingsError("SANAD_WEB is not set, so `sanad run` serves no console: set it to host:port")
    async with open_desk(settings) as desk:
        staff = await staff_of(desk, identity or staff_here().id)
        if staff is None:
            wrong = "{identity} has no role: staff ids look like telegram:1234"
            raise NotAllowedError(sentence(wrong, identity=str(identity)))
        await _print_link(desk, staff, settings.web_address)
    return 0


async def _print_link(desk: Desk, staff: Staff, address: str) -> None:
    print(f"{address}/{DOOR}/{await issue_link(desk, staff)}", flush=True)
    minutes = int(LINK_LASTS.total_seconds()) // 60
    print(f"This lets {staff.id} in, once, within {minutes} minutes.", file=sys.stderr)
