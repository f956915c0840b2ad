"""Spark reads what the local engine reads, to the byte; a broken slice is one line; repeated tasks change nothing."""

import importlib.util
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.engines import reading, spark
from pipeline.errors import UsageError, VacanciesError
from pipeline.model import Posting, Reject
from pipeline.partitions import Kept, posting_batches
from pipeline.sources import files
from pipeline.tables import FACT, POSTING

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
    reason="pyspark or Java is not installed: python3 dev.py setup --spark, and install Java 17",
)


def kept(folder: Path, postings: dict[str, list[Posting]]) -> tuple[Kept, list[str]]:
    made = Kept(folder / "postings", POSTING)
    for key, own in postings.items():
        rejects: list[Reject] = []
        made.write(key, posting_batches(own, rejects), rejects)
    return made, list(postings)


def invented(count: int) -> list[Posting]:
    texts = (f"Требования:\n- Excel\n- опыт от {n % 5 + 1} лет\nЗП от {40 + n} 000 руб." for n in range(count))
    return [Posting(str(n), "files", "invented", text, language="ru") for n, text in enumerate(texts)]


def batch(rows: list[tuple[str, int, str]]) -> Iterator[pa.RecordBatch]:
    names = ("path", "row_group", "target")
    yield pa.RecordBatch.from_pylist([dict(zip(names, row, strict=True)) for row in rows])


def test_an_executor_writes_a_slice_whole_and_tells_how_it_went(tmp_path: Path) -> None:
    postings, [key] = kept(tmp_path, {"a": invented(3)})
    target, torn = str(tmp_path / "0.parquet"), tmp_path / "torn.parquet"
    torn.write_bytes(b"PAR1")
    asked = [(str(postings.path(key)), 0, target), (str(torn), 0, str(tmp_path / "1.parquet"))]
    answers = [row for answer in spark.read_slices(batch(asked)) for row in answer.to_pylist()]
    assert [(row["target"], row["error"] is None) for row in answers] == [(target, True), (asked[1][2], False)]
    assert "delete it and run again" in answers[1]["error"]
    assert pq.read_table(target).num_rows > 3
    assert [file.name for file in tmp_path.glob("0.parquet*")] == ["0.parquet"]


def test_a_repeated_task_changes_nothing(tmp_path: Path) -> None:
    postings, [key] = kept(tmp_path, {"a": invented(5)})
    target = tmp_path / "0.parquet"
    asked = [(str(postings.path(key)), 0, str(target))]
    list(spark.read_slices(batch(asked)))
    once = target.read_bytes()
    list(spark.read_slices(batch(asked)))
    assert target.read_bytes() == once


@needs_spark
@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus is not here")
def test_spark_and_the_local_engine_make_the_same_facts_of_the_whole_corpus(tmp_path: Path) -> None:
    own = {
        name: [p for p in files.read([CORPUS / f"{name}.jsonl"]) if isinstance(p, Posting)]
        for name in ("ru", "tr", "en")
    }
    postings, keys = kept(tmp_path, own)
    here, there = Kept(tmp_path / "here", FACT), Kept(tmp_path / "there", FACT)
    reading.read_facts(keys, postings, here, workers=2)
    spark.read_facts(keys, postings, there, master="local[2]")
    for key in map(reading.facts_key, keys):
        assert there.path(key).read_bytes() == here.path(key).read_bytes()
    assert sum(here.rows(reading.facts_key(key)) for key in keys) > 20_000
    assert sorted(f.name for f in (tmp_path / "there").iterdir()) == sorted(
        f.name for f in (tmp_path / "here").iterdir()
    )


@needs_spark
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # pyspark leaves the pipe of a Java that ended
def test_a_master_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    postings, keys = kept(tmp_path, {"a": invented(2)})
    with pytest.raises(VacanciesError, match="--master nowhere: Spark did not start"):
        spark.read_facts(keys, postings, Kept(tmp_path / "facts", FACT), master="nowhere")


@needs_spark
@pytest.mark.slow
def test_a_torn_file_is_one_line_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    postings, keys = kept(tmp_path, {"a": invented(1200)})
    whole = postings.path("a").read_bytes()
    foot = int.from_bytes(whole[-8:-4], "little") + 8
    postings.path("a").write_bytes(b"\0" * (len(whole) - foot) + whole[-foot:])
    with pytest.raises(VacanciesError, match="slices could not be read; the first: "):
        spark.read_facts(keys, postings, Kept(tmp_path / "facts", FACT), master="local[2]")
    assert list((tmp_path / "facts").iterdir()) == []


def test_without_pyspark_the_user_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    postings, keys = kept(tmp_path, {"a": invented(2)})
    with pytest.raises(VacanciesError, match=r"install the extra `vacancies\[spark\]`"):
        spark.read_facts(keys, postings, Kept(tmp_path / "facts", FACT), master="local[1]")


def test_the_names_of_failed_postings_cross_the_file(tmp_path: Path) -> None:
    facts = pa.RecordBatch.from_pylist([], schema=FACT).replace_schema_metadata(
        {reading.FAILED: json.dumps([["files|p|1", "ValueError: x"]]).encode()}
    )
    target = tmp_path / "0.parquet"
    spark._write(facts, str(target))
    rejects: list[Reject] = []
    list(reading.failures(spark._batches(iter([str(target)])), rejects))
    assert rejects == [Reject("files", "p", "1", "its text could not be read, its facts are missing: ValueError: x")]


def build(workspace: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> dict[str, bytes]:
    """Build from the sample market in an empty folder; return the files of facts by name."""
    workspace.mkdir()
    monkeypatch.chdir(workspace)
    done = CliRunner().invoke(app, ["build", *options], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    assert Path(done.stdout.strip()).is_file()
    return {file.name: file.read_bytes() for file in (workspace / "data" / "processed" / "facts").iterdir()}


@needs_spark
@pytest.mark.slow
def test_a_build_on_spark_leaves_the_same_files_of_facts_as_one_on_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = build(tmp_path / "here", monkeypatch)
    there = build(tmp_path / "there", monkeypatch, "--engine", "spark", "--master", "local[2]")
    assert sum(map(len, here.values())) > 10_000
    assert there == here


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--engine", "dask"], "--engine dask: unknown; choose one of local, spark"),
        (
            ["--engine", "spark"],
            "--engine spark: which master is not said; add --master, for example --master local[2]",
        ),
        (["--master", "local[2]"], "--master local[2]: only Spark has a master; add --engine spark or leave it out"),
        (
            ["--engine", "spark", "--master", "local[2]", "--workers", "2"],
            "--workers 2: Spark shares the work out itself; say it in the master, as local[2]",
        ),
    ],
)
def test_an_engine_that_cannot_be_is_refused_before_the_build(
    options: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as told:
        CliRunner().invoke(app, ["build", *options], catch_exceptions=False)
    assert str(told.value) == says
    assert list(tmp_path.iterdir()) == []
