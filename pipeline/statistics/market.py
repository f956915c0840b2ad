"""The market's marts: every segment's bands, how pay is disclosed, what is asked, who asks; frames in, frames out.

`vacancies` is mart.vacancy (one row a vacancy of the role in the window), `asks` is mart.ask, `concepts` raw.concept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from pipeline.statistics.bands import salary_band, salary_bands
from pipeline.statistics.estimates import SalaryBand
from pipeline.statistics.inputs import Bools, read_clusters
from pipeline.statistics.pool import prepare_pool
from pipeline.statistics.printing import printable
from pipeline.statistics.reliability import SUPPRESSED
from pipeline.statistics.shares import SCOPES, RequirementShare, requirement_shares, share_with_interval

SEGMENTS = (
    (),
    ("experience",),
    ("place",),
    ("industry",),
    ("experience", "place"),
    ("experience", "industry"),
    ("place", "industry"),
)
PAY_SCOPES = ("fixed", "total")
"""Base and total pay are also banded apart, over the whole market; all other bands hold pay as posted."""

LEAST = 8
"""A segment of fewer vacancies is not listed at all, not even as suppressed (SPEC 3.9 would print counts only)."""

_KINDS = ("range", "from", "upto", "point", "negotiable", "absent")
ASKS = ("vacancy_id", "concept", "kind", "grp", "scope")
"""What of mart.ask the statistics read."""

_READ = (
    "vacancy_id", "employer", "place", "experience", "industry", "pay_low", "pay_high", "pay_scope", "in_bands",
    "tax", "tax_view", "period_assumed",
)  # fmt: skip
_HIDDEN = ("absent", "negotiable")
_NAMES = {"place": "city"}
_LABELS = ("label_en", "label_ru", "label_tr")
_TEXT, _COUNT, _NUMBER, _FLAG = "string", "Int64", "float64", "boolean"
_BAND = {
    **dict.fromkeys(("segment_by", "place", "experience", "industry"), _TEXT),
    **dict.fromkeys(("unit", "tax_view", "pay_scope", "position"), _TEXT),
    **dict.fromkeys(("percentile", "value", "low", "high"), _NUMBER), "n": _COUNT, "employers": _COUNT,
    "effective_n": _NUMBER, "vacancies": _COUNT, "hidden_share": _NUMBER, "grade": _TEXT, "reason": _TEXT,
    "reason_code": _TEXT, "method": _TEXT, "unknown_tax_share": _NUMBER,
    "period_assumed_share": _NUMBER, "unknown_employers_share": _NUMBER,
    "band_id": _TEXT,
}  # fmt: skip
_MEMBER = {"band_id": _TEXT, "vacancy_id": _TEXT}
_DISCLOSURE = {
    "language": _TEXT, "kind": _TEXT, "n": _COUNT, "share": _NUMBER, "share_low": _NUMBER, "share_high": _NUMBER,
    "of": _COUNT,
}  # fmt: skip
_REQUIREMENT = {
    **dict.fromkeys(("concept", "kind", "grp", *_LABELS), _TEXT),
    **dict.fromkeys(("n", "required", "preferred", "not_needed", "offered"), _COUNT),
    **{f"share_{x}{end}": _NUMBER for x in (*SCOPES, "asked") for end in ("", "_low", "_high")},
    "employers": _COUNT, "grade": _TEXT, "reason": _TEXT,
}  # fmt: skip
_INDUSTRY = {
    **dict.fromkeys(("industry", *_LABELS), _TEXT), "n": _COUNT, "employers": _COUNT,
    **dict.fromkeys(("share", "share_low", "share_high"), _NUMBER), "grade": _TEXT, "reason": _TEXT, "has_band": _FLAG,
}  # fmt: skip
_NOTHING = RequirementShare("", "", None, None, None, None, None, None, 0, 0, SUPPRESSED, "no vacancy has a text")


def tables(vacancies: pd.DataFrame, asks: pd.DataFrame, concepts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return every mart that is computed rather than selected, by its name."""
    band, members = bands(vacancies)
    return {
        "mart.band": band,
        "mart.band_vacancy": members,
        "mart.disclosure": disclosure(vacancies),
        "mart.requirement": requirements(vacancies, asks, concepts),
        "mart.industry": industries(vacancies, band, concepts),
    }


def wilson(hits: int, n: int, z: float = 1.6448536269514722) -> tuple[float | None, float | None]:
    """Return the 90 % Wilson interval of a share; (None, None) of nothing."""
    if n == 0:
        return None, None
    share, spread = hits / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * (share * (1 - share) / n + spread / (4 * n)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def market_units(vacancies: pd.DataFrame) -> pd.Series[str]:
    """Return the unit of each vacancy's market: its own, or its language's usual one where pay is hidden."""
    banded = vacancies.loc[vacancies["in_bands"].astype(bool), ["language", "unit"]]
    usual: dict[Any, Any] = {}
    for language, rows in banded.groupby("language", sort=True):
        counts = rows["unit"].value_counts()
        usual[language] = min(counts[counts == counts.max()].index)
    hidden = vacancies["kind"].isin(_HIDDEN)
    return vacancies["unit"].where(~hidden, vacancies["language"].map(usual))


def bands(vacancies: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return mart.band (a row a segment × unit × position × percentile) and mart.band_vacancy."""
    units = market_units(vacancies)
    rows: list[dict[str, Any]] = []
    members: list[pd.DataFrame] = []
    for unit in sorted(units.dropna().unique()):
        market = vacancies.loc[units == unit, list(_READ)]
        for by, key, band, inside in _segments(market):
            named = dict(zip(by, key, strict=True))
            band_id = "|".join([str(unit), *(f"{n}={v}" for n, v in named.items())])
            members.append(pd.DataFrame({"band_id": band_id, "vacancy_id": inside["vacancy_id"].to_numpy()}))
            rows += _rows(named, str(unit), band_id, band, inside)
    listed = [part.astype(_MEMBER) for part in (pd.DataFrame(columns=list(_MEMBER)), *members)]
    return _typed(rows, _BAND), pd.concat(listed, ignore_index=True)


def _segments(market: pd.DataFrame) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], SalaryBand, pd.DataFrame]]:
    frame = pd.DataFrame(
        {
            "employer": market["employer"], "experience": market["experience"], "city": market["place"],
            "industry": market["industry"], "salary_from": market["pay_low"].astype(float),
            "salary_to": market["pay_high"].astype(float),
        }
    )  # fmt: skip
    pool = prepare_pool(frame)
    having: dict[tuple[str, str], Bools] = {}
    for by in SEGMENTS:
        for key, band in salary_bands(frame, [_NAMES.get(n, n) for n in by], pool=pool).items():
            if "" in key or band.postings < LEAST or (len(by) == 2 and printable(band).grade == SUPPRESSED):
                continue
            inside = np.ones(len(market), bool)
            for column in zip(by, key, strict=True):
                if column not in having:
                    having[column] = (market[column[0]] == column[1]).fillna(False).to_numpy(dtype=bool)
                inside &= having[column]
            yield by, key, band, market[inside]
    for scope in PAY_SCOPES:
        alike = (market["pay_scope"] == scope) & market["in_bands"].astype(bool)
        if alike.sum() >= LEAST:
            yield ("pay_scope",), (scope,), salary_band(frame[alike], pool=pool), market[alike]


def _rows(
    named: dict[str, str], unit: str, band_id: str, band: SalaryBand, inside: pd.DataFrame
) -> list[dict[str, Any]]:
    shown = inside[inside["in_bands"].astype(bool)]
    common = {
        "segment_by": "_".join(named) or "all", **{n: named.get(n) for n in ("place", "experience", "industry")},
        "unit": unit, "tax_view": shown["tax_view"].iloc[0] if len(shown) else None,
        "pay_scope": named.get("pay_scope", "posted"),
        "vacancies": len(inside), "hidden_share": None if "pay_scope" in named else 1 - len(shown) / len(inside),
        "unknown_tax_share": float((shown["tax"] == "unknown").mean()) if len(shown) else None,
        "period_assumed_share": float(shown["period_assumed"].astype(bool).mean()) if len(shown) else None,
        "unknown_employers_share": float(shown["employer"].isna().mean()) if len(shown) else None, "band_id": band_id,
    }  # fmt: skip
    return [cell | {"position": cell["line"]} | common for cell in printable(band).rows()]


def disclosure(vacancies: pd.DataFrame) -> pd.DataFrame:
    """Return mart.disclosure: one row a language × kind of pay, with its share and interval.

    Language `all` is the whole market; kind `hidden` is what shows no figure, absent and negotiable together.
    """
    rows = []
    markets = [("all", vacancies)] if len(vacancies) else []
    for language, of_language in [*markets, *vacancies.groupby("language", sort=True)]:
        for kind, kinds in [*((k, (k,)) for k in _KINDS), ("hidden", _HIDDEN)]:
            n = int(of_language["kind"].isin(kinds).sum())
            low, high = wilson(n, len(of_language))
            row = {"language": language, "kind": kind, "n": n, "share": n / len(of_language)}
            rows.append(row | {"share_low": low, "share_high": high, "of": len(of_language)})
    return _typed(rows, _DISCLOSURE)


def requirements(vacancies: pd.DataFrame, asks: pd.DataFrame, concepts: pd.DataFrame) -> pd.DataFrame:
    """Return mart.requirement: one row a concept asked for; n counts vacancies with a text, for the rest ask nothing.

    Shares are of vacancies, their intervals know that vacancies of one employer are alike (`requirement_shares`).
    """
    told = vacancies[vacancies["has_text"].astype(bool)]
    asks = asks[list(ASKS)].merge(told[["vacancy_id", "employer"]], on="vacancy_id")
    asked = asks[asks["scope"].isin(SCOPES)]
    cells = _cells(told, asked) | _cells(told, asked.assign(scope="asked"), "asked")
    names = _labels(concepts)
    rows = []
    for (concept, kind), of_concept in asks.groupby(["concept", "kind"], sort=True):
        counts = of_concept["scope"].value_counts()
        row: dict[str, Any] = {"concept": concept, "kind": kind, "grp": of_concept["grp"].iloc[0], "n": len(told)}
        row |= names.get(str(concept), dict.fromkeys(_LABELS, str(concept)))
        row |= {s: int(counts.get(s, 0)) for s in ("required", "preferred", "not_needed", "offered")}
        for name in (*SCOPES, "asked"):
            cell = cells.get((str(concept), name)) or cells[None, name]
            row |= {f"share_{name}": cell.share, f"share_{name}_low": cell.low, f"share_{name}_high": cell.high}
        row |= {"grade": cell.grade, "reason": cell.reason}
        row["employers"] = int(of_concept[of_concept["scope"].isin(SCOPES)]["employer"].nunique())
        rows.append(row)
    return _typed(rows, _REQUIREMENT)


def industries(vacancies: pd.DataFrame, band: pd.DataFrame, concepts: pd.DataFrame) -> pd.DataFrame:
    """Return mart.industry: a row an industry: vacancies, employers, share, whether a band is printed."""
    printed = set(band[(band["segment_by"] == "industry") & (band["grade"] != SUPPRESSED)]["industry"])
    named = vacancies[vacancies["industry"].notna()]
    cells = _cells(vacancies, named.rename(columns={"industry": "concept"}).assign(scope="asked"), "asked")
    names = _labels(concepts)
    rows = []
    for industry, inside in named.groupby("industry", sort=True):
        cell = cells[str(industry), "asked"]
        rows.append(
            {
                "industry": industry, **names.get(str(industry), dict.fromkeys(_LABELS, str(industry))),
                "n": len(inside), "employers": int(inside["employer"].nunique()),
                "share": cell.share, "share_low": cell.low, "share_high": cell.high,
                "grade": cell.grade, "reason": cell.reason, "has_band": industry in printed,
            }
        )  # fmt: skip
    return _typed(rows, _INDUSTRY)


def _cells(vacancies: pd.DataFrame, asks: pd.DataFrame, *scopes: str) -> dict[tuple[str | None, str], RequirementShare]:
    """Return the share of each (concept, scope); (None, scope) is the share of what nobody asks."""
    postings = pd.DataFrame({"posting_id": vacancies["vacancy_id"], "employer": vacancies["employer"]})
    used = asks.rename(columns={"vacancy_id": "posting_id"})[["posting_id", "concept", "scope"]]
    found: dict[tuple[str | None, str], RequirementShare] = {}
    for scope in scopes or SCOPES:
        of_scope = used[used["scope"] == scope].assign(scope=SCOPES[0])
        for cell in requirement_shares(postings, of_scope):
            found[cell.concept, scope] = cell
        found[None, scope] = _never(postings)
    return found


def _never(postings: pd.DataFrame) -> RequirementShare:
    """Return the share of what no posting asks: zero with its upper limit, or suppressed as any would be."""
    one = postings[["posting_id"]].head(1).assign(concept="", scope=SCOPES[0])
    shares = requirement_shares(postings, one)
    if not shares or shares[0].reason:
        return shares[0] if shares else _NOTHING
    cluster, _, weight = read_clusters(postings)
    _, low, high, _ = share_with_interval(np.zeros(len(postings), bool), weight, cluster)
    return replace(shares[0], share=0.0, low=low, high=high, employer_share=0.0, asked=0.0, grade="C")


def _labels(concepts: pd.DataFrame) -> dict[str, dict[str, str]]:
    return {str(row["concept"]): {name: row[name] for name in _LABELS} for row in concepts.to_dict("records")}


def _typed(rows: list[dict[str, Any]], columns: dict[str, str]) -> pd.DataFrame:
    """Return rows as a frame whose columns have their types also where all is missing or nothing is there."""
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)
