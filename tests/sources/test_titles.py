import pytest

from bot.sources.titles import label_of, split_labels


@pytest.mark.parametrize(
    ("title", "rest", "labels"),
    [
        ("updatedAssad leaves", "Assad leaves", ("updated",)),
        ("оновленоГавань відкрито", "Гавань відкрито", ("updated",)),
        ("Обновлено: гавань открыта", "гавань открыта", ("updated",)),
        ("Regime has fallen – video", "Regime has fallen", ("video",)),
        ("Гавань відкрито (фото, ВІДЕО)", "Гавань відкрито", ("photo", "video")),
        ("Гавань відкрито. ФОТО", "Гавань відкрито", ("photo",)),
        ("[Video] Ship sails", "Ship sails", ("video",)),
        ("UPD: Гавань відкрито", "Гавань відкрито", ("updated",)),
        ("Гавань відкрито UPD", "Гавань відкрито", ("updated",)),
        ("ОНОВЛЕНО. Гавань відкрито", "Гавань відкрито", ("updated",)),
        ("Гавань відкрито (оновлено о 12:30)", "Гавань відкрито", ("updated",)),
        ("Гавань відкрито ВІДЕО", "Гавань відкрито", ("video",)),
        ("ВИДЕО Гавань открыта", "Гавань открыта", ("video",)),
        ("Гавань відкрито – фото та відео", "Гавань відкрито", ("photo", "video")),
        ("Гавань відкрито. Фото і відео", "Гавань відкрито", ("photo", "video")),
        ("Гавань відкрито (ФОТО+ВІДЕО)", "Гавань відкрито", ("photo", "video")),
        ("Фото та відео: гавань відкрито", "гавань відкрито", ("photo", "video")),
        ("Ship sails [VIDEO]", "Ship sails", ("video",)),
        ("ГАВАНЬ ПОКАЗАЛИ НА ВІДЕО", "ГАВАНЬ ПОКАЗАЛИ НА ВІДЕО", ()),
        ("Фото року", "Фото року", ()),
        ("ФОТО року обрали у Гавані", "ФОТО року обрали у Гавані", ()),
        ("Найкращі фото та відео", "Найкращі фото та відео", ()),
        ("Гавань показали на відео", "Гавань показали на відео", ()),
        ("Upd wins", "Upd wins", ()),
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
    assert split_labels("Harbour opens" + " PHOTO" * 20_000) == ("Harbour opens", ("photo",))
    assert split_labels("Harbour opens" + "photo, " * 20_000)[0]
    assert split_labels("updated: " * 40_000 + "Harbour opens") == ("Harbour opens", ("updated",))
    assert split_labels("Harbour opens" + " " * 300_000 + "(photo)") == ("Harbour opens", ("photo",))
