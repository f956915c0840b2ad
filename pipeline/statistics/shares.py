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
    places, used = _places(postings, asks, SCOPES)
    asking = used.assign(place=places).groupby(["scope", "concept"], sort=True)["place"]
    asked = [(str(scope), str(concept), at.to_numpy()) for (scope, concept), at in asking]
    groups: Iterable[tuple[Any, Ints]] = [(None, np.arange(len(postings)))]
    if by:
        codes, labels = pd.factorize(postings[by], sort=True)
        groups = [(label, np.flatnonzero(codes == code)) for code, label in enumerate(labels)]
    found: list[RequirementShare] = []
    for group, rows in groups:
        counted = _counted(weight[rows], cluster[rows])
        employers = int(np.unique(cluster[rows][named[rows]]).size)
        for scope, concept, at in asked:
            flags = np.zeros(len(postings), bool)
            flags[at] = True
            cell = _share(flags[rows], counted, employers, named[rows], level)
            found.append(RequirementShare(concept, scope, None if group is None else str(group), **cell))
    order = {scope: rank for rank, scope in enumerate(SCOPES)}
    return sorted(found, key=lambda s: (s.group or "", -order[s.scope], s.share or 0.0, s.concept), reverse=True)


def shares_frame(shares: Sequence[RequirementShare]) -> pd.DataFrame:
    """One row a share; columns as the fields of RequirementShare."""
    return pd.DataFrame([share.to_dict() for share in shares], columns=list(RequirementShare.__dataclass_fields__))


def share_with_interval(
    flags: Bools, weight: Floats, cluster: Ints, level: float = 0.90
) -> tuple[float, float, float, float]:
    """A weighted share, its limits, and its effective number; flags, weights and clusters of one length, not empty."""
    return _with_interval(flags, _counted(weight, cluster), level)


@dataclass(frozen=True, slots=True)
class _Counted:
    """Postings made ready for the shares of many requirements: clusters 0 … count - 1, rows by rising weight."""

    weight: Floats
    dense: Ints
    count: int
    order: Ints


def _counted(weight: Floats, cluster: Ints) -> _Counted:
    codes, dense = np.unique(cluster, return_inverse=True)
    return _Counted(weight, dense, int(codes.size), np.argsort(weight, kind="stable"))


def _with_interval(flags: Bools, postings: _Counted, level: float) -> tuple[float, float, float, float]:
    weight, order = postings.weight, postings.order
    marks = np.where(flags, 0.0, 1.0)[order]
    sample = make_sample(marks, weight[order], postings.dense[order], postings.count)
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
    places, used = _places(postings, asks, scopes)
    concepts = sorted(used["concept"].unique())
    if len(concepts) < 2:
        return []
    counted = _counted(weight, cluster)
    table = np.zeros((len(postings), len(concepts)), bool)
    column = used["concept"].map({concept: i for i, concept in enumerate(concepts)}).to_numpy()
    table[places, column] = True
    weighted = table * weight[:, None]
    both = weighted.T @ table
    total, single = weight.sum(), np.diag(both)
    found = []
    for i, j in zip(*np.triu_indices(len(concepts), 1), strict=True):
        if both[i, j] < minimum:
            continue
        share, low, high, _ = _with_interval(table[:, i] & table[:, j], counted, level)
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
    if postings.empty:
        return None
    flags = postings[name].astype("boolean").fillna(False).to_numpy(dtype=bool)
    cluster, _, weight = read_clusters(postings)
    keys = [
        postings[column].astype("object").fillna("") for column in ("role", "city", "experience") if column in postings
    ]
    cell = pd.MultiIndex.from_arrays(keys).factorize()[0] if keys else np.zeros(len(postings), np.intp)
    count = int(cell.max()) + 1
    asking, everyone = np.bincount(cell, weight * flags, count), np.bincount(cell, weight, count)
    rows = asking[cell] > 0
    if not rows.any() or np.unique(cluster[rows]).size < _EMPLOYERS:
        return None
    standardised = (weight * (asking / everyone)[cell])[rows]
    return share_with_interval(~flags[rows], standardised, cluster[rows], level)[:3]


def _need(frame: pd.DataFrame, names: Sequence[str], what: str) -> None:
    missing = [name for name in names if name not in frame.columns]
    if missing:
        found = ", ".join(map(str, frame.columns)) or "none"
        raise UsageError(f"{what}: expected columns {', '.join(missing)}, found {found}; name them so")


def _places(postings: pd.DataFrame, asks: pd.DataFrame, scopes: Sequence[str]) -> tuple[Ints, pd.DataFrame]:
    """The asks of these scopes by these postings, and the row of each one's posting: the first of its id."""
    ids = pd.Index(postings["posting_id"])
    first = np.flatnonzero(~ids.duplicated())
    used = asks[asks["scope"].isin(scopes)]
    at = ids[first].get_indexer(used["posting_id"])
    return first[at[at >= 0]], used[at >= 0]


def _share(flags: Bools, postings: _Counted, employers: int, named: Bools, level: float) -> dict[str, Any]:
    weight = postings.weight
    n = round(weight.sum())
    unknown = bool(weight[~named].sum() > weight.sum() / 2)
    about = {"asked": float(weight[flags].sum()), "n": n, "employers": employers}
    if (postings.count if unknown else employers) < _EMPLOYERS:
        reason = f"too few employers ({employers})"
        nothing = dict.fromkeys(("share", "low", "high", "employer_share"))
        return {**nothing, **about, "asked": None, "grade": SUPPRESSED, "reason": reason}
    share, low, high, effective = _with_interval(flags, postings, level)
    sizes = np.bincount(postings.dense, weight, postings.count)
    by_employer = np.bincount(postings.dense, weight * flags, postings.count) / sizes
    top = float(sizes.max() / weight.sum())
    error = float(np.sqrt((1 - share) / (share * effective))) if share > 0 else None
    graded = grade(n, employers, error, top, employers_unknown=unknown)
    return {
        "share": share, "low": low, "high": high, "employer_share": float(by_employer.mean()), **about,
        "grade": graded.letter, "reason": None,
    }  # fmt: skip
