"""Premiums: the adjusted difference beside the raw one, refusals with their reason, dropping a requirement."""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

from functools import partial
from typing import Any

from pipeline.report import charts
from pipeline.report.blocks import Block, Chart, Column, Paragraph, Sheet, SheetChart, Table
from pipeline.report.context import Context
from pipeline.report.i18n import NOTHING, absent

MOST_ROWS = 15
Rows = list[dict[str, Any]]


def build(rows: Rows, context: Context) -> list[Block]:
    """A forest plot for each unit with something to show, then one table of all, refusals included."""
    r = context.reader
    if not rows:
        return [
            Paragraph(
                r.gettext("No vacancy with pay requires anything on the list, so nothing can be compared."), "note"
            )
        ]
    blocks: list[Block] = []
    flat = [_row(row, context) for row in rows]
    for unit in sorted(
        {str(row["unit"]) for row in rows}, key=lambda u: -sum(x["n_with"] for x in rows if x["unit"] == u)
    ):
        inside = [row for row in flat if row["unit_id"] == unit]
        priced = [row for row in inside if row["percent"] is not None]
        if len(priced) >= 2:
            blocks.append(_chart(unit, priced, inside, context))
        else:
            said = r.say("{unit}: too few vacancies to compare like with like; nothing is priced.", unit=r.unit(unit))
            blocks.append(Paragraph(said, "note"))
    clear = [row for row in flat if row["clear"]]
    if any(row["percent"] is not None for row in flat):
        blocks.append(Paragraph(_verdict(clear, context)))
    table = Table(
        "numbers-premiums",
        r.gettext("All requirements, priced or not, with the reason."),
        _columns(context, wide=True),
        flat,
    )
    priced_rows = [
        i for i, row in enumerate(flat) if row["percent"] is not None and row["unit_id"] == flat[0]["unit_id"]
    ]
    picture = SheetChart(
        r.gettext("What requirements go with in pay"),
        "label",
        ("percent",),
        (min(priced_rows, default=0), max(priced_rows, default=0)),
        percent=True,
    )
    return [*blocks, Sheet(r.gettext("Premiums"), table, (picture,) if len(priced_rows) > 1 else ())]


def _verdict(clear: Rows, context: Context) -> str:
    r = context.reader
    if not clear:
        return r.gettext(
            "After allowing for how many requirements were compared, none of these differences can be told from chance: do not raise or cut pay for any of them on this evidence."
        )
    names = r.several(f"{row['label']} ({r.signed(100 * row['percent'])})" for row in clear)
    return r.say("Clear even after allowing for how many were compared: {names}.", names=names)


def _row(row: dict[str, Any], context: Context) -> dict[str, Any]:
    label = context.name(row["concept"])
    merged = [context.name(c) for c in str(row["merged"]).split(",")] if not absent(row["merged"]) else []
    shares = {
        name: None if absent(row[name]) else float(row[name]) / 100
        for name in ("percent", "percent_low", "percent_high", "raw_percent")
    }
    return row | shares | {
        "unit_id": str(row["unit"]),
        "unit": context.reader.unit(row["unit"]),
        "label": " + ".join(merged) if merged else label,
        "tag": context.tags.link(f"ask:{row['concept']}", label),
        "why": _reason(row, context),
    }  # fmt: skip


def _reason(row: dict[str, Any], context: Context) -> str:
    r = context.reader
    if not absent(row["percent"]):
        return r.gettext("clear") if row["clear"] else r.gettext("not told from chance")
    if "too few" in str(row["reason"]):
        return r.count_of(
            "too few: {n} vacancy with pay asks for it",
            "too few: {n} vacancies with pay ask for it",
            row["n_with"] or 0,
        )
    return r.gettext("cannot be told apart from other requirements or groups")


def _columns(context: Context, wide: bool) -> list[Column]:
    r = context.reader
    return [
        *([Column("unit", r.gettext("Unit"), "said")] if wide else []),
        Column("label", r.gettext("Asked for")),
        Column("percent", r.gettext("Like for like"), "change", "percent_low", "percent_high"),
        Column("raw_percent", r.gettext("Raw difference"), "change"),
        Column("n_with", r.gettext("With it"), "count", evidence=None),
        Column("n_without", r.gettext("Without"), "count"),
        Column("employers_with", r.gettext("Employers with it"), "count"),
        Column("without_share", r.gettext("Alike without it"), "share", "without_low", "without_high"),
        Column("why", r.gettext("Verdict"), "said"),
    ]


def _chart(unit: str, priced: Rows, inside: Rows, context: Context) -> Chart:
    r = context.reader
    shown = sorted(sorted(priced, key=lambda row: -row["n_with"])[:MOST_ROWS], key=lambda row: -row["percent"])
    bars = [
        charts.EffectRow(
            row["label"], 100 * row["percent"], (100 * row["percent_low"], 100 * row["percent_high"]),
            None if row["raw_percent"] is None else 100 * row["raw_percent"],
            (r.signed(100 * row["percent"]), r.number(row["n_with"])),
            r.say(
                "{label}: like for like {percent} ({range}), raw {raw}", label=row["label"], percent=r.signed(100 * row["percent"]),
                range=f"{r.signed(100 * row['percent_low'])} … {r.signed(100 * row['percent_high'])}",
                raw=NOTHING if row["raw_percent"] is None else r.signed(100 * row["raw_percent"]),
            ),
            bool(row["clear"]),
        )
        for row in shown
    ]  # fmt: skip
    legend = (r.gettext("clear"), r.gettext("not told from chance"), r.gettext("raw difference"))
    draw: Any = partial(_draw, bars, legend, (r.gettext("like for like"), r.gettext("vacancies")), r)
    draw.tips = {f"tip{i}": bar.tip for i, bar in enumerate(bars)}
    slug = "".join(c if c.isalnum() else "-" for c in unit.lower())
    return Chart(
        f"premiums-{slug}",
        r.say("Pay that goes with a requirement: {unit}", unit=r.unit(unit)),
        r.gettext(
            "Difference of pay with equal experience, place, industry and other requirements; line: 90% interval"
        ),
        "; ".join(b.tip for b in bars),
        draw,
        r.gettext(
            "“Alike without it” is what dropping a requirement would change: of comparable vacancies, the share that do not ask for it."
        ),
        Table(
            f"numbers-premiums-{slug}",
            r.gettext("Differences with their 90% intervals."),
            _columns(context, wide=False),
            inside,
        ),
    )


def _draw(
    bars: list[charts.EffectRow], legend: tuple[str, ...], edge: tuple[str, ...], reader: Any, narrow: bool
) -> Any:
    return charts.effects(bars, legend, edge, narrow, lambda v: reader.signed(v, 0))
