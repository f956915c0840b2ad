"""The report in a few sentences, each computed from intervals and grades, none typed."""

# ruff: noqa: E501 - a sentence for the catalogues, and a row of the fake market, stay whole
from __future__ import annotations

from typing import Any

from pipeline.report.bands import Band, basis, gather, in_order, overlap, segment_name, units
from pipeline.report.blocks import Block, Bullets, Card, Cards
from pipeline.report.context import Context, records
from pipeline.report.i18n import NOTHING, absent
from pipeline.report.labels import VERDICTS
from pipeline.report.outages import outages

MOST_SENTENCES, MOST_NAMED, MOST = 6, 3, 0.5

Rows = list[dict[str, Any]]


def build(rows: Rows, context: Context) -> list[Block]:
    """Cards for the largest unit, then the sentences."""
    bands = gather(rows)
    main = (units(bands) or [""])[0]
    whole = next((b for b in bands if b.segment_by == "all" and b.unit == main), None)
    kinds = records(context.query("select * from mart.disclosure where language = 'all'"))
    asked = records(
        context.query(
            "select * from mart.requirement where grade <> 'suppressed'"
            " and kind not in ('functions', 'conditions', 'benefits', 'person')"
            " order by share_required desc nulls last, concept limit 3"
        )
    )
    found = {
        "pay": _pay(whole, context),
        "moved": _moved(main, context),
        "experience": _experience(bands, main, context),
        "asked": _asked(asked, context),
        "ask or drop": _ask_or_drop(main, context),
        "apart": _apart(bands, main, context),
        "hidden": _not_to_read(kinds, context),
    }
    if sum(map(bool, found.values())) > MOST_SENTENCES:
        found["apart"] = ""  # the next section opens with every unit
    return [Cards(_cards(whole, main, kinds, context)), Bullets([*outages(context), *filter(None, found.values())])]


def _hidden_row(kinds: Rows) -> dict[str, Any] | None:
    """The share that shows no figure, over the whole market, as the mart has it."""
    return next((row for row in kinds if row["kind"] == "hidden" and row["of"]), None)


def _cards(whole: Band | None, main: str, kinds: Rows, context: Context) -> list[Card]:
    r = context.reader
    cards = []
    priced = whole is not None and whole.median is not None
    if whole is not None and whole.median is not None:
        sure, tag = (
            whole.at("middle", 0.5),
            context.tags.link(f"band:{whole.band_id}", segment_name(whole, context) + ", " + r.unit(whole.unit)),
        )
        cards.append(
            Card(
                r.money(sure.value, whole.currency),
                r.say("median, middle of the posted range ({unit})", unit=r.unit(whole.unit)),
                r.say(
                    "90% interval {range} · grade {grade}",
                    range=r.money_range(sure.low, sure.high, whole.currency),
                    grade=whole.grade,
                ),
                tag,
            )
        )
        low, high = whole.at("middle", 0.25), whole.at("middle", 0.75)
        if low.value is not None and high.value is not None:
            cards.append(
                Card(
                    r.money_range(low.value, high.value, whole.currency),
                    r.gettext("the middle half of vacancies"),
                    r.say(
                        "its ends: {low} and {high} · {basis}",
                        low=r.range(low.low, low.high), high=r.range(high.low, high.high), basis=basis(whole, context),
                    ),
                    tag,
                )
            )  # fmt: skip
    cards.append(_change_card(main, context) if priced else _size_card(context))
    unseen = _hidden_row(kinds)
    if unseen:
        cards.append(
            Card(
                r.share(unseen["share"]),
                r.gettext("show no figure for pay"),
                r.say(
                    "90% interval {range} · {n} of {total}",
                    range=r.share_range(unseen["share_low"], unseen["share_high"]),
                    n=r.number(unseen["n"]),
                    total=r.number(unseen["of"]),
                ),
            )
        )
    return cards


def _size_card(context: Context) -> Card:
    r, m = context.reader, context.market
    return Card(
        r.number(m.get("reported", m.get("role_yes")) or 0),
        r.gettext("vacancies of the role read"),
        r.say("of {employers} employers", employers=r.number(m.get("employers") or 0)),
    )


def _change_card(unit: str, context: Context) -> Card:
    """What moved since the last run, or why that cannot be said."""
    r, rows = context.reader, records(context.query("select * from mart.change"))
    row = next((row for row in rows if row["unit"] == unit), None)
    if row is None:
        return Card(NOTHING, r.gettext("change of pay"), r.gettext("first report: nothing to compare with yet"))
    what = r.say("change of pay since {day}, like for like", day=r.day(row["base_on"]))
    if absent(row["percent"]):
        return Card(NOTHING, what, r.gettext("cannot be said: too few vacancies or employers"))
    sure = r.say(
        "90% interval {range} · with pay: {base} vacancies before, {new} now",
        range=_change_range(row, context),
        base=r.number(row["n_base"]),
        new=r.number(row["n_new"]),
    )
    return Card(r.signed(row["percent"]), what, f"{sure} · {r.word(VERDICTS, row['verdict'])}")


def _change_range(row: dict[str, Any], context: Context) -> str:
    r = context.reader
    return f"{r.signed(row['percent_low'])} … {r.signed(row['percent_high'])}"


def _pay(whole: Band | None, context: Context) -> str:
    r = context.reader
    if whole is None:
        return r.gettext("No vacancy of this market shows pay, so there is no band.")
    if whole.median is None:
        return r.say("Too little pay is shown to print a band: {basis}.", basis=basis(whole, context))
    sure, floor, ceiling = whole.at("middle", 0.5), whole.at("floor", 0.5), whole.at("ceiling", 0.5)
    parts = {
        "median": r.money(sure.value, whole.currency),
        "range": r.money_range(sure.low, sure.high, whole.currency),
        "basis": basis(whole, context),
        "grade": whole.grade,
    }
    if floor.value is None or ceiling.value is None:
        return r.say(
            "The middle of the posted range has a median of {median}, 90% interval {range} ({basis}; grade {grade}).",
            **parts,
        )
    return r.say(
        "The middle of the posted range has a median of {median}, 90% interval {range} ({basis}; grade {grade}); like for like, ranges open at {floor} ({floor_range}) and close at {ceiling} ({ceiling_range}).",
        floor=r.money(floor.value, whole.currency),
        floor_range=r.money_range(floor.low, floor.high, whole.currency),
        ceiling=r.money(ceiling.value, whole.currency),
        ceiling_range=r.money_range(ceiling.low, ceiling.high, whole.currency),
        **parts,
    )


def _moved(unit: str, context: Context) -> str:
    """The change of the main unit since the last run; nothing where there is none or it cannot be said."""
    r, rows = context.reader, records(context.query("select * from mart.change"))
    row = next((row for row in rows if row["unit"] == unit and not absent(row["percent"])), None)
    if row is None:
        return ""
    parts = {
        "day": r.day(row["base_on"]),
        "percent": r.signed(row["percent"]),
        "range": _change_range(row, context),
    }
    if row["verdict"] in {"up", "down"}:
        return r.say("Since the report of {day} pay moved by {percent} ({range}), like for like.", **parts)
    return r.say("Since the report of {day} no change of pay is to be seen: {percent} ({range}).", **parts)


def _ask_or_drop(unit: str, context: Context) -> str:
    """What clearly goes with other pay, and the commonest demand most do without and pay no less for."""
    r = context.reader
    rows = records(context.query("select * from mart.premium where percent is not null order by n_with desc, concept"))
    priced = [row for row in rows if row["unit"] == unit]
    said = []
    clear = [
        f"{context.name(row['concept'])} {r.signed(row['percent'])} ({r.signed(row['percent_low'])} … {r.signed(row['percent_high'])})"
        for row in priced
        if row["clear"]
    ]
    if clear:
        said.append(
            r.say("Where these are asked, pay clearly differs: {things}.", things=r.several(clear[:MOST_NAMED]))
        )
    spare = next((row for row in priced if _can_be_spared(row)), None)
    if spare is not None:
        said.append(
            r.say(
                "What could be dropped first: “{name}”. {share} ({share_range}) of comparable vacancies do without it, and no difference in pay shows ({percent}; {range}).",
                name=context.name(spare["concept"]),
                share=r.share(spare["without_share"]),
                share_range=r.share_range(spare["without_low"], spare["without_high"]),
                percent=r.signed(spare["percent"]),
                range=_change_range(spare, context),
            )
        )
    return " ".join(said)


def _can_be_spared(row: dict[str, Any]) -> bool:
    """Most comparable vacancies do without it, beyond the interval's doubt, and its pay cannot be told apart."""
    unsure = not row["clear"] and row["percent_low"] <= 0 <= row["percent_high"]
    return bool(unsure and absent(row["merged"]) and not absent(row["without_low"]) and row["without_low"] > MOST)


def _apart(bands: list[Band], main: str, context: Context) -> str:
    """The medians of the other units, which are never mixed with the main one."""
    r, things = context.reader, []
    for unit in units(bands):
        band = next(b for b in bands if b.segment_by == "all" and b.unit == unit)
        if unit != main and band.median is not None:
            sure = band.at("middle", 0.5)
            things.append(
                r.say(
                    "{unit}: {median} ({range}; {n}; grade {grade})",
                    unit=r.unit(unit),
                    median=r.money(sure.value, band.currency),
                    range=r.money_range(sure.low, sure.high, band.currency),
                    n=basis(band, context),
                    grade=band.grade,
                )
            )
    if not things:
        return ""
    return r.say("Other currencies stand apart, by the same median: {things}.", things="; ".join(things))


def _experience(bands: list[Band], unit: str, context: Context) -> str:
    r = context.reader
    steps = [
        b
        for b in in_order(x for x in bands if x.segment_by == "experience" and x.unit == unit)
        if b.median is not None and b.key in {"none", "1-3", "3-6", "6+"}
    ]
    if len(steps) < 2:
        return ""
    low, high = steps[0], steps[-1]
    parts = {
        "more": segment_name(high, context),
        "less": segment_name(low, context),
        "more_pay": r.money(high.median, high.currency),
        "less_pay": r.money(low.median, low.currency),
        "more_range": r.money_range(high.at("middle", 0.5).low, high.at("middle", 0.5).high, high.currency),
        "less_range": r.money_range(low.at("middle", 0.5).low, low.at("middle", 0.5).high, low.currency),
    }
    if overlap(low.at("middle", 0.5), high.at("middle", 0.5)):
        return r.say(
            "Experience: the data do not tell “{more}” ({more_pay}, {more_range}) from “{less}” ({less_pay}, {less_range}); the intervals overlap.",
            **parts,
        )
    return r.say(
        "Experience: “{more}” stands at {more_pay} ({more_range}), “{less}” at {less_pay} ({less_range}): a clear difference.",
        **parts,
    )


def _asked(asked: Rows, context: Context) -> str:
    r = context.reader
    things = [
        f"{context.name(row['concept'])} {r.share(row['share_required'])} ({r.share_range(row['share_required_low'], row['share_required_high'])})"
        for row in asked
        if row["share_required"]
    ]
    if not things:
        return ""
    told = r.count_of(
        "of {n} vacancy whose posting has a text", "of {n} vacancies whose posting has a text", asked[0]["n"]
    )
    return r.say("Most often required: {things} {told}.", things=r.several(things), told=told)


def _not_to_read(kinds: Rows, context: Context) -> str:
    """What not to read into the bands."""
    r, unseen = context.reader, _hidden_row(kinds)
    if not unseen or not unseen["n"]:
        return r.gettext("Posted is not paid: the middle of a posted range is not the salary of those who were hired.")
    return r.say(
        "Posted is not paid, and {share} of vacancies ({range}) show no figure: the bands say what is offered openly, not what everybody pays or what those who were hired earn.",
        share=r.share(unseen["share"]),
        range=r.share_range(unseen["share_low"], unseen["share_high"]),
    )
