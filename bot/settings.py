"""The settings: the environment wins over `.env`, which wins over defaults."""

from __future__ import annotations

import os.path
import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import platformdirs
from dotenv import dotenv_values

from bot.storage.address import POSTGRESQL, product_of, server_address
from bot.storage.errors import StorageError
from handlers.remembering import REMEMBERED
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PREFIX: Final = "SANAD_"
TELEGRAM_API: Final = "https://api.telegram.org"
SHIPPED_KNOWLEDGE: Final = Path(__file__).parent.parent / "knowledge" / "content"
SHORTEST_SECRET: Final = 16
"""Characters; whoever guesses the secret can tie pseudonyms to people."""

_TOKEN: Final = re.compile(r"\d+:[\w-]{20,}")
_PASSWORD: Final = re.compile(r"(://[^:/@]*:)[^@]*@|([?&](?:ssl)?password=)[^&]*")
_KNOWN: Final = (
    "TELEGRAM_TOKEN",
    "TELEGRAM_API",
    "DATABASE",
    "KNOWLEDGE",
    "SECRET",
    "SECRETS_BEFORE",
    "ADMINS",
    "CURATORS",
    "WEB",
    "WEB_ADDRESS",
    "WEBHOOK",
    "HEALTH",
    "FEWEST_ASKERS",
    "REMEMBER_MINUTES",
)
_LISTENING: Final = re.compile(r"(?P<host>[\w.-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>\d{1,5})")
_LAST_PORT: Final = 65535
_A_MINUTE: Final = timedelta(minutes=1)
_MINUTES_IN_A_DAY: Final = 24 * 60
_SECRET_FILE: Final = "secret"  # noqa: S105 - the name of a file
_WEBHOOK: Final = re.compile(r"https?://[\w.-]+(?::(?P<port>\d{1,5}))?(?:/[\w.~-]+)+")
_PUSHED_TO: Final = frozenset({None, "443", "80", "88", "8443"})
"""The ports that Telegram pushes to."""


class SettingsError(SanadError):
    """A setting is wrong or missing; names the variable and says what to write."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that shows itself as stars; `reveal` must be asked for."""

    _value: str

    def reveal(self) -> str:
        return self._value

    def __str__(self) -> str:
        return "*" * 8

    def __repr__(self) -> str:
        return f"Secret({self})"


@dataclass(frozen=True, slots=True)
class Listening:
    """Where something listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator can set."""

    telegram_token: Secret | None
    telegram_api: str
    """Base address: methods are at `<base>/bot<token>/<method>`, files at `<base>/file/bot<token>/<path>`."""
    database: str = field(repr=False)
    """A URL of SQLite or PostgreSQL, which may hold a password; by default a file in the user's data folder."""
    knowledge: Path
    """The knowledge folder; by default the one that is shipped."""
    secret: Secret
    """Keys the pseudonyms; generated and kept beside the database when it is not set."""
    admins: frozenset[int]
    curators: frozenset[int]
    """Telegram ids of people who were given a role."""
    names_knowledge: bool = False
    """Whether `knowledge` was set, as by a curator who tries a working copy: then verbs that read prefer the folder."""
    web: Listening | None = None
    """Where the console listens; None: there is none."""
    public_address: str | None = None
    """The base address of the links that lead to the console, as it was set."""
    webhook: str | None = None
    """The public address that Telegram pushes updates to; None: they are fetched."""
    health: Listening | None = None
    """Where monitors ask how it goes; None: nowhere."""
    fewest_askers: int = 1
    """People who have to ask a question before curators may read it."""
    remembers: timedelta = REMEMBERED
    """How long a question can be followed up."""
    secrets_before: tuple[Secret, ...] = ()
    """Earlier secrets; what was sealed under them opens still."""

    @property
    def web_address(self) -> str | None:
        """The base address of the links that lead to the console; None where there is no console."""
        if self.public_address is not None:
            return self.public_address
        return f"http://{self.web}" if self.web is not None else None

    def token(self) -> str:
        """The bot token.

        Raises:
            SettingsError: it is not set.
        """
        if self.telegram_token is None:
            raise SettingsError(
                "SANAD_TELEGRAM_TOKEN is missing: set it in the environment or in .env to the token from @BotFather"
            )
        return self.telegram_token.reveal()

    @property
    def key(self) -> bytes:
        """The secret, as whatever derives keys takes it."""
        return self.secret.reveal().encode()

    @property
    def never_logged(self) -> tuple[str, ...]:
        """The secrets, the present one and those before it."""
        return tuple(secret.reveal() for secret in (self.secret, *self.secrets_before))

    @property
    def keys_before(self) -> tuple[bytes, ...]:
        """The earlier secrets, in the same way."""
        return tuple(secret.reveal().encode() for secret in self.secrets_before)

    @property
    def data_folder(self) -> Path:
        """Where the database lies, and what is kept beside it."""
        return _data_folder(self.database)

    @property
    def secret_file(self) -> Path:
        """Where the secret is kept that was made because none was set."""
        return self.data_folder / _SECRET_FILE

    @property
    def database_file(self) -> Path | None:
        """The file of a SQLite database; None of any other."""
        return database_file(self.database)

    def shown(self) -> Iterator[tuple[str, str]]:
        """Each variable with its value, secrets as stars."""
        yield "SANAD_TELEGRAM_TOKEN", str(self.telegram_token or "(not set)")
        yield "SANAD_TELEGRAM_API", self.telegram_api
        yield "SANAD_DATABASE", without_password(self.database)
        yield "SANAD_KNOWLEDGE", str(self.knowledge)
        yield "SANAD_SECRET", str(self.secret)
        yield "SANAD_SECRETS_BEFORE", ", ".join(map(str, self.secrets_before)) or "(none)"
        yield "SANAD_ADMINS", _listed(self.admins)
        yield "SANAD_CURATORS", _listed(self.curators)
        yield "SANAD_WEB", str(self.web or "(no console)")
        yield "SANAD_WEB_ADDRESS", self.web_address or "(no console)"
        yield "SANAD_WEBHOOK", self.webhook or "(polling)"
        yield "SANAD_HEALTH", str(self.health or "(nowhere)")
        yield "SANAD_FEWEST_ASKERS", str(self.fewest_askers)
        yield "SANAD_REMEMBER_MINUTES", str(self.remembers // _A_MINUTE)


def read_settings(environment: Mapping[str, str], dotenv: Path = Path(".env")) -> Settings:
    """Read and check all settings.

    Args:
        environment: as `os.environ`.
        dotenv: a file of `NAME=value` lines; may be absent.

    Raises:
        SettingsError: a value cannot be used, or a variable with our prefix is not known.
    """
    values = {**_from_file(dotenv), **{name: value for name, value in environment.items() if name.startswith(PREFIX)}}
    unknown = sorted(set(values) - {PREFIX + name for name in _KNOWN})
    if unknown:
        raise SettingsError(
            f"{unknown[0]} is no setting of Sanad: known are {', '.join(PREFIX + name for name in _KNOWN)}"
        )
    given = {name.removeprefix(PREFIX): value.strip() for name, value in values.items() if value.strip()}
    api = _address("TELEGRAM_API", given.get("TELEGRAM_API", TELEGRAM_API))
    database = _database(given.get("DATABASE"))
    return Settings(
        telegram_token=_token(given.get("TELEGRAM_TOKEN")),
        telegram_api=api,
        database=database,
        knowledge=_folder(given.get("KNOWLEDGE")),
        secret=_secret(given.get("SECRET"), database),
        admins=_ids("ADMINS", given.get("ADMINS", "")),
        curators=_ids("CURATORS", given.get("CURATORS", "")),
        names_knowledge="KNOWLEDGE" in given,
        web=_listening("WEB", given["WEB"]) if "WEB" in given else None,
        public_address=_address("WEB_ADDRESS", given["WEB_ADDRESS"]) if "WEB_ADDRESS" in given else None,
        webhook=_webhook(given["WEBHOOK"], api, listens="WEB" in given) if "WEBHOOK" in given else None,
        health=_listening("HEALTH", given["HEALTH"]) if "HEALTH" in given else None,
        fewest_askers=_count("FEWEST_ASKERS", given.get("FEWEST_ASKERS", "1")),
        remembers=_minutes("REMEMBER_MINUTES", given.get("REMEMBER_MINUTES", str(REMEMBERED // _A_MINUTE))),
        secrets_before=_secrets(given.get("SECRETS_BEFORE", "")),
    )


def _from_file(dotenv: Path) -> dict[str, str]:
    if not dotenv.is_file():
        return {}
    try:
        values = dotenv_values(dotenv, encoding="utf-8-sig")  # some editors begin a file with a mark
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{dotenv} cannot be read: {error}") from error
    return {name: value for name, value in values.items() if value is not None and name.startswith(PREFIX)}


def _database(written: str | None) -> str:
    if written is None:
        return f"sqlite:///{platformdirs.user_data_path('sanad') / 'sanad.sqlite3'}"
    try:
        if product_of(written) == POSTGRESQL:
            server_address(written)
    except StorageError as error:
        raise SettingsError(str(error)) from None
    return written


def _token(written: str | None) -> Secret | None:
    if written is None:
        return None
    if _TOKEN.fullmatch(written) is None:
        raise SettingsError(
            "SANAD_TELEGRAM_TOKEN is no bot token: it looks like 123456789:AAE… (the value is not shown here)"
        )
    return Secret(written)


def _address(name: str, written: str) -> str:
    if not written.startswith(("https://", "http://")):
        raise SettingsError(f"SANAD_{name}={written} is no address: begin it with https:// or http://")
    return written.rstrip("/")


def _webhook(written: str, api: str, *, listens: bool) -> str:
    """An address that Telegram pushes to; a Bot API server of one's own does so without encryption, and to any port."""
    parts = _WEBHOOK.fullmatch(written.rstrip("/"))
    if parts is None:
        raise SettingsError(
            f"SANAD_WEBHOOK={written} is no address with a path of its own: write https://sanad.example.org/telegram"
        )
    if api == TELEGRAM_API and (not written.startswith("https:") or parts["port"] not in _PUSHED_TO):
        raise SettingsError(
            f"SANAD_WEBHOOK={written}: Telegram pushes to https:// addresses on the ports 443, 80, 88 and 8443 only"
        )
    if not listens:
        raise SettingsError(
            "SANAD_WEBHOOK is set, but SANAD_WEB is not, so nothing would listen: set SANAD_WEB to host:port, "
            "such as 127.0.0.1:8080, and have a proxy with TLS lead there"
        )
    return written.rstrip("/")


def _listening(name: str, written: str) -> Listening:
    parts = _LISTENING.fullmatch(written)
    if parts is None or not 0 < int(parts["port"]) <= _LAST_PORT:
        raise SettingsError(f"SANAD_{name}={written} is nowhere to listen: write host:port, such as 127.0.0.1:8080")
    return Listening(parts["host"].strip("[]"), int(parts["port"]))


def _count(name: str, written: str) -> int:
    if re.fullmatch(r"[1-9][0-9]{0,5}", written) is None:
        raise SettingsError(f"SANAD_{name}={written} is no number of people: write 1 or more")
    return int(written)


def _minutes(name: str, written: str) -> timedelta:
    if re.fullmatch(r"[0-9]{1,4}", written) is None or int(written) > _MINUTES_IN_A_DAY:
        raise SettingsError(f"SANAD_{name}={written} is no number of minutes: write 0 (nothing) to {_MINUTES_IN_A_DAY}")
    return int(written) * _A_MINUTE


def _folder(written: str | None) -> Path:
    home_expanded = os.path.expanduser(written or "")  # noqa: PTH111 - Path.expanduser raises for the home of nobody
    folder = Path(home_expanded) if written is not None else SHIPPED_KNOWLEDGE
    if not folder.is_dir():
        raise SettingsError(f"SANAD_KNOWLEDGE={folder} is no folder: name one that holds sources.yaml and entries/")
    return folder


def _secret(written: str | None, database: str) -> Secret:
    if written is not None:
        if len(written) < SHORTEST_SECRET:
            raise SettingsError(f"SANAD_SECRET is too short: use at least {SHORTEST_SECRET} random characters")
        return Secret(written)
    return Secret(_kept_secret(_data_folder(database) / _SECRET_FILE))


def _secrets(written: str) -> tuple[Secret, ...]:
    """Secrets with commas between them: a generated one holds none."""
    given = [part.strip() for part in written.split(",") if part.strip()]
    if any(len(part) < SHORTEST_SECRET for part in given):
        raise SettingsError(
            f"SANAD_SECRETS_BEFORE: one is too short: each was SANAD_SECRET once, with at least {SHORTEST_SECRET} "
            "characters; write commas between them"
        )
    return tuple(map(Secret, given))


def _data_folder(database: str) -> Path:
    """The folder of a SQLite file; beside any other database the user's data folder."""
    file = database_file(database)
    return file.parent if file is not None else platformdirs.user_data_path("sanad")


def database_file(database: str) -> Path | None:
    """The file of a SQLite URL; None of any other."""
    scheme, _, file = database.partition(":///")
    return Path(file).absolute() if scheme.startswith("sqlite") and file else None


def _kept_secret(path: Path) -> str:
    """The secret of this installation: made on the first start, readable by its owner alone."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
        kept = path.read_text(encoding="utf-8").strip()
        if not kept:
            kept = secrets.token_urlsafe(32)
            path.write_text(kept + "\n", encoding="utf-8")
    except OSError as error:
        raise SettingsError(
            f"{path} cannot keep the secret ({error.strerror}): set SANAD_SECRET, or SANAD_DATABASE elsewhere"
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} holds no secret: move it away, or set SANAD_SECRET") from error
    return kept


def _ids(name: str, written: str) -> frozenset[int]:
    parts = [part for part in re.split(r"[,\s]+", written) if part]
    wrong = [part for part in parts if not part.isdecimal()]
    if wrong:
        raise SettingsError(f"SANAD_{name}: {wrong[0]!r} is no Telegram id: write numbers, with commas between them")
    return frozenset(map(int, parts))


def _listed(ids: frozenset[int]) -> str:
    return ", ".join(map(str, sorted(ids))) or "(nobody)"


def without_password(url: str) -> str:
    """The URL as it may be shown."""
    return _PASSWORD.sub(lambda found: f"{found[1]}***@" if found[1] else f"{found[2]}***", url)
