"""Variable pay: which words are pay, which figure belongs to them, and the laws."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.document import read_document
from pipeline.extract.rules import variable_pay


def read(text, language):
    return variable_pay.read(read_document(text, language))


@pytest.mark.parametrize(
    ("text", "language", "concept", "figure", "unit"),
    [
        ("Оклад + % от продаж", "ru", "commission", None, None),
        ("Доход: от 85 000 на руки + %. Обучаем", "ru", "commission", None, None),
        ("Зарплата: оклад и 5% от продаж", "ru", "commission", 5, "percent"),
        ("Оклад 50 000 руб. + премия до 20 000 руб.", "ru", "bonus", 20000, "RUB/"),
        ("Ежемесячные премии за выполнение плана", "ru", "bonus", None, None),
        ("Доход: 30% с заказов", "ru", "commission", 30, "percent"),
        ("Прозрачная система премирования", "ru", "bonus", None, None),
        ("Оплата и наличие премиальной составляющей", "ru", "bonus", None, None),
        ("Оклад и премия за достижение ключевых показателей", "ru", "kpi", None, None),
        ("Ставка 2 000 € + %", "ru", "commission", None, None),
        ("Зарплата от 80 000 руб.\n(оклад 50 000 + премия 30 000)", "ru", "bonus", 30000, "/"),
        ("Maaş + prim", "tr", "bonus", None, None),
        ("Prim dahil 60.000 TL", "tr", "bonus", None, None),
        ("Yüksek satış komisyonu ve sabit maaş", "tr", "commission", None, None),
        ("Sabit maaş ve ciro üzerinden %8 prim", "tr", "bonus", 8, "percent"),
        ("Primle birlikte 60.000 TL kazanç", "tr", "bonus", None, None),
        ("Gelir tamamen komisyona dayalıdır", "tr", "commission", None, None),
        ("Base salary plus uncapped commission", "en", "commission", None, None),
        ("OTE £60,000", "en", "ote", None, None),
        ("Competitive pay and a 10% annual bonus", "en", "bonus", 10, "percent"),
    ],
)
def test_variable_pay_is_read(text, language, concept, figure, unit):
    fact = next(f for f in read(text, language) if f.concept == concept)
    assert (fact.high, fact.unit) == (figure, unit)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Контроль выполнения KPI отделом", "ru"),
        ("Знание английского будет бонусом", "ru"),
        ("Прохождение медицинской комиссии", "ru"),
        ("Премия за друга 10 000 руб.", "ru"),
        ("SGK primi ve yemek", "tr"),
        ("$1,000 referral bonus for a friend", "en"),
        ("Reporting on KPIs to the board", "en"),
        ("Spanish is a bonus", "en"),
    ],
)
def test_what_is_not_pay_is_left_alone(text, language):
    assert read(text, language) == []


WORDS = st.sampled_from(
    ["оклад", " + ", "%", " премия", "KPI", " commission", "5", "salary", "prim", "\n", "\ud800", " от продаж", "bonus"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS | st.text(max_size=5), max_size=15).map("".join), st.sampled_from(["ru", "tr", "en"]))
def test_never_raises_and_quotes_its_slice(text, language):
    for fact in read(text, language):
        assert text[fact.start : fact.end] == fact.quote
