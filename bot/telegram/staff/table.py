"""Which command and which button leads where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from bot.telegram.staff import attaching, drafts, gaps_walk, handed_in, people, personal, rolling_back, status
from bot.telegram.staff.orders import Act

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.telegram.staff.office import Visit
    from bot.telegram.staff.orders import Order
    from bot.telegram.staff.screens import Page

    CommandAction: TypeAlias = Callable[[Visit, str], Awaitable[Page]]
    OrderAction: TypeAlias = Callable[[Visit, Order], Awaitable[Page | None]]

COMMANDS: Final[Mapping[str, CommandAction]] = {
    "gaps": gaps_walk.begin,
    "draft": drafts.show,
    "digest": personal.digest,
    "console": personal.console,
    "publish": drafts.publish_all,
    "rollback": rolling_back.ask,
    "status": status.show,
    "who": people.show,
    "grant": people.grant,
    "revoke": people.revoke,
}
"""What stands behind a command goes in as a text."""

ORDERS: Final[Mapping[Act, OrderAction]] = {
    Act.NEXT: gaps_walk.go_on,
    Act.LOOK: gaps_walk.look,
    Act.ATTACH: attaching.preview,
    Act.ATTACH_SAVE: attaching.save,
    Act.ATTACH_PUBLISH: attaching.save_and_publish,
    Act.OUTSIDE: attaching.preview_outside,
    Act.OUTSIDE_SAVE: attaching.save,
    Act.OUTSIDE_PUBLISH: attaching.save_and_publish,
    Act.DISMISS: gaps_walk.dismiss,
    Act.REOPEN: gaps_walk.reopen,
    Act.WRITE: gaps_walk.tell_how,
    Act.DRAFT_PUBLISH: drafts.publish,
    Act.DROP: drafts.drop,
    Act.PUBLISH: handed_in.publish,
    Act.ROLL_BACK: rolling_back.roll_back,
    Act.LEAVE: personal.leave,
}
