"""Secrets that are planted where people leave them, and a look for them in everything that is kept or written."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_SHORTEST: Final = 6
"""Bytes of what is looked for: fewer would be found anywhere."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody with a name, an account and a way of their own to write."""

    id: int
    first_name: str
    last_name: str
    username: str
    secrets: tuple[str, ...]
    """Parts of what they write that nobody may find again."""

    @property
    def planted(self) -> tuple[str, ...]:
        """All that must not be found."""
        return (str(self.id), self.first_name, self.last_name, self.username, *self.secrets)


def found_in(places: Mapping[str, bytes], planted: Iterable[str]) -> list[str]:
    """What was found, and where; of each secret every way to write it is looked for."""
    needles = [(secret, way, needle) for secret in planted for way, needle in ways_to_write(secret)]
    return [
        f"{secret!r} {way} in {place}"
        for place, content in places.items()
        for secret, way, needle in needles
        if needle in content
    ]


def ways_to_write(secret: str) -> Iterator[tuple[str, bytes]]:
    """The bytes of a secret as a program might have written them."""
    written = secret.encode()
    yield "as it is", written
    yield "folded", fold(secret).encode()
    yield "in UTF-16", secret.encode("utf-16-le")
    yield "escaped", secret.encode("unicode_escape")
    yield "in hexadecimal", written.hex().encode()
    yield from (("in base 64", part) for part in _in_base_64(written))
    if secret.isdecimal():
        number = int(secret)
        yield "in hexadecimal", f"{number:x}".encode()
        size = (number.bit_length() + 7) // 8
        yield from (("as an integer", number.to_bytes(max(size, _SHORTEST), order)) for order in ("big", "little"))


def of_folder(folder: Path, since: float = 0.0) -> dict[str, bytes]:
    """The files of a folder and of those in it that were written since a time, without the zeros at their ends."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_mtime >= since]
    return {str(path.relative_to(folder)): path.read_bytes().rstrip(b"\0") for path in paths}


def of_writers(writers: Iterable[Writer]) -> list[str]:
    return list(chain.from_iterable(writer.planted for writer in writers))


def _in_base_64(written: bytes) -> Iterator[bytes]:
    """What of a text stands in base 64 whatever is before and after it."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + written)
        # The first and the last signs also hold bits of the neighbours.
        yield whole[4 if before else 0 : -4]
