"""A whole visit of the desk in a real browser: with scripts and without, on a desk and on a phone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_benchmark import DRAFT
from test_serve import Served

from pipeline.desk.guard import Limits

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(workspace: Path) -> Iterator[Served]:
    found = Served(
        workspace / "data" / "processed" / "warehouse.duckdb", workspace / "reports",
        limits=Limits(at_once=1000, a_minute=60_000, answer=120),
    )  # fmt: skip
    yield found
    found.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra browser-test)")
    if not CHROMIUM.exists():
        pytest.skip("/usr/bin/chromium is absent; install Debian's chromium to run the browser tests")
    with sync.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def fits(page: Any) -> bool:
    """No sideways scroll."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [390, 1280], ids=["phone", "desk"])
def test_a_whole_visit(served: Served, browser: Any, width: int, scripts: bool) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(10_000)
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(f"{served.address}/?lang=en")  # paste
    assert fits(page)
    page.get_by_label("Text of the posting").fill(DRAFT)
    page.get_by_role("button", name="Compare with the market").click()
    page.wait_for_load_state()

    assert page.url.endswith("/benchmark")  # result
    assert page.get_by_role("heading", level=1).inner_text() == "What the market says to a draft"
    assert page.locator("#desk-demands tbody tr").count() >= 3
    assert fits(page)

    page.get_by_label("Language of the answer").select_option("tr")  # another language, the draft kept
    page.get_by_role("button", name="Compare with the market").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "tr"
    assert page.locator("#desk-demands tbody tr").count() >= 3
    assert DRAFT.splitlines()[0] in page.locator("textarea").input_value()
    assert fits(page)

    page.locator("nav.menu a").first.click()  # back to the form, in the same language
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "tr"
    page.locator("nav.langs a[lang=ru]").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "ru"
    assert fits(page)

    page.locator("#s-experience").select_option("1-3")  # a segment, then a description of it
    page.locator("form[action='/segment'] button").first.click()
    page.wait_for_load_state()
    assert page.locator("#segment-band tbody tr").count() == 3
    assert fits(page)
    page.go_back()
    page.locator("#s-experience").select_option("1-3")
    page.locator("button[formaction='/describe']").click()
    page.wait_for_load_state()
    assert page.locator("#description-demands tbody tr").count() >= 3
    assert fits(page)
    with page.expect_download() as loading:
        page.locator("a[href^='/describe.docx']").click()
    assert loading.value.suggested_filename == "description.docx"

    assert said == []
    assert [url for url in asked if not url.startswith(served.address)] == []
    context.close()


def test_after_the_browser_s_back_the_form_may_be_sent_again(served: Served, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{served.address}/?lang=en")
    page.get_by_label("Text of the posting").fill(DRAFT)
    page.get_by_role("button", name="Compare with the market").click()
    page.wait_for_load_state()
    page.go_back()
    page.wait_for_load_state()
    assert page.get_by_role("heading", level=1).inner_text() == "Recruiter's desk"
    page.get_by_label("Text of the posting").fill(DRAFT)
    page.get_by_role("button", name="Compare with the market").click()  # the form sent again is still this visitor's
    page.wait_for_load_state()
    assert page.locator("#desk-demands").count() == 1
    context.close()


def test_every_field_is_reached_by_the_keyboard_in_order(served: Served, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{served.address}/?lang=en")
    reached = []
    for _ in range(25):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    wanted = ["draft", "file", "offer", "place", "experience", "industry", "BUTTON", "s-place"]
    assert [name for name in reached if name in wanted][: len(wanted)] == wanted
    page.close()
