"""The editors' desk: an alert from its text to its result, and pushing a story as breaking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.locales import Words
from bot.news.breaking import without_prefix
from bot.news.delivery import DeliveryState
from bot.news.story import Edition, Headline, Tag
from bot.views import text
from bot.views.intents import (
    Aim,
    BroadcastResult,
    CancelBroadcast,
    ChooseAudience,
    ConfirmBroadcast,
    MakeBreaking,
)
from bot.views.reply import Button, Reply, Row

TAGS_PER_PAGE = 12


def alert(html: str) -> Reply:
    """An alert as readers get it. `html` is Telegram's own, made from the editor's message."""
    return Reply(Markup(html))


def editors_only(words: Words) -> Reply:
    return Reply(Markup(words.gettext("Only editors can do this, from their own private chat with the bot.")))


def ask_text(draft_id: int, words: Words) -> Reply:
    _ = words.gettext
    said = _("Send me the text of the alert, formatted as you like. You will see it before anyone else does.")
    return Reply(Markup(said), ((_cancel(draft_id, words),),))


def too_long(draft_id: int, words: Words) -> Reply:
    said = words.gettext("This is too long for one message. Please send at most 4,000 characters.")
    return Reply(Markup(said), ((_cancel(draft_id, words),),))


def choose(draft_id: int, everyone: int, tags: Sequence[tuple[Tag, int]], page: int, more: bool, words: Words) -> Reply:
    """`everyone` and the number beside each tag are audience sizes in chats."""
    _ = words.gettext
    buttons = [Button(f"{tag.name} · {words.number(size)}", Aim(draft_id, tag.id)) for tag, size in tags]
    pairs: list[Row] = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    turns = []
    if page:
        turns.append(Button(_("‹ More popular"), ChooseAudience(draft_id, page - 1)))
    if more:
        turns.append(Button(_("Less popular ›"), ChooseAudience(draft_id, page + 1)))
    all_chats = Button(_("Everyone · {count}").format(count=words.number(everyone)), Aim(draft_id))
    return Reply(
        Markup(_("This is how readers will see it. Who should get it?")),
        ((all_chats,), *pairs, *((tuple(turns),) if turns else ()), (_cancel(draft_id, words),)),
    )


def confirm(draft_id: int, tag: Tag | None, chats: int, seconds: float, words: Words) -> Reply:
    _ = words.gettext
    whom = _("everyone") if tag is None else _("those who follow {tag}").format(tag=tag.name)
    if not chats:
        said = Markup(_("Nobody would get it yet. Choose another audience."))
        return Reply(said, ((_again(draft_id, words),), (_cancel(draft_id, words),)))
    said = Markup(
        words.ngettext(
            "To <b>{whom}</b>: {count} chat. The last reader gets it in about {time}.",
            "To <b>{whom}</b>: {count} chats. The last reader gets it in about {time}.",
            chats,
        )
    ).format(whom=whom, count=words.number(chats), time=duration(seconds, words))
    send = Button(_("✅ Send"), ConfirmBroadcast(draft_id))
    return Reply(said, ((send,), (_again(draft_id, words),), (_cancel(draft_id, words),)))


def duration(seconds: float, words: Words) -> str:
    whole = max(1, round(seconds))
    if whole < 90:
        return words.ngettext("{count} second", "{count} seconds", whole).format(count=whole)
    minutes = round(whole / 60)
    if minutes < 90:
        return words.ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    hours = round(minutes / 60)
    return words.ngettext("{count} hour", "{count} hours", hours).format(count=words.number(hours))


def cancelled(words: Words) -> Reply:
    return Reply(Markup(words.gettext("Cancelled. Nothing was sent.")))


def result(draft_id: int, outcomes: Mapping[DeliveryState, int], words: Words, *, under_way: bool) -> Reply:
    """How the deliveries stand, or ended."""
    _ = words.gettext
    names = {
        DeliveryState.SENT: _("delivered"),
        DeliveryState.DUE: _("waiting"),
        DeliveryState.STARTED: _("being sent"),
        DeliveryState.GONE: _("chat gone or bot blocked"),
        DeliveryState.REFUSED: _("refused by Telegram"),
        DeliveryState.EXPIRED: _("expired"),
    }
    heading = _("📨 Sending…") if under_way else _("📨 The alert is out.")
    entries = [
        Markup("{}: <b>{}</b>").format(name, words.number(outcomes[state]))
        for state, name in names.items()
        if outcomes.get(state)
    ]
    refresh = ((Button(_("↻ Refresh"), BroadcastResult(draft_id)),),) if under_way else ()
    return Reply(text.blocks(Markup(heading), text.lines(*entries)), refresh)


def candidates(headlines: Sequence[Headline], words: Words) -> Reply:
    """Stories that an editor may push."""
    _ = words.gettext
    if not headlines:
        return Reply(Markup(_("There is no story to push yet.")))
    rows = tuple((Button(text.cut(headline.title, 60), MakeBreaking(headline.story_id)),) for headline in headlines)
    return Reply(Markup(_("Which story is breaking?")), rows)


def confirm_breaking(edition: Edition, chats: int, words: Words) -> Reply:
    _ = words.gettext
    said = Markup(
        words.ngettext(
            "Push “{title}” as breaking to {count} chat that follows: {tags}?",
            "Push “{title}” as breaking to {count} chats that follow: {tags}?",
            chats,
        )
    ).format(
        title=text.cut(without_prefix(edition.title), 200),
        count=words.number(chats),
        tags=", ".join(tag.name for tag in edition.tags) or "…",
    )
    return Reply(said, ((Button(_("✅ Push"), MakeBreaking(edition.story_id, sure=True)),),))


def pushed(chats: int, words: Words) -> Reply:
    said = words.ngettext("Pushed to {count} chat.", "Pushed to {count} chats.", chats)
    return Reply(Markup(said).format(count=words.number(chats)))


def refused(words: Words) -> Reply:
    """In place of the next step, where Telegram did not take the preview."""
    said = words.gettext("Telegram does not take this text. Please send /broadcast again, with simpler formatting.")
    return Reply(Markup(said))


def already_breaking(words: Words) -> str:
    return words.gettext("This story was already pushed as breaking.")


def too_late(words: Words) -> str:
    """For a button of a draft that was confirmed or cancelled before."""
    return words.gettext("This draft is closed: it was already sent or cancelled.")


def _again(draft_id: int, words: Words) -> Button:
    return Button(words.gettext("‹ Another audience"), ChooseAudience(draft_id))


def _cancel(draft_id: int, words: Words) -> Button:
    return Button(words.gettext("✖ Cancel"), CancelBroadcast(draft_id))
