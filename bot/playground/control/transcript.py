"""A chat as plain text, made to be searched and read in a failing test: `[3] #2 Olena: hello` is in topic 2."""

from bot.playground.state import Chat, Json, Message

_SERVICE = (
    "migrate_to_chat_id", "migrate_from_chat_id", "chat_shared", "forum_topic_created", "forum_topic_edited",
    "forum_topic_closed", "forum_topic_reopened",
)  # fmt: skip


def transcript(chat: Chat) -> str:
    return "\n".join(line for message in chat.messages.values() for line in _lines(message))


def _lines(message: Message) -> list[str]:
    body = message.body
    marks = (" (edited)" if message.edits else "") + (" (deleted)" if message.deleted else "")
    marks = f" #{body['message_thread_id']}{marks}" if body.get("is_topic_message") else marks
    lines = [f"[{body['message_id']}]{marks} {_name(body)}: {_content(body)}"]
    for row in body.get("reply_markup", {}).get("inline_keyboard", []):
        lines.append(" ".join(f"[{button['text']}]" for button in row))
    return lines


def _name(body: Json) -> str:
    sender = body.get("from") or body.get("sender_chat", {})
    return str(sender.get("first_name") or sender.get("title", ""))


def _content(body: Json) -> str:
    kind = next((f"<{kind}> " for kind in ("photo", "video", "document", "poll", "pinned_message") if kind in body), "")
    service = next((f"<{name} {body[name]}>" for name in _SERVICE if name in body), "")
    return f"{kind}{service}{body.get('text') or body.get('caption', '') or body.get('poll', {}).get('question', '')}"
