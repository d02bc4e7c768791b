"""Whether what Sanad stands on has known faults: pip-audit over both lock files, which asks the index of packages.

A fault fails the check. What could not be looked up is no pass and no failure: it is said, so that whoever checks
without a network, or with an index that knows nothing of faults, does not take silence for an answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LOCKS: Final = ("requirements.lock", "requirements-dev.lock")
PATIENCE: Final = 180
"""Seconds for all of it; with the index at hand it takes some ten."""
_COMMAND: Final = (
    *(sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off"),
    *("--format", "json", *(argument for lock in LOCKS for argument in ("--requirement", lock))),
)
_UNREACHABLE: Final = ("requests.exceptions.", "urllib3.exceptions.", "blocking this service", "Could not connect")
"""What pip-audit says where it cannot ask, among much else."""


@dataclass(frozen=True, slots=True)
class Told:
    """What pip-audit said."""

    output: str
    """Its report, as JSON; nothing where it has none."""
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be made of it."""

    lines: Sequence[str]
    is_failure: bool


def main(ask: Callable[[], Told] | None = None) -> int:
    """Print what was found; 1 where something has a known fault, or the lock files cannot be read, else 0."""
    verdict = judge((ask or _ask)())
    print(*verdict.lines, sep="\n", file=sys.stderr if verdict.is_failure else sys.stdout)
    return int(verdict.is_failure)


def judge(told: Told) -> Verdict:
    """What pip-audit's words come to."""
    try:
        packages = json.loads(told.output)["dependencies"]
    except (ValueError, TypeError, KeyError):
        return _without_report(told.complaint)
    faults = [line for package in packages for line in _faults(package)]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    return Verdict([*faults, *_summary(len(packages), len(faults), skipped)], is_failure=bool(faults))


def _faults(package: dict[str, Any]) -> Iterator[str]:
    for fault in package.get("vulns", ()):
        mended = ", ".join(fault.get("fix_versions") or ()) or "no version yet"
        yield f"{package['name']} {package['version']}: {fault['id']}; mended in {mended}"


def _summary(packages: int, faults: int, skipped: Sequence[str]) -> Iterator[str]:
    looked_up = packages - len(skipped)
    yield f"{looked_up} of {packages} packages were looked up; known faults: {faults}."
    if skipped:
        named = ", ".join(skipped[:5]) + (", …" if len(skipped) > 5 else "")  # noqa: PLR2004 - as many as a line holds
        yield f"WARNING: {len(skipped)} were NOT audited, since the index of packages says nothing of them: {named}"


def _without_report(complaint: str) -> Verdict:
    last = complaint.strip().rpartition("\n")[2] or "it gave no reason"
    if any(sign in complaint for sign in _UNREACHABLE):
        warning = f"WARNING: nothing was audited, since the index of packages cannot be asked: {last[:200]}"
        return Verdict([warning], is_failure=False)
    return Verdict([f"pip-audit could not do its work: {last}"], is_failure=True)


def _ask() -> Told:
    try:
        done = subprocess.run(_COMMAND, check=False, capture_output=True, text=True, timeout=PATIENCE)  # noqa: S603 - our own words only # nosec B603
    except subprocess.TimeoutExpired:
        return Told("", f"Could not connect within {PATIENCE} seconds")
    return Told(done.stdout, done.stderr)


if __name__ == "__main__":
    sys.exit(main())
