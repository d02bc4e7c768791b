"""The parameters of one call: decoded from the request, then read with the type a method expects."""

import json
from collections.abc import Mapping
from typing import Final

from starlette.datastructures import UploadFile
from starlette.requests import Request

from .refusals import JsonObject, refuse

TRUE_WORDS: Final = frozenset({"true", "yes", "1"})
FALSE_WORDS: Final = frozenset({"false", "no", "0", ""})


class Parameters:
    """Typed access to the values of a call, whichever way they travelled."""

    def __init__(self, values: Mapping[str, object]) -> None:
        """Keep the decoded values."""
        self._values = values

    def has(self, name: str) -> bool:
        """Tell whether the bot sent this parameter."""
        return name in self._values

    def text(self, name: str) -> str:
        """Read a string; a number of a JSON body counts as its digits."""
        value = self._values.get(name, "")
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise refuse(f'parameter "{name}" must be of type String')
        text = str(value)
        # JSON can smuggle in half a surrogate pair, which is not a character.
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise refuse(f"{name} must be encoded in UTF-8")
        return text

    def integer(self, name: str, default: int = 0) -> int:
        """Read a whole number."""
        text = self.text(name)
        try:
            return int(text) if text else default
        except ValueError:
            raise refuse(f'parameter "{name}" must be of type Integer') from None

    def flag(self, name: str) -> bool:
        """Read a boolean, false when it was not sent."""
        word = str(self._values.get(name, "")).lower()
        if word not in TRUE_WORDS | FALSE_WORDS:
            raise refuse(f'parameter "{name}" must be of type Boolean')
        return word in TRUE_WORDS

    def structure(self, name: str) -> object:
        """Read an object or array, sent as such or as the JSON text of one; None when absent."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        try:
            structure: object = json.loads(value) if value else None
        except ValueError:
            raise refuse(f"can't parse {name} JSON object") from None
        return structure

    def array(self, name: str) -> list[object]:
        """Read an array, empty when it was not sent."""
        value = self.structure(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise refuse(f'parameter "{name}" must be of type Array')
        return value


async def decode(request: Request) -> JsonObject:
    """Collect the parameters of a request from its address and its body."""
    values: JsonObject = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        values.update(_json_body(await request.body()))
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form() as form:
            # No supported method reads a file, so its name is enough for the record.
            values.update({name: _form_value(value) for name, value in form.items()})
    return values


def _json_body(body: bytes) -> JsonObject:
    try:
        values = json.loads(body or b"{}")
    except ValueError:
        raise refuse("can't parse JSON object") from None
    if not isinstance(values, dict):
        raise refuse("object expected as JSON body")
    # A null is how JSON says that a parameter was not sent.
    return {name: value for name, value in values.items() if value is not None}


def _form_value(value: UploadFile | str) -> str:
    return value if isinstance(value, str) else value.filename or ""
