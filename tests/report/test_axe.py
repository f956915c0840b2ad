"""axe-core finds nothing serious on the report and its pages of sentences."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from fake_market import marts, query_of
from fake_vacancies import vacancies

from pipeline.report import write_report

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def axe(tmp_path_factory) -> Path:
    """axe-core fetched by npm: its licence (MPL) is not this project's, so no copy is kept here."""
    npm, folder = shutil.which("npm"), tmp_path_factory.mktemp("axe")
    if not npm:
        pytest.skip("npm is absent; install Debian's npm to check the report with axe-core")
    done = subprocess.run(
        [npm, "install", "--silent", "axe-core@4"], cwd=folder, capture_output=True, check=False, timeout=120
    )
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if done.returncode or not script.exists():
        pytest.skip("npm could not fetch axe-core; connect to a registry to check the report with it")
    return script


def test_nothing_serious(axe, tmp_path):
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra browser-test)")
    if not CHROMIUM.exists():
        pytest.skip("/usr/bin/chromium is absent; install Debian's chromium to run the browser tests")
    index = write_report(query_of(marts(vacancies(120))), tmp_path)
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(bypass_csp=True).new_page()  # the policy would refuse axe itself
        for place in (index, tmp_path / "evidence" / "1.html"):
            page.goto(place.as_uri())
            page.add_script_tag(path=str(axe))
            found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].html]))")
            assert [v for v in found if v[0] in ("serious", "critical")] == []
        browser.close()
