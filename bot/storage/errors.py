"""What can be wrong with the database, and the edge at which foreign errors become ours.

SanadError
└── StorageError        the database cannot be used; the sentence says what to do
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PRIMARY_CODE: Final = 0xFF
"""SQLite's extended result codes carry the plain one in their lowest byte."""

_CHECK_PLACE: Final = "check that the folder and the file exist and that this user may write them"

_REMEDIES: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_BUSY: "close the other program that holds the database, then try again",
    sqlite3.SQLITE_CANTOPEN: _CHECK_PLACE,
    sqlite3.SQLITE_CORRUPT: "restore the file from a backup",
    sqlite3.SQLITE_FULL: "free some space on the disk",
    sqlite3.SQLITE_IOERR: "check the disk, then try again",
    sqlite3.SQLITE_NOTADB: "move that file away, or name another one",
    sqlite3.SQLITE_PERM: _CHECK_PLACE,
    sqlite3.SQLITE_READONLY: _CHECK_PLACE,
}
_OTHERWISE: Final = "start Sanad again; if it stays so, report this sentence"


class StorageError(SanadError):
    """The database cannot be used; the sentence names it and says what to do."""


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Foreign errors of the body become a StorageError about `place`."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise StorageError(f"{place}: {_cause(error)}: {_remedy(error)}") from error


def _cause(error: Exception) -> str:
    """A few words without the statement and without its values, which may be what a person wrote."""
    driver = _driver_error(error)
    if isinstance(driver, OSError):
        return driver.strerror or type(driver).__name__
    return type(driver).__name__ if isinstance(driver, SQLAlchemyError) else str(driver)


def _remedy(error: Exception) -> str:
    driver = _driver_error(error)
    if isinstance(driver, OSError):
        return _CHECK_PLACE
    code = getattr(driver, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return _REMEDIES.get(code & _PRIMARY_CODE, _OTHERWISE)


def _driver_error(error: Exception) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
