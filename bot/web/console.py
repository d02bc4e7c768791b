"""What all pages of the console share: the desk, the words, the templates, and what goes on in the background."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.phrasebook import load_phrasebooks
from bot.web.jobs import Jobs
from bot.web.notices import Notices
from bot.web.showing import FILTERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.phrasebook import Phrasebook
    from bot.web.plans import Plan, Publication
    from handlers.curation import Preview
    from handlers.desk import Desk
    from handlers.publishing import Submission
    from knowledge.schema import Language

_PACKAGE: Final = "bot.web"


def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    return environment


def _phrasebooks() -> Mapping[Language, Phrasebook]:
    return load_phrasebooks(files(_PACKAGE).joinpath("strings"))


@dataclass(frozen=True, slots=True)
class Console:
    """One for each process."""

    desk: Desk
    address: str
    """Where browsers find it: `https://sanad.example`, without a slash at the end."""
    phrasebooks: Mapping[Language, Phrasebook] = field(default_factory=_phrasebooks)
    templates: Environment = field(default_factory=_templates)
    notices: Notices = field(default_factory=Notices)
    previews: Jobs[Plan, Preview] = field(default_factory=Jobs)
    publications: Jobs[Publication, Submission] = field(default_factory=Jobs)
    assets: str = field(default_factory=partial(secrets.token_urlsafe, 9))
    """Below which name style, script and icon lie: strangers, who were never told it, find none of them."""

    @property
    def is_encrypted(self) -> bool:
        return self.address.startswith("https:")

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; browsers let nobody set one with this prefix but the host itself."""
        return "__Host-session" if self.is_encrypted else "session"
