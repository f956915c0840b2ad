"""Answers for notebooks: what a question gave as a typed object that prints as a frame, as HTML, and in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pipeline.desk.comparables import shares_of
from pipeline.desk.question import COLUMNS
from pipeline.statistics import PrintedBand, printable
from pipeline.statistics.estimates import LINES
from pipeline.statistics.grades import place_in_market
from pipeline.statistics.widening import widened_segment

if TYPE_CHECKING:
    from pipeline.desk.market import Market
    from pipeline.desk.question import UnitMarket


class Answer:
    """What every answer can do: a frame, the same frame as HTML, and an explanation in sentences."""

    def to_frame(self) -> pd.DataFrame:
        """The numbers, one row each."""
        raise NotImplementedError

    def explain(self) -> str:
        """What the numbers say and how sure they are, in English."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        sentences = "".join(f"<p>{_escaped(line)}</p>" for line in self.explain().splitlines())
        return sentences + str(self.to_frame().to_html(index=False, na_rep="", float_format=_short))


@dataclass(frozen=True)
class Band(Answer):
    """What may be printed of a segment's pay; `rows` are the vacancies behind it."""

    printed: PrintedBand
    unit: str
    tax_view: str | None
    where: Mapping[str, str]
    vacancy_ids: tuple[str, ...]
    notes: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """One row a line and percentile, with its interval."""
        return self.printed.to_frame()

    def explain(self) -> str:
        """The middle of the market, what it rests on, and every caveat."""
        shown, middle = self.printed, self.printed.middle[0.5]
        segment = " · ".join([self.unit, *([self.tax_view] if self.tax_view else []), *self.where.values()])
        lines = [f"{segment}: {shown.n} of {shown.postings} vacancies show pay, {shown.employers} named employers."]
        lines += [f"Widened: {step}." for step in shown.widened]
        if middle.value is None and middle.low is None:
            lines.append(f"Not printed: {shown.reason}.")
        elif middle.value is None:
            lines.append(f"The median of the middle lies between {_money(middle.low)} and {_money(middle.high)}.")
        else:
            ends = f"{_money(middle.low)} to {_money(middle.high)}"
            lines.append(
                f"Half of them post a middle below {_money(middle.value)} ({100 * shown.level:g} % interval {ends})."
            )
        lines.append(f"Grade {shown.grade}: {shown.grade_reason}.")
        return "\n".join([*lines, *(f"Caveat: {c.text}." for c in shown.caveats), *self.notes])


@dataclass(frozen=True)
class Position(Answer):
    """Where an offer stands on each line; `told` is what `vacancies position --json` calls the offer."""

    low: float | None
    high: float | None
    told: Mapping[str, Any]
    unit: str
    notes: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """One row a line: floor, middle, ceiling."""
        return pd.DataFrame([{"line": name, **self.told[name]} for name in LINES])

    def explain(self) -> str:
        """Each line in a sentence, and what it rests on."""
        lines = [f"Widened: {step}." for step in self.told["widened"]]
        for name in LINES:
            place = self.told[name]
            if place["percentile"] is not None:
                ends = f"P{100 * place['low']:.0f} to P{100 * place['high']:.0f}"
                lines.append(f"Its {name} stands at P{100 * place['percentile']:.0f} of {name}s ({ends}).")
            else:
                lines.append(f"Its {name}: {place['words'] or place['reason']}.")
        n, employers = self.told["n"], self.told["employers"]
        lines.append(f"Among {n} vacancies that show pay, {employers} named employers, in {self.unit}.")
        return "\n".join([*lines, *self.notes])


@dataclass(frozen=True)
class Requirements(Answer):
    """How often each requirement is asked: shares of vacancies with a text, required and either way."""

    frame: pd.DataFrame
    n: int
    employers: int

    def to_frame(self) -> pd.DataFrame:
        """One row a concept, the commonest first."""
        return self.frame

    def explain(self) -> str:
        """The five commonest in sentences."""
        lines = [f"{self.n} vacancies with a text, {self.employers} named employers."]
        for row in self.frame.head(5).to_dict("records"):
            if not pd.isna(row["share_asked"]):
                low, high = 100 * row["share_asked_low"], 100 * row["share_asked_high"]
                lines.append(f"{row['label']}: {100 * row['share_asked']:.0f} % ask it ({low:.0f} to {high:.0f} %).")
        return "\n".join(lines)


def band(market: UnitMarket, level: float = 0.90, *, widen: bool = True) -> Band:
    """The band of a question, widened until something may be printed."""
    found, rows = widened_segment(market.frame, market.where, level=level, pool=market.pool, widen=widen)
    shown = printable(found)
    ids = tuple(sorted(market.frame.loc[rows, "vacancy_id"])) if shown.method != "none" else ()
    return Band(shown, market.unit, market.tax_view, dict(market.where), ids, tuple(market.notes()))


def position(
    market: UnitMarket, low: float | None, high: float | None, level: float = 0.90, *, widen: bool = True
) -> Position:
    """The place of an offer in the market of a question."""
    told = place_in_market(market.frame, low, high, market.where, market.pool, level, widen=widen)
    return Position(low, high, told, market.unit, tuple(market.notes()))


def requirements(market: Market, where: Mapping[str, str], least: int = 1) -> Requirements:
    """Shares of every concept asked by at least `least` vacancies of a segment."""
    inside = np.ones(len(market.rows), bool)
    for column, value in where.items():
        inside &= (market.rows[COLUMNS.get(column, column)] == value).fillna(False).to_numpy(dtype=bool)
    told = inside & market.has_text
    asked = market.asks[(market.asks["scope"] < 2) & told[market.asks["row"]]]["concept"].value_counts()
    concepts = [market.asked_concepts[code] for code in asked[asked >= least].index]
    cells = shares_of(market, told, concepts)
    rows = [{"concept": c, "label": market.label(c, "en"), **cells[c].to_dict()} for c in concepts]
    frame = pd.DataFrame(rows, columns=["concept", "label", *_SHARE_COLUMNS])
    frame = frame.sort_values(["share_asked", "concept"], ascending=[False, True], kind="stable", ignore_index=True)
    return Requirements(frame, int(told.sum()), int(market.rows["employer"][told].nunique()))


_SHARE_COLUMNS = (
    *(f"share_{x}{end}" for x in ("asked", "required") for end in ("", "_low", "_high")), "asked", "n", "employers",
    "grade", "reason",
)  # fmt: skip


def _money(amount: float | None) -> str:
    return "…" if amount is None else f"{amount:,.0f}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.2f}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
