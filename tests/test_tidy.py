"""Old reports go where [keep] says so; the newest and those that somebody named stay."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.config import load_settings
from pipeline.errors import SettingsError, UsageError
from pipeline.ledger import Ledger, recorded
from pipeline.tidy import tidy_after_a_run

NOW = datetime.now(UTC)


def stamp(days_ago: int) -> str:
    return (NOW - timedelta(days=days_ago)).strftime("%Y%m%dT%H%M%S%fZ")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Reports of 400, 200 and 100 days ago, one with a name of its own, and a folder that no run made."""
    for name in (stamp(400), stamp(200), stamp(100), "for-the-board"):
        (tmp_path / "reports" / name / "evidence").mkdir(parents=True)
        (tmp_path / "reports" / name / "manifest.json").write_text("{}")
        (tmp_path / "reports" / name / "evidence" / "1.html").write_text("x" * 100)
    (tmp_path / "reports" / stamp(500)).mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def left(workspace: Path) -> set[str]:
    return {folder.name for folder in (workspace / "reports").iterdir()}


def keep(workspace: Path, line: str) -> None:
    (workspace / "vacancies.toml").write_text(f"[keep]\n{line}\n")


def test_a_run_keeps_what_the_settings_say_and_notes_what_went(workspace: Path) -> None:
    keep(workspace, 'reports = "150d"')
    settings = load_settings(workspace)
    tidy_after_a_run(settings, Ledger(settings.raw, "r1"))
    assert left(workspace) == {stamp(100), "for-the-board", stamp(500)}
    assert [line["report"] for line in recorded(settings.raw, "purges")] == [stamp(400), stamp(200)]


def test_the_newest_report_stays_however_old(workspace: Path) -> None:
    keep(workspace, 'reports = "1d"')
    tidy_after_a_run(load_settings(workspace), Ledger(workspace / "data" / "raw", "r1"))
    assert left(workspace) == {stamp(100), "for-the-board", stamp(500)}


def test_without_a_line_everything_is_kept(workspace: Path) -> None:
    before = left(workspace)
    tidy_after_a_run(load_settings(workspace), Ledger(workspace / "data" / "raw", "r1"))
    assert left(workspace) == before


def test_what_cannot_be_deleted_fails_no_run(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    keep(workspace, 'reports = "150d"')
    monkeypatch.setattr("pipeline.tidy.shutil.rmtree", refuse)
    tidy_after_a_run(load_settings(workspace), Ledger(workspace / "data" / "raw", "r1"))
    assert len(left(workspace)) == 5


def test_purge_tells_first_and_then_does_it(workspace: Path) -> None:
    words = ["purge", "--reports-older-than", "300d"]
    told = CliRunner().invoke(app, [*words, "--dry-run"], catch_exceptions=False)
    assert told.stdout == f"reports/{stamp(400)}\n"
    assert len(left(workspace)) == 5
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    assert done.stdout == f"reports/{stamp(400)}\t102 bytes\t0 postings kept\n"
    assert stamp(400) not in left(workspace)


def test_purge_asks_how_old(workspace: Path) -> None:
    with pytest.raises(UsageError, match="how old"):
        CliRunner().invoke(app, ["purge"], catch_exceptions=False)
    assert len(left(workspace)) == 5


def test_an_age_that_is_none_is_refused(workspace: Path) -> None:
    keep(workspace, 'reports = "a year"')
    with pytest.raises(SettingsError, match="such as 180d or 26w"):
        load_settings(workspace)
