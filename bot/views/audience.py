"""Whom a draft is for: conditions to tap, with how many chats that makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from bot.locales import LANGUAGES, Words
from bot.news.audience import Audience
from bot.news.chats import ChatKind
from bot.news.story import Tag
from bot.views.desk import Aim, By, ChooseAudience, OpenDraft
from bot.views.reply import Button, Reply, Row

TAGS_PER_PAGE = 10


def whom(audience: Audience, tags: Sequence[Tag], words: Words) -> str:
    """In words; `tags` are those of the audience."""
    kinds = _kinds(words)
    chosen = (
        ", ".join(tag.name for tag in tags),
        ", ".join(LANGUAGES[code].name for code in audience.languages),
        ", ".join(kinds[kind] for kind in audience.kinds),
    )
    return " · ".join(filter(None, chosen)) or words.gettext("everyone")


def audience(
    draft_id: int,
    chosen: Audience,
    called: str,
    count: int,
    tags: Sequence[tuple[Tag, int]],
    page: int,
    more: bool,
    words: Words,
) -> Reply:
    """`called` is `whom` of what is chosen, `count` its chats; beside each tag stands how many chats follow it."""
    _ = words.gettext
    said = Markup(words.ngettext("To <b>{whom}</b>: {count} chat.", "To <b>{whom}</b>: {count} chats.", count)).format(
        whom=called, count=words.number(count)
    )
    hint = _("Topics add up; language and kind of chat narrow the choice.")
    everyone = Button(_marked(_("everyone"), called == _("everyone")), Aim(draft_id, By.NOTHING, page=page))
    done = Button(_("‹ Done · {count}").format(count=words.number(count)), OpenDraft(draft_id))
    rows = (
        (everyone,),
        tuple(_languages(draft_id, chosen, page)),
        tuple(_kind_buttons(draft_id, chosen, page, words)),
        *_tags(draft_id, chosen, tags, page, words),
        _turns(draft_id, page, more, words),
        (done,),
    )
    return Reply(Markup("{}\n{}").format(said, hint), tuple(row for row in rows if row))


def _languages(draft_id: int, chosen: Audience, page: int) -> Iterator[Button]:
    for code, language in LANGUAGES.items():
        on = code in chosen.languages
        yield Button(_marked(language.short, on), Aim(draft_id, By.LANGUAGE, code, not on, page))


def _kind_buttons(draft_id: int, chosen: Audience, page: int, words: Words) -> Iterator[Button]:
    for kind, name in _kinds(words).items():
        on = kind in chosen.kinds
        yield Button(_marked(name, on), Aim(draft_id, By.KIND, kind.value, not on, page))


def _tags(draft_id: int, chosen: Audience, tags: Sequence[tuple[Tag, int]], page: int, words: Words) -> Iterator[Row]:
    buttons = [
        Button(_marked(f"{tag.name} · {words.number(size)}", on), Aim(draft_id, By.TAG, str(tag.id), not on, page))
        for tag, size in tags
        for on in [tag.id in (chosen.tag_ids or ())]
    ]
    yield from (tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def _turns(draft_id: int, page: int, more: bool, words: Words) -> Row:
    _ = words.gettext
    back = (Button(_("‹ More popular"), ChooseAudience(draft_id, page - 1)),) if page else ()
    on = (Button(_("Less popular ›"), ChooseAudience(draft_id, page + 1)),) if more else ()
    return (*back, *on)


def _kinds(words: Words) -> dict[ChatKind, str]:
    _ = words.gettext
    return {ChatKind.PRIVATE: _("people"), ChatKind.GROUP: _("groups"), ChatKind.CHANNEL: _("channels")}


def _marked(label: str, on: bool) -> str:
    return f"✓ {label}" if on else label
