"""What `SANAD_DATABASE` may be: a file of SQLite, or a database on a PostgreSQL server.

No sentence repeats what was written, for it may hold a password, and a password with signs of its own can turn up
anywhere in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from bot.storage.errors import StorageError

SQLITE: Final = frozenset({"sqlite", "sqlite+aiosqlite"})
POSTGRESQL: Final = frozenset({"postgresql", "postgres", "postgresql+asyncpg"})

_EXAMPLES: Final = "write sqlite:////folder/file.sqlite3, or postgresql://user:password@host/database"
_SIGNS: Final = "write the signs @ : / ? # and % of a user or a password as %40 %3A %2F %3F %23 and %25"
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:\[\]]*)(:[0-9]+)?")


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A database on a PostgreSQL server."""

    dsn: str
    """As PostgreSQL's own programs read it; with the password."""
    place: str
    """For messages, without it."""
    options: frozenset[str]
    """What is set after the question mark."""


def product_of(url: str) -> frozenset[str]:
    """`SQLITE` or `POSTGRESQL`.

    Raises:
        StorageError: neither.
    """
    scheme, colon, _ = url.partition("://")
    for schemes in (SQLITE, POSTGRESQL):
        if colon and scheme in schemes:
            return schemes
    if not colon or re.fullmatch(r"[a-z][a-z0-9+]*", scheme) is None:
        raise StorageError(f"SANAD_DATABASE is no URL: {_EXAMPLES}.")
    raise StorageError(f"SANAD_DATABASE: {scheme} is not supported: {_EXAMPLES}.")


def server_address(url: str) -> ServerAddress:
    """The server and the database that a URL of PostgreSQL names.

    Raises:
        StorageError: it cannot be read; says what to write.
    """
    try:
        parts = urlsplit(url)
        options = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise StorageError(f"SANAD_DATABASE is no URL: {_EXAMPLES}; {_SIGNS}.") from None
    _, _, hosts = parts.netloc.rpartition("@")
    if _is_garbled(parts, hosts):
        raise StorageError(f"SANAD_DATABASE names no server: {_EXAMPLES}; {_SIGNS}.")
    database = unquote(parts.path.removeprefix("/")) or next(iter(options.get("dbname", [])), "")
    if not database and "service" not in options:
        raise StorageError(f"SANAD_DATABASE names no database: {_EXAMPLES}.")
    server = hosts or next(iter(options.get("host", [])), "this machine")
    dsn = parts._replace(scheme="postgresql").geturl()
    return ServerAddress(dsn, f"the database {database} on PostgreSQL at {server}", frozenset(options))


def _is_garbled(parts: SplitResult, hosts: str) -> bool:
    """Whether signs of a password are where only those of the URL may be."""
    signs = parts.netloc.count("@") > 1 or "@" in parts.path + parts.query or parts.fragment
    return bool(signs) or not all(_HOST.fullmatch(host) for host in hosts.split(","))
