"""Ten invented drafts in three languages: each gets an answer to act on, or a clear “cannot say, because”."""

import pytest

from pipeline.desk.answer import blocks
from pipeline.desk.benchmark import benchmark
from pipeline.desk.catalogue import KEEPER
from pipeline.desk.comparables import FEW
from pipeline.desk.draft import from_text
from pipeline.desk.i18n import reader
from pipeline.desk.market import Market
from pipeline.desk.plain import as_text
from pipeline.errors import UnreadableError

RU = """Менеджер по работе с ключевыми клиентами
Москва
Требования:
- опыт продаж от 1 года
- знание 1С и Excel
{more}
Условия:
- {pay}
- график 5/2, ДМС
"""
TR = """Müşteri Yöneticisi
İstanbul
Aranan nitelikler:
- en az 2 yıl satış deneyimi
- MS Office bilgisi
{more}
Koşullar:
- aylık net {pay} TL
"""
EN = """Account manager
London
Requirements:
- at least 2 years of sales experience
- CRM and Excel
{more}
We offer:
- {pay} a year
- health insurance
"""
GOOD = RU.format(more="- английский язык будет плюсом", pay="оклад от 80 000 до 110 000 руб. до вычета налогов")
OVERPAID = TR.format(more="", pay="300.000 - 400.000")
UNDERPAID = EN.format(more="", pay="£15,000 - £17,000")
OVERDEMANDING = RU.format(
    more="- китайский язык\n- Python\n- Photoshop\n- AutoCAD\n- SAP\n- высшее образование\n- CRM\n- B2B",
    pay="оклад от 60 000 до 70 000 руб. до вычета налогов",
)
HOSTILE = (
    GOOD + "<script>alert(1)</script>\n=cmd|' /C calc'!A0\n{{7*7}} %s \x1b[31m\u202e'; drop table mart.vacancy; --"
)
OTHER_ROLE = "Водитель погрузчика\nМосква\nТребования:\n- права категории B\nЗарплата 90 000 руб."
UNKNOWN_CITY = GOOD.replace("Москва", "Нижние Вязы")
GERMAN = """Kundenbetreuer für Großkunden
Wir suchen für unser Büro in München eine Persönlichkeit, die Kunden gerne berät und Verträge abschließt.
Sie haben mehrjährige Erfahrung im Außendienst, sprechen fließend Französisch und mögen häufige Reisen.
"""
FIFTY_PAGES = GOOD + "\nО компании:\n" + ("Мы продаём оборудование и любим своих клиентов.\n" * 3_000)


def said(market: Market, draft: str, lang: str = "en", **given: str) -> str:
    return as_text(blocks(market.benchmark(draft, lang=lang, **given)), reader(lang))


def middle(market: Market, draft: str) -> dict:
    return market.benchmark(draft).position["middle"]


def test_a_good_draft_stands_within_the_usual_range(market: Market) -> None:
    assert 0.25 < middle(market, GOOD)["percentile"] < 0.75
    text = said(market, GOOD)
    assert "The offer is within the usual range" in text
    assert "Common among comparable vacancies and not in the draft" in text


def test_an_overpaid_draft_stands_above_it_in_turkish(market: Market) -> None:
    found = market.benchmark(OVERPAID, lang="tr")
    assert found.unit == "TRY/month"
    assert found.position["middle"]["low"] > 0.75
    assert "alışılmış aralığın üstünde" in said(market, OVERPAID, "tr")


def test_an_underpaid_draft_stands_below_it(market: Market) -> None:
    found = market.benchmark(UNDERPAID)
    assert found.unit == "GBP/year"
    assert found.position["middle"]["high"] < 0.25
    assert "below the usual range" in said(market, UNDERPAID)


def test_an_overdemanding_draft_is_told_what_is_rare(market: Market) -> None:
    rare = {d.concept for d in market.benchmark(OVERDEMANDING).demands if d.rare}
    assert {"chinese", "python", "photoshop", "autocad"} <= rare
    assert "Другие просят это редко" in said(market, OVERDEMANDING, "ru")


def test_an_empty_draft_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableError, match="paste the text"):
        from_text("  \n ")


def test_a_hostile_draft_is_read_as_the_same_draft(market: Market) -> None:
    good, hostile = market.benchmark(GOOD), market.benchmark(HOSTILE)
    assert hostile.position == good.position
    assert [d.concept for d in hostile.demands] == [d.concept for d in good.demands]


@pytest.mark.parametrize(("draft", "code"), [(OTHER_ROLE, "other_role"), (GERMAN, "language")])
@pytest.mark.parametrize(("lang", "word"), [("en", "Cannot say:"), ("ru", "Сказать нельзя:"), ("tr", "Söylenemez:")])
def test_what_cannot_be_said_says_why(market: Market, draft: str, code: str, lang: str, word: str) -> None:
    assert market.benchmark(draft).cannot == code
    assert said(market, draft, lang).startswith(word)


def test_an_unknown_city_is_compared_with_all_and_says_so(market: Market) -> None:
    assert "compared with all places" in said(market, UNKNOWN_CITY)
    assert "compared with all places" in said(market, UNKNOWN_CITY, place="Нижние Вязы")


@pytest.mark.parametrize("name", ["Moscow", "Moskova", "в Москве"])
def test_a_place_is_known_by_its_names_in_every_language(market: Market, name: str) -> None:
    assert market.benchmark(GOOD.replace("Москва", name)).where["city"] == "Москва"


def test_fifty_pages_are_read_as_one_draft(market: Market) -> None:
    assert len(FIFTY_PAGES) > 130_000
    assert market.benchmark(FIFTY_PAGES).position == market.benchmark(GOOD).position


def test_where_too_few_have_a_text_requirements_are_counted_more_widely_and_it_is_said(market: Market) -> None:
    narrow = market.benchmark(GOOD)
    with_text = market.has_text.copy()
    comparable = (market.rows["place"] == "Москва") & (market.rows["experience"] == "1-3")
    with_text[comparable.to_numpy(dtype=bool, na_value=False)] = False
    silent = Market(market.query)
    silent.has_text = with_text
    found = benchmark(silent, from_text(GOOD))
    assert (found.band, found.position, found.comparables) == (narrow.band, narrow.position, narrow.comparables)
    assert found.told_wider == [("experience", "1-3")]
    assert found.with_text >= FEW
    assert all(d.share.share_asked is not None for d in found.demands)
    assert "counted more widely: not only" in as_text(blocks(found), reader("en"))


def test_vacancies_of_another_language_are_called_so(market: Market) -> None:
    silent = RU.format(more="", pay="ДМС")
    assert "other_language" in market.benchmark(silent, place="London").doubts
    assert "in another language than the draft" in said(market, silent, place="London")
    assert "other_language" not in market.benchmark(silent).doubts


@pytest.mark.parametrize("lang", ["ru", "tr"])
def test_capitals_of_a_heading_are_those_of_its_language(market: Market, lang: str) -> None:
    assert {"ru": "КОРОТКО", "tr": "KISACA"}[lang] in said(market, GOOD, lang).splitlines()
    assert reader(lang).capitals("gereksinim") == {"ru": "GEREKSINIM", "tr": "GEREKSİNİM"}[lang]


@pytest.mark.parametrize("lang", ["ru", "tr"])
def test_every_sentence_of_the_desk_is_translated(lang: str) -> None:
    known = KEEPER.catalogue(lang)
    missing = [m for m in KEEPER.messages() if not (e := known.get(m if isinstance(m, str) else m[0])) or not e.string]
    assert missing == []
