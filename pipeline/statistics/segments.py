"""From the warehouse's vacancies to the frame that bands, premiums and positions are computed on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import UsageError
from pipeline.statistics.inputs import Ints
from pipeline.statistics.order import by_code
from pipeline.statistics.premiums import PREFIX

PAY_SCOPES = {"posted": None, "base": "fixed", "total": "total"}
"""Pay as posted; stated base pay alone; stated base and variable together: with the scope that such a fact has."""

COLUMNS = (
    "vacancy_id", "employer", "place", "region", "experience", "industry", "language", "kind", "unit", "pay_low",
    "pay_high", "tax", "tax_view", "pay_scope", "period_assumed", "in_bands",
)  # fmt: skip
"""What of mart.vacancy `segment_frame` and `market_units` read; `asked` too where requirements are wanted."""


def segment_frame(
    vacancies: pd.DataFrame, requires: Sequence[str] | None = (), pay_scope: str = "posted"
) -> pd.DataFrame:
    """Rows of mart.vacancy of one unit as postings for `salary_band` and its sisters, in the same order and index.

    Columns: vacancy_id, posting_id, role, city, region, experience, industry, employer, salary_from, salary_to, tax
    (the view of the unit, null where gross or net is not written), currency (what is known of an error of tax and how
    an amount is rounded hang on it), period_assumed, and skill_X (bool) for each X of
    `requires`, None: for every concept somebody requires. `pay_scope` base or total keeps the vacancies that state pay
    of that kind alone. Raises UsageError on a scope that is none of PAY_SCOPES.
    """
    if pay_scope not in PAY_SCOPES:
        raise UsageError(f"--scope {pay_scope}: unknown; choose one of {', '.join(PAY_SCOPES)}")
    if pay_scope != "posted":
        stated = vacancies["pay_scope"] == PAY_SCOPES[pay_scope]
        vacancies = vacancies[vacancies["in_bands"].astype(bool) & stated]
    said = vacancies["tax"].isin(("gross", "net"))
    units = vacancies["unit"].dropna()
    frame = pd.DataFrame(
        {
            "vacancy_id": vacancies["vacancy_id"], "posting_id": vacancies["vacancy_id"], "role": "role",
            "employer": vacancies["employer"], "city": vacancies["place"], "experience": vacancies["experience"],
            "region": vacancies.get("region"),
            "industry": vacancies["industry"], "salary_from": vacancies["pay_low"].astype(float),
            "salary_to": vacancies["pay_high"].astype(float), "tax": vacancies["tax_view"].where(said),
            "currency": str(units.iloc[0]).partition("/")[0] if len(units) else None,
            "period_assumed": vacancies["period_assumed"].astype("boolean").fillna(False).astype(bool),
        },
        index=vacancies.index,
    )  # fmt: skip
    skills = skill_columns(vacancies, requires)
    return pd.concat([frame, skills], axis=1) if skills.shape[1] else frame


def skill_columns(vacancies: pd.DataFrame, requires: Sequence[str] | None) -> pd.DataFrame:
    """One bool column skill_X a concept; taken as it is where the frame has it, else from the lists in `asked`."""
    if requires is not None:
        there = [PREFIX + name for name in requires if PREFIX + name in vacancies.columns]
        if len(there) == len(requires):
            return vacancies[there]
    at, codes, concepts = asked_codes(vacancies)
    names = sorted(concepts) if requires is None else list(requires)
    ends = np.cumsum(np.bincount(codes, minlength=len(concepts)))
    asking = dict(zip(concepts, np.split(at[by_code(codes)], ends[:-1]), strict=True)) if concepts else {}
    columns = {}
    for name in names:
        flags = np.zeros(len(vacancies), bool)
        if name in asking:
            flags[asking[name]] = True
        columns[PREFIX + name] = flags
    return pd.DataFrame(columns, index=vacancies.index)


def asked_codes(vacancies: pd.DataFrame) -> tuple[Ints, Ints, list[str]]:
    """The lists in `asked` laid end to end: the row of each requirement, its code, and what the codes mean."""
    lists = pa.array(vacancies["asked"], pa.list_(pa.string()), from_pandas=True)
    lists = lists.combine_chunks() if isinstance(lists, pa.ChunkedArray) else lists
    coded = pc.drop_null(pc.list_flatten(lists).dictionary_encode()) if len(lists) else None
    if coded is None:
        return np.zeros(0, np.intp), np.zeros(0, np.intp), []
    told = pc.list_flatten(lists).is_valid()
    at = pc.list_parent_indices(lists).filter(told)
    return at.to_numpy().astype(np.intp), coded.indices.to_numpy().astype(np.intp), coded.dictionary.to_pylist()
