"""`vacancies report`, the tables beside the page, and its PDF."""

from __future__ import annotations

import csv
import json

import pandas as pd
import pytest
from fake_market import marts, query_of
from fake_vacancies import vacancies
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.report import write_report


def test_report_prints_chosen_sections_in_each_language(sample_run, tmp_path, monkeypatch):
    monkeypatch.chdir(sample_run.workspace)
    asked = ["report", "--sections", "in_short,hiring", "--lang", "ru,tr", "--out", str(tmp_path)]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    for lang in ("ru", "tr"):
        page = (tmp_path / lang / "index.html").read_text("utf-8")
        assert f'<html lang="{lang}">' in page
        assert '<section id="hiring">' in page
        assert '<section id="pay">' not in page
        manifest = json.loads((tmp_path / lang / "manifest.json").read_text("utf-8"))
        assert manifest["printed_again"]["sections"] == ["in_short", "hiring"]
        assert all(len(given["sha256"]) == 64 for given in manifest["inputs"])


def test_every_table_stands_beside_as_csv_and_parquet_and_nothing_is_live(tmp_path):
    rows = [row | {"title": "=1+1"} for row in vacancies(60)]
    write_report(query_of(marts(rows)), tmp_path)
    names = {path.stem for path in (tmp_path / "tables").glob("*.csv")}
    assert {"bands", "vacancies", "numbers-requirements"} <= names
    assert names == {path.stem for path in (tmp_path / "tables").glob("*.parquet")}
    with (tmp_path / "tables" / "vacancies.csv").open(encoding="utf-8", newline="") as file:
        assert {row["title"] for row in csv.DictReader(file)} == {"'=1+1"}
    bands = pd.read_parquet(tmp_path / "tables" / "bands.parquet")
    assert bands["middle50"].notna().any()
    assert list((tmp_path / "figures").glob("*.svg"))


@pytest.mark.slow
def test_the_pdf_holds_every_section_title(tmp_path):
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed (extra pdf)", exc_type=ImportError)
    import lxml.html
    import pypdf

    from pipeline.report.pdf import write_pdf

    index = write_report(query_of(marts(vacancies(60))), tmp_path)
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(write_pdf(index)).pages).split())
    page = lxml.html.fromstring(index.read_text("utf-8"))
    assert [h.text_content() for h in page.iter("h2") if h.text_content() not in text] == []
