"""The market's marts: every segment's bands, how pay is disclosed, what is asked, who asks; frames in, frames out.

`vacancies` is mart.vacancy (one row a vacancy of the role in the window), `asks` is mart.ask, `concepts` raw.concept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from pipeline.statistics.bands import LEVEL, band_of
from pipeline.statistics.coded import coded, rows_of
from pipeline.statistics.estimates import PERCENTILES, SalaryBand
from pipeline.statistics.inputs import Bools, Ints, read_clusters
from pipeline.statistics.markets import LEAST, Market, markets
from pipeline.statistics.order import by_code, distinct
from pipeline.statistics.printing import printable
from pipeline.statistics.reliability import SUPPRESSED
from pipeline.statistics.shares import SCOPES, RequirementShare, requirement_shares, share_with_interval, shares_of

if TYPE_CHECKING:
    from pipeline.statistics.coded import Codes

PAY_SCOPES = ("fixed", "total")
"""Base and total pay are also banded apart, over the whole market; all other bands hold pay as posted."""

_KINDS = ("range", "from", "upto", "point", "negotiable", "absent")
ASKS = ("vacancy_id", "concept", "kind", "scope", "grp")
"""What of mart.ask the statistics read."""

_HIDDEN = ("absent", "negotiable")
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


def tables(
    vacancies: pd.DataFrame,
    asks: pd.DataFrame,
    concepts: pd.DataFrame,
    of_units: Sequence[Market] | None = None,
) -> dict[str, pd.DataFrame]:
    """Return every mart that is computed rather than selected, by its name; `of_units` are its `markets`, made once."""
    band, members = bands(vacancies, of_units)
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


def bands(vacancies: pd.DataFrame, of_units: Sequence[Market] | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return mart.band (a row a segment × unit × position × percentile) and mart.band_vacancy."""
    rows: list[dict[str, Any]] = []
    members: list[tuple[str, Codes]] = []
    ids, first = list[pa.Array](), 0
    for market in markets(vacancies) if of_units is None else of_units:
        facts = _Facts(market)
        for where, band, inside in _segments(market):
            band_id = market.band_id(where)
            members.append((band_id, inside + first))
            rows += _rows(where, market.unit, band_id, band, facts, inside)
        ids.append(pa.array(market.column("vacancy_id"), pa.string()))
        first += len(market.inside)
    return _typed(rows, _BAND), _members(members, ids)


def _members(members: Sequence[tuple[str, Codes]], ids: Sequence[pa.Array]) -> pd.DataFrame:
    """A row a band × vacancy; both as codes: there are seven rows a vacancy."""
    names = pa.array([name for name, _ in members], pa.string())
    bands = np.repeat(np.arange(len(members), dtype=np.int32), [len(rows) for _, rows in members])
    rows = np.concatenate([np.zeros(0, np.int32), *(rows for _, rows in members)], dtype=np.int32)
    known = pa.chunked_array(ids, pa.string()).combine_chunks()
    coded = {"band_id": (bands, names), "vacancy_id": (rows, known)}
    table = pa.table({name: pa.DictionaryArray.from_arrays(*codes) for name, codes in coded.items()})
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


class _Facts:
    """Columns of a market's vacancies that bands count, as arrays."""

    def __init__(self, market: Market) -> None:
        self.in_bands: Bools = market.column("in_bands").astype(bool).to_numpy()
        self.tax_unknown: Bools = (market.column("tax") == "unknown").fillna(False).to_numpy(dtype=bool)
        self.period_assumed: Bools = market.column("period_assumed").fillna(False).to_numpy(dtype=bool)
        self.nobody: Bools = market.column("employer").isna().to_numpy()
        self.tax_view = market.column("tax_view")


def _segments(market: Market) -> Iterator[tuple[dict[str, str], SalaryBand, Codes]]:
    """The segments with their bands and the rows of the market they hold."""
    for segment in market.segments:
        if len(segment.where) < 2 or segment.band.grade != SUPPRESSED:
            yield segment.where, segment.band, segment.rows
    for scope in PAY_SCOPES:
        stated = (market.column("pay_scope") == scope) & market.column("in_bands").astype(bool)
        inside = np.flatnonzero(stated.fillna(False).to_numpy(dtype=bool))
        if inside.size >= LEAST:
            alone = market.postings.alone(inside)
            yield {"pay_scope": scope}, band_of(alone, PERCENTILES, LEVEL, True, market.pool), inside


def _rows(
    named: dict[str, str], unit: str, band_id: str, band: SalaryBand, facts: _Facts, inside: Codes
) -> list[dict[str, Any]]:
    shown = inside[facts.in_bands[inside]]

    def share(flags: Bools) -> float | None:
        return np.count_nonzero(flags[shown]) / shown.size if shown.size else None

    common = {
        "segment_by": "_".join(named) or "all", **{n: named.get(n) for n in ("place", "experience", "industry")},
        "unit": unit, "tax_view": facts.tax_view.iloc[shown[0]] if shown.size else None,
        "pay_scope": named.get("pay_scope", "posted"),
        "vacancies": inside.size, "hidden_share": None if "pay_scope" in named else 1 - shown.size / inside.size,
        "unknown_tax_share": share(facts.tax_unknown), "period_assumed_share": share(facts.period_assumed),
        "unknown_employers_share": share(facts.nobody), "band_id": band_id,
    }  # fmt: skip
    return [cell | {"position": cell["line"]} | common for cell in printable(band).rows()]


def disclosure(vacancies: pd.DataFrame) -> pd.DataFrame:
    """Return mart.disclosure: one row a language × kind of pay, with its share and interval.

    Language `all` is the whole market; kind `hidden` is what shows no figure, absent and negotiable together.
    """
    rows = []
    markets = [("all", vacancies)] if len(vacancies) else []
    for language, of_language in [*markets, *vacancies.groupby("language", sort=True)]:
        counts = of_language["kind"].value_counts()
        for kind, kinds in [*((k, (k,)) for k in _KINDS), ("hidden", _HIDDEN)]:
            n = sum(int(counts.get(k, 0)) for k in kinds)
            low, high = wilson(n, len(of_language))
            row = {"language": language, "kind": kind, "n": n, "share": n / len(of_language)}
            rows.append(row | {"share_low": low, "share_high": high, "of": len(of_language)})
    return _typed(rows, _DISCLOSURE)


def requirements(vacancies: pd.DataFrame, asks: pd.DataFrame, concepts: pd.DataFrame) -> pd.DataFrame:
    """Return mart.requirement: one row a concept asked for; n counts vacancies with a text, for the rest ask nothing.

    Shares are of vacancies, their intervals know that vacancies of one employer are alike (`requirement_shares`).
    """
    told = vacancies.loc[vacancies["has_text"].astype(bool), ["employer"]]
    at = rows_of(vacancies["vacancy_id"], asks["vacancy_id"], vacancies["has_text"])
    (concept, names), (kind, kinds), (scope, scopes) = (coded(asks[name]) for name in ("concept", "kind", "scope"))
    employer = pd.factorize(told["employer"])[0]
    labels, rows = _labels(concepts), list[dict[str, Any]]()
    keys = concept.astype(np.int32)
    keys *= len(kinds) + 1
    keys += kind
    members = _together(keys, at >= 0)
    asking = np.isin(scope, [place for place, name in enumerate(scopes) if name in SCOPES])
    asked = {names[concept[some[0]]]: (at[some], scope[some]) for some in members}
    cells = _cells(told["employer"], asked, scopes, (*SCOPES, "asked"))
    for some in members:
        name = names[concept[some[0]]]
        row: dict[str, Any] = {"concept": name, "kind": kinds[kind[some[0]]], "n": len(told)}
        group = asks["grp"].iloc[int(some[0])]
        row["grp"] = None if pd.isna(group) else str(group)
        row |= labels.get(name, dict.fromkeys(_LABELS, name))
        counts = dict(zip(scopes, np.bincount(scope[some], minlength=len(scopes)).tolist(), strict=True))
        row |= {s: counts.get(s, 0) for s in ("required", "preferred", "not_needed", "offered")}
        for told_as in (*SCOPES, "asked"):
            cell = cells.get((name, told_as)) or cells[None, told_as]
            row |= {
                f"share_{told_as}": cell.share,
                f"share_{told_as}_low": cell.low,
                f"share_{told_as}_high": cell.high,
            }
        who = employer[at[some[asking[some]]]]
        row |= {"grade": cell.grade, "reason": cell.reason, "employers": distinct(who[who >= 0])}
        rows.append(row)
    return _typed(rows, _REQUIREMENT)


def _together(keys: Codes, marked: Bools) -> list[Codes]:
    """The rows marked of each key, keys in their order; ten million of them are held in four bytes each."""
    order = np.flatnonzero(marked).astype(np.int32)
    order = order[by_code(keys[order])]
    return np.split(order, np.flatnonzero(np.diff(keys[order])) + 1) if order.size else []


def industries(vacancies: pd.DataFrame, band: pd.DataFrame, concepts: pd.DataFrame) -> pd.DataFrame:
    """Return mart.industry: a row an industry: vacancies, employers, share, whether a band is printed."""
    printed = set(band[(band["segment_by"] == "industry") & (band["grade"] != SUPPRESSED)]["industry"])
    code, known = coded(vacancies["industry"])
    members = {known[code[some[0]]]: some for some in _together(code, code >= 0)}
    asked = {industry: (some, np.zeros(some.size, np.intp)) for industry, some in members.items()}
    cells = _cells(vacancies["employer"], asked, SCOPES[:1], ("asked",))
    employer, names = pd.factorize(vacancies["employer"])[0], _labels(concepts)
    rows = []
    for industry, some in members.items():
        cell, who = cells[industry, "asked"], employer[some]
        rows.append(
            {
                "industry": industry, **names.get(industry, dict.fromkeys(_LABELS, industry)),
                "n": some.size, "employers": distinct(who[who >= 0]),
                "share": cell.share, "share_low": cell.low, "share_high": cell.high,
                "grade": cell.grade, "reason": cell.reason, "has_band": industry in printed,
            }
        )  # fmt: skip
    return _typed(rows, _INDUSTRY)


def _cells(
    employers: pd.Series, asked: dict[str, tuple[Ints, Ints]], scopes: Sequence[str], wanted: Sequence[str]
) -> dict[tuple[str | None, str], RequirementShare]:
    """Return the share of each concept in each scope wanted, `asked` for both together; concept None: what nobody asks.

    `employers` of all vacancies; `asked`: for each concept the rows of those that ask it, and each one's scope, a
    place in `scopes`.
    """
    postings = pd.DataFrame({"posting_id": np.arange(len(employers)), "employer": employers.array}).astype(
        {"employer": "category"}
    )
    found: dict[tuple[str | None, str], RequirementShare] = {}
    never = _never(postings)
    for name in wanted:
        meant = [place for place, scope in enumerate(scopes) if scope == name or (name == "asked" and scope in SCOPES)]
        rows = ((concept, at[np.isin(scope, meant)]) for concept, (at, scope) in asked.items())
        for cell in shares_of(postings, [(SCOPES[0], concept, at) for concept, at in rows if at.size]):
            found[cell.concept, name] = cell
        found[None, name] = never
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
