from __future__ import annotations

import pytest

from bot.locales import load
from bot.news.delivery import AnnouncementKind
from bot.news.staff import Member, Role
from bot.views.desk import Amend, Amendment
from bot.views.editors import Line, Log, Stopped, editors, stopped
from tests.store.samples import NOON

WORDS = load()


@pytest.mark.parametrize(("language", "quoted"), [("uk", "«Міст»"), ("ru", "«Міст»"), ("en", "“Міст”")])
def test_subjects_stand_in_the_quotation_marks_of_the_language(language: str, quoted: str) -> None:
    log = Log([Line(1, 7, "broadcast", "Міст", NOON)], first=True, more=False)
    shown = editors([Member(7, Role.ROOT)], "", log, "UTC", NOON, WORDS[language]).text
    assert quoted in shown


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(("story_id", "of_id"), [(7, 0), (0, 5)])
@pytest.mark.parametrize("kind", AnnouncementKind)
def test_what_was_stopped_is_told_in_every_language(
    kind: AnnouncementKind, story_id: int, of_id: int, language: str
) -> None:
    said = stopped(Stopped(kind, "A <b>", story_id, of_id, "Bad Request: <oops>"), WORDS[language]).text
    assert "A &lt;b&gt;" in said
    assert "&lt;oops&gt;" in said
    assert "{" not in said


@pytest.mark.parametrize(
    ("kind", "heading", "advice"),
    [
        (AnnouncementKind.BREAKING, "A broadcast was stopped", "still find the story in the lists"),
        (AnnouncementKind.CORRECTION, "A correction was stopped", "No reader got the correction"),
        (AnnouncementKind.UPDATE, "An edit was stopped", "show the story as it was"),
        (AnnouncementKind.RETRACTION, "A retraction was stopped", "are not struck out"),
        (AnnouncementKind.RECALL, "A deletion was stopped", "are not deleted"),
    ],
)
def test_of_a_story_that_is_taken_back_nobody_is_told_that_it_is_listed(
    kind: AnnouncementKind, heading: str, advice: str
) -> None:
    said = stopped(Stopped(kind, "Bridge", 7, 0, "oops"), WORDS["en"]).text
    assert heading in said
    assert advice in said
    assert ("in the lists" in said) == (kind is AnnouncementKind.BREAKING)


@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        (AnnouncementKind.ALERT, []),
        (AnnouncementKind.CORRECTION, [Amendment.CORRECT]),
        (AnnouncementKind.UPDATE, [Amendment.EDIT, Amendment.CORRECT]),
        (AnnouncementKind.RETRACTION, [Amendment.RETRACT]),
        (AnnouncementKind.RECALL, [Amendment.RETRACT]),
    ],
)
def test_only_a_stopped_alert_is_written_anew(kind: AnnouncementKind, offered: list[Amendment]) -> None:
    reply = stopped(Stopped(kind, "Bridge", 0, 5, "oops"), WORDS["en"])
    assert ("/broadcast" in reply.text) == (kind is AnnouncementKind.ALERT)
    assert [button.act for row in reply.buttons for button in row] == [Amend(by, 0, 5) for by in offered]
