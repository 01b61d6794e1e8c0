"""The card: one story as a chat is shown it, closed or with one part open (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.locales import LANGUAGES, Words
from bot.news.article import Section, SectionKind
from bot.news.breaking import without_prefix
from bot.news.chats import ChatKind, Detail
from bot.news.story import Edition, Headline
from bot.views import text
from bot.views.buttons import back_button, follow_button
from bot.views.desk import Amend, Amendment
from bot.views.intents import MakeBreaking, On, OpenList, OpenStory, Part, Place, Save
from bot.views.links import story_payload
from bot.views.pushes import push_rows
from bot.views.reply import Button, Reply, Row

MOST_RELATED = 6
LONG_FORM = (SectionKind.SOURCE, SectionKind.DETAILS, SectionKind.QUOTE)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a card is shown: what changes it besides the story itself."""

    kind: ChatKind
    time_zone: str
    now: datetime
    part: Part = Part.NONE
    back: Place | None = None
    followed: Collection[int] | None = None
    """Ids of the tags that the chat follows; None draws no follow button (a push is for those who follow)."""
    editor: bool = False
    """The chat is an editor's: may push the story."""
    detail: Detail = Detail.PICTURE
    """Of a push."""
    every: bool = False
    """The chat gets every headline of one of its topics."""
    saved: bool = False
    """The chat reads it later."""

    @property
    def titled(self) -> bool:
        """The headline alone is shown; elsewhere than in a private chat nobody could ask for more."""
        return self.detail is Detail.TITLE and self.kind is ChatKind.PRIVATE


def card(edition: Edition, setting: Setting, words: Words) -> Reply:
    """In private chats a part opens inside the message; elsewhere buttons are links into the private chat."""
    if edition.retracted:
        return retracted(edition, setting, words)
    parts = _parts(edition, setting, words)
    opened = setting.part if setting.part in parts else Part.NONE
    body = text.quoted(*parts[opened]) if opened else Markup()
    rows = (
        *_part_rows(edition, parts, opened, setting, words),
        _edition_row(edition, setting, words),
        _keep_row(edition, setting, words),
        _follow_row(edition, setting),
        *_push_rows(edition, setting, words),
        _editor_row(edition, setting, words),
        (back_button(setting.back, words),) if setting.back else (),
    )
    summary = "" if setting.titled else edition.summary
    return Reply(
        text.blocks(_headline(edition), summary, body, _foot(edition, setting, words)),
        tuple(row for row in rows if row),
        photo=edition.photo.url if edition.photo and setting.detail is Detail.PICTURE else "",
    )


def withdrawn(words: Words) -> Reply:
    """A story that is not kept any more."""
    _ = words.gettext
    return Reply(Markup(_("This story is no longer available.")), ((Button(_("📰 Latest"), OpenList()),),))


def retracted(edition: Edition, setting: Setting, words: Words) -> Reply:
    """An editor took the story back."""
    heading = Markup("⛔️ <b>{}</b>").format(words.gettext("Retracted"))
    title = Markup("<s>{}</s>").format(text.cut(without_prefix(edition.title), text.TITLE_MAX))
    said = words.gettext("The newsroom has retracted this story: please do not rely on it.")
    back = ((back_button(setting.back, words),),) if setting.back else ()
    return Reply(text.blocks(heading, title, said), back)


def _headline(edition: Edition) -> Markup:
    title = without_prefix(edition.title) if edition.breaking else edition.title
    return Markup("{}<b>{}</b>").format("🔴 " if edition.breaking else "", text.cut(title, text.TITLE_MAX))


def _foot(edition: Edition, setting: Setting, words: Words) -> Markup:
    bits = (
        text.cut(edition.source, 60),
        words.at(edition.published_at, setting.time_zone, setting.now),
        text.cut(text.hashtags(edition.tags), 200),
    )
    also = Markup(", ").join(text.link(link.url, text.cut(link.title, 40)) for link in edition.also)
    told_too = Markup(words.gettext("Also: {publishers}")).format(publishers=also) if also else Markup()
    return text.lines(Markup(" · ").join(bit for bit in bits if bit), told_too)


def _parts(edition: Edition, setting: Setting, words: Words) -> dict[Part, list[Markup]]:
    """The parts that have something to show."""
    background = [Section(s.kind, "", s.paragraphs) for s in edition.sections if s.kind is SectionKind.BACKGROUND]
    links = [Markup("• ") + text.link(link.url, text.cut(link.title, 150)) for link in edition.related[:MOST_RELATED]]
    parts = {
        Part.BACKGROUND: [*text.passages(background), *_timeline(edition.earlier, setting, words)],
        Part.RELATED: [*_timeline(edition.archive[:MOST_RELATED], setting, words), *links],
        Part.DETAILS: list(text.passages(s for s in edition.sections if s.kind in LONG_FORM)),
        Part.LATER: _timeline(edition.later, setting, words),
    }
    return {part: shown for part, shown in parts.items() if shown}


def _timeline(headlines: Iterable[Headline], setting: Setting, words: Words) -> list[Markup]:
    """Stories of the archive, each with its time."""
    return [
        Markup("• {}: {}").format(
            words.at(headline.published_at, setting.time_zone, setting.now),
            text.link(headline.url, text.cut(headline.title, 150)),
        )
        for headline in headlines
    ]


def _part_rows(
    edition: Edition, parts: dict[Part, list[Markup]], opened: Part, setting: Setting, words: Words
) -> tuple[Row, Row]:
    """What tells of the story, and what came after it."""
    _ = words.gettext
    labels = {
        Part.BACKGROUND: _("Background"),
        Part.RELATED: _("Related {count}").format(count=len(parts.get(Part.RELATED, ()))),
        Part.DETAILS: _("Details"),
        Part.LATER: _("What came next"),
    }
    buttons = {
        part: Button(f"{label} ▴" if part is opened else label, _act(edition, part, opened, setting))
        for part, label in labels.items()
        if part in parts
    }
    after = buttons.pop(Part.LATER, None)
    whole = (Button(_("Summary"), OpenStory(edition.story_id, edition.language)),) if setting.titled else ()
    return (*whole, *buttons.values()), (after,) if after else ()


def _act(edition: Edition, part: Part, opened: Part, setting: Setting) -> OpenStory | str:
    if setting.kind is not ChatKind.PRIVATE:
        return f"start:{story_payload(edition.story_id, part)}"
    turned = Part.NONE if part is opened else part
    return OpenStory(edition.story_id, edition.language, turned, setting.back)


def _edition_row(edition: Edition, setting: Setting, words: Words) -> Row:
    """Read, and the other editions; one tap in a group would rewrite the post for all, so only private chats switch."""
    read = Button(words.gettext("Read ↗"), edition.url)
    if setting.kind is not ChatKind.PRIVATE:
        return (read,)
    others = (language for language in LANGUAGES if language in edition.languages and language != edition.language)
    return (
        read,
        *(
            Button(LANGUAGES[other].short, OpenStory(edition.story_id, other, Part.NONE, setting.back))
            for other in others
        ),
    )


def _keep_row(edition: Edition, setting: Setting, words: Words) -> Row:
    """For oneself, and for others."""
    _ = words.gettext
    if setting.kind is not ChatKind.PRIVATE:
        return ()
    label = _("🔖 Saved") if setting.saved else _("🔖 Save")
    save = Save(edition.story_id, not setting.saved, On.CARD, edition.language, setting.back)
    return Button(label, save), Button(_("📤 Share"), f"share:{story_payload(edition.story_id)}")


def _follow_row(edition: Edition, setting: Setting) -> Row:
    """The first tag's follow button: the publisher puts the most telling tag first."""
    if setting.followed is None or not edition.tags:
        return ()
    tag = edition.tags[0]
    if setting.kind is not ChatKind.PRIVATE:
        return (Button(f"🔔 {tag.name}", f"start:tag_{tag.command}"),)
    followed = tag.id in setting.followed
    story_id, language = edition.story_id, edition.language
    return (follow_button(tag, followed, On.CARD, story_id=story_id, language=language, back=setting.back),)


def _push_rows(edition: Edition, setting: Setting, words: Words) -> tuple[Row, ...]:
    """Under what came unasked, and stays there when a part of it is opened."""
    came = setting.followed is None or any(tag.id in setting.followed for tag in edition.tags)
    shown = came and not setting.back and setting.kind is ChatKind.PRIVATE
    return push_rows(edition.story_id, setting.every, words) if shown else ()


def _editor_row(edition: Edition, setting: Setting, words: Words) -> Row:
    """Push it; or, once it was pushed, take one's words back."""
    _ = words.gettext
    if not setting.editor or edition.retracted or setting.kind is not ChatKind.PRIVATE:
        return ()
    if not edition.breaking:
        return (Button(_("🔴 Push as breaking"), MakeBreaking(edition.story_id)),)
    return (
        Button(_("✏️ Correct"), Amend(Amendment.CORRECT, edition.story_id)),
        Button(_("⛔️ Retract"), Amend(Amendment.RETRACT, edition.story_id)),
    )
