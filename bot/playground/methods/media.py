"""Photos, videos, documents, albums and getFile."""

from typing import Any

from bot.playground.entities import parsed
from bot.playground.entities.links import checked_link
from bot.playground.files import File
from bot.playground.methods import keyboards, outgoing
from bot.playground.params import Params
from bot.playground.refusals import bad_request
from bot.playground.state import Json
from bot.playground.world import World

KINDS = ("photo", "video", "document")
_MOST_IN_ALBUM = 10
_MOST_PIXELS = 10_000  # width and height of a photo together
_MOST_OBLONG = 20
_LOOK = ("width", "height", "duration")


def send_photo(world: World, params: Params) -> Json:
    return _send(world, params, "photo")


def send_video(world: World, params: Params) -> Json:
    return _send(world, params, "video")


def send_document(world: World, params: Params) -> Json:
    return _send(world, params, "document")


def _send(world: World, params: Params, kind: str) -> Json:
    caption = outgoing.read_caption(params)
    markup = keyboards.markup(params)
    reference = params.text(kind) or (f"attach://{kind}" if kind in params.files else "")
    media = _media(world, params, kind, reference, params)
    chat = world.writable(params.text("chat_id"))
    return outgoing.send(world, params, chat, media | outgoing.caption_content(world, caption), markup).body


def send_media_group(world: World, params: Params) -> list[Json]:
    wishes = params.nested("media", "media JSON object")
    if not isinstance(wishes, list):
        raise bad_request("expected an Array of InputMedia")
    contents = [input_media(world, params, wish) for wish in wishes]
    chat = world.writable(params.text("chat_id"))
    album = as_album(world, contents)
    return [message.body for message in outgoing.send_all(world, params, chat, album)]


def as_album(world: World, contents: list[Json]) -> list[Json]:
    """Raises Refusal if these cannot go together."""
    if not contents:
        raise bad_request("there are no messages to send")
    if len(contents) > _MOST_IN_ALBUM:
        raise bad_request("too many messages to send as an album")
    documents = sum("document" in content for content in contents)
    if 0 < documents < len(contents):
        raise bad_request("document can't be mixed with other media types")
    group = {"media_group_id": world.new_id()} if len(contents) > 1 else {}
    return [content | group for content in contents]


def input_media(world: World, params: Params, wish: Any) -> Json:
    """What a message shows by Telegram's InputMedia: the media and its caption."""
    if not isinstance(wish, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = wish.get("type", "")
    if kind not in KINDS:
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported here')
    entities = wish.get("caption_entities")
    caption = outgoing.Formatted(*parsed(wish.get("caption", ""), wish.get("parse_mode", ""), entities))
    media = _media(world, params, kind, str(wish.get("media", "")), Params(wish))
    return media | outgoing.caption_content(world, caption)


def caption_above(params: Params) -> Json:
    return {"show_caption_above_media": True} if params.flag("show_caption_above_media") else {}


def _media(world: World, params: Params, kind: str, reference: str, wish: Params) -> Json:
    """`wish` holds what belongs to this media alone, `params` the uploads."""
    file = _file(world, params, kind, reference)
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    if kind == "document":
        return file.told({})
    if kind == "photo" and not _fits(*file.size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    spoiler = {"has_media_spoiler": True} if wish.flag("has_spoiler") else {}
    look = {name: wish.integer(name) for name in _LOOK if wish.integer(name) > 0}
    return file.told(look) | caption_above(wish) | spoiler


def _fits(width: int, height: int) -> bool:
    return 0 < width + height <= _MOST_PIXELS and max(width, height) <= _MOST_OBLONG * min(width, height)


def _file(world: World, params: Params, kind: str, reference: str) -> File:
    """What `attach://name`, an address or a file_id stands for."""
    if reference.startswith("attach://"):
        upload = params.files.get(reference.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"there is no {kind} in the request")
        if not upload.content:
            raise bad_request("file must be non-empty")
        return world.files.add(kind, upload.filename, upload.content, upload.content_type)
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
    return world.files.at(kind, url)


def get_file(world: World, params: Params) -> Json:
    file = world.files.by_id(params.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    unique = f"AQAD{file.id[-12:]}"
    return {"file_id": file.id, "file_unique_id": unique, "file_size": len(file.content), "file_path": file.path}
