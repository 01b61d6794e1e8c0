"""The control API under /play: what the page, the tests and the benchmarks do to this Telegram, in JSON.

Reading: GET state, commands, calls, deliveries, deliveries/texts, deliveries/in_flight, events, chats/ID/messages,
chats/ID/transcript, files/ID. People: POST people, people/ID (topics), people/ID/block, …/deactivate, …/follow (links).
In a chat: POST chats/ID/say, …/edit, …/tap, …/inline, …/choose, …/share, …/topics, …/topics/N (DELETE too).
Groups, forums, channels: POST groups, groups/ID/bot, …/kick, …/members, …/migrate, …/forum.
Telegram itself: POST bot (its owner's switches), updates, limits, faults (DELETE too), newsroom/ACT.
What each takes stands at its method.

A refused request answers 400, 403 or 404 with `{"error": "…"}`. Server-sent events of GET /play/events:
`call` (as in /play/calls), `message` and `edit` (as in /play/chats/…/messages), `delete` `{chat_id, message_id}`,
`chat` `{chat_id, …what changed: action, reaction, blocked, bot, members, topics, commands}`, `newsroom`
`{act, args, result}`.
"""

from aiohttp import web

from bot.playground.control.chats import ChatsControl
from bot.playground.control.door import guarded
from bot.playground.control.groups import GroupsControl
from bot.playground.control.newsroom import Newsroom, NewsroomControl
from bot.playground.control.people import PeopleControl
from bot.playground.control.picks import PicksControl
from bot.playground.control.telegram import TelegramControl
from bot.playground.control.topics import TopicsControl
from bot.playground.control.watch import WatchControl
from bot.playground.world import World


def control_app(world: World, newsroom: Newsroom | None) -> web.Application:
    app = web.Application(middlewares=[guarded])
    for part in (
        WatchControl(world),
        ChatsControl(world),
        PeopleControl(world),
        GroupsControl(world),
        TopicsControl(world),
        PicksControl(world),
        TelegramControl(world),
        NewsroomControl(world, newsroom),
    ):
        app.add_routes(part.routes())
    return app
