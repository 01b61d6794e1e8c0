"""Who and what is there from the start: three readers, an editor, a group and a channel."""

from bot.playground.state import Chat, Person
from bot.playground.world import World

READERS = ((101_001, "Olena", "uk"), (101_002, "Emma", "en"), (101_003, "Ivan", "ru"))
EDITOR_ID = 101_009
GROUP_ID = -4_001_001
CHANNEL_ID = -1_001_001_001_001
_NEWCOMERS_FROM = 200_001


def settle(world: World) -> None:
    for person_id, name, language in READERS:
        world.add_person(Person(person_id, name, f"{name.lower()}_reads", language))
    world.add_person(Person(EDITOR_ID, "Nadia", "nadia_edits", "uk", editor=True))
    members = {EDITOR_ID: "creator"} | {person_id: "member" for person_id, _, _ in READERS}
    world.chats.add(Chat(GROUP_ID, "group", "News talk", members=dict(members)))
    channel = Chat(CHANNEL_ID, "channel", "Morning paper", "morning_paper", members=dict(members), bot="administrator")
    world.chats.add(channel)


def add_newcomers(world: World, count: int, first_name: str, language: str, started: bool) -> list[Person]:
    """People named Reader 1, Reader 2 … unless one name is given."""
    first = max(_NEWCOMERS_FROM, *world.people) + 1 if max(world.people) >= _NEWCOMERS_FROM else _NEWCOMERS_FROM
    newcomers = []
    for person_id in range(first, first + count):
        number = person_id - _NEWCOMERS_FROM + 1
        person = Person(person_id, first_name or f"Reader {number}", f"reader_{number}", language, started=started)
        newcomers.append(world.add_person(person))
    return newcomers
