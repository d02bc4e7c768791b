from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from handlers_floor.staff_room import AMAL, BASIM, DALIA, StaffRoom

from handlers import roles, signing_in
from handlers.staff import NotAllowedError, Role
from knowledge.schema import Language

if TYPE_CHECKING:
    from pathlib import Path

STRANGER: Final = "telegram:99"


@pytest.fixture
def room(small_folder: Path) -> StaffRoom:
    return StaffRoom(small_folder)


class TestRoles:
    """Who may do what."""

    async def test_the_settings_give_roles(self, room: StaffRoom) -> None:
        """An admin and a curator stand there, a stranger does not."""
        amal, basim = await roles.staff_of(room.desk, AMAL.id), await roles.staff_of(room.desk, BASIM.id)

        assert amal is not None
        assert basim is not None
        assert (amal.role, basim.role, await roles.staff_of(room.desk, STRANGER)) == (Role.ADMIN, Role.CURATOR, None)

    async def test_an_admin_grants_and_revokes(self, room: StaffRoom) -> None:
        """The role begins and ends with it, and both are in the log."""
        await roles.grant(room.desk, AMAL, DALIA.id)
        granted = await roles.staff_of(room.desk, DALIA.id)
        await roles.revoke(room.desk, AMAL, DALIA.id)

        assert granted is not None
        assert granted.role is Role.CURATOR
        assert await roles.staff_of(room.desk, DALIA.id) is None
        assert await room.actions() == ["role.grant", "role.revoke"]

    async def test_a_curator_grants_nothing(self, room: StaffRoom) -> None:
        """It needs an admin."""
        with pytest.raises(NotAllowedError):
            await roles.grant(room.desk, BASIM, STRANGER)

    async def test_a_role_of_the_settings_is_taken_out_there(self, room: StaffRoom) -> None:
        """Revoking it here would last until the next start only."""
        with pytest.raises(NotAllowedError):
            await roles.revoke(room.desk, AMAL, BASIM.id)

    async def test_the_language_of_somebody_in_the_settings_is_remembered(self, room: StaffRoom) -> None:
        """That gives no role of its own when the settings no longer do."""
        await room.stores.memberships.set_language(BASIM.id, Role.CURATOR, Language.ARABIC)
        basim = await roles.staff_of(room.desk, BASIM.id)
        without = await roles.staff_of(replace(room.desk, appointed={}), BASIM.id)

        assert basim is not None
        assert basim.language is Language.ARABIC
        assert without is None

    async def test_everybody(self, room: StaffRoom) -> None:
        """Those of the settings first, then those who were granted a role."""
        await roles.grant(room.desk, AMAL, DALIA.id)

        assert [member.id for member in await roles.who(room.desk)] == [AMAL.id, BASIM.id, DALIA.id]


class TestSigningIn:
    """The way into the console."""

    async def test_a_link_lets_in_once(self, room: StaffRoom) -> None:
        """The second use gets nothing."""
        token = await signing_in.issue_link(room.desk, BASIM)
        session = await signing_in.sign_in(room.desk, token)

        assert session is not None
        assert await signing_in.signed_in(room.desk, session) == BASIM
        assert await signing_in.sign_in(room.desk, token) is None

    async def test_a_link_lasts_ten_minutes(self, room: StaffRoom) -> None:
        """After that it is as if it had never been."""
        token = await signing_in.issue_link(room.desk, BASIM)
        room.clock.move(minutes=11)

        assert await signing_in.sign_in(room.desk, token) is None

    async def test_a_session_lasts_an_hour_from_the_last_page(self, room: StaffRoom) -> None:
        """A page opened begins it anew."""
        session = await signing_in.sign_in(room.desk, await signing_in.issue_link(room.desk, BASIM)) or ""
        room.clock.move(minutes=50)
        in_time = await signing_in.signed_in(room.desk, session)
        room.clock.move(minutes=50)
        in_time_again = await signing_in.signed_in(room.desk, session)
        room.clock.move(minutes=61)

        assert (in_time, in_time_again) == (BASIM, BASIM)
        assert await signing_in.signed_in(room.desk, session) is None

    async def test_a_revoked_role_ends_its_sessions_and_links(self, room: StaffRoom) -> None:
        """At once."""
        member = await roles.grant(room.desk, AMAL, DALIA.id)
        dalia = await roles.staff_of(room.desk, member.id)
        assert dalia is not None
        session = await signing_in.sign_in(room.desk, await signing_in.issue_link(room.desk, dalia)) or ""
        link = await signing_in.issue_link(room.desk, dalia)
        await roles.revoke(room.desk, AMAL, DALIA.id)

        assert await signing_in.signed_in(room.desk, session) is None
        assert await signing_in.sign_in(room.desk, link) is None

    async def test_signing_out(self, room: StaffRoom) -> None:
        """The session is no more."""
        session = await signing_in.sign_in(room.desk, await signing_in.issue_link(room.desk, BASIM)) or ""
        await signing_in.sign_out(room.desk, session)

        assert await signing_in.signed_in(room.desk, session) is None
