"""python-telegram-bot's own client against the playground: it understands every answer and every refusal."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    ChatAdministratorRights,
    ChatMemberAdministrator,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    InputTextMessageContent,
    KeyboardButton,
    KeyboardButtonRequestChat,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.warnings import PTBDeprecationWarning

from bot.playground import Playground
from bot.playground.cast import CHANNEL_ID, GROUP_ID
from tests.people import Person, Telegram


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[Bot]:
    root = f"{playground.url}/bot"
    async with Bot(playground.token, base_url=root, base_file_url=f"{playground.url}/file/bot") as bot:
        yield bot


@pytest.fixture
async def reader(telegram: Telegram) -> Person:
    return (await telegram.newcomers(1))[0]


async def test_it_knows_itself(bot: Bot) -> None:
    assert bot.username == "tagwire_bot"
    assert bot.can_join_groups


async def test_a_message_there_and_back(bot: Bot, reader: Person) -> None:
    asked = await reader.says("/start tag_nato")
    (update,) = await bot.get_updates(timeout=5)
    assert update.effective_user is not None
    assert update.effective_user.language_code == "en"
    assert update.message is not None
    assert update.message.entities[0].type == MessageEntity.BOT_COMMAND
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    sent = await bot.send_message(
        reader.id,
        "🔴 <b>Саміт</b> <blockquote expandable>Тло</blockquote>",
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard,
        reply_parameters=ReplyParameters(asked),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.parse_entities() == {sent.entities[0]: "Саміт", sent.entities[1]: "Тло"}
    assert sent.reply_to_message is not None
    assert sent.reply_markup == keyboard
    edited = await sent.edit_text("Saved", entities=[MessageEntity(MessageEntity.BOLD, 0, 5)])
    assert not isinstance(edited, bool)
    assert edited.text_html == "<b>Saved</b>"
    assert await sent.delete()


async def test_a_tap(bot: Bot, reader: Person) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    sent = await bot.send_message(reader.id, "Card", reply_markup=keyboard)
    await reader.forges("go", sent.to_dict(), timeout=0.01)
    query = (await bot.get_updates(timeout=5))[-1].callback_query
    assert query is not None
    assert (query.data, query.message) == ("go", sent)
    assert await query.answer("Done")


async def test_refusals_become_its_errors(bot: Bot, reader: Person, telegram: Telegram, playground: Playground) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(5, "x")
    await telegram.fault("429", seconds=9)
    with pytest.warns(PTBDeprecationWarning), pytest.raises(RetryAfter, match="Retry in 9 seconds"):
        await bot.send_message(reader.id, "x")
    await reader.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(reader.id, "x")
    new_id = (await telegram.post(f"groups/{GROUP_ID}/migrate", {}))["id"]
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(GROUP_ID, "x")
    assert migrated.value.new_chat_id == new_id
    await bot.set_webhook(f"{playground.url}/nowhere")
    with pytest.raises(Conflict):
        await bot.get_updates()
    stranger = Bot("1:x", base_url=f"{playground.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    for request in stranger._request:
        await request.shutdown()


async def test_files_albums_and_copies(bot: Bot, reader: Person) -> None:
    sent = await bot.send_document(reader.id, b"a,b\n", filename="chats.csv", caption="All")
    assert sent.document is not None
    assert sent.caption == "All"
    file = await bot.get_file(sent.document)
    assert bytes(await file.download_as_bytearray()) == b"a,b\n"
    photos = [InputMediaPhoto(b"\xff\xd8one", caption="1"), InputMediaPhoto("https://example.org/2.jpg")]
    album = await bot.send_media_group(reader.id, photos)
    assert [message.caption for message in album] == ["1", None]
    copied = await bot.copy_messages(CHANNEL_ID, reader.id, [message.message_id for message in album])
    assert len(copied) == 2
    assert (await bot.forward_message(CHANNEL_ID, reader.id, sent.message_id)).forward_origin is not None
    poll = await bot.send_poll(reader.id, "Well?", ["Yes", "No"])
    assert poll.poll is not None


async def test_videos_and_edited_media(bot: Bot, reader: Person) -> None:
    sent = await bot.send_video(reader.id, b"film", caption="See", duration=9, width=640, height=360)
    assert sent.video is not None
    assert sent.video.thumbnail is not None
    assert (sent.video.width, sent.caption) == (640, "See")
    album = await bot.send_media_group(reader.id, [InputMediaVideo(sent.video), InputMediaPhoto(b"\xff\xd8")])
    assert album[0].video == sent.video
    edited = await sent.edit_media(InputMediaDocument(b"text", filename="a.txt", caption="Read"))
    assert not isinstance(edited, bool)
    assert edited.document is not None
    assert (edited.document.file_name, edited.video, edited.caption) == ("a.txt", None, "Read")


async def test_what_people_send(bot: Bot, reader: Person) -> None:
    await reader.sends("photo", "One")
    await reader.sends_album("video", "photo", caption="Two")
    await reader.sends("document")
    asked = await reader.asks("Well?", "Yes", "No")
    said = await reader.says("/nato")
    await reader.edits(said, "/nato@tagwire_bot")
    updates = await bot.get_updates(timeout=5)
    photo, video, second, document, poll = [update.message for update in updates[:5] if update.message]
    assert (photo.photo[-1].width, photo.caption) == (320, "One")
    assert video.video is not None
    assert video.media_group_id == second.media_group_id is not None
    assert document.document is not None
    assert document.document.mime_type == "text/plain"
    assert poll.poll is not None
    assert [option.text for option in poll.poll.options] == ["Yes", "No"]
    forwarded = await bot.forward_message(CHANNEL_ID, reader.id, asked)
    assert forwarded.poll == poll.poll
    edited = updates[-1].edited_message
    assert edited is not None
    assert edited.edit_date is not None
    assert edited.entities[0].type == MessageEntity.BOT_COMMAND


async def test_chats_and_commands(bot: Bot, reader: Person) -> None:
    assert (await bot.get_chat(CHANNEL_ID)).title == "Morning paper"
    assert (await bot.get_chat(GROUP_ID)).permissions is not None
    assert isinstance(await bot.get_chat_member(CHANNEL_ID, bot.id), ChatMemberAdministrator)
    assert len(await bot.get_chat_administrators(CHANNEL_ID)) == 2
    assert await bot.send_chat_action(reader.id, ChatAction.TYPING)
    scope = BotCommandScopeChat(reader.id)
    commands = [BotCommand("latest", "Latest news")]
    assert await bot.set_my_commands(commands, scope=scope, language_code="en")
    assert await bot.get_my_commands(scope=scope, language_code="en") == tuple(commands)
    assert (await reader.commands())[0]["command"] == "latest"
    assert await bot.set_my_name("Wire")
    assert (await bot.get_webhook_info()).url == ""


async def test_membership_updates(bot: Bot, reader: Person, telegram: Telegram) -> None:
    await telegram.group("supergroup", bot_is_admin=True)
    await reader.blocks()
    added, blocked = await bot.get_updates(timeout=5)
    assert added.my_chat_member is not None
    assert isinstance(added.my_chat_member.new_chat_member, ChatMemberAdministrator)
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"


async def test_forum_topics(bot: Bot, reader: Person, telegram: Telegram) -> None:
    forum = await telegram.group("forum", bot_is_admin=True, admins=[reader.id])
    assert (await bot.get_chat(forum)).is_forum
    topic = await bot.create_forum_topic(forum, "NATO", icon_color=9367192)
    sent = await bot.send_message(forum, "x", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    assert await bot.edit_forum_topic(forum, topic.message_thread_id, name="Allies")
    assert await bot.close_forum_topic(forum, topic.message_thread_id)
    assert await bot.reopen_forum_topic(forum, topic.message_thread_id)
    _, created, edited, closed, opened = [update.message for update in await bot.get_updates(timeout=5)]
    assert created is not None
    assert created.forum_topic_created is not None
    assert created.forum_topic_created.icon_color == 9367192
    assert edited is not None
    assert edited.forum_topic_edited is not None
    assert closed is not None
    assert closed.forum_topic_closed is not None
    assert opened is not None
    assert opened.forum_topic_reopened is not None
    assert await bot.delete_forum_topic(forum, topic.message_thread_id)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum, "x", message_thread_id=topic.message_thread_id)


async def test_private_topics(bot: Bot, reader: Person) -> None:
    assert bot.bot.has_topics_enabled
    await reader.shows_topics()
    topic = await bot.create_forum_topic(reader.id, "NATO")
    sent = await bot.send_message(reader.id, "x", message_thread_id=topic.message_thread_id)
    assert sent.is_topic_message


async def test_inline_mode(bot: Bot, reader: Person) -> None:
    assert bot.supports_inline_queries
    typed = asyncio.create_task(reader.inline("nato", GROUP_ID))
    (update,) = await bot.get_updates(timeout=5)
    assert update.inline_query is not None
    content = InputTextMessageContent("<b>Summit</b>", parse_mode=ParseMode.HTML)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("More", switch_inline_query_current_chat="nato")]])
    results = [InlineQueryResultArticle("1", "Summit", content, reply_markup=keyboard, description="Today")]
    button = InlineQueryResultsButton("Choose tags", start_parameter="tags")
    assert await update.inline_query.answer(results, cache_time=0, is_personal=True, button=button)
    await reader.becomes("member", GROUP_ID)
    await reader.chooses("Summit", await typed, GROUP_ID)
    said, chosen = (await bot.get_updates(offset=update.update_id + 1, timeout=5))[-2:]
    assert said.message is not None
    assert said.message.via_bot == bot.bot
    assert said.message.reply_markup == keyboard
    assert chosen.chosen_inline_result is not None
    inline_id = chosen.chosen_inline_result.inline_message_id
    assert await bot.edit_message_text("Summit ends", inline_message_id=inline_id) is True


async def test_a_shared_channel(bot: Bot, reader: Person, telegram: Telegram) -> None:
    channel = await telegram.group("channel", title="Harbour", admins=[reader.id], bot="left")
    rights = ChatAdministratorRights.no_rights().to_dict() | {"can_post_messages": True}
    asked = KeyboardButtonRequestChat(
        3,
        chat_is_channel=True,
        bot_administrator_rights=ChatAdministratorRights(**rights),
        user_administrator_rights=ChatAdministratorRights(**rights | {"can_promote_members": True}),
        request_title=True,
    )
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Pick", request_chat=asked)]])
    await bot.send_message(reader.id, "Where to?", reply_markup=keyboard)
    await reader.shares("Pick", channel)
    added, shared = await bot.get_updates(timeout=5)
    assert added.my_chat_member is not None
    member = added.my_chat_member.new_chat_member
    assert isinstance(member, ChatMemberAdministrator)
    assert (member.can_post_messages, member.can_delete_messages) == (True, False)
    assert shared.message is not None
    assert shared.message.chat_shared is not None
    assert (shared.message.chat_shared.chat_id, shared.message.chat_shared.title) == (channel, "Harbour")
    await reader.says("Post", chat=channel)
    (post,) = await bot.get_updates(offset=shared.update_id + 1, timeout=5)
    assert post.channel_post is not None
    assert post.channel_post.sender_chat is not None
