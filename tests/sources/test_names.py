import pytest

from bot.sources.names import beside_date, people


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Iryna Quill,Roman Sample", ("Iryna Quill", "Roman Sample")),
        ("IRYNA QUILL", ("Iryna Quill",)),
        ("By Ana Reader and Bo Writer", ("Ana Reader", "Bo Writer")),
        ("news@herald.example (Ana Reader)", ("Ana Reader",)),
        ("news@herald.example (The Herald)", ()),
        ("news@herald.example", ()),
        ("Ana Reader, ana reader", ("Ana Reader",)),
        ("Von Ana Reader und Bo Writer", ("Ana Reader", "Bo Writer")),
        ("Автори: Ольга Перо та Іван Зразок", ("Ольга Перо", "Іван Зразок")),
        ("МАР'ЯНА ПЕРО-ЗРАЗОК", ("Мар'яна Перо-Зразок",)),
        ("Heryadi", ("Heryadi",)),
        ("Bybee Vonnegut", ("Bybee Vonnegut",)),
        ("https://social.example/ana", ()),
        ("Photo: The Archive", ()),
        ("Ana Reader, 4 March 2026", ("Ana Reader",)),
        ("", ()),
    ],
)
def test_bylines_become_names(byline: str, names: tuple[str, ...]) -> None:
    assert people([byline], "The Herald") == names


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Ольга Перо — 1 грудня, 00:08", "Ольга Перо"),
        ("Ольга Перо, Іван Зразок _ Понеділок, 29 вересня 2014, 14:55", "Ольга Перо, Іван Зразок"),
        ("Четвер, 14 січня 2016, 09:29 - Ольга Перо", "Ольга Перо"),
        ("Четвер, 14 січня 2016, 09:29 — 1200 переглядів", ""),
        ("1 грудня, 00:08", ""),
        ("", ""),
    ],
)
def test_who_signs_beside_the_date(line: str, byline: str) -> None:
    assert beside_date(line) == byline
