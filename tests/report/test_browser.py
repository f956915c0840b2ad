"""The page in a real browser: nothing asked of the net, no complaint, no sideways scroll on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_market import marts, query_of, vacancies

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
        assert page.pdf().startswith(b"%PDF")
        assert said == []
        browser.close()
