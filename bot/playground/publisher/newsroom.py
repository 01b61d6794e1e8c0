"""What stands at the publisher, and the acts that change it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.playground.publisher.story import Edition, Item, Plan, Story, Words

FIRST_NUMBER = 8_100_001
ZONE = ZoneInfo("Europe/Kyiv")


class Newsroom:
    """Holds the published items, newest first, and the stories that wait."""

    def __init__(self, stories: dict[str, Story], plan: Plan, words: dict[str, Words], now: Callable[[], datetime]):
        self._stories, self._words, self._now = stories, words, now
        self._queue, self._breaking = list(plan.queue), list(plan.breaking)
        self._items: list[Item] = []
        start = now()
        for key, minutes in sorted(plan.archive.items(), key=lambda entry: -entry[1]):
            self._add(stories[key], start - timedelta(minutes=minutes), main=key in plan.main)

    @property
    def items(self) -> Sequence[Item]:
        return self._items

    @property
    def waiting(self) -> dict[str, list[Story]]:
        lists = {"next": self._queue, "breaking": self._breaking}
        return {kind: [self._stories[key] for key in keys] for kind, keys in lists.items()}

    def item(self, name: str) -> Item | None:
        """By story key or by number."""
        return next((item for item in self._items if name in (item.story.key, str(item.number))), None)

    def related(self, item: Item, count: int = 3) -> list[Item]:
        """Earlier items that share a tag, those of the first tag before the others."""
        earlier = [other for other in self._items if other.number < item.number]
        near = [other for other in earlier if set(other.story.tags) & set(item.story.tags)]
        return sorted(near, key=lambda other: item.story.tags[0] not in other.story.tags)[:count]

    def publish(self, kind: str) -> Item:
        """`kind`: "next", "breaking" or the key of a story. ValueError: no such story, or it stands already."""
        breaking = kind == "breaking"
        story = self._take(kind)
        return self._add(story, self._now(), main=breaking, breaking=breaking)

    def edit_headline(self, name: str | None = None) -> Item:
        """Gives the newest story (or the named one) its other headline. ValueError: no such story."""
        item = self._items[0] if name is None else self.item(name)
        if item is None:
            raise ValueError(f"no story {name!r} stands")
        edited = replace(item, retitled=not item.retitled, modified=self._now().astimezone(ZONE))
        self._items[self._items.index(item)] = edited
        return edited

    def _take(self, kind: str) -> Story:
        if kind not in ("next", "breaking"):
            return self._named(kind)
        keys = self._breaking if kind == "breaking" else self._queue
        return self._stories[keys.pop(0)] if keys else self._follow_up(kind == "breaking")

    def _named(self, key: str) -> Story:
        if key not in self._stories:
            raise ValueError(f"no story {key!r}")
        if self.item(key):
            raise ValueError(f"{key!r} is published already")
        for keys in (self._queue, self._breaking):
            if key in keys:
                keys.remove(key)
        return self._stories[key]

    def _follow_up(self, breaking: bool) -> Story:
        """A later version of the story that has waited longest for one, so that the buttons never die."""
        originals = [item for item in self._items if item.story.key in self._stories and item.breaking == breaking]
        counts = {item.story.key: self._versions(item.story) for item in originals}
        story = min((item.story for item in reversed(originals)), key=lambda story: counts[story.key])
        count = counts[story.key] + 1
        editions = {
            language: _later(story.key, edition, self._words[language], count)
            for language, edition in story.editions.items()
        }
        return replace(story, key=f"{story.key}-{count}", editions=editions)

    def _versions(self, story: Story) -> int:
        return sum(item.story.key.startswith(f"{story.key}-") for item in self._items) + 1

    def _add(self, story: Story, at: datetime, *, main: bool, breaking: bool = False) -> Item:
        at = at.astimezone(ZONE).replace(microsecond=0)
        item = Item(FIRST_NUMBER + len(self._items), story, at, at, main, breaking)
        self._items.insert(0, item)
        return item


def _later(key: str, edition: Edition, words: Words, count: int) -> Edition:
    labels = words.labels
    return replace(
        edition,
        title=labels["later_title"].format(title=edition.title, count=count),
        retitle=labels["later_title"].format(title=edition.retitle, count=count),
        lead=f"{labels['later_lead'].format(count=count)} {edition.lead}",
        background=(labels["later_background"].format(title=edition.title, key=key), *edition.background),
    )
