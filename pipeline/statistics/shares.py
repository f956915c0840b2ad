"""How often a requirement is asked, with intervals that know postings of one employer are alike.

Share p = sum w x / sum w; clustered variance and Korn-Graubard effective number as in `quantiles`, Jeffreys limits.
Required and preferred are counted apart, posting-weighted and employer-weighted (each employer counts once).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.errors import UsageError
from pipeline.statistics.inputs import Bools, Floats, Ints, read_clusters
from pipeline.statistics.quantiles import make_sample, share_limits
from pipeline.statistics.reliability import SUPPRESSED, grade

_EMPLOYERS = 5
SCOPES = ("required", "preferred")


@dataclass(frozen=True, slots=True)
class RequirementShare:
    """The share of postings that ask one requirement in one scope; None and a reason where too few employers."""

    concept: str
    scope: str
    group: str | None
    share: float | None
    low: float | None
    high: float | None
    employer_share: float | None  # each employer counted once, by the share of its postings
    asked: float | None  # de-duplicated postings that ask it
    n: int  # de-duplicated postings
    employers: int
    grade: str
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON and tables."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Together:
    """Two requirements in one posting: lift = P(a and b) / (P(a) P(b)); 1 is chance."""

    first: str
    second: str
    share: float
    low: float
    high: float
    of_first: float  # of postings that ask the first, those that ask the second
    of_second: float
    lift: float
    n: int


def requirement_shares(
    postings: pd.DataFrame, asks: pd.DataFrame, level: float = 0.90, by: str | None = None
) -> list[RequirementShare]:
    """Shares of postings that ask each requirement, required and preferred apart.

    `postings`: posting_id, employer (null allowed), optionally dup_weight and the column named by `by` (industry,
    experience, pay_tercile). `asks`: posting_id, concept, scope; other scopes than required and preferred are left
    out. Sorted by scope, then share. Fewer than five employers: no share, a reason.
    Raises UsageError where a column is missing.
    """
    _need(postings, ("posting_id", *((by,) if by else ())), "postings")
    _need(asks, ("posting_id", "concept", "scope"), "asks")
    cluster, named, weight = read_clusters(postings)
    place = pd.Series(np.arange(len(postings)), index=postings["posting_id"].to_numpy())
    place = place[~place.index.duplicated()]
    used = asks[asks["scope"].isin(SCOPES) & asks["posting_id"].isin(place.index)]
    groups: Iterable[tuple[Any, Ints]] = [(None, np.arange(len(postings)))]
    if by:
        codes, labels = pd.factorize(postings[by], sort=True)
        groups = [(label, np.flatnonzero(codes == code)) for code, label in enumerate(labels)]
    found: list[RequirementShare] = []
    for group, rows in groups:
        for (scope, concept), ids in used.groupby(["scope", "concept"], sort=True)["posting_id"]:
            flags = np.zeros(len(postings), bool)
            flags[place.loc[ids.unique()].to_numpy()] = True
            cell = _share(flags[rows], weight[rows], cluster[rows], named[rows], level)
            found.append(RequirementShare(str(concept), str(scope), None if group is None else str(group), **cell))
    order = {scope: rank for rank, scope in enumerate(SCOPES)}
    return sorted(found, key=lambda s: (s.group or "", -order[s.scope], s.share or 0.0, s.concept), reverse=True)


def shares_frame(shares: Sequence[RequirementShare]) -> pd.DataFrame:
    """One row a share; columns as the fields of RequirementShare."""
    return pd.DataFrame([share.to_dict() for share in shares], columns=list(RequirementShare.__dataclass_fields__))


def share_with_interval(
    flags: Bools, weight: Floats, cluster: Ints, level: float = 0.90
) -> tuple[float, float, float, float]:
    """A weighted share, its limits, and its effective number; flags, weights and clusters of one length, not empty."""
    sample = make_sample(np.where(flags, 0.0, 1.0), weight, cluster)
    share = float(weight[flags].sum() / weight.sum())
    lower, upper, effective = share_limits(sample, np.array([0.5]), np.array([share]), level)
    low = 0.0 if share <= 0 else min(float(lower[0]), share)
    high = 1.0 if share >= 1 else max(float(upper[0]), share)
    return share, low, high, float(effective[0])


def co_occurrence(
    postings: pd.DataFrame, asks: pd.DataFrame, level: float = 0.90, minimum: int = 10, scopes: Sequence[str] = SCOPES
) -> list[Together]:
    """Pairs of requirements asked by the same posting at least `minimum` times, most above chance first."""
    _need(asks, ("posting_id", "concept", "scope"), "asks")
    cluster, _, weight = read_clusters(postings)
    used = asks[asks["scope"].isin(scopes) & asks["posting_id"].isin(postings["posting_id"])]
    concepts = sorted(used["concept"].unique())
    if len(concepts) < 2:
        return []
    place = pd.Series(np.arange(len(postings)), index=postings["posting_id"].to_numpy())
    place = place[~place.index.duplicated()]
    table = np.zeros((len(postings), len(concepts)), bool)
    column = used["concept"].map({concept: i for i, concept in enumerate(concepts)}).to_numpy()
    table[place.loc[used["posting_id"]].to_numpy(), column] = True
    weighted = table * weight[:, None]
    both = weighted.T @ table
    total, single = weight.sum(), np.diag(both)
    found = []
    for i, j in zip(*np.triu_indices(len(concepts), 1), strict=True):
        if both[i, j] < minimum:
            continue
        share, low, high, _ = share_with_interval(table[:, i] & table[:, j], weight, cluster, level)
        found.append(
            Together(
                concepts[i], concepts[j], share, low, high, float(both[i, j] / single[i]),
                float(both[i, j] / single[j]), float(both[i, j] * total / (single[i] * single[j])), round(total),
            )
        )  # fmt: skip
    return sorted(found, key=lambda pair: (-pair.lift, pair.first, pair.second))


def dropping(postings: pd.DataFrame, requirement: str, level: float = 0.90) -> tuple[float, float, float] | None:
    """What dropping a requirement would change: the share of comparable postings that do not ask it, with limits.

    Comparable: in the cells of role, city and experience where it is asked, weighed by how often it is asked there.
    None where nobody asks it or fewer than five employers are comparable. `requirement` is a column skill_*, bool.
    """
    name = "skill_" + requirement.removeprefix("skill_")
    _need(postings, (name,), "postings")
    flags = postings[name].astype("boolean").fillna(False).to_numpy(dtype=bool)
    cluster, _, weight = read_clusters(postings)
    keys = [
        postings[column].astype("object").fillna("") for column in ("role", "city", "experience") if column in postings
    ]
    cell = pd.MultiIndex.from_arrays(keys).factorize()[0] if keys else np.zeros(len(postings), np.intp)
    count = int(cell.max()) + 1 if len(cell) else 0
    asking, everyone = np.bincount(cell, weight * flags, count), np.bincount(cell, weight, count)
    rows = asking[cell] > 0 if count else np.zeros(0, bool)
    if not rows.any() or np.unique(cluster[rows]).size < _EMPLOYERS:
        return None
    standardised = (weight * (asking / everyone)[cell])[rows]
    return share_with_interval(~flags[rows], standardised, cluster[rows], level)[:3]


def _need(frame: pd.DataFrame, names: Sequence[str], what: str) -> None:
    missing = [name for name in names if name not in frame.columns]
    if missing:
        found = ", ".join(map(str, frame.columns)) or "none"
        raise UsageError(f"{what}: expected columns {', '.join(missing)}, found {found}; name them so")


def _share(flags: Bools, weight: Floats, cluster: Ints, named: Bools, level: float) -> dict[str, Any]:
    n, employers = round(weight.sum()), int(np.unique(cluster[named]).size)
    unknown = bool(weight[~named].sum() > weight.sum() / 2)
    about = {"asked": float(weight[flags].sum()), "n": n, "employers": employers}
    if (np.unique(cluster).size if unknown else employers) < _EMPLOYERS:
        reason = f"too few employers ({employers})"
        nothing = dict.fromkeys(("share", "low", "high", "employer_share"))
        return {**nothing, **about, "asked": None, "grade": SUPPRESSED, "reason": reason}
    share, low, high, effective = share_with_interval(flags, weight, cluster, level)
    codes, dense = np.unique(cluster, return_inverse=True)
    by_employer = np.bincount(dense, weight * flags, codes.size) / np.bincount(dense, weight, codes.size)
    top = float(np.bincount(dense, weight).max() / weight.sum())
    error = float(np.sqrt((1 - share) / (share * effective))) if share > 0 else None
    graded = grade(n, employers, error, top, employers_unknown=unknown)
    return {
        "share": share, "low": low, "high": high, "employer_share": float(by_employer.mean()), **about,
        "grade": graded.letter, "reason": None,
    }  # fmt: skip
