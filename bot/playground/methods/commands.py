"""setMyCommands and its siblings."""

import re
from typing import Any

from bot.playground.menus import DEFAULT, Scope
from bot.playground.params import Params
from bot.playground.refusals import Refusal, bad_request
from bot.playground.state import Json
from bot.playground.world import World

_MOST = 100
_NAME = re.compile(r"/?[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_DESCRIPTION_LIMIT = 256
_PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")


def set_my_commands(world: World, params: Params) -> bool:
    wishes = params.nested("commands", "commands JSON object") or []
    if not isinstance(wishes, list):
        raise bad_request("expected an Array of BotCommand")
    commands = [_command(wish) for wish in wishes]
    scope, language = read_scope(world, params), read_language(params)
    if len(commands) > _MOST:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.menus.commands[scope, language] = commands
    world.events.tell("chat", {"chat_id": None, "commands": True})
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    return world.menus.commands.get((read_scope(world, params), read_language(params)), [])


def delete_my_commands(world: World, params: Params) -> bool:
    world.menus.commands.pop((read_scope(world, params), read_language(params)), None)
    return True


def read_language(params: Params) -> str:
    language = params.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def read_scope(world: World, params: Params) -> Scope:
    wish = params.nested("scope", "BotCommandScope JSON object")
    if wish is None:
        return DEFAULT
    if not isinstance(wish, dict):
        raise _no_scope("BotCommandScope must be an Object")
    kind = wish.get("type", "")
    if kind in _PLAIN_SCOPES:
        return (kind, 0, 0)
    if kind not in _CHAT_SCOPES:
        raise _no_scope("Unsupported type specified")
    if not wish.get("chat_id"):
        raise _no_scope('Can\'t find field "chat_id"' if "chat_id" not in wish else "Empty chat_id specified")
    person = int(wish.get("user_id", 0)) if kind == "chat_member" else 0
    if kind == "chat_member" and person <= 0:
        raise _no_scope("Invalid user_id specified")
    return (kind, world.readable(str(wish["chat_id"])).id, person)


def _command(wish: Any) -> Json:
    if not isinstance(wish, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    for field in ("command", "description"):
        if not isinstance(wish.get(field), str):
            raise bad_request(f"can't parse BotCommand: Can't find field \"{field}\"")
    if not _NAME.fullmatch(wish["command"]):
        raise bad_request("BOT_COMMAND_INVALID")
    description = wish["description"].strip()
    if not 1 <= len(description) <= _DESCRIPTION_LIMIT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": wish["command"].removeprefix("/"), "description": description}


def _no_scope(detail: str) -> Refusal:
    return bad_request(f"can't parse BotCommandScope: {detail}")
