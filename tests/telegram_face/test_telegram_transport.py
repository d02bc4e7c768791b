"""What is known of a failed call, and what only looks like an answer."""

from __future__ import annotations

import pytest
from telegram import error

from bot.telegram.transport import Transport


@pytest.mark.parametrize("payload", [b"", b"<html>", b"[]", b"7", b"{}", b'{"ok": true}', b"\xff", b'"result"'])
def test_answer_of_somebody_else(payload: bytes) -> None:
    """What a proxy or a hotel's Wi-Fi says in Telegram's place is an error like any other."""
    with pytest.raises(error.TelegramError, match="none of Telegram's"):
        Transport.parse_json_payload(payload)


def test_answer_of_telegram() -> None:
    """Results and refusals pass."""
    assert Transport.parse_json_payload(b'{"ok": true, "result": []}') == {"ok": True, "result": []}
    assert Transport.parse_json_payload(b'{"ok": false, "description": "x"}') == {"ok": False, "description": "x"}
