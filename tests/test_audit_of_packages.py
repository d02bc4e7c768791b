"""The audit of packages: a known fault fails, and what could not be looked up is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from development.audit import Told, judge, main


def report(*packages: dict[str, Any]) -> Told:
    return Told(json.dumps({"dependencies": packages, "fixes": []}))


SOUND = {"name": "rich", "version": "15.0.0", "vulns": []}
FAULTY = {"name": "jinja2", "version": "3.0.0", "vulns": [{"id": "PYSEC-2024-1", "fix_versions": ["3.1.6"]}]}
HOPELESS = {"name": "pyyaml", "version": "5.1", "vulns": [{"id": "GHSA-1", "fix_versions": []}]}
UNKNOWN = {"name": "aiohttp", "skip_reason": "Dependency not found on PyPI and could not be audited"}


def test_no_known_fault() -> None:
    """It passes, and says how many packages that stands for."""
    verdict = judge(report(SOUND))

    assert not verdict.is_failure
    assert verdict.lines == ["1 of 1 packages were looked up; known faults: 0."]


def test_known_faults() -> None:
    """Each is told with package, fault, and the version that mends it."""
    verdict = judge(report(SOUND, FAULTY, HOPELESS))

    assert verdict.is_failure
    assert verdict.lines[:2] == [
        "jinja2 3.0.0: PYSEC-2024-1; mended in 3.1.6",
        "pyyaml 5.1: GHSA-1; mended in no version yet",
    ]


def test_packages_that_were_not_found() -> None:
    """An index that says nothing of them is no pass: the warning counts and names them."""
    verdict = judge(report(SOUND, UNKNOWN))

    assert not verdict.is_failure
    assert verdict.lines[0].startswith("1 of 2")
    assert verdict.lines[1].startswith("WARNING: 1 were NOT audited")
    assert verdict.lines[1].endswith("aiohttp")


def test_fault_beside_packages_that_were_not_found() -> None:
    """What was found fails, whatever else could not be looked up."""
    assert judge(report(UNKNOWN, FAULTY)).is_failure


@pytest.mark.parametrize(
    "complaint",
    [
        "Traceback\nrequests.exceptions.ProxyError: HTTPSConnectionPool(host='pypi.org', port=443)",
        "ERROR:pip_audit._cli:Could not connect to PyPI's vulnerability feed\nTip: your network may be blocking it",
    ],
)
def test_index_that_cannot_be_reached(complaint: str) -> None:
    """A machine without a network is warned, and its check goes on."""
    verdict = judge(Told("", complaint))

    assert not verdict.is_failure
    assert verdict.lines[0].startswith("WARNING: nothing was audited")


@pytest.mark.parametrize(
    "told",
    [
        Told("", "ERROR:pip_audit._cli:requirement aiohttp does not contain a hash"),
        Told("", ""),
        Told("[]"),
        Told("{}"),
    ],
)
def test_audit_that_fails_of_its_own(told: Told) -> None:
    """A lock file that cannot be read, or a report of another age, is not taken for a missing network."""
    verdict = judge(told)

    assert verdict.is_failure
    assert verdict.lines[0].startswith("pip-audit could not do its work")


@pytest.mark.parametrize(("told", "code"), [(report(SOUND), 0), (report(FAULTY), 1)])
def test_exit_code(told: Told, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """The check stops where something has a known fault, and what was found is printed either way."""
    assert main(lambda: told) == code
    assert "known faults" in "".join(capsys.readouterr())
