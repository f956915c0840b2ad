"""The invented market: the same bytes from the same seed, big enough to show everything, and marked as invented."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import VacanciesError
from pipeline.sample import lay
from pipeline.sample.formats import as_hh, pack
from pipeline.sample.generate import COUNTS, market

if TYPE_CHECKING:
    from pathlib import Path

ADS = market()


def test_the_same_seed_gives_the_same_market() -> None:
    assert market() == ADS
    assert market(seed=1) != ADS


def test_the_same_files_give_the_same_archive() -> None:
    made = {"b.txt": b"two", "a.txt": b"one"}
    assert pack(made) == pack(dict(reversed(made.items())))


def test_it_holds_what_a_first_report_must_show() -> None:
    assert 550 <= len(ADS) <= 650
    assert 140 <= len({ad.employer.name for ad in ADS}) <= 160
    assert set(COUNTS) == {ad.lang for ad in ADS}
    forms = Counter(ad.form for ad in ADS)
    assert all(forms[form] >= 20 for form in ("range", "from", "upto", "point", "negotiable", "absent"))
    assert (max(ad.posted_on for ad in ADS) - min(ad.posted_on for ad in ADS)).days >= 60


def test_reposts_repeat_the_words_under_a_new_number() -> None:
    texts = Counter(ad.text for ad in ADS)
    assert sum(1 for n in texts.values() if n > 1) >= 20


def test_contacts_stand_in_the_pages_so_that_stripping_has_work_to_do() -> None:
    answers = json.loads(as_hh(ADS[:40]))["items"]
    assert any(item["contacts"] for item in answers)


def test_the_shipped_archive_is_small_and_says_it_is_invented(tmp_path: Path) -> None:
    body = (files("pipeline.sample") / "market.zip").read_bytes()
    assert len(body) < 2_000_000
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = archive.namelist()
        assert b"invented" in archive.read("README.md")
    laid = lay(tmp_path / "sample")
    assert sorted(str(p.relative_to(laid)) for p in laid.rglob("*") if p.is_file()) == sorted(names)


def test_laying_twice_changes_nothing(tmp_path: Path) -> None:
    first = {p: p.stat().st_mtime_ns for p in lay(tmp_path).rglob("*") if p.is_file()}
    assert {p: p.stat().st_mtime_ns for p in lay(tmp_path).rglob("*") if p.is_file()} == first


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(VacanciesError, match="cannot lay the sample market here"):
        lay(tmp_path / "taken")
