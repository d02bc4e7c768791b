"""The double as a test uses it: its address, its people, its faults and its records."""

from types import TracebackType
from typing import Final, Self

from .application import BotApi
from .chats import Chat
from .faults import Fault, Manner
from .people import Channel, Person
from .refusals import Call, JsonObject, Refusal
from .server import LoopbackServer
from .state import TelegramState
from .webhooks import Push, Webhook

DEFAULT_TOKEN: Final = "123456:TEST-TOKEN"


class TelegramDouble:
    """A strict Bot API server for one bot, alive inside an ``async with`` block."""

    def __init__(
        self, *, token: str = DEFAULT_TOKEN, username: str = "faq_test_bot", first_name: str = "FAQ test bot"
    ) -> None:
        """Prepare a double for the bot of this token; the digits before its colon are the bot's number."""
        self.token = token
        self._state = TelegramState(token, username, first_name)
        self._api = BotApi(self._state)
        self._server = LoopbackServer(self._api.application())

    async def __aenter__(self) -> Self:
        """Start serving."""
        await self._server.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release every call that still waits, and stop serving."""
        self._state.closing.set()
        self._state.updates.wake()
        await self._state.stop_pushing()
        await self._server.stop()

    @property
    def base_address(self) -> str:
        """Where the double listens, such as ``http://127.0.0.1:40123``."""
        return self._server.address

    @property
    def base_url(self) -> str:
        """What a client puts before its token to call a method."""
        return f"{self.base_address}/bot"

    @property
    def base_file_url(self) -> str:
        """What a client puts before its token to fetch a file."""
        return f"{self.base_address}/file/bot"

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every call of the bot, in order of arrival."""
        return tuple(self._api.calls)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """The calls answered with an error that no test brought about; a good bot leaves none."""
        return tuple(self._api.refusals)

    @property
    def unused_faults(self) -> tuple[tuple[str, Fault], ...]:
        """The faults that were ordered and did not happen yet."""
        return tuple(self._api.faults.waiting)

    @property
    def pending_updates(self) -> tuple[JsonObject, ...]:
        """The updates that the bot has not confirmed yet."""
        return self._state.updates.pending

    @property
    def allowed_updates(self) -> tuple[str, ...]:
        """The kinds of updates that the bot asked for last."""
        return self._state.updates.allowed

    @property
    def webhook(self) -> Webhook:
        """The webhook the bot has set."""
        return self._state.webhook

    @property
    def pushes(self) -> tuple[Push, ...]:
        """Every try to hand an update to the webhook, in order of the answers."""
        return tuple(self._state.pushes)

    def calls_to(self, method: str) -> tuple[Call, ...]:
        """Select the calls of one method."""
        return tuple(call for call in self.calls if call.method.lower() == method.lower())

    def person(
        self, user_id: int, first_name: str, language_code: str | None = None, *, started: bool = False
    ) -> Person:
        """Introduce a user; unless ``started``, the bot may write only after the user has written first."""
        user: JsonObject = {"id": user_id, "is_bot": False, "first_name": first_name}
        if language_code:
            user["language_code"] = language_code
        description: JsonObject = {"id": user_id, "type": "private", "first_name": first_name}
        return Person(self._state, self._open(description, open_to_bot=started), user)

    def group(self, chat_id: int, title: str, *, kind: str = "supergroup", username: str | None = None) -> Chat:
        """Introduce a group of which the bot is a member; people write with ``say(..., chat=group)``."""
        return self._open(_titled(chat_id, kind, title, username), open_to_bot=True)

    def channel(self, chat_id: int, title: str, *, username: str | None = None) -> Channel:
        """Introduce a channel of which the bot is an administrator."""
        return Channel(self._state, self._open(_titled(chat_id, "channel", title, username), open_to_bot=True))

    def push_raw(self, update: JsonObject) -> int | None:
        """Queue an update as it is, even one no client can parse; None when its kind is not wanted."""
        return self._state.updates.push(update)

    def pass_time(self, seconds: float) -> None:
        """Move the double's clock ahead, so that button presses grow old at once."""
        self._state.clock_offset += seconds

    def fail_next(
        self,
        method: str,
        status: int,
        description: str,
        *,
        retry_after: int | None = None,
        migrate_to_chat_id: int | None = None,
        times: int = 1,
        after_delivery: bool = False,
    ) -> None:
        """Answer the next calls of a method with an error, before or after carrying them out."""
        fault = Fault(
            Manner.ERROR,
            status,
            description,
            retry_after=retry_after,
            migrate_to_chat_id=migrate_to_chat_id,
            after_delivery=after_delivery,
        )
        self._plan(method, fault, times)

    def drop_next(self, method: str, *, times: int = 1, after_delivery: bool = False) -> None:
        """Cut the connection of the next calls without an answer."""
        self._plan(method, Fault(Manner.DROP, after_delivery=after_delivery), times)

    def stall_next(self, method: str, *, times: int = 1, after_delivery: bool = False) -> None:
        """Leave the next calls half-open: connected, and never answered."""
        self._plan(method, Fault(Manner.STALL, after_delivery=after_delivery), times)

    def delay_next(self, method: str, seconds: float, *, times: int = 1) -> None:
        """Answer the next calls truly, but late."""
        self._plan(method, Fault(Manner.DELAY, seconds=seconds), times)

    def _plan(self, method: str, fault: Fault, times: int) -> None:
        self._api.faults.add(method, fault, times)
        # A long poll that already waits is let go, or the fault would come only after its timeout.
        if method.lower() == "getupdates":
            self._state.updates.wake()

    def _open(self, description: JsonObject, *, open_to_bot: bool) -> Chat:
        chat = Chat(description, open_to_bot=open_to_bot)
        assert chat.id not in self._state.chats, f"chat {chat.id} was introduced before"
        self._state.chats[chat.id] = chat
        return chat


def _titled(number: int, kind: str, title: str, username: str | None) -> JsonObject:
    description: JsonObject = {"id": number, "type": kind, "title": title}
    return description | {"username": username} if username else description
