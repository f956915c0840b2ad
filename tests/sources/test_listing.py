"""Plain texts told apart: what is a record, what is prose."""

from pathlib import Path

import pytest

from pipeline.sources._listing import split
from pipeline.sources.files import read

SEED = Path(__file__).parents[3] / "shared" / "seed" / "account_managers_tr.txt"

HEADED = """Работа для менеджеров

Вступительные слова, которые ничего не предлагают. Их читают и забывают.

Требования:

опыт от года

Зарплата: до 40 000 руб.

Требования:

Зарплата: от 50 000 руб.

Требования:

знание Excel

зарплата: по договорённости

Требования:

своя машина

Послесловие о рынке труда.

Ещё абзац о том же.
"""


def test_pay_lines_lead_their_requirements_and_prose_is_no_posting():
    title, records = split(HEADED)
    assert title == "Работа для менеджеров"
    assert [r.text.replace("\n\n", " | ") for r in records] == [
        "Требования: | опыт от года",
        "Зарплата: до 40 000 руб. | Требования:",
        "Зарплата: от 50 000 руб. | Требования: | знание Excel",
        "зарплата: по договорённости | Требования: | своя машина",
    ]
    assert [r.line for r in records] == [5, 9, 13, 19]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "Подборка\n\n1. Менеджер\nОклад: 60 000 руб.\n\n2. Кассир\n40 000 - 45 000 руб.\n\n"
            "3. Водитель\nОклад: 70 000 руб.\n",
            ["Менеджер", "Кассир", "Водитель"],
        ),
        (
            "Менеджер\nОклад: 50 000 руб.\n---\nКассир\nОклад: 40 000 руб.\n---\nВодитель\nОклад: 30 000 руб.",
            ["Менеджер", "Кассир", "Водитель"],
        ),
        (
            "Satış Temsilcisi\nMaaş: 30.000 TL\nDeneyim\n\nGarson\nMaaş: 28.000 TL\nVardiya\n\n"
            "Aşçı\nÜcret: 35.000 TL\nTecrübe",
            ["Satış Temsilcisi", "Garson", "Aşçı"],
        ),
        (
            "Jobs\n\nAccount Manager\n\nSalary: $50,000\n\nRequirements:\n\n"
            "sales\n\nCashier\n\nSalary: $30,000\n\nRequirements:\n\ntills\n\n"
            "Driver\n\nSalary: $40,000\n\nRequirements:\n\nlicence\n",
            ["Account Manager", "Cashier", "Driver"],
        ),
    ],
)
def test_listings(text, titles):
    assert [r.title for r in split(text)[1]] == titles


@pytest.mark.parametrize(
    "text",
    [
        "Менеджер по продажам\n\nОбязанности:\n1. звонить\n2. считать\n3. писать\n\n"
        "Требования:\n- опыт\n\nЗарплата: 60 000 руб.",
        "Account Manager\n\nRequirements:\n- sales\n\nSalary: $50,000 per year",
        "Просто слова одной вакансии без заголовков",
    ],
)
def test_one_posting_is_no_listing(text):
    assert len(split(text)[1]) == 1


def test_nothing():
    assert split(" \n\n")[1] == []


@pytest.mark.skipif(not SEED.exists(), reason="../shared/seed is not beside this checkout")
def test_the_seed():
    rows = list(read([SEED]))
    assert [r.id for r in rows] == [f"{SEED.name}:{n}" for n in range(1, 51)]
    assert len({r.context for r in rows}) == 1
    assert rows[0].context
    assert max(len(r.text) for r in rows) < 1500
