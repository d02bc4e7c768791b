"""What a database remembers about the installation that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from bot.sealing import fingerprint
from bot.storage.errors import OtherSecretError
from bot.storage.tables import INSTALLATION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.database import Database

_FINGERPRINT: Final = "fingerprint of the secret"


class Installation:
    """Tells whether a process has the secret of the installation: with another one it would find nobody's session.

    Nor could it open what others have sealed, nor they what it has.
    """

    def __init__(self, database: Database, secret: bytes, *, before: Sequence[bytes] = ()) -> None:
        """Take note of the secrets.

        Args:
            database: open.
            secret: of the installation.
            before: earlier secrets, which this one takes the place of.
        """
        self._database = database
        self._fingerprint = fingerprint(secret)
        self._before = {fingerprint(earlier) for earlier in before}

    async def recognise(self) -> None:
        """Find out whether the secret is that of the installation, or takes its place.

        The first process that opens a database gives it its secret.

        Raises:
            OtherSecretError: it is another one.
        """
        known = {"name": _FINGERPRINT, "value": self._fingerprint}
        new = self._database.insert(INSTALLATION).values(known)
        async with self._database.writing() as connection:
            if await _kept(connection) in self._before:
                new = new.on_conflict_do_update(index_elements=INSTALLATION.primary_key, set_=known)
            else:
                new = new.on_conflict_do_nothing()
            await connection.execute(new)
            await self.check(connection)

    async def check(self, connection: AsyncConnection) -> None:
        """Find out whether the secret is still that of the installation.

        Raises:
            OtherSecretError: another process has given it another one since.
        """
        if await _kept(connection) not in {None, self._fingerprint}:
            raise OtherSecretError


async def _kept(connection: AsyncConnection) -> str | None:
    kept: str | None = await connection.scalar(select(INSTALLATION.c.value).where(INSTALLATION.c.name == _FINGERPRINT))
    return kept
