"""Photos, videos, documents, albums and polls: what the bot sends, and what people send it."""

from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.playground.cast import CHANNEL_ID, GROUP_ID
from bot.playground.dimensions import dimensions
from bot.playground.publisher.picture import Picture
from tests.people import Person, Telegram
from tests.playground.api import Api

PHOTO = {"type": "photo", "media": "https://example.org/a.jpg"}
VIDEO = {"type": "video", "media": "https://example.org/b.mp4", "duration": 7}
DOCUMENT = {"type": "document", "media": "https://example.org/c.pdf"}
BOLD = [{"type": "bold", "offset": 0, "length": 4}]


@pytest.fixture
async def reader(telegram: Telegram) -> Person:
    return (await telegram.newcomers(1))[0]


async def _only_update(api: Api, kind: str) -> dict[str, Any]:
    updates = await api.updates()
    assert [set(update) - {"update_id"} for update in updates] == [{kind}]
    found: dict[str, Any] = updates[0][kind]
    return found


async def test_a_video_by_address_upload_and_id(api: Api, reader: Person) -> None:
    url = "https://example.org/clip.mp4"
    sent = await api.call("sendVideo", chat_id=reader.id, video=url, caption="See", width=640, duration=9)
    video = sent["video"]
    assert (video["width"], video["height"], video["duration"], video["mime_type"]) == (640, 720, 9, "video/mp4")
    again = await api.call("sendVideo", chat_id=reader.id, video=video["file_id"])
    assert again["video"]["file_unique_id"] == video["file_unique_id"]
    form = {"chat_id": str(reader.id), "video": BytesIO(b"film")}
    async with api.session.post(f"{api.root}/sendVideo", data=form) as response:
        uploaded = (await response.json())["result"]["video"]
    assert uploaded["file_size"] == 4
    wrong = await api.refusal("sendPhoto", chat_id=reader.id, photo=uploaded["file_id"])
    assert wrong == "Bad Request: can't use file of type Video as Photo"


async def test_photos_come_in_sizes_and_each_may_be_sent_again(api: Api, reader: Person) -> None:
    sizes = (await api.call("sendPhoto", chat_id=reader.id, photo=PHOTO["media"]))["photo"]
    assert [size["width"] for size in sizes] == [90, 320, 800, 1280]
    assert len({size["file_id"] for size in sizes}) == 4
    for size in sizes:
        assert (await api.call("sendPhoto", chat_id=reader.id, photo=size["file_id"]))["photo"] == sizes
    same = await api.call("sendPhoto", chat_id=reader.id, photo=PHOTO["media"])
    assert same["photo"] == sizes, "an address is fetched once"


async def test_albums_mix_photos_and_videos_but_no_documents(api: Api, reader: Person) -> None:
    album = await api.call("sendMediaGroup", chat_id=reader.id, media=[PHOTO, VIDEO])
    assert ["photo" in album[0], album[1]["video"]["duration"]] == [True, 7]
    assert album[0]["media_group_id"] == album[1]["media_group_id"]
    files = await api.call("sendMediaGroup", chat_id=reader.id, media=[DOCUMENT, DOCUMENT])
    assert files[0]["document"]["file_name"] == "c.pdf"
    mixed = await api.refusal("sendMediaGroup", chat_id=reader.id, media=[PHOTO, DOCUMENT])
    assert mixed == "Bad Request: document can't be mixed with other media types"
    many = await api.refusal("sendMediaGroup", chat_id=reader.id, media=[PHOTO] * 11)
    assert many == "Bad Request: too many messages to send as an album"


async def test_an_album_goes_whole_or_not_at_all(api: Api, telegram: Telegram) -> None:
    await telegram.limits(a_minute_to_group=5)
    await api.call("sendMediaGroup", chat_id=GROUP_ID, media=[PHOTO] * 3)
    assert "retry after" in await api.refusal("sendMediaGroup", chat_id=GROUP_ID, media=[PHOTO] * 3)
    assert await telegram.deliveries() == {GROUP_ID: 3}


@pytest.mark.parametrize("media", [PHOTO, VIDEO, DOCUMENT])
async def test_captions_and_media_can_be_edited(api: Api, reader: Person, media: dict[str, Any]) -> None:
    (sent,) = await api.call("sendMediaGroup", chat_id=reader.id, media=[media | {"caption": "Before"}])
    place = {"chat_id": reader.id, "message_id": sent["message_id"]}
    edited = await api.call("editMessageCaption", **place, caption="<b>After</b>", parse_mode="HTML")
    assert (edited["caption"], edited["caption_entities"][0]["type"]) == ("After", "bold")
    other = VIDEO if media is PHOTO else PHOTO
    swapped = await api.call("editMessageMedia", **place, media=other | {"caption": "New"})
    assert (other["type"] in swapped, media["type"] in swapped, swapped["caption"]) == (True, False, "New")
    assert "not modified" in await api.refusal("editMessageMedia", **place, media=other | {"caption": "New"})


async def test_media_that_cannot_be_edited(api: Api, reader: Person) -> None:
    text = await api.call("sendMessage", chat_id=reader.id, text="x")
    none = await api.refusal("editMessageMedia", chat_id=reader.id, message_id=text["message_id"], media=PHOTO)
    assert none == "Bad Request: there is no media in the message to edit"
    album = await api.call("sendMediaGroup", chat_id=reader.id, media=[PHOTO, VIDEO])
    place = {"chat_id": reader.id, "message_id": album[0]["message_id"]}
    assert "can't be used in an album" in await api.refusal("editMessageMedia", **place, media=DOCUMENT)
    assert "video" in await api.call("editMessageMedia", **place, media=VIDEO)


async def test_a_forwarded_poll_stays_one_poll_and_a_copied_one_is_new(api: Api, reader: Person) -> None:
    poll = await api.call("sendPoll", chat_id=reader.id, question="Well?", options=["Yes", "No"])
    source = {"chat_id": CHANNEL_ID, "from_chat_id": reader.id, "message_id": poll["message_id"]}
    assert (await api.call("forwardMessage", **source))["poll"]["id"] == poll["poll"]["id"]
    await api.call("copyMessage", **source)
    copied = (await reader.messages(CHANNEL_ID))[-1]["poll"]
    assert copied["question"] == "Well?"
    assert copied["id"] != poll["poll"]["id"]


async def test_copies_of_an_album_are_an_album_of_their_own(api: Api, reader: Person) -> None:
    ids = await reader.sends_album("photo", "video", caption="Both")
    source = {"chat_id": CHANNEL_ID, "from_chat_id": reader.id}
    await api.call("copyMessages", **source, message_ids=ids)
    first, second = await reader.messages(CHANNEL_ID)
    assert first["media_group_id"] == second["media_group_id"] != (await reader.messages())[0]["media_group_id"]
    assert (first["caption"], "caption" in second) == ("Both", False)
    await api.call("copyMessage", **source, message_id=ids[0])
    assert "media_group_id" not in (await reader.messages(CHANNEL_ID))[-1]
    order = await api.refusal("copyMessages", **source, message_ids=ids[::-1])
    assert order == "Bad Request: message identifiers must be in a strictly increasing order"


async def test_a_hundred_messages_are_deleted_at_once_and_no_more(api: Api, reader: Person) -> None:
    ids = [await reader.says(str(n)) for n in range(100)]
    assert "too many" in await api.refusal("deleteMessages", chat_id=reader.id, message_ids=[*ids, 999])
    assert await api.call("deleteMessages", chat_id=reader.id, message_ids=ids)
    assert await reader.messages() == []


@pytest.mark.parametrize("kind", ["photo", "video", "document"])
async def test_people_send_media(api: Api, reader: Person, kind: str) -> None:
    await reader.sends(kind, "Look here", file=b"content", filename="a.bin", caption_entities=BOLD)
    message = await _only_update(api, "message")
    assert message["from"]["id"] == message["chat"]["id"] == reader.id
    assert (message["caption"], message["caption_entities"]) == ("Look here", [{**BOLD[0]}])
    told = message["photo"][-1] if kind == "photo" else message[kind]
    assert {"file_id", "file_unique_id", "file_size"} <= told.keys()
    path = (await api.call("getFile", file_id=told["file_id"]))["file_path"]
    async with api.session.get(f"{api.root.replace('/bot', '/file/bot')}/{path}") as response:
        assert await response.read() == b"content"
    assert await api.call("copyMessage", chat_id=CHANNEL_ID, from_chat_id=reader.id, message_id=message["message_id"])


async def test_people_send_albums_and_polls(api: Api, reader: Person) -> None:
    await reader.sends_album("photo", "video", "photo", caption="Three")
    parts = [update["message"] for update in await api.updates()]
    assert [next(kind for kind in ("photo", "video") if kind in part) for part in parts] == ["photo", "video", "photo"]
    assert len({part["media_group_id"] for part in parts}) == 1
    assert [part.get("caption") for part in parts] == ["Three", None, None]
    await reader.asks("Tea?", "Yes", "No", is_anonymous=False)
    poll = (await _only_update(api, "message"))["poll"]
    assert [option["text"] for option in poll["options"]] == ["Yes", "No"]
    assert (poll["is_anonymous"], poll["is_closed"], poll["total_voter_count"]) == (False, False, 0)


async def test_people_edit_what_they_wrote(api: Api, reader: Person) -> None:
    text, photo = await reader.says("teh news"), await reader.sends("photo", "teh photo")
    await api.updates()
    await reader.edits(text, "the news")
    edited = await _only_update(api, "edited_message")
    assert (edited["message_id"], edited["text"]) == (text, "the news")
    assert edited["edit_date"] >= edited["date"]
    await reader.edits(photo, "the photo")
    assert (await _only_update(api, "edited_message"))["caption"] == "the photo"
    sent = await api.call("sendMessage", chat_id=reader.id, text="mine")
    with pytest.raises(AssertionError, match="cannot be edited"):
        await reader.edits(sent["message_id"], "yours")
    editor = await reader.telegram.editor()
    post = await editor.says("Post", chat=CHANNEL_ID)
    await api.updates()
    await editor.edits(post, "A post", chat=CHANNEL_ID)
    assert (await _only_update(api, "edited_channel_post"))["text"] == "A post"


async def test_privacy_mode_looks_at_captions_too(api: Api, telegram: Telegram) -> None:
    editor = await telegram.editor()
    await editor.sends("photo", "Nice", chat=GROUP_ID)
    await editor.sends("photo", "@tagwire_bot nice", chat=GROUP_ID)
    assert (await _only_update(api, "message"))["caption"] == "@tagwire_bot nice"


async def test_what_people_cannot_send(telegram: Telegram) -> None:
    reader = await telegram.person()
    with pytest.raises(AssertionError, match="people send photo, video, document"):
        await reader.sends("hologram")
    with pytest.raises(AssertionError, match="document can't be mixed"):
        await reader.sends_album("photo", "document")
    with pytest.raises(AssertionError, match="caption is too long"):
        await reader.sends("photo", "x" * 1_025)
    with pytest.raises(AssertionError, match="at least one answer option"):
        await reader.asks("Well?")


async def test_a_picture_keeps_its_shape(api: Api, reader: Person) -> None:
    async def sizes(width: int, height: int) -> list[tuple[int, int]] | str:
        picture = Picture(width, height, (20, 30, 40), (50, 60, 70)).png()
        form = aiohttp.FormData({"chat_id": str(reader.id), "photo": "attach://chart"})
        form.add_field("chart", picture, filename="chart.png", content_type="image/png")
        async with api.session.post(f"{api.root}/sendPhoto", data=form) as response:
            answer = await response.json()
        if not answer["ok"]:
            return str(answer["description"])
        return [(size["width"], size["height"]) for size in answer["result"]["photo"]]

    assert await sizes(400, 600) == [(60, 90), (213, 320), (400, 600)]
    assert await sizes(40, 40) == [(40, 40)]
    assert await sizes(2_100, 100) == "Bad Request: PHOTO_INVALID_DIMENSIONS"


def test_dimensions_of_a_jpeg() -> None:
    app, frame = b"\xff\xe0\x00\x04xx", b"\xff\xc0\x00\x11\x08\x01\x40\x02\x80\x03"
    assert dimensions(b"\xff\xd8" + app + frame) == (640, 320)
    assert dimensions(b"\xff\xd8one") is None
    assert dimensions(b"GIF89a") is None
