"""The import: every format read, every bad file refused with one clear line while the rest goes on."""

import gzip
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.errors import UsageError
from pipeline.model import Posting, Reject
from pipeline.sources.files import read

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
ROW = {"title": "Менеджер", "description": "Продажи и звонки"}


def put(folder, name, body, encoding="utf-8"):
    path = folder / name
    path.write_bytes(body if isinstance(body, bytes) else body.encode(encoding))
    return path


def one(*paths):
    (made,) = read(paths)
    return made


def test_json_lines_give_ids_verbatim_or_by_ordinal(tmp_path):
    rows = [ROW | {"uid": "ru-1"}, ROW | {"id": 7}, ROW, {"text": "only words"}]
    path = put(tmp_path, "a.jsonl", "\n\n".join(json.dumps(r) for r in rows))
    assert [(p.id, p.place_in_page) for p in read([path])] == [
        ("ru-1", "line 1"),
        ("7", "line 3"),
        ("a.jsonl:3", "line 5"),
        ("a.jsonl:4", "line 7"),
    ]


def test_stated_fields_come_through(tmp_path):
    row = {
        "uid": "x",
        "stated": {
            "salary_from": 50000,
            "salary_to": None,
            "currency": "RUR",
            "gross": False,
            "experience_id": "between1And3",
            "period": "MONTH",
            "key_skills": ["Excel"],
            "industries": None,
        },
        "employer": "ООО Пример",
        "area": "Москва",
        "published_at": "2026-05-04T23:59:00+0300",
    }
    made = one(put(tmp_path, "a.jsonl", json.dumps(row)))
    stated = made.stated
    assert (stated.salary_from, stated.salary_to, stated.currency, stated.period, stated.gross) == (
        50000,
        None,
        "RUB",
        "month",
        False,
    )
    assert (stated.experience, stated.skills, stated.industries) == ("1-3", ("Excel",), ())
    assert (made.title, made.employer, made.place, made.posted_on) == (None, "ООО Пример", "Москва", date(2026, 5, 4))


def test_a_single_value_is_a_point(tmp_path):
    made = one(put(tmp_path, "a.csv", "title,salary_from,salary_to,salary_single_value\nx,50000,,True\n"))
    assert (made.stated.salary_from, made.stated.salary_to) == (50000, 50000)


@pytest.mark.parametrize(
    ("name", "body", "encoding"),
    [
        ("comma.csv", 'title,description\nМенеджер,"Продажи, ""звонки"""\n', "utf-8"),
        ("bom.csv", 'title,description\nМенеджер,"Продажи, ""звонки"""\n', "utf-8-sig"),
        ("semicolon.csv", 'Название;Описание\nМенеджер;"Продажи, ""звонки"""\n', "cp1251"),
        ("sep.csv", 'sep=;\nНазвание;Описание\nМенеджер;"Продажи, ""звонки"""\n', "cp1251"),
        ("tab.tsv", 'Название\tОписание\nМенеджер\t"Продажи, ""звонки"""\n', "utf-16"),
    ],
)
def test_csv_dialects_and_encodings(tmp_path, name, body, encoding):
    made = one(put(tmp_path, name, body, encoding))
    assert (made.title, made.text, made.language) == ("Менеджер", 'Продажи, "звонки"', "ru")


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-9", "cp1254"])
def test_turkish_letters(tmp_path, encoding):
    made = one(
        put(
            tmp_path,
            "tr.csv",
            'Pozisyon;İlan Metni;Maaş\n"Satış\nUzmanı";Güçlü iletişim, çalışkan ekip;45.000 TL\n',
            encoding,
        )
    )
    assert (made.title, made.text) == ("Satış Uzmanı", "Güçlü iletişim, çalışkan ekip")
    assert (made.stated.salary_from, made.stated.currency) == (45000, "TRY")


def test_workbook(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["Отчёт"],
        ["Название", "Зарплата", "Дата"],
        ["Менеджер", "от 50 000 до 70 000 руб.", date(2026, 9, 22)],
        [None] * 3,
        ["Кассир", 60000, 45000],
    ):
        book.active.append(row)
    book.create_sheet("notes").append(["nothing", "here"])
    book.save(tmp_path / "a.xlsx")
    first, second = read([tmp_path / "a.xlsx"])
    assert (first.title, first.posted_on, first.stated.salary_from, first.stated.salary_to) == (
        "Менеджер",
        date(2026, 9, 22),
        50000,
        70000,
    )
    assert (second.id, second.place_in_page, second.posted_on) == ("a.xlsx:2", "sheet Sheet, row 5", date(2023, 3, 15))


HH = {
    "id": "5",
    "name": "Менеджер",
    "area": {"id": "1", "name": "Москва"},
    "employer": {"name": "ООО Пример"},
    "published_at": "2026-05-04T10:00:00+0300",
    "salary": {"from": 50000, "to": None, "currency": "RUR", "gross": True},
    "experience": {"id": "between1And3", "name": "От 1 года до 3 лет"},
    "description": "<p>Продажи</p>",
    "contacts": {"name": "Анна Петрова", "email": "a@b.ru"},
    "professional_roles": [{"id": "70", "name": "Менеджер"}],
}
SHIFT = HH | {
    "id": "6",
    "salary_range": {"from": 3000, "to": 4000, "currency": "RUR", "gross": False, "mode": {"id": "SHIFT"}},
}
TRUDVSEM = {
    "id": "u-1",
    "job-name": "Менеджер",
    "company": {"name": "ИП Петров Пётр Петрович", "email": "a@b.ru"},
    "region": {"name": "Пермский край"},
    "salary_min": 50000,
    "salary_max": 0,
    "currency": "«руб.»",
    "duty": "&lt;p&gt;Звонки&lt;/p&gt;",
    "requirement": {"experience": 1},
    "creation-date": "2026-09-22",
    "contact_person": "Анна Петрова",
}


def test_hh_one_and_list(tmp_path):
    made = one(put(tmp_path, "one.json", json.dumps(HH)))
    assert (made.id, made.title, made.text, made.place, made.stated.experience) == (
        "5",
        "Менеджер",
        "Продажи",
        "Москва",
        "1-3",
    )
    assert (made.stated.salary_from, made.stated.currency, made.stated.gross, made.stated.period) == (
        50000,
        "RUB",
        True,
        "month",
    )
    listed = list(read([put(tmp_path, "list.json", json.dumps({"items": [HH, SHIFT], "found": 2}))]))
    assert [p.stated.period for p in listed] == ["month", "shift"]
    assert not any("Анна" in str(p) or "a@b.ru" in str(p) for p in listed)


@pytest.mark.parametrize(
    "shape",
    [
        lambda v: {"status": "200", "results": {"vacancies": [{"vacancy": v}]}},
        lambda v: {"vacancies": [v]},
        lambda v: [v],
        lambda v: v,
    ],
)
def test_trudvsem(tmp_path, shape):
    made = one(put(tmp_path, "t.json", json.dumps(shape(TRUDVSEM))))
    assert (made.id, made.employer, made.text) == ("u-1", "ИП, Пермский край", "Обязанности:\nЗвонки")
    assert (made.stated.salary_from, made.stated.salary_to, made.stated.currency, made.stated.experience) == (
        50000,
        None,
        "RUB",
        "1-3",
    )
    assert "Анна" not in str(made)
    assert "Пётр" not in str(made)


def test_long_lists_are_streamed(tmp_path, monkeypatch):
    from pipeline.sources.files import json as format_

    monkeypatch.setattr(format_, "_WHOLE", 10)
    path = put(tmp_path, "dump.json", json.dumps({"meta": [{"name": "x"}], "vacancies": [TRUDVSEM, 5, TRUDVSEM]}))
    assert [type(r) for r in read([path])] == [Posting, Reject, Posting]


def test_xml_dump(tmp_path):
    body = (
        "<?xml version='1.0'?><source><vacancies><vacancy><identifier>9</identifier><title>Менеджер</title>"
        "<baseSalary><salaryMin>50000</salaryMin></baseSalary>"
        "<hiringOrganization><name>ООО Пример</name></hiringOrganization>"
        "<innerInfo><status>x</status></innerInfo></vacancy></vacancies></source>"
    )
    made = one(put(tmp_path, "dump.xml", body))
    assert (made.id, made.employer, made.stated.salary_from) == ("9", "ООО Пример", 50000)


def test_one_posting_as_text_in_cp1251_and_gzip(tmp_path):
    body = "Менеджер по продажам\n\nТребования:\n- опыт от года\nЗарплата: 60 000 руб.\n".encode("cp1251")
    made = one(put(tmp_path, "one.txt", body))
    assert (made.title, made.id, made.context) == ("Менеджер по продажам", "one.txt:1", None)
    packed = one(put(tmp_path, "two.txt.gz", gzip.compress(body)))
    assert packed.text == made.text


BAD = {
    "binary.csv": (bytes(range(256)) * 20, "binary"),
    "cut.xlsx": (b"PK\x03\x04" + b"x" * 500, "XLSX"),
    "means_nothing.csv": (b"foo,bar\n1,2\n", "foo, bar"),
    "empty.txt": (b"", "empty"),
    "no_job.html": (b"<html><body>hello</body></html>", "JobPosting"),
    "entities.xml": (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "entities"),
    "refusal.json": (b'{"errors": [{"type": "forbidden"}]}', "refusal"),
    "words.json": (b"not json", "not JSON"),
    "old.xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "XLSX"),
    "mystery.bin": (bytes(range(256)) * 20, "not a format"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_one_reject_and_the_rest_goes_on(tmp_path, name):
    body, word = BAD[name]
    put(tmp_path, name, body)
    put(tmp_path, "zz.jsonl", json.dumps(ROW))
    bad, good = read([tmp_path])
    assert isinstance(bad, Reject)
    assert (bad.page, word in bad.reason) == (name, True), bad
    assert "\n" not in bad.reason
    assert isinstance(good, Posting)


def test_bad_rows_are_rejects_with_their_line(tmp_path):
    lines = [
        json.dumps(ROW),
        '{"title": "cut',
        "[1]",
        json.dumps({"id": 4}),
        json.dumps({"title": "t", "text": "слово " * 200_000}),
        json.dumps(ROW),
    ]
    made = list(read([put(tmp_path, "a.jsonl", "\n".join(lines))]))
    assert [type(r) for r in made] == [Posting, Reject, Reject, Reject, Reject, Posting]
    assert [r.place_in_page for r in made] == [f"line {n}" for n in range(1, 7)]
    assert made[-1].id == "a.jsonl:6"


def test_surrogates_and_nuls_are_made_safe(tmp_path):
    made = one(put(tmp_path, "a.jsonl", '{"title": "a\\ud800b", "text": "x\\u0000y"}'))
    assert (made.title, made.text) == ("a\ufffdb", "xy")
    assert one(put(tmp_path, "a.csv", "title,text\nМене\x00джер,x\n")).title == "Менеджер"


def test_folders_in_order_without_documentation(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("README.md", "LICENSE", ".hidden.jsonl", "SOURCES_ru.md", "z.jsonl", "a.jsonl", "b/a.jsonl"):
        put(tmp_path, name, json.dumps(ROW))
    assert [p.page for p in read([tmp_path])] == ["a.jsonl", "b/a.jsonl", "z.jsonl"]
    pages = [p.page for p in read([tmp_path / "a.jsonl", tmp_path / "b" / "a.jsonl"])]
    assert len(set(pages)) == 2


def test_a_missing_path_is_an_error_at_once(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        read([tmp_path / "nowhere"])
    assert list(read([tmp_path])) == []


@pytest.mark.skipif(not CORPUS.exists(), reason="../shared/corpus is not beside this checkout")
@pytest.mark.slow
def test_the_corpus_is_read_whole():
    made = list(read([CORPUS]))
    assert not [r for r in made if isinstance(r, Reject)]
    assert len(made) == 1616 + 35716
