"""The market's tables: every segment's bands, how pay is disclosed, what is asked, who asks; frames in, frames out.

`vacancies` is mart.vacancy (one row a vacancy of the role in the window), `asks` is mart.ask, `concepts` raw.concept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipeline.statistics.bands import SalaryBand, salary_bands
from pipeline.statistics.pool import prepare_pool
from pipeline.statistics.printing import printable
from pipeline.statistics.reliability import SUPPRESSED

SEGMENTS = (
    (),
    ("experience",),
    ("place",),
    ("industry",),
    ("experience", "place"),
    ("experience", "industry"),
    ("place", "industry"),
)
LEAST = 8
"""A segment of fewer vacancies is not listed at all, not even as suppressed (SPEC 3.9 would print counts only)."""

_KINDS = ("range", "from", "upto", "point", "negotiable", "absent")
_NAMES = {"place": "city"}
_BAND = [
    "segment_by", "place", "experience", "industry", "unit", "tax_view", "pay_scope", "position", "percentile", "value", "low",
    "high", "n", "employers", "effective_n", "vacancies", "hidden_share", "grade", "reason", "method", "unknown_tax_share",
    "period_assumed_share", "unknown_employers_share", "band_id",
]  # fmt: skip


def wilson(hits: int, n: int, z: float = 1.6448536269514722) -> tuple[float | None, float | None]:
    """Return the 90 % Wilson interval of a share; (None, None) of nothing."""
    if n == 0:
        return None, None
    share, spread = hits / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * (share * (1 - share) / n + spread / (4 * n)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def market_units(vacancies: pd.DataFrame) -> pd.Series[str]:
    """Return the unit of the market each vacancy belongs to: its own, else, where pay is hidden, its language's usual one."""
    banded = vacancies[vacancies["in_bands"].astype(bool)]
    usual: dict[Any, Any] = {}
    for language, rows in banded.groupby("language", sort=True):
        counts = rows["unit"].value_counts()
        usual[language] = min(counts[counts == counts.max()].index)
    hidden = vacancies["kind"].isin(["absent", "negotiable"])
    return vacancies["unit"].where(~hidden, vacancies["language"].map(usual))


def bands(vacancies: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return mart.band (one row a segment × unit × position × percentile) and mart.band_vacancy (band_id, vacancy_id)."""
    units = market_units(vacancies)
    rows: list[dict[str, Any]] = []
    members: list[pd.DataFrame] = []
    for unit in sorted(units.dropna().unique()):
        market = vacancies[units == unit]
        for by, key, band, inside in _segments(market):
            named = dict(zip(by, key, strict=True))
            band_id = "|".join([str(unit), *(f"{n}={v}" for n, v in named.items())])
            members.append(pd.DataFrame({"band_id": band_id, "vacancy_id": inside["vacancy_id"].to_numpy()}))
            rows += _rows(named, str(unit), band_id, band, inside)
    listed = (
        pd.concat(members, ignore_index=True) if members else pd.DataFrame({"band_id": [], "vacancy_id": []}, dtype=str)
    )
    return pd.DataFrame(rows, columns=_BAND), listed


def _segments(market: pd.DataFrame) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], SalaryBand, pd.DataFrame]]:
    frame = pd.DataFrame(
        {
            "employer": market["employer"], "experience": market["experience"], "city": market["place"],
            "industry": market["industry"], "salary_from": market["pay_low"].astype(float),
            "salary_to": market["pay_high"].astype(float),
        }
    )  # fmt: skip
    pool = prepare_pool(frame)
    for by in SEGMENTS:
        for key, band in salary_bands(frame, [_NAMES.get(n, n) for n in by], pool=pool).items():
            if "" in key or band.postings < LEAST or (len(by) == 2 and printable(band).grade == SUPPRESSED):
                continue
            inside = market
            for name, value in zip(by, key, strict=True):
                inside = inside[inside[name] == value]
            yield by, key, band, inside


def _rows(
    named: dict[str, str], unit: str, band_id: str, band: SalaryBand, inside: pd.DataFrame
) -> list[dict[str, Any]]:
    shown = inside[inside["in_bands"].astype(bool)]
    common = {
        "segment_by": "_".join(named) or "all", **{n: named.get(n) for n in ("place", "experience", "industry")},
        "unit": unit, "tax_view": shown["tax_view"].iloc[0] if len(shown) else None, "pay_scope": "posted",
        "vacancies": len(inside), "hidden_share": 1 - len(shown) / len(inside),
        "unknown_tax_share": float((shown["tax"] == "unknown").mean()) if len(shown) else None,
        "period_assumed_share": float(shown["period_assumed"].astype(bool).mean()) if len(shown) else None,
        "unknown_employers_share": float(shown["employer"].isna().mean()) if len(shown) else None, "band_id": band_id,
    }  # fmt: skip
    cells = printable(band).to_frame().rename(columns={"line": "position"})
    return [
        {str(k): v for k, v in cell.items()} | common
        for cell in cells.astype(object).where(cells.notna(), None).to_dict("records")
    ]


def disclosure(vacancies: pd.DataFrame) -> pd.DataFrame:
    """Return mart.disclosure: one row a language × kind of pay, with its share and interval."""
    rows = []
    for language, of_language in vacancies.groupby("language", sort=True):
        for kind in _KINDS:
            n = int((of_language["kind"] == kind).sum())
            rows.append((language, kind, n, n / len(of_language), *wilson(n, len(of_language)), len(of_language)))
    return pd.DataFrame(rows, columns=["language", "kind", "n", "share", "share_low", "share_high", "of"])


def requirements(vacancies: pd.DataFrame, asks: pd.DataFrame, concepts: pd.DataFrame) -> pd.DataFrame:
    """Return mart.requirement: one row a concept asked for; n counts vacancies with a text, for the rest ask nothing."""
    told = vacancies[vacancies["has_text"].astype(bool)]
    asks = asks.merge(told[["vacancy_id", "employer"]], on="vacancy_id")
    names = concepts.set_index("concept")
    rows = []
    for (concept, kind), of_concept in asks.groupby(["concept", "kind"], sort=True):
        counts = of_concept["scope"].value_counts()
        known = names.loc[str(concept)] if concept in names.index else None
        row: dict[str, Any] = {"concept": concept, "kind": kind, "grp": of_concept["grp"].iloc[0]}
        row |= {f"label_{x}": known[f"label_{x}"] if known is not None else concept for x in ("en", "ru", "tr")}
        row |= {"n": len(told)} | {s: int(counts.get(s, 0)) for s in ("required", "preferred", "not_needed", "offered")}
        for name, hits in (
            ("required", row["required"]),
            ("preferred", row["preferred"]),
            ("asked", row["required"] + row["preferred"]),
        ):
            low, high = wilson(hits, len(told))
            row |= {f"share_{name}": hits / len(told), f"share_{name}_low": low, f"share_{name}_high": high}
        asking = of_concept[of_concept["scope"].isin(["required", "preferred"])]
        row["employers"] = int(asking["employer"].nunique())
        row["grade"] = "A" if len(told) >= 60 else "B" if len(told) >= 30 else "C" if len(told) >= LEAST else SUPPRESSED
        row["reason"] = None if len(told) >= LEAST else f"only {len(told)} vacancies have a text"
        rows.append(row)
    return pd.DataFrame(rows, columns=[
        "concept", "kind", "grp", "label_en", "label_ru", "label_tr", "n", "required", "preferred", "not_needed", "offered",
        *(f"share_{x}{end}" for x in ("required", "preferred", "asked") for end in ("", "_low", "_high")),
        "employers", "grade", "reason",
    ])  # fmt: skip


def industries(vacancies: pd.DataFrame, band: pd.DataFrame) -> pd.DataFrame:
    """Return mart.industry: one row an industry, its vacancies, employers and share, and whether a band of it is printed."""
    printed = set(band[(band["segment_by"] == "industry") & (band["grade"] != SUPPRESSED)]["industry"])
    rows = []
    for industry, inside in vacancies.groupby("industry", sort=True):
        low, high = wilson(len(inside), len(vacancies))
        rows.append(
            (
                industry,
                len(inside),
                int(inside["employer"].nunique()),
                len(inside) / len(vacancies),
                low,
                high,
                industry in printed,
            )
        )
    return pd.DataFrame(rows, columns=["industry", "n", "employers", "share", "share_low", "share_high", "has_band"])
