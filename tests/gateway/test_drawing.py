from __future__ import annotations

import pytest
from markupsafe import Markup

from bot.gateway.codec import pack
from bot.gateway.drawing import MAX_ALBUM, Call, edited, messages, offered, said
from bot.news.alert import Media, MediaKind
from bot.views.intents import Help, Look
from bot.views.reply import Button, Reply, Result, Results

PLAIN = Reply(Markup("<b>NATO</b>"))


def test_a_plain_reply() -> None:
    shown = {"text": "<b>NATO</b>", "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    assert said(PLAIN, "TagwireBot") == Call("sendMessage", shown)
    assert edited(PLAIN, "TagwireBot") == Call("editMessageText", shown)
    assert messages(PLAIN) == 1


def test_silence_and_a_photo() -> None:
    reply = Reply(Markup("NATO"), photo="https://example.org/a.jpg", silent=True)
    drawn = said(reply, "TagwireBot").parameters
    assert drawn["disable_notification"] is True
    assert drawn["link_preview_options"] == {
        "url": "https://example.org/a.jpg",
        "prefer_large_media": True,
        "show_above_text": True,
    }


def test_buttons_are_taps_links_and_ways_into_the_bot() -> None:
    row = (Button("?", Help()), Button("Read", "https://example.org/"), Button("More", "start:story_1_b"))
    drawn = said(Reply(Markup("x"), (row,)), "TagwireBot").parameters
    assert drawn["reply_markup"] == {
        "inline_keyboard": [
            [
                {"text": "?", "callback_data": pack(Help())},
                {"text": "Read", "url": "https://example.org/"},
                {"text": "More", "url": "https://t.me/TagwireBot?start=story_1_b"},
            ]
        ]
    }


def test_an_edit_knows_no_silence() -> None:
    edit = edited(Reply(Markup("x"), silent=True), "TagwireBot").parameters
    assert "disable_notification" not in edit
    assert "reply_markup" not in edit


def test_an_intent_that_stands_on_no_button_is_refused() -> None:
    with pytest.raises(ValueError, match="Look"):
        said(Reply(Markup("x"), ((Button("?", Look("x")),),)), "TagwireBot")


@pytest.mark.parametrize(
    "url",
    [
        "http://intranet/a9",
        "http://intranet:8080/a.b",
        "http://a.b@intranet/",
        "https:///a.b",
        "ftp://example.org/",
        "javascript:alert(1)",
        "example.org",
        "http://[broken/",
        "http://example.org:99999/",
        "http://exa mple.org/",
        "",
    ],
)
def test_links_that_telegram_refuses_are_left_out(url: str) -> None:
    buttons = ((Button("Read", url), Button("?", Help())), (Button("Read", url),))
    drawn = said(Reply(Markup("x"), buttons, photo=url), "TagwireBot").parameters
    assert drawn["reply_markup"] == {"inline_keyboard": [[{"text": "?", "callback_data": pack(Help())}]]}
    assert drawn["link_preview_options"] == {"is_disabled": True}
    bare = said(Reply(Markup("x"), buttons[1:]), "TagwireBot").parameters
    assert "reply_markup" not in bare


@pytest.mark.parametrize(
    "url", ["HTTP://Example.org:8080/a?b", "http://[::1]/", "http://127.0.0.1:1/", "tg://user?id=1"]
)
def test_links_that_telegram_takes_stay(url: str) -> None:
    drawn = said(Reply(Markup("x"), ((Button("Read", url),),)), "TagwireBot").parameters
    assert drawn["reply_markup"] == {"inline_keyboard": [[{"text": "Read", "url": url}]]}


PHOTO, VIDEO, DOCUMENT = (Media(kind, f"{kind}-1") for kind in MediaKind)


@pytest.mark.parametrize(("media", "method"), [(PHOTO, "sendPhoto"), (VIDEO, "sendVideo"), (DOCUMENT, "sendDocument")])
def test_media_with_a_caption(media: Media, method: str) -> None:
    buttons = ((Button("Read", "https://example.org/"),),)
    keyboard = {"inline_keyboard": [[{"text": "Read", "url": "https://example.org/"}]]}
    reply = Reply(Markup("<b>x</b>"), buttons, media=(media,), silent=True)
    caption = {"caption": "<b>x</b>", "parse_mode": "HTML", "reply_markup": keyboard}
    told = {media.kind.value: media.file_id, **caption, "disable_notification": True}
    assert said(reply, "TagwireBot") == Call(method, told)
    assert edited(reply, "TagwireBot") == Call("editMessageCaption", caption)


def test_a_caption_may_be_missing() -> None:
    assert said(Reply(Markup(""), media=(PHOTO,)), "TagwireBot").parameters == {"photo": "photo-1"}
    assert edited(Reply(Markup(""), media=(PHOTO,)), "TagwireBot").parameters["caption"] == ""


def test_an_album_has_its_caption_on_the_first() -> None:
    album = Reply(Markup("x"), media=(PHOTO, VIDEO, PHOTO))
    photo, video = {"type": "photo", "media": "photo-1"}, {"type": "video", "media": "video-1"}
    told = {"media": [photo | {"caption": "x", "parse_mode": "HTML"}, video, photo]}
    assert said(album, "TagwireBot") == Call("sendMediaGroup", told)
    assert messages(album) == 3
    assert said(Reply(Markup(""), media=(DOCUMENT, DOCUMENT)), "TagwireBot").method == "sendMediaGroup"


@pytest.mark.parametrize("media", [(PHOTO, DOCUMENT), (PHOTO,) * (MAX_ALBUM + 1)])
def test_what_is_no_album_is_refused(media: tuple[Media, ...]) -> None:
    with pytest.raises(ValueError, match="album"):
        said(Reply(Markup("x"), media=media), "TagwireBot")


def test_sharing_by_inline_mode_or_else_by_a_link() -> None:
    reply = Reply(Markup("x"), ((Button("Share", "share:story_7"),),))
    [[called]] = said(reply, "TagwireBot", True).parameters["reply_markup"]["inline_keyboard"]
    assert called["switch_inline_query_chosen_chat"] == {
        "query": "story_7",
        "allow_user_chats": True,
        "allow_group_chats": True,
        "allow_channel_chats": True,
    }
    [[linked]] = said(reply, "TagwireBot").parameters["reply_markup"]["inline_keyboard"]
    assert linked == {
        "text": "Share",
        "url": "https://t.me/share/url?url=https%3A%2F%2Ft.me%2FTagwireBot%3Fstart%3Dstory_7",
    }


def test_results_of_a_call() -> None:
    photo = "https://news.example/a.jpg"
    sent = Reply(Markup("<b>A</b>"), ((Button("More", "start:story_7"),),), photo)
    found = (
        Result("story_7_en", "A", "12:37 · a", photo, sent),
        Result("story_8_en", "B", "", "http://localhost/x", sent),
    )
    drawn = offered(Results(found, "1.9", 60, Button("Search", "start:search")), "TagwireBot")
    first, second = drawn.pop("results")
    assert drawn == {
        "next_offset": "1.9",
        "cache_time": 60,
        "is_personal": True,
        "button": {"text": "Search", "start_parameter": "search"},
    }
    assert first["input_message_content"] == {
        "message_text": "<b>A</b>",
        "parse_mode": "HTML",
        "link_preview_options": {"url": photo, "prefer_large_media": True, "show_above_text": True},
    }
    assert first["thumbnail_url"] == photo
    assert "thumbnail_url" not in second
    assert "button" not in offered(Results((), "", 15), "TagwireBot")
