import pytest

from bot.news.quotes import split_quote


@pytest.mark.parametrize(
    ("text", "label", "said"),
    [
        ('Пряма мова: "Так"', "Пряма мова", '"Так"'),
        (
            'Пряма мова начальника Лучанського управління поліції Олени Гайової: "Так"',
            "Пряма мова начальника Лучанського управління поліції Олени Гайової",
            '"Так"',
        ),
        ("Пряма мова Дж. Д. Гайової: «Так»", "Пряма мова Дж. Д. Гайової", "«Так»"),
        ("Дослівно голова громади, пані Гайова: – Так", "Дослівно голова громади, пані Гайова", "– Так"),
        ("Quote from U.S. Mayor J. Haiova, on TV: “Yes”", "Quote from U.S. Mayor J. Haiova, on TV", "“Yes”"),
        ("Прямая речь Гаевой: мост открыт", "Прямая речь Гаевой", "мост открыт"),
        ("Quote at 12:30 today", "", "Quote at 12:30 today"),
        ('Пряма мова лунала довго. Гайова сказала: "Так"', "", 'Пряма мова лунала довго. Гайова сказала: "Так"'),
        ("The mayor: “Yes”", "", "The mayor: “Yes”"),
    ],
)
def test_a_quote_is_parted_from_who_said_it_and_where(text: str, label: str, said: str) -> None:
    assert split_quote(text) == (label, said)
