"""Every vacancy of the role once, carrying the tags of the numbers it stands behind."""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

from typing import Any

from pipeline.report.blocks import Block, Column, Evidence, Paragraph, Sheet, Table
from pipeline.report.context import Context
from pipeline.report.labels import EXPERIENCE, PAY_KINDS
from pipeline.report.proof import leaf_of


def build(rows: list[dict[str, Any]], context: Context) -> list[Block]:
    """The evidence table, and the same as a sheet."""
    r = context.reader
    if not rows:
        return [Paragraph(r.gettext("There is no vacancy of the role in the market window."), "warn")]
    flat = []
    for place, row in enumerate(rows, start=1):
        keys = [
            *(f"band:{band}" for band in _list(row.get("bands"))),
            f"kind:{row['language']}:{row['kind']}",
            f"kind:all:{row['kind']}",
            f"industry:{row['industry']}",
            *(f"ask:{concept}" for concept in _list(row.get("asked"))),
        ]
        flat.append(
            row
            | {
                "no": place,
                "tags": [context.tags.known[k] for k in keys if k in context.tags.known],
                "x": _choices(row, context),
                "sentences": leaf_of(place),
                "experience": r.word(EXPERIENCE, row["experience"]),
                "kind": r.word(PAY_KINDS, row["kind"]),
                "industry": context.name(row["industry"]) if row["industry"] else "",
                "pay_written": row.get("pay_written") or row.get("quote") or "",
                "pay_unit": r.unit(row["unit"], row.get("tax_view")) if row.get("unit") else "",
            }
        )
    columns = (
        Column("no", r.gettext("No."), "count", beside="sentences"),
        Column("title", r.gettext("Title")),
        Column("employer", r.gettext("Employer")),
        Column("place", r.gettext("Place")),
        Column("experience", r.gettext("Experience"), "said"),
        Column("industry", r.gettext("Industry"), "said"),
        Column("pay_written", r.gettext("Pay as written")),
        Column("posted_on", r.gettext("Posted"), "day"),
        Column("url", r.gettext("Link"), "link"),
    )
    wide = (
        *columns[:6],
        Column("kind", r.gettext("Form"), "said"),
        columns[6],
        Column("pay_low", r.gettext("Floor"), "number"),
        Column("pay_high", r.gettext("Ceiling"), "number"),
        Column("pay_unit", r.gettext("Unit"), "said"),
        *columns[7:],
        Column("source", r.gettext("Source")),
        Column("vacancy_id", r.gettext("Vacancy")),
    )
    table = Table("vacancies", r.gettext("Vacancies of the role in the market window"), columns, flat)
    marks = {tag: _mark(key) for key, tag in context.tags.known.items()}
    return [
        Evidence(table, dict(context.tags.labels), marks, _left_out(len(flat), context)),
        Sheet(r.gettext("Vacancies"), Table("vacancies", table.caption, wide, flat)),
    ]


def _left_out(listed: int, context: Context) -> str:
    """Say which vacancies of a large market are listed; nothing where all are."""
    r, whole = context.reader, int(context.market.get("reported") or 0)
    if listed >= whole:
        return ""
    return r.say(
        "{listed} of {whole} vacancies are listed here and in the workbook: the newest, and the newest 100 behind each number. All figures are of all vacancies. A part of the market is listed whole by “vacancies report --segment”.",
        listed=r.number(listed),
        whole=r.number(whole),
    )


def _mark(key: str) -> str:
    """Which sentences of a vacancy speak of a number: `ask:excel` those of Excel, bands and forms those of pay."""
    kind, _, of = key.partition(":")
    return of if kind == "ask" else "pay" if kind in {"band", "kind"} else kind


def _choices(row: dict[str, Any], context: Context) -> str:
    """A vacancy that shows pay, as the explorer numbers its unit, place, experience, industry and requirements."""
    if not row.get("in_bands") or not context.codes:
        return ""
    of = context.codes
    asked = [str(of["requires"][c]) for c in _list(row.get("asked")) if c in of["requires"]]
    parts = [str(of[name].get(str(row.get(name)), "")) for name in ("unit", "place", "experience", "industry")]
    return ";".join([*parts, ",".join(asked)])


def _list(value: Any) -> list[str]:
    if value is None or isinstance(value, str):
        return [part for part in (value or "").split(",") if part]
    return [str(part) for part in value]
