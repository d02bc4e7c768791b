from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.privacy import conversation_key, pseudonym

DAY = date(2026, 3, 1)
people, secrets = st.text(max_size=20), st.binary(min_size=1, max_size=32)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@settings(deadline=None)
@given(people, secrets, days)
def test_pseudonym_is_stable_within_the_day(person: str, secret: bytes, day: date) -> None:
    """The same person has the same pseudonym all day: sixteen hexadecimal digits."""
    name = pseudonym(person, secret=secret, day=day)

    assert name == pseudonym(person, secret=secret, day=day)
    assert len(name) == 16
    assert set(name) <= set("0123456789abcdef")


@settings(deadline=None)
@given(people, secrets, days, st.integers(1, 3000))
def test_pseudonym_changes_daily(person: str, secret: bytes, day: date, later: int) -> None:
    """On another day the same person has another pseudonym."""
    assert pseudonym(person, secret=secret, day=day) != pseudonym(
        person, secret=secret, day=day + timedelta(days=later)
    )


@settings(deadline=None)
@given(
    people,
    st.lists(st.binary(min_size=8, max_size=32), min_size=2, max_size=2, unique_by=lambda one: one.rstrip(b"\0")),
)
def test_pseudonym_differs_per_secret(person: str, two: list[bytes]) -> None:
    """Another installation's secret gives another pseudonym."""
    one, other = two

    assert pseudonym(person, secret=one, day=DAY) != pseudonym(person, secret=other, day=DAY)


@settings(deadline=None)
@given(st.lists(people, min_size=2, max_size=2, unique=True), secrets)
def test_pseudonym_differs_per_person(two: list[str], secret: bytes) -> None:
    """Two people have two pseudonyms."""
    one, other = two

    assert pseudonym(one, secret=secret, day=DAY) != pseudonym(other, secret=secret, day=DAY)


@settings(deadline=None)
@given(st.lists(people, min_size=2, max_size=2, unique=True), secrets)
def test_conversation_key(two: list[str], secret: bytes) -> None:
    """A conversation's key is stable and its own: thirty-two hexadecimal digits."""
    one, other = (conversation_key(conversation, secret=secret) for conversation in two)

    assert one == conversation_key(two[0], secret=secret)
    assert one != other
    assert len(one) == 32


def test_key_does_not_tell_the_conversation() -> None:
    """Nothing of what the key was made of can be read in it, and it depends on the secret."""
    key = conversation_key("telegram:12345678", secret=b"one")

    assert "12345678" not in key
    assert key != conversation_key("telegram:12345678", secret=b"other")


def test_key_is_no_pseudonym() -> None:
    """A private conversation's key cannot be joined with its person's pseudonym."""
    key = conversation_key("telegram:1", secret=b"one")

    assert not key.startswith(pseudonym("telegram:1", secret=b"one", day=DAY))
