"""What the measures tell of a process besides what they count: how it was when it was last looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from bot.telegram.polling import POLLER

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.health import Health, Report
    from bot.metrics import Metrics

UNKNOWN: Final = float("nan")


class Answers(Protocol):
    """Whoever answers events."""

    @property
    def in_progress(self) -> int:
        """Events that are answered, or on their way out."""
        ...


def show(health: Health, answering: Answers, metrics: Metrics) -> None:
    """Have a gauge for everything that is known of a process; whoever reads them lets health look before."""
    served = health.served

    def seen(read: Callable[[Report], float]) -> Callable[[], float]:
        return lambda: read(health.latest) if health.latest is not None else UNKNOWN

    for name, tells, read in (
        ("ready", "Whether this process is ready: 1 or 0.", seen(lambda report: report.is_ready)),
        ("inbox_waiting", "Events that wait, with whichever process.", seen(_waiting)),
        ("inbox_oldest_seconds", "How long the first of them has waited.", seen(_oldest)),
        ("replicas", "Processes that are alive on this database.", seen(_replicas)),
        ("poller", "Whether this process fetches the updates: 1 or 0.", seen(lambda report: _polls(report, health))),
        ("clock_ahead_seconds", "This machine's clock less the database's.", seen(_ahead)),
        ("in_progress", "Events that are answered here, or on their way out.", lambda: answering.in_progress),
        ("release", "The release that is served here; 0 for none.", lambda: served.release),
        ("release_stuck", "The release that cannot be taken over here; 0 for none.", lambda: _stuck(health)),
        ("release_lag_seconds", "From the last publication to its first reply here.", lambda: _lag(health)),
        ("contact_seconds", "Since Telegram was last heard from here.", lambda: _since_contact(health)),
    ):
        metrics.watch(name, tells, read)


def _waiting(report: Report) -> float:
    return report.shared.backlog.events if report.shared is not None else UNKNOWN


def _oldest(report: Report) -> float:
    if report.shared is None:
        return UNKNOWN
    oldest = report.shared.backlog.oldest
    return (report.at - oldest).total_seconds() if oldest is not None else 0


def _replicas(report: Report) -> float:
    """Each process holds a lease that is called like itself."""
    if report.shared is None:
        return UNKNOWN
    return sum(name == holder for name, holder in report.shared.leases.items())


def _polls(report: Report, health: Health) -> float:
    return report.shared is not None and report.shared.leases.get(POLLER) == health.replica


def _ahead(report: Report) -> float:
    if report.shared is None:
        return UNKNOWN
    return -report.shared.clock_ahead.total_seconds()


def _stuck(health: Health) -> float:
    return health.served.failure.release if health.served.failure is not None else 0


def _lag(health: Health) -> float:
    return health.served.lag.total_seconds() if health.served.lag is not None else 0


def _since_contact(health: Health) -> float:
    seconds = health.contact.seconds(health.contact.clock.now())
    return seconds if seconds is not None else UNKNOWN
