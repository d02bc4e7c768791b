"""What may be kept of a question: redacted text, and pseudonyms that cannot be followed from day to day.

Pure functions; the key comes from the settings. Redaction errs on the side of taking out too much: a curator can read a
question without its numbers, but cannot unread a phone number.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING, Final

from knowledge.text.normalize import compose, unify_digits

if TYPE_CHECKING:
    from datetime import date

_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_RULES: Final = (
    (re.compile(r"(?i)\b(?:https?://|www\.|t\.me/)\S+"), "[link]"),
    (re.compile(r"(?i)[\w.+%-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+"), "[mail]"),
    (re.compile(r"(?i)(?<![\w@])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|info|io|iq|sy|sa|ae|kw|qa|eg|jo|lb|me|example|ly|co)\b(?:/\S*)?"), "[link]"),
    (re.compile(r"(?<!\w)@\w{3,}"), "[name]"),
    (re.compile(r"(?<!\w)(?=[A-Za-z]{0,3}\d)[A-Za-z]{1,3}\d{6,}(?!\w)"), "[number]"),
    (re.compile(r"-?\d{1,3}\.\d{3,}\s*[,،]\s*-?\d{1,3}\.\d{3,}"), "[place]"),
    (re.compile(r"(?<![\w.])(?:\+|00)?\(?\d(?:[\s().–-]{0,2}\d){6,}(?!\w)"), "[number]"),
    (
        re.compile(
            r"(?i)\b((?:my name is|my name's|i am called|this is)\s+)(?!a\b|the\b|an\b|not\b|about\b|for\b|in\b|my\b)[^\W\d_]+(?:\s+(?:al-?|bin\s|ibn\s|abu\s)?[A-Z][\w'-]+){0,3}"
        ),
        r"\1[name]",
    ),
    (re.compile(r"(?<!\w)((?:و?(?:اسمي|إسمي|أسمي|أنا اسمي|انا اسمي|يسمونني|اسمي الكامل))\s*:?\s+)[^\W\d_]+(?:\s+[^\W\d_]+){0,2}"), r"\1[name]"),
)
_WIDE_GROUPS: Final = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
"""Figures with thousands separators are what questions are about; they are no phone numbers."""



def redact(text: str) -> str:
    """The text without what could identify somebody: phone, card and id numbers, mails, links, @names, coordinates, and
    the name after 'my name is'; in both scripts and both sets of digits. Invisible characters go as well."""
    text = unify_digits(compose(_INVISIBLE.sub("", text.encode("utf-8", "ignore").decode("utf-8"))))
    kept: list[str] = []

    def keep(figure: re.Match[str]) -> str:
        kept.append(figure.group())
        return f"\x00{chr(0xE000 + len(kept) - 1)}\x00"

    text = _WIDE_GROUPS.sub(keep, text.replace("\x00", ""))
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return re.sub("\x00(.)\x00", lambda mark: kept[ord(mark[1]) - 0xE000], text)


def pseudonym(person: str, *, secret: bytes, day: date) -> str:
    """A keyed name for a person that holds for one day: 16 hexadecimal digits of HMAC-SHA256 (RFC 2104).

    The day's key is derived from the secret, so that two days' pseudonyms cannot be joined without it.
    """
    key = hmac.digest(secret, b"day:" + day.isoformat().encode(), hashlib.sha256)
    return hmac.new(key, person.encode(), hashlib.sha256).hexdigest()[:16]


def conversation_key(conversation: str, *, secret: bytes) -> str:
    """The key under which a conversation's session is kept: 32 hexadecimal digits of HMAC-SHA256."""
    return hmac.new(secret, b"conversation:" + conversation.encode(), hashlib.sha256).hexdigest()[:32]
