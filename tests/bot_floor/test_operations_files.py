"""The files that an operator starts Sanad with: they name what there is, and give away nothing."""

from __future__ import annotations

import configparser
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from bot.cli import TO_BE_MENDED
from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    Service = Mapping[str, Any]

ROOT: Final = Path(__file__).parents[2]
OPERATIONS: Final = ROOT / "operations"
FILES: Final = ("compose.yaml", "compose.sqlite.yaml")
DOTENV: Final = {
    "HOST": "sanad.example.org",
    "POSTGRES_PASSWORD": "0123456789abcdef",
    "SANAD_SECRET": "0123456789abcdef",
    "SANAD_TELEGRAM_TOKEN": "123456789:AAEabcdefghijklmnopqrstuvwxyz01",
}
"""What the guide asks an operator to write into `.env`."""
_VARIABLE: Final = re.compile(r"\$\{(\w+)(?::\?[^}]*)?\}")
_SECONDS: Final = re.compile(r"(\d+)s")


def composed(name: str) -> Mapping[str, Any]:
    """A compose file as it is read, with the variables of `.env` put in."""
    written = (ROOT / name).read_text(encoding="utf-8")
    content: Mapping[str, Any] = yaml.safe_load(_VARIABLE.sub(lambda found: DOTENV[found[1]], written))
    return content


def services() -> list[Any]:
    """Every service of every compose file."""
    return [
        pytest.param(service, id=f"{file}-{name}")
        for file in FILES
        for name, service in composed(file)["services"].items()
    ]


def settings_of(service: Service) -> Settings:
    """The settings that a service of Sanad comes to."""
    return read_settings({**DOTENV, **service["environment"]}, Path("none.env"))


def replicas() -> Mapping[str, Service]:
    """The replicas of the larger file by name."""
    all_services: Mapping[str, Service] = composed("compose.yaml")["services"]
    return {name: service for name, service in all_services.items() if service["image"] == "sanad"}


@pytest.fixture(scope="module")
def unit() -> configparser.RawConfigParser:
    """The systemd unit; of what it says twice, what it says last."""
    parser = configparser.RawConfigParser(strict=False, comment_prefixes="#")
    parser.optionxform = str  # type: ignore[assignment,method-assign] # as its docs say
    parser.read(OPERATIONS / "sanad.service", encoding="utf-8")
    return parser


class TestCompose:
    """Both compose files."""

    @pytest.mark.parametrize("service", services())
    def test_a_service_can_do_little(self, service: Service) -> None:
        """Nothing can be written but volumes, no right is gained, and memory and processes have an end."""
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert {"mem_limit", "pids_limit", "logging"} <= set(service)

    @pytest.mark.parametrize("service", services())
    def test_a_service_comes_back(self, service: Service) -> None:
        """After a crash and after the machine was restarted."""
        assert service["restart"] == "unless-stopped"

    @pytest.mark.parametrize("file", FILES)
    def test_every_setting_is_one(self, file: str) -> None:
        """Sanad starts with the settings that are written there."""
        own = [service for service in composed(file)["services"].values() if service["image"] == "sanad"]

        assert len(own) > 0
        assert [settings_of(service).telegram_token is not None for service in own] == [True] * len(own)

    @pytest.mark.parametrize("file", FILES)
    def test_no_secret_stands_in_it(self, file: str) -> None:
        """Tokens, secrets and passwords come from `.env`, and nothing starts without them."""
        written = (ROOT / file).read_text(encoding="utf-8")

        assert [line for line in written.splitlines() if re.search(r"(TOKEN|SECRET|PASSWORD): (?!\$\{)", line)] == []
        for name in {*_VARIABLE.findall(written)}:
            assert f"${{{name}:?" in written

    @pytest.mark.parametrize("file", FILES)
    def test_it_is_given_the_time_to_finish(self, file: str) -> None:
        """A replica that is stopped finishes for thirty seconds what it has received."""
        own = [service for service in composed(file)["services"].values() if service["image"] == "sanad"]
        given = [_SECONDS.fullmatch(service["stop_grace_period"]) for service in own]

        assert all(seconds is not None and int(seconds[1]) > 30 for seconds in given)


class TestReplicas:
    """What has to be the same in several files."""

    def test_they_differ_in_their_folders_alone(self) -> None:
        """A replica that were set otherwise would answer otherwise."""
        one, other = (dict(service) for service in replicas().values())

        assert one.pop("volumes") != other.pop("volumes")
        assert one == other

    def test_the_proxy_knows_them(self) -> None:
        """It is told of every replica, on the port where the console listens."""
        told = composed("compose.yaml")["services"]["proxy"]["environment"]["REPLICAS"].split()
        ports = {name: settings.web.port for name, settings in self.settings().items() if settings.web is not None}

        assert sorted(told) == sorted(f"{name}:{port}" for name, port in ports.items())

    def test_prometheus_knows_them(self) -> None:
        """It asks every replica, on the port that is for that."""
        [job] = yaml.safe_load((OPERATIONS / "prometheus" / "prometheus.yaml").read_text())["scrape_configs"]
        ports = {name: settings.health.port for name, settings in self.settings().items() if settings.health}

        assert job["static_configs"] == [{"targets": [f"{name}:{port}" for name, port in ports.items()]}]

    def test_the_proxy_leads_telegram_in(self) -> None:
        """The address that Telegram is told is one that the proxy takes to any replica."""
        caddyfile = (OPERATIONS / "caddy" / "Caddyfile").read_text(encoding="utf-8")
        addresses = {settings.webhook for settings in self.settings().values()}

        assert addresses == {f"https://{DOTENV['HOST']}/telegram"}
        assert "@telegram path /telegram\n" in caddyfile

    def test_monitors_alone_see_how_it_is_doing(self) -> None:
        """What tells about the inside is not shown outside."""
        caddyfile = (OPERATIONS / "caddy" / "Caddyfile").read_text(encoding="utf-8")

        # In a block: Caddy would ask a line of its own only after the blocks, which take everything.
        assert "@inside path /healthz /readyz /metrics\n\thandle @inside {\n\t\trespond 404\n\t}\n" in caddyfile

    def test_the_database_is_reached_from_inside_alone(self) -> None:
        """It publishes no port, and its network leads nowhere."""
        content = composed("compose.yaml")
        postgres = content["services"]["postgres"]

        assert "ports" not in postgres
        assert {name for name in postgres["networks"] if not content["networks"][name].get("internal")} == set()

    def settings(self) -> Mapping[str, Settings]:
        """The settings of each replica."""
        return {name: settings_of(service) for name, service in replicas().items()}


class TestSystemd:
    """The unit."""

    def test_a_refused_token_is_not_tried_again(self, unit: configparser.RawConfigParser) -> None:
        """Everything else is."""
        assert unit["Service"]["RestartPreventExitStatus"] == str(TO_BE_MENDED)
        assert (unit["Service"]["Restart"], unit["Unit"]["StartLimitIntervalSec"]) == ("on-failure", "0")

    def test_it_writes_into_its_own_folder_alone(self, unit: configparser.RawConfigParser) -> None:
        """Nothing else on the machine can be changed, and no right gained."""
        service = unit["Service"]

        assert (service["ProtectSystem"], service["StateDirectory"], service["UMask"]) == ("strict", "sanad", "0077")
        assert (service["NoNewPrivileges"], service["CapabilityBoundingSet"]) == ("yes", "")
        assert "ReadWritePaths" not in service

    def test_it_is_given_the_time_to_finish(self, unit: configparser.RawConfigParser) -> None:
        """It finishes for thirty seconds what it has received."""
        assert int(unit["Service"]["TimeoutStopSec"]) > 30
