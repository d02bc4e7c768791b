"""Moments in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_STEP: Final = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """Microseconds since 1970 in UTC: SQLite has no moments with a zone, and a number compares alike everywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's
        # In whole numbers, for a float would round a moment past its neighbour.
        return None if value is None else (value - _EPOCH) // _STEP

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the same
        return None if value is None else _EPOCH + value * _STEP
