"""How often a requirement is asked, with intervals that know postings of one employer are alike.

Share p = sum w x / sum w; clustered variance and Korn-Graubard effective number as in `quantiles`, Jeffreys limits.
Required and preferred are counted apart, posting-weighted and employer-weighted (each employer counts once).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pipeline.errors import UsageError
from pipeline.statistics.inputs import Bools, Floats, Ints, read_clusters
from pipeline.statistics.order import distinct, numbered
from pipeline.statistics.quantiles import limits_of
from pipeline.statistics.reliability import SUPPRESSED, grade

if TYPE_CHECKING:
    from pipeline.statistics.inputs import Postings

_EMPLOYERS = 5
_ALIKE = ("role", "city", "experience")
_AT_ONCE = 16_384
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
    places, used = _places(postings, asks, SCOPES)
    asking = used.assign(place=places).groupby(["scope", "concept"], sort=True)["place"]
    asked = [(str(scope), str(concept), at.to_numpy()) for (scope, concept), at in asking]
    return shares_of(postings, asked, level, by)


def shares_of(
    postings: pd.DataFrame, asked: Sequence[tuple[str, str, Ints]], level: float = 0.90, by: str | None = None
) -> list[RequirementShare]:
    """`requirement_shares` of (scope, concept, the rows of the postings that ask it)."""
    cluster, named, weight = read_clusters(postings)
    groups: Iterable[tuple[Any, Ints]] = [(None, np.arange(len(postings)))]
    if by:
        codes, labels = pd.factorize(postings[by], sort=True)
        groups = [(label, np.flatnonzero(codes == code)) for code, label in enumerate(labels)]
    found: list[RequirementShare] = []
    for group, rows in groups:
        counted = _counted(weight[rows], cluster[rows])
        employers = distinct(cluster[rows][named[rows]])
        place = np.full(len(postings), -1)
        place[rows] = np.arange(rows.size)
        for scope, concept, at in asked:
            here = place[at]
            if here.size and (here[0] < 0 or np.any(here[1:] <= here[:-1])):  # each once, and only those of the group
                asking = np.zeros(rows.size, bool)  # np.unique hashes, which takes ten times as long for so many
                asking[here[here >= 0]] = True
                here = np.flatnonzero(asking)
            cell = _share(here, counted, employers, named[rows], level)
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
    return _counted(weight, cluster).with_interval(np.flatnonzero(flags), level)


@dataclass(frozen=True, slots=True)
class _Counted:
    """Postings made ready for the shares of many requirements: clusters 0 … count - 1 and their weights."""

    weight: Floats
    dense: Ints
    count: int
    sizes: Floats
    total: float
    kish: float

    def by_cluster(self, at: Ints) -> Floats:
        """The weight of the rows `at` in each cluster."""
        return np.bincount(self.dense[at], self.weight[at], self.count).astype(float, copy=False)

    def with_interval(self, at: Ints, level: float, asking: Floats | None = None) -> tuple[float, float, float, float]:
        """The weighted share of the rows `at`, its limits, and its effective number; `asking`: they `by_cluster`."""
        share = float(self.weight[at].sum() / self.total)
        scores = (self.by_cluster(at) if asking is None else asking) - share * self.sizes
        squares = np.array([float(scores @ scores)])
        lower, upper, effective = limits_of(squares, self.total, self.kish, self.count, np.array([share]), level)
        low = 0.0 if share <= 0 else min(float(lower[0]), share)
        high = 1.0 if share >= 1 else max(float(upper[0]), share)
        return share, low, high, float(effective[0])


def _counted(weight: Floats, cluster: Ints) -> _Counted:
    dense, count = numbered(cluster)
    total = float(weight.sum())
    sizes: Floats = np.bincount(dense, weight, count).astype(float)
    return _Counted(weight, dense, count, sizes, total, float(total**2 / (weight @ weight)) if total else 0.0)


def co_occurrence(
    postings: pd.DataFrame, asks: pd.DataFrame, level: float = 0.90, minimum: int = 10, scopes: Sequence[str] = SCOPES
) -> list[Together]:
    """Pairs of requirements asked by the same posting at least `minimum` times, most above chance first."""
    _need(asks, ("posting_id", "concept", "scope"), "asks")
    places, used = _places(postings, asks, scopes)
    codes, concepts = pd.factorize(used["concept"], sort=True)
    found = pairs_together(postings, places, codes, list(map(str, concepts)), level, minimum)
    return [pair for pair, _ in found]


def pairs_together(
    postings: pd.DataFrame, places: Ints, codes: Ints, concepts: Sequence[str], level: float = 0.90, minimum: int = 10
) -> Iterator[tuple[Together, Ints]]:
    """`co_occurrence`, one pair after the other with the rows that ask both: most above chance first.

    `places` is the row of the posting of each ask, `codes` its requirement's place in `concepts`.
    """
    cluster, _, weight = read_clusters(postings)
    table = np.zeros((len(concepts), len(postings)), bool)
    table[codes, places] = True
    both = np.zeros((len(concepts), len(concepts)))
    for start in range(0, len(postings), _AT_ONCE):
        block = table[:, start : start + _AT_ONCE].astype(float)
        both += (block * weight[start : start + _AT_ONCE]) @ block.T
    total, single = float(weight.sum()), np.diag(both)
    first, second = np.triu_indices(len(concepts), 1)
    enough = both[first, second] >= minimum
    first, second = first[enough], second[enough]
    lift = both[first, second] * total / (single[first] * single[second])
    counted = _counted(weight, cluster)
    for pair in np.lexsort((second, first, -lift)):
        i, j = first[pair], second[pair]
        at = np.flatnonzero(table[i] & table[j])
        share, low, high, _ = counted.with_interval(at, level)
        together = Together(
            concepts[i], concepts[j], share, low, high, float(both[i, j] / single[i]), float(both[i, j] / single[j]),
            float(lift[pair]), round(total),
        )  # fmt: skip
        yield together, at


def dropping(postings: pd.DataFrame, requirement: str, level: float = 0.90) -> tuple[float, float, float] | None:
    """What dropping a requirement would change: the share of comparable postings that do not ask it, with limits.

    Comparable: in the cells of role, city and experience where it is asked, weighed by how often it is asked there.
    None where nobody asks it or fewer than five employers are comparable. `requirement` is a column skill_*, bool.
    """
    return droppings(postings, [requirement], level)[0]


def droppings(
    postings: pd.DataFrame, requirements: Sequence[str], level: float = 0.90
) -> list[tuple[float, float, float] | None]:
    """`dropping` of each of several requirements, the postings read once."""
    names = ["skill_" + requirement.removeprefix("skill_") for requirement in requirements]
    _need(postings, names, "postings")
    if postings.empty:
        return [None] * len(names)
    cluster, _, weight = read_clusters(postings)
    cells = [pd.factorize(postings[name].replace("", None))[0] + 1 for name in _ALIKE if name in postings]
    flags = (postings[name].astype("boolean").fillna(False).to_numpy(dtype=bool) for name in names)
    return _droppings(cluster, weight, cells, flags, level)


def droppings_of(
    everyone: Postings, asked: Iterable[Bools], level: float = 0.90
) -> list[tuple[float, float, float] | None]:
    """`droppings` on arrays: which of the postings ask each requirement."""
    cells = [getattr(everyone, name).codes for name in _ALIKE]
    return _droppings(everyone.cluster, everyone.weight, cells, asked, level)


def _droppings(
    cluster: Ints, weight: Floats, cells: Sequence[Ints], asked: Iterable[Bools], level: float
) -> list[tuple[float, float, float] | None]:
    cell = np.zeros(cluster.size, np.intp)
    for codes in cells:
        cell = numbered(cell * (int(codes.max(initial=0)) + 1) + codes)[0]
    count = int(cell.max(initial=0)) + 1
    everyone = np.bincount(cell, weight, count)
    found: list[tuple[float, float, float] | None] = []
    for flags in asked:
        asking = np.bincount(cell, weight * flags, count)
        rows = asking[cell] > 0
        if not rows.any() or distinct(cluster[rows]) < _EMPLOYERS:
            found.append(None)
            continue
        standardised = (weight * (asking / everyone)[cell])[rows]
        found.append(share_with_interval(~flags[rows], standardised, cluster[rows], level)[:3])
    return found


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


def _share(at: Ints, postings: _Counted, employers: int, named: Bools, level: float) -> dict[str, Any]:
    weight = postings.weight
    n = round(postings.total)
    unknown = bool(weight[~named].sum() > postings.total / 2)
    about = {"asked": float(weight[at].sum()), "n": n, "employers": employers}
    if (postings.count if unknown else employers) < _EMPLOYERS:
        reason = f"too few employers ({employers})"
        nothing = dict.fromkeys(("share", "low", "high", "employer_share"))
        return {**nothing, **about, "asked": None, "grade": SUPPRESSED, "reason": reason}
    asking = postings.by_cluster(at)
    share, low, high, effective = postings.with_interval(at, level, asking)
    by_employer = asking / postings.sizes
    top = float(postings.sizes.max() / postings.total)
    error = float(np.sqrt((1 - share) / (share * effective))) if share > 0 else None
    graded = grade(n, employers, error, top, employers_unknown=unknown)
    return {
        "share": share, "low": low, "high": high, "employer_share": float(by_employer.mean()), **about,
        "grade": graded.letter, "reason": None,
    }  # fmt: skip
