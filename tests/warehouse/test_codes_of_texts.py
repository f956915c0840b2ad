"""A long table's texts become categories, batch by batch; ids that are known already are named by them."""

import pandas as pd
import pyarrow as pa
import pytest

from pipeline.warehouse.settings import texts_coded

ROWS = [("v2", "excel", 1), ("v2", None, 2), (None, "crm", 3), ("v9", "excel", 4), ("v1", "crm", 5)]
SCHEMA = pa.schema([("vacancy", pa.string()), ("concept", pa.string()), ("number", pa.int64())])


@pytest.mark.parametrize("at_once", [1, 2, 9])
@pytest.mark.parametrize("count", [0, 1, 5])
def test_texts_are_the_same_as_categories(at_once: int, count: int) -> None:
    rows = pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in ROWS[:count]], SCHEMA)
    frame = texts_coded(rows.to_reader(at_once), {"vacancy": pd.Series(["v1", "v2", "v3"])})
    assert list(frame["vacancy"].cat.categories) == ["v1", "v2", "v3"]
    told = [(row[0] if row[0] != "v9" else None, *row[1:]) for row in ROWS[:count]]
    assert list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)) == told
