"""Employers: how concentrated, agencies, work format, days open, reposts; what no source tells is said to be untold."""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

from typing import Any

from pipeline.report.blocks import Block, Bullets, Column, Heading, Paragraph, Sheet, Table
from pipeline.report.context import Context, records

MOST_ROWS, LEAST = 15, 5
FORMATS = "('remote', 'hybrid', 'office-work', 'field-work', 'shift-work', 'flexible-hours', 'part-time', 'rotational', 'five-two')"


def build(rows: list[dict[str, Any]], context: Context) -> list[Block]:
    """Sentences computed from the mart, then the employers with most vacancies."""
    r = context.reader
    if not rows:
        return [Paragraph(r.gettext("No vacancy names its employer."), "note")]
    table = Table(
        "numbers-who",
        r.gettext("Employers with most vacancies."),
        (
            Column("employer", r.gettext("Employer")), Column("n", r.gettext("Vacancies"), "count"),
            Column("share", r.gettext("Share"), "share"), Column("n_with_pay", r.gettext("with pay"), "count"),
        ),
        rows,
    )  # fmt: skip
    shown = Table(table.name, table.caption, table.columns, rows[:MOST_ROWS])
    return [
        Bullets([*_concentration(rows, context), *_agencies(rows, context), *_open(context)]),
        *_formats(context), Heading(r.gettext("Employers")), shown, Sheet(r.gettext("Employers"), table),
    ]  # fmt: skip


def _concentration(rows: list[dict[str, Any]], context: Context) -> list[str]:
    r, effective = context.reader, float(rows[0]["effective_employers"])
    top = sum(row["n"] for row in rows[:10])
    said = r.say(
        "{employers} post in this market; by how vacancies are spread that equals {effective} employers of one size.",
        employers=r.count_of("{n} employer", "{n} employers", len(rows)), effective=r.number(effective),
    )  # fmt: skip
    if len(rows) <= 10:
        return [said]
    share = r.share(top / sum(row["n"] for row in rows))
    return [said, r.say("The ten largest post {share} of the vacancies whose employer is named.", share=share)]


def _agencies(rows: list[dict[str, Any]], context: Context) -> list[str]:
    r, agencies = context.reader, [row for row in rows if row["is_agency"]]
    if not agencies:
        return [r.gettext("No employer calls itself an agency; those that do not say so cannot be told.")]
    n = sum(row["n"] for row in agencies)
    return [
        r.say(
            "{agencies} post {vacancies}; the employers behind them are not named.",
            agencies=r.count_of("{n} agency", "{n} agencies", len(agencies)), vacancies=r.count_of("{n} vacancy", "{n} vacancies", n),
        )
    ]  # fmt: skip


def _open(context: Context) -> list[str]:
    r = context.reader
    told = records(
        context.query(
            "select count(days_open) as n, quantile_cont(days_open, 0.25) as low, median(days_open) as middle,"
            " quantile_cont(days_open, 0.75) as high, count(*) filter (reposts > 0) as again, count(*) as total from mart.vacancy"
        )
    )[0]
    said = []
    if (told["n"] or 0) >= LEAST:
        said.append(
            r.say(
                "Days open: half of the {n} vacancies whose end is known stood between {low} and {high} days, the middle one {middle}.",
                n=r.number(told["n"]), low=r.number(told["low"]), high=r.number(told["high"]), middle=r.number(told["middle"]),
            )
        )  # fmt: skip
    else:
        said.append(
            r.gettext(
                "How long vacancies stay open is not told: files have no history; sources that are collected again and again do."
            )
        )
    if told["again"]:
        said.append(
            r.say(
                "Posted again: {again} of {total}; each counts once.",
                again=r.count_of("{n} vacancy", "{n} vacancies", told["again"]), total=r.number(told["total"]),
            )
        )  # fmt: skip
    return said


def _formats(context: Context) -> list[Block]:
    r = context.reader
    rows = records(
        context.query(
            f"select concept, n, offered, employers from (select concept, any_value(n) as n, any_value(offered) as offered from mart.requirement where concept in {FORMATS} group by concept)"
            " join (select concept, count(distinct employer) as employers from mart.ask join mart.vacancy using (vacancy_id) where scope = 'offered' group by concept) using (concept)"
            f" where offered > 0 and employers >= {LEAST} order by offered desc, concept"
        )
    )
    if not rows:
        return []
    for row in rows:
        row |= {"label": context.name(row["concept"])}
    columns = (
        Column("label", r.gettext("Format"), "said"), Column("offered", r.gettext("Vacancies"), "count"),
        Column("n", r.gettext("of all with a text"), "count"), Column("employers", r.gettext("Employers"), "count"),
    )  # fmt: skip
    return [
        Heading(r.gettext("Work format and hours")),
        Table(
            "numbers-formats", r.gettext("Named in the posting; silence says nothing about the format."), columns, rows
        ),
    ]
