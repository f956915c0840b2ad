"""What the warehouse and the readers of files say in English, retold in the reader's language.

One line of a table is a pattern and its sentence; named parts of the pattern are parts of the sentence. What no line knows
stands as it was said.
"""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.report.i18n import Reader
from pipeline.report.labels import N_

KEPT_APART: Mapping[str, str] = {
    r"no pay shown": N_("no pay shown"),
    r"pay is negotiable": N_("pay is negotiable"),
    r"no currency written": N_("no currency written"),
    r"no period written": N_("no period written"),
    r"(no figure|a figure of zero)": N_("no figure that could be used"),
    r"part-time": N_("part-time"),
    r"rotational work": N_("rotational work"),
    r"paid by the .*": N_("paid by the hour, shift, piece or project"),
    r"set aside: the upper end is more than five times the lower": N_(
        "set aside: the upper end is more than five times the lower"
    ),
    r"set aside: looks like a unit error.*": N_("set aside: the figure looks like a slip of its unit"),
    r"set aside: .*": N_("set aside: the figure is not to be believed"),
    r"mended: .*": N_("in a band, its figure mended by a rule"),
    r".*no tax table of (?P<currency>\w+).*": N_("net pay among gross: no tax table for {currency}"),
    r"the posting has no day to take a rate of": N_("no day to take an exchange rate of"),
}
"""Reasons of mart.kept_apart."""

REJECTED: Mapping[str, str] = {
    r"not JSON.*": N_("not JSON: repair the line or remove it"),
    r"no title, no text.*": N_("neither title nor text: nothing to read; check that this is one record"),
    r"no JobPosting on this page.*": N_("no vacancy on this page: save the page of one vacancy, or give CSV or text"),
    r"a broken row.*": N_("a broken row: check its quotation marks"),
    r"\d+ cells where the header names .*": N_("more cells than the header names: quote those that hold the delimiter"),
    r"no column tells .*": N_("no column with a title, a text or pay: rename the columns"),
    r"could not be read further.*": N_("could not be read further: save the file again"),
    r"an empty file.*": N_("an empty file: nothing to read"),
    r"(not a format that is read|an old or closed binary format|not text).*": N_(
        "not a format that is read: give JSONL, CSV, XLSX, HTML, XML, JSON or text"
    ),
    r"(a broken workbook|not a whole XLSX workbook).*": N_("a broken workbook: save it again, or give CSV"),
    r"(.* is cut off|not well-formed XML|nested too deeply|a JobPosting that is broken JSON|no whole answer stands in it).*": N_(
        "cut off or broken: export it again"
    ),
    r"(a (line|page|text) of (more than )?\d.*|a workbook that unpacks to far more .*)": N_(
        "far more than one posting holds: split it, or save it as CSV"
    ),
    r"an XML file that defines entities.*": N_("an XML file that defines entities: refused for safety"),
    r"(an object (was expected|of the API that is no vacancy)|no posting in this JSON|no vacancy, job, offer or item element).*": N_(
        "no posting here: a title or a text was looked for"
    ),
    r"a chat that is no channel.*": N_("a private chat: not read; export a channel"),
    r"(the board does not list this job|a prospect post).*": N_("not advertised: nothing to count"),
    r"(a site's refusal, not postings.*|.* was expected, found .*: fetch it again)": N_(
        "not what its site answers with: fetch it again"
    ),
    r"(a field of a kind nobody expects|could not be parsed).*": N_("its site has changed: report it with the page"),
    r"its text could not be read.*": N_("its text could not be read: its facts are missing"),
    r"the page it repeats was purged.*": N_("the page it repeats was deleted: it will be fetched again"),
    r"no such source stands on the shelf.*": N_("its source is gone: put its folder back, or delete its archive"),
    r"(expected .*|no rate in the answer.*|neither XML nor CSV.*|not XML.*|too large for a list of rates.*|line \d+: .*)": N_(
        "not a bank's list of rates: save the bank's answer again"
    ),
}
"""Reasons of mart.reject; their wording in full stands in the workbook."""

PLACES: Mapping[str, str] = {
    r"file": N_("whole file"),
    r"page": N_("whole page"),
    r"line (?P<n>\d+)": N_("line {n}"),
    r"(record|message|vacancy|job|offer|item|entry|position|posting|jobposting|positionopening) (?P<n>\d+)": N_(
        "record {n}"
    ),
    r"after record (?P<n>\d+)": N_("after record {n}"),
    r"sheet (?P<sheet>.+), row (?P<n>\d+)": N_("sheet {sheet}, row {n}"),
}
"""Where in a page a rejected record stands."""


def retold(said: object, table: Mapping[str, str], reader: Reader) -> str:
    """Say it in the reader's language; as it stands where no line of the table knows it."""
    for pattern, sentence in table.items():
        if found := re.fullmatch(pattern, str(said), re.DOTALL):
            return reader.say(sentence, **found.groupdict())
    return str(said)
