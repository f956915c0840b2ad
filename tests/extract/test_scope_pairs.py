"""Sentences and what they ask, as a careful reader says it: concept → scope (null: not mentioned at all)."""

# ruff: noqa: E501 - a pair is read on one line

import pytest

from pipeline.extract import read
from pipeline.model import SCOPES, Posting

PAIRS = [
    ("ru", "Требования: знание Excel и 1С.", {"excel": "required", "1c": "required"}),
    ("ru", "Требования:\nжелательно: 1С, Excel, английский язык", {"1c": "preferred", "excel": "preferred", "english": "preferred"}),
    ("ru", "Требования: английский не обязателен, но желателен", {"english": "preferred"}),
    ("ru", "Условия: бесплатный английский язык, ДМС", {"english": "offered", "health-insurance": "offered"}),
    ("ru", "Обязанности: холодных звонков нет; ведение переговоров", {"cold-calling": "not_needed", "negotiation": "duty"}),
    ("ru", "Условия: корпоративный автомобиль", {"own-car": None, "company-car": "offered"}),
    ("ru", "Требования: коммуникабельность;—Грамотная речь", {"communication": "required", "literate-speech": "required"}),
    ("ru", "Требования: знание 1C", {"1c": "required"}),
    ("ru", "Обязанности: продажи В2В", {"b2b": "duty"}),
    ("ru", "Требования: защита прав потребителей, права доступа", {"driving-licence": None}),
    ("ru", "Требования: водительские права категории В", {"driving-licence": "required"}),
    ("ru", "Требования: опыт в amoCRM", {"amocrm": "required", "crm": "required"}),
    ("tr", "Aranan nitelikler: Tercihen SAP bilen; ehliyet sahibi", {"sap": "preferred", "driving-licence": "required"}),
    ("tr", "Genel Nitelikler\nSeyahat engeli olmayanİyi derecede İngilizce bilen", {"english": "required", "business-travel": "required"}),
    ("tr", "1C'de çalışma deneyimi arzu edilir.", {"1c": "preferred"}),
    ("tr", "Yüksek öğrenim; Excel bilgisi; soğuk aramalarda deneyim", {"higher-education": "required", "excel": "required", "cold-calling": "required"}),
    ("en", "Requirements:\n- You excel at communication\n- Word of mouth", {"excel": None, "word": None, "communication": "required"}),
    ("en", "Requirements:\n- Proficiency in Excel; CRM experience is a plus", {"excel": "required"}),
    ("en", "About us\nOur clients include B2B SaaS companies.", {"b2b": "mentioned"}),
    ("en", "Nice to have:\n- German\n- Salesforce experience", {"salesforce": "preferred"}),
]  # fmt: skip


def scopes(lang: str, text: str) -> dict[str, str]:
    facts = read(Posting(id="1", source="t", page="t", text=text, language=lang), text_only=True)
    best: dict[str, str] = {}
    for fact in facts:
        if fact.scope in SCOPES and (fact.concept not in best or SCOPES.index(fact.scope) < SCOPES.index(best[fact.concept])):
            best[fact.concept] = fact.scope
    return best


@pytest.mark.parametrize(("lang", "text", "expected"), PAIRS)
def test_scope(lang: str, text: str, expected: dict[str, str | None]) -> None:
    found = scopes(lang, text)
    assert {c: found.get(c) for c in expected} == expected
