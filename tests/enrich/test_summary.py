from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.enrich.sections import sections
from bot.enrich.sentences import sentences
from bot.enrich.summary import MOST, summary
from bot.news.article import Paragraph
from tests.enrich.texts import BRIDGE_EN, BRIDGE_RU, BRIDGE_UK, heading, item, text

LONG = "Рада громади " + "дуже довго обговорювала кожен рядок бюджету, " * 8 + "а потім підтримала його."
UNBROKEN = " ".join(["слово"] * 80) + "."


def told(*paragraphs: Paragraph, description: str = "") -> str:
    return summary(sections(paragraphs), description)


@pytest.mark.parametrize("paragraphs", [BRIDGE_UK, BRIDGE_RU, BRIDGE_EN])
def test_the_lead_is_the_summary(paragraphs: tuple[Paragraph, ...]) -> None:
    assert told(*paragraphs) == paragraphs[0].text


def test_it_is_cut_at_a_sentence_end() -> None:
    sentence = "Міст через річку Стир відкрили для автомобілів, автобусів і велосипедів сьогодні вранці."
    assert told(text(" ".join([sentence] * 5))) == " ".join([sentence] * 3)


def test_a_short_lead_is_filled_from_its_second_paragraph() -> None:
    assert told(text("Міст відкрили."), text("Рух почався о шостій.")) == "Міст відкрили. Рух почався о шостій."


@pytest.mark.parametrize(
    "unwanted",
    [
        "Джерело: міська рада.",
        "Про це повідомляє міська рада.",
        "Об этом сообщает городской совет.",
        "Нагадаємо, будували його чотири роки.",
        "Читайте також: Як будують мости.",
        "Follow us on Instagram!",
        "Раніше повідомлялося, що будували його чотири роки.",
        "Як повідомлялося, будували його чотири роки.",
        "Передає Укрінформ.",
        "З посиланням на міську раду повідомляє УП.",
        "Джерело – міська рада.",
        "Мерка на мосту / Фото: міська рада.",
        "This is a breaking news story and will be updated.",
    ],
)
def test_a_sentence_of_another_part_is_left_out(unwanted: str) -> None:
    assert told(text(f"Міст відкрили. {unwanted} Рух почався.")) == "Міст відкрили. Рух почався."


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("LUCHANY (Reuters) - A bridge opened.", "A bridge opened."),
        ("(CNN) A bridge opened.", "A bridge opened."),
        ("LUCHANY/LUTSK, March 7 (Reuters) - A bridge opened.", "A bridge opened."),
        ("Luchany (dpa) - A bridge opened.", "A bridge opened."),
        ("Luchany (town-press). A bridge opened.", "A bridge opened."),
        ("LUCHANY — A bridge opened.", "A bridge opened."),
        ("Лучани. 2 березня. ЛІА. Міст відкрили.", "Міст відкрили."),
        ("Luchany · A bridge opened.", "A bridge opened."),
        ("31.10.2023, 10.19 Uhr: A bridge opened.", "A bridge opened."),
        ("A bridge opened. A comment by Olena Haiova.", "A bridge opened. A comment by Olena Haiova."),
        ("A bridge opened. By Olena Haiova, Reporter of the Town.", "A bridge opened."),
        ("Ein Tag am Fluss. Ein Kommentar von Olena Haiova", "Ein Tag am Fluss."),
        ("Prof. Haiova opened a bridge.", "Prof. Haiova opened a bridge."),
        ("NATO — Bridges opened.", "NATO — Bridges opened."),
        ("橋が開通した。市長が祝った。", "橋が開通した。市長が祝った。"),
        (
            "発明された町の川に架かる新しい橋が四年間の工事を経て月曜日に開通した",
            "発明された町の川に架かる新しい橋が四年間の工事を経て月曜日に開通した。",
        ),
        ("( CNN ) Buses , trams ( and bicycles ) passed .", "Buses, trams (and bicycles) passed."),
        ("Federal Road Office (FRO) opened a bridge.", "Federal Road Office (FRO) opened a bridge."),
        ('Рада громади (РГ) – "добра" ... і щедра.', 'Рада громади (РГ) – "добра" ... і щедра.'),
    ],
)
def test_datelines_and_stray_spaces_are_left_out(written: str, shown: str) -> None:
    assert told(text(written)) == shown


def test_a_short_summary_passes_over_what_does_not_fit_but_never_tears_sentences_apart() -> None:
    assert told(text(f"Міст відкрили. {LONG} Воно того варте. Рух почався.")) == "Міст відкрили. Рух почався."
    half = "Міст через річку Стир відкрили для автомобілів, автобусів і велосипедів сьогодні вранці."
    assert told(text(f"{half} {half} {LONG} Рух почався.")) == f"{half} {half}"


def test_lists_headings_and_colons_are_no_summary() -> None:
    assert told(heading("Мости"), text("Рада вирішила:"), item("відкрити міст.")) == ""
    assert (
        told(text("Що відомо на цей момент:"), item("міст відкрито."), description="Міст відкрили.") == "Міст відкрили."
    )
    listed = "Рада громади підтримала бюджет, за яким цього року відкриють нові мости"
    assert told(text(f"{listed}:"), item("через Стир.")) == f"{listed}."


def test_a_missing_full_stop_is_put() -> None:
    assert told(text("Міст уже знову відкрили"), text('Він сказав: "Рушаймо!"')) == (
        'Міст уже знову відкрили. Він сказав: "Рушаймо!"'
    )


@pytest.mark.parametrize("furniture", ["Comments", "South Africa", "+++dropcap", "Коментарі (12)", "Луцьк"])
def test_a_few_words_without_a_full_stop_are_no_sentence(furniture: str) -> None:
    assert told(text(furniture), text("Міст відкрили."), text(furniture)) == "Міст відкрили."
    assert told(text(furniture)) == ""


def test_without_a_lead_the_description_then_details() -> None:
    details = text("Дві смуги.", "Деталі")
    assert told(details, description="Міст відкрили.") == "Міст відкрили."
    assert told(details) == "Дві смуги."
    assert told(description="Міст відкрили.") == "Міст відкрили."
    assert told() == ""


def test_source_quote_and_background_alone_give_nothing() -> None:
    assert told(text("рада", "Джерело"), text('"Так".', "Пряма мова"), text("Було інакше.", "Передісторія")) == ""


def test_a_first_sentence_that_is_too_long() -> None:
    assert told(text(LONG), description="Бюджет ухвалили.") == "Бюджет ухвалили."
    cut = told(text(LONG))
    assert cut.endswith("обговорювала кожен рядок бюджету…")
    assert len(cut) <= MOST
    assert LONG.startswith(cut[:-1])


def test_a_clause_is_never_cut_inside_a_quote() -> None:
    quoted = f'Мерка Лучан Олена Гайова сказала на засіданні ради в понеділок, що "{LONG}"'
    assert told(text(quoted)) == "Мерка Лучан Олена Гайова сказала на засіданні ради в понеділок…"


def test_a_long_sentence_without_clauses_ends_after_a_whole_word() -> None:
    assert told(text(UNBROKEN)).endswith(" слово…")
    assert told(text("о" * 400)) == ""


def test_the_limit_counts_code_points() -> None:
    smile = "🙂" * 299 + "."
    assert told(text("Ура, " + smile)) != "Ура, " + smile
    assert told(text("А" + "🙂" * 298 + ".")) == "А" + "🙂" * 298 + "."


WORDS = st.text(st.sampled_from("абвг"), min_size=5, max_size=12)
SENTENCES = st.lists(WORDS, min_size=1, max_size=14).map(lambda words: f"Я {' '.join(words)}.")
TEXTS = st.lists(SENTENCES, min_size=1, max_size=8).map(" ".join)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_whole_sentences_of_the_article_within_the_limit(texts: list[str]) -> None:
    made = told(*map(text, texts))
    own = [sentence for each in texts for sentence in sentences(each)]
    assert 0 < len(made) <= MOST
    rest = iter(own)
    assert all(sentence in rest for sentence in sentences(made)), "in order"
    assert made.startswith(own[0])


@given(st.lists(st.text(max_size=400).map(text), max_size=4), st.text(max_size=400))
def test_any_text_gives_a_summary_that_ends_with_a_whole_word(paragraphs: list[Paragraph], description: str) -> None:
    made = told(*paragraphs, description=description)
    ends = {bare(word) for each in (*(one.text for one in paragraphs), description) for word in each.split()}
    assert len(made) <= MOST
    assert not made or bare(made.split()[-1]) in ends


def bare(word: str) -> str:
    return word.strip(" .…,;:–—-")
