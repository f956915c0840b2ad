"""What an operator asks: status of the runs, check of their age and volume."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.ledger import Ledger
from pipeline.status import LEDGER, hours, judged, ledger, share, status
from tests.earlier_runs import NOW, at, collected, ran, write

FALLEN = "source trudvsem: 240 postings after 400: 40% fewer, at most 30% expected"

# ---- status ----


def test_before_any_run_it_says_how_to_start(tmp_path: Path) -> None:
    assert status(tmp_path, NOW).problems == ("no run has ended here yet: start one with `vacancies run`",)


def test_the_ledger_is_shown_as_two_tables(tmp_path: Path) -> None:
    assert ledger(tmp_path) == {"runs": [], "run_steps": []}
    kept = Ledger(tmp_path, "one")
    with kept.run(), kept.step("read") as count:
        kept.about |= {"inputs": "00ff", "versions": "vacancies 1"}
        count.update(rejected=2)
    with pytest.raises(ValueError, match="no room"), Ledger(tmp_path, "two").run():
        raise ValueError("no room")
    told = ledger(tmp_path)
    assert {name: tuple(rows[0]) for name, rows in told.items()} == LEDGER
    assert [(r["run"], r["status"], r["rejected"], r["inputs"], r["versions"], r["error"]) for r in told["runs"]] == [
        ("one", "done", 2, "00ff", "vacancies 1", None),
        ("two", "failed", None, None, None, "ValueError: no room"),
    ]
    assert [(s["step"], s["status"], s["counts"]) for s in told["run_steps"]] == [("read", "done", '{"rejected": 2}')]


def test_runs_stand_newest_first_with_their_counts(tmp_path: Path) -> None:
    ran(tmp_path, "r1", 200)
    ran(tmp_path, "r2", 32, postings=510)
    told = status(tmp_path, NOW)
    assert [(r.run, r.status, r.postings) for r in told.runs] == [("r2", "done", 510), ("r1", "done", 500)]
    assert told.healthy


def test_a_run_that_never_ended_was_killed_unless_it_holds_the_lock(tmp_path: Path) -> None:
    ran(tmp_path, "r1", 30)
    write(tmp_path, "runs", {"run": "r2", "status": "began", "began_at": at(1)})
    assert status(tmp_path, NOW, running="r2").healthy
    killed = status(tmp_path, NOW)
    assert killed.runs[0].status == "killed"
    assert killed.problems == ("run r2 was killed or the machine stopped: run again, it takes up what was left",)


def test_a_failed_run_tells_its_error(tmp_path: Path) -> None:
    ran(tmp_path, "r1", 3, status="failed", error="postings.csv: all 3 records were rejected")
    assert status(tmp_path, NOW).problems == ("run r1 failed: postings.csv: all 3 records were rejected",)


def test_a_source_that_failed_names_its_last_good_data(tmp_path: Path) -> None:
    ran(tmp_path, "r2", 1)
    collected(tmp_path, "r1", 170, 400)
    collected(tmp_path, "r2", 2, 12, "closed", "HTTP 403 forbidden")
    [problem] = status(tmp_path, NOW).problems
    assert problem == (
        "source trudvsem: closed: HTTP 403 forbidden (its last complete collection is of 2026-06-01 05:00 UTC)"
    )


def test_torn_lines_of_a_killed_writer_are_passed_over(tmp_path: Path) -> None:
    ran(tmp_path, "r1", 5)
    write(tmp_path, "runs", '{"run": "r2", "sta', "[1, 2]", "\x00\x00")
    assert [run.run for run in status(tmp_path, NOW).runs] == ["r1"]


def test_a_clock_that_was_set_back_is_told_and_changes_no_order(tmp_path: Path) -> None:
    ran(tmp_path, "r1", -48)  # it ended the day after tomorrow
    ran(tmp_path, "r2", 1)
    told = status(tmp_path, NOW)
    assert told.runs[0].run == "r2"
    assert [p for p in told.problems if "the clock was set back" in p]


def test_a_notice_that_was_not_sent_is_shown(tmp_path: Path) -> None:
    ran(tmp_path, "r1", 1)
    write(tmp_path, "notices", {"run": "r1", "channel": "email", "error": "mail:587: no answer within 20 s"})
    assert status(tmp_path, NOW).problems == ("the notice by email was not sent: mail:587: no answer within 20 s",)


# ---- check ----


@pytest.mark.parametrize(
    ("limits", "reasons"),
    [
        ({"max_age_hours": 26}, []),
        (
            {"max_age_hours": 2},
            ["the last run: 3 hours old, at most 2 expected", "source trudvsem: 4 hours old, at most 2 expected"],
        ),
        ({"min_rows": 100}, []),
        ({"min_rows": 300}, ["source trudvsem: 240 postings, at least 300 expected"]),
        ({"max_drop": 0.5}, []),
        ({"max_drop": 0.3}, [FALLEN]),
        ({"max_drop": 0.3, "only": "trudvsem"}, [FALLEN]),
    ],
)
def test_what_is_too_old_too_few_or_fallen(tmp_path: Path, limits: dict[str, Any], reasons: list[str]) -> None:
    ran(tmp_path, "r1", 171, postings=500)
    ran(tmp_path, "r2", 3, postings=480)
    collected(tmp_path, "r1", 172, 400)
    collected(tmp_path, "r2", 4, 240)
    assert judged(status(tmp_path, NOW), **limits) == reasons


def test_an_incomplete_collection_neither_refreshes_nor_counts(tmp_path: Path) -> None:
    ran(tmp_path, "r1", 3)
    collected(tmp_path, "r1", 100, 400)
    collected(tmp_path, "r2", 3, 7, "partial", "time-out")
    told = judged(status(tmp_path, NOW), max_age_hours=26, max_drop=0.4)
    assert told == ["source trudvsem: 100 hours old, at most 26 expected"]


def test_what_never_ended_well_is_too_old(tmp_path: Path) -> None:
    assert judged(status(tmp_path, NOW), max_age_hours=26) == [
        "the last run: never ended well, at most 26 hours expected"
    ]


def test_an_unknown_source_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="collected so far: none"):
        judged(status(tmp_path, NOW), only="hh")


@pytest.mark.parametrize(("text", "value"), [("26h", 26), ("8d", 192), ("2w", 336)])
def test_lengths_of_time(text: str, value: float) -> None:
    assert hours(text, "--max-age") == value


@pytest.mark.parametrize(("text", "value"), [("40%", 0.4), ("0.4", 0.4), ("100%", 1), ("0", 0)])
def test_shares(text: str, value: float) -> None:
    assert share(text, "--max-drop") == value


@pytest.mark.parametrize("text", ["26", "h", "1.5h", "-1h", ""])
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="such as 26h"):
        hours(text, "--max-age")


@pytest.mark.parametrize("text", ["40", "-1%", "x", "101%", "nan%"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="such as 40%"):
        share(text, "--max-drop")
