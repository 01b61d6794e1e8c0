from __future__ import annotations

import pytest

from bot.news.promo import is_promo


@pytest.mark.parametrize(
    "text",
    [
        "Читайте також: Як будують мости",
        "Знати більше: Велика історія малих мостів",
        "→ Читайте также нашу колонку",
        "Read also: How bridges are built",
        "Support UP or become our patron!",
        "Follow us on Instagram!",
        "Your support on Patreon helps us to stay online",
        "Підписуйтесь на наш телеграм-канал",
        "Advertisement:",
        "Фото: міська рада",
        "Підпишись на нас у Facebook",
        "Стежте за новинами в нашому каналі",
        "Новина доповнюється.",
        "Текст обновлен в 12:30",
        "Час читання: 3 хв",
        "Image source, Getty Images",
        "Мерка відкриває міст / Фото: міська рада",
    ],
)
def test_promo(text: str) -> None:
    assert is_promo(text)


@pytest.mark.parametrize(
    "text",
    [
        "Patreon raised its fees on Monday.",
        '"Підписуйтесь під петицією", – закликала мерка.',
        "Support US troops have given since May is under review.",
        "Підписатися під зверненням змогли всі фракції.",
        "Долучайтесь, – закликала мерка молодь міста.",
        "Join us in building, the mayor urged at the meeting.",
        "Sign up to vote begins on Monday.",
        "Photo by a local teacher won the contest of the city on Thursday.",
        "Поліція просить читачів надсилати фото з місця події.",
        "",
    ],
)
def test_news_is_not_promo(text: str) -> None:
    assert not is_promo(text)
