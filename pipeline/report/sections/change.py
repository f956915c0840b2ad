"""Change since the last run: market, mix and method apart; new, closed, edited; sources that gave out."""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

from typing import Any

from pipeline.report.blocks import Block, Bullets, Column, Heading, Paragraph, Sheet, Table
from pipeline.report.context import Context, records
from pipeline.report.i18n import absent
from pipeline.report.labels import EDITED, VERDICTS
from pipeline.report.outages import outages

MOST_ROWS = 15


def build(rows: list[dict[str, Any]], context: Context) -> list[Block]:
    """A first run has nothing to compare with and says so."""
    r = context.reader
    if not rows:
        first = r.gettext(
            "This is the first report of these vacancies: there is nothing to compare with yet. The next run will tell what moved."
        )
        return [Paragraph(first), *_not_the_market(context.market.get("window_from"), context)]
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
    caption = r.gettext("Change of pay like for like, with its 90% interval.")
    table = Table("numbers-change", caption, columns, flat)
    days = r.say("Before is {base}, now is {new}.", base=r.day(rows[0]["base_on"]), new=r.day(rows[0]["new_on"]))
    shown = Table(table.name, f"{caption} {days}", [c for c in columns if c.kind != "day"], flat)
    return [
        Bullets([_sentence(row, context) for row in flat] + _moved(rows[0], context)),
        shown,
        *_not_the_market(rows[0]["base_on"], context),
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
    if row["percent_low"] <= 0 <= row["percent_high"]:
        return r.say("{unit}: no change to be seen: {percent} ({low} … {high}) holds zero.", **parts)
    return r.say("{unit}: {percent} ({low} … {high}) is less than 1.5% and not called a change.", **parts)


def _moved(row: dict[str, Any], context: Context) -> list[str]:
    """What came, went and was edited, where the sources are watched over time."""
    r, base = context.reader, row["base_on"]
    said = [
        r.gettext(
            "Market is the change with experience, place, industry and employers held equal; mix is what another make-up of vacancies added; our reading is what vacancies that are still there read otherwise than before: through new words or code, or because their postings were edited."
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


def _not_the_market(since: Any, context: Context) -> list[Block]:
    """Edits, reposts and outages since a day: what moves numbers though the market stands still."""
    r = context.reader
    said = [*_edited(since, context), *_posted_again(since, context), *outages(context)]
    if not said:
        return []
    blocks: list[Block] = [Heading(r.gettext("What moved, though not the market")), Bullets(said)]
    edits = [row | {"said": r.word(EDITED, row["what"])} for row in _edits(since, context)]
    columns = (
        Column("edited_on", r.gettext("Seen on"), "day"), Column("title", r.gettext("Title")),
        Column("employer", r.gettext("Employer")), Column("said", r.gettext("Edited"), "said"),
        Column("before", r.gettext("Before")), Column("after", r.gettext("Now")), Column("url", r.gettext("Source"), "link"),
    )  # fmt: skip
    shown = [row for row in edits if row["what"] != "text"][:MOST_ROWS]
    if shown:
        blocks.append(
            Table("numbers-edits", r.gettext("Pay and titles that were edited, newest first."), columns, shown)
        )
    if edits:
        blocks.append(Sheet(r.gettext("Edits"), Table("edits", r.gettext("Every edit of a posting."), columns, edits)))
    return blocks


def _after(since: Any, column: str) -> str:
    return "true" if absent(since) else f"{column} > date '{since:%Y-%m-%d}'"


def _edits(since: Any, context: Context) -> list[dict[str, Any]]:
    where = _after(since, "edited_on")
    order = "edited_on desc, posting_key, version, what"
    return records(context.query(f"select * from mart.edit where {where} order by {order}"))


def _edited(since: Any, context: Context) -> list[str]:
    r, edits = context.reader, _edits(since, context)
    if not edits:
        return []
    count = {what: len({e["vacancy_id"] for e in edits if e["what"] == what}) for what in EDITED}
    things = r.several(f"{r.word(EDITED, what)} {r.number(n)}" for what, n in count.items() if n)
    n = len({e["vacancy_id"] for e in edits})
    return [
        r.count_of(
            "{n} vacancy was edited by its employer ({things}): what that moves stands under “Our reading”, not under “Market”.",
            "{n} vacancies were edited by their employers ({things}): what that moves stands under “Our reading”, not under “Market”.",
            n, things=things,
        )
    ]  # fmt: skip


def _posted_again(since: Any, context: Context) -> list[str]:
    where = _after(since, "again_on")
    n = records(context.query(f"select count(distinct vacancy_id) as n from mart.repost where {where}"))[0]["n"]
    if not n:
        return []
    return [
        context.reader.count_of(
            "{n} vacancy was posted again under a new number: it counts once and is not a new one.",
            "{n} vacancies were posted again under new numbers: each counts once and none is a new one.",
            n,
        )
    ]
