"""What a publisher changes after the push: readers see what a card shows, and are left alone with the rest."""

from __future__ import annotations

from pathlib import Path

from tests.desk.publisher import Publisher
from tests.desk.test_intake import newsroom

OLD = ("/news/1/", "Ferry sails again", "The ferry sails twice a day.")
DEEP = " ".join(f"The captain has sailed for {years} years." for years in range(2, 30))


async def test_only_what_a_card_shows_edits_the_message(publisher: Publisher, tmp_path: Path) -> None:
    """Text below the summary edits nothing, a new lead does."""
    publisher.items(OLD)
    async with newsroom(publisher, tmp_path) as reader:
        await publisher.looked()
        await reader.sees("", after=await reader.says("/subscribe test"))
        await reader.says("/subscriptions")
        await reader.taps("🔴")
        await reader.taps("📰")
        publisher.items(("/news/2/", "Bridge reopens", f"Traffic runs again. {DEEP}"), OLD)
        sent = await reader.sees("Bridge reopens")
        edits = len(await reader.telegram.calls("editMessageText"))

        publisher.items(("/news/2/", "Bridge reopens", f"Traffic runs again. {DEEP} He is calm."), OLD)
        await publisher.looked()
        publisher.items(("/news/2/", "Bridge reopens", f"Cars run again. {DEEP} He is calm."), OLD)
        edited = await reader.sees("Cars run again")
        assert edited["message_id"] == sent["message_id"]
        assert len(await reader.telegram.calls("editMessageText")) == edits + 1


async def test_a_story_that_links_to_one_that_was_pushed_stands_under_it(publisher: Publisher, tmp_path: Path) -> None:
    publisher.items(OLD)
    async with newsroom(publisher, tmp_path) as reader:
        await publisher.looked()
        await reader.sees("", after=await reader.says("/subscribe test"))
        first = ("/news/2/", "Breaking: Bridge closes", "Nobody is hurt.")
        publisher.items(first, OLD)
        above = await reader.sees("Bridge closes")
        link = f'<a href="{publisher.root}/news/2/">It closed today</a>'
        publisher.items(
            ("/news/3/", "Breaking: Bridge opens", f"<p>The bridge is open.</p><p>{link}. {DEEP} {DEEP}</p>"),
            first,
            OLD,
        )
        below = await reader.sees("Bridge opens")
        assert below["reply_to_message"]["message_id"] == above["message_id"]
