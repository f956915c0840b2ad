"""What one cell or field says: tables of pairs."""

from datetime import date

import pytest

from pipeline.sources import _rows
from pipeline.sources._values import Money, bucket, currency, day, experience, money, names, number, present


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-09-25T23:36:41+0300", date(2026, 9, 25)),
        ("2026-09-25", date(2026, 9, 25)),
        ("22.09.2026", date(2026, 9, 22)),
        ("25.11.2011 17:19:13", date(2011, 11, 25)),
        ("10/31/2026", date(2026, 10, 31)),
        ("Wed Aug 05 02:00:00 UTC 2026", date(2026, 8, 5)),
        ("Mon, 05 Aug 2026 10:00:00 GMT", date(2026, 8, 5)),
        ("Posted on October 02, 2026", date(2026, 10, 2)),
        ("5 мая 2026", date(2026, 5, 5)),
        ("12 Ağustos 2026", date(2026, 8, 12)),
        (45000, date(2023, 3, 15)),
        (1704112496, date(2024, 1, 1)),
        ("1704112496", date(2024, 1, 1)),
        ("31.02.2026", None),
        ("soon", None),
        (None, None),
        (True, None),
    ],
)
def test_day(written, read):
    assert day(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("80 000", 80000),
        ("80\u00a0000", 80000),
        ("45.000", 45000),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("22.58", 22.58),
        ("1.250.000", 1250000),
        (0, None),
        ("0", None),
        ("-", None),
        (70000.0, 70000),
        (float("nan"), None),
        (float("inf"), None),
        (True, None),
        ("8E+04", 80000),
        ("1.5e5", 150000),
        ("1e400", None),
        ("-5", None),
        ("−5000", None),
        (-5, None),
        ("999999999999999999999999", None),
        (10**400, None),
    ],
)
def test_number(written, read):
    assert number(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("от 80 000 до 90 000 руб.", Money(80000, 90000, "RUB")),
        ("80 000 – 90 000 ₽ в месяц", Money(80000, 90000, "RUB", "month")),
        ("от 60 тыс. руб.", Money(60000, None, "RUB")),
        ("до 50 000 ₽ на руки", Money(None, 50000, "RUB", None, False)),
        ("45.000 TL", Money(45000, 45000, "TRY")),
        ("80.000 ruble'den. her ay", Money(80000, None, "RUB", "month")),
        ("60.000 TL'ye kadar", Money(None, 60000, "TRY")),
        ("30.000 ila 40.000 TL", Money(30000, 40000, "TRY")),
        ("£35k - 45k per year + OTE £90k", Money(35000, 45000, "GBP", "year")),
        ("8-12 Lacs", Money(800000, 1200000)),
        ("$120,000+", Money(120000, None)),
        ("competitive", Money()),
        ("-", Money()),
        (None, Money()),
        (75000.5, Money(75000.5, 75000.5)),
    ],
)
def test_money(written, read):
    assert money(written) == read


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("RUR", "RUB"),
        ("«руб.»", "RUB"),
        ("BYR", "BYN"),
        ("TL", "TRY"),
        ("usd", "USD"),
        ("PLN", "PLN"),
        ("$", None),
        ("", None),
    ],
)
def test_currency(written, code):
    assert currency(written) == code


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("between1And3", "1-3"),
        ("noExperience", "none"),
        ("1–3 года", "1-3"),
        ("Нет опыта", "none"),
        ("Более 6 лет", "6+"),
        ("От 3\u00a0до 6 лет", "3-6"),
        ("whatever", None),
        ("", None),
    ],
)
def test_experience(written, read):
    assert experience(written) == read


@pytest.mark.parametrize(
    ("years", "read"), [(0, "none"), (0.5, "none"), (1, "1-3"), (2.9, "1-3"), (3, "3-6"), (6, "6+")]
)
def test_bucket(years, read):
    assert bucket(years) == read


def test_names():
    assert names('["Продажи", "CRM"]') == ("Продажи", "CRM")
    assert names([{"name": "Excel"}, "Word", None]) == ("Excel", "Word")
    assert names("a, b;c\nd") == ("a", "b", "c", "d")
    assert names(None) == ()


@pytest.mark.parametrize("empty", [None, "", " ", "—", "n/a", "Не указано", "Нет данных", float("nan")])
def test_absent_cells(empty):
    assert not present(empty)


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        (["uid", "Description", "area", "published_at"], {"id", "text", "place", "posted_on"}),
        (["Название вакансии", "З/П от", "Зарплата от", "Компания"], {"title", "salary_from", "employer"}),
        (["Pozisyon", "İlan Metni", "Şirket", "Maaş"], {"title", "text", "employer", "salary"}),
        (["foo", "bar", None], set()),
    ],
)
def test_columns(columns, fields):
    assert set(_rows.columns(columns)) == fields
