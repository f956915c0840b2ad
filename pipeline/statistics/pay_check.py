"""The unit check of a whole market: the monthly pay of each currency judged by `check_pay_units`.

Frames in, frames out: `core.pay_to_check` becomes `core.pay_check`, which SQL applies.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.statistics.sanity import check_pay_units

READS = "core.pay_to_check"
MAKES = "core.pay_check"
LEAST = 30
"""With fewer amounts in a currency there is no market to compare with: they are kept, whatever they are."""

_AT_ONCE = 200_000  # rows judged together: bounds the memory of a large market
_CITIES = 40
_COLUMNS = {"vacancy_id": "string", "action": "string", "factor": "float64", "certainty": "float64", "reason": "string"}


def pay_checks(amounts: pd.DataFrame) -> pd.DataFrame:
    """One row an amount: keep, fix (multiply both ends by `factor`) or quarantine, with its reason.

    `amounts`: vacancy_id, currency, low_month, high_month, city, experience.
    """
    parts = [
        _judged(inside.iloc[start : start + _AT_ONCE])
        for _, inside in amounts.groupby("currency", sort=True)
        for start in range(0, len(inside), _AT_ONCE)
    ]
    # typed before they are joined: pandas 2 and 3 guess the types of empty parts differently
    typed = [part.astype(_COLUMNS) for part in (pd.DataFrame(columns=list(_COLUMNS)), *parts)]
    return pd.concat(typed, ignore_index=True)


def _judged(amounts: pd.DataFrame) -> pd.DataFrame:
    common = amounts["city"].value_counts().nlargest(_CITIES).index
    frame = pd.DataFrame(
        {
            "salary_from": amounts["low_month"].astype(float),
            "salary_to": amounts["high_month"].astype(float),
            "city": amounts["city"].where(amounts["city"].isin(common), ""),
            "experience": amounts["experience"],
        }
    )
    told = pd.DataFrame({"vacancy_id": amounts["vacancy_id"].to_numpy()})
    if len(frame) < LEAST:
        return told.assign(action="keep", factor=1.0, certainty=np.nan, reason=None)
    found = check_pay_units(frame)
    return told.assign(action=found.action, factor=np.exp(found.shift), certainty=found.certainty, reason=found.reason)
