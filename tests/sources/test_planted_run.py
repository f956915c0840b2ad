"""No person leaves the raw archive: what is planted in the pages of every source stands in nothing a run writes."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from shelf import ALL, LIVE, page
from test_shelf import PLANTED, SURVIVORS, VALUES

from pipeline import flow
from pipeline.config import Settings
from pipeline.fetch.archive import Answer, Archive
from pipeline.model import Posting

FETCHED_AT = datetime(2026, 9, 28, 12, tzinfo=UTC)
PROSE = 12
"""Letters of a field with a space in it from which contacts are planted behind it: an id or a day would be lost."""


def everywhere(name: str, path: Path) -> bytes:
    """The page with every contact behind each of its fields of prose, as long as it still reads as a posting."""
    text, value = path.read_text(encoding="utf-8"), "; ".join(PLANTED.values())
    wanted = len(postings(name, path, text))
    for pattern in VALUES:
        for found in reversed(list(pattern.finditer(text))):
            if len(found[0]) >= PROSE and " " in found[0].strip() and "schema.org" not in found[0]:
                richer = f"{text[: found.end()]} {value}{text[found.end() :]}"
                text = richer if len(postings(name, path, richer)) == wanted else text
    return text.encode()


def postings(name: str, path: Path, text: str) -> list[Posting]:
    return [record for record in LIVE[name].parse(page(name, path, text.encode())) if isinstance(record, Posting)]


def written(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file below a folder as the text it holds: tables unpacked, workbooks unzipped."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix == ".parquet":
            yield path, str(pq.read_table(path).to_pylist())
        elif path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as con:
                tables = con.execute("select table_schema, table_name from information_schema.tables").fetchall()
                yield path, str([con.execute(f'select * from "{s}"."{t}"').fetchall() for s, t in tables])
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                yield path, str([book.read(name).decode("utf-8", "replace") for name in book.namelist()])
        else:
            body = path.read_bytes()
            yield path, (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode("utf-8", "replace")


@pytest.mark.slow
def test_what_is_planted_stands_in_the_archive_alone(tmp_path: Path) -> None:
    settings = Settings(tmp_path, tmp_path / "data", tmp_path / "reports")
    expected = 0
    for name in LIVE:
        writer = Archive(settings.raw, name).writer("20260928T120000000000Z")
        carrying = [path for source, path in ALL if source == name and postings(name, path, path.read_text("utf-8"))]
        for number, path in enumerate(carrying):
            body, url = everywhere(name, path), f"https://{name}.example/{number}"
            assert SURVIVORS.search(body.decode()), path
            expected += len(postings(name, path, body.decode()))
            kind = "application/json" if path.suffix == ".json" else "text/html; charset=utf-8"
            answer = Answer(url, 200, "OK", (("Content-Type", kind),), body, FETCHED_AT, url)
            writer.answer(answer, {"User-Agent": "tests"}, holds_postings=True)
        writer.close()
    made = flow.run(settings, sources=None, allow_failed_checks=True, workers=1)
    assert 0 < made.postings <= expected
    for folder in (settings.processed, settings.reports, settings.data / "logs", settings.raw / ".ledger"):
        left = [(str(path), found[0]) for path, text in written(folder) if (found := SURVIVORS.search(text))]
        assert left == []
