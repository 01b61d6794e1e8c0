"""Who may come in, and how requests are read and answered."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.playground.encoding import encode
from bot.playground.refusals import Refusal
from bot.playground.state import Chat, Person
from bot.playground.world import World

_LOCAL = ("127.0.0.1", "localhost", "::1")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only pages of this very server: a foreign page may resolve its own name to this machine (DNS rebinding)."""
    if not _is_own(request):
        return answer({"error": "only this machine's own pages may control the playground"}, 403)
    try:
        return await handler(request)
    except Refusal as why:
        return answer({"error": why.description}, 400)
    except KeyError as missing:
        return answer({"error": f"{missing} is missing"}, 400)
    except (ValueError, TypeError) as why:
        return answer({"error": str(why)}, 400)
    except LookupError as why:
        return answer({"error": str(why.args[0])}, 404)


def _is_own(request: web.Request) -> bool:
    host = request.headers.get("Host", "")
    origin = request.headers.get("Origin")
    return urlsplit(f"//{host}").hostname in _LOCAL and (origin is None or origin == f"http://{host}")


def answer(value: object, status: int = 200) -> web.Response:
    return web.Response(status=status, body=encode(value).encode(), headers={"Content-Type": "application/json"})


async def wish(request: web.Request) -> dict[str, Any]:
    """The JSON object of the request; an empty body is an empty one."""
    body = await request.read()
    value = json.loads(body) if body else {}
    if not isinstance(value, dict):
        raise ValueError("a JSON object is expected")
    return value


def number(request: web.Request, name: str, default: int = 0) -> int:
    return int(request.query.get(name) or default)


def the_chat(world: World, request: web.Request) -> Chat:
    chat = world.chats.by_id.get(int(request.match_info["chat_id"]))
    if chat is None:
        raise LookupError("there is no such chat")
    return chat


def the_person(world: World, person_id: object) -> Person:
    person = world.people.get(int(str(person_id)))
    if person is None:
        raise LookupError("there is no such person")
    return person
