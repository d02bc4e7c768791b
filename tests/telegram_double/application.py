"""The web application: it decodes calls, records them, lets them fail on demand, and answers in the Bot API's form."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from . import connection, messages, profile
from .faults import Fault, FaultPlan, Manner
from .parameters import Parameters, decode
from .refusals import Call, JsonObject, Refusal, RefusalError
from .server import cut_connection
from .signatures import SIGNATURES
from .state import TelegramState

Method: TypeAlias = Callable[[TelegramState, Parameters], Awaitable[object]]

METHODS: Final[Mapping[str, Method]] = {
    "getMe": connection.get_me,
    "getUpdates": connection.get_updates,
    "sendMessage": messages.send_message,
    "editMessageText": messages.edit_message_text,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "answerCallbackQuery": messages.answer_callback_query,
    "sendChatAction": messages.send_chat_action,
    "getFile": messages.get_file,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setWebhook": connection.set_webhook,
    "deleteWebhook": connection.delete_webhook,
    "getWebhookInfo": connection.get_webhook_info,
    "logOut": connection.leave,
    "close": connection.leave,
}

SITUATIONS: Final = frozenset({403, 409})
"""Errors that a test brings about on purpose; every other one is a mistake, of the bot or of the double."""


@dataclass(slots=True)
class BotApi:
    """The Bot API of one bot: its state, its planned faults and the record of its calls."""

    state: TelegramState
    faults: FaultPlan = field(default_factory=FaultPlan)
    calls: list[Call] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def application(self) -> Starlette:
        """Build the application."""
        routes = [
            Route("/bot{token}/{method}", self.answer_call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self.answer_file, methods=["GET"]),
        ]
        return Starlette(routes=routes, exception_handlers={404: _not_found})

    async def answer_call(self, request: Request) -> Response:
        """Answer one call: with its result, with the reason why it is refused, or as a planned fault."""
        written = request.path_params["method"]
        signature = SIGNATURES.get(written.lower())
        call = Call(signature.name if signature else written, {}, self.state.now())
        try:
            self.check_token(request)
            call = replace(call, parameters=await decode(request))
            self.calls.append(call)
            return await self.carry_out(request, call)
        except RefusalError as refusal:
            return self.refused(call, refusal.status, refusal.description)
        except Exception as error:  # noqa: BLE001  # a defect of the double itself has to reach the test, through the record
            return self.refused(call, 500, f"Internal Server Error: {error!r}")

    def check_token(self, request: Request) -> None:
        """Refuse a call in the name of another bot."""
        if request.path_params["token"] != self.state.token:
            raise RefusalError(401, "Unauthorized")

    async def answer_file(self, request: Request) -> Response:
        """Answer the content of a file."""
        content = self.state.files.get(request.path_params["path"])
        if request.path_params["token"] != self.state.token or content is None:
            return _not_found(request, None)
        return Response(content, media_type="application/octet-stream")

    async def carry_out(self, request: Request, call: Call) -> Response:
        """Do what the call asks for, unless a fault comes before, and answer it, unless a fault comes after."""
        fault = self.faults.take(call.method)
        if fault and fault.manner is Manner.DELAY:
            await self.pause(fault.seconds)
        elif fault and not fault.after_delivery:
            return await self.fail(request, fault)
        result = await self.perform(call)
        if fault and fault.after_delivery:
            return await self.fail(request, fault)
        return JSONResponse({"ok": True, "result": result})

    async def perform(self, call: Call) -> object:
        """Check a call against its signature and run its method."""
        method = METHODS.get(call.method)
        if method is None:
            raise RefusalError(404, "Not Found")
        SIGNATURES[call.method.lower()].check(call.parameters)
        return await method(self.state, Parameters(call.parameters))

    def refused(self, call: Call, status: int, description: str) -> Response:
        """Answer an error, and note it when no test asked for it."""
        if status not in SITUATIONS:
            self.refusals.append(Refusal(call, status, description))
        return _error_answer(status, description)

    async def fail(self, request: Request, fault: Fault) -> Response:
        """Answer a planned fault, or do not answer at all."""
        match fault.manner:
            case Manner.DROP:
                await cut_connection(request)
            case Manner.STALL:
                await self.state.closing.wait()
                await cut_connection(request)
        return JSONResponse(fault.body(), fault.status)

    async def pause(self, seconds: float) -> None:
        """Wait, but not beyond the end of the double."""
        try:
            async with asyncio.timeout(seconds):
                await self.state.closing.wait()
        except TimeoutError:
            return


def _error_answer(status: int, description: str) -> JSONResponse:
    body: JsonObject = {"ok": False, "error_code": status, "description": description}
    return JSONResponse(body, status)


def _not_found(_request: Request, _error: Exception | None) -> Response:
    return _error_answer(404, "Not Found")
