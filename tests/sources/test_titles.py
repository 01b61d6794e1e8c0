import pytest

from bot.sources.titles import label_of, split_labels


@pytest.mark.parametrize(
    ("title", "rest", "labels"),
    [
        ("updatedAssad leaves", "Assad leaves", ("updated",)),
        ("оновленоГавань відкрито", "Гавань відкрито", ("updated",)),
        ("Обновлено: гавань открыта", "гавань открыта", ("updated",)),
        ("Regime has fallen – video", "Regime has fallen", ("video",)),
        ("Гавань відкрито (фото, ВІДЕО)", "Гавань відкрито", ("video", "photo")),
        ("Гавань відкрито. ФОТО", "Гавань відкрито", ("photo",)),
        ("[Video] Ship sails", "Ship sails", ("video",)),
        ("Updated rules for ships", "Updated rules for ships", ()),
        ("Police publish photo", "Police publish photo", ()),
        ("Photographer wins", "Photographer wins", ()),
        ("Video", "Video", ()),
        ("", "", ()),
    ],
)
def test_marks_are_taken_off_titles(title: str, rest: str, labels: tuple[str, ...]) -> None:
    assert split_labels(title) == (rest, labels)


def test_a_mark_alone_is_known_in_any_language() -> None:
    assert [label_of(word) for word in ("Оновлено", "(фото)", "video", "реклама", "")] == [
        "updated",
        "photo",
        "video",
        "",
        "",
    ]


def test_many_marks_take_no_longer_than_as_many_letters() -> None:
    """Hundreds of thousands of letters: taking a copy for each mark would take minutes."""
    assert split_labels("Harbour opens" + " (photo)" * 20_000 + ", video" * 20_000) == (
        "Harbour opens",
        ("video", "photo"),
    )
    assert split_labels("updated: " * 40_000 + "Harbour opens") == ("Harbour opens", ("updated",))
    assert split_labels("Harbour opens" + " " * 300_000 + "(photo)") == ("Harbour opens", ("photo",))
