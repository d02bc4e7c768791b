"""The alerts and the dashboard that come with Sanad are well-formed, and ask for nothing that is not measured."""

from __future__ import annotations

import json
import re
from asyncio import Event
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from source_texts import possible_events

from bot import gauges
from bot.clock import SystemClock
from bot.health import Contact, Health, Shared
from bot.inbox import Backlog
from bot.metrics import Metrics
from bot.telegram.client import TelegramClient
from bot.telegram.registration import Registration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.following import Failure

FOLDER: Final = Path(__file__).parent.parent / "operations"
OF_PROMETHEUS: Final = frozenset({"instance", "job"})
"""Labels that Prometheus itself puts on everything."""
_QUOTED: Final = re.compile(r'"[^"]*"')
_NAME: Final = re.compile(r"\b(?:sanad|process)_\w+")
_LABEL: Final = re.compile(r"(\w+)!?=~?(?=\"|$)|\b(?:by|without) \(([\w, ]+)\)")
_NAMED: Final = re.compile(r"`(?!sanad_)(\w+)`")
_SHOWN: Final = re.compile(r"\{\{ ?(?:\$labels\.)?(\w+) ?\}\}")


class Nothing:
    """Serves nothing, and answers nothing."""

    release = 0
    failure: Failure | None = None
    lag = None
    in_progress = 0


async def _ask() -> Shared:
    return Shared({}, Backlog(0, None))


@pytest.fixture(scope="module")
def measures() -> Mapping[str, set[str]]:
    """The labels of everything that a process measures."""
    metrics = Metrics()
    metrics.replied("answer", "en")
    metrics.took(1)
    metrics.gap("unknown")
    metrics.received("new")
    metrics.sent("sent")
    metrics.flooded()
    metrics.failed("turn_failed")
    health = Health("here", _ask, Nothing(), Contact(SystemClock(), metrics.flooded), Event())
    gauges.show(health, Nothing(), metrics)
    Registration(TelegramClient("1:token", metrics=metrics), "https://sanad.example/telegram", "secret", 1).show(
        metrics
    )
    families = text_string_to_metric_families(metrics.render().decode())
    labels: dict[str, set[str]] = {}
    for sample in (sample for family in families for sample in family.samples):
        labels.setdefault(sample.name, set()).update(sample.labels)
    return labels


def alerts() -> list[dict[str, Any]]:
    """The rules of the file for Prometheus."""
    content = yaml.safe_load((FOLDER / "prometheus" / "alerts.yaml").read_text(encoding="utf-8"))
    return [rule for group in content["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    """What the dashboard for Grafana shows."""
    content = json.loads((FOLDER / "grafana" / "dashboard.json").read_text(encoding="utf-8"))
    shown: list[dict[str, Any]] = content["panels"]
    return shown


def queries() -> list[tuple[str, str]]:
    """Everything that is asked of Prometheus, with the words around its answer."""
    of_alerts = [(rule["expr"], json.dumps(rule["annotations"])) for rule in alerts()]
    return of_alerts + [(target["expr"], target["legendFormat"]) for panel in panels() for target in panel["targets"]]


def names(query: str) -> set[str]:
    """The measures in a query."""
    return set(_NAME.findall(_QUOTED.sub("", query)))


@pytest.mark.parametrize(("query", "words"), queries())
def test_query(query: str, words: str, measures: Mapping[str, set[str]]) -> None:
    """Every query is about measures that exist, and every label in it, or shown beside it, is one of theirs."""
    asked = names(query)
    grouped = [label for pair in _LABEL.findall(query) for part in pair for label in re.findall(r"\w+", part)]
    known = OF_PROMETHEUS.union(*(measures[name] for name in asked & measures.keys()))

    assert asked - measures.keys() == set()
    assert asked or query.startswith("up{")
    assert {*grouped, *_SHOWN.findall(words)} - known == set()


def test_everything_is_looked_at(measures: Mapping[str, set[str]]) -> None:
    """Nothing of ours is measured in vain."""
    asked = set().union(*(names(query) for query, _ in queries()))
    families = {re.sub(r"_(bucket|count|sum|created|total)$", "", name) for name in asked}
    ours = {re.sub(r"_(bucket|count|sum|created|total)$", "", name) for name in measures if name.startswith("sanad_")}

    assert ours - families == set()


@pytest.mark.parametrize("rule", alerts(), ids=lambda rule: rule["alert"])
def test_alert(rule: dict[str, Any]) -> None:
    """Every alert says how urgent it is, what is the matter, and what to do."""
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert set(rule["annotations"]) == {"summary", "description"}


def test_events() -> None:
    """Every event that an alert tells to look for is one."""
    named = {name for rule in alerts() for name in _NAMED.findall(rule["annotations"]["description"])}

    assert "not_ready" in named
    assert named - possible_events() == set()


def test_names_of_alerts() -> None:
    """No two alerts are called the same, and each begins with whose it is."""
    called = [rule["alert"] for rule in alerts()]

    assert len(set(called)) == len(called)
    assert all(name.startswith("Sanad") for name in called)


def test_panels() -> None:
    """Panels have numbers of their own, do not lie on each other, and are asked of the chosen Prometheus."""
    cells = [
        (panel["gridPos"]["x"] + x, panel["gridPos"]["y"] + y)
        for panel in panels()
        for x in range(panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["h"])
    ]

    assert len({panel["id"] for panel in panels()}) == len(panels())
    assert len(set(cells)) == len(cells)
    assert all(x < 24 for x, _ in cells)
    assert {panel["datasource"]["uid"] for panel in panels()} == {"${datasource}"}
