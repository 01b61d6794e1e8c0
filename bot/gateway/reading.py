"""Update → Request: who asks what, where. What no page answers is None."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberUpdated,
    InlineQuery,
    Message,
    Update,
    User,
)
from telegram.constants import ChatID, ChatMemberStatus, ChatType

from bot.gateway.codec import unpack
from bot.gateway.formatting import formatted
from bot.news.alert import Media, MediaKind
from bot.news.chats import ChatKind
from bot.pages.outlets import STEERED
from bot.pages.request import Attached, Request
from bot.views.choices import Of
from bot.views.intents import Edited, Help, Inline, Intent, Joined, Left, Look, Migrated, Said, Subscribe, TopicSeen

Commands = Mapping[str, Callable[[str], Intent]]
"""Lower-case command → what makes an intent of the words after it."""

_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
_HASHTAG = re.compile(r"#(\w+)")
_KINDS: Mapping[str, ChatKind] = {ChatType.PRIVATE: ChatKind.PRIVATE, ChatType.CHANNEL: ChatKind.CHANNEL}
_HIDDEN = frozenset({int(ChatID.ANONYMOUS_ADMIN), int(ChatID.FAKE_CHANNEL)})
"""Telegram signs with these for people who write as the group or as a channel."""
_OUT = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})
NO_RIGHT = "may not post"
"""Why a channel cannot be reached that took the right to post away."""
_IN = frozenset({ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR})


def read(update: Update, *, username: str, commands: Commands) -> Request | None:
    """None for whatever is not meant for us: channel posts, edits in groups, service messages, other bots' commands."""
    if update.callback_query is not None:
        return _tap(update.callback_query)
    if update.inline_query is not None:
        return _inline(update.inline_query)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    if update.message is not None:
        return _message(update.message, username, commands)
    if update.edited_message is not None:
        return _edited(update.edited_message)
    return None


def read_sender(update: Update) -> Request | None:
    """Of a private message whose words cannot be read: who wrote it, and no words."""
    message = update.message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return None
    return _request(Said("", ""), message.chat, message.from_user, _thread(message))


def _tap(query: CallbackQuery) -> Request | None:
    if query.message is None:
        return None
    # A message that Telegram no longer shows us has a chat and an id, but no thread.
    thread_id = _thread(query.message) if isinstance(query.message, Message) else 0
    request = _request(unpack(query.data or ""), query.message.chat, query.from_user, thread_id)
    return replace(request, message_id=query.message.message_id, tapped=True)


def _inline(query: InlineQuery) -> Request:
    """As if in the private chat of who asks: where it is, Telegram does not say."""
    person = query.from_user
    asked = Inline(query.query, query.offset)
    return Request(asked, person.id, ChatKind.PRIVATE, "", person.language_code or "", person.id)


def _membership(change: ChatMemberUpdated) -> Request | None:
    was, becomes = _there(change.old_chat_member), _there(change.new_chat_member)
    if becomes is False:
        reason = change.new_chat_member.status
        return _request(Left(str(reason) if reason in _OUT else NO_RIGHT), change.chat, change.from_user)
    if becomes and not was:
        return _request(Joined(), change.chat, change.from_user)
    return None


def _there(member: ChatMember) -> bool | None:
    """Whether the bot may write; None where Telegram's words leave it open."""
    if isinstance(member, ChatMemberAdministrator) and member.can_post_messages is False:
        return False
    return True if member.status in _IN else False if member.status in _OUT else None


def _message(message: Message, username: str, commands: Commands) -> Request | None:
    if message.migrate_to_chat_id is not None:
        return _request(Migrated(message.migrate_to_chat_id), message.chat, message.from_user)
    if seen := _topic_seen(message):
        return _request(seen, message.chat, message.from_user, _thread(message))
    person = message.from_user
    if message.via_bot is not None and message.via_bot.username == username:
        return None  # Our own words, which somebody chose to send.
    if message.is_automatic_forward or (person is not None and person.is_bot and person.id not in _HIDDEN):
        return None
    said = _said(message) if message.chat.type == ChatType.PRIVATE else None
    intent = _intent(message, said, username, commands)
    if intent is None:
        return None
    request = _request(
        intent,
        message.chat,
        None if message.sender_chat is not None else person,
        _thread(message),
        forwarded=message.forward_origin is not None,
    )
    return replace(
        request,
        intent=_of_another(intent, message) if said is not None else intent,
        message_id=message.message_id,
        above=_above(message),
        said=said,
        file=_file(message),
        as_chat=message.sender_chat is not None and message.sender_chat.id == message.chat.id,
        topic=_topic(message),
    )


def _of_another(intent: Intent, message: Message) -> Intent:
    """What answers a message about a group or channel is asked of that; bare words are to be followed there."""
    above = message.reply_to_message
    keyboard = above.reply_markup.inline_keyboard if above is not None and above.reply_markup is not None else ()
    acts = (unpack(str(button.callback_data)) for row in keyboard for button in row if button.callback_data)
    about = next((act for act in acts if isinstance(act, Of)), None)
    if about is None:
        return intent
    asked = Subscribe((message.text or "").lstrip("#/")) if isinstance(intent, Said | Look) else intent
    return replace(about, act=asked) if type(asked) in STEERED else intent


def _topic_seen(message: Message) -> TopicSeen | None:
    if message.chat.type == ChatType.PRIVATE:
        return None
    if message.forum_topic_created is not None:
        return TopicSeen(message.forum_topic_created.name, open=True)
    if message.forum_topic_edited is not None:
        return TopicSeen(message.forum_topic_edited.name or "")
    if message.forum_topic_closed is not None or message.forum_topic_reopened is not None:
        return TopicSeen("", open=message.forum_topic_reopened is not None)
    return None


def _edited(message: Message) -> Request | None:
    """Never a question: whoever mends a command does not ask again."""
    said = _said(message) if message.chat.type == ChatType.PRIVATE else None
    if said is None:
        return None
    request = _request(Edited(said), message.chat, message.from_user, _thread(message))
    return replace(request, message_id=message.message_id)


def _intent(message: Message, said: Said | None, username: str, commands: Commands) -> Intent | None:
    text = (message.text or message.caption or "").strip()
    if command := _COMMAND.fullmatch(text):
        name, addressee, words = command.groups(default="")
        if addressee and addressee.lower() != username.lower():
            return None
        return _command(name, words.strip(), commands)
    if message.chat.type != ChatType.PRIVATE:
        return _called(text, message, username)
    if hashtag := _HASHTAG.fullmatch(text):
        return Look(hashtag[1])
    return said


def _command(name: str, words: str, commands: Commands) -> Intent:
    make = commands.get(name.lower())
    return make(words) if make else Look(name)


def _said(message: Message) -> Said | None:
    """None for what nobody wrote: a pinned message, a new photo of the chat."""
    words = (message.text or message.caption or "").strip()
    if message.text:
        return Said(words, formatted(message.text, message.entities))
    html = formatted(message.caption or "", message.caption_entities)
    if message.poll is not None:
        question = message.poll.question
        return Said(question, formatted(question, message.poll.question_entities), poll=True)
    if media := _media(message):
        return Said(words, html, (media,), message.media_group_id or "")
    return Said(words, html, other=True) if message.effective_attachment else None


def _file(message: Message) -> Attached | None:
    above = message.reply_to_message
    document = message.document or (above.document if above is not None else None)
    if document is None or message.chat.type != ChatType.PRIVATE:
        return None
    return Attached(document.file_id, document.file_name or "")


def _media(message: Message) -> Media | None:
    if message.photo:
        return Media(MediaKind.PHOTO, message.photo[-1].file_id)  # the largest stands last
    if message.video:
        return Media(MediaKind.VIDEO, message.video.file_id)
    if message.document:
        return Media(MediaKind.DOCUMENT, message.document.file_id)
    return None


def _called(text: str, message: Message, username: str) -> Intent | None:
    """Words of a group count only when they mention us or reply to us."""
    words, mentions = re.subn(rf"(?<!\w)@{re.escape(username)}\b", " ", text, flags=re.IGNORECASE)
    if not mentions and not _replies_to_us(message, username):
        return None
    words = " ".join(words.split()).removeprefix("#")
    return Look(words) if words else Help()


def _replies_to_us(message: Message, username: str) -> bool:
    # Every message of a forum topic "replies" to the one that opened the topic.
    above = message.reply_to_message
    if above is None or above.from_user is None or above.forum_topic_created is not None:
        return False
    return (above.from_user.username or "").lower() == username.lower()


def _above(message: Message) -> int:
    """The message that it answers; what opened a forum's topic is answered by every message there."""
    above = message.reply_to_message
    return above.message_id if above is not None and above.forum_topic_created is None else 0


def _topic(message: Message) -> str:
    above = message.reply_to_message
    created = above.forum_topic_created if above is not None else None
    return created.name if created is not None else ""


def _thread(message: Message) -> int:
    # Replies in ordinary groups have a thread number too, but nothing can be sent to it.
    return message.message_thread_id or 0 if message.is_topic_message else 0


def _request(
    intent: Intent, chat: Chat, person: User | None, thread_id: int = 0, *, forwarded: bool = False
) -> Request:
    seen = person if person is not None and person.id not in _HIDDEN else None
    return Request(
        intent,
        chat.id,
        _KINDS.get(chat.type, ChatKind.GROUP),
        chat.title or "",
        (seen.language_code or "") if seen else "",
        seen.id if seen else None,
        thread_id=thread_id,
        forwarded=forwarded,
        name=seen.full_name if seen else "",
    )
