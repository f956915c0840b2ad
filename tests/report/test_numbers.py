"""Every number on the page is the mart's, and what is suppressed stands nowhere: walked on a real run."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import lxml.html
import openpyxl
import pytest
from fake_market import marts, query_of
from fake_vacancies import vacancies

import pipeline
from pipeline.report import write_report
from pipeline.report.labels import EXPERIENCE

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
TEMPLATES = sorted((Path(pipeline.__file__).parent / "report" / "templates").glob("*.j2"))


def figures(text: str | None) -> list[float]:
    return [float(n.replace(",", "")) for n in NUMBER.findall(text or "")]


@pytest.fixture(scope="module")
def market(sample_run):
    with pipeline.open_market(sample_run.workspace) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(sample_run) -> lxml.html.HtmlElement:
    return lxml.html.fromstring((sample_run.report / "index.html").read_text("utf-8"))


def table(page, name: str) -> list[dict[str, lxml.html.HtmlElement]]:
    found = page.get_element_by_id(name)
    heads = [th.text_content() for th in found.iter("th")]
    return [dict(zip(heads, tr.iter("td"), strict=True)) for tr in found.find("tbody").iter("tr")]


def interval(cell) -> list[float]:
    small = cell.find(".//small")
    return figures(small.text_content() if small is not None else "")


def segment_names(market) -> dict[str, str]:
    concepts = market.query("select concept, label_en from raw.concept")
    return dict(zip(concepts["label_en"], concepts["concept"], strict=True)) | {v: k for k, v in EXPERIENCE.items()}


def test_every_band_in_the_page_is_the_marts(page, market):
    bands = market.query("select * from mart.band")
    names, walked = segment_names(market), 0
    for unit in bands["unit"].unique():
        slug = re.sub(r"[^a-z]", "-", unit.lower())
        for by in ("all", "experience", "place", "industry"):
            cells = bands[(bands["unit"] == unit) & (bands["segment_by"] == by)]
            if not page.xpath(f"//table[@id='numbers-{by}-{slug}']"):
                continue
            for row in table(page, f"numbers-{by}-{slug}"):
                name = row["Segment"].text_content()
                key = names.get(name, name) if by in ("experience", "industry") else name
                band = cells if by == "all" else cells[cells[by] == key]
                assert figures(row["Vacancies"].text_content()) == [band["n"].iloc[0]]
                assert figures(row["Employers"].text_content()) == [band["employers"].iloc[0]]
                for head, shown in row.items():
                    if not (match := re.fullmatch(r"(Floor|Middle|Ceiling) P(\d+)", head)):
                        continue
                    at = band[
                        (band["position"] == match[1].lower())
                        & (band["percentile"].sub(int(match[2]) / 100).abs() < 1e-9)
                    ].iloc[0]
                    printed = figures(shown.text_content().replace("\u2013", " "))
                    expected = [x for x in (at["value"], at["low"], at["high"]) if x == x]
                    assert printed == expected, (unit, by, name, head)
                    walked += len(expected)
    assert walked > 200


def test_every_share_in_the_page_is_the_marts(page, market):
    rows = market.query("select * from mart.requirement").set_index("label_en")
    for row in table(page, "numbers-requirements"):
        asked = rows.loc[row["Asked for"].text_content()]
        for head, key in (("Share required", "required"), ("Share preferred", "preferred"), ("Together", "asked")):
            shown = figures(row[head].text_content().replace("\u2013", " "))
            for number, end in zip(shown, ("", "_low", "_high"), strict=False):
                assert number == pytest.approx(100 * asked[f"share_{key}{end}"], abs=0.51)


def test_headline_tiles_are_the_marts(page, market):
    tiles = [b.text_content() for b in page.xpath("//div[@class='card']/b")]
    band = market.query(
        "select * from mart.band where segment_by = 'all' and unit = 'RUB/month' and position = 'middle'"
    ).set_index("percentile")["value"]
    assert [figures(t) for t in tiles[:2]] == [[band[0.5]], [band[0.25], band[0.75]]]
    told = market.query("select * from mart.disclosure where language = 'all' and kind = 'hidden'").iloc[0]
    assert figures(tiles[3]) == [round(100 * told["share"])]


def test_the_invented_market_says_so_at_the_top(page):
    assert page.xpath("//header//p[@class='invented']")


def test_names_of_industries_are_labels_not_ids(page):
    text = page.text_content()
    assert "Banking and finance" in text
    assert "Banking finance" not in text


SECRET = 987_654_321.0


@pytest.fixture(scope="module")
def leaky(tmp_path_factory) -> Path:
    """A mart that holds values where it says suppressed: the report must not print them all the same."""
    tables = marts(vacancies(300))
    band, asked = tables["band"], tables["requirement"]
    hidden = band["grade"] == "suppressed"
    assert hidden.any()
    band.loc[hidden, ["value", "low", "high"]] = SECRET
    asked.loc[:2, "grade"] = "suppressed"
    asked.loc[:2, [c for c in asked if c.startswith("share_")]] = 0.98765
    tables["industry"].loc[1, "grade"] = "suppressed"
    tables["industry"].loc[1, ["share", "share_low", "share_high"]] = 0.98765
    folder = tmp_path_factory.mktemp("leaky")
    write_report(query_of(tables), folder)
    return folder


def test_suppressed_leaks_no_number_in_the_page(leaky):
    main = lxml.html.fromstring((leaky / "index.html").read_text("utf-8")).get_element_by_id("content")
    main.get_element_by_id("numbers-accuracy").drop_tree()  # 99% there is how well the reader reads
    assert not re.search(r"987.?654|98[.,]8|99%", main.text_content())


def test_suppressed_leaks_no_number_in_the_workbook(leaky):
    book = openpyxl.load_workbook(leaky / "report.xlsx")
    values = [c.value for sheet in book for row in sheet.iter_rows() for c in row if isinstance(c.value, float | int)]
    assert SECRET not in values
    assert 0.98765 not in values


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_no_sentence_is_hard_coded_in_a_template(path):
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    attributes = re.findall(r'\b(?:title|alt|aria-label|placeholder)="([^"]*)"', bare)
    words = re.sub(r"<[^>]*>", " ", bare)
    assert not re.search(r"[A-Za-z]{2}", " ".join([words, *attributes]))


def test_libreoffice_opens_the_workbook(sample_run, tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip("LibreOffice is not installed; install libreoffice-calc to open the workbook in it")
    book = str(sample_run.report / "report.xlsx")
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    done = subprocess.run(
        [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), book],
        capture_output=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0
    assert (tmp_path / "report.pdf").stat().st_size > 10_000
