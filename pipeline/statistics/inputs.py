"""From a DataFrame of postings to the arrays every statistic works on: logs of pay, forms, clusters, groups.

Amounts stay in the one unit they came in; two units in one frame are refused here, for all statistics at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.errors import MixedUnitsError, UsageError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

HIDDEN, FROM, UPTO, RANGE, POINT = range(5)
FORM_NAMES = ("hidden", "from", "upto", "range", "point")
EXPERIENCE_ORDER = ("none", "1-3", "3-6", "6+", "some", "silent")
_SAME_ENDS = 1e-3  # ends closer than 0.1 % are one figure (SPEC 3.1)
_UNIT_COLUMNS = ("currency", "period", "tax")


@dataclass(frozen=True, slots=True)
class Factor:
    """A grouping column as codes into its labels; a missing value is the label ""."""

    codes: Ints
    labels: tuple[str, ...]

    def take(self, rows: Ints | Bools | slice) -> Factor:
        """The same labels for some of the rows."""
        return Factor(self.codes[rows], self.labels)

    def present(self) -> tuple[str, ...]:
        """Labels that occur, in their order."""
        return tuple(self.labels[code] for code in np.flatnonzero(np.bincount(self.codes)))

    @property
    def many(self) -> bool:
        """Whether more than one label occurs."""
        return bool(self.codes.size) and bool(self.codes.min() != self.codes.max())


@dataclass(frozen=True, slots=True)
class Postings:
    """Postings as arrays of one length; `low` and `high` are natural logs of pay, nan where an end is not stated."""

    low: Floats
    high: Floats
    form: npt.NDArray[np.int8]
    cluster: Ints  # employer, or the posting itself where no employer is named
    named: Bools  # whether an employer is named
    weight: Floats  # 1 / copies of the same vacancy
    role: Factor
    city: Factor
    experience: Factor
    industry: Factor
    unusable: Bools  # pay stated but not a positive finite amount, or in no unit: counted as hidden
    tax_unknown: Bools  # pay shown without saying gross or net
    currency: str | None
    period: str | None
    tax: str | None

    def __len__(self) -> int:
        return int(self.low.size)

    @property
    def shown(self) -> Bools:
        """Rows that show usable pay."""
        return np.asarray(self.form != HIDDEN)

    def alone(self, rows: Bools | Ints | slice) -> Postings:
        """The postings of these rows as `read_postings` would read them without the others: clusters counted anew."""
        part = self.take(rows)
        codes, labels = pd.factorize(part.cluster[part.named])
        cluster = np.empty(len(part), np.intp)
        cluster[part.named] = codes
        cluster[~part.named] = len(labels) + np.arange(int((~part.named).sum()))
        shows, says = bool(part.shown.any()), bool((part.shown & ~part.tax_unknown).any())
        return replace(
            part, cluster=cluster, currency=self.currency if shows else None, period=self.period if shows else None,
            tax=self.tax if says else None,
        )  # fmt: skip

    def take(self, rows: Ints | Bools | slice) -> Postings:
        """The same postings, only these rows; clusters keep their codes."""
        arrays = {
            name: getattr(self, name)[rows]
            for name in ("low", "high", "form", "cluster", "named", "weight", "unusable", "tax_unknown")
        }
        factors = {name: getattr(self, name).take(rows) for name in ("role", "city", "experience", "industry")}
        return replace(self, **arrays, **factors)


def read_postings(frame: pd.DataFrame) -> Postings:
    """Arrays of a frame with `salary_from`, `salary_to` in one unit, and where known who, where, what.

    Optional columns: employer (null allowed), role, city, experience, industry, dup_weight, currency, period,
    tax (gross, net, unknown) or gross (bool). Ends that are not positive finite amounts count as not stated.
    Raises UsageError without the pay columns, MixedUnitsError where shown pay stands in two units.
    """
    missing = [name for name in ("salary_from", "salary_to") if name not in frame.columns]
    if missing:
        found = ", ".join(map(str, frame.columns)) or "none"
        raise UsageError(
            f"postings: expected columns salary_from and salary_to, found {found}; name the pay columns so"
        )
    low, bad_low = _amounts(frame["salary_from"])
    high, bad_high = _amounts(frame["salary_to"])
    swapped = low > high
    low, high = np.where(swapped, high, low), np.where(swapped, low, high)
    units, unitless, tax_unknown = _units(frame, ~(np.isnan(low) & np.isnan(high)))
    low[unitless] = np.nan
    high[unitless] = np.nan
    form = _forms(low, high)
    shown = form != HIDDEN
    cluster, named = _clusters(frame)
    return Postings(
        low=low, high=high, form=form, cluster=cluster, named=named, weight=_dup_weights(frame),
        role=_factor(frame, "role"), city=_factor(frame, "city"),
        experience=_factor(frame, "experience", EXPERIENCE_ORDER), industry=_factor(frame, "industry"),
        unusable=((bad_low | bad_high) & ~shown) | unitless, tax_unknown=tax_unknown & shown,
        currency=units["currency"], period=units["period"], tax=units["tax"],
    )  # fmt: skip


def _amounts(column: pd.Series) -> tuple[Floats, Bools]:
    """Logs of an amount column, nan where there is none; and which rows hold something that is no amount."""
    values = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    good = np.isfinite(values) & (values > 0)
    stated = column.notna().to_numpy()
    logs = np.full(values.size, np.nan)
    np.log(values, out=logs, where=good)
    return logs, stated & ~good


def _forms(low: Floats, high: Floats) -> npt.NDArray[np.int8]:
    no_low, no_high = np.isnan(low), np.isnan(high)
    form = np.full(low.size, RANGE, np.int8)
    form[no_low & no_high] = HIDDEN
    form[~no_low & no_high] = FROM
    form[no_low & ~no_high] = UPTO
    form[(form == RANGE) & (np.abs(high - low) <= _SAME_ENDS)] = POINT
    return form


def _units(frame: pd.DataFrame, shown: Bools) -> tuple[dict[str, str | None], Bools, Bools]:
    """The one unit of shown pay; rows whose currency or period is not said; rows whose tax view is not said."""
    units: dict[str, str | None] = dict.fromkeys(_UNIT_COLUMNS)
    unitless = np.zeros(len(frame), bool)
    tax_unknown = np.zeros(len(frame), bool)
    for name in _UNIT_COLUMNS:
        column = _unit_column(frame, name)
        if column is None:
            continue
        unsaid = column.isna().to_numpy()
        kinds = sorted({str(kind) for kind in column[shown & ~unsaid].unique()})
        if len(kinds) > 1:
            raise MixedUnitsError(
                f"postings: column {name}: expected one value in the pay to be compared, found {', '.join(kinds)}; "
                "convert or band them apart"
            )
        units[name] = kinds[0] if kinds else None
        if name == "tax":
            tax_unknown = unsaid
        elif kinds:
            unitless |= unsaid & shown
    return units, unitless, tax_unknown


def _unit_column(frame: pd.DataFrame, name: str) -> pd.Series | None:
    if name in frame.columns:
        column = frame[name]
        return column.mask(column == "unknown") if name == "tax" else column
    if name == "tax" and "gross" in frame.columns:
        flags = frame["gross"].astype("object")
        return flags.map({True: "gross", False: "net"}, na_action="ignore")
    return None


def read_clusters(frame: pd.DataFrame) -> tuple[Ints, Bools, Floats]:
    """Employer clusters of a frame, which of them are named, and the weights of de-duplicated postings."""
    cluster, named = _clusters(frame)
    return cluster, named, _dup_weights(frame)


def _clusters(frame: pd.DataFrame) -> tuple[Ints, Bools]:
    if "employer" not in frame.columns:
        return np.arange(len(frame), dtype=np.intp), np.zeros(len(frame), bool)
    codes, labels = pd.factorize(frame["employer"])
    codes = codes.astype(np.intp)
    empty = np.flatnonzero(np.asarray(labels == "", dtype=bool))
    if empty.size:
        codes[np.isin(codes, empty)] = -1
    named = codes >= 0
    codes[~named] = len(labels) + np.arange(int((~named).sum()))
    return codes, named


def _dup_weights(frame: pd.DataFrame) -> Floats:
    if "dup_weight" not in frame.columns:
        return np.ones(len(frame))
    weight = pd.to_numeric(frame["dup_weight"], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(weight) & (weight > 0), weight, 1.0)


def _factor(frame: pd.DataFrame, name: str, order: tuple[str, ...] = ()) -> Factor:
    if name not in frame.columns:
        return Factor(np.zeros(len(frame), np.intp), ("",))
    codes, values = pd.factorize(frame[name])
    labels = [str(value) for value in values] + [""]
    rank = {label: place for place, label in enumerate(order)}
    ordered = sorted(set(labels), key=lambda label: (label == "", rank.get(label, len(rank)), label))
    place = {label: index for index, label in enumerate(ordered)}
    recode = np.array([place[label] for label in labels], np.intp)
    return Factor(recode[codes], tuple(ordered))  # code -1 (missing) reads the last label, ""
