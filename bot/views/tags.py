"""Topics: the list of them, and help when a word is none."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.locales import Words
from bot.news.spelling import normal
from bot.news.story import Tag
from bot.views import text
from bot.views.intents import OpenList, OpenTags, Place
from bot.views.reply import Button, Reply

PER_PAGE = 20


def topics(tags: Sequence[Tag], page: int, more: bool, words: Words) -> Reply:
    """Every topic is a command that can be tapped in the text."""
    _ = words.gettext
    if not tags:
        return Reply(Markup(_("No topics yet: they come with the news. Please try /latest.")))
    entries = [Markup("/{} {}").format(tag.command, tag.name) for tag in tags]
    turns = []
    if page:
        turns.append(Button(_("‹ More popular"), OpenTags(page - 1)))
    if more:
        turns.append(Button(_("Less popular ›"), OpenTags(page + 1)))
    heading = Markup("<b>{}</b>").format(_("Topics"))
    hint = _("Tap a topic to read about it. You can also type any word, in any language.")
    return Reply(text.blocks(heading, text.lines(*entries), hint), (tuple(turns),) if turns else ())


def unknown(asked: str, close: Sequence[Tag], search: int, words: Words) -> Reply:
    """`search`: the number under which the words can be searched for."""
    _ = words.gettext
    sorry = Markup(_("There is no topic “{asked}”.")).format(asked=text.cut(asked, 60))
    seek = Button(_("🔎 Search for it"), OpenList(Place(search=search)))
    if not close:
        hint = _("All topics: /tags, the newest stories: /latest.")
        return Reply(text.lines(sorry, hint), ((seek, Button(_("🏷 Topics"), OpenTags())),))
    guesses = tuple((Button(f"{tag.name}", OpenList(Place(tag.id))),) for tag in close)
    return Reply(text.lines(sorry, _("Did you mean:")), (*guesses, (seek,)))


def spellings(tag: Tag, known: Sequence[str], words: Words) -> Reply:
    """For editors: how people may write a topic."""
    _ = words.gettext
    heading = Markup("<b>{}</b> /{}").format(tag.name, tag.command)
    said = Markup(_("It is found by: {spellings}.")).format(spellings=text.cut(", ".join(known), 1000))
    return Reply(text.blocks(text.lines(heading, said), _alias_hint(words)))


def taken(tag: Tag, owner: Tag, spelling: str, words: Words) -> Reply:
    """For editors: another topic is found by this spelling already."""
    _ = words.gettext
    said = Markup(_("“{spelling}” already means {name} /{command}.")).format(
        spelling=spelling, name=owner.name, command=owner.command
    )
    if normal(spelling).replace(" ", "_") == owner.command:
        return Reply(text.lines(said, _("It is that topic's own command and stays with it.")))
    move = _(
        "To move it here, remove it there first, then add it: <code>/tags alias {owner} -{spelling}</code>, "
        "<code>/tags alias {tag} {spelling}</code>."
    )
    return Reply(text.lines(said, Markup(move).format(owner=owner.command, tag=tag.command, spelling=spelling)))


def how_to_alias(words: Words) -> Reply:
    return Reply(_alias_hint(words))


def _alias_hint(words: Words) -> Markup:
    _ = words.gettext
    return Markup(
        _(
            "To add a spelling: <code>/tags alias nato Alliance</code>. To remove one: <code>/tags alias nato "
            "-Alliance</code>."
        )
    )
