"""Forms of pay: one bar of the whole a language, from a full range to nothing said."""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

from functools import partial
from typing import Any

from pipeline.report import charts
from pipeline.report.blocks import Block, Bullets, Chart, Column, Paragraph, Sheet, SheetChart, Table
from pipeline.report.context import Context, records
from pipeline.report.labels import LANGUAGES, PAY_KINDS

LEAST = 10


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
    return [chart, Bullets([*_bias(context), *_quality(context)]), Sheet(r.gettext("Disclosure"), table, (picture,))]


def _bias(context: Context) -> list[str]:
    """What the median would be if hidden pay were higher: how far silence could mislead."""
    r, said = context.reader, []
    rows = records(
        context.query(
            "select unit, value, hidden_10, hidden_20 from mart.explorer where cell_id = unit and position = 'middle'"
            " and percentile = 0.5 and hidden_10 is not null and value is not null order by n desc, unit"
        )
    )
    for row in rows:
        currency = row["unit"].partition("/")[0]
        median, ten, twenty = (r.money(row[key], currency) for key in ("value", "hidden_10", "hidden_20"))
        parts = {"unit": r.unit(row["unit"]), "ten": ten, "median": median, "twenty": twenty}
        if twenty == median:
            sentence = r.gettext(
                "{unit}: even if vacancies that hide pay paid 20% more, the median would stay about {median}."
            )
        elif ten == median:
            sentence = r.gettext(
                "{unit}: if vacancies that hide pay paid 10% more, the median would stay about {median}; at 20% more it would be {twenty}."
            )
        else:
            sentence = r.gettext(
                "{unit}: if vacancies that hide pay paid 10% more, the median would be {ten} instead of {median}; at 20% more, {twenty}."
            )
        said.append(sentence.format(**parts))
    return said


def _quality(context: Context) -> list[str]:
    """How wide full ranges are against practice, ranges in name only, and variable pay."""
    r = context.reader
    told = records(
        context.query(
            "with closed as (select high / low - 1 as spread from mart.vacancy where kind = 'range' and low > 0 and high > low) select"
            " (select count(*) from closed) as n, (select median(spread) from closed) as middle,"
            " (select count(*) from closed where spread < 0.05) as narrow, (select count(*) from closed where spread > 0.5) as wide,"
            " (select count(distinct vacancy_id) from mart.fact where kind = 'variable_pay') as variable,"
            " (select count(*) from mart.vacancy where has_text) as texts"
        )
    )[0]
    said = []
    if (told["n"] or 0) >= LEAST:
        said.append(
            r.say(
                "Of {n} full ranges half spread by more than {middle} from bottom to top; {wide} spread by more than 50%, wider than pay structures usually are, and {narrow} by less than 5%: ranges in name only.",
                n=r.number(told["n"]),
                middle=r.share(told["middle"]),
                wide=r.number(told["wide"]),
                narrow=r.number(told["narrow"]),
            )
        )
    if told["texts"]:
        said.append(
            r.say(
                "Variable pay is spoken of in {n} of {total} vacancies with a text.",
                n=r.number(told["variable"]),
                total=r.number(told["texts"]),
            )
        )
    return said


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
        r.gettext("Forms of pay, with the 90% interval of each share."),
        (
            Column("language", r.gettext("Language"), "said"),
            Column("kind", r.gettext("Form"), "said"),
            Column("n", r.gettext("Vacancies"), "count", evidence="tag"),
            Column("share", r.gettext("Share"), "share", "share_low", "share_high"),
        ),
        flat,
    )
