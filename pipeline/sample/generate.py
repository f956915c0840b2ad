"""Makes the invented sample market: the same seed always gives the same bytes.

    python -m pipeline.sample.generate        rewrites pipeline/sample/market.zip

About 600 postings of about 150 employers over ten weeks in three languages, with reposts, one-sided and undisclosed
pay. The words stand in phrases.toml, the files are written by formats.py; the pay comes from a log-normal market with
employer, place, industry and experience effects, so the report has something to find.
"""

from __future__ import annotations

import math
import random
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipeline.sample.formats import Ad, Employer, files, pack

SEED = 20261115
LAST_DAY = date(2026, 11, 15)
WEEKS = 10
HERE = Path(__file__).parent
COUNTS = {"ru": 320, "tr": 140, "en": 100}
OTHER_ROLE_SHARE = 0.06
BASE_PAY = {"ru": (82_000, "RUB"), "tr": (52_000, "TRY"), "en": (43_000, "GBP")}
EXPERIENCE = [
    (0.0, 0.14, 0.70),
    (1.0, 0.36, 0.92),
    (2.0, 0.14, 1.0),
    (3.0, 0.22, 1.22),
    (5.0, 0.06, 1.35),
    (None, 0.08, 1.0),
]
ASK_CHANCE = {
    "excel": 0.4,
    "1c": 0.3,
    "crm": 0.35,
    "b2b": 0.4,
    "english": 0.2,
    "driving-licence": 0.25,
    "own-car": 0.12,
    "higher-education": 0.45,
    "communication": 0.5,
}
PAID_ASKS = {"english": 0.12, "b2b": 0.05, "driving-licence": 0.02, "tenders": 0.06}


def employers(rng: random.Random, phrases: dict[str, Any]) -> list[Employer]:
    """Draw about 150 employers, more in the larger languages."""
    made: dict[str, Employer] = {}
    for lang, wanted in (("ru", 88), ("tr", 36), ("en", 28)):
        words = phrases[lang]
        pairs = [(a, b) for a in words["name_first"] for b in words["name_last"]]
        for first, last in rng.sample(pairs, wanted):
            name = rng.choice(words["name_form"]).format(name=f"{first} {last}" if lang != "ru" else f"{first}{last}")
            industry = rng.choice(sorted(words["industries"]))
            described, lift = words["industries"][industry]
            made[name] = Employer(name, industry, described, math.log(lift) + rng.gauss(0, 0.12), lang)
    return list(made.values())


def years_ru(years: float) -> str:
    """Write a number of years in Russian genitive, as postings do."""
    words = tomllib.loads((HERE / "phrases.toml").read_text("utf-8"))["ru_years"]
    return str(words["one"] if years == 1 else words["many"].format(years=int(years)))


def written(amount: int, lang: str, rng: random.Random) -> str:
    """Write an amount as the language's postings do: 80 000, 80.000, 80,000 or 80k."""
    separator = {"ru": rng.choice([" ", "\u00a0", ""]), "tr": ".", "en": ","}[lang]
    return f"{amount:,}".replace(",", separator)


def advertise(number: int, employer: Employer, rng: random.Random, phrases: dict[str, Any]) -> Ad:
    """Invent one advertisement of an employer."""
    lang = employer.lang
    words = phrases[lang]
    role = rng.random() >= OTHER_ROLE_SHARE
    title = rng.choice(words["titles"] if role else words["other_titles"])
    city, _, city_factor = rng.choices(words["cities"], [c[1] for c in words["cities"]])[0]
    years, _, lift = rng.choices(EXPERIENCE, [e[1] for e in EXPERIENCE])[0]
    asks = [a for a in words["asks"] if rng.random() < ASK_CHANCE.get(a, 0.15)]
    base, currency = BASE_PAY[lang]
    if city == "New York":
        currency = "USD"
    pay = (
        math.log(base * city_factor * lift)
        + employer.effect
        + rng.gauss(0, 0.16)
        + sum(PAID_ASKS.get(a, 0.0) for a in asks)
    )
    half = max(0.03, rng.gauss(0.17, 0.06))
    step = 1000 if lang != "tr" else 500
    low, high = (round(math.exp(pay + side * half) / step) * step for side in (-1, 1))
    form = rng.choices(["range", "from", "upto", "point", "negotiable", "absent"], [30, 24, 8, 6, 8, 24])[0]
    gross = None if lang == "en" else rng.choice([True, False, False, None])
    posted_on = LAST_DAY - timedelta(days=rng.randrange(WEEKS * 7))
    shown_low = low if form in ("range", "from", "point") else None
    shown_high = high if form in ("range", "upto") else (low if form == "point" else None)
    text = compose(employer, years, asks, form, (low, high), currency, number, rng, words)
    return Ad(
        number, lang, title, employer, city, posted_on, text, form, shown_low, shown_high, currency, gross, years, asks
    )


def compose(
    employer: Employer,
    years: float | None,
    asks: list[str],
    form: str,
    pay: tuple[int, int],
    currency: str,
    number: int,
    rng: random.Random,
    words: dict[str, Any],
) -> str:
    """Write the advertisement's text: about, duties, requirements, preferred, conditions, sometimes a contact."""
    lang, bullet = employer.lang, rng.choice(["• ", "- ", "— ", ""])
    lines = [
        rng.choice(words["about"]).format(
            employer=employer.name,
            industry=employer.described,
            years=rng.randrange(3, 25),
            staff=rng.randrange(12, 400),
        )
    ]

    def block(heading: str, items: Iterable[str]) -> None:
        got = list(items)
        if got:
            lines.extend([rng.choice(words[heading]), *(f"{bullet}{item}{';' if bullet else ''}" for item in got)])

    block("headings_duties", rng.sample(words["duties"], rng.randrange(3, 6)))
    wanted, nice = [], []
    for ask in asks:
        wording = rng.choice(words["asks"][ask])
        draw = rng.random()
        if draw < 0.16:
            wanted.append(wording + rng.choice(words["preferred_suffix"]))
        elif draw < 0.28:
            nice.append(wording)
        else:
            wanted.append(wording)
    if years is not None or rng.random() < 0.5:
        kind = "experience_some" if years is None else "experience_years" if years else "experience_none"
        wanted.insert(
            rng.randrange(len(wanted) + 1),
            rng.choice(words[kind]).format(years=int(years or 0), years_ru=years_ru(years or 0)),
        )
    block("headings_requirements", wanted)
    block("headings_preferred", nice)
    conditions = rng.sample(words["conditions"], rng.randrange(2, 5))
    if rng.random() < 0.35:
        conditions.append(rng.choice(words["variable"]))
    if form != "absent" and rng.random() < 0.55:
        template = rng.choice(words["negotiable" if form == "negotiable" else f"pay_{form}"])
        conditions.insert(
            0,
            template.format(
                low=written(pay[0], lang, rng),
                high=written(pay[1], lang, rng),
                sign={"USD": "$", "GBP": "£"}.get(currency, ""),
            ),
        )
    block("headings_conditions", conditions)
    if number % 5 == 0:
        lines.append(rng.choice(words["contacts"]).format(a=rng.randrange(10, 99), b=rng.randrange(10, 99)))
    return "\n".join(lines)


def market(seed: int = SEED) -> list[Ad]:
    """Return all advertisements, reposts included, in the order of their numbers."""
    rng, phrases = random.Random(seed), tomllib.loads((HERE / "phrases.toml").read_text("utf-8"))  # noqa: S311 - not a secret
    firms = employers(rng, phrases)
    ads: list[Ad] = []
    for lang, count in COUNTS.items():
        local = [e for e in firms if e.lang == lang]
        for i in range(count):
            firm = local[i] if i < len(local) else rng.choice(local)
            ads.append(advertise(len(ads) + 1, firm, rng, phrases))
    for ad in rng.sample(ads, 28):  # reposts: the same words again, days later, under a new number
        ads.append(
            replace(
                ad, number=len(ads) + 1, posted_on=min(LAST_DAY, ad.posted_on + timedelta(days=rng.randrange(3, 15)))
            )
        )
    return ads


if __name__ == "__main__":
    (HERE / "market.zip").write_bytes(pack(files(market(), (HERE / "README.md").read_text("utf-8"))))
