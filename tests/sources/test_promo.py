from bot.news.article import Kind, Link, Paragraph
from bot.sources.paragraphs import paragraphs
from bot.sources.promo import without_promo

BASE = "https://herald.example/"


def split(fragment: str) -> tuple[list[str], list[str]]:
    kept, related = without_promo(paragraphs(fragment, BASE))
    return [p.text for p in kept], [link.url for link in related]


def test_offers_become_related_links() -> None:
    fragment = """<p>News.</p><p><em><strong>Читайте також:&nbsp;<a href="/1">Одна</a></strong></em></p>
    <p><b>Read also:</b></p><ul><li><a href="/2">Two</a></li><li><a href="/3">Three</a></li></ul><p>More news.</p>
    <p>Знати більше: <a href="/4">Чотири</a></p>"""
    assert split(fragment) == (["News.", "More news."], [f"{BASE}{number}" for number in (1, 2, 3, 4)])


def test_appeals_go_without_a_trace() -> None:
    fragment = """<blockquote><p><strong>Subscribe on</strong>
    <a href="https://www.patreon.com/x">Patreon</a> to back us.</p></blockquote>
    <blockquote><p><strong>Підтримайте Вісник!</strong></p></blockquote>
    <p>Support UP or become our patron!</p><p>Реклама:</p><p>Follow us on Twitter</p>
    <p>Підписуйтесь на наш канал</p><p>The post <a href="/x">News</a> appeared first on <a href="/">Herald</a>.</p>"""
    assert split(fragment) == ([], [])


def test_news_about_support_stays() -> None:
    news = ["Support for the bill grew.", "Read more books, the minister said.", "Більше деталей у вівторок."]
    kept, related = without_promo(Paragraph(text) for text in news)
    assert ([p.text for p in kept], related) == (news, ())


def test_quotes_stay() -> None:
    said = tuple(Paragraph(text, Kind.QUOTE) for text in ('"Support us," he said.', "«Поддержите нас»", "We won."))
    assert without_promo(said) == (said, ())


def test_background_of_linked_items_stays() -> None:
    items = (
        Paragraph("", label="Background"),
        Paragraph("A storm closed it.", Kind.ITEM, links=(Link(f"{BASE}90", "A storm closed it."),)),
    )
    assert without_promo(items) == (items, ())
