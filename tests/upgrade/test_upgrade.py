"""A newer version reads what an older one left: archive, ledger and settings; what it can make again, it does."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import flow
from pipeline.config import Settings, load_settings
from pipeline.fetch.archive import Archive
from pipeline.status import status
from pipeline.warehouse import Warehouse

RELEASES = sorted(path for path in Path(__file__).parent.iterdir() if path.name.endswith("_release"))


@pytest.fixture(params=RELEASES, ids=lambda path: path.name)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A workspace as that release left it, its processed data of a kind that nobody knows any more."""
    shutil.copytree(request.param, tmp_path / "old")
    left = load_settings(tmp_path / "old")
    (left.processed / "postings").mkdir(parents=True)
    (left.processed / "postings" / "0123.parquet").write_bytes(b"PAR1 of another version PAR1")
    (left.processed / "parts.json").write_text("{}")
    (left.processed / "marts").mkdir()
    (left.processed / "warehouse.duckdb").write_bytes(b"a database of another version")
    return left


def test_its_settings_are_read(settings: Settings) -> None:
    assert (settings.language, settings.window_months) == ("ru", 12)
    assert sorted(settings.sources) == ["feeds", "jobposting"]


def test_its_archive_is_read_record_by_record(settings: Settings) -> None:
    archive = Archive(settings.raw, "feeds")
    assert [sum(1 for _ in archive.places(name)) for name in archive.collections()] == [1, 1]


def test_its_runs_are_known(settings: Settings) -> None:
    told = status(settings.raw, datetime(2026, 12, 1, tzinfo=UTC))
    assert [run.status for run in told.runs] == ["done", "done"]
    assert [(s.source, s.status, s.postings) for s in told.sources] == [
        ("feeds", "complete", 4),
        ("jobposting", "complete", 2),
    ]
    assert told.problems == ()


def test_everything_is_made_again_from_what_is_raw(settings: Settings) -> None:
    assert {row["parse"] for row in flow.plan(settings)} == {"new"}
    flow.build(settings, workers=1)
    with Warehouse(settings.warehouse) as warehouse:
        told = warehouse.query(
            "select source, count(*) as n, count(*) filter (closed_on is not null) as closed from core.posting"
            " group by source order by source"
        )
    assert told.values.tolist() == [["feeds", 6, 2], ["files", 1, 0], ["jobposting", 2, 0]]
    assert not (settings.processed / "postings" / "0123.parquet").exists()
