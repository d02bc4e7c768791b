from __future__ import annotations

from datetime import date

from bot.day_keys import DerivedDayKeys

MONDAY, TUESDAY = date(2019, 3, 18), date(2019, 3, 19)


async def test_processes_have_the_same_key() -> None:
    """Without keeping anything, whoever has the secret has a key for each day, and another secret another one."""
    one, again, other = (DerivedDayKeys(secret) for secret in (b"a secret", b"a secret", b"another secret"))
    keys = [await one.key(MONDAY), await one.key(TUESDAY), await other.key(MONDAY)]

    assert len(set(keys)) == 3
    assert all(len(key) == 32 for key in keys)
    assert (await again.key(MONDAY), await again.kept(MONDAY)) == (keys[0], keys[0])


async def test_nothing_can_be_forgotten() -> None:
    """Nothing is kept that could be erased."""
    assert await DerivedDayKeys(b"a secret").forget(before=TUESDAY) == 0
