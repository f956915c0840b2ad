"""Invented vacancies, as mart.vacancy holds them."""

from __future__ import annotations

import random
from datetime import date, timedelta

CITIES = {
    "RUB/month": ["Москва", "Казань", "Пермь", "Тверь"],
    "TRY/month": ["İstanbul", "Ankara"],
    "USD/year": ["London"],
}
BUCKETS = {"none": 0.7, "1-3": 1.0, "3-6": 1.35, "6+": 1.8, "silent": 1.05}
INDUSTRIES = ["it-software", "banking-finance", "retail-trade", "logistics-transport", "manufacturing"]
ASKS = ["excel", "crm", "english", "higher-education", "negotiation", "driving-licence", "1c", "b2b-sales"]


def vacancies(n: int, seed: int = 1) -> list[dict]:
    dice, rows = random.Random(seed), []
    for i in range(n):
        unit = dice.choices(list(CITIES), (6, 3, 1))[0]
        kind = dice.choices(["range", "from", "upto", "point", "negotiable", "absent"], (28, 22, 5, 9, 8, 28))[0]
        bucket = dice.choices(list(BUCKETS), (2, 5, 4, 1, 3))[0]
        base = (
            {"RUB/month": 110_000, "TRY/month": 52_000, "USD/year": 68_000}[unit]
            * BUCKETS[bucket]
            * dice.lognormvariate(0, 0.2)
        )
        low, high = round(base * 0.85, -3), round(base * 1.2, -3)
        rows.append(
            {
                "vacancy_id": f"V{i:05}",
                "posting_key": f"files|sample.jsonl|{i}",
                "title": dice.choice(["Account manager", "Менеджер по работе с клиентами", "Müşteri temsilcisi"]),
                "employer": None if dice.random() < 0.05 else f"Employer {int(dice.paretovariate(0.9)) % 60:02}",
                "place": dice.choice(CITIES[unit]),
                "language": {"RUB/month": "ru", "TRY/month": "tr", "USD/year": "en"}[unit],
                "source": "files",
                "url": f"https://example.org/v/{i}",
                "days_open": None,
                "reposts": 0,
                "has_text": True,
                "first_seen_on": None,
                "closed_on": None,
                "posted_on": date(2026, 3, 1) + timedelta(days=dice.randrange(70)),
                "seen_on": date(2026, 5, 10),
                "role": "yes",
                "experience": bucket,
                "industry": dice.choice([*INDUSTRIES, None]),
                "kind": kind,
                "low": low,
                "high": high,
                "currency": unit[:3],
                "period": unit[4:],
                "unit": unit,
                "pay_low": low if kind in {"range", "from", "point"} else None,
                "pay_high": high if kind in {"range", "upto"} else low if kind == "point" else None,
                "pay_scope": "unknown",
                "tax": "gross",
                "in_bands": True,
                "why_not": None,
                "quote": None,
                "pay_written": {
                    "range": f"{low:.0f}–{high:.0f} {unit[:3]}",
                    "from": f"от {low:.0f}",
                    "upto": f"до {high:.0f}",
                    "point": f"{low:.0f}",
                    "negotiable": "по договорённости",
                    "absent": None,
                }[kind],
                "asked": [a for j, a in enumerate(ASKS) if dice.random() < 0.55 - j * 0.06],
            }
        )
    return rows


HOSTILE = {
    "title": "<script>alert(1)</script></svg>\u202eevil\u200b",
    "employer": "=1+1" + "x" * 10_000,
    "place": "</svg><b>",
    "url": "javascript:alert(1)",
    "pay_written": "{n} 100",
    "industry": "<img src=x onerror=alert(1)>",
}
"""What a posting may try on the page, the workbook and the reader's eye."""
