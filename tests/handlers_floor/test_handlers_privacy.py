from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers.privacy import conversation_key, pseudonym

people, secrets, keys = st.text(max_size=20), st.binary(min_size=1, max_size=32), st.binary(min_size=32, max_size=32)
two_keys = st.lists(keys, min_size=2, max_size=2, unique=True)


@given(people, keys)
def test_pseudonym_is_stable_under_a_key(person: str, key: bytes) -> None:
    """The same person has the same pseudonym for as long as the key lasts: sixteen hexadecimal digits."""
    name = pseudonym(person, key=key)

    assert name == pseudonym(person, key=key)
    assert len(name) == 16
    assert set(name) <= set("0123456789abcdef")


@given(people, two_keys)
def test_pseudonym_changes_with_the_key(person: str, two: list[bytes]) -> None:
    """Under another day's key the same person has another pseudonym."""
    one, other = two

    assert pseudonym(person, key=one) != pseudonym(person, key=other)


@given(st.lists(people, min_size=2, max_size=2, unique=True), keys)
def test_pseudonym_differs_per_person(two: list[str], key: bytes) -> None:
    """Two people have two pseudonyms."""
    one, other = two

    assert pseudonym(one, key=key) != pseudonym(other, key=key)


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


@given(people, secrets)
def test_key_is_no_pseudonym(person: str, secret: bytes) -> None:
    """A private conversation's key cannot be joined with its person's pseudonym, even under the same key."""
    assert not conversation_key(person, secret=secret).startswith(pseudonym(person, key=secret))
