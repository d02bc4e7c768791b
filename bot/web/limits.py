"""How much a form may carry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

LARGEST_BODY: Final = 1024 * 1024
"""Bytes; the largest thing that is sent is the text of an entry."""
MOST_FIELDS: Final = 600
"""Of one form: an entry with many claims and phrasings has some hundreds."""


async def read_form(request: Request) -> FormData:
    """The fields of a form.

    Raises:
        HTTPException: it is larger than anything that the console asks for, has files, or does not say its size.
    """
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        raise HTTPException(413)
    return await request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=LARGEST_BODY)
