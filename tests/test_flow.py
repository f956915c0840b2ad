"""One run from files to manifest: same input, same bytes whatever the workers; refusals in one line; small markets."""

import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import flow, inputs, partitions
from pipeline.config import Settings, load_settings
from pipeline.engines import local
from pipeline.errors import LockedError, NothingCameInError, UsageError, VacanciesError
from pipeline.ledger import locked, recorded
from pipeline.report import context
from pipeline.warehouse import Warehouse

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
Row = dict[str, object]


def row(number: int = 0, **given: object) -> Row:
    """An account manager's posting with pay; say only what differs."""
    return {
        "id": str(number),
        "title": "Account manager",
        "employer": f"Employer {number % 12}",
        "description": f"Requirements:\n- Excel\n- CRM\nSalary {60 + number} 000 rub a month gross. No {number}",
        "posted_on": f"2026-06-{1 + number % 28:02}",
    } | given


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, tmp_path / "data", tmp_path / "reports")


def one_word(_query: context.Query, folder: Path, **_: object) -> Path:
    """A report for tests that look at everything else."""
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("report")
    return folder / "index.html"


@pytest.fixture
def short_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow.report, "write_report", one_word)


def drop(folder: Path, *rows: Row, name: str = "market.jsonl") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("".join(json.dumps(r) + "\n" for r in rows))
    return folder / name


def digests(*folders: Path) -> dict[str, str]:
    return {
        f"{folder.name}/{file.relative_to(folder)}": hashlib.sha256(file.read_bytes()).hexdigest()
        for folder in folders
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "manifest.json"
    }


def made(settings: Settings, report: Path) -> dict[str, str]:
    """Digests of all marts and of the report, whose folder's name is its stamp."""
    marts = digests(settings.processed / "marts")
    return marts | {name.partition("/")[2]: digest for name, digest in digests(report).items()}


def manifest(run: flow.RunSummary) -> dict:
    return json.loads((run.report.parent / "manifest.json").read_text())


class TestTheSample:
    def test_it_is_marked_as_invented(self, sample_run: Any) -> None:
        assert "nvented" in (sample_run.report / "index.html").read_text()
        with Warehouse(load_settings(sample_run.workspace).warehouse) as warehouse:
            assert warehouse.query("select sample, reported > 400 as enough from mart.market").iloc[0].all()
            assert warehouse.query("select bool_and(invented) from core.posting").iloc[0, 0]

    @pytest.mark.slow
    def test_it_gives_the_same_bytes_on_one_worker_and_two(self, sample_run: Any, settings: Settings) -> None:
        one = made(load_settings(sample_run.workspace), sample_run.report)
        assert {"index.html", "report.xlsx", "marts/band.parquet"} <= one.keys()
        assert made(settings, flow.run(settings, workers=2).report.parent) == one

    def test_it_is_marked_also_where_it_is_named(self, settings: Settings, short_report: None) -> None:
        drop(settings.raw / "sample", row())
        assert any(
            "sample market" in line for line in flow.run(settings, [settings.raw / "sample" / "market.jsonl"]).lines
        )
        with Warehouse(settings.warehouse) as warehouse:
            assert warehouse.query("select sample from mart.market").iloc[0, 0]


def test_one_worker_and_two_give_the_same_bytes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "GROUP_ROWS", 20)
    file = drop(settings.workspace, *map(row, range(60)))
    one = made(settings, flow.run(settings, [file], workers=1).report.parent)
    shutil.rmtree(settings.processed)
    assert {"index.html", "report.xlsx", "marts/band.parquet"} <= one.keys()
    assert made(settings, flow.run(settings, [file], workers=2).report.parent) == one


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not here")
def test_the_corpus_is_read_whole_and_a_second_run_changes_nothing(settings: Settings) -> None:
    first = flow.run(settings, [CORPUS])
    with Warehouse(settings.warehouse) as warehouse:
        read = warehouse.query("select page, postings from mart.source").set_index("page")["postings"]
        assert not warehouse.query("select sample from mart.market").iloc[0, 0]
    assert (read.drop("pay_ru.csv").sum(), read["pay_ru.csv"]) == (1_616, 35_716)
    assert [name for name in read.index if name.endswith(".md")] == []
    assert [w.check for w in first.warnings if w.severity == "fail"] == []
    one = made(settings, first.report.parent)
    assert made(settings, flow.run(settings, [CORPUS], workers=1).report.parent) == one


@pytest.mark.usefixtures("short_report")
class TestWhatIsRead:
    def test_a_dropped_file_is_read_from_its_copy_when_it_is_gone(self, settings: Settings) -> None:
        dropped = drop(settings.inbox / "june", row(1), row(2))
        assert flow.run(settings).postings == 2
        dropped.unlink()
        drop(settings.inbox, row(3), name="july.jsonl")
        again = flow.run(settings)
        assert again.postings == 3
        listed = {entry["dropped_as"]: entry for entry in manifest(again)["inputs"]}
        assert sorted(listed) == ["july.jsonl", "june/market.jsonl"]
        june = listed["june/market.jsonl"]
        assert june["name"] == f"data/raw/import/{june['sha256'][:16]}/june/market.jsonl"

    def test_a_file_that_was_changed_and_dropped_again_stands_beside_its_old_copy(self, settings: Settings) -> None:
        for number in (1, 2, 2):
            drop(settings.inbox, row(number))
            run = flow.run(settings)
        assert run.postings == 2

    def test_a_copy_that_was_changed_is_refused(self, settings: Settings) -> None:
        drop(settings.inbox, row(1))
        flow.run(settings)
        next((settings.raw / "import").rglob("*.jsonl")).write_text("{}")
        with pytest.raises(VacanciesError, match="archived files never change"):
            flow.run(settings)

    def test_a_killed_copy_is_not_read(self, settings: Settings) -> None:
        drop(settings.raw / "import" / ".part", row(1))
        drop(settings.inbox, row(2))
        assert flow.run(settings).postings == 1

    def test_the_manifest_tells_files_versions_and_rejects(self, settings: Settings) -> None:
        file = drop(settings.workspace, row(1))
        file.write_text(file.read_text() + "not JSON\n")
        told = manifest(flow.run(settings, [file]))
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        assert told["inputs"] == [{"name": "market.jsonl", "bytes": file.stat().st_size, "sha256": digest}]
        assert told["versions"].keys() == {"vacancies", "reading", "vocabulary"}
        assert [r["place_in_page"] for r in told["rejects"]] == ["line 2"]
        order = " ".join(step["step"] for step in told["steps"])
        assert order == "read facts warehouse statistics checks report"


def steps(run: flow.RunSummary) -> tuple[int, int]:
    """How many parts were parsed and how many read again."""
    told = {name: count for step in run.steps for name, count in step.items()}
    return told["parsed"], told["reread"]


@pytest.fixture(scope="module")
def ran_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, flow.RunSummary]:
    """A workspace in which two files were read once, one of them with a line that is a reject."""
    folder = tmp_path_factory.mktemp("once")
    settings = Settings(folder, folder / "data", folder / "reports")
    drop(settings.inbox, row(2), name="b.jsonl")
    a = drop(settings.inbox, row(1), name="a.jsonl")
    a.write_text(a.read_text() + "not JSON\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow.report, "write_report", one_word)
        return settings, flow.run(settings)


@pytest.mark.usefixtures("short_report")
class TestWhatIsDoneAgain:
    @pytest.fixture
    def first(self, ran_once: tuple[Settings, flow.RunSummary], settings: Settings) -> flow.RunSummary:
        """Lay a copy of that workspace where the settings point; the run that was made there."""
        made_there, run = ran_once
        shutil.copytree(made_there.workspace, settings.workspace, dirs_exist_ok=True)
        return run

    def test_nothing_when_nothing_changed_and_rejects_are_told_again(
        self, settings: Settings, first: flow.RunSummary
    ) -> None:
        second = flow.run(settings)
        assert (steps(first), steps(second)) == ((2, 2), (0, 0))
        assert manifest(first)["rejects"] == manifest(second)["rejects"] != []

    @pytest.mark.usefixtures("first")
    def test_only_the_part_whose_bytes_changed(self, settings: Settings) -> None:
        drop(settings.inbox, row(3), name="c.jsonl")
        assert [r["parse"] for r in flow.plan(settings)] == ["kept", "kept", "new"]
        assert steps(flow.run(settings)) == (1, 1)

    @pytest.mark.usefixtures("first")
    def test_other_rules_read_again_and_parse_nothing(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(flow.extract, "version", lambda: "another")
        assert {(r["parse"], r["read"]) for r in flow.plan(settings)} == {
            ("kept", "changed: rules or words of reading")
        }
        assert steps(flow.run(settings)) == (0, 2)

    @pytest.mark.usefixtures("first")
    def test_a_torn_file_is_made_again(self, settings: Settings) -> None:
        torn = next((settings.processed / "postings").iterdir())
        torn.write_bytes(torn.read_bytes()[:-9])
        assert sorted(r["parse"] for r in flow.plan(settings)) == ["its Parquet is gone or torn", "kept"]
        assert steps(flow.run(settings)) == (1, 0)

    @pytest.mark.usefixtures("first")
    @pytest.mark.parametrize("room", ["postings", "facts"])
    def test_a_file_that_is_corrupt_inside_is_named(self, settings: Settings, room: str) -> None:
        corrupt = next((settings.processed / room).iterdir())
        corrupt.write_bytes(b"PAR1" + b"\xff" * 300 + corrupt.read_bytes()[304:])
        settings.warehouse.unlink()  # what it holds of the file would not be loaded again
        for facts in (settings.processed / "facts").iterdir() if room == "postings" else ():
            facts.unlink()
        with pytest.raises(VacanciesError, match=rf"{corrupt.name}.*delete it and run again") as told:
            flow.run(settings)
        assert "\n" not in str(told.value)
        corrupt.unlink()
        assert flow.run(settings).postings == 2

    def test_what_is_collected_later_is_read_after_all_else(self, settings: Settings) -> None:
        drop(settings.inbox, row(1), name="a.jsonl")
        read = [part.name for part in inputs.find(settings).parts()]
        assert len(read) == 1
        for held in ("b/20261101T060000000000Z", "a/20261108T060000000000Z", "b/20261115T060000000000Z"):
            file = settings.raw / f"{held}.warc.gz"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"")
            read.append(held)
            assert [part.name for part in inputs.find(settings).parts()] == read

    def test_what_no_part_needs_is_removed(self, settings: Settings) -> None:
        for number in range(3):
            flow.run(settings, [drop(settings.workspace, row(number))])
        assert [len(list((settings.processed / room).iterdir())) for room in ("postings", "facts")] == [1, 1]

    def test_a_large_file_stands_alone_and_small_ones_together(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(inputs, "_LARGE", 1000)
        for name, rows in {"a": 1, "b": 20, "c": 1, "d": 1}.items():
            drop(settings.workspace / "in", *map(row, range(rows)), name=f"{name}.jsonl")
        parts = inputs.parts(inputs.find(settings, [settings.workspace / "in"]).entries())
        assert [[e.file.page[0] for e in part.entries] for part in parts] == [["a"], ["b"], ["c", "d"]]

    def test_the_words_of_parsing_are_those_it_looks_up(self) -> None:
        house = Path(inputs.__file__).parent
        code = [house / "text.py", house / "contacts.py", *(house / "sources").rglob("*.py")]
        used = {
            name
            for file in code
            for name in re.findall(r"(?:by_concept|terms)\(\"([a-z_/]+)\"\)", file.read_text(encoding="utf-8"))
        }
        assert used == set(inputs.PARSING_WORDS)


def unwritable_data(settings: Settings, _: pytest.MonkeyPatch) -> None:
    settings.data.write_text("in the way")


def unwritable_processed(settings: Settings, _: pytest.MonkeyPatch) -> None:
    settings.data.mkdir()
    settings.processed.write_text("in the way")


def unwritable_reports(settings: Settings, _: pytest.MonkeyPatch) -> None:
    settings.reports.write_text("in the way")


def full_disk(_: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(partitions.pq.ParquetWriter, "write_batch", full)


def dead_worker(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "GROUP_ROWS", 5)
    start = local.subprocess.Popen
    monkeypatch.setattr(
        local.subprocess, "Popen", lambda _, **kw: start([sys.executable, "-c", "raise SystemExit(9)"], **kw)
    )


TROUBLE: list[tuple[Callable[[Settings, pytest.MonkeyPatch], None], str]] = [
    (unwritable_data, "data: File exists|data/.lock: Not a directory"),
    (unwritable_processed, "processed.*: (File exists|Not a directory)"),
    (unwritable_reports, "reports.*(File exists|Not a directory)"),
    (full_disk, "No space left on device; .* free space"),
    (dead_worker, "a reading process ended before it answered"),
]


@pytest.mark.parametrize(("cause", "says"), TROUBLE, ids=[cause.__name__ for cause, _ in TROUBLE])
def test_trouble_is_told_in_one_line(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, cause: Callable[..., None], says: str
) -> None:
    file = drop(settings.workspace, *map(row, range(20)))
    cause(settings, monkeypatch)
    with pytest.raises(VacanciesError, match=says) as told:
        flow.run(settings, [file], workers=2)
    assert (told.value.exit_code, "\n" in str(told.value)) == (1, False)


@pytest.mark.parametrize("limit", [2_000, 100_000, 1_000_000])
def test_a_place_that_takes_no_more_bytes_is_told_in_one_line(settings: Settings, limit: int) -> None:
    file = drop(settings.workspace, *map(row, range(200)))
    code = (
        "import resource, sys; from pipeline.cli import main\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); main()"
    )
    left = subprocess.run(
        [sys.executable, "-c", code, "run", str(file), "--workers", "1"],
        cwd=settings.workspace, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (left.returncode, left.stdout, left.stderr.count("\n")) == (1, "", 1), left.stderr
    assert "internal error" not in left.stderr


class TestRefusals:
    def test_an_empty_folder(self, settings: Settings) -> None:
        (settings.workspace / "empty").mkdir()
        with pytest.raises(NothingCameInError, match="empty: nothing to read"):
            flow.run(settings, [settings.workspace / "empty"])
        assert recorded(settings.raw, "runs")[-1]["status"] == "failed"

    def test_every_row_rejected(self, settings: Settings) -> None:
        settings.inbox.mkdir(parents=True)
        (settings.inbox / "bad.jsonl").write_text("no\n")
        with pytest.raises(NothingCameInError, match=r"line 1: not JSON.*to forget a dropped file delete"):
            flow.run(settings)

    def test_a_missing_path(self, settings: Settings) -> None:
        with pytest.raises(UsageError, match="no such file"):
            flow.run(settings, [settings.workspace / "absent"])

    def test_one_run_at_a_time(self, settings: Settings) -> None:
        with locked(settings.data, "first"), pytest.raises(LockedError, match="held by run first, process"):
            flow.run(settings, [drop(settings.workspace, row())])


NO_PAY = "Requirements:\n- Excel. No {}"
MARKETS: dict[str, tuple[list[Row], dict[str, int]]] = {
    # market                       postings                                                  reported, bands printed
    "one posting": ([row()], {"reported": 1, "printed": 0, "shares": 0}),
    "nobody of the role": (
        [row(i, title="Accountant") for i in range(9)],
        {"reported": 0, "printed": 0, "shares": 0},
    ),
    "no pay at all": (
        [row(i, description=NO_PAY.format(i)) for i in range(40)],
        {"reported": 40, "printed": 0, "shares": 1},
    ),
    "one employer": (
        [row(i, employer="Acme") for i in range(40)],
        {"reported": 40, "printed": 0, "shares": 0},
    ),
    "employers unknown": ([row(i, employer=None) for i in range(40)], {"reported": 40, "printed": 1, "shares": 1}),
    "nothing dated": ([row(i, posted_on=None) for i in range(20)], {"reported": 20, "printed": 1, "shares": 1}),
    "no text": ([row(i, description=None) for i in range(9)], {"reported": 9, "printed": 0, "shares": 0}),
}


@pytest.mark.parametrize("market", MARKETS)
def test_a_small_market_gives_a_report_that_says_what_it_cannot_say(settings: Settings, market: str) -> None:
    rows, expected = MARKETS[market]
    run = flow.run(settings, [drop(settings.workspace, *rows)], workers=1)
    page = run.report.read_text()
    assert "nan" not in page.split("</style>")[-1].lower().replace("nance", "").split()
    with Warehouse(settings.warehouse) as warehouse:
        found = warehouse.query(
            "select (select reported from mart.market) as reported,"
            " (select count(*) > 0 from mart.band where grade <> 'suppressed' and value is not null)::int as printed,"
            " (select count(*) > 0 from mart.requirement where share_asked is not null)::int as shares"
        ).iloc[0]
    assert found.to_dict() == expected
