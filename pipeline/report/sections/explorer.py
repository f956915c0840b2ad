"""The band explorer and the check of an offer: what statistics computed beforehand, packed for the page's script."""

from __future__ import annotations

from typing import Any

from pipeline.report.blocks import Block, Explorer, Paragraph
from pipeline.report.context import Context, records
from pipeline.report.i18n import absent
from pipeline.report.labels import EXPERIENCE, POSITION_MEANINGS, POSITIONS

PERCENTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
LINES = ("floor", "middle", "ceiling")
CHOICES = ("unit", "place", "experience", "industry", "requires")
WORDS = ("lower half", "upper half", "around the middle", "cannot say")

Rows = list[dict[str, Any]]


def build(rows: Rows, context: Context) -> list[Block]:
    """One block; a market without a printable cell is one sentence."""
    r = context.reader
    if not rows:
        return [
            Paragraph(r.gettext("No segment of this market may be printed, so there is nothing to choose."), "note")
        ]
    context.codes.update(_codes(rows, context))
    cells: dict[str, Any] = {}
    ids: dict[str, str] = {}
    for row in rows:
        key = _key(row, context)
        ids[str(row["cell_id"])] = key
        cell = cells.setdefault(
            key,
            [row["n"], row["employers"], row["grade"], int(row["method"] == "pooled"), [[None] * 15 for _ in LINES]],
        )
        at = 3 * _place(row["percentile"])
        cell[4][LINES.index(row["position"])][at : at + 3] = [_whole(row[end]) for end in ("value", "low", "high")]
    data = {
        "choices": {name: _names(name, context) for name in CHOICES},
        "cells": cells,
        "offers": _offers(ids, context),
        "lines": [[r.word(POSITIONS, line), r.word(POSITION_MEANINGS, line)] for line in LINES],
        "said": _said(context),
        "grades": {grade: grade for grade in "ABC"},
    }
    return [Explorer(data)]


def _codes(rows: Rows, context: Context) -> dict[str, dict[str, int]]:
    """Number the values of each choice: units by their vacancies, experience as it grows, the rest by name."""
    seen: dict[str, dict[str, int]] = {name: {} for name in CHOICES}
    for row in rows:
        for name in CHOICES:
            values = str(row[name]).split(",") if name == "requires" else [str(row[name])]
            for value in () if absent(row[name]) else values:
                seen[name][value] = max(seen[name].get(value, 0), int(row["n"]))
    steps = list(EXPERIENCE)
    order = {
        "unit": lambda v: (-seen["unit"][v], v),
        "experience": lambda v: (steps.index(v) if v in steps else 99, v),
        "place": lambda v: (0, v),
    }
    by_name = lambda v: (0, context.name(v))  # noqa: E731 - one key among the three above
    return {
        name: {value: at for at, value in enumerate(sorted(values, key=order.get(name, by_name)))}
        for name, values in seen.items()
    }


def _key(row: dict[str, Any], context: Context) -> str:
    """A cell as the script looks it up: unit;place;experience;industry;requirements in their order."""
    codes = context.codes
    parts = ["" if absent(row[name]) else str(codes[name][str(row[name])]) for name in CHOICES[:4]]
    asked = [] if absent(row["requires"]) else sorted(codes["requires"][c] for c in str(row["requires"]).split(","))
    return ";".join([*parts, ",".join(map(str, asked))])


def _place(percentile: float) -> int:
    return next(at for at, p in enumerate(PERCENTILES) if abs(p - percentile) < 1e-9)


def _whole(value: Any) -> float | int | None:
    if absent(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _names(name: str, context: Context) -> list[dict[str, Any]]:
    """Each value with its id, its name, and for a unit how money is written in it."""
    r, found = context.reader, []
    for value in context.codes[name]:
        if name == "unit":
            view = context.query(f"select any_value(tax_view) as view from mart.explorer where unit = '{value}'").iloc[
                0
            ]["view"]
            amount = r.money(1, value.partition("/")[0]).replace("1", "{n}")
            found.append({"id": value, "name": r.unit(value, view), "money": amount})
        else:
            shown = (
                value if name == "place" else r.word(EXPERIENCE, value) if name == "experience" else context.name(value)
            )
            found.append({"id": value, "name": shown})
    return found


def _offers(ids: dict[str, str], context: Context) -> dict[str, list[list[int]]]:
    """The steps of each line of a cell, four whole numbers each, all as differences from the step before.

    Twice the amount plus one where the step holds above it; the percentile, or 101 and more for a word; low; high.
    """
    offers: dict[str, list[list[int]]] = {}
    before: dict[tuple[str, int], list[int]] = {}
    for row in records(context.query("select * from mart.offer")):
        key = ids.get(str(row["cell_id"]))
        if key is None:
            continue
        line = LINES.index(row["position"])
        last = before.get((key, line), [0, 0, 0, 0])
        step = [2 * round(float(row["amount"])) + int(bool(row["above"])), *last[1:]]
        if absent(row["percentile"]):
            step[1] = 101 + (WORDS.index(row["words"]) if row["words"] in WORDS else 3)
        else:
            step[1:] = [round(100 * float(row[end])) for end in ("percentile", "low", "high")]
        offers.setdefault(key, [[], [], []])[line] += [new - old for new, old in zip(step, last, strict=True)]
        before[key, line] = step
    return offers


def _said(context: Context) -> dict[str, Any]:
    """The sentences the script puts together, in the reader's language."""
    r = context.reader
    return {
        "any": r.gettext("any"),
        "basis": r.gettext("Vacancies with pay: {n}. Employers: {employers}. Grade {grade}."),
        "pooled": r.gettext("Estimated from similar segments."),
        "none": r.gettext(
            "This segment is too thin to print: too few employers show pay. The nearest wider one is shown: {segment}."
        ),
        "whole": r.gettext("the whole market"),
        "place_of": r.gettext("P{p} (90% interval P{low}–P{high})"),
        "words": [
            r.gettext("in the lower half"), r.gettext("in the upper half"), r.gettext("around the middle"),
            r.gettext("the data cannot say"),
        ],
        "beside": r.gettext("Placed in the nearest segment that carries it: {segment}."),
        "own": [r.gettext("your minimum among the floors"), r.gettext("your middle among the middles"),
                r.gettext("your maximum among the ceilings")],
        "order": r.gettext("The minimum stands above the maximum; please turn them round."),
        "outer": r.gettext("P10 and P90 need 20 employers and 40 vacancies with pay."),
    }  # fmt: skip
