"""Lists of headlines: the latest, a tag's, what was saved. Cards open from them in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from bot.locales import Words
from bot.news.breaking import without_prefix
from bot.news.chats import ChatKind
from bot.news.delivery import AnnouncementKind
from bot.news.story import Headline, Tag
from bot.views import text
from bot.views.buttons import follow_button, in_rows, undo_row
from bot.views.intents import FollowWords, On, OpenList, OpenStory, OpenTags, Place, Save, Undo
from bot.views.links import story_payload
from bot.views.reply import Button, Reply, Row

PER_PAGE = 8
MOST_NEW = 99
_PER_ROW = 4


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: a tag's, of what was `sought`, or else of the latest of everything."""

    place: Place
    headlines: Sequence[Headline]
    more: bool
    tag: Tag | None = None
    followed: bool = False
    sought: str = ""
    offered: str = ""
    """What its bell would follow."""
    since: datetime | None = None
    """When the reader looked before."""
    new: int = 0
    """So many of all pages came after that; they stand first."""
    undo: Undo | None = None
    """Of what was taken off the list just now."""
    gathered: AnnouncementKind = AnnouncementKind.SUMMARY
    """What kind of message it is that stories were folded into."""
    total: int = 0
    """How many those are."""
    topics: Sequence[str] = ()
    """Under which each headline stands; those of one topic stand together."""


def headlines(page: Page, kind: ChatKind, time_zone: str, now: datetime, words: Words) -> Reply:
    if not page.headlines:
        return _nothing(page, kind, words)
    numbered = enumerate(page.headlines, start=1 + page.place.page * PER_PAGE)
    entries = [_entry(number, headline, time_zone, now, words) for number, headline in numbered]
    if page.since and page.new and 0 <= (seen := page.new - page.place.page * PER_PAGE) < len(entries):
        entries.insert(seen, Markup("<b>{}</b>").format(words.gettext("Earlier")))
    head = text.lines(_heading(page, words), _whats_new(page, time_zone, now, words))
    return Reply(
        text.blocks(head, *_under_topics(page, entries, words), _of_saved(page, words)),
        (
            *_numbers(page, kind),
            *_turning(page, kind, words),
            *_follow(page, kind, words),
            *_removals(page),
            *undo_row(page.undo, words),
        ),
    )


def _whats_new(page: Page, time_zone: str, now: datetime, words: Words) -> str:
    if not page.since:
        return ""
    time = words.at(page.since, time_zone, now)
    if not page.new:
        return words.gettext("Nothing new since {time}").format(time=time)
    if page.new > MOST_NEW:
        return words.gettext("Since {time}: more than {count} new").format(time=time, count=MOST_NEW)
    said = words.ngettext("Since {time}: {count} new", "Since {time}: {count} new", page.new)
    return said.format(time=time, count=page.new)


def _of_saved(page: Page, words: Words) -> str:
    _ = words.gettext
    if not page.place.saved:
        return ""
    return text.lines(
        _("Removed from your list.") if page.undo else "", _("A number opens a story; ✖ takes it off the list.")
    )


def _removals(page: Page) -> tuple[Row, ...]:
    if not page.place.saved:
        return ()
    first = 1 + page.place.page * PER_PAGE
    buttons = (
        Button(f"✖ {number}", Save(headline.story_id, False, On.LIST, back=page.place))
        for number, headline in enumerate(page.headlines, start=first)
    )
    return in_rows(buttons, _PER_ROW)


def _heading(page: Page, words: Words) -> Markup:
    if page.sought:
        return Markup("🔎 <b>{}</b>").format(text.cut(page.sought, 100))
    if page.place.summary:
        return _gathered(page, words)
    if page.place.saved:
        return Markup("🔖 <b>{}</b>").format(words.gettext("Saved for later"))
    name = text.hashtags([page.tag]) if page.tag else words.gettext("Latest news")
    return Markup("<b>{}</b>").format(name)


def _gathered(page: Page, words: Words) -> Markup:
    _ = words.gettext
    match page.gathered:
        case AnnouncementKind.DIGEST:
            return Markup("🗞 <b>{}</b>").format(_("Your digest"))
        case AnnouncementKind.MORE:
            said = words.ngettext("{count} more headline", "{count} more headlines", page.total)
            return Markup("➕ <b>{}</b>").format(said.format(count=words.number(page.total)))
    return Markup("🌙 <b>{}</b>").format(_("While it was quiet"))


def _under_topics(page: Page, entries: Sequence[Markup], words: Words) -> Sequence[Markup]:
    """A block for each topic, its name above it; without topics, for each entry."""
    if not page.topics:
        return entries
    names = {topic: topic or words.gettext("More") for topic in page.topics}
    blocks = {topic: [Markup("<b>{}</b>").format(name[:1].upper() + name[1:])] for topic, name in names.items()}
    for topic, entry in zip(page.topics, entries, strict=True):
        blocks[topic].append(entry)
    return [text.lines(*block) for block in blocks.values()]


def _entry(number: int, headline: Headline, time_zone: str, now: datetime, words: Words) -> Markup:
    title = text.cut(without_prefix(headline.title) if headline.breaking else headline.title, 200)
    mark = "🔴 " if headline.breaking else ""
    if headline.retracted:
        title, mark = Markup("<s>{}</s>").format(title), "⛔️ "
    return Markup("{}. <i>{}</i> {}{}").format(number, words.at(headline.published_at, time_zone, now), mark, title)


def _numbers(page: Page, kind: ChatKind) -> tuple[Row, ...]:
    first = 1 + page.place.page * PER_PAGE
    buttons = [
        Button(str(number), _opens(headline, page.place, kind))
        for number, headline in enumerate(page.headlines, start=first)
    ]
    return in_rows(buttons, _PER_ROW)


def _opens(headline: Headline, place: Place, kind: ChatKind) -> OpenStory | str:
    if kind is not ChatKind.PRIVATE:
        return f"start:{story_payload(headline.story_id)}"
    return OpenStory(headline.story_id, headline.language, back=place)


def _turning(page: Page, kind: ChatKind, words: Words) -> list[Row]:
    """Page buttons; in groups a list is not turned for everybody, and what is left of a digest is read in private."""
    if kind is not ChatKind.PRIVATE:
        return [(Button(_older(page, words), "start:latest"),)] if page.place.summary and page.more else []
    turns = []
    if page.place.page:
        newer = words.gettext("‹ Back") if page.topics else words.gettext("‹ Newer")
        turns.append(Button(newer, OpenList(replace(page.place, page=page.place.page - 1))))
    if page.more:
        turns.append(Button(_older(page, words), OpenList(replace(page.place, page=page.place.page + 1))))
    return [tuple(turns)] if turns else []


def _older(page: Page, words: Words) -> str:
    left = page.total - (page.place.page + 1) * PER_PAGE
    return words.gettext("{count} more ›").format(count=words.number(left)) if left > 0 else words.gettext("Older ›")


def _follow(page: Page, kind: ChatKind, words: Words) -> list[Row]:
    if page.place.search and page.offered and kind is ChatKind.PRIVATE:
        said = words.gettext("🔔 Follow {words}").format(words=text.in_quotes(text.cut(page.offered, 38), words))
        return [(Button(said, FollowWords(page.place.search)),)]
    if not page.tag:
        return []
    if kind is not ChatKind.PRIVATE:
        return [(Button(f"🔔 {page.tag.name}", f"start:tag_{page.tag.command}"),)]
    return [(follow_button(page.tag, page.followed, On.LIST, back=page.place),)]


def _nothing(page: Page, kind: ChatKind, words: Words) -> Reply:
    _ = words.gettext
    if page.place.page:
        return Reply(Markup(_("That was the last page.")), tuple(_turning(page, kind, words)))
    if page.place.saved:
        off = _("Removed from your list.") if page.undo else ""
        said = _("Nothing is saved yet. Tap “🔖 Save” under a story to keep it here.")
        latest = ((Button(_("📰 Latest"), OpenList()),),)
        return Reply(text.blocks(off, Markup(said)), (*undo_row(page.undo, words), *latest))
    if page.place.summary:
        return Reply(Markup(_("There is nothing left here: the newsroom retracted it.")))
    if page.sought:
        said = Markup(_("Nothing found for <b>{words}</b>.")).format(words=text.cut(page.sought, 100))
        hint = _("Fewer words find more. You can also try another spelling or another language.")
        return Reply(text.lines(said, hint), tuple(_follow(page, kind, words)))
    if page.tag:
        said = Markup(_("Nothing about <b>{tag}</b> yet. Follow it to get its breaking news.")).format(
            tag=page.tag.name
        )
        return Reply(said, tuple(_follow(page, kind, words)))
    said = Markup(_("No news yet: the first reading takes about a minute. Please try /latest again soon."))
    return Reply(said, ((Button(_("🏷 Topics"), OpenTags()),),) if kind is ChatKind.PRIVATE else ())
