"""What can be wrong with Telegram.

SanadError
├── UnreadableUpdateError   an update is not written as Telegram's are
└── TelegramError           Telegram cannot be used; the sentence says what to do
    ├── TokenRefusedError   the token is wrong or was revoked
    ├── RivalPollerError    another process polls with the same token
    └── ProxyError          the proxy on the way to it cannot be used

telegram.error.NetworkError
├── FloodError              Telegram asks to wait
│   └── CrowdedError        too much waits already, or for too long; Telegram was not asked
├── ServerFailureError      Telegram itself is in trouble
└── NotSentError            the call never left this machine

The lower three say about one call what python-telegram-bot's own errors do not: whether it may be made again. They are
never seen outside `bot.telegram`.
"""

from __future__ import annotations

from telegram import error

from knowledge.errors import SanadError


class UnreadableUpdateError(SanadError):
    """An update is not written as Telegram's are; `kind` is the error that reading it came to."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"an update cannot be read: {kind}")
        self.kind = kind


class TelegramError(SanadError):
    """Telegram cannot be used; the sentence says what to do."""


class TokenRefusedError(TelegramError):
    """The token is wrong or was revoked."""

    def __init__(self) -> None:
        super().__init__("the token is refused by Telegram: ask @BotFather for the bot's token and set it again")


class RivalPollerError(TelegramError):
    """Another process polls with the same token."""

    def __init__(self) -> None:
        super().__init__("another process polls with this token: stop it, or give one of the two a bot of its own")


class ProxyError(TelegramError):
    """The proxy that the environment names cannot be used."""

    def __init__(self) -> None:
        super().__init__(
            "the proxy of the environment does not speak HTTP: set HTTPS_PROXY to an address that begins with http://, "
            "or NO_PROXY to the host of Telegram"
        )


class FloodError(error.NetworkError):
    """Telegram asks to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"flood control: wait {seconds:g} s")
        self.seconds = seconds


class CrowdedError(FloodError):
    """So much waits to be sent, or a chat must rest so long, that nothing more is taken in; Telegram was not asked."""


class ServerFailureError(error.NetworkError):
    """Telegram, or something on the way to it, answered that it is in trouble."""

    def __init__(self, status: int) -> None:
        super().__init__(f"server failure {status}")
        self.status = status


class NotSentError(error.NetworkError):
    """The call never left this machine, so that making it again does nothing twice."""
