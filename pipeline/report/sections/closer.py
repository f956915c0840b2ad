"""Requirements looked at closer: by industry, by third of pay, levels, pairs above chance, rare demands."""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

from functools import partial
from typing import Any

from pipeline.report import charts
from pipeline.report.blocks import Block, Chart, Column, Heading, Paragraph, Sheet, Table
from pipeline.report.context import Context, records
from pipeline.report.labels import LEVELS, THIRDS

Rows = list[dict[str, Any]]
NOT_ASKED = "('functions', 'conditions', 'benefits', 'person')"
MOST_RARE, RARE = 15, 0.02


def build(rows: Rows, context: Context) -> list[Block]:
    """Each part is left out where the market is too thin for it."""
    blocks = [
        *_industries(rows, context),
        *_thirds(rows, context),
        *_levels(context),
        *_pairs(context),
        *_rare(context),
    ]
    return blocks or [Paragraph(context.reader.gettext("Too few vacancies ask for anything to look closer."), "note")]


def _shown(rows: Rows, split_by: str) -> dict[str, dict[str, dict[str, Any]]]:
    """Cells that may be printed: value → concept → row; values by their size."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    inside = [row for row in rows if row["split_by"] == split_by and row["share"] is not None]
    for row in sorted(inside, key=lambda row: (-row["n"], row["value"])):
        found.setdefault(str(row["value"]), {})[str(row["concept"])] = row
    return found


def _by_share(cells: dict[str, dict[str, dict[str, Any]]]) -> list[str]:
    total: dict[str, float] = {}
    for concepts in cells.values():
        for concept, row in concepts.items():
            total[concept] = total.get(concept, 0) + row["share"] * row["n"]
    return sorted(total, key=lambda concept: (-total[concept], concept))


def _industries(rows: Rows, context: Context) -> list[Block]:
    r, cells = context.reader, _shown(rows, "industry")
    if len(cells) < 2:
        return []
    concepts = _by_share(cells)
    names, heads = [context.name(value) for value in cells], [context.name(c) for c in concepts]
    values = [[cells[v][c]["share"] if c in cells[v] else None for c in concepts] for v in cells]
    draw: Any = partial(_draw, names, heads, values, r)
    flat = [
        {"industry": context.name(v), "asked": context.name(c), **cells[v][c]}
        for v in cells
        for c in concepts
        if c in cells[v]
    ]
    columns = (
        Column("industry", r.gettext("Industry"), "said"), Column("asked", r.gettext("Asked for"), "said"),
        Column("share", r.gettext("Share"), "share", "low", "high"), Column("n", r.gettext("Vacancies"), "count"),
        Column("employers", r.gettext("Employers"), "count"),
    )  # fmt: skip
    table = Table(
        "numbers-requirements-industries",
        r.gettext("Required or preferred, by industry, with 90% intervals."),
        columns,
        flat,
    )
    alt = "; ".join(f"{row['industry']}, {row['asked']}: {r.share(row['share'])}" for row in flat[:20])
    return [
        Chart(
            "requirements-industries", r.gettext("What each industry asks for"),
            r.gettext("Share of the industry’s vacancies that require or prefer it; darker is more"), alt, draw,
            r.gettext("A blank cell has too few employers. Intervals stand in the numbers; small differences mean nothing."), table,
        ),
        Sheet(r.gettext("Requirements by industry"), table),
    ]  # fmt: skip


def _draw(names: list[str], heads: list[str], values: list[list[float | None]], reader: Any, narrow: bool) -> Any:
    return charts.heat(names, heads, values, narrow, reader.share)


def _thirds(rows: Rows, context: Context) -> list[Block]:
    r, cells = context.reader, _shown(rows, "pay")
    if set(cells) != set(THIRDS):
        return []
    flat = []
    for concept in _by_share(cells):
        row: dict[str, Any] = {"label": context.name(concept)}
        for third in THIRDS:
            cell = cells[third].get(concept, {})
            row |= {third: cell.get("share"), f"{third}_low": cell.get("low"), f"{third}_high": cell.get("high")}
        low, high = cells["lower"].get(concept), cells["upper"].get(concept)
        apart = bool(low and high and (low["high"] < high["low"] or high["high"] < low["low"]))
        flat.append(row | {"apart": r.gettext("differs") if apart else r.gettext("cannot be told apart")})
    columns = [
        Column("label", r.gettext("Asked for"), "said"),
        *(Column(t, r.word(THIRDS, t).capitalize(), "share", f"{t}_low", f"{t}_high") for t in THIRDS),
        Column("apart", r.gettext("Lower against upper"), "said"),
    ]
    caption = r.gettext("Thirds of the posted floors of each currency, with 90% intervals.")
    return [Heading(r.gettext("By level of pay")), Table("numbers-requirements-pay", caption, columns, flat)]


def _levels(context: Context) -> list[Block]:
    r = context.reader
    rows = records(
        context.query(
            "select concept, level, count(*) as n, count(distinct employer) as employers, any_value(total.n) as total"
            " from mart.ask join mart.vacancy as vacancy using (vacancy_id)"
            " join (select concept, count(*) as n from mart.ask where scope in ('required', 'preferred') group by concept) as total using (concept)"
            " where level is not null and scope in ('required', 'preferred') group by concept, level"
            " having count(distinct employer) >= 5 order by any_value(total.n) desc, concept, n desc, level"
        )
    )
    if not rows:
        return []
    for row in rows:
        level = str(row["level"])
        said = r.tongue(level) if row["concept"] == "other-language" else r.gettext(LEVELS.get(level, level))
        row |= {"label": context.name(row["concept"]), "level": said}
    columns = (
        Column("label", r.gettext("Asked for"), "said"), Column("level", r.gettext("Level"), "said"),
        Column("n", r.gettext("Vacancies"), "count"), Column("total", r.gettext("of all that ask for it"), "count"),
        Column("employers", r.gettext("Employers"), "count"),
    )  # fmt: skip
    caption = r.gettext("Only where the posting names a level, and five employers or more do.")
    return [Heading(r.gettext("At which level")), Table("numbers-levels", caption, columns, rows)]


def _pairs(context: Context) -> list[Block]:
    r, rows = (
        context.reader,
        records(context.query("select * from mart.requirement_pair order by lift desc, first, second limit 12")),
    )
    if not rows:
        return []
    for row in rows:
        row["label"] = f"{context.name(row['first'])} + {context.name(row['second'])}"
    columns = (
        Column("label", r.gettext("Pair"), "said"), Column("lift", r.gettext("Times chance"), "number", "lift_low", "lift_high"),
        Column("together", r.gettext("Together"), "count"), Column("share", r.gettext("Share"), "share", "low", "high"),
        Column("employers", r.gettext("Employers"), "count"),
    )  # fmt: skip
    caption = r.gettext(
        "Pairs asked together more often than chance would have it: 2 is twice as often. Shares of all vacancies with a text; 90% intervals."
    )
    return [Heading(r.gettext("What goes together")), Table("numbers-together", caption, columns, rows)]


def _rare(context: Context) -> list[Block]:
    r = context.reader
    rows = records(
        context.query(
            "select concept, required + preferred as n, employers, share_asked, share_asked_low, share_asked_high from mart.requirement"
            f" where grade <> 'suppressed' and kind not in {NOT_ASKED} and required + preferred > 0 and share_asked < {RARE}"
            f" order by share_asked desc, concept limit {MOST_RARE}"
        )
    )
    if not rows:
        return []
    for row in rows:
        row |= {
            "label": context.name(row["concept"]),
            "tag": context.tags.link(f"ask:{row['concept']}", context.name(row["concept"])),
        }
    columns = (
        Column("label", r.gettext("Asked for"), "said"), Column("n", r.gettext("Vacancies"), "count", evidence="tag"),
        Column("share_asked", r.gettext("Share"), "share", "share_asked_low", "share_asked_high"), Column("employers", r.gettext("Employers"), "count"),
    )  # fmt: skip
    caption = r.gettext(
        "Asked by fewer than two vacancies in a hundred: each narrows the field, and few others ask it."
    )
    return [Heading(r.gettext("Rare demands")), Table("numbers-rare", caption, columns, rows)]
