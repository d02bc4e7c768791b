"""The other side of the conversation: what people do in their chats and what the bot is told of it."""

import asyncio
import re
from dataclasses import replace
from typing import Final

from .chats import PATIENCE_SECONDS, Chat, Message
from .formatting import Entity, FormattedText, utf16_length
from .refusals import JsonObject, refuse
from .state import Press, TelegramState

COMMAND: Final = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]+)?")
BLOCKED: Final = "bot was blocked by the user"


class Person:
    """A user of Telegram together with the private chat between the user and the bot."""

    def __init__(self, state: TelegramState, chat: Chat, user: JsonObject) -> None:
        """Tie a user to the double."""
        self.chat = chat
        self.user = user
        self._state = state

    @property
    def id(self) -> int:
        """The number of the user, which is also that of the private chat."""
        return self.chat.id

    @property
    def messages(self) -> tuple[Message, ...]:
        """What the bot has sent to the private chat, in its present wording."""
        return self.chat.messages

    async def next_message(self, within: float = PATIENCE_SECONDS) -> Message:
        """Wait for the next message of the bot in the private chat."""
        return await self.chat.next_message(within)

    async def next_edit(self, within: float = PATIENCE_SECONDS) -> Message:
        """Wait for the next edit by the bot in the private chat."""
        return await self.chat.next_edit(within)

    async def say(self, text: str, *, chat: Chat | None = None, reply_to: Message | None = None) -> Message:
        """Write a text, in the private chat unless another chat is given."""
        place = self._enter(chat)
        message = self._state.compose(place, self.user, _typed(text))
        if reply_to:
            message = replace(message, reply_to=reply_to.message_id)
        return self._publish(place, message)

    async def send_file(self, name: str, content: bytes, media_type: str, caption: str = "") -> Message:
        """Send a document, which the bot can then fetch with getFile."""
        place = self._enter(None)
        message = self._state.compose(place, self.user, _typed(caption))
        path = f"documents/{message.message_id}_{name}"
        self._state.files[path] = content
        # The number of the file is its path, so that getFile needs no second table.
        identity: JsonObject = {"file_id": path, "file_unique_id": f"unique{message.message_id}"}
        document = identity | {"file_name": name, "mime_type": media_type, "file_size": len(content)}
        return self._publish(place, replace(message, document=document))

    async def send_document(self, name: str, content: bytes) -> Message:
        """Send a file whose kind the client does not know."""
        return await self.send_file(name, content, "application/octet-stream")

    async def edit(self, text: str, *, message: Message | None = None, chat: Chat | None = None) -> Message:
        """Change a message of one's own, the latest unless one is given."""
        place = chat or self.chat
        original = message or place.latest_of(self.user["id"])
        if original is None:
            raise LookupError(f"person {self.id} has written nothing that could be edited")
        edited = place.change(original, content=_typed(text), source=text, edit_date=int(self._state.now()))
        self._state.updates.push({"edited_message": edited.as_json()})
        return edited

    async def press(self, wanted: str, *, chat: Chat | None = None) -> Press:
        """Press the newest inline button of that label or data."""
        place = chat or self.chat
        found = place.latest_with(wanted)
        if found is None:
            offered = [button.label for message in place.messages for button in message.buttons]
            raise LookupError(f"no button {wanted!r} in chat {place.id}; there are {offered}")
        message, button = found
        if button.data is None:
            raise LookupError(f"the button {button.label!r} sends nothing to the bot")
        return await self.send_data(button.data, message, chat=chat)

    async def send_data(self, data: str, message: Message, *, chat: Chat | None = None) -> Press:
        """Press a button that the message once had, or never had: a client can be old, or be told to lie."""
        place = chat or self.chat
        query_id = str(10**17 + next(self._state.numbers))
        press = Press(query_id, self._state.now(), asyncio.get_running_loop().create_future())
        self._state.presses[query_id] = press
        query: JsonObject = {"id": query_id, "from": self.user, "chat_instance": str(place.id), "data": data}
        self._state.updates.push({"callback_query": query | {"message": message.as_json()}})
        return press

    async def block(self) -> None:
        """Block the bot; it is told so and can write here no more."""
        self.chat.barrier = refuse(BLOCKED, 403)
        self._tell_membership("member", "kicked")

    async def unblock(self) -> None:
        """Let the bot write again."""
        self.chat.barrier = None
        self._tell_membership("kicked", "member")

    def _enter(self, chat: Chat | None) -> Chat:
        place = chat or self.chat
        # Whoever writes first has started the conversation, and only then may the bot answer.
        place.open_to_bot = True
        return place

    def _publish(self, place: Chat, message: Message) -> Message:
        place.add(message)
        self._state.updates.push({"message": message.as_json()})
        return message

    def _tell_membership(self, before: str, after: str) -> None:
        change: JsonObject = {"chat": self.chat.description, "from": self.user, "date": int(self._state.now())}
        change["old_chat_member"] = self._membership(before)
        change["new_chat_member"] = self._membership(after)
        self._state.updates.push({"my_chat_member": change})

    def _membership(self, status: str) -> JsonObject:
        until: JsonObject = {"until_date": 0} if status == "kicked" else {}
        return {"user": self._state.bot(), "status": status} | until


class Channel:
    """A channel in which the bot is an administrator."""

    def __init__(self, state: TelegramState, chat: Chat) -> None:
        """Tie a channel to the double."""
        self.chat = chat
        self._state = state

    async def post(self, text: str) -> Message:
        """Publish a post, which has no author."""
        message = self.chat.add(self._state.compose(self.chat, None, _typed(text)))
        self._state.updates.push({"channel_post": message.as_json()})
        return message


def _typed(text: str) -> FormattedText:
    """Mark the commands in a text, as the clients of Telegram do."""
    found = (
        Entity("bot_command", utf16_length(text[: match.start()]), len(match.group()))
        for match in COMMAND.finditer(text)
    )
    return FormattedText(text, tuple(found))
