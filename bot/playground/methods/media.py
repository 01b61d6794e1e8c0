"""Photos, documents, albums and getFile."""

from typing import Any

from bot.playground.entities import parsed
from bot.playground.entities.links import checked_link
from bot.playground.files import File
from bot.playground.methods import keyboards, outgoing
from bot.playground.params import Params
from bot.playground.refusals import bad_request
from bot.playground.state import Json
from bot.playground.world import World

_ALBUM = range(2, 11)
_KINDS = ("photo", "document")


def send_photo(world: World, params: Params) -> Json:
    return _send(world, params, "photo")


def send_document(world: World, params: Params) -> Json:
    return _send(world, params, "document")


def _send(world: World, params: Params, kind: str) -> Json:
    caption = outgoing.read_caption(params)
    markup = keyboards.markup(params)
    media = _media(world, params, kind, params.text(kind) or (f"attach://{kind}" if kind in params.files else ""))
    chat = world.writable(params.text("chat_id"))
    above = {"show_caption_above_media": True} if params.flag("show_caption_above_media") else {}
    content = media | outgoing.caption_content(world, caption) | above
    return outgoing.send(world, params, chat, content, markup).body


def send_media_group(world: World, params: Params) -> list[Json]:
    wishes = params.nested("media", "media JSON object")
    if not isinstance(wishes, list):
        raise bad_request("expected an Array of InputMedia")
    contents = [_album_part(world, params, wish) for wish in wishes]
    chat = world.writable(params.text("chat_id"))
    if not contents:
        raise bad_request("there are no messages to send")
    if len(contents) > _ALBUM[-1]:
        raise bad_request("too many messages to send as an album")
    group = str(world.journal.last + 13_000_000_000_000_000)
    album = {"media_group_id": group} if len(contents) in _ALBUM else {}
    return [outgoing.send(world, params, chat, content | album).body for content in contents]


def _album_part(world: World, params: Params, wish: Any) -> Json:
    if not isinstance(wish, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = wish.get("type", "")
    if kind not in _KINDS:
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported here')
    entities = wish.get("caption_entities")
    caption = outgoing.Formatted(*parsed(wish.get("caption", ""), wish.get("parse_mode", ""), entities))
    return _media(world, params, kind, str(wish.get("media", ""))) | outgoing.caption_content(world, caption)


def _media(world: World, params: Params, kind: str, reference: str) -> Json:
    file = _file(world, params, kind, reference)
    told = {"file_id": file.id, "file_unique_id": f"AQAD{file.id[-12:]}", "file_size": len(file.content)}
    if kind == "photo":
        return {"photo": [told | {"width": 1280, "height": 720}]}
    return {"document": told | {"file_name": file.path.rsplit("/", 1)[-1], "mime_type": file.content_type}}


def _file(world: World, params: Params, kind: str, reference: str) -> File:
    """What `attach://name`, an address or a file_id stands for."""
    if reference.startswith("attach://"):
        upload = params.files.get(reference.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"there is no {kind} in the request")
        if not upload.content:
            raise bad_request("file must be non-empty")
        return world.files.add(f"{kind}s", upload.filename, upload.content, upload.content_type)
    if not reference:
        raise bad_request(f"there is no {kind} in the request")
    known = world.files.by_id(reference)
    if known:
        return known
    if "://" not in reference:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    url = checked_link(reference)
    if not url:
        raise bad_request("wrong HTTP URL specified")
    return world.files.add(f"{kind}s", f"{kind}.jpg", b"", "image/jpeg", url)


def get_file(world: World, params: Params) -> Json:
    file = world.files.by_id(params.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    unique = f"AQAD{file.id[-12:]}"
    return {"file_id": file.id, "file_unique_id": unique, "file_size": len(file.content), "file_path": file.path}
