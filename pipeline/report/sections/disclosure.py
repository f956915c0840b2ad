"""Forms of pay: one bar of the whole a language, from a full range to nothing said."""

from __future__ import annotations

from functools import partial
from typing import Any

from pipeline.report import charts
from pipeline.report.blocks import Block, Chart, Column, Paragraph, Sheet, SheetChart, Table
from pipeline.report.context import Context
from pipeline.report.labels import LANGUAGES, PAY_KINDS


def build(rows: list[dict[str, Any]], context: Context) -> list[Block]:
    """One chart with its numbers; languages by size, all together first where the mart tells it."""
    r = context.reader
    if not rows:
        return [Paragraph(r.gettext("There is no vacancy of the role in the market window."), "warn")]
    sizes: dict[str, int] = {}
    for row in rows:
        sizes[row["language"]] = sizes.get(row["language"], 0) + int(row["n"])
    if len(sizes) == 2:  # one language is the whole market
        sizes.pop("all", None)
    rows = [row for row in rows if row["language"] in sizes]
    order = sorted(sizes, key=lambda lang: (lang != "all", -sizes[lang], lang))
    bars = [
        _bar(lang, {row["kind"]: row for row in rows if row["language"] == lang}, sizes[lang], context)
        for lang in order
    ]
    table = _table(rows, order, context)
    draw: Any = partial(_draw, bars, [r.word(PAY_KINDS, k) for k in PAY_KINDS], (r.gettext("vacancies"),), r)
    draw.tips = {
        f"tip{i}_{j}": f"{bar.label}: {r.word(PAY_KINDS, kind)} {bar.inside[j]}"
        for i, bar in enumerate(bars)
        for j, kind in enumerate(PAY_KINDS)
    }
    chart = Chart(
        "disclosure-forms",
        r.gettext("Form of pay"),
        r.gettext("Share of vacancies"),
        "; ".join(b.tip for b in bars),
        draw,
        r.gettext("“From” and “up to” figures are never read as a middle; a missing figure is never read as zero."),
        table,
    )
    picture = SheetChart(
        r.gettext("Form of pay"),
        "kind",
        ("share",),
        (0, len([x for x in rows if x["language"] == order[0]]) - 1),
        percent=True,
    )
    return [chart, Sheet(r.gettext("Disclosure"), table, (picture,))]


def _bar(lang: str, kinds: dict[str, dict[str, Any]], n: int, context: Context) -> charts.ShareRow:
    r = context.reader
    parts = tuple(float((kinds.get(k) or {}).get("n") or 0) / max(n, 1) for k in PAY_KINDS)
    said = r.several(f"{r.word(PAY_KINDS, k)} {r.share(s)}" for k, s in zip(PAY_KINDS, parts, strict=True) if s)
    label = r.word(LANGUAGES, lang)
    return charts.ShareRow(
        label, parts, "", (r.number(n),), f"{label}: {said}", inside=tuple(r.share(s) for s in parts)
    )


def _draw(bars: list[charts.ShareRow], legend: list[str], edge: tuple[str, ...], reader: Any, narrow: bool) -> Any:
    return charts.shares(bars, legend, edge, narrow, reader.share, charts.LADDER, whole=True)


def _table(rows: list[dict[str, Any]], order: list[str], context: Context) -> Table:
    r, steps = context.reader, list(PAY_KINDS)
    ranked = sorted(
        rows, key=lambda x: (order.index(x["language"]), steps.index(x["kind"]) if x["kind"] in steps else 99)
    )
    flat = [
        row
        | {
            "kind": r.word(PAY_KINDS, row["kind"]),
            "language": r.word(LANGUAGES, row["language"]),
            "tag": context.tags.link(
                f"kind:{row['language']}:{row['kind']}",
                f"{r.word(LANGUAGES, row['language'])}: {r.word(PAY_KINDS, row['kind'])}",
            ),
        }
        for row in ranked
    ]
    return Table(
        "numbers-disclosure",
        r.gettext("Forms of pay, with the 90 % interval of each share."),
        (
            Column("language", r.gettext("Language"), "said"),
            Column("kind", r.gettext("Form"), "said"),
            Column("n", r.gettext("Vacancies"), "count", evidence="tag"),
            Column("share", r.gettext("Share"), "share", "share_low", "share_high"),
        ),
        flat,
    )
