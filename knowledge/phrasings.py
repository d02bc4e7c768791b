"""Phrasings by the ten thousand: their texts lie end to end in one value, and a phrasing is made when it is looked at.

As objects they would take four times the memory of their letters, and most of the time of a start. The letters are
compressed: few of them are looked at once an index is built.
"""

from __future__ import annotations

import zlib
from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING, Final, overload

from knowledge.errors import Place
from knowledge.schema import Phrasing, Variety

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_RECORD: Final = Struct("<IIHB")
"""Of each phrasing the end of its text in bytes, its line, the number of its file, and that of its variety."""
_VARIETIES: Final = tuple(Variety)
_NUMBERS: Final = {variety: number for number, variety in enumerate(_VARIETIES)}
_LONE_SURROGATES: Final = "surrogatepass"
"""An escape in YAML can write half a character, which is no reason to fail here."""


class _ByPlace(Sequence[Phrasing]):
    """Phrasings of which each is told by its place; equal to any sequence of the same ones."""

    __slots__ = ()

    @overload
    def __getitem__(self, number: int) -> Phrasing: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[Phrasing, ...]: ...

    def __getitem__(self, number: int | slice) -> Phrasing | tuple[Phrasing, ...]:
        place = range(len(self))[number]
        return tuple(map(self._at, place)) if isinstance(place, range) else self._at(place)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    @abstractmethod
    def _at(self, place: int) -> Phrasing:
        """The one in a place, counted from 0."""


class Phrasings(_ByPlace):
    """Phrasings in their order."""

    __slots__ = ("_files", "_records", "_texts")

    def __init__(self, phrasings: Iterable[Phrasing] = ()) -> None:
        texts, records, files = bytearray(), bytearray(), dict[Path, int]()
        for one in phrasings:
            texts += one.text.encode(errors=_LONE_SURROGATES)
            file = files.setdefault(one.place.file, len(files))
            records += _RECORD.pack(len(texts), one.place.line, file, _NUMBERS[one.variety])
        self._texts, self._records, self._files = zlib.compress(texts), bytes(records), tuple(files)

    def __len__(self) -> int:
        return len(self._records) // _RECORD.size

    def __iter__(self) -> Iterator[Phrasing]:
        texts, start = zlib.decompress(self._texts), 0
        for end, line, file, variety in _RECORD.iter_unpack(self._records):
            yield self._phrasing(texts[start:end], line, file, variety)
            start = end

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self)!r})"

    def _at(self, place: int) -> Phrasing:
        start = _RECORD.unpack_from(self._records, (place - 1) * _RECORD.size)[0] if place else 0
        end, line, file, variety = _RECORD.unpack_from(self._records, place * _RECORD.size)
        return self._phrasing(zlib.decompress(self._texts)[start:end], line, file, variety)

    def _phrasing(self, text: bytes, line: int, file: int, variety: int) -> Phrasing:
        place = Place(self._files[file], line)
        return Phrasing(text.decode(errors=_LONE_SURROGATES), _VARIETIES[variety], place)


class Joined(_ByPlace):
    """Several sequences as one, which holds nothing of its own."""

    __slots__ = ("_ends", "_parts")

    def __init__(self, parts: Iterable[Sequence[Phrasing]]) -> None:
        self._parts = tuple(parts)
        self._ends = list(accumulate(map(len, self._parts)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Phrasing]:
        return chain.from_iterable(self._parts)

    def _at(self, place: int) -> Phrasing:
        part = bisect_right(self._ends, place)
        return self._parts[part][place - self._ends[part]]
