"""What a reader must find without being told: the answer first, what stands for a thin cell, how well was read."""

from __future__ import annotations

import re

import lxml.html
import pytest
from fake_market import marts, query_of
from fake_vacancies import vacancies

from pipeline.report import write_report


def page_of(tmp_path, rows=None, **how) -> lxml.html.HtmlElement:
    tables = marts(rows or vacancies(300))
    return lxml.html.fromstring(write_report(query_of(tables), tmp_path, **how).read_text("utf-8"))


def test_the_summary_stands_before_the_contents(tmp_path):
    page = page_of(tmp_path, sections=["in_short", "pay", "method"])
    order = [node.get("id") or node.tag for node in page.iter("section", "nav")]
    assert order == ["in_short", "nav", "pay", "method"]


def test_a_first_report_says_that_nothing_can_have_moved(tmp_path):
    card = page_of(tmp_path, sections=["in_short"]).xpath("//div[@class='card']")[2]
    assert card.text_content() == "—change of payfirst report: nothing to compare with yet"


def test_what_is_not_shown_names_its_reason_and_the_next_wider_segment(tmp_path):
    text = page_of(tmp_path, sections=["pay"]).text_content()
    assert re.search(r"Not shown \(fewer than \d employers show pay\): [^.]+\. .*the whole market: median \S+", text)
    assert "Base and total are not shown apart" in text


@pytest.mark.parametrize(("lang", "head"), [("en", "Language"), ("ru", "Язык"), ("tr", "Dil")])
def test_how_well_each_language_is_read_is_printed(lang, head, tmp_path):
    table = page_of(tmp_path, lang=lang, sections=["method"]).get_element_by_id("numbers-accuracy")
    heads = [th.text_content() for th in table.iter("th")]
    rows = [[td.text_content() for td in tr.iter("td")] for tr in table.find("tbody").iter("tr")]
    assert heads[0] == head
    assert len({row[0] for row in rows}) == 3
    assert all("%" in cell for row in rows for cell in row[2:])
