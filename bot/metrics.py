"""What is counted and timed while the bot runs, in Prometheus' terms; never who asked, nor what.

One object for each process. Everything is a plain method call, so that whoever reports something knows nothing of
Prometheus; gauges are asked for when they are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class Metrics:
    """The measures of one process."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._replies = Counter("sanad_replies", "Replies made.", ["kind", "language"], registry=registry)
        self._seconds = Histogram(
            "sanad_reply_seconds", "From receiving to having sent.", buckets=_SECONDS, registry=registry
        )
        self._gaps = Counter("sanad_gaps", "Questions recorded for the curators.", ["reason"], registry=registry)
        self._events = Counter("sanad_events", "Events received.", ["outcome"], registry=registry)
        self._sends = Counter("sanad_sends", "Messages sent.", ["outcome"], registry=registry)
        self._floods = Counter("sanad_telegram_floods", "Times that Telegram asked to wait (429).", registry=registry)
        self._errors = Counter("sanad_errors", "Errors that were logged.", ["event"], registry=registry)

    def replied(self, kind: str, language: str) -> None:
        """A reply was made: `answer`, `clarify`, `gap` or `intent`."""
        self._replies.labels(kind, language).inc()

    def took(self, seconds: float) -> None:
        """An event was received so many seconds before its whole reply had been sent."""
        self._seconds.observe(seconds)

    def gap(self, reason: str) -> None:
        """A question was recorded for the curators."""
        self._gaps.labels(reason).inc()

    def received(self, outcome: str, events: int = 1) -> None:
        """Events came in: `new`, `known`, `dropped`, `unreadable`, or `refused` for want of the secret."""
        self._events.labels(outcome).inc(events)

    def sent(self, outcome: str) -> None:
        """A message went out: `sent`, `repeated`, `uncertain`, `unreachable` or `failed`."""
        self._sends.labels(outcome).inc()

    def flooded(self) -> None:
        """Telegram asked to wait."""
        self._floods.inc()

    def failed(self, event: str) -> None:
        """An error was logged."""
        self._errors.labels(event).inc()

    def watch(self, name: str, tells: str, read: Callable[[], float]) -> None:
        """Have a gauge `sanad_<name>` whose value is asked for whenever the measures are read."""
        Gauge(f"sanad_{name}", tells, registry=self._registry).set_function(read)

    def render(self) -> bytes:
        """All measures in Prometheus' text format."""
        return generate_latest(self._registry)
