"""Conditions bound to the person: what is one, and the everyday words that only look like one."""

import pytest

from pipeline.extract import read
from pipeline.model import Posting

PAIRS = [
    # age
    ("ru", "Возраст 25-40 лет", "age-limit", 25, 40),
    ("ru", "Кандидат не старше 45 лет", "age-limit", None, 45),
    ("ru", "Возраст от 21 года", "age-limit", 21, None),
    ("ru", "В возрасте от 23 до 38 лет", "age-limit", 23, 38),
    ("ru", "Активные люди до 50 лет", "age-limit", None, 50),
    ("tr", "24 - 36 yaş aralığında", "age-limit", 24, 36),
    ("tr", "35 yaşını aşmamış", "age-limit", None, 35),
    ("tr", "En az 20 yaşında olan", "age-limit", 20, None),
    ("en", "Must be at least 21 years of age", "age-limit", 21, None),
    ("en", "Candidates aged between 22 and 30", "age-limit", 22, 30),
    # sex
    ("ru", "Требуется девушка на ресепшен", "gender", None, None),
    ("ru", "Ищем мужчину на разъездную работу", "gender", None, None),
    ("tr", "Mağazamız için bayan personel aranıyor", "gender", None, None),
    ("en", "Female candidates only", "gender", None, None),
    # citizenship, residence, military service
    ("ru", "Гражданство РФ обязательно", "citizenship", None, None),
    ("tr", "T.C. vatandaşı olan adaylar", "citizenship", None, None),
    ("en", "You have the right to work in the UK", "citizenship", None, None),
    ("ru", "Наличие московской прописки", "residence", None, None),
    ("tr", "Kadıköy civarında ikamet eden", "residence", None, None),
    ("en", "The manager must reside in Leeds", "residence", None, None),
    ("ru", "Наличие военного билета", "military-service", None, None),
    ("tr", "Askerlik görevini tamamlamış", "military-service", None, None),
    ("en", "Has completed military service", "military-service", None, None),
    ("en", "No military obligation", "military-service", None, None),
    ("en", "Applicants have to be U.S. citizens", "citizenship", None, None),
    ("ru", "Служба в ВС обязательна", "military-service", None, None),
]
TRAPS = [
    ("ru", "Молодой и дружный коллектив ждёт тебя"),
    ("ru", "Компания на рынке более 25 лет"),
    ("ru", "Опыт работы до 30 лет не ограничен"),
    ("ru", "Занятия с детьми в возрасте от 7 до 16 лет"),
    ("ru", "Возраст и пол не важны"),
    ("ru", "Приглашаем и мужчин, и женщин"),
    ("ru", "Оформление с первого дня, оплата проживания в командировках"),
    ("tr", "Genç ve dinamik bir ekip"),
    ("tr", "Bayi ağını yönetmek"),
    ("tr", "Firmamız 40 yıldır hizmet veriyor"),
    ("tr", "Irk, yaş ve cinsiyet gözetmeksizin tüm adaylara açığız"),
    ("en", "We do not discriminate on the basis of age, sex or citizenship"),
    ("en", "A young team with 30 years of joint experience"),
    ("en", "Applicants are considered without regard to gender or military service completed"),
]


def person_facts(language, text):
    return [f for f in read(Posting("x", "files", "", text, language=language), text_only=True) if f.kind == "person"]


@pytest.mark.parametrize(("language", "text", "concept", "low", "high"), PAIRS)
def test_condition_is_read(language, text, concept, low, high):
    found = person_facts(language, text)
    assert [(f.concept, f.low, f.high, f.scope) for f in found] == [(concept, low, high, "required")]
    assert all(text[f.start : f.end] == f.quote for f in found)


@pytest.mark.parametrize(("language", "text"), TRAPS)
def test_everyday_word_is_no_condition(language, text):
    assert person_facts(language, text) == []


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Ищем девушку 25-35 лет на ресепшен", [(25, 35)]),
        ("Мужчины, 30–45 лет", [(30, 45)]),
        ("Женщины с опытом продаж 20-25 лет", []),
    ],
)
def test_an_age_beside_a_sex_needs_no_word_of_age(text, ages):
    found = person_facts("ru", text)
    assert [(f.low, f.high) for f in found if f.concept == "age-limit"] == ages
    assert [f.concept for f in found if f.concept != "age-limit"] == ["gender"]


def test_sex_of_a_service_clause_bars_nobody():
    found = person_facts("tr", "Erkek adaylar için askerlik hizmetini tamamlamış")
    assert [f.concept for f in found] == ["military-service"]


def test_preferred_residence_stays_preferred():
    assert [f.scope for f in person_facts("tr", "Tercihen Ataşehir civarında ikamet eden")] == ["preferred"]
