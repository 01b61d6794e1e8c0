"""getUpdates, webhooks, and leaving the server."""

import asyncio
import re
from urllib.parse import urlsplit

from bot.playground.params import Params
from bot.playground.refusals import bad_request, conflict
from bot.playground.state import Json
from bot.playground.updates import LONGEST_POLL, Update
from bot.playground.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_NO_POLLING = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


async def get_updates(world: World, params: Params) -> list[Update]:
    now = asyncio.get_running_loop().time()
    if world.webhook.url:
        await world.updates.pause_conflict(now)
        raise conflict(_NO_POLLING)
    _allow(world, params)
    limit = params.clamped("limit", 100, 1, 100)
    timeout = params.clamped("timeout", 0, 0, LONGEST_POLL)
    return await world.updates.get(params.integer("offset"), limit, timeout, now)


async def set_webhook(world: World, params: Params) -> bool:
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return await delete_webhook(world, params)
    world.updates.end_poll("terminated by setWebhook request")
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    _check_webhook(url, secret)
    _allow(world, params)
    await world.webhook.stop()
    world.webhook.start(url, secret, params.clamped("max_connections", 40, 1, 100))
    return True


async def delete_webhook(world: World, params: Params) -> bool:
    await world.webhook.stop()
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    return True


def get_webhook_info(world: World, _params: Params) -> Json:
    webhook = world.webhook
    told: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
    }
    if webhook.last_error_date:
        told |= {"last_error_date": webhook.last_error_date, "last_error_message": webhook.last_error}
    if webhook.url:
        told |= {"max_connections": webhook.max_connections, "ip_address": "127.0.0.1"}
    if world.updates.allowed is not None:
        told["allowed_updates"] = sorted(world.updates.allowed)
    return told


def log_out(_world: World, _params: Params) -> bool:
    return True


def close(_world: World, _params: Params) -> bool:
    return True


def _allow(world: World, params: Params) -> None:
    world.updates.allow(params.nested("allowed_updates", "allowed_updates JSON object"))


def _check_webhook(url: str, secret: str) -> None:
    """Like a server in local mode it takes plain http, but it calls nobody beyond this machine."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if not parts.hostname or parts.scheme not in ("http", "https"):
        raise bad_request("invalid webhook URL specified")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise bad_request("bad webhook: only addresses of this machine can be reached from here")
