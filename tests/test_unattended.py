"""What an operator is told: the word that is sent when a run ends or dies, the doctor's findings, the log."""

import json
import logging
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline import flow, logs
from pipeline.config import Settings
from pipeline.doctor import examine
from pipeline.errors import LockedError, NothingCameInError, UsageError
from pipeline.ledger import Ledger, holder, locked, recorded
from pipeline.status import status
from pipeline.summary import tell_failure
from pipeline.warehouse import Failure
from tests.earlier_runs import at, write

# ---- the word that is sent ----


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A webhook on this machine, its address in the environment; gives the texts it received."""
    received: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    monkeypatch.setenv("HOOK", f"http://127.0.0.1:{server.server_address[1]}")
    yield received
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A workspace with one posting, word sent always, and a report of the number of its vacancies."""

    def write_report(query: Any, folder: Path, **_: object) -> Path:
        folder.mkdir(parents=True)
        page = folder / "index.html"
        page.write_text(str(query("select vacancies from mart.market").iloc[0, 0]))
        return page

    monkeypatch.setattr(flow.report, "write_report", write_report)
    notify = {"when": "always", "mattermost": {"url": "{HOOK}"}}
    made = Settings(tmp_path, tmp_path / "data", tmp_path / "reports", notify=notify)
    drop(made, "one")
    return made


def drop(settings: Settings, name: str) -> None:
    settings.inbox.mkdir(parents=True, exist_ok=True)
    (settings.inbox / f"{name}.jsonl").write_text(
        json.dumps({"title": "Account manager", "description": f"CRM {name}"})
    )


def test_word_tells_changed_from_unchanged_and_counts(settings: Settings, hook: list[str]) -> None:
    flow.run(settings)
    flow.run(settings)
    drop(settings, "two")
    flow.run(settings)
    assert [text.splitlines()[0].split(maxsplit=3)[3] for text in hook] == [
        "done, the report changed", "done, nothing new", "done, the report changed",
    ]  # fmt: skip
    assert "read: 2 postings of 2 files" in hook[2]
    assert "grouped: 2 vacancies, 0 repeated postings" in hook[2]


def test_word_of_a_failure_names_the_error_and_the_workspace(settings: Settings, hook: list[str]) -> None:
    (settings.inbox / "one.jsonl").write_text("{}")
    with pytest.raises(NothingCameInError):
        flow.run(settings)
    [text] = hook
    assert "failed" in text
    assert "all 1 records were rejected" in text
    assert f"workspace: {settings.workspace}" in text


def test_a_notice_that_fails_never_fails_the_run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK", "http://127.0.0.1:9/hidden-path")
    made = flow.run(settings)
    assert made.postings == 1
    told = status(settings.raw, datetime.now(UTC))
    [problem] = told.problems
    assert problem.startswith("the notice by mattermost was not sent: 127.0.0.1: ConnectionError")
    assert "hidden-path" not in problem


def test_a_killed_run_is_told_once_by_the_next_look(settings: Settings, hook: list[str]) -> None:
    flow.run(settings)
    hook.clear()
    write(settings.raw, "runs", {"run": "r9", "status": "began", "began_at": at(1)})
    told = status(settings.raw, datetime.now(UTC))
    assert [d.error for d in tell_failure(settings, told)] == [None]
    assert tell_failure(settings, told) == []
    [text] = hook
    assert "run r9 was killed or the machine stopped" in text


def test_a_wrong_notify_table_is_refused_before_anything_is_read(settings: Settings) -> None:
    from dataclasses import replace

    with pytest.raises(UsageError, match="known there: when"):
        flow.run(replace(settings, notify={"pigeon": {}}))
    assert recorded(settings.raw, "runs") == []


def test_two_runs_at_once_the_second_leaves_with_75_and_tells_who(settings: Settings) -> None:
    with locked(settings.data, "first"):
        assert holder(settings.data) == "first"
        with pytest.raises(LockedError, match="run first, process"):
            flow.run(settings)
    assert holder(settings.data) is None


def test_the_manifest_holds_the_summary(settings: Settings, hook: list[str]) -> None:
    made = flow.run(settings)
    manifest = json.loads((made.report.parent / "manifest.json").read_text())
    assert manifest["summary"] == made.lines
    assert made.lines[0].startswith("read: 1 posting of 1 file (1 of 1 part anew)")
    assert hook


def test_the_invented_market_is_told_as_such() -> None:
    from pipeline.summary import lines

    assert any(line.startswith("invented: ") for line in lines([{"files": 1, "invented": 1}]))
    assert not any(line.startswith("invented: ") for line in lines([{"files": 1}]))


def test_a_long_list_of_warnings_is_shortened() -> None:
    from pipeline.summary import lines

    told = lines([], [Failure(f"c{i}", "warn", "is odd", 1, "") for i in range(12)], ["source hh: closed"])
    assert len(told) == 9
    assert told[0] == "look at: source hh: closed"
    assert told[-1] == "look at: 5 more, in the manifest"


# ---- doctor ----


def findings(folder: Path) -> dict[str, tuple[str, str, str]]:
    return {f.subject: (f.state, f.found, f.fix) for f in examine(folder)}


def test_a_fresh_folder_is_well(tmp_path: Path) -> None:
    assert {state for state, _, _ in findings(tmp_path).values()} <= {"ok", "warn"}


def test_the_doctor_finds_what_is_wrong_and_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SMTP_PASSWORD", raising=False)
    (tmp_path / "vacancies.toml").write_text(
        '[notify.email]\nhost = "h"\nfrom = "f@example.org"\nto = ["t@example.org"]\npassword = "{SMTP_PASSWORD}"\n'
    )
    (tmp_path / "data" / "processed").mkdir(parents=True)
    (tmp_path / "data" / "processed" / "warehouse.duckdb").write_text("no database")
    write(tmp_path / "data" / "raw", "runs", '{"run": "torn')
    (tmp_path / "reports").write_text("a file where a folder must be")
    found = findings(tmp_path)
    assert found["warehouse"][0] == "fail"
    assert "delete" in found["warehouse"][2]
    assert found["notices"] == ("fail", "not set: SMTP_PASSWORD", "set it where the run is started (or in .env)")
    assert found["ledger"][:2] == ("warn", "torn lines: 1 in runs.jsonl")
    assert found["folder reports"][0] == "fail"


@pytest.mark.parametrize(
    ("table", "subject", "told"),
    [
        ("[sources.nowhere]", "sources", "no such source"),
        ("[sources.feeds]\nurls = ['https://x.example/f']", "sources", "fetch.contact is not set"),
        ("[fetch]\ncontact = 'a@b.org'\n[sources.superjob]", "source superjob", "shut without SUPERJOB_KEY"),
    ],
)
def test_the_doctor_looks_at_the_sources_that_are_to_be_collected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, subject: str, told: str
) -> None:
    monkeypatch.delenv("SUPERJOB_KEY", raising=False)
    (tmp_path / "vacancies.toml").write_text(table)
    state, found, fix = findings(tmp_path)[subject]
    assert (state, told in found, bool(fix)) == ("fail", True, True)


def test_settings_that_cannot_be_read_are_one_finding(tmp_path: Path) -> None:
    (tmp_path / "vacancies.toml").write_text("[report\n")
    assert findings(tmp_path)["settings"][0] == "fail"


def test_a_full_disk_is_told_before_it_hurts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("usage", (), {"free": 50_000_000})
    monkeypatch.setattr("pipeline.doctor.shutil.disk_usage", lambda _: usage)
    assert findings(tmp_path)["disk"][:2] == ("fail", "0.1 GB free")


def test_a_held_lock_is_named(tmp_path: Path) -> None:
    with locked(tmp_path / "data", "r7"):
        assert findings(tmp_path)["lock"][:2] == ("warn", "run r7 holds the workspace")


# ---- the log ----

SECRET = "s3cr3t-t0ken-of-the-test"


def test_the_log_holds_lines_of_json_without_secrets_or_contacts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HH_TOKEN", SECRET)
    with logs.logged(tmp_path, "r1"):
        logging.getLogger("pipeline.fetch").info("Bearer %s for https://me:pw12345@example.org/x", SECRET)
        logging.getLogger("pipeline.work").warning("write to anna.petrova@example.org")
        logging.getLogger("pipeline").error("it broke", exc_info=ValueError(f"with {SECRET}"))
        logging.getLogger("pipeline").debug("not kept")
    logging.getLogger("pipeline.fetch").info("after the run")
    text = (tmp_path / "logs" / "vacancies.jsonl").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["message"] for line in lines] == [
        "Bearer [secret] for https://example.org/x", "write to [contact]", "it broke (ValueError: with [secret])",
    ]  # fmt: skip
    assert {line["run"] for line in lines} == {"r1"}
    assert SECRET not in text


def test_the_log_is_rotated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST_BYTES", 1000)
    with logs.logged(tmp_path, "r1"):
        for number in range(200):
            logging.getLogger("pipeline").info("line %d", number)
    assert len(list((tmp_path / "logs").iterdir())) == logs.KEPT + 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with logs.logged(tmp_path, "r1"):
        logging.getLogger("pipeline").info("lost")


def test_a_log_whose_place_is_taken_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file")
    with logs.logged(tmp_path, "r1"):
        logging.getLogger("pipeline").info("lost")


def test_every_step_of_a_run_is_logged(settings: Settings, hook: list[str]) -> None:
    made = flow.run(settings)
    lines = [json.loads(line) for line in (settings.data / "logs" / "vacancies.jsonl").read_text().splitlines()]
    assert [line["message"].split(":")[0] for line in lines] == [f"step {step['step']}" for step in made.steps]
    assert hook


def test_the_ledger_of_a_run_begins_before_it_ends(tmp_path: Path) -> None:
    with Ledger(tmp_path, "r1").run():
        assert [line["status"] for line in recorded(tmp_path, "runs")] == ["began"]
    assert [line["status"] for line in recorded(tmp_path, "runs")] == ["began", "done"]
