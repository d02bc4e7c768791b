"""One request of somebody with a role, and how a page answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse, RedirectResponse

from bot.web import csrf
from bot.web.navigation import NAVIGATION, place_of
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.phrasebook import Phrasebook
    from bot.web.console import Console
    from handlers.desk import Desk
    from handlers.staff import Staff
    from knowledge.schema import Bilingual

LOOK_AGAIN: Final = 2
"""Seconds until a page that waits asks for itself again."""
DIRECTIONS: Final = {Language.ENGLISH: "ltr", Language.ARABIC: "rtl"}


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything that a page works with."""

    request: Request
    console: Console
    staff: Staff
    session: str
    form: FormData
    """What was sent with a form; empty where nothing was."""

    @property
    def desk(self) -> Desk:
        return self.console.desk

    @property
    def words(self) -> Phrasebook:
        """The words of the console in the reader's language."""
        return self.console.phrasebooks[self.staff.language]

    @property
    def address(self) -> str:
        """The page and its query, to come back to."""
        query = self.request.url.query
        return f"{self.request.url.path}?{query}" if query else self.request.url.path

    @property
    def titles(self) -> Mapping[str, Bilingual]:
        """The titles of the entries that are served, by id."""
        return {identity: entry.title for identity, entry in self.desk.shelf.library.knowledge.entries.items()}

    def number(self, name: str) -> int:
        """A number in the path, such as that of a gap."""
        return int(self.request.path_params[name])

    def asked(self, name: str) -> str:
        """One value of the query, without blanks around it; empty when it is not there."""
        return self.request.query_params.get(name, "").strip()

    def field(self, name: str) -> str:
        """One field of the form, without blanks around it and with plain line ends; empty when it was not sent."""
        value = self.form.get(name, "")
        return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""

    def fields(self, name: str) -> tuple[str, ...]:
        """All values of a field that can be chosen several times."""
        return tuple(value for value in self.form.getlist(name) if isinstance(value, str))

    async def page(
        self, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
    ) -> Response:
        """A page made from `templates/<template>`.

        Beside `values` every template has: `words`, `staff`, `language`, `direction`, `form_token`, `notice`,
        `navigation`, `place`, `here`, `assets` and `waiting`, the number of changes in the draft.
        """
        waiting = len(await self.desk.drafts.changes())
        return HTMLResponse(self.render(template, waiting=waiting, **values), status, headers)

    async def waiting_page(self, key: str) -> Response:
        """A page that says what goes on, a key of the phrasebook, and asks for itself again until that is done."""
        # As a header, since what reloads itself by its own text is taken for a fault of accessibility.
        return await self.page("waiting.html", headers={"Refresh": str(LOOK_AGAIN)}, key=key)

    def render(self, template: str, **values: object) -> str:
        """The text of a page; nothing is looked up for it."""
        return self.console.templates.get_template(template).render(
            words=self.words,
            staff=self.staff,
            language=self.staff.language,
            direction=DIRECTIONS[self.staff.language],
            form_token=csrf.form_token(self.session),
            notice=self.console.notices.take(self.session),
            navigation=NAVIGATION,
            place=place_of(self.request.url.path),
            here=self.address if self.request.method == "GET" else "/",
            assets=f"/{self.console.assets}",
            **values,
        )

    def go(self, path: str, notice: str | None = None, **values: object) -> Response:
        """On to another page, which says `notice`, a key of the phrasebook, with the values filled in."""
        if notice is not None:
            self.console.notices.leave(self.session, self.words(notice, **values))
        return RedirectResponse(path, 303)


def local(path: str) -> str:
    """A path of the console from what a form says; its first page for whatever leads elsewhere."""
    leads_elsewhere = not path.startswith("/") or path[1:2] in {"/", "\\"} or not path.isprintable()
    return "/" if leads_elsewhere else path
