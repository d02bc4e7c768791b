"""The settings: where they come from, what is refused, and that they keep their secrets."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from stat import S_IMODE

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import SHIPPED_KNOWLEDGE, TELEGRAM_API, Secret, SettingsError, read_settings

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_12345"  # what a token looks like; it opens nothing
SECRET = "sixteen characters and more"
NOWHERE = Path("no-such-folder") / ".env"
GIVEN = {"SANAD_SECRET": SECRET}
"""With a secret given, reading the settings leaves nothing on disk."""


@pytest.fixture
def dotenv(tmp_path: Path) -> Path:
    return tmp_path / ".env"


@pytest.fixture
def database(tmp_path: Path) -> dict[str, str]:
    return {"SANAD_DATABASE": f"sqlite:///{tmp_path / 'data' / 'sanad.sqlite3'}"}


def test_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has to be set to ask a question."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = read_settings({}, NOWHERE)

    assert settings.telegram_token is None
    assert settings.telegram_api == TELEGRAM_API
    assert settings.database == f"sqlite:///{tmp_path / 'sanad' / 'sanad.sqlite3'}"
    assert settings.knowledge == SHIPPED_KNOWLEDGE
    assert (settings.admins, settings.curators) == (frozenset(), frozenset())


def test_file_wins_over_default(dotenv: Path) -> None:
    """What stands in `.env` is used."""
    dotenv.write_text("SANAD_TELEGRAM_API=https://file.example\nOTHER=1\n", encoding="utf-8")

    assert read_settings(GIVEN, dotenv).telegram_api == "https://file.example"


def test_environment_wins_over_file(dotenv: Path) -> None:
    """What stands in the environment is used, whatever stands in `.env`."""
    dotenv.write_text("SANAD_TELEGRAM_API=https://file.example\n", encoding="utf-8")
    settings = read_settings({**GIVEN, "SANAD_TELEGRAM_API": "https://environment.example"}, dotenv)

    assert settings.telegram_api == "https://environment.example"


def test_empty_is_not_set(dotenv: Path) -> None:
    """An empty variable gives the default, so that it can take back what stands in `.env`."""
    dotenv.write_text(f"SANAD_TELEGRAM_TOKEN={TOKEN}\n", encoding="utf-8")

    assert read_settings({**GIVEN, "SANAD_TELEGRAM_TOKEN": " "}, dotenv).telegram_token is None


def test_space_around_a_value() -> None:
    """Space that was copied along with a token is no part of it."""
    assert read_settings({**GIVEN, "SANAD_TELEGRAM_TOKEN": f" {TOKEN}\n"}, NOWHERE).token() == TOKEN


def test_file_with_a_byte_order_mark(dotenv: Path) -> None:
    """The mark with which some editors begin a file does not hide its first line."""
    dotenv.write_text("SANAD_ADMINS=7\n", encoding="utf-8-sig")

    assert read_settings(GIVEN, dotenv).admins == {7}


def test_file_that_is_no_text(dotenv: Path) -> None:
    """A `.env` that cannot be read is named."""
    dotenv.write_bytes(b"SANAD_ADMINS=\xff\xfe")

    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        read_settings(GIVEN, dotenv)


def test_slash_at_the_end_of_an_address() -> None:
    """An address is kept without the slash at its end, since paths are put behind it."""
    assert read_settings({**GIVEN, "SANAD_TELEGRAM_API": "http://host:8081/"}, NOWHERE).telegram_api == (
        "http://host:8081"
    )


def test_people_with_a_role() -> None:
    """Ids stand between commas, spaces or both."""
    settings = read_settings({**GIVEN, "SANAD_ADMINS": "1, 2 3,,", "SANAD_CURATORS": "4"}, NOWHERE)

    assert settings.admins == {1, 2, 3}
    assert settings.curators == {4}


@given(st.sets(st.integers(0, 2**52)))
def test_any_ids(ids: set[int]) -> None:
    """Whatever ids are written are read."""
    assert read_settings({**GIVEN, "SANAD_ADMINS": ",".join(map(str, ids))}, NOWHERE).admins == ids


@given(st.text(max_size=12))
def test_any_text_for_ids(text: str) -> None:
    """Any text is ids, or refused in one line that names the variable."""
    try:
        outcome = f"SANAD_CURATORS: {sorted(read_settings({**GIVEN, 'SANAD_CURATORS': text}, NOWHERE).curators)}"
    except SettingsError as error:
        outcome = str(error)

    assert outcome.startswith("SANAD_CURATORS: ")
    assert len(outcome.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SANAD_TELEGRAM_TOKEN", "nonsense"),
        ("SANAD_TELEGRAM_TOKEN", "123456789"),
        ("SANAD_TELEGRAM_TOKEN", f"bot{TOKEN}"),
        ("SANAD_TELEGRAM_API", "api.telegram.org"),
        ("SANAD_TELEGRAM_API", "ftp://host"),
        ("SANAD_KNOWLEDGE", "no-such-folder"),
        ("SANAD_KNOWLEDGE", "~nobody-of-this-name/knowledge"),
        ("SANAD_SECRET", "too short"),
        ("SANAD_SECRETS_BEFORE", f"{SECRET}, too short"),
        ("SANAD_ADMINS", "1, omar"),
        ("SANAD_ADMINS", "-1"),
        ("SANAD_CURATORS", "²"),
        ("SANAD_WEB", "8080"),
        ("SANAD_WEB", "localhost:0"),
        ("SANAD_WEB", "localhost:65536"),
        ("SANAD_WEB", "http://localhost:8080"),
        ("SANAD_WEB_ADDRESS", "sanad.example"),
        ("SANAD_WEBHOOK", "sanad.example/telegram"),
        ("SANAD_WEBHOOK", "https://sanad.example"),
        ("SANAD_WEBHOOK", "https://sanad.example/"),
        ("SANAD_WEBHOOK", "https://sanad.example/telegram?secret=1"),
        ("SANAD_WEBHOOK", "https://name:word@sanad.example/telegram"),
        ("SANAD_WEBHOOK", "http://sanad.example/telegram"),
        ("SANAD_WEBHOOK", "https://sanad.example:8080/telegram"),
        ("SANAD_HEALTH", "9100"),
        ("SANAD_FEWEST_ASKERS", "0"),
        ("SANAD_FEWEST_ASKERS", "some"),
        ("SANAD_REMEMBER_MINUTES", "1441"),
        ("SANAD_REMEMBER_MINUTES", "-1"),
        ("SANAD_REMEMBER_MINUTES", "half an hour"),
        ("SANAD_TOKEN", TOKEN),
    ],
)
def test_wrong_value(name: str, value: str) -> None:
    """A wrong value gives one line that begins with the variable's name."""
    with pytest.raises(SettingsError) as caught:
        read_settings({"SANAD_WEB": "localhost:8080", **GIVEN, name: value}, NOWHERE)

    assert str(caught.value).startswith(name)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("port", ["", ":443", ":80", ":88", ":8443"])
def test_webhook(port: str) -> None:
    """A webhook is at one of the ports that Telegram pushes to."""
    address = f"https://sanad.example{port}/telegram"

    assert read_settings({**GIVEN, "SANAD_WEB": "localhost:8080", "SANAD_WEBHOOK": address}, NOWHERE).webhook == address


def test_webhook_of_a_server_of_ones_own() -> None:
    """A Bot API server of one's own pushes to any port, and without encryption."""
    own = {"SANAD_TELEGRAM_API": "http://localhost:8081", "SANAD_WEB": "localhost:8080"}
    settings = read_settings({**GIVEN, **own, "SANAD_WEBHOOK": "http://localhost:8080/telegram/"}, NOWHERE)

    assert settings.webhook == "http://localhost:8080/telegram"


def test_webhook_without_a_server() -> None:
    """A webhook where nothing listens is refused, and what is missing is named."""
    with pytest.raises(SettingsError, match=r"^SANAD_WEBHOOK is set, but SANAD_WEB is not"):
        read_settings({**GIVEN, "SANAD_WEBHOOK": "https://sanad.example/telegram"}, NOWHERE)


def test_missing_token() -> None:
    """A token is asked for only by what needs one, and then by its name."""
    settings = read_settings(GIVEN, NOWHERE)

    with pytest.raises(SettingsError, match=r"^SANAD_TELEGRAM_TOKEN is missing"):
        settings.token()


@pytest.mark.parametrize(
    ("name", "value"),
    [("SANAD_TELEGRAM_TOKEN", "12345:almost-a-token"), ("SANAD_SECRET", "geheim"), ("SANAD_TOKEN", TOKEN)],
)
def test_refusal_keeps_a_secret(name: str, value: str) -> None:
    """A refused secret is not repeated."""
    with pytest.raises(SettingsError) as caught:
        read_settings({**GIVEN, name: value}, NOWHERE)

    assert value not in str(caught.value)


def test_secret_shows_stars() -> None:
    """A secret shows nothing of itself, not even its length."""
    assert (str(Secret(TOKEN)), repr(Secret(TOKEN)), f"{Secret('')}") == ("*" * 8, "Secret(********)", "*" * 8)


def test_settings_show_no_secret() -> None:
    """Neither the object nor the list for the operator spells out the token, the secret or a password."""
    secrets = {
        "SANAD_TELEGRAM_TOKEN": TOKEN,
        "SANAD_SECRET": SECRET,
        "SANAD_DATABASE": "postgresql://sanad:geheim@host/sanad?sslpassword=heimlich&password=verborgen",
    }
    settings = read_settings(secrets, NOWHERE)
    shown = f"{settings} {settings!r} {list(settings.shown())}"

    assert [secret for secret in (TOKEN, SECRET, "geheim", "heimlich", "verborgen") if secret in shown] == []


def test_earlier_secrets() -> None:
    """Commas stand between them; each is one that may never be shown."""
    settings = read_settings({**GIVEN, "SANAD_SECRETS_BEFORE": f"{SECRET} of May, {SECRET} of June,"}, NOWHERE)

    assert settings.keys_before == (f"{SECRET} of May".encode(), f"{SECRET} of June".encode())
    assert settings.never_logged == (SECRET, f"{SECRET} of May", f"{SECRET} of June")
    assert dict(settings.shown())["SANAD_SECRETS_BEFORE"] == "********, ********"


def test_shown() -> None:
    """Each variable is listed once, with its value or what its absence means."""
    settings = read_settings({**GIVEN, "SANAD_DATABASE": "sqlite:///a.sqlite3", "SANAD_ADMINS": "2,1"}, NOWHERE)

    assert list(settings.shown()) == [
        ("SANAD_TELEGRAM_TOKEN", "(not set)"),
        ("SANAD_TELEGRAM_API", TELEGRAM_API),
        ("SANAD_DATABASE", "sqlite:///a.sqlite3"),
        ("SANAD_KNOWLEDGE", str(SHIPPED_KNOWLEDGE)),
        ("SANAD_SECRET", "*" * 8),
        ("SANAD_SECRETS_BEFORE", "(none)"),
        ("SANAD_ADMINS", "1, 2"),
        ("SANAD_CURATORS", "(nobody)"),
        ("SANAD_WEB", "(no console)"),
        ("SANAD_WEB_ADDRESS", "(no console)"),
        ("SANAD_WEBHOOK", "(polling)"),
        ("SANAD_HEALTH", "(nowhere)"),
        ("SANAD_FEWEST_ASKERS", "1"),
        ("SANAD_REMEMBER_MINUTES", "30"),
    ]


def test_knowledge_that_was_named() -> None:
    """A knowledge that was set is told from the one that is used because nothing was set."""
    named = read_settings({**GIVEN, "SANAD_KNOWLEDGE": str(SHIPPED_KNOWLEDGE)}, NOWHERE)

    assert (named.names_knowledge, read_settings(GIVEN, NOWHERE).names_knowledge) == (True, False)


@pytest.mark.parametrize(
    ("written", "host", "port"), [("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]:80", "::1", 80), ("web:1", "web", 1)]
)
def test_where_the_console_listens(written: str, host: str, port: int) -> None:
    """A host and a port are read, and written as they were."""
    settings = read_settings({**GIVEN, "SANAD_WEB": written}, NOWHERE)

    assert settings.web is not None
    assert (settings.web.host, settings.web.port, str(settings.web)) == (host, port, written)


def test_links_to_the_console() -> None:
    """Links begin with the public address where there is one, else with the one that the console listens at."""
    listening = {**GIVEN, "SANAD_WEB": "127.0.0.1:8080"}
    public = {**listening, "SANAD_WEB_ADDRESS": "https://sanad.example/"}

    assert read_settings(listening, NOWHERE).web_address == "http://127.0.0.1:8080"
    assert read_settings(public, NOWHERE).web_address == "https://sanad.example"
    assert read_settings(GIVEN, NOWHERE).web_address is None


@pytest.mark.parametrize("minutes", [0, 1, 1440])
def test_remember_minutes(minutes: int) -> None:
    """How long a question can be followed up is given in minutes; 0 is not at all."""
    assert read_settings({**GIVEN, "SANAD_REMEMBER_MINUTES": str(minutes)}, NOWHERE).remembers == timedelta(
        minutes=minutes
    )


def test_fewest_askers() -> None:
    """How many have to ask before a question is shown is a number."""
    assert read_settings({**GIVEN, "SANAD_FEWEST_ASKERS": "3"}, NOWHERE).fewest_askers == 3


def test_secret_is_made(database: dict[str, str], tmp_path: Path) -> None:
    """Without one, a long secret is made, which the owner alone can read."""
    made = read_settings(database, NOWHERE).secret.reveal()
    path = tmp_path / "data" / "secret"

    assert len(made) >= 40
    assert path.read_text(encoding="utf-8") == f"{made}\n"
    assert (S_IMODE(path.stat().st_mode), S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)


def test_secret_is_kept(database: dict[str, str]) -> None:
    """The next start has the same secret, or nobody's conversation would go on."""
    assert read_settings(database, NOWHERE).secret == read_settings(database, NOWHERE).secret


def test_secrets_differ(tmp_path: Path) -> None:
    """Two installations have two secrets."""
    first, second = ({"SANAD_DATABASE": f"sqlite:///{tmp_path / name / 'a.sqlite3'}"} for name in "ab")

    assert read_settings(first, NOWHERE).secret != read_settings(second, NOWHERE).secret


def test_given_secret_leaves_no_file(database: dict[str, str], tmp_path: Path) -> None:
    """A secret that is given is not written anywhere."""
    settings = read_settings({**database, **GIVEN}, NOWHERE)

    assert settings.secret.reveal() == SECRET
    assert list(tmp_path.iterdir()) == []


def test_empty_secret_is_made_anew(database: dict[str, str], tmp_path: Path) -> None:
    """A start that was cut off between making the file and writing it does not leave everybody without a secret."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret").touch(mode=0o600)

    assert len(read_settings(database, NOWHERE).secret.reveal()) >= 40


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_secret_that_cannot_be_read(database: dict[str, str], tmp_path: Path, content: bytes | None) -> None:
    """A file of another kind in the secret's place is named in one line, with the variable that helps."""
    path = tmp_path / "data" / "secret"
    path.parent.mkdir()
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        read_settings(database, NOWHERE)

    assert str(caught.value).startswith(str(path))
    assert "SANAD_SECRET" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_data_folder_is_beside_the_database(database: dict[str, str], tmp_path: Path) -> None:
    """What has no setting of its own lies where the database lies."""
    assert read_settings({**database, **GIVEN}, NOWHERE).data_folder == tmp_path / "data"


def test_data_folder_beside_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside a database on a server it is the user's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = read_settings({**GIVEN, "SANAD_DATABASE": "postgresql://sanad@host/sanad"}, NOWHERE)

    assert (settings.data_folder, settings.database_file) == (tmp_path / "sanad", None)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
def test_database_on_a_server(scheme: str) -> None:
    """A server may be named in all the ways that people have learned elsewhere."""
    url = f"{scheme}://sanad:geheim@host:5433/sanad?sslmode=require"

    assert read_settings({**GIVEN, "SANAD_DATABASE": url}, NOWHERE).database == url


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("rubbish", "is no URL"),
        ("mysql://sanad:geheim@host/sanad", "mysql is not supported"),
        ("postgresql://sanad:geheim@host", "names no database"),
        ("postgresql://sanad:ge/heim@host/sanad", "%2F"),
    ],
)
def test_wrong_database(url: str, sentence: str) -> None:
    """What cannot be a database is said at once, and the password is not repeated."""
    with pytest.raises(SettingsError, match=sentence) as caught:
        read_settings({**GIVEN, "SANAD_DATABASE": url}, NOWHERE)

    assert str(caught.value).startswith("SANAD_DATABASE")
    assert "heim" not in str(caught.value)
