"""From a WARC file to postings in Parquet: hh-like vacancies, one record each; CPU seconds on one core and peak memory.

`python benchmarks/archive.py [POSTINGS]` writes an invented archive of so many vacancies (default 100,000) into a
temporary folder, then parses it in this process as `vacancies build` does. The texts are those of the invented market,
varied by a number, so that no cache answers for them.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from _rows import Timed, told

from pipeline.config import Settings
from pipeline.fetch.archive import Answer, Archive
from pipeline.inputs import find
from pipeline.sample import lay
from pipeline.work import Work

WANTED_SECONDS = 25.0
MOMENT = datetime(2026, 3, 2, tzinfo=UTC)


def texts(folder: Path) -> list[tuple[str, str]]:
    """Return (title, text as markup) of the invented market's Russian postings."""
    from pipeline.sources import files

    held = [
        p for p in files.read([lay(folder)]) if getattr(p, "language", "") == "ru" and len(getattr(p, "text", "")) > 300
    ]
    return [(p.title or "", "<p>" + p.text.replace("\n", "</p><p>") + "</p>") for p in held]


def vacancy(number: int, title: str, text: str) -> dict[str, object]:
    return {
        "id": str(9_000_000 + number), "name": title, "area": {"id": "1", "name": "Москва", "url": "https://x/1"},
        "description": f"{text}<p>Отдел {number % 977}, группа {number}.</p>",
        "salary_range": {"from": 60_000 + number % 90 * 1000, "to": None, "currency": "RUR", "gross": bool(number % 2),
                         "mode": {"id": "MONTH", "name": "За месяц"}, "frequency": None},
        "experience": {"id": "between1And3", "name": "От 1 года до 3 лет"},
        "employment_form": {"id": "FULL", "name": "Полная"}, "work_format": [{"id": "REMOTE", "name": "Удалённо"}],
        "schedule": {"id": "fullDay", "name": "Полный день"}, "key_skills": [{"name": "Excel"}, {"name": "CRM"}],
        "professional_roles": [{"id": "70", "name": "Менеджер по продажам"}], "archived": False,
        "employer": {"id": str(number % 4000), "name": f"Выдумка {number % 4000}"}, "contacts": None,
        "published_at": "2026-03-01T10:00:00+0300", "alternate_url": f"https://hh.ru/vacancy/{9_000_000 + number}",
    }  # fmt: skip


def write(raw: Path, postings: int, market: list[tuple[str, str]]) -> None:
    writer = Archive(raw, "hh").writer("20260302T000000000000Z")
    for number in range(postings):
        body = json.dumps(vacancy(number, *market[number % len(market)]), ensure_ascii=False).encode()
        uri = f"https://api.hh.ru/vacancies/{9_000_000 + number}"
        headers = (("Content-Type", "application/json; charset=utf-8"),)
        writer.answer(Answer(uri, 200, "OK", headers, body, MOMENT, uri), {"User-Agent": "bench"}, holds_postings=True)
    writer.close()


def main(postings: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        settings = Settings(workspace, workspace / "data", workspace / "reports")
        write(settings.raw, postings, texts(workspace / "sample"))
        size = sum(path.stat().st_size for path in settings.raw.rglob("*.gz")) / 1e6
        work = Work(settings, find(settings))
        before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        counted = work.parse(workers=1)  # in this process: another one's seconds would not be counted
        seconds, peak = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"archive {size:.0f} MB, {postings:,} postings, {counted['rejected']} rejected")
    print(f"CPU {seconds:.1f} s, {seconds / postings * 1e6:.0f} µs a posting, {postings / seconds:,.0f} a second")
    print(f"peak memory {peak / 1024:.0f} MB ({(peak - before) / 1024:.0f} MB more than before)")
    per_wanted = WANTED_SECONDS * postings / 100_000
    told("WARC → postings in Parquet, each", Timed((seconds / postings,)))
    print(f"wanted: {per_wanted:.1f} s; {'reached' if seconds <= per_wanted else 'missed'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
