"""An admin sends a file: it is fetched, examined, and shown with what it would change. Nothing is published by that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import error

from bot.telegram.staff import handed_in
from bot.telegram.staff.screens import Page
from bot.telegram.staff.uploads import LARGEST_UPLOAD, UploadError, kind_of, tree_of
from handlers import publishing
from handlers.desk import require_admin
from knowledge.tree import TreeError

if TYPE_CHECKING:
    from bot.telegram.staff.office import Visit
    from bot.telegram.updates import DocumentReceived
    from knowledge.tree import Tree


async def receive(visit: Visit, received: DocumentReceived) -> Page:
    """What an admin's file is worth, and what it changes.

    Raises:
        NotAllowedError: it comes from a curator.
    """
    require_admin(visit.staff)
    _, served = await publishing.served(visit.desk)
    try:
        tree = await _tree(visit, received, served)
    except UploadError as refused:
        return Page((visit.say(refused.reason, file=refused.file), visit.say("nothing_changed")))
    except TreeError as refused:
        reason = refused.sentence[visit.staff.language]
        return Page((visit.say("upload_unreadable", reason=reason), visit.say("nothing_changed")))
    except error.TelegramError:
        return Page((visit.say("upload_not_fetched"), visit.say("nothing_changed")))
    if tree.hash == served.hash:
        return Page((visit.say("upload_same"),))
    note = visit.say("note_upload", file=received.name)
    return handed_in.page_of(visit, await publishing.submit(visit.desk, visit.staff, tree, note))


async def _tree(visit: Visit, received: DocumentReceived, served: Tree) -> Tree:
    if not kind_of(received.name):
        raise UploadError("upload_what", received.name)
    if received.size > LARGEST_UPLOAD:
        raise UploadError("upload_too_big", received.name)
    await visit.wait("upload_wait")
    content = await visit.office.client.download(received.file_id)
    if len(content) > LARGEST_UPLOAD:
        raise UploadError("upload_too_big", received.name)
    return tree_of(received.name, content, served)
