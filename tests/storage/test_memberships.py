from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from handlers.staff import Membership, Role
from knowledge.schema import Language

if TYPE_CHECKING:
    from handlers.staff_ports import Memberships

NOON: Final = datetime(2019, 3, 18, 12, tzinfo=UTC)
MONDAY: Final = date(2019, 3, 18)
AMAL: Final = Membership("telegram:7", Role.CURATOR, "telegram:1", NOON, Language.ARABIC)
OMAR: Final = Membership("telegram:8", Role.CURATOR, "telegram:1", NOON)


class TestMemberships:
    """What every implementation of the port keeps to."""

    async def test_nobody(self, memberships: Memberships) -> None:
        """At first there is no one."""
        assert list(await memberships.all()) == []

    async def test_granted(self, memberships: Memberships) -> None:
        """Everybody comes back as they came, in that order."""
        whole = replace(AMAL, wants_digest=True, digest_day=MONDAY)
        await memberships.grant(OMAR)
        await memberships.grant(whole)

        assert list(await memberships.all()) == [OMAR, whole]

    async def test_granted_again(self, memberships: Memberships) -> None:
        """Another role leaves language, wishes and place in the order as they are."""
        await memberships.grant(AMAL)
        await memberships.grant(OMAR)
        await memberships.grant(Membership(AMAL.id, Role.ADMIN, "telegram:2", NOON))

        assert list(await memberships.all()) == [replace(AMAL, role=Role.ADMIN, granted_by="telegram:2"), OMAR]

    async def test_revoked(self, memberships: Memberships) -> None:
        """Nothing is left; there is nothing to take away twice."""
        await memberships.grant(AMAL)

        assert [await memberships.revoke(AMAL.id) for _ in "12"] == [True, False]
        assert list(await memberships.all()) == []

    async def test_wishes_of_a_member(self, memberships: Memberships) -> None:
        """Language and digest are changed, the role is not, whatever is said to be it."""
        await memberships.grant(OMAR)
        await memberships.set_language(OMAR.id, Role.ADMIN, Language.ARABIC)
        await memberships.set_digest(OMAR.id, Role.ADMIN, wanted=True)
        await memberships.digest_sent(OMAR.id, MONDAY)

        wished = replace(OMAR, language=Language.ARABIC, wants_digest=True, digest_day=MONDAY)
        assert list(await memberships.all()) == [wished]

    async def test_wishes_of_those_of_the_settings(self, memberships: Memberships) -> None:
        """They are remembered as of people who were granted nothing here."""
        await memberships.set_language("telegram:1", Role.ADMIN, Language.ARABIC)
        await memberships.set_digest("telegram:2", Role.CURATOR, wanted=True)

        assert list(await memberships.all()) == [
            Membership("telegram:1", Role.ADMIN, "settings", None, Language.ARABIC),
            Membership("telegram:2", Role.CURATOR, "settings", None, wants_digest=True),
        ]

    async def test_a_role_of_the_settings_cannot_be_revoked(self, memberships: Memberships) -> None:
        """There was none here to take away, and the wishes stay."""
        await memberships.set_digest("telegram:1", Role.ADMIN, wanted=True)

        assert not await memberships.revoke("telegram:1")
        assert len(await memberships.all()) == 1

    async def test_a_digest_of_somebody_unknown(self, memberships: Memberships) -> None:
        """A role that was revoked while the digest was on its way is not given back by it."""
        await memberships.digest_sent(AMAL.id, MONDAY)

        assert list(await memberships.all()) == []
