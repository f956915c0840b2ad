"""What comparable vacancies ask, tell and pay, beside what a draft asks, tells and pays."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.desk.question import COLUMNS
from pipeline.model import SCOPES, Fact
from pipeline.statistics.shares import RequirementShare, requirement_shares
from pipeline.statistics.widening import ORDER

if TYPE_CHECKING:
    from pipeline.desk.market import Market

Rows = npt.NDArray[np.bool_]
RARE, COMMON = 0.10, 0.30
"""A demand rarer than this is marked; one commoner than that is missed where a draft is silent."""

FEW = 30
"""Vacancies below which shares are called rough, and requirements are counted in a wider segment."""

NEAREST = 10
_EITHER = ("required", "preferred")
NOT_DEMANDS = frozenset({"conditions", "benefits", "person", "pay", "variable_pay", "experience", "industry", "role"})

TELLS = {
    "schedule": ("five-two", "shift-work", "flexible-hours", "full-time", "part-time"),
    "format": ("remote", "hybrid", "office-work", "field-work"),
    "probation": ("probation",),
    "contract": ("official-contract", "self-employed", "temporary-contract", "white-salary"),
}
"""What a posting may tell of the work: it does where one of these concepts stands in it."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of comparable vacancies with its interval; None and a reason where too few employers."""

    share_asked: float | None
    share_asked_low: float | None
    share_asked_high: float | None
    share_required: float | None
    share_required_low: float | None
    share_required_high: float | None
    asked: int | None
    n: int
    employers: int
    grade: str
    reason: str | None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON and tables."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Demand:
    """One requirement of the draft, or a common one that it lacks, against the market.

    `percent`: the pay that goes with it, other recorded things equal (mart.premium; 12.0 is 12 %), with its limits;
    null and `premium_reason` where it cannot be told. `merged`: priced together with these.
    """

    concept: str
    label: str
    scope: str | None
    level: str | None
    quote: str | None
    share: Share
    rare: bool
    percent: float | None = None
    percent_low: float | None = None
    percent_high: float | None = None
    clear: bool = False
    merged: tuple[str, ...] = ()
    premium_reason: str | None = None

    @property
    def without(self) -> int | None:
        """How many comparable vacancies with a text do not ask it."""
        return None if self.share.asked is None else self.share.n - self.share.asked


@dataclass(frozen=True, slots=True)
class Told:
    """Something that comparable vacancies tell, and whether the draft does."""

    what: str
    share: float | None
    low: float | None
    high: float | None
    n: int
    in_draft: bool


def comparable_rows(market: Market, frame: pd.DataFrame, rows: Rows) -> Rows:
    """Which of the market's rows the rows of a unit's frame are."""
    inside = np.zeros(len(market.rows), bool)
    inside[frame.index.to_numpy()[rows]] = True
    return inside


def rows_with_text(
    market: Market, comparable: Rows, frame: pd.DataFrame, where: Mapping[str, str]
) -> tuple[Rows, list[tuple[str, str]]]:
    """The comparables with a text, and what of `where` was given up for them: (column, value).

    Vacancies that only state their fields ask for nothing. Where fewer than `FEW` are left, experience, place and
    industry are given up one after the other, as for bands, until there are as many.
    """
    told, left, given_up = comparable & market.has_text, dict(where), []
    for column in ORDER:
        if int(told.sum()) >= FEW or column not in left:
            continue
        given_up.append((column, left.pop(column)))
        inside = np.ones(len(frame), bool)
        for name, value in left.items():
            inside &= (frame[name] == value).fillna(False).to_numpy(dtype=bool)
        told = comparable_rows(market, frame, inside) & market.has_text
    return told, given_up


def narrowed_to(where: Mapping[str, str], widened: Sequence[str]) -> dict[str, str]:
    """What is left of a segment after the steps of a band, such as "city Tula → region Tula oblast"."""
    left = dict(where)
    for step in widened:
        before, _, after = step.partition(" → ")
        left.pop(before.partition(" ")[0], None)
        if after.startswith("region "):
            left["region"] = after.removeprefix("region ")
    return left


def shares_of(market: Market, told: Rows, concepts: Sequence[str]) -> dict[str, Share]:
    """The share of the vacancies `told` that require, and that require or prefer, each concept: as mart.requirement."""
    postings = _postings(market, told)
    known = set(market.asked_concepts)
    codes = {market.asked_concepts.index(c): c for c in concepts if c in known}
    asks = market.asks[market.asking(set(concepts), _EITHER) & told[market.asks["row"].to_numpy()]]
    either = _cells(postings, asks)
    required = _cells(postings, asks[asks["scope"] == SCOPES.index("required")])
    nobody = _nobody(postings)
    by_name = {name: code for code, name in codes.items()}
    return {c: _share(either.get(str(by_name.get(c))), required.get(str(by_name.get(c))), nobody) for c in concepts}


def _postings(market: Market, rows: Rows) -> pd.DataFrame:
    """The market's rows as statistics count them."""
    return pd.DataFrame({"posting_id": np.flatnonzero(rows), "employer": market.employers[rows].to_numpy()})


def _cells(postings: pd.DataFrame, asks: pd.DataFrame) -> dict[str, RequirementShare]:
    if not len(postings) or not len(asks):
        return {}
    used = pd.DataFrame({"posting_id": asks["row"], "concept": asks["concept"], "scope": "required"})
    return {cell.concept: cell for cell in requirement_shares(postings, used)}


def _nobody(postings: pd.DataFrame) -> Share:
    """The share of what nobody asks: zero, or suppressed as any other would be."""
    if not len(postings):
        return Share(None, None, None, None, None, None, None, 0, 0, "suppressed", "no comparable vacancy has a text")
    one = postings[["posting_id"]].head(1).assign(concept="", scope="required")
    cell = requirement_shares(postings, one)[0]
    zero = None if cell.reason else 0.0
    top = None if cell.reason else 1 - 0.1 ** (1 / max(1, cell.n))  # the 90 % limit of none among n
    nothing = None if cell.reason else 0
    return Share(zero, zero, top, zero, zero, top, nothing, cell.n, cell.employers, cell.grade, cell.reason)


def _share(either: RequirementShare | None, required: RequirementShare | None, nobody: Share) -> Share:
    if either is None:
        return nobody
    asked = None if either.asked is None else round(either.asked)
    parts = (nobody.share_required, nobody.share_required_low, nobody.share_required_high)
    if required is not None:
        parts = (required.share, required.low, required.high)
    return Share(
        either.share, either.low, either.high, *parts, asked, either.n, either.employers, either.grade, either.reason
    )


def demands(market: Market, told: Rows, asks: Sequence[Fact], unit: str, lang: str) -> list[Demand]:
    """Each requirement of the draft against the comparables, in the order of the draft."""
    wanted = [f for f in asks if f.scope in ("required", "preferred") and f.kind not in NOT_DEMANDS]
    cells = shares_of(market, told, [f.concept for f in wanted])
    prices = _prices(market, unit)
    return [_demand(market, f.concept, f, cells[f.concept], prices, lang) for f in wanted]


def missing(market: Market, told: Rows, asks: Sequence[Fact], unit: str, lang: str) -> list[Demand]:
    """What at least `COMMON` of the comparables ask and the draft does not name in any way, the commonest first."""
    named = {f.concept for f in asks}
    either = market.asking(market.asked_concepts, _EITHER) & told[market.asks["row"].to_numpy()]
    counts = market.asks["concept"][either].value_counts()
    least = COMMON * max(1, int(told.sum()))
    kinds = market.concepts["kind"]
    common = [market.asked_concepts[code] for code in counts[counts >= least].index]
    common = [c for c in common if c not in named and kinds.get(c, "") not in NOT_DEMANDS]
    cells = shares_of(market, told, common)
    prices = _prices(market, unit)
    found = [_demand(market, c, None, cells[c], prices, lang) for c in common]
    found = [d for d in found if d.share.share_asked is not None and d.share.share_asked >= COMMON]
    return sorted(found, key=lambda d: (-(d.share.share_asked or 0.0), d.concept))


def _demand(
    market: Market, concept: str, fact: Fact | None, share: Share, prices: dict[str, dict[str, Any]], lang: str
) -> Demand:
    price = prices.get(concept, {})
    rare = share.share_asked is not None and share.share_asked < RARE
    return Demand(
        concept, market.label(concept, lang), fact.scope if fact else None, fact.level if fact else None,
        fact.quote if fact else None, share, rare, _number(price.get("percent")), _number(price.get("percent_low")),
        _number(price.get("percent_high")), bool(price.get("clear") or False),
        tuple(str(price["merged"]).split(",")) if _text(price.get("merged")) else (),
        _text(price.get("reason")) or (None if price else "nobody requires it among vacancies that show pay"),
    )  # fmt: skip


def _prices(market: Market, unit: str) -> dict[str, dict[str, Any]]:
    """The rows of mart.premium of a unit by concept; a row priced together with others counts for each of them."""
    rows = market.premiums[market.premiums["unit"] == unit].to_dict("records")
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        for concept in (_text(row["merged"]) or str(row["concept"])).split(","):
            found[concept] = {str(k): v for k, v in row.items()}
    return found


def silences(market: Market, comparable: Rows, with_text: Rows, facts: Sequence[Fact]) -> list[Told]:
    """What comparable vacancies tell, the commonest first, with whether the draft tells it.

    Pay may be a field of its own and is counted among all `comparable`; the rest only a text can tell.
    """
    named = {f.concept for f in facts}
    pay = next((f for f in facts if f.kind == "pay" and f.concept not in ("negotiable", "absent")), None)
    named_tax = bool(pay and pay.level in ("gross", "net"))
    variable = any(f.kind == "variable_pay" for f in facts)
    told = {what: (_any(market, concepts), bool(named & set(concepts))) for what, concepts in TELLS.items()}
    benefits = {str(c) for c, kind in market.concepts["kind"].items() if kind == "benefits"}
    told["benefits"] = _any(market, benefits), bool(named & benefits)
    told["variable"] = market.with_fact("variable_pay"), variable
    shown = comparable & market.shows_pay
    found = [
        _told(market, "pay", market.shows_pay, comparable, in_draft=pay is not None),
        _told(market, "tax", market.names_tax, shown, in_draft=named_tax),
        *(_told(market, what, flags, with_text, in_draft=there) for what, (flags, there) in told.items()),
    ]
    licence = next((f for f in facts if f.concept == "driving-licence"), None)
    if licence is not None:
        among = with_text & _any(market, ["driving-licence"])
        levels = market.with_level("driving-licence")
        found.append(_told(market, "licence", levels, among, in_draft=licence.level is not None))
    return sorted(found, key=lambda t: (-(t.share or 0.0), t.what))


def _any(market: Market, concepts: Collection[str]) -> Rows:
    """Which of the market's rows name one of the concepts, unless to say that it is not needed."""
    said = market.asking(concepts, {*SCOPES, ""} - {"not_needed"})
    flags = np.zeros(len(market.rows), bool)
    flags[market.asks["row"].to_numpy()[said]] = True
    return flags


def _told(market: Market, what: str, flags: Rows, among: Rows, *, in_draft: bool) -> Told:
    postings = _postings(market, among)
    asks = pd.DataFrame({"posting_id": np.flatnonzero(among & flags)}).assign(concept=what, scope="required")
    if not len(postings) or not len(asks):
        return Told(what, 0.0 if len(postings) else None, None, None, len(postings), in_draft)
    cell = requirement_shares(postings, asks)[0]
    return Told(what, cell.share, cell.low, cell.high, cell.n, in_draft)


def nearest(
    market: Market, comparable: Rows, asks: Sequence[Fact], where: dict[str, str], size: int = NEAREST
) -> list[dict[str, Any]]:
    """The comparables that ask most nearly what the draft asks, with what they pay and ask.

    Nearness: shared requirements over all requirements of either, each weighed by how rare it is; then the same place,
    industry and experience, pay that is shown, and the newest.
    """
    wanted = {f.concept for f in asks if f.scope in ("required", "preferred") and f.kind not in NOT_DEMANDS}
    codes = np.array([c in wanted for c in market.asked_concepts], bool)
    kinds = market.concepts["kind"].to_dict()
    used = market.asking({c for c in market.asked_concepts if kinds.get(c, "") not in NOT_DEMANDS}, _EITHER)
    row, code = market.asks["row"].to_numpy()[used], market.asks["concept"].to_numpy()[used]
    weight = np.log(1 + len(market.rows) / np.maximum(1, np.bincount(code, minlength=len(codes))))
    own = np.bincount(row, weight[code], len(market.rows))
    shared = np.bincount(row, weight[code] * codes[code], len(market.rows))
    whole = own + weight[codes].sum() - shared
    likeness = np.divide(shared, whole, out=np.zeros(len(whole)), where=whole > 0)
    same = sum((market.rows[COLUMNS.get(c, c)] == v).fillna(False).to_numpy(dtype=float) for c, v in where.items())
    score = np.where(comparable, likeness + 0.05 * same + 0.02 * market.shows_pay, -1.0)
    best = np.argsort(-score, kind="stable")[: min(size, int(comparable.sum()))]
    ids = market.rows["vacancy_id"].to_numpy()[best]
    return _told_of(market, list(map(str, ids)), likeness[best], wanted)


def _told_of(
    market: Market, ids: list[str], likeness: npt.NDArray[np.float64], wanted: set[str]
) -> list[dict[str, Any]]:
    if not ids:
        return []
    listed = ", ".join("'" + one.replace("'", "''") + "'" for one in ids)
    told = market.query(
        "select vacancy_id, title, employer, place, experience, posted_on, url, pay_written, kind, unit, pay_low,"
        f" pay_high, tax_view, asked, preferred from mart.vacancy where vacancy_id in ({listed})"
    )
    rows = {row["vacancy_id"]: row for row in told.astype(object).where(told.notna(), None).to_dict("records")}
    found = []
    for one, near in zip(ids, likeness, strict=True):
        row = {str(key): value for key, value in rows[one].items()}
        asked = [str(c) for c in (*_list(row.pop("asked")), *_list(row.pop("preferred")))]
        kept = [c for c in asked if market.concepts["kind"].get(c, "") not in NOT_DEMANDS]
        shared = [c for c in kept if c in wanted]
        found.append(row | {"likeness": float(near), "asks": kept, "shared": shared})
    return found


def _list(value: Any) -> list[Any]:
    return [] if value is None else list(value)


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
