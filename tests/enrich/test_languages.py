from __future__ import annotations

import pytest

from bot.enrich import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister resigned on Monday. He said that he was tired of it.", "en"),
        ("Міністр подав у відставку. Він сказав, що втомився.", "uk"),
        ("Министр объявил об отставке. Он сказал, что этому был рад.", "ru"),
        ("Der Minister ist am Montag zurückgetreten. Er war müde.", ""),
        ("Міністр абвясціў аб адстаўцы, бо ён стаміўся быць у ўрадзе.", ""),
        ("Министар је поднео оставку", ""),
        ("", ""),
        ("42", ""),
    ],
)
def test_the_language_is_told_only_where_it_is_clear(text: str, language: str) -> None:
    assert language_of(text) == language
