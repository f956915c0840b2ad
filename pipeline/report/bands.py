"""Bands as the report reads them: the long rows of mart.band gathered into one object a segment and unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pipeline.report.context import Context
from pipeline.report.i18n import absent
from pipeline.report.labels import EXPERIENCE, SCOPES

POSITION_NAMES = ("floor", "middle", "ceiling")
PERCENTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Figure:
    """One percentile: its value and interval, None where it may not be printed or the end is open."""

    value: float | None
    low: float | None
    high: float | None


@dataclass
class Band:
    """One segment in one unit: `figures[position, percentile]`, and what every number must be printed with."""

    band_id: str
    segment_by: str
    key: str | None
    unit: str
    pay_scope: str | None
    n: int = 0
    employers: int = 0
    grade: str = "suppressed"
    code: str = ""
    tax_view: str | None = None
    method: str = "direct"
    hidden_share: float | None = None
    unknown_tax_share: float | None = None
    period_assumed_share: float | None = None
    unknown_employers_share: float | None = None
    figures: dict[tuple[str, float], Figure] = field(default_factory=dict)

    def at(self, position: str, percentile: float) -> Figure:
        """Give a figure, empty where there is none."""
        return self.figures.get((position, percentile), Figure(None, None, None))

    def value(self, position: str, percentile: float) -> float | None:
        """Give a figure's value alone."""
        return self.at(position, percentile).value

    @property
    def median(self) -> float | None:
        """The middle of the posted range, at its median; None where it may not be printed."""
        return self.value("middle", 0.5)

    @property
    def employers_unknown(self) -> bool:
        """Do most of its vacancies with pay name no employer?"""
        return (self.unknown_employers_share or 0) > 0.5

    @property
    def tax_said(self) -> str | None:
        """The tax view to print: a view that no posting names is the market's custom, and is not claimed."""
        return "unknown" if self.unknown_tax_share == 1 else self.tax_view

    @property
    def currency(self) -> str:
        """The currency of the unit."""
        return self.unit.partition("/")[0]


def gather(rows: Iterable[dict[str, Any]]) -> list[Band]:
    """Gather rows of mart.band, in their order, into bands; figures of a suppressed band are dropped for good."""
    bands: dict[str, Band] = {}
    for row in rows:
        band_id = str(row["band_id"])
        band = bands.get(band_id)
        if band is None:
            segment_by = str(row["segment_by"])
            key = row.get(segment_by) if segment_by in {"experience", "place", "industry", "pay_scope"} else None
            band = bands[band_id] = Band(
                band_id, segment_by, key, str(row["unit"] or ""), row.get("pay_scope"), tax_view=row.get("tax_view")
            )
        if row["position"] in (None, "middle"):
            band.n, band.employers = int(row["n"] or 0), int(row["employers"] or 0)
            band.grade = str(row["grade"] or "suppressed")
            band.method = str(row.get("method") or "direct")
            for name in ("hidden_share", "unknown_tax_share", "period_assumed_share", "unknown_employers_share"):
                setattr(band, name, row.get(name))
            if row["percentile"] == 0.5:
                band.code = str(row["reason_code"] or "")
        if row["position"] and not absent(row["percentile"]) and row["grade"] != "suppressed":
            place = (str(row["position"]), round(float(row["percentile"]), 3))
            band.figures[place] = Figure(row["value"], row["low"], row["high"])
    return list(bands.values())


def basis(band: Band, context: Context, join: str = ", ") -> str:
    """Tell what a band stands on: vacancies with pay and employers, or that most of these are not named."""
    r = context.reader
    who = r.count_of("{n} employer", "{n} employers", band.employers)
    if band.employers_unknown:
        who = r.gettext("employers mostly not named")
    return r.count_of("{n} vacancy with pay", "{n} vacancies with pay", band.n) + join + who


def overlap(one: Figure, other: Figure) -> bool:
    """Do two intervals share ground? An open end reaches everywhere, so it always does."""
    if None in (one.low, one.high, other.low, other.high):
        return True
    return not (one.high < other.low or other.high < one.low)  # type: ignore[operator]


def segment_name(band: Band, context: Context) -> str:
    """Name a band's segment in the reader's language."""
    if band.segment_by == "experience":
        return context.reader.word(EXPERIENCE, band.key)
    if band.segment_by == "industry":
        return context.name(band.key)
    if band.segment_by == "pay_scope":
        return context.reader.word(SCOPES, band.key)
    if band.segment_by == "place":
        return str(band.key or context.reader.gettext("Not told"))
    return context.reader.gettext("Whole market")


def in_order(bands: Iterable[Band]) -> list[Band]:
    """Experience as it grows; other segments by their median, dearest first; what may not be printed at the end."""
    steps = {bucket: place for place, bucket in enumerate(EXPERIENCE)}

    def place(band: Band) -> tuple[bool, float, int, str]:
        if band.segment_by == "experience":
            return False, float(steps.get(str(band.key), 99)), 0, ""
        return band.median is None, -(band.median or 0.0), -band.n, str(band.key)

    return sorted(bands, key=place)


def units(bands: Iterable[Band]) -> list[str]:
    """List the units of the whole-market bands, the one with most vacancies first."""
    sizes: dict[str, int] = {}
    for band in bands:
        if band.segment_by == "all":
            sizes[band.unit] = max(sizes.get(band.unit, 0), band.n)
    return sorted(sizes, key=lambda unit: (-sizes[unit], unit))
