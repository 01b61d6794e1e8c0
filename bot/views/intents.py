"""Intents: what was asked, by command, button, link or typed words. Small frozen values without behaviour.

Those that stand on buttons are packed by the gateway into 64 bytes, so their fields are short: int, bool, enum, a
language code, a Place.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.news.alert import Media
from bot.views import choices, desk, newsroom
from bot.views.places import On, Part, Place

__all__ = ["On", "Part", "Place"]  # found here too


@dataclass(frozen=True, slots=True)
class Start:
    """/start, with the payload of a deep link."""

    payload: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    pass


@dataclass(frozen=True, slots=True)
class OpenList:
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class OpenStory:
    """A card: in `language` (empty: the chat's), with one part open; `back` is the list it was opened from."""

    story_id: int
    language: str = ""
    part: Part = Part.NONE
    back: Place | None = None


@dataclass(frozen=True, slots=True)
class OpenTags:
    page: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """Words that were typed: `/nato`, `#НАТО`, `НАТО`."""

    words: str


@dataclass(frozen=True, slots=True)
class Search:
    """/search WORDS."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Subscribe:
    """/subscribe WORDS; without words it offers tags."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    words: str = ""


@dataclass(frozen=True, slots=True)
class OpenSubscriptions:
    pass


@dataclass(frozen=True, slots=True)
class TurnSubscriptions:
    """Another page of what the chat follows."""

    page: int


@dataclass(frozen=True, slots=True)
class FollowWords:
    """Every headline with the words that were searched for."""

    search: int


@dataclass(frozen=True, slots=True)
class Follow:
    """The follow button: `want` says which way, so that two taps of an old button do no harm."""

    tag_id: int
    want: bool
    on: On
    story_id: int = 0
    language: str = ""
    back: Place | None = None


@dataclass(frozen=True, slots=True)
class Save:
    """A story to read later, or no longer: `want` says which. On its card, or on the list of them."""

    story_id: int
    want: bool
    on: On
    language: str = ""
    back: Place | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """The last change is taken back, if it is that of `at` (ms since 1970; 0: whichever it is)."""

    at: int = 0
    on: On = On.ALONE
    back: Place | None = None


@dataclass(frozen=True, slots=True)
class SetLevel:
    """All headlines of a followed tag, or only breaking ones."""

    tag_id: int
    everything: bool


@dataclass(frozen=True, slots=True)
class SetLanguage:
    language: str


@dataclass(frozen=True, slots=True)
class Said:
    """What was sent to a private chat without a command: for an open draft, or a tag. `html` keeps the formatting."""

    words: str
    html: str
    media: tuple[Media, ...] = ()
    """What the words are the caption of."""
    album: str = ""
    """Telegram's id of the album that it is a part of."""
    poll: bool = False
    other: bool = False
    """Something that cannot be broadcast: a sticker, a voice, a place."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A message of a private chat was changed; it now says this. Concerns only what an editor's draft was made of."""

    said: Said


@dataclass(frozen=True, slots=True)
class Inline:
    """`@bot WORDS` in any chat: what could be sent there. `offset`: which part of it, in our own words."""

    words: str = ""
    offset: str = ""


@dataclass(frozen=True, slots=True)
class Stale:
    """A button that this version cannot read."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The chat took the bot in, or unblocked it."""


@dataclass(frozen=True, slots=True)
class Left:
    """The chat blocked the bot or put it out."""

    reason: str


@dataclass(frozen=True, slots=True)
class Silenced:
    """The group does not let the bot write."""


@dataclass(frozen=True, slots=True)
class TopicSeen:
    """A topic of the forum was opened, closed, renamed or opened again: what Telegram says of it."""

    name: str
    open: bool | None = None
    """None: it says nothing of that."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group became the supergroup `chat_id`."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class WantAlerts:
    """Whether the chat gets what editors broadcast."""

    want: bool


@dataclass(frozen=True, slots=True)
class MakeBreaking:
    """/breaking, or the button under an editor's card; asks first unless `sure`."""

    story_id: int = 0
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """/why, in answer to a message or alone; an editor may name a story, and a chat."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class OpenEditors:
    """The editors, and their acts older than the act `before`; 0 for the newest."""

    before: int = 0


@dataclass(frozen=True, slots=True)
class OpenPrivacy:
    """/privacy: what is kept about the chat."""


@dataclass(frozen=True, slots=True)
class GetMine:
    """/mydata: all of it as a file."""


@dataclass(frozen=True, slots=True)
class Forget:
    """/forgetme; asks first unless `sure`."""

    sure: bool = False


Intent = (
    Start
    | Help
    | OpenList
    | OpenStory
    | OpenTags
    | Look
    | Search
    | Subscribe
    | Unsubscribe
    | OpenSubscriptions
    | TurnSubscriptions
    | Follow
    | FollowWords
    | SetLevel
    | Save
    | Undo
    | SetLanguage
    | Said
    | Edited
    | Inline
    | Stale
    | Joined
    | Left
    | Silenced
    | TopicSeen
    | Migrated
    | WantAlerts
    | MakeBreaking
    | Why
    | OpenEditors
    | OpenPrivacy
    | GetMine
    | Forget
    | choices.ChoiceIntent
    | desk.DeskIntent
    | newsroom.NewsroomIntent
)
