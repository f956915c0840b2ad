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
    r"could not be read further.*": N_("could not be read further: save the file again"),
    r"an empty file.*": N_("an empty file: nothing to read"),
    r"(not a format that is read|an old or closed binary format).*": N_(
        "not a format that is read: give JSONL, CSV, XLSX, HTML, XML, JSON or text"
    ),
    r"(a broken workbook|not a whole XLSX workbook).*": N_("a broken workbook: save it again, or give CSV"),
    r"(the JSON is cut off|not well-formed XML|nested too deeply).*": N_("cut off or broken: export it again"),
}
"""Reasons of mart.reject; their wording in full stands in the workbook."""

PLACES: Mapping[str, str] = {
    r"file": N_("whole file"),
    r"page": N_("whole page"),
    r"line (?P<n>\d+)": N_("line {n}"),
    r"record (?P<n>\d+)": N_("record {n}"),
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
