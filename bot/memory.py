"""Memory that was used once and is not needed again, given back to the system."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Return what was freed: the C library of Linux keeps most of it, though nothing may need as much again.

    Elsewhere nothing is done.
    """
    if (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)
