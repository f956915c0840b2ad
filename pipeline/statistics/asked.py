"""What is asked, looked at closer: with what else, in which industry, at which level of pay; frames in, frames out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.statistics.market import market_units
from pipeline.statistics.reliability import SUPPRESSED
from pipeline.statistics.shares import SCOPES, co_occurrence, requirement_shares

NOT_ASKED = ("functions", "conditions", "benefits", "person")
"""Kinds that are no requirements: what the role does, gives, or who the person is."""

MOST_PAIRS, MOST_CONCEPTS, MOST_GROUPS, LEAST_EMPLOYERS = 25, 12, 10, 5
THIRDS = ("lower", "middle", "upper")
_TEXT, _COUNT, _NUMBER = "string", "Int64", "float64"
PAIR = {
    "first": _TEXT, "second": _TEXT, **dict.fromkeys(("together", "employers", "n"), _COUNT),
    **dict.fromkeys(("share", "low", "high", "of_first", "of_second", "lift", "lift_low", "lift_high"), _NUMBER),
}  # fmt: skip
CELL = {
    **dict.fromkeys(("split_by", "value", "concept"), _TEXT), **dict.fromkeys(("share", "low", "high"), _NUMBER),
    "n": _COUNT, "employers": _COUNT, "grade": _TEXT,
}  # fmt: skip


def tables(vacancies: pd.DataFrame, asks: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return mart.requirement_pair and mart.requirement_cell.

    A pair: two requirements asked together in ten vacancies of five employers or more, most above chance first; where
    one always comes with the other it is part of it, and no pair. A cell: the share of an industry's,
    or of a third of posted floors', vacancies that require or prefer one of the commonest.
    """
    told = vacancies[vacancies["has_text"].astype(bool)]
    asked = asks[asks["scope"].isin(SCOPES) & ~asks["kind"].isin(NOT_ASKED)]
    asked = asked[asked["vacancy_id"].isin(told["vacancy_id"])]
    postings = pd.DataFrame(
        {
            "posting_id": told["vacancy_id"], "employer": told["employer"], "industry": told["industry"],
            "pay": pay_thirds(told),
        }
    )  # fmt: skip
    used = asked.rename(columns={"vacancy_id": "posting_id"})[["posting_id", "concept", "scope"]]
    return {
        "mart.requirement_pair": pd.DataFrame(_pairs(postings, used), columns=list(PAIR)).astype(PAIR),
        "mart.requirement_cell": pd.DataFrame(_cells(postings, used), columns=list(CELL)).astype(CELL),
    }


def pay_thirds(vacancies: pd.DataFrame) -> pd.Series[str]:
    """Return the third of its unit's posted floors a vacancy's floor stands in; missing where it posts none."""
    floors = vacancies["pay_low"].where(vacancies["in_bands"].astype(bool)).astype(float)
    ranks = floors.groupby(market_units(vacancies)).rank(pct=True)
    named = pd.Series(
        np.where(ranks <= 1 / 3, THIRDS[0], np.where(ranks <= 2 / 3, THIRDS[1], THIRDS[2])), vacancies.index
    )
    return named.where(ranks.notna()).astype("string")


def _pairs(postings: pd.DataFrame, asks: pd.DataFrame) -> list[dict[str, Any]]:
    if postings.empty or asks.empty:
        return []
    employer = postings.set_index("posting_id")["employer"]
    of_concept = {str(concept): set(ids) for concept, ids in asks.groupby("concept")["posting_id"]}
    rows: list[dict[str, Any]] = []
    for pair in co_occurrence(postings, asks):
        both = of_concept[pair.first] & of_concept[pair.second]
        employers = int(employer.loc[list(both)].nunique())
        if employers < LEAST_EMPLOYERS or pair.lift <= 1 or 1.0 in (pair.of_first, pair.of_second):
            continue
        chance = pair.share / pair.lift
        rows.append(
            {
                "first": pair.first, "second": pair.second, "together": len(both), "employers": employers, "n": pair.n,
                "share": pair.share, "low": pair.low, "high": pair.high, "of_first": pair.of_first,
                "of_second": pair.of_second, "lift": pair.lift, "lift_low": pair.low / chance,
                "lift_high": pair.high / chance,
            }
        )  # fmt: skip
    return [row for row in rows if row["lift_low"] > 1][:MOST_PAIRS]


def _cells(postings: pd.DataFrame, asks: pd.DataFrame) -> list[dict[str, Any]]:
    together = asks.assign(scope=SCOPES[0]).drop_duplicates(["posting_id", "concept"])
    common = together["concept"].value_counts()
    ranked = sorted(common.items(), key=lambda item: (-item[1], str(item[0])))[:MOST_CONCEPTS]
    used = together[together["concept"].isin([concept for concept, _ in ranked])]
    rows: list[dict[str, Any]] = []
    for split_by in ("industry", "pay"):
        inside = postings[postings[split_by].notna()]
        most = inside[split_by].value_counts()
        kept = sorted(most.items(), key=lambda item: (-item[1], str(item[0])))[:MOST_GROUPS]
        inside = inside[inside[split_by].isin([value for value, _ in kept])]
        if inside.empty or used.empty:
            continue
        for cell in requirement_shares(inside, used, by=split_by):
            shown = cell.grade != SUPPRESSED
            figures = (cell.share, cell.low, cell.high) if shown else (None, None, None)
            about = {"split_by": split_by, "value": cell.group, "concept": cell.concept}
            rows.append(
                about | dict(zip(("share", "low", "high"), figures, strict=True))
                | {"n": cell.n, "employers": cell.employers, "grade": cell.grade}
            )  # fmt: skip
    return rows
