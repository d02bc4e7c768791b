from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.address import POSTGRESQL, SQLITE, product_of, server_address
from bot.storage.errors import StorageError


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://sanad:hunter2@host/a", "the database a on PostgreSQL at host"),
        ("postgres://sanad@host:5433/a", "the database a on PostgreSQL at host:5433"),
        ("postgresql+asyncpg://[::1]:5433/a", "the database a on PostgreSQL at [::1]:5433"),
        ("postgresql://one:5432,two:5433/a", "the database a on PostgreSQL at one:5432,two:5433"),
        ("postgresql:///a", "the database a on PostgreSQL at this machine"),
        ("postgresql:///a?host=/run/postgresql", "the database a on PostgreSQL at /run/postgresql"),
        ("postgresql://host?dbname=a", "the database a on PostgreSQL at host"),
        ("postgresql://host/a%20b", "the database a b on PostgreSQL at host"),
    ],
)
def test_a_server_is_named(url: str, place: str) -> None:
    """In the ways that PostgreSQL's own programs read, and without the password in messages."""
    assert server_address(url).place == place


def test_options_are_kept() -> None:
    """What stands behind the question mark goes to the driver as it is."""
    address = server_address("postgres://sanad@host/a?sslmode=require&statement_timeout=5s")

    assert address.dsn == "postgresql://sanad@host/a?sslmode=require&statement_timeout=5s"
    assert address.options == {"sslmode", "statement_timeout"}


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://sanad:hun@ter2@host/a", "names no server"),
        ("postgresql://sanad:hun/ter2@host/a", "names no server"),
        ("postgresql://sanad:hun?ter2@host/a", "is no URL"),
        ("postgresql://sanad:hun?ter2=@host/a", "names no server"),
        ("postgresql://sanad:hun#ter2@host/a", "names no server"),
        ("postgresql://sanad:hun[ter2@host/a", "is no URL"),
        ("postgresql://sanad@host:ter2/a", "names no server"),
        ("postgresql://sanad:hunter2@host", "names no database"),
        ("postgresql://sanad:hunter2@host/", "names no database"),
    ],
)
def test_what_cannot_be_read_is_refused(url: str, sentence: str) -> None:
    """With what to write instead; no part of a password is repeated, wherever its signs have put it."""
    with pytest.raises(StorageError, match=sentence) as caught:
        server_address(url)

    assert "ter2" not in str(caught.value)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_every_password_can_be_written(password: str) -> None:
    """Percent-encoded, whatever it is made of, it comes to the driver as it was, and to no message."""
    address = server_address(f"postgresql://sanad:{quote(password, safe='')}@host/a")

    assert unquote(urlsplit(address.dsn).password or "") == password
    assert address.place == "the database a on PostgreSQL at host"


@pytest.mark.parametrize(
    ("url", "product"),
    [
        ("sqlite:///a.sqlite3", SQLITE),
        ("sqlite+aiosqlite:///a.sqlite3", SQLITE),
        ("postgres://host/a", POSTGRESQL),
    ],
)
def test_products_are_told_apart(url: str, product: frozenset[str]) -> None:
    """By the beginning of the URL."""
    assert product_of(url) == product


@given(st.text())
def test_nothing_else_is_taken(url: str) -> None:
    """Any text is SQLite, PostgreSQL or refused in one sentence."""
    assert len(told(url).splitlines()) == 1


def told(url: str) -> str:
    """The product, or why there is none."""
    try:
        return "PostgreSQL" if product_of(url) == POSTGRESQL else "SQLite"
    except StorageError as error:
        return str(error)
