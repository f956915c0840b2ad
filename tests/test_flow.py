"""One run from files to manifest: same input, same tables whatever the workers; one run at a time; clear refusals."""

import hashlib
import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline import flow
from pipeline.config import Settings
from pipeline.errors import LockedError, NothingCameInError, UsageError
from pipeline.ledger import locked
from pipeline.model import Posting, Reject


def invented(n: int) -> list[Posting | Reject]:
    return [
        *(
            Posting(
                str(i),
                "files",
                "a.jsonl",
                f"Requirements: Excel. Salary {60 + i % 40} 000 rub. No {i}",
                "Account manager",
                employer=f"Employer {i % 30}",
                language="en",
                posted_on=date(2026, 6, 1 + i % 28),
            )
            for i in range(n)
        ),
        Reject("files", "a.jsonl", "line 9", "not JSON; mend the line"),
    ]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    def write_report(_query, folder: Path, **_) -> Path:
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("report")
        return folder / "index.html"

    monkeypatch.setattr(flow, "files", SimpleNamespace(read=lambda _paths: iter(invented(1200))))
    monkeypatch.setattr(flow.report, "write_report", write_report, raising=False)
    (tmp_path / "in.txt").write_text("x")
    return Settings(tmp_path, tmp_path / "data", tmp_path / "reports")


def marts(settings: Settings) -> dict[str, str]:
    return {
        f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted((settings.processed / "marts").iterdir())
    }


def test_same_input_gives_the_same_bytes_on_one_worker_and_two(settings: Settings) -> None:
    inputs = [settings.workspace / "in.txt"]
    flow.run(settings, inputs, workers=1)
    one = marts(settings)
    summary = flow.run(settings, inputs, workers=2)
    assert marts(settings) == one
    assert (summary.postings, summary.rejected) == (1200, 1)
    manifest = json.loads((summary.report.parent / "manifest.json").read_text())
    assert manifest["inputs"] == [{"name": "in.txt", "bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}]
    lines = (settings.raw / ".ledger" / "runs.jsonl").read_text().splitlines()
    assert [json.loads(line)["status"] for line in lines] == ["done", "done"]


def test_nothing_read_is_an_error_and_the_ledger_keeps_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "files", SimpleNamespace(read=lambda _paths: iter(invented(0))))
    with pytest.raises(NothingCameInError, match=r"line 9: not JSON"):
        flow.run(settings, [settings.workspace / "in.txt"])
    assert json.loads((settings.raw / ".ledger" / "runs.jsonl").read_text())["status"] == "failed"


def test_a_missing_path_is_a_usage_error(settings: Settings) -> None:
    with pytest.raises(UsageError, match="no such file"):
        flow.run(settings, [settings.workspace / "absent"])


def test_one_run_at_a_time(settings: Settings) -> None:
    with locked(settings.data, "first"), pytest.raises(LockedError, match="held by run first, process"):
        flow.run(settings, [settings.workspace / "in.txt"])
