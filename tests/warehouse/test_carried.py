"""What the last warehouse holds of the same files stays in the next one, which is the same as one made anew."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.extract.public import strongest
from pipeline.model import Fact
from pipeline.tables import FACT, POSTING, REJECT, facts_to_batch, postings_to_batch
from pipeline.warehouse import Build, Warehouse, building, carried

from .conftest import ROLE, pay, posting

ASKS = Fact("skills", "excel", scope="required", quote="Text", start=0, end=4)


def part(folder: Path, number: int) -> tuple[Path, Path]:
    """Write a file of two postings and one of their facts."""
    keyed = [(f"files|p|{number}{n}", posting(f"{number}{n}"), (ROLE, pay(low=1000 * number), ASKS)) for n in "ab"]
    batches = {
        "p": postings_to_batch([(key, told) for key, told, _ in keyed]),
        "f": facts_to_batch([(key, facts, strongest(facts)) for key, _, facts in keyed]),
    }
    paths = {kind: folder / f"{kind}{number}.parquet" for kind in batches}
    for kind, batch in batches.items():
        pq.write_table(pa.Table.from_batches([batch]), paths[kind])
    return paths["p"], paths["f"]


def build(folder: Path, parts: Sequence[tuple[Path, Path]]) -> tuple[dict[str, pd.DataFrame], int]:
    """Build a warehouse of these parts; return its tables, and how many files stood in it before any was loaded."""
    files = of_tables(parts)
    with building(folder, files=files) as made:
        held = sum(made._held.values())
        fill(made, files)
    with Warehouse(folder / "warehouse.duckdb") as read:
        names = "select table_schema || '.' || table_name as name from information_schema.tables order by name"
        return {name: read.query(f"from {name} order by all") for name in read.query(names)["name"]}, held


def of_tables(parts: Sequence[tuple[Path, Path]]) -> dict[str, list[Path]]:
    return dict(zip(("raw.posting", "raw.fact"), map(list, zip(*parts, strict=True)), strict=True))


def fill(made: Build, files: dict[str, list[Path]]) -> None:
    made.load("raw.posting", files["raw.posting"], POSTING)
    made.load("raw.fact", files["raw.fact"], FACT)
    made.store("raw.reject", REJECT.empty_table())
    made.make()


def assert_same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    assert one.keys() == other.keys()
    for name, rows in one.items():
        pd.testing.assert_frame_equal(rows, other[name], obj=name)


def test_what_was_loaded_stays_and_what_is_new_comes_after_it(tmp_path: Path) -> None:
    parts = [part(tmp_path, n) for n in range(3)]
    assert build(tmp_path / "a", parts[:2])[1] == 0
    carried_on, held = build(tmp_path / "a", parts)
    assert held == 4
    assert len(carried_on["raw.posting"]) == 6
    assert_same(carried_on, build(tmp_path / "fresh", parts)[0])
    assert build(tmp_path / "a", parts)[1] == 6
    assert not (tmp_path / "a" / "warehouse.new.duckdb").exists()


@pytest.mark.parametrize("other", ["a part less", "another order", "a new part before", "nothing"])
def test_rows_of_other_files_are_loaded_anew(tmp_path: Path, other: str) -> None:
    parts = [part(tmp_path, n) for n in range(3)]
    build(tmp_path / "a", parts[:2])
    then = {
        "a part less": parts[:1],
        "another order": parts[1::-1],
        "a new part before": [parts[2], *parts[:2]],
        "nothing": [parts[2]],
    }[other]
    made, held = build(tmp_path / "a", then)
    assert held == 0
    assert_same(made, build(tmp_path / "fresh", then)[0])


@pytest.mark.parametrize("damage", ["no warehouse", "torn", "of other columns", "older than this list", "no such file"])
def test_a_warehouse_that_cannot_be_carried_on_is_made_anew(
    tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [part(tmp_path, n) for n in range(2)]
    build(tmp_path / "a", parts)
    old = tmp_path / "a" / "warehouse.duckdb"
    if damage == "of other columns":
        monkeypatch.setattr(carried, "made_of", lambda _: "others")
    elif damage == "older than this list":
        with carried.connect(str(old)) as con:
            con.execute("drop table raw.file")
    elif damage == "no such file":
        old.unlink()
    else:
        old.write_bytes(b"not a warehouse" if damage == "no warehouse" else old.read_bytes()[:5000])
    made, held = build(tmp_path / "a", parts)
    assert held == 0
    assert len(made["raw.fact"]) == 12


def test_after_a_failure_all_is_loaded_anew_once(tmp_path: Path) -> None:
    parts = [part(tmp_path, n) for n in range(2)]
    build(tmp_path / "a", parts)
    with pytest.raises(ValueError, match="stop"), building(tmp_path / "a", files=of_tables(parts)):
        raise ValueError("stop")
    assert [build(tmp_path / "a", parts)[1] for _ in range(2)] == [0, 4]
