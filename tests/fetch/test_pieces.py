"""A collection is read in pieces, so that all cores parse: cut anywhere, they give what the whole file gives."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.engines.local import map_tasks
from pipeline.fetch import postings
from pipeline.fetch.archive import Answer, Archive
from pipeline.fetch.postings import Collection, piece_to_batches
from pipeline.inputs import PARSES
from pipeline.model import Reject
from pipeline.partitions import without_rejects
from pipeline.sources._warc import records

NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
PAGES = 7


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """Seven pages of two vacancies of the hh shape; the fourth page is no JSON."""
    writer = Archive(tmp_path, "hh").writer("20261116T060000000000Z")
    for page in range(PAGES):
        items = [{"id": f"{page}-{n}", "name": "Cook", "area": {"name": "Kazan"}} for n in range(2)]
        body = b"{" if page == 3 else json.dumps({"items": [item | {"key_skills": []} for item in items]}).encode()
        uri = f"https://api.hh.example/vacancies?page={page}"
        writer.answer(Answer(uri, 200, "OK", (), body, NOW, uri), {}, holds_postings=True)
    writer.close()
    return Collection("hh", "20261116T060000000000Z", tuple(tmp_path.glob("hh/*.warc.gz")))


@pytest.mark.parametrize("size", [211, 1000, 1 << 19])
def test_pieces_of_any_size_give_what_the_whole_file_gives(
    collection: Collection, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(collection.read())
    assert len([one for one in whole if not isinstance(one, Reject)]) == 2 * (PAGES - 1)
    monkeypatch.setattr(postings, "_PIECE", size)
    assert list(collection.read()) == whole


def test_every_record_begins_in_one_range_only(collection: Collection) -> None:
    (file,) = collection.files
    every = [record.offset for record in records(file)]
    assert len(every) == PAGES
    for cut in range(0, file.stat().st_size, 211):
        parts = [[record.offset for record in records(file, *ends)] for ends in ((0, cut), (cut, None))]
        assert parts == [[at for at in every if at < cut], [at for at in every if at >= cut]]


def test_a_piece_hands_over_its_rejects_with_its_postings(collection: Collection) -> None:
    (piece,) = collection.pieces()
    rejects: list[Reject] = []
    read = list(without_rejects(piece_to_batches(piece.source, piece.name, str(piece.file), 0, piece.end), rejects))
    assert [batch.num_rows for batch in read] == [2 * (PAGES - 1)]
    assert rejects == [one for one in collection.read() if isinstance(one, Reject)]
    assert rejects


def test_two_workers_hand_over_what_one_does(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "_PIECE", 700)
    tasks = [(p.source, p.name, str(p.file), p.begin, p.end) for p in collection.pieces()]
    one, two = (list(map_tasks(PARSES, tasks, workers)) for workers in (1, 2))
    assert len(tasks) > 2
    assert two == one
    assert [[batch.schema.metadata for batch in task] for task in two] == [[b.schema.metadata for b in t] for t in one]


def test_a_source_that_left_the_shelf_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    file = tmp_path / "gone" / "20261116T060000000000Z.warc.gz"
    file.write_bytes(bytes(50))
    monkeypatch.setattr(postings, "_PIECE", 10)
    (told,) = Collection("gone", "20261116T060000000000Z", (file,)).read()
    assert isinstance(told, Reject)
    assert "no such source stands on the shelf" in told.reason
