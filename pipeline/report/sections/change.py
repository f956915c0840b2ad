"""Change since the last run: market, mix and method apart; new, closed, edited; sources that gave out."""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

from typing import Any

from pipeline.report.blocks import Block, Bullets, Column, Paragraph, Sheet, Table
from pipeline.report.context import Context, records
from pipeline.report.i18n import absent
from pipeline.report.labels import VERDICTS


def build(rows: list[dict[str, Any]], context: Context) -> list[Block]:
    """A first run has nothing to compare with and says so."""
    r = context.reader
    if not rows:
        return [
            Paragraph(
                r.gettext(
                    "This is the first report of these vacancies: there is nothing to compare with yet. The next run will tell what moved."
                )
            )
        ]
    flat = []
    for row in rows:
        shares = {
            k: None if absent(row[k]) else float(row[k]) / 100
            for k in row
            if k.endswith("percent") or k.startswith("percent_") or k == "smallest_visible_change"
        }
        flat.append(row | shares | {"unit": r.unit(row["unit"]), "said": r.word(VERDICTS, row["verdict"])})
    columns = (
        Column("unit", r.gettext("Unit"), "said"), Column("base_on", r.gettext("Before"), "day"), Column("new_on", r.gettext("Now"), "day"),
        Column("percent", r.gettext("Market"), "change", "percent_low", "percent_high"), Column("mix_percent", r.gettext("Mix"), "change"),
        Column("reading_percent", r.gettext("Our reading"), "change"), Column("raw_percent", r.gettext("Raw difference"), "change"),
        Column("n_base", r.gettext("With pay before"), "count"), Column("n_new", r.gettext("With pay now"), "count"), Column("said", r.gettext("Verdict"), "said"),
    )  # fmt: skip
    table = Table("numbers-change", r.gettext("Change of pay like for like, with its 90 % interval."), columns, flat)
    return [
        Bullets([_sentence(row, context) for row in flat] + _moved(rows[0], context)),
        table,
        Sheet(r.gettext("Changes"), table),
    ]


def _sentence(row: dict[str, Any], context: Context) -> str:
    r = context.reader
    if row["percent"] is None:
        return r.say(
            "{unit}: whether pay moved cannot be said; too few vacancies or employers in one of the two runs.",
            unit=row["unit"],
        )
    parts = {
        "unit": row["unit"],
        "percent": r.signed(100 * row["percent"]),
        "low": r.signed(100 * row["percent_low"]),
        "high": r.signed(100 * row["percent_high"]),
    }
    if row["verdict"] in {"up", "down"}:
        return r.say("{unit}: like for like, pay moved by {percent} ({low} … {high}).", **parts)
    return r.say("{unit}: no change to be seen: {percent} ({low} … {high}) holds zero.", **parts)


def _moved(row: dict[str, Any], context: Context) -> list[str]:
    """What came, went and was edited, where the sources are watched over time."""
    r, base = context.reader, row["base_on"]
    said = [
        r.gettext(
            "Market is the change with experience, place, industry and employers held equal; mix is what another make-up of vacancies added; our reading is what new words or code would have changed without any posting changing."
        )
    ]
    if absent(base):
        return said
    day = f"date '{base:%Y-%m-%d}'"
    told = records(
        context.query(
            f"select count(*) filter (coalesce(first_seen_on, posted_on) > {day}) as new, count(*) filter (closed_on > {day}) as closed from mart.vacancy"
        )
    )[0]
    parts = {"new": r.number(told["new"]), "closed": r.number(told["closed"]), "day": r.day(base)}
    return [*said, r.say("Since {day}: {new} vacancies are new; {closed} are known to have closed.", **parts)]
