"""What is ordered and counted without comparing is ordered and counted as numpy does it, to the row."""

import numpy as np
import pytest

from pipeline.statistics.order import by_code, by_value, distinct, numbered, present
from pipeline.statistics.quantiles import make_sample, median_of

CODES = {
    "none": np.zeros(0, np.intp),
    "one": np.array([7]),
    "few": np.array([5, 2, 5, 0, 2]),
    "far apart": np.array([3, 10**12, 3, 7]),
    "below nought": np.array([-1, 4, -1, 0]),
    "many alike": np.random.default_rng(1).integers(0, 40, 5000),
    "many, hardly alike": np.random.default_rng(2).integers(0, 10**6, 200_000),
    "many, far apart": np.random.default_rng(3).integers(0, 10**11, 5000),
    "four bytes each": np.random.default_rng(4).integers(0, 70_000, 5000).astype(np.int32),
}


@pytest.mark.parametrize("codes", CODES.values(), ids=CODES)
def test_codes_are_numbered_and_counted_as_numpy_does(codes: np.ndarray) -> None:
    known, places = np.unique(codes, return_inverse=True)
    found, count = numbered(codes)
    np.testing.assert_array_equal(found, places)
    np.testing.assert_array_equal(present(codes), known)
    assert (count, distinct(codes)) == (known.size, known.size)


@pytest.mark.parametrize(
    "codes", [c for c in CODES.values() if not np.any(c < 0)], ids=[n for n in CODES if n[0] != "b"]
)
def test_codes_are_ordered_as_numpy_does(codes: np.ndarray) -> None:
    np.testing.assert_array_equal(by_code(codes), np.argsort(codes, kind="stable"))


@pytest.mark.parametrize("size", [0, 10, 5000, 200_000])
@pytest.mark.parametrize("decimals", [0, 1, 9])
@pytest.mark.parametrize("gaps", [False, True])
def test_values_are_ordered_as_numpy_does(size: int, decimals: int, gaps: bool) -> None:
    rng = np.random.default_rng(size)
    values = np.round(rng.normal(size=size), decimals)  # nought and its negative among them
    values[rng.random(size) < 0.1 * gaps] = np.nan
    np.testing.assert_array_equal(by_value(values), np.argsort(values, kind="stable"))


@pytest.mark.parametrize("decimals", [1, 6])
def test_a_median_of_runs_is_that_of_a_sample(decimals: int) -> None:
    rng = np.random.default_rng(decimals)
    run = np.sort(np.round(rng.normal(size=400), decimals))
    values, weights = np.concatenate([run, run + 0.1]), rng.choice([0.3, 1.0, 2.5], 800)
    sample = make_sample(values, weights, np.arange(800))
    assert median_of(values, weights) == sample.quantile(np.array([0.5]))[0]
