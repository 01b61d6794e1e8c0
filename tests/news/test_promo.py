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
        "Мерка на мосту • Фото: міська рада",
        "Already a subscriber? Log in",
        "This article is only available to our members.",
        "Sie haben noch kein Abo?",
        "Jetzt kostenlos weiterlesen",
        "Cet article est réservé aux abonnés.",
        "Artículo exclusivo para suscriptores",
        "Матеріал доступний лише для передплатників",
        "Материал доступен только для подписчиков",
        "Bitte markieren Sie die Wörter im Text.",
        "Знайшли помилку? Виділіть її та натисніть Ctrl+Enter",
        "Нашли опечатку? Выделите её",
        "We use cookies to make this site better",
        "Datenschutzerklärung.",
        "Follow Town News on WhatsApp",
        "12 Comments",
        "Коментарі (3)",
        "© 2026 The Town. All rights reserved",
        "This article contains affiliate links.",
    ],
)
def test_promo(text: str) -> None:
    assert is_promo(text)


@pytest.mark.parametrize(
    "text",
    [
        "Copyright reform passes the senate.",
        "Comments by the mayor angered the town.",
        "An dieser Stelle steht bald eine Brücke.",
        "Знайшли помилку в розрахунках мосту, каже мерка.",
        "Google bans affiliate links in search ads.",
        "This story is for children, the author says, though teachers read it too.",
        "Patreon raised its fees on Monday.",
        '"Підписуйтесь під петицією", – закликала мерка.',
        "Support US troops have given since May is under review.",
        "Підписатися під зверненням змогли всі фракції.",
        "Долучайтесь, – закликала мерка молодь міста.",
        "Join us in building, the mayor urged at the meeting.",
        "Sign up to vote begins on Monday.",
        "Міськрада закликала власників телеграм-каналів підписати меморандум.",
        "Мэр подписал закон о блогерах и телеграм-каналах.",
        "Canadian publishers join the Google News Showcase programme.",
        "Дізнатися більше про мости допоможе нова виставка.",
        "Узнать больше о мостах позволит новая выставка.",
        "Якщо ви помітили дрон, телефонуйте 101.",
        "Долучайтесь до війська: у місті відкрили центр.",
        "Photo by a local teacher won the contest of the city on Thursday.",
        "Поліція просить читачів надсилати фото з місця події.",
        "",
    ],
)
def test_news_is_not_promo(text: str) -> None:
    assert not is_promo(text)
