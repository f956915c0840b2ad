"""Some of the postings, taken from all that were read, are what reading them alone gives: to the code of a cluster."""

import numpy as np
import pandas as pd
import pytest

from pipeline.statistics.bands import band_of, salary_band
from pipeline.statistics.estimates import PERCENTILES
from pipeline.statistics.inputs import read_postings
from pipeline.statistics.pool import Pool
from pipeline.statistics.shares import requirement_shares, share_with_interval


def invented(count: int = 400, seed: int = 5) -> pd.DataFrame:
    """Postings of uneven employers, some unnamed, a third without pay."""
    rng = np.random.default_rng(seed)
    low = np.round(50_000 * np.exp(rng.normal(0, 0.3, count)), -3)
    return pd.DataFrame(
        {
            "employer": [None if n > 60 else f"firm {n}" for n in rng.zipf(1.3, count) % 80],
            "city": rng.choice(["A", "B", None], count), "experience": rng.choice(["1-3", "none", "6+"], count),
            "salary_from": np.where(rng.random(count) < 0.6, low, np.nan),
            "salary_to": np.where(rng.random(count) < 0.4, low * 1.4, np.nan),
            "tax": rng.choice(["gross", "unknown"], count),
        }
    )  # fmt: skip


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 1.0])
def test_rows_taken_alone_are_rows_read_alone(share: float) -> None:
    frame = invented()
    rows = np.random.default_rng(1).random(len(frame)) < share
    taken, read = read_postings(frame).alone(rows), read_postings(frame[rows])
    for name in ("low", "high", "form", "cluster", "named", "weight", "unusable", "tax_unknown"):
        np.testing.assert_array_equal(getattr(taken, name), getattr(read, name), err_msg=name)
    for name in ("city", "experience"):
        mine, theirs = ([f.labels[c] for c in f.codes] for f in (getattr(taken, name), getattr(read, name)))
        assert mine == theirs, name
    assert (taken.currency, taken.period, taken.tax) == (read.currency, read.period, read.tax)


def test_a_band_of_rows_taken_alone_is_the_same_to_the_last_digit() -> None:
    frame = invented()
    everyone = read_postings(frame)
    for city in ("A", "B"):
        rows = (frame["city"] == city).to_numpy()
        assert band_of(everyone.alone(rows), PERCENTILES, 0.9, True, Pool(everyone)) == salary_band(
            frame[rows], pool=frame
        )


def test_shares_of_many_requirements_are_those_of_each() -> None:
    frame = invented()
    postings = pd.DataFrame({"posting_id": [f"p{n}" for n in range(len(frame))], "employer": frame["employer"]})
    rng = np.random.default_rng(2)
    flags = {name: rng.random(len(frame)) < part for name, part in (("excel", 0.4), ("english", 0.05))}
    asks = pd.concat(
        pd.DataFrame({"posting_id": postings["posting_id"][rows], "concept": name, "scope": "required"})
        for name, rows in flags.items()
    )
    strangers = pd.DataFrame({"posting_id": ["not there"], "concept": ["excel"], "scope": ["required"]})
    cells = requirement_shares(postings, pd.concat([asks, asks.head(3), strangers]))  # one asked twice counts once
    everyone = read_postings(frame)
    assert {cell.concept for cell in cells} == set(flags)
    for cell in cells:
        alone = share_with_interval(flags[cell.concept], everyone.weight, everyone.cluster)
        assert (cell.share, cell.low, cell.high) == alone[:3]
