"""Writes the invented advertisements in the formats people really hold, a few records broken on purpose."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any


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
                    "name": "Anna Example",
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
    by = {lang: [a for a in ads if a.lang == lang] for lang in ("ru", "tr", "en")}
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
