"""The page in a real browser: nothing asked of the net, no complaint, no sideways scroll on a phone."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from fake_market import marts, query_of
from fake_vacancies import HOSTILE, vacancies

from pipeline.report import write_report

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("width", [390, 1280])
def test_page_in_chromium(width, tmp_path):
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra browser-test)")
    if not CHROMIUM.exists():
        pytest.skip("/usr/bin/chromium is absent; install Debian's chromium to run the browser tests")
    index = write_report(query_of(marts(vacancies(300))), tmp_path, lang="ru")
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": width, "height": 900})
        asked, said = [], []
        page.on("request", lambda r: asked.append(r.url))
        page.on("console", lambda m: said.append(m.text))
        page.on("pageerror", lambda e: said.append(str(e)))
        page.goto(index.as_uri())
        assert [u for u in asked if not u.startswith("file:")] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.goto(index.as_uri() + "#e1")
        page.reload()
        assert 0 < page.locator("tr[data-e]").count() < 300
        page.screenshot(path=str(tmp_path / "page.png"), full_page=True)
        assert titles_missing(page.pdf(format="A4"), page) == []
        assert said == []
        browser.close()


def titles_missing(printed: bytes, page) -> list[str]:
    """Titles of sections that the printed pages do not hold."""
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed (extra test)")
    pages = pypdf.PdfReader(io.BytesIO(printed)).pages
    text = re.sub(r"\s+", "", "".join(sheet.extract_text() for sheet in pages))
    return [title for title in page.locator("h2").all_inner_texts() if re.sub(r"\s+", "", title) not in text]


def test_hostile_postings_are_inert_in_chromium(tmp_path):
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra browser-test)")
    if not CHROMIUM.exists():
        pytest.skip("/usr/bin/chromium is absent; install Debian's chromium to run the browser tests")
    rows = [dict(row) for row in vacancies(120)]
    for row in rows[:40]:
        row |= HOSTILE
    index = write_report(query_of(marts(rows)), tmp_path)
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(offline=True, viewport={"width": 375, "height": 800}).new_page()
        said = []
        page.on("dialog", lambda d: said.append(d.message))
        page.on("console", lambda m: said.append(m.text))
        page.on("pageerror", lambda e: said.append(str(e)))
        for place in (index, tmp_path / "evidence" / "1.html"):
            page.goto(place.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert page.locator("a[href^='javascript:'], main img").count() == 0
        assert said == []
        browser.close()
