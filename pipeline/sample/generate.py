"""Makes the invented sample market: the same seed always gives the same bytes.

    python -m pipeline.sample.generate        rewrites pipeline/sample/market.zip

About 600 postings of about 150 employers over ten weeks in three languages, in six formats, with reposts,
cross-posts, one-sided and undisclosed pay, contacts to strip and a few broken records. The words stand in phrases.toml; the pay
comes from a log-normal market with employer, place, industry and experience effects, so the report has something to find.
"""

from __future__ import annotations

import csv
import io
import json
import math
import random
import tomllib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from html import escape
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True)
class Employer:
    """An invented employer: its name, its industry (concept id) and how far above the market it pays, in logs."""

    name: str
    industry: str
    described: str
    effect: float
    lang: str


@dataclass(frozen=True)
class Ad:
    """One invented advertisement before any format is chosen."""

    number: int
    lang: str
    title: str
    employer: Employer
    city: str
    posted_on: date
    text: str
    form: str
    low: int | None
    high: int | None
    currency: str
    gross: bool | None
    years: float | None
    tags: list[str] = field(default_factory=list)


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


def as_row(ad: Ad, *, stated: bool = True) -> dict[str, Any]:
    """Return the flat columns of an advertisement, as the CSV, XLSX and JSONL files write them."""
    return {
        "id": f"s-{ad.number:04d}",
        "title": ad.title,
        "employer": ad.employer.name,
        "area": ad.city,
        "published_at": ad.posted_on.isoformat(),
        "url": f"https://jobs.example/{ad.lang}/{ad.number}",
        "description": ad.text,
        "stated": {
            "salary_from": ad.low,
            "salary_to": ad.high,
            "currency": ad.currency if ad.low or ad.high else None,
            "period": ("year" if ad.lang == "en" else "month") if ad.low or ad.high else None,
            "gross": ad.gross,
        }
        if stated
        else None,
    }


def as_jsonl(ads: list[Ad]) -> bytes:
    """Write one JSON object a line, and one line cut short, as a crashed export leaves it."""
    lines = [json.dumps(as_row(ad), ensure_ascii=False) for ad in ads]
    lines.insert(len(lines) // 2, lines[0][: len(lines[0]) // 3])
    return ("\n".join(lines) + "\n").encode()


def as_csv(ads: list[Ad], encoding: str) -> bytes:
    """Write a CSV table with the columns people name, and one row that holds nothing."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            "id",
            "title",
            "company",
            "city",
            "date",
            "url",
            "description",
            "salary_from",
            "salary_to",
            "currency",
            "period",
        ]
    )
    for ad in ads:
        writer.writerow(
            [
                f"c-{ad.number:04d}",
                ad.title,
                ad.employer.name,
                ad.city,
                ad.posted_on.isoformat(),
                f"https://jobs.example/{ad.number}",
                ad.text,
                ad.low or "",
                ad.high or "",
                ad.currency if ad.low or ad.high else "",
                "month" if ad.lang != "en" else "year",
            ]
        )
    writer.writerow(["c-none"] + [""] * 10)
    return out.getvalue().encode(encoding, "replace")


def as_hh(ads: list[Ad]) -> bytes:
    """Write vacancies the way the hh.ru API answers, contacts included (they must not survive reading)."""
    items: list[dict[str, Any]] = []
    for ad in ads:
        body = "".join(
            f"<li>{escape(line.lstrip('•-— '))}</li>"
            if line.startswith(("•", "-", "—"))
            else f"<p><strong>{escape(line)}</strong></p>"
            for line in ad.text.split("\n")
        )
        bucket = (
            "noExperience"
            if ad.years == 0
            else None
            if ad.years is None
            else "between1And3"
            if ad.years < 3
            else "between3And6"
        )
        items.append(
            {
                "id": str(900_000_000 + ad.number),
                "name": ad.title,
                "area": {"id": "1", "name": ad.city},
                "employer": {"id": str(abs(hash_name(ad.employer.name))), "name": ad.employer.name},
                "salary": {"from": ad.low, "to": ad.high, "currency": "RUR", "gross": ad.gross}
                if ad.low or ad.high
                else None,
                "experience": {"id": bucket, "name": ""} if bucket else None,
                "published_at": f"{ad.posted_on.isoformat()}T09:00:00+0300",
                "alternate_url": f"https://vacancies.example/{ad.number}",
                "description": body,
                "key_skills": [],
                "contacts": {
                    "name": "Вымышленная Анна",
                    "email": f"anna{ad.number}@primer.example",
                    "phones": [{"formatted": "+7 (999) 000-00-00"}],
                }
                if ad.number % 4 == 0
                else None,
            }
        )
    return json.dumps(
        {"items": items, "found": len(items), "pages": 1, "page": 0, "per_page": len(items)},
        ensure_ascii=False,
        indent=1,
    ).encode()


def hash_name(name: str) -> int:
    """Return a small number that is the same for a name in every process."""
    return sum(ord(c) * (i + 1) for i, c in enumerate(name)) % 100_000


def as_page(ad: Ad) -> bytes:
    """Write a saved vacancy page whose facts stand in schema.org JSON-LD."""
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": ad.title,
        "datePosted": ad.posted_on.isoformat(),
        "url": f"https://careers.example/{ad.number}",
        "identifier": {"@type": "PropertyValue", "value": f"p-{ad.number}"},
        "hiringOrganization": {"@type": "Organization", "name": ad.employer.name},
        "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": ad.city}},
        "description": "<p>" + "</p><p>".join(escape(line) for line in ad.text.split("\n")) + "</p>",
    }
    if ad.low or ad.high:
        value = {k: v for k, v in (("minValue", ad.low), ("maxValue", ad.high)) if v}
        posting["baseSalary"] = {
            "@type": "MonetaryAmount",
            "currency": ad.currency,
            "value": {"@type": "QuantitativeValue", "unitText": "YEAR" if ad.lang == "en" else "MONTH", **value},
        }
    head = f'<!doctype html><html lang="{ad.lang}"><head><meta charset="utf-8"><title>{escape(ad.title)}</title>'
    script = f'<script type="application/ld+json">{json.dumps(posting, ensure_ascii=False)}</script>'
    return f"{head}{script}</head><body><h1>{escape(ad.title)}</h1></body></html>\n".encode()


def as_xlsx(ads: list[Ad]) -> bytes:
    """Write a spreadsheet as a colleague would keep it."""
    import datetime as dt

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2026, 11, 15)})  # a fixed stamp keeps the bytes the same
    sheet = book.add_worksheet("postings")
    sheet.write_row(
        0, 0, ["id", "title", "employer", "place", "posted_on", "description", "salary_from", "salary_to", "currency"]
    )
    for i, ad in enumerate(ads, 1):
        sheet.write_row(
            i,
            0,
            [
                f"x-{ad.number:04d}",
                ad.title,
                ad.employer.name,
                ad.city,
                ad.posted_on.isoformat(),
                ad.text,
                ad.low,
                ad.high,
                ad.currency if ad.low or ad.high else None,
            ],
        )
    book.close()
    return out.getvalue()


def files(ads: list[Ad], readme: str) -> dict[str, bytes]:
    """Spread the advertisements over the formats; some stand in two of them (cross-posts)."""
    by = {lang: [a for a in ads if a.lang == lang] for lang in COUNTS}
    ru, tr, en = by["ru"], by["tr"], by["en"]
    made = {
        "README.md": readme.encode(),
        "ru_board.json": as_hh(ru[:140]),
        "ru_export.csv": as_csv(ru[140:220], "cp1251"),
        "ru_collected.jsonl": as_jsonl(ru[215:]),
        "tr_collected.jsonl": as_jsonl(tr[:90]),
        "tr_list.xlsx": as_xlsx(tr[86:]),
        "en_collected.jsonl": as_jsonl(en[:60]),
        "en_export.csv": as_csv(en[60:85], "utf-8-sig"),
    }
    made |= {f"pages/{ad.number:04d}.html": as_page(ad) for ad in [*en[80:], *tr[:6]]}
    made["pages/broken.html"] = (
        b'<!doctype html><title>no posting here</title><script type="application/ld+json">{"@type": "Job'
    )
    return made


def pack(made: dict[str, bytes]) -> bytes:
    """Zip files with a fixed date, so that the same files give the same archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(made):
            info = zipfile.ZipInfo(name, (2026, 11, 15, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, made[name])
    return out.getvalue()


if __name__ == "__main__":
    (HERE / "market.zip").write_bytes(pack(files(market(), (HERE / "README.md").read_text("utf-8"))))
