from __future__ import annotations

import pytest

from bot.gateway.connection import Telegram
from bot.gateway.pace import Pace
from bot.gateway.topics import open_topic
from bot.news.delivery import Later
from tests.gateway.server import Scripted, refuses


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # the library's own, about RetryAfter
async def test_a_flood_wait_is_kept_by_all_that_goes_to_the_chat(server: Scripted, telegram: Telegram) -> None:
    pace = Pace(30)
    server.script["createForumTopic"].append(refuses(429, "Too Many Requests: retry after 7", retry_after=7))
    assert await open_topic(telegram.bot, pace, 5, "NATO") == Later(7)
    assert 6 < pace.held(5) <= 7
    assert isinstance(await open_topic(telegram.bot, pace, 5, "NATO"), Later)
    assert len(server.asked("createForumTopic")) == 1


async def test_a_chat_without_topics(server: Scripted, telegram: Telegram) -> None:
    server.script["createForumTopic"].append(refuses(400, "Bad Request: the chat is not a forum"))
    assert await open_topic(telegram.bot, Pace(30), 5, "NATO") is None
