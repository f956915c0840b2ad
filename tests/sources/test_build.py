"""What the fields of every source pass through: masks, odd kinds, feeds and dumps read as a stream."""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from datetime import UTC, date, datetime

import pytest
from shelf import LIVE

from pipeline.model import Page, Posting, Reject, Stated
from pipeline.sources import _answers as answers
from pipeline.sources import _values
from pipeline.sources._build import Loose, Spot, posting
from pipeline.sources.files import read

SPOT = Spot("toy", "page", "record 1", 1, fetched_at=datetime(2026, 9, 28, tzinfo=UTC))


def made(**fields: object) -> Posting:
    record = posting(Loose(**({"title": "Менеджер"} | fields)), SPOT)  # type: ignore[arg-type]
    assert isinstance(record, Posting)
    return record


def test_stated_words_are_masked_like_the_text() -> None:
    told = Stated(
        skills=("Excel", "тел. +7 912 345-67-89"),
        schedule="пишите hr@mail.example",
        salary_written="от 5 @planted_nick",
    )
    assert made(stated=told).stated == Stated(
        skills=("Excel", "тел. [contact]"), schedule="пишите [contact]", salary_written="от 5 [contact]"
    )


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://jobs.example/1?page=2", "https://jobs.example/1?page=2"),
        ("https://jobs.example/1?mail=hr%40mail.example", "https://jobs.example/1"),
        ("https://jobs.example/hr@mail.example", None),
        ("mailto:hr@mail.example", None),
        ("https://trudvsem.ru/vacancy/card/1037832048605/584d000d-b656-11f1-80a9-795f97aab242",) * 2,
    ],
)
def test_an_address_with_a_contact_in_it_is_cut(url: str, kept: str | None) -> None:
    assert made(url=url).url == kept


@pytest.mark.parametrize(
    ("employer", "shown"),
    [
        ("ИП Плантов Иван Сергеевич", "ИП, Казань"),
        ("Индивидуальный предприниматель Плантов И.С.", "ИП, Казань"),
        ('ООО "Ромашка"', 'ООО "Ромашка"'),
    ],
)
def test_a_sole_proprietor_is_shown_with_the_region_only(employer: str, shown: str) -> None:
    assert made(employer=employer, place="Казань").employer == shown


def test_the_last_day_before_the_page_was_fetched_means_closed() -> None:
    assert made(closes_on="2026-09-27").closed
    assert not made(closes_on="2026-09-28").closed
    assert made(closed=True, closes_on="2027-01-01").closed
    assert made(closes_on="2026-09-27").closes_on == date(2026, 9, 27)


@pytest.mark.parametrize("odd", [5, 5.5, True, [], {}, None])
def test_fields_of_another_kind_never_raise(odd: object) -> None:
    record = posting(Loose(id=odd, title=odd, text=odd, employer=odd, place=odd, url=odd), SPOT)  # type: ignore[arg-type]
    assert isinstance(record, Posting | Reject)


@pytest.mark.parametrize(
    ("written", "bucket"),
    [("от 2 лет", "1-3"), ("5+ years", "3-6"), ("не требуется", "none"), ("до 2 лет", None), ("любой", None),
     ("От 1 года до 3 лет", "1-3"), ("более 6 лет", "6+"), ("с 2015 года", None), ("", None), (None, None)],
)  # fmt: skip
def test_experience_in_free_words(written: str | None, bucket: str | None) -> None:
    assert _values.experience_written(written) == bucket


def dump(kind: str, count: int) -> bytes:
    record = {"id": "d", "vacancy_name": "Менеджер", "position_responsibilities": "Вести клиентов. " * 300}
    if kind == "json":
        return f'{{"vacancies": [{", ".join([json.dumps(record, ensure_ascii=False)] * count)}]}}'.encode()
    one = f"<vacancy><title>Менеджер</title><responsibilities>{'Вести клиентов. ' * 300}</responsibilities></vacancy>"
    return f"<vacancies>{one * count}</vacancies>".encode()


@pytest.mark.parametrize("kind", ["json", "xml"])
def test_a_dump_of_any_size_needs_the_memory_of_a_few_records(kind: str) -> None:
    page = Page("trudvsem", "dump", dump(kind, 1200))
    assert len(page.body) > 8_000_000
    tracemalloc.start()
    read_of = sum(isinstance(record, Posting) for record in LIVE["trudvsem"].parse(page))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read_of == 1200
    assert peak < 2_500_000


GROWTH = """
import io, resource
from pipeline.sources._xml import records

class Endless(io.RawIOBase):
    left = 40_000

    def read(self, size=-1):
        self.left -= 1
        if self.left == 39_999:
            return b"<a>"
        return b"<vacancy><title>x</title></vacancy>" * 20 if self.left > 0 else b"" if self.left else b"</a>"

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert sum(1 for _ in records(Endless(), {"vacancy"})) == 799_960
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.slow
def test_xml_that_was_read_is_forgotten_by_the_parser_too() -> None:
    """Its tree is not memory of Python's own: the growth of a process that reads 28 MB of it is measured."""
    told = subprocess.run([sys.executable, "-c", GROWTH], capture_output=True, text=True, check=True)
    assert int(told.stdout) < 30_000  # kilobytes


@pytest.mark.parametrize("kind", ["json", "xml"])
def test_a_dump_cut_off_gives_what_stood_before_and_says_so(kind: str) -> None:
    *before, last = LIVE["trudvsem"].parse(Page("trudvsem", "dump", dump(kind, 20)[:-3000]))
    assert len(before) == 19
    assert isinstance(last, Reject)
    assert "cut off or broken here" in last.reason


def test_an_export_of_an_account_is_read_for_its_channels_only(tmp_path) -> None:  # type: ignore[no-untyped-def]
    def chat(kind: str, number: int) -> dict[str, object]:
        text = f"Требуется менеджер {number}"
        message = {"id": 1, "type": "message", "date_unixtime": "1782890430", "from": "Плантов Иван", "text": text}
        return {"name": "Плантов", "type": kind, "id": number, "messages": [message]}

    kinds = ("public_channel", "personal_chat", "private_group", "saved_messages", "bot_chat")
    export = {
        "personal_information": {"first_name": "Плантов", "phone_number": "+7 912 345-67-89"},
        "contacts": {"list": [{"first_name": "Плантов"}]},
        "chats": {"list": [chat(kind, number) for number, kind in enumerate(kinds)]},
    }
    file = tmp_path / "result.json"
    file.write_text(json.dumps(export, ensure_ascii=False), encoding="utf-8")
    channel, *refused = read([file])
    assert isinstance(channel, Posting)
    assert channel.title == "Требуется менеджер 0"
    assert [type(record) for record in refused] == [Reject] * 4
    assert "345-67-89" not in str([channel, *refused])


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://x.example/a?text=%D0%BC%D0%B5%D0%B4%D1%8C+%2B&page=1", "https://x.example/a?text=медь +&page=1"),
        ("https://x.example/plain", "https://x.example/plain"),
        ("https://x.example/a?b=%0Aforged line", "https://x.example/a?b=%0Aforged line"),
        ("https://x.example/" + "a" * 400, "https://x.example/" + "a" * 282 + "…"),
    ],
)
def test_an_address_is_shown_as_a_person_reads_it(url: str, shown: str) -> None:
    assert answers.readable(url) == shown
