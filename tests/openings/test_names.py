"""Names of employers, titles, places, addresses and amounts: what is the same however it is written."""

import pytest

from pipeline.openings import titles
from pipeline.openings.addresses import address
from pipeline.openings.employers import employers, is_agency
from pipeline.openings.states import Pay, same_pay

SAME_EMPLOYER = [
    ("ООО «Ромашка»", "Ромашка, ООО"),
    ('АО "Ромашка"', "РОМАШКА"),
    ("Общество с ограниченной ответственностью «Вектор»", "ООО Вектор"),
    ("Газпромбанк (АО)", "ПАО Газпромбанк"),
    ("Пятёрочка", "Пятерочка"),
    ("Yıldız Gıda A.Ş.", "YILDIZ GIDA ANONİM ŞİRKETİ"),
    ("Kaya Tekstil San. ve Tic. Ltd. Şti.", "kaya tekstil"),
    ("Acme, Inc.", "ACME LLC"),
    ("Kestrel Drives GmbH & Co. KG", "Kestrel Drives"),
    ("The Acme Company", "Acme"),
    ("Яндекс", "Yandex LLC"),
    ("Касперский", "Kaspersky"),
    ("Ozon (ООО Интернет Решения)", "Ozon"),
]
OTHER_EMPLOYER = [
    ("ООО «Ромашка»", "ООО «Ромашка плюс»"),
    ("Acme", "Acme Services"),
    ("Т1", "Т2"),
    ("A.S. Watson", "Watson"),
    ("Север", "Северный"),
    ("Мир", "Mir"),  # three letters may sound like anything
]


@pytest.mark.parametrize(("one", "other"), SAME_EMPLOYER)
def test_one_employer(one: str, other: str) -> None:
    found = employers({one: 2, other: 1})
    assert found[one] == found[other]
    assert found[one] is not None
    assert found[one].name == one  # written more often


@pytest.mark.parametrize(("one", "other"), OTHER_EMPLOYER)
def test_two_employers(one: str, other: str) -> None:
    found = employers({one: 1, other: 1})
    assert found[one] != found[other]


@pytest.mark.parametrize(
    "name", ["Компания", "Крупная торговая компания", "Gizli firma", "Confidential", "ИП, Казань", "Our client"]
)
def test_a_name_that_hides_its_bearer_is_no_employer(name: str) -> None:
    assert employers({name: 1}) == {name: None}


def test_a_name_that_sounds_like_two_is_neither() -> None:
    found = employers({"Стеллар": 1, "Stellar": 1, "Stelar": 1})
    assert len({who.employer_id for who in found.values() if who}) == 3


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("Кадровое агентство Ступени", True),
        ("Northgate Recruitment Ltd", True),
        ("Ufuk İnsan Kaynakları Danışmanlık A.Ş.", True),
        ("Агентство недвижимости Этажи", False),
        ("Acme", False),
    ],
)
def test_agencies_are_told_by_their_words(name: str, agency: bool) -> None:
    assert is_agency(name) is agency


ROLES = [
    ("Менеджер по продажам", "менеджер по продажам (г. Москва)", True),
    ("Java-разработчик", "Разработчик Java", True),
    ("Account Manager", "Account manager, B2B", True),
    ("Satış Temsilcisi", "SATIŞ TEMSİLCİSİ aranıyor", True),
    ("Account Manager", None, True),
    ("Account Manager", "Key Account Manager", False),
    ("Account Manager", "Senior Account Manager", False),
    ("Разработчик", "Ведущий разработчик", False),
    ("Satış Uzmanı", "Satış Uzman Yardımcısı", False),
    ("Водитель категории B", "Водитель категории C", False),
    ("Engineer II", "Engineer III", False),
    ("C developer", "C++ developer", False),
    ("Менеджер по продажам", "Менеджер по закупкам", False),
    ("Security Engineer", "Security Engineer (Embedded & Networking)", False),
]


@pytest.mark.parametrize(("one", "other", "same"), ROLES)
def test_same_role(one: str, other: str | None, same: bool) -> None:
    assert titles.same_role(titles.title(one, "Москва"), titles.title(other, "Москва")) is same
    assert titles.same_role(titles.title(other, "Москва"), titles.title(one, "Москва")) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Москва", None), ("г. Москва", None), True),
        (("Москва", None), ("Москва, Россия", None), True),
        (("Leeds", None), (None, None), True),
        (("Казань", None), ("Самара", None), False),
        (("Москва, Тверская 1", None), ("Москва, Арбат 2", None), False),
        (("Москва", "Moscow"), ("Moscow, Russia", "Moscow"), True),
        (("Москва, Тверская 1", "Moscow"), ("Moscow", "Moscow"), True),
        (("Москва, Тверская 1", "Moscow"), ("Москва, Арбат 2", "Moscow"), False),
        (("Москва; Казань", "Kazan|Moscow"), ("Kazan", "Kazan"), True),
    ],
)
def test_same_place(one: tuple[str | None, str | None], other: tuple[str | None, str | None], same: bool) -> None:
    assert titles.same_place(titles.place(*one), titles.place(*other)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((1.0, 2.0, "RUB", "month"), (1.0, 2.0, "RUB", "month"), True),
        ((1.0, 2.0, "RUB", "month"), (1.0, None, None, None), True),
        ((1.0, 2.0, "RUB", "month"), None, True),
        ((1.0, 2.0, "RUB", "month"), (1.0, 3.0, "RUB", "month"), False),
        ((1.0, 2.0, "RUB", "month"), (1.0, 2.0, "USD", "month"), False),
        ((1.0, None, "RUB", "month"), (None, 2.0, "RUB", "month"), False),
    ],
)
def test_same_pay(one: Pay, other: Pay | None, same: bool) -> None:
    assert same_pay(one, other) is same
    assert same_pay(other, one) is same


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://www.Example.org/jobs/17/?utm_source=mail#top", "example.org/jobs/17"),
        ("http://m.example.org/jobs/17", "example.org/jobs/17"),
        ("https://example.org/view?from=list&id=9", "example.org/view?id=9"),
        ("https://example.org/", None),
        ("https://[broken", None),
        (None, None),
    ],
)
def test_address(url: str | None, told: str | None) -> None:
    assert address(url) == told
