"""What stands in the fields of a page's form, as a browser would send it back."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

_NOT_SENT: Final = "form_token"


class _Fields(HTMLParser):
    """Reads the form of the class `sheet`; of buttons none, of boxes only those that are ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._is_inside = False
        self._text: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = {name: value or "" for name, value in attrs}
        name = marks.get("name", "")
        if tag == "form":
            self._is_inside = "sheet" in marks.get("class", "")
        elif not self._is_inside:
            return
        elif tag == "input" and (marks.get("type") != "checkbox" or "checked" in marks):
            self.found[name] = marks.get("value", "")
        elif tag == "textarea":
            self._text = name
            self.found[name] = ""
        elif tag == "select":
            self._select = name
            self.found[name] = ""
        elif tag == "option" and self._select is not None and "selected" in marks:
            self.found[self._select] = marks.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self.found[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self.found[self._text] = self.found[self._text].removeprefix("\n")
            self._text = None
        elif tag == "select":
            self._select = None


def form_fields(page: str) -> dict[str, str]:
    """The fields of the form in which something is written, by name, without the token."""
    reader = _Fields()
    reader.feed(page)
    return {name: value for name, value in reader.found.items() if name != _NOT_SENT}
