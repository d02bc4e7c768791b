"""What the double of the Bot API promises to the tests that rely on it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter
from telegram.request import HTTPXRequest
from telegram_double import Message, Person, TelegramDouble

KEYBOARD = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes:1"}]]}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


class Client:
    """A bare caller of the double, without the courtesies of a bot library."""

    def __init__(self, telegram: TelegramDouble, http: httpx.AsyncClient) -> None:
        """Keep the double and the connection."""
        self.telegram = telegram
        self.http = http

    async def answer(self, method: str, /, **parameters: object) -> dict[str, Any]:
        """Call a method with a JSON body and return the whole answer."""
        response = await self.http.post(f"{self.telegram.base_url}{self.telegram.token}/{method}", json=parameters)
        body: dict[str, Any] = response.json()
        assert response.status_code == body.get("error_code", 200)
        return body

    async def result(self, method: str, /, **parameters: object) -> Any:  # noqa: ANN401  # whatever the method returns
        """Call a method that has to succeed."""
        body = await self.answer(method, **parameters)
        assert body["ok"], body
        return body["result"]

    async def error(self, method: str, /, **parameters: object) -> str:
        """Call a method that has to be refused, and return the reason."""
        body = await self.answer(method, **parameters)
        assert not body["ok"], body
        return str(body["description"])


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as double:
        yield double


@pytest.fixture
async def client(telegram: TelegramDouble) -> AsyncIterator[Client]:
    async with httpx.AsyncClient(timeout=5) as http:
        yield Client(telegram, http)


@pytest.fixture
def laila(telegram: TelegramDouble) -> Person:
    return telegram.person(42, "Laila", "ar", started=True)


@pytest.fixture
async def bot(telegram: TelegramDouble) -> AsyncIterator[Bot]:
    request = HTTPXRequest(read_timeout=0.5)
    async with Bot(telegram.token, telegram.base_url, telegram.base_file_url, request=request) as ready:
        yield ready


async def test_bot_library_converses_through_double(telegram: TelegramDouble, bot: Bot) -> None:
    """PTB's own Bot receives a question, answers with buttons, edits and answers the press, without a refusal."""
    omar = telegram.person(7, "Omar", "en")
    await omar.say("/start help")
    [question] = await bot.get_updates(timeout=1, allowed_updates=Update.ALL_TYPES)
    assert question.message
    assert question.message.text == "/start help"
    assert [entity.type for entity in question.message.entities] == ["bot_command"]
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes:1")]])
    await bot.send_message(7, "<b>Sure?</b>", "HTML", reply_markup=keyboard, reply_to_message_id=1)
    press = await omar.press("Yes")
    [pressed] = await bot.get_updates(offset=question.update_id + 1, timeout=1)
    assert pressed.callback_query
    await pressed.callback_query.answer("Noted")
    await pressed.callback_query.edit_message_text("Done")

    assert (await press.answer()).text == "Noted"
    assert [message.text for message in omar.messages] == ["Done"]
    assert telegram.refusals == ()


async def test_bot_library_fetches_file(bot: Bot, laila: Person) -> None:
    """A document that a person sends is described by getFile and served at its relative path."""
    await laila.send_file("entry.yaml", b"question: why", "application/yaml", "new entry")
    [update] = await bot.get_updates()
    assert update.message
    assert update.message.document
    file = await update.message.document.get_file()

    assert bytes(await file.download_as_bytearray()) == b"question: why"


async def test_every_way_of_sending_parameters_is_understood(client: Client, laila: Person) -> None:
    """A query string, a form, a multipart form and a JSON body all carry parameters, and capitals do not matter."""
    address = f"{client.telegram.base_url}{client.telegram.token}/SENDmessage"
    await client.http.get(address, params={"chat_id": "42", "text": "query"})
    await client.http.post(address, data={"chat_id": "42", "text": "form"})
    await client.http.post(address, data={"chat_id": "42"}, files={"text": (None, "multipart")})
    await client.http.post(address, json={"chat_id": 42, "text": "json"})

    assert [message.text for message in laila.messages] == ["query", "form", "multipart", "json"]


async def test_unknown_methods_and_wrong_tokens_are_refused(client: Client) -> None:
    """An unknown method is not found, and a foreign token is unauthorized."""
    assert await client.answer("sendPigeon") == {"ok": False, "error_code": 404, "description": "Not Found"}
    response = await client.http.get(f"{client.telegram.base_url}1:OTHER/getMe")
    assert response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"text": "a"}, "chat_id is empty"),
        ({"chat_id": 42}, "message text is empty"),
        ({"chat_id": 42, "text": " \n "}, "message text is empty"),
        ({"chat_id": 42, "text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"chat_id": 42, "text": "a" * 4097}, "message is too long"),
        ({"chat_id": 43, "text": "a"}, "chat not found"),
        ({"chat_id": 42, "text": "a", "colour": "red"}, 'unknown parameter "colour" of the method sendMessage'),
        ({"chat_id": 42, "text": "a", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
        ({"chat_id": 42, "text": "<b>a</b>" * 101, "parse_mode": "HTML"}, "ENTITIES_TOO_LONG"),
        ({"chat_id": 42, "text": "a", "reply_parameters": {"message_id": 9}}, "message to be replied not found"),
    ],
)
@pytest.mark.usefixtures("laila")
async def test_bad_message_is_refused_and_recorded(client: Client, parameters: dict[str, object], reason: str) -> None:
    """A message that Telegram would not take is refused with its reason, and the refusal is on record."""
    assert await client.error("sendMessage", **parameters) == f"Bad Request: {reason}"
    assert [refusal.description for refusal in client.telegram.refusals] == [f"Bad Request: {reason}"]


@pytest.mark.usefixtures("laila")
async def test_half_a_surrogate_pair_is_refused(client: Client) -> None:
    """JSON can carry half a character, and the double says so instead of breaking."""
    address = f"{client.telegram.base_url}{client.telegram.token}/sendMessage"
    headers = {"Content-Type": "application/json; charset=utf-8"}
    response = await client.http.post(address, content=rb'{"chat_id": 42, "text": "\ud83d"}', headers=headers)

    assert response.json()["description"] == "Bad Request: text must be encoded in UTF-8"


async def test_length_is_measured_after_parsing(client: Client, laila: Person) -> None:
    """Markup and escapes do not count towards the 4096 characters."""
    await client.result("sendMessage", chat_id=42, text="<b>" + "&amp;" * 4096 + "</b>", parse_mode="HTML")

    assert len(laila.messages[0].text) == 4096


async def test_html_becomes_text_and_entities(client: Client, laila: Person) -> None:
    """HTML is stored as plain text with entities counted in UTF-16 units, and kept for the reader as written."""
    html = (
        '😀 <b>bold <i>both</i></b> <a href="https://a.org/?x=1&amp;y=2">link</a> &lt;&#1587;&#x41;&copy; '
        '<pre><code class="language-python">x</code></pre><blockquote expandable>q</blockquote>'
        '<span class="tg-spoiler">s</span>'
    )
    sent = await client.result("sendMessage", chat_id=42, text=html, parse_mode="html")

    assert sent["text"] == "😀 bold both link <\N{ARABIC LETTER SEEN}A&copy; xqs"
    assert sent["entities"] == [
        {"type": "bold", "offset": 3, "length": 9},
        {"type": "italic", "offset": 8, "length": 4},
        {"type": "text_link", "offset": 13, "length": 4, "url": "https://a.org/?x=1&y=2"},
        {"type": "pre", "offset": 28, "length": 1, "language": "python"},
        {"type": "expandable_blockquote", "offset": 29, "length": 1},
        {"type": "spoiler", "offset": 30, "length": 1},
    ]
    content = laila.messages[0].content
    assert [content.stretch(entity) for entity in content.entities[:3]] == ["bold both", "both", "link"]
    assert laila.messages[0].html == html


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("a <br> b", 'Unsupported start tag "br" at byte offset 2'),
        ("\N{ARABIC LETTER SEEN} 1 < 2", 'Unsupported start tag "" at byte offset 5'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x"', "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<blockquote><blockquote>a", 'Tag "blockquote" can\'t be nested in "blockquote" at byte offset 12'),
        ("<code><b>a", 'Tag "b" can\'t be nested in "code" at byte offset 6'),
    ],
)
@pytest.mark.usefixtures("laila")
async def test_bad_html_is_refused(client: Client, html: str, reason: str) -> None:
    """Everything outside Telegram's subset is refused with Telegram's wording."""
    description = await client.error("sendMessage", chat_id=42, text=html, parse_mode="HTML")

    assert description == f"Bad Request: can't parse entities: {reason}"


async def test_text_is_cleaned_and_its_entities_move_along(client: Client, laila: Person) -> None:
    """Direction overrides vanish, isolates stay, outer space is trimmed, and offsets follow."""
    text = " \u202b<b>a\u202c\tb</b>\u2068c\u2069 \n"
    await client.result("sendMessage", chat_id=42, text=text, parse_mode="HTML")

    [message] = laila.messages
    assert message.text == "a b\u2068c\u2069"
    assert [message.content.stretch(entity) for entity in message.content.entities] == ["a b"]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[{"text": "a", "callback_data": "\N{ARABIC LETTER SEEN}" * 33}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "a", "callback_data": ""}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "a", "callback_data": "a"}] * 9], "reply markup is too long"),
        ([[{"text": "a", "callback_data": "a"}] * 8] * 13, "reply markup is too long"),
        (
            [{"text": "a", "callback_data": "a"}],
            'field "inline_keyboard" must be an Array of Arrays of InlineKeyboardButton',
        ),
        (
            [[{"text": "a"}]],
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            [[{"text": "a", "url": "ftp://a.org"}]],
            "inline keyboard button URL 'ftp://a.org' is invalid: Unsupported URL protocol",
        ),
        (
            [[{"text": "a", "url": "http://localhost/a"}]],
            "inline keyboard button URL 'http://localhost/a' is invalid: Wrong HTTP URL",
        ),
    ],
)
@pytest.mark.usefixtures("laila")
async def test_bad_keyboard_is_refused(client: Client, rows: list[object], reason: str) -> None:
    """Inline keyboards are held to Telegram's shape, sizes and addresses."""
    markup = {"inline_keyboard": rows}

    assert await client.error("sendMessage", chat_id=42, text="a", reply_markup=markup) == f"Bad Request: {reason}"


async def test_buttons_are_seen_as_a_person_sees_them(client: Client, laila: Person) -> None:
    """A message shows its buttons in rows, with label, data and address."""
    rows = [[{"text": "Yes", "callback_data": "y"}, {"text": "Site", "url": "https://a.org"}], []]
    await client.result("sendMessage", chat_id=42, text="a", reply_markup={"inline_keyboard": rows})
    [row] = laila.messages[0].rows

    assert [(button.label, button.data, button.url) for button in row] == [
        ("Yes", "y", None),
        ("Site", None, "https://a.org"),
    ]
    with pytest.raises(LookupError, match="sends nothing"):
        await laila.press("Site")
    with pytest.raises(LookupError, match=r"there are \['Yes', 'Site'\]"):
        await laila.press("No")


async def test_edits_replace_text_and_keyboard(client: Client, laila: Person) -> None:
    """An edit is seen by the person, an equal edit is not modified, and only the bot's own messages can be edited."""
    own = await laila.say("hello")
    sent = await client.result("sendMessage", chat_id=42, text="one", reply_markup=KEYBOARD)
    target = {"chat_id": 42, "message_id": sent["message_id"]}

    edited = await client.result("editMessageText", **target, text="<i>two</i>", parse_mode="HTML")
    assert "reply_markup" not in edited
    assert (await laila.next_edit()).text == "two"
    reason = await client.error("editMessageText", **target, text="<em>two</em>", parse_mode="HTML")
    assert reason.startswith("Bad Request: message is not modified: ")
    assert (await client.error("editMessageReplyMarkup", **target)).startswith("Bad Request: message is not modified: ")
    foreign = {"chat_id": 42, "message_id": own.message_id}
    assert await client.error("editMessageText", **foreign, text="a") == "Bad Request: message can't be edited"
    missing = {"chat_id": 42, "message_id": 999}
    assert await client.error("editMessageText", **missing, text="a") == "Bad Request: message to edit not found"


async def test_press_is_answered_once_and_in_time(client: Client, laila: Person) -> None:
    """The press of a button takes one answer within 15 seconds; a second, late or invented answer is refused."""
    await client.result("sendMessage", chat_id=42, text="a", reply_markup=KEYBOARD)
    first, second = await laila.press("Yes"), await laila.press("yes:1")
    await client.result("answerCallbackQuery", callback_query_id=first.query_id, text="ok", show_alert=True)

    answer = await first.answer()
    assert (answer.text, answer.show_alert) == ("ok", True)
    assert await client.error("answerCallbackQuery", callback_query_id=first.query_id) == TOO_OLD
    assert await client.error("answerCallbackQuery", callback_query_id="1") == TOO_OLD
    client.telegram.pass_time(16)
    assert await client.error("answerCallbackQuery", callback_query_id=second.query_id) == TOO_OLD


async def test_bot_may_write_only_to_those_who_started_and_did_not_block(client: Client) -> None:
    """A stranger cannot be written to, nor a person who blocked the bot; neither counts as the bot's mistake."""
    omar = client.telegram.person(7, "Omar")
    stranger = await client.error("sendMessage", chat_id=7, text="a")
    await omar.say("hello")
    await omar.block()
    blocked = await client.error("sendMessage", chat_id=7, text="a")
    await omar.unblock()
    await client.result("sendMessage", chat_id=7, text="b")

    assert stranger == "Forbidden: bot can't initiate conversation with a user"
    assert blocked == "Forbidden: bot was blocked by the user"
    assert (await omar.next_message()).text == "b"
    assert client.telegram.refusals == ()


async def test_updates_are_redelivered_until_confirmed(client: Client, laila: Person) -> None:
    """The same updates come again until an offset lies behind them; limit and negative offset are kept."""
    for text in ("one", "two", "three"):
        await laila.say(text)
    first = await client.result("getUpdates", limit=2)
    assert await client.result("getUpdates", limit=2) == first
    rest = await client.result("getUpdates", offset=first[-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["three"]
    await laila.say("four")
    await client.result("getUpdates", offset=-1)

    assert [update["message"]["text"] for update in await client.result("getUpdates")] == ["four"]
    assert len(client.telegram.pending_updates) == 1


async def test_long_poll_answers_as_soon_as_something_is_said(client: Client, laila: Person) -> None:
    """A waiting getUpdates returns when an update arrives, long before its timeout."""
    poll = asyncio.create_task(client.result("getUpdates", timeout=50))
    await called(client.telegram, "getUpdates")
    await laila.say("hello")

    async with asyncio.timeout(30):
        assert [update["message"]["text"] for update in await poll] == ["hello"]


async def test_second_poll_ends_the_first(client: Client) -> None:
    """Of two pollers the one that waited is told of the conflict."""
    first = asyncio.create_task(client.answer("getUpdates", timeout=50))
    await called(client.telegram, "getUpdates")
    await client.result("getUpdates", timeout=0)

    reason = "terminated by other getUpdates request; make sure that only one bot instance is running"
    assert await first == {"ok": False, "error_code": 409, "description": f"Conflict: {reason}"}


async def test_polling_and_webhook_exclude_each_other(client: Client, laila: Person) -> None:
    """While a webhook is set polling is a conflict, and deleting it may drop what waits."""
    plain = await client.error("setWebhook", url="http://bot.example.org")
    await client.result("setWebhook", url="https://bot.example.org/hook", secret_token="s3cret")
    await laila.say("hello")
    conflict = await client.error("getUpdates")
    info = await client.result("getWebhookInfo")
    await client.result("deleteWebhook", drop_pending_updates=True)

    assert plain == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    assert conflict.startswith("Conflict: can't use getUpdates method while webhook is active")
    assert (info["url"], info["pending_update_count"]) == ("https://bot.example.org/hook", 1)
    assert await client.result("getUpdates") == []


async def test_allowed_updates_are_remembered(client: Client, laila: Person) -> None:
    """A list of kinds holds until another is given, and an empty list means the default kinds."""
    await client.result("getUpdates", allowed_updates=["callback_query"])
    await laila.say("unheard")
    await client.result("getUpdates")
    await laila.say("unheard as well")
    await client.result("getUpdates", allowed_updates=[])
    await laila.edit("heard")

    [update] = await client.result("getUpdates")
    assert update["edited_message"]["text"] == "heard"
    assert client.telegram.push_raw({"message_reaction": {}}) is None


async def test_raw_update_is_delivered_as_it_is(client: Client) -> None:
    """An update that no client can parse still reaches the bot, with a number."""
    number = client.telegram.push_raw({"message": {"text": "no chat, no date"}})

    expected = [{"update_id": number, "message": {"text": "no chat, no date"}}]
    assert await client.result("getUpdates") == expected


async def test_groups_and_channels_reach_the_bot(client: Client, laila: Person) -> None:
    """A person writes in a group, a channel posts without an author, and the bot can answer in both."""
    group = client.telegram.group(-100, "Readers", username="readers")
    channel = client.telegram.channel(-200, "News")
    await laila.say("/ask@faq_test_bot why", chat=group)
    await channel.post("news")
    said, posted = await client.result("getUpdates")
    await client.result("sendMessage", chat_id="@Readers", text="because")

    assert said["message"]["chat"]["type"] == "supergroup"
    assert said["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 17}]
    assert "from" not in posted["channel_post"]
    assert (await group.next_message()).text == "because"


async def test_commands_are_kept_by_scope_and_language(client: Client, laila: Person) -> None:
    """Commands are set, read and deleted for exactly one scope and one two-letter language."""
    commands = [{"command": "start", "description": "Begin"}]
    scope = {"type": "chat", "chat_id": laila.id}
    stranger = {"type": "chat", "chat_id": 1}
    await client.result("setMyCommands", commands=commands, scope=scope, language_code="ar")

    assert await client.result("getMyCommands") == []
    assert await client.result("getMyCommands", scope=scope, language_code="ar") == commands
    await client.result("deleteMyCommands", scope=scope, language_code="ar")
    assert await client.result("getMyCommands", scope=scope, language_code="ar") == []
    wrong = await client.error("setMyCommands", commands=commands, language_code="ar-PS")
    assert wrong == "Bad Request: invalid language code specified"
    assert await client.error("setMyCommands", commands=commands, scope=stranger) == "Bad Request: chat not found"
    capital = [{"command": "Start", "description": "Begin"}]
    assert await client.error("setMyCommands", commands=capital) == "Bad Request: BOT_COMMAND_INVALID"


@pytest.mark.parametrize(
    ("what", "field", "limit"),
    [("Name", "name", 64), ("Description", "description", 512), ("ShortDescription", "short_description", 120)],
)
async def test_profile_texts_are_kept_by_language(client: Client, what: str, field: str, limit: int) -> None:
    """Name and descriptions are kept per language and have their limits."""
    await client.result(f"setMy{what}", **{field: "Sanad", "language_code": "ar"})

    assert await client.result(f"getMy{what}", language_code="ar") == {field: "Sanad"}
    assert await client.result(f"getMy{what}", language_code="en") != {field: "Sanad"}
    assert (await client.error(f"setMy{what}", **{field: "a" * (limit + 1)})).endswith("is too long")


async def test_chat_actions_are_seen(client: Client, laila: Person) -> None:
    """A known action is shown in the chat, and an invented one refused."""
    await client.result("sendChatAction", chat_id=42, action="typing")
    invented = await client.error("sendChatAction", chat_id=42, action="thinking")

    assert laila.chat.actions == ["typing"]
    assert invented == "Bad Request: wrong parameter action in request"


@pytest.mark.filterwarnings("ignore:.*retry_after:telegram.warnings.PTBDeprecationWarning")
async def test_planned_errors_reach_the_library(telegram: TelegramDouble, bot: Bot, laila: Person) -> None:
    """Each ordered error is answered in turn, as the exception PTB makes of it, and none is called a refusal."""
    telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)
    telegram.fail_next("sendMessage", 502, "Bad Gateway")
    telegram.fail_next("sendMessage", 403, "Forbidden: user is deactivated")
    telegram.fail_next("sendMessage", 409, "Conflict: terminated")
    for expected in (RetryAfter, NetworkError, Forbidden, Conflict):
        with pytest.raises(expected):
            await bot.send_message(42, "a")
    await bot.send_message(42, "b")

    assert [message.text for message in laila.messages] == ["b"]
    assert telegram.unused_faults == ()
    assert telegram.refusals == ()


async def test_delivery_may_succeed_although_the_answer_fails(client: Client, laila: Person) -> None:
    """A fault after delivery leaves the message with the person while the bot hears an error, as often as ordered."""
    client.telegram.fail_next("sendMessage", 500, "Internal Server Error", times=2, after_delivery=True)
    answers = [await client.answer("sendMessage", chat_id=42, text=text) for text in ("a", "b", "c")]

    assert [answer["ok"] for answer in answers] == [False, False, True]
    assert [message.text for message in laila.messages] == ["a", "b", "c"]


async def test_dropped_connection_is_cut_without_an_answer(client: Client, laila: Person) -> None:
    """A dropped call ends in a broken connection, before or after delivery, and the next call works."""
    client.telegram.drop_next("sendMessage")
    client.telegram.drop_next("sendMessage", after_delivery=True)
    for text in ("lost", "delivered"):
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            await client.answer("sendMessage", chat_id=42, text=text)
    await client.result("sendMessage", chat_id=42, text="next")

    assert [message.text for message in laila.messages] == ["delivered", "next"]
    assert len(client.telegram.calls_to("sendMessage")) == 3


async def test_half_open_connection_never_answers(bot: Bot, telegram: TelegramDouble) -> None:
    """A stalled call runs into the client's own timeout, and does not keep the double from ending."""
    telegram.stall_next("getMe")
    with pytest.raises(NetworkError, match="Timed out"):
        await bot.get_me()


async def test_slow_answer_is_true_but_late(client: Client) -> None:
    """A delayed call is carried out and answered after the ordered time."""
    client.telegram.delay_next("getMe", 0.2)
    loop = asyncio.get_running_loop()
    begin = loop.time()
    me = await client.result("getMe")

    assert me["id"] == 123456
    assert loop.time() - begin >= 0.2


async def test_fault_of_polling_comes_at_once(client: Client) -> None:
    """A fault ordered for getUpdates lets the waiting long poll go, so that the next one meets it."""
    poll = asyncio.create_task(client.result("getUpdates", timeout=50))
    await called(client.telegram, "getUpdates")
    client.telegram.fail_next("getUpdates", 502, "Bad Gateway")

    assert await poll == []
    assert await client.error("getUpdates", timeout=50) == "Bad Gateway"


async def test_calls_are_recorded(client: Client, laila: Person) -> None:
    """Every call is on record with its method, its parameters and its time, in order."""
    before = client.telegram.calls
    await client.result("sendmessage", chat_id=laila.id, text="a")
    [call] = client.telegram.calls[len(before) :]

    assert (call.method, call.parameters) == ("sendMessage", {"chat_id": 42, "text": "a"})
    assert client.telegram.calls_to("SendMessage") == (call,)
    assert call.time > 0


async def test_waiting_in_vain_tells_what_was_received(client: Client, laila: Person) -> None:
    """A person who waits for nothing gets an error that lists what the bot has said."""
    await client.result("sendMessage", chat_id=42, text="only this")
    received: Message = await laila.next_message()
    assert received.text == "only this"

    with pytest.raises(TimeoutError, match="only this"):
        await laila.next_message(0.01)


async def test_library_reports_a_refusal(bot: Bot, laila: Person) -> None:
    """PTB turns a refusal into BadRequest, with the same words."""
    with pytest.raises(BadRequest, match="Can't parse entities: unsupported start tag"):
        await bot.send_message(laila.id, "<h1>a</h1>", parse_mode="HTML")


async def called(telegram: TelegramDouble, method: str) -> None:
    """Wait until a method has been called."""
    async with asyncio.timeout(30):
        while not telegram.calls_to(method):  # noqa: ASYNC110  # the record is read from outside, as any test would
            await asyncio.sleep(0.001)
