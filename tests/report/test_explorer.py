"""The explorer and the check of an offer say what `vacancies band` and `vacancies position` say."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import lxml.html
import pytest
from typer.testing import CliRunner

from pipeline.cli import app

CHROMIUM = Path("/usr/bin/chromium")
LINES = ("floor", "middle", "ceiling")
SEGMENTS = [
    {},
    {"experience": "1-3"},
    {"experience": "3-6", "requires": "crm"},
    {"unit": "TRY/month"},
    {"industry": "banking-finance", "requires": "excel,english"},
]


@pytest.fixture(scope="module")
def grid(sample_run) -> dict:
    page = lxml.html.fromstring((sample_run.report / "index.html").read_text("utf-8"))
    return json.loads(page.get_element_by_id("grid").text)


def told(command: str, segment: dict[str, str], *more: str) -> dict:
    asked = [word for name in segment.get("requires", "").split(",") if name for word in ("--requires", name)]
    for name in ("unit", "place", "experience", "industry"):
        asked += [f"--{name}", segment[name]] if name in segment else []
    done = CliRunner().invoke(app, [command, *asked, *more, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def key(grid: dict, segment: dict[str, str]) -> str:
    def place(name: str, value: str) -> int:
        return [choice["id"] for choice in grid["choices"][name]].index(value)

    parts = ["unit", "place", "experience", "industry"]
    numbers = [str(place(name, segment[name])) if name in segment else "" for name in parts]
    numbers[0] = numbers[0] or "0"
    asked = sorted(place("requires", name) for name in segment.get("requires", "").split(",") if name)
    return ";".join([*numbers, ",".join(map(str, asked))])


@pytest.mark.parametrize("segment", SEGMENTS, ids=str)
def test_a_cell_is_what_the_command_answers(segment, grid, sample_run, monkeypatch):
    monkeypatch.chdir(sample_run.workspace)
    band = told("band", {"unit": "RUB/month"} | segment, "--no-widening")
    cell = grid["cells"].get(key(grid, segment))
    if band["method"] == "none":
        assert cell is None
        return
    assert cell[:4] == [band["n"], band["employers"], band["grade"], int(band["method"] == "pooled")]
    for line, figures in zip(LINES, cell[4], strict=True):
        for at, share in enumerate(("0.1", "0.25", "0.5", "0.75", "0.9")):
            found = band[line][share]
            assert figures[3 * at : 3 * at + 3] == [found["value"], found["low"], found["high"]]


def placed(grid: dict, cell: str, line: int, amount: float) -> list[int]:
    """The step that holds for an amount, as the page's script walks them."""
    at, best = [0, 0, 0, 0], [0, 0, 0, 0]
    steps = grid["offers"][cell][line]
    for start in range(0, len(steps), 4):
        at = [value + step for value, step in zip(at, steps[start : start + 4], strict=True)]
        edge = at[0] // 2
        same = abs(edge - amount) < 0.6
        if (amount > edge and not same) if at[0] % 2 else (amount > edge or same):
            best = at
    return best[1:]


@pytest.mark.parametrize("segment", [{}, {"experience": "1-3"}, {"unit": "TRY/month"}, {"requires": "crm"}], ids=str)
@pytest.mark.parametrize("offer", [(45_000, 60_000), (60_000, 90_000), (70_000, 70_000), (83_500, 141_000)])
def test_an_offer_stands_where_the_command_puts_it(segment, offer, grid, sample_run, monkeypatch):
    monkeypatch.chdir(sample_run.workspace)
    answer = told("position", {"unit": "RUB/month"} | segment, "--offer", "-".join(map(str, offer)), "--no-widening")
    low, high = offer
    for place, (line, end) in enumerate(zip(LINES, (low, (low * high) ** 0.5, high), strict=True)):
        found = answer["offer"][line]
        shown = placed(grid, key(grid, segment), place, end)
        if found["percentile"] is None:
            assert shown[0] > 100
        else:
            assert shown == pytest.approx([100 * found[name] for name in ("percentile", "low", "high")], abs=1.01)


@pytest.mark.slow
def test_the_page_shows_the_cell_and_the_offer_of_its_address(grid, sample_run):
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra browser-test)")
    if not CHROMIUM.exists():
        pytest.skip("/usr/bin/chromium is absent; install Debian's chromium to run the browser tests")
    segment = {"unit": "RUB/month", "experience": "1-3"}
    cell = grid["cells"][key(grid, segment)]
    address = (
        (sample_run.report / "index.html").as_uri()
        + "#explorer?"
        + "&".join(
            f"{name}={quote(value, safe='')}" for name, value in (segment | {"low": "60000", "high": "90000"}).items()
        )
    )
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(address)
        rows = page.locator("#band tbody tr").all()
        assert len(rows) == 3
        for row, figures in zip(rows, cell[4], strict=True):
            assert f"{figures[6]:,}" in row.inner_text()
        told = page.locator("#placed li").all_inner_texts()
        for line, end in enumerate((60_000, (60_000 * 90_000) ** 0.5, 90_000)):
            p, low, high = placed(grid, key(grid, segment), line, end)
            assert f"P{p} (90% interval P{low}–P{high})" in told[line]
        page.locator("#behind").click()
        assert page.locator("tr[data-e]").count() == cell[0]
        page.select_option("select[name=industry]", index=1)
        assert "industry=" in page.url
        browser.close()
