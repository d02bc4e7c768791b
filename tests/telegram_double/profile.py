"""The methods of the bot's own profile: name, descriptions and commands, each per language."""

import re
from collections.abc import Mapping
from typing import Final

from .parameters import Parameters
from .refusals import JsonObject, refuse
from .state import TelegramState

LANGUAGE: Final = re.compile(r"[a-z]{2}")
COMMAND_NAME: Final = re.compile(r"[a-z0-9_]{1,32}")
MAXIMUM_COMMANDS: Final = 100
MAXIMUM_COMMAND_DESCRIPTION: Final = 256
LIMITS: Final[Mapping[str, int]] = {"name": 64, "description": 512, "short_description": 120}
SCOPES: Final[Mapping[str, tuple[str, ...]]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


async def set_my_name(state: TelegramState, parameters: Parameters) -> object:
    """Set or, with an empty text, remove the name in one language."""
    return _set_text(state, parameters, "name")


async def get_my_name(state: TelegramState, parameters: Parameters) -> object:
    """Return the name in one language, the general one where none is set."""
    language = _language(parameters)
    general = state.profile.get(("name", "", ""), state.first_name)
    return {"name": state.profile.get(("name", "", language), general)}


async def set_my_description(state: TelegramState, parameters: Parameters) -> object:
    """Set or remove the description in one language."""
    return _set_text(state, parameters, "description")


async def get_my_description(state: TelegramState, parameters: Parameters) -> object:
    """Return the description in exactly one language."""
    return _get_text(state, parameters, "description")


async def set_my_short_description(state: TelegramState, parameters: Parameters) -> object:
    """Set or remove the short description in one language."""
    return _set_text(state, parameters, "short_description")


async def get_my_short_description(state: TelegramState, parameters: Parameters) -> object:
    """Return the short description in exactly one language."""
    return _get_text(state, parameters, "short_description")


async def set_my_commands(state: TelegramState, parameters: Parameters) -> object:
    """Set the commands of one scope and language."""
    key = _commands_key(parameters)
    _check_chat(state, parameters.structure("scope"))
    commands = parameters.array("commands")
    if len(commands) > MAXIMUM_COMMANDS:
        raise refuse("BOT_COMMANDS_TOO_MUCH")
    state.profile[key] = [_command(command) for command in commands]
    return True


async def get_my_commands(state: TelegramState, parameters: Parameters) -> object:
    """Return the commands of exactly one scope and language."""
    return state.profile.get(_commands_key(parameters), [])


async def delete_my_commands(state: TelegramState, parameters: Parameters) -> object:
    """Remove the commands of one scope and language."""
    state.profile.pop(_commands_key(parameters), None)
    return True


def _set_text(state: TelegramState, parameters: Parameters, what: str) -> bool:
    key = (what, "", _language(parameters))
    text = parameters.text(what)
    if len(text) > LIMITS[what]:
        raise refuse(f"{what.replace('_', ' ')} is too long")
    if text:
        state.profile[key] = text
    else:
        state.profile.pop(key, None)
    return True


def _get_text(state: TelegramState, parameters: Parameters, what: str) -> JsonObject:
    return {what: state.profile.get((what, "", _language(parameters)), "")}


def _language(parameters: Parameters) -> str:
    code = parameters.text("language_code")
    if code and not LANGUAGE.fullmatch(code):
        raise refuse("invalid language code specified")
    return code


def _commands_key(parameters: Parameters) -> tuple[str, str, str]:
    return "commands", _scope(parameters.structure("scope")), _language(parameters)


def _check_chat(state: TelegramState, scope: object) -> None:
    """Refuse the scope of a chat that the bot has never met."""
    if isinstance(scope, dict) and "chat_id" in scope:
        state.chat(str(scope["chat_id"]))


def _scope(scope: object) -> str:
    """Write a scope as one word, such as "chat:42"."""
    if scope is None:
        return "default"
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise refuse("can't parse BotCommandScope: unsupported type specified")
    kind = str(scope["type"])
    for name in SCOPES[kind]:
        if not scope.get(name):
            raise refuse(f"can't parse BotCommandScope: {name} is empty")
    return ":".join([kind, *(str(scope[name]) for name in SCOPES[kind])])


def _command(command: object) -> JsonObject:
    match command:
        case {"command": str(name), "description": str(description)}:
            if not COMMAND_NAME.fullmatch(name):
                raise refuse("BOT_COMMAND_INVALID")
            if not 1 <= len(description) <= MAXIMUM_COMMAND_DESCRIPTION:
                raise refuse("BOT_COMMAND_DESCRIPTION_INVALID")
            return {"command": name, "description": description}
        case _:
            raise refuse("can't parse BotCommand: an Object with command and description is expected")
