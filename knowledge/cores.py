"""Work that is dealt out to every core, where whoever starts it says that this process may be copied."""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from multiprocessing import get_all_start_methods, get_context
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH_SHARING: Final = 50
"""Items from which several processes are quicker than one."""
_SHARES: Final = 4
"""Into which the items of each process are dealt, since some take longer than others."""
_cores: Final = ContextVar("cores", default=1)


@contextmanager
def every_core() -> Iterator[None]:
    """Within, `spread` works on all cores.

    Only for a process in which neither threads nor an event loop are running: the copies that share the work (`fork`)
    would inherit the locks that those hold.
    """
    token = _cores.set((os.cpu_count() or 1) if "fork" in get_all_start_methods() else 1)
    try:
        yield
    finally:
        _cores.reset(token)


def spread(work: Callable[[Item], Result], items: Sequence[Item], *, fewest: int = WORTH_SHARING) -> list[Result]:
    """What work makes of each item, in their order.

    Args:
        work: need not be picklable, since the copies of this process have it; what it returns must be.
        items: numbers or other small things; they are sent to the copies.
        fewest: items below which they are not worth a copy.
    """
    cores = _cores.get()
    if cores == 1 or len(items) < fewest:
        return list(map(work, items))
    share = max(1, len(items) // (cores * _SHARES))
    with get_context("fork").Pool(cores, initializer=_begin, initargs=(work,)) as pool:
        return pool.map(_go_on, items, chunksize=share)


_begun: list[Callable[[Any], Any]] = []
"""In a copy of the process: the work that it has from its parent."""


def _begin(work: Callable[[Any], Any]) -> None:
    _cores.set(1)
    _begun[:] = [work]


def _go_on(item: Any) -> Any:  # noqa: ANN401 - whatever `spread` is given
    return _begun[0](item)
