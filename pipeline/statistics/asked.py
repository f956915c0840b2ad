"""What is asked, looked at closer: with what else, in which industry, at which level of pay; frames in, frames out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.statistics.coded import coded, rows_of
from pipeline.statistics.inputs import Ints
from pipeline.statistics.markets import market_units
from pipeline.statistics.order import by_code, distinct, present
from pipeline.statistics.reliability import SUPPRESSED
from pipeline.statistics.shares import SCOPES, pairs_together, shares_of

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
    told = vacancies.drop(columns="asked", errors="ignore")[vacancies["has_text"].astype(bool)]
    (concept, names), (kind, kinds), (scope, scopes) = (coded(asks[name]) for name in ("concept", "kind", "scope"))
    at = rows_of(vacancies["vacancy_id"], asks["vacancy_id"], vacancies["has_text"])
    meant = np.isin(scope, [place for place, name in enumerate(scopes) if name in SCOPES])
    meant &= ~np.isin(kind, [place for place, name in enumerate(kinds) if name in NOT_ASKED])
    meant &= at >= 0
    postings = pd.DataFrame(
        {
            "posting_id": told["vacancy_id"], "employer": told["employer"].astype("category"),
            "industry": told["industry"], "pay": pay_thirds(told),
        }
    )  # fmt: skip
    at, concept = at[meant], concept[meant]
    return {
        "mart.requirement_pair": pd.DataFrame(_pairs(postings, at, concept, names), columns=list(PAIR)).astype(PAIR),
        "mart.requirement_cell": pd.DataFrame(_cells(postings, at, concept, names), columns=list(CELL)).astype(CELL),
    }


def pay_thirds(vacancies: pd.DataFrame) -> pd.Series[str]:
    """Return the third of its unit's posted floors a vacancy's floor stands in; missing where it posts none."""
    floors = vacancies["pay_low"].where(vacancies["in_bands"].astype(bool)).astype(float)
    ranks = floors.groupby(market_units(vacancies)).rank(pct=True)
    named = pd.Series(
        np.where(ranks <= 1 / 3, THIRDS[0], np.where(ranks <= 2 / 3, THIRDS[1], THIRDS[2])), vacancies.index
    )
    return named.where(ranks.notna()).astype("string")


def _pairs(postings: pd.DataFrame, at: Ints, concept: Ints, names: list[str]) -> list[dict[str, Any]]:
    """The first MOST_PAIRS that count: the others are not even looked at."""
    employer = pd.factorize(postings["employer"])[0]
    rows: list[dict[str, Any]] = []
    for pair, both in pairs_together(postings, at, concept, names):
        chance = pair.share / pair.lift
        who = employer[both]
        employers = distinct(who[who >= 0])
        if len(rows) == MOST_PAIRS or pair.lift <= 1:
            break
        if employers < LEAST_EMPLOYERS or 1.0 in (pair.of_first, pair.of_second) or pair.low <= chance:
            continue
        rows.append(
            {
                "first": pair.first, "second": pair.second, "together": len(both), "employers": employers, "n": pair.n,
                "share": pair.share, "low": pair.low, "high": pair.high, "of_first": pair.of_first,
                "of_second": pair.of_second, "lift": pair.lift, "lift_low": pair.low / chance,
                "lift_high": pair.high / chance,
            }
        )  # fmt: skip
    return rows


def _cells(postings: pd.DataFrame, at: Ints, concept: Ints, names: list[str]) -> list[dict[str, Any]]:
    ends = np.cumsum(np.bincount(concept, minlength=len(names)))
    asking = [present(rows) for rows in np.split(at[by_code(concept)], ends[:-1])] if names else []
    ranked = sorted((-rows.size, name, code) for code, (rows, name) in enumerate(zip(asking, names, strict=True)))
    common = [(name, asking[code]) for less, name, code in ranked[:MOST_CONCEPTS] if less]
    rows: list[dict[str, Any]] = []
    for split_by in ("industry", "pay"):
        most = postings[split_by].value_counts()
        kept = sorted(most.items(), key=lambda item: (-item[1], str(item[0])))[:MOST_GROUPS]
        there = postings[split_by].isin([value for value, _ in kept]).fillna(False).to_numpy(dtype=bool)
        place = np.where(there, np.cumsum(there) - 1, -1)
        used = [(SCOPES[0], name, place[rows][place[rows] >= 0]) for name, rows in common]
        used = [asked for asked in used if asked[2].size]
        if not there.any() or not used:
            continue
        for cell in shares_of(postings[there], used, by=split_by):
            shown = cell.grade != SUPPRESSED
            figures = (cell.share, cell.low, cell.high) if shown else (None, None, None)
            about = {"split_by": split_by, "value": cell.group, "concept": cell.concept}
            rows.append(
                about | dict(zip(("share", "low", "high"), figures, strict=True))
                | {"n": cell.n, "employers": cell.employers, "grade": cell.grade}
            )  # fmt: skip
    return rows
