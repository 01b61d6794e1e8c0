"""A group, a topic of a forum and a channel, set up by their admins as these see it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browsing import Screen, needs_browser
from tests.newsroom import Newsroom
from tests.pages.admins import SAID, Admin, newcomer, publishes

pytestmark = [needs_browser, pytest.mark.asyncio(loop_scope="module")]
LANGUAGES = {"desktop": "en", "phone": "uk"}
TITLES = {"channel": {"en": "Bridge News", "uk": "Новини мосту"}, "forum": {"en": "Neighbours", "uk": "Сусіди"}}


async def seated(screen: Screen, newsroom: Newsroom, kind: str, **wish: Any) -> Admin:
    """At the screen is the admin of a new channel or forum."""
    language = LANGUAGES[screen.size]
    person, title = await newcomer(newsroom, language), TITLES[kind][language]
    chat = await newsroom.telegram.group(kind, admins=[person.id], title=title, **wish)
    await screen.page.reload()
    await screen.sits(person.id)
    return Admin(person, title, chat)


async def test_a_channel(screens: list[Screen], newsroom: Newsroom) -> None:
    found: list[Admin] = []
    for screen in screens:
        admin = await seated(screen, newsroom, "channel", bot="administrator")
        found.append(admin)
        await screen.sees(SAID[admin.person.language]["joined"].partition("{")[0])
        await screen.taps(admin.told("set it up"))
        await screen.sees(admin.told("settings"))
        await screen.pictured(f"channel-settings-{screen.size}")
        await screen.taps(admin.told("add"))
        await screen.sees_button(admin.told("headlines"))
        await screen.pictured(f"channel-offer-{screen.size}")
        await screen.taps(admin.told("headlines"))
        await screen.sees(admin.told("gets"))
        await screen.pictured(f"channel-gets-{screen.size}")
        await screen.taps(admin.told("back"))
        await screen.taps(admin.told("preview"))
        await screen.sees_button(admin.told("start"))
        await screen.sees(SAID[admin.person.language]["looks"].partition("{")[0])
        await screen.pictured(f"channel-preview-{screen.size}")
        await screen.taps(admin.told("start"))
        await screen.sees_button(admin.told("stop"))
    titles = await publishes(newsroom)
    for screen, admin in zip(screens, found, strict=True):
        await admin.person.sees(titles[admin.person.language], chat=admin.chat)
        await screen.opens(admin.chat)
        await screen.sees(titles[admin.person.language])
        await screen.pictured(f"channel-post-{screen.size}")


async def test_a_topic_of_a_forum(screens: list[Screen], newsroom: Newsroom) -> None:
    found: list[Admin] = []
    threads: dict[int, int] = {}
    for screen in screens:
        admin = await seated(screen, newsroom, "forum")
        found.append(admin)
        thread = threads[admin.chat] = await admin.person.makes_topic(admin.topic, admin.chat)
        member = await newcomer(newsroom, admin.person.language)
        await member.becomes("member", admin.chat)
        await member.says("/subscribe nato", chat=admin.chat, thread=thread)
        await member.sees(admin.told("hint"), chat=admin.chat)
        await admin.person.says("/subscribe nato", chat=admin.chat, thread=thread)
        await admin.sees("breaking", chat=admin.chat, thread=thread)
    titles = await publishes(newsroom)
    for screen, admin in zip(screens, found, strict=True):
        await admin.person.sees(titles[admin.person.language], chat=admin.chat)
        await screen.opens(admin.chat)
        await screen.page.get_by_test_id(f"topic-{threads[admin.chat]}").click()
        await screen.sees(titles[admin.person.language])
        await screen.pictured(f"forum-topic-{screen.size}")
        await screen.sits(admin.person.id)
        await screen.taps(admin.told("set it up"))
        await screen.taps({"en": "✅ What it gets", "uk": "✅ Що надходить"}[admin.person.language])
        await screen.sees(f"➜ {admin.topic}")
        await screen.pictured(f"forum-gets-{screen.size}")
