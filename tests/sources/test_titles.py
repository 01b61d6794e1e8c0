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
