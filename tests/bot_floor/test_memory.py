"""Memory that is given back to the system."""

from __future__ import annotations

import platform

import pytest

from benchmarks.replies import resident_megabytes
from bot.memory import give_back

BLOCKS = 30_000
SIZE = 1_000
"""Bytes: what Python has from the C library, one by one."""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what is freed")
def test_freed_memory_is_given_back() -> None:
    """What was freed between things that stay goes back to the system."""
    blocks = [bytes(SIZE) for _ in range(BLOCKS)]
    kept = blocks[-1]
    blocks.clear()
    before = resident_megabytes()
    give_back()

    assert before - resident_megabytes() > BLOCKS * SIZE / 1_000_000 / 2
    assert kept == bytes(SIZE)
