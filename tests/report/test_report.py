"""The report on a fake market that keeps the marts contract."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from fake_market import marts, query_of
from fake_vacancies import HOSTILE, vacancies

from pipeline.errors import UsageError
from pipeline.report import write_report
from pipeline.report.bands import Band
from pipeline.report.catalogue import KEEPER
from pipeline.report.clean import foreign, web_link
from pipeline.report.i18n import Reader


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_report(query_of(marts(vacancies(300))), folder, made={"vacancies": "0"})
    return folder


def test_page_is_one_file_that_asks_nothing_of_the_net(report):
    page = (report / "index.html").read_text("utf-8")
    assert len(page.encode()) < 1_500_000
    assert "default-src &#39;none&#39;" in page
    assert not re.search(r'\s(src|style)="', page)
    assert not re.search(r"<(link|iframe|img|object)\b", page)
    assert page.count("<svg") >= 8
    assert "Invented data." in page


def test_every_link_inside_the_page_lands(report):
    page = (report / "index.html").read_text("utf-8")
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_a_count_leads_to_as_many_postings(report):
    page = (report / "index.html").read_text("utf-8")
    tags = [row.split() for row in re.findall(r'data-e="([^"]*)"', page)]
    for tag, count in set(re.findall(r'<td class="count"><a href="#(e\d+)">([\d,]+)</a>', page)):
        assert sum(tag in row for row in tags) == int(count.replace(",", ""))


def test_same_marts_same_bytes(report, tmp_path):
    write_report(query_of(marts(vacancies(300))), tmp_path, made={"vacancies": "0"})
    for path in sorted(p for p in report.rglob("*") if p.is_file()):
        twin = tmp_path / path.relative_to(report)
        assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(twin.read_bytes()).digest(), path.name


def test_workbook_reads_back_with_tables(report):
    book = openpyxl.load_workbook(report / "report.xlsx")
    assert all(len(sheet.tables) == 1 for sheet in book.worksheets[1:])
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_hostile_postings_are_inert(tmp_path):
    rows = [dict(row) for row in vacancies(120)]
    for row in rows[:40]:
        row |= HOSTILE
    tables = marts(rows)
    write_report(query_of(tables), tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert page.count("<script>") == 1
    assert "<img" not in page
    assert "javascript:" not in page
    assert "\u202e" not in page
    assert "x" * 200 not in page
    assert not any(
        c.data_type == "f"
        for s in openpyxl.load_workbook(tmp_path / "report.xlsx")
        for row in s.iter_rows()
        for c in row
    )


@pytest.mark.parametrize(
    "rows",
    [
        vacancies(3),
        [r | {"kind": "absent", "pay_written": None, "in_bands": False} for r in vacancies(30)],
        [r | {"employer": "One"} for r in vacancies(60)],
    ],
    ids=["three postings", "no pay", "one employer"],
)
def test_thin_markets_give_a_report_without_bands(rows, tmp_path):
    page = write_report(query_of(marts(rows)), tmp_path).read_text("utf-8")
    assert "RUB 1" not in page.split('id="evidence"')[0]
    assert 'id="method"' in page


def test_many_vacancies_stand_on_linked_pages(tmp_path):
    write_report(query_of(marts(vacancies(2300))), tmp_path, sections=["pay", "evidence"])
    pages = {f"{number}.html" for number in range(1, 13)}
    assert {p.name for p in (tmp_path / "evidence").iterdir()} == pages | {"index.html"}
    assert "<mark" in (tmp_path / "evidence" / "12.html").read_text("utf-8")
    assert 'href="evidence/index.html#e' in (tmp_path / "index.html").read_text("utf-8")


def test_a_section_is_a_file_on_the_shelf(tmp_path):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "mine.sql").write_text(
        "-- title: Mine\n-- order: 5\nselect language, n, share from mart.disclosure", "utf-8"
    )
    page = write_report(query_of(marts(vacancies(50))), tmp_path / "out", shelf=shelf).read_text("utf-8")
    assert '<section id="mine">' in page


def test_unknown_names_are_refused(tmp_path):
    with pytest.raises(UsageError, match="en, ru, tr"):
        write_report(query_of(marts(vacancies(10))), tmp_path, lang="xx")
    with pytest.raises(UsageError, match="disclosure"):
        write_report(query_of(marts(vacancies(10))), tmp_path, sections=["nobody"])


def pounds(unknown_tax_share):
    """A band of a market whose custom is gross pay."""
    return Band("", "all", None, "GBP/year", None, tax_view="gross", unknown_tax_share=unknown_tax_share)


@pytest.mark.parametrize(
    ("lang", "call", "shown"),
    [
        ("en", lambda r: r.money_range(97000, 176000, "RUB"), "RUB 97,000–176,000"),
        ("ru", lambda r: r.money_range(97000, 176000, "RUB"), "97 000–176 000 ₽"),
        ("tr", lambda r: r.money_range(97000, 176000, "TRY"), "₺97.000–176.000"),
        ("en", lambda r: r.share_range(0.27, 0.33), "27–33%"),
        ("ru", lambda r: r.share_range(0.27, 0.33), "27–33 %"),
        ("tr", lambda r: r.share_range(0.27, 0.33), "%27–33"),
        ("en", lambda r: r.unit("RUB/month", "gross"), "RUB a month, before tax"),
        ("tr", lambda r: r.unit("RUB/month", "net"), "aylık RUB, net"),
        ("ru", lambda r: r.unit("RUB/month"), "₽ в месяц"),
        ("en", lambda r: r.unit("GBP/year", pounds(1.0).tax_said), "£ a year, tax not said"),
        ("en", lambda r: r.unit("GBP/year", pounds(0.9).tax_said), "£ a year, before tax"),
        ("en", lambda r: r.share(0.004), "0.4%"),
        ("ru", lambda r: r.share(0.139, 1), "13,9 %"),
        ("en", lambda r: r.money(None, "RUB"), "—"),
        ("ru", lambda r: r.count_of("{n} employer", "{n} employers", 3), "3 работодателя"),
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(lang, call, shown):
    assert call(Reader(lang)).replace("\u00a0", " ").replace("\u202f", " ") == shown


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://a.example/x?y=1", True),
        ("javascript:alert(1)", False),
        ("https://u:p@a.example/", False),
        ("//a", False),
        ("http://[", False),
    ],
)
def test_only_plain_web_addresses_become_links(given, kept):
    assert (web_link(given) is not None) == kept


def test_foreign_strings_are_cut_and_cleaned():
    assert foreign("a\u202e\x00b\n c\ud800") == "ab c"
    assert len(foreign("x" * 10_000)) == 160


@pytest.mark.parametrize("lang", ["ru", "tr"])
def test_every_sentence_is_translated_and_keeps_its_parts(lang):
    known = KEEPER.catalogue(lang)
    for message in KEEPER.messages():
        one = message if isinstance(message, str) else message[0]
        entry = known.get(one)
        assert entry is not None, one
        said = (entry.string,) if isinstance(entry.string, str) else entry.string
        assert all(said), one
        for form in said:
            assert set(re.findall(r"\{\w+\}", form)) == set(re.findall(r"\{\w+\}", one)), form


@pytest.mark.parametrize("lang", ["ru", "tr"])
def test_the_page_speaks_one_language(lang, tmp_path):
    page = write_report(query_of(marts(vacancies(120))), tmp_path, lang=lang).read_text("utf-8")
    assert f'<html lang="{lang}">' in page
    seen = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    for english in ("Show the numbers", "employers", "Vacancies", "interval", "not shown"):
        assert english not in seen, english


@pytest.mark.parametrize(("wanted", "told"), [("USD", True), ("RUB", False), (None, False)])
def test_a_currency_that_is_asked_for_and_has_no_rate_is_told(tmp_path, wanted, told):
    rows = [row | {"in_bands": True, "unit": "RUB/month"} for row in vacancies(60)]
    tables = marts(rows) | {"seed.setting": pd.DataFrame({"report_currency": pd.Series([wanted], dtype="string")})}
    page = write_report(query_of(tables), tmp_path, sections=["pay"]).read_text("utf-8")
    assert ("they stand in their own currency, not in USD" in page) is told
