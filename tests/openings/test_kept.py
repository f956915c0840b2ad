"""What is kept of texts is what would be made again, and never what another file, other words or a torn file say."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.openings import kept, nearby


def texts(count: int, first: int = 0) -> pa.Table:
    told = [f"Posting {n} asks {'a b c d e f g ' * (n % 7)} and sells in several cities {n * n}" for n in range(count)]
    return pa.table({"text": pa.array([None, *told][first:], pa.string())})


def write(path: Path, table: pa.Table) -> Path:
    pq.write_table(table, path, row_group_size=50)
    return path


def same(one: kept.File, other: kept.File) -> bool:
    alike = all(np.array_equal(a, b) for a, b in zip(one.read, other.read, strict=True))
    return alike and one.values.read_bytes() == other.values.read_bytes()


def test_it_is_made_once_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "a.parquet", texts(300))
    made = kept.of_file(file, tmp_path / "texts", workers=2)
    assert same(made, kept.of_file(file, tmp_path / "other", workers=1))
    assert made.read.sizes.sum() * 4 == made.values.stat().st_size
    monkeypatch.setattr(kept, "shingles", None)
    assert same(made, kept.of_file(file, tmp_path / "texts"))


@pytest.mark.parametrize("damage", ["head", "values", "another file", "other words"])
def test_what_is_torn_or_old_is_made_again(tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file, folder = write(tmp_path / "a.parquet", texts(300)), tmp_path / "texts"
    kept.of_file(file, folder)
    if damage == "another file":
        write(file, texts(200, first=1))
    elif damage == "other words":
        monkeypatch.setattr(kept, "version", lambda: "of other words")
        (folder / "a.shingles").write_bytes(b"")
    else:
        torn = folder / ("a.texts" if damage == "head" else "a.shingles")
        torn.write_bytes(torn.read_bytes()[:-7])
    assert same(kept.of_file(file, folder), kept.of_file(file, tmp_path / "fresh"))


def test_an_empty_file_keeps_nothing_and_what_no_file_needs_goes(tmp_path: Path) -> None:
    empty = write(tmp_path / "empty.parquet", texts(0).slice(0, 0))
    folder = tmp_path / "texts"
    assert not len(kept.of_file(empty, folder).read.sizes)
    kept.of_file(write(tmp_path / "gone.parquet", texts(5)), folder)
    kept.sweep(folder, [empty])
    assert sorted(path.name for path in folder.iterdir()) == ["empty.shingles", "empty.texts"]


def test_more_files_are_lent_than_a_process_may_hold_open(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="limits of a process are told by POSIX only")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard))
    try:
        with nearby.Spill(150) as spill:
            for row in range(150):
                file = tmp_path / f"{row}.shingles"
                np.arange(row, row + 10, dtype=np.uint32).tofile(file)
                spill.lend(np.array([row]), file, np.array([0]), np.array([10]))
            rows = np.arange(149)
            assert spill.shared(rows, rows + 1).tolist() == [9] * 149
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
