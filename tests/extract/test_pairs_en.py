"""What English postings write in many words: lines that ask, sentences that tell a trade, headings that open a part."""

import csv
from pathlib import Path

from pipeline import extract
from pipeline.model import Posting

HERE = Path(__file__).parent
ASKED = ("required", "preferred")
AFTER_DUTIES = "Responsibilities:\n- Bake bread\n- Clean ovens\n\n"
AFTER_REQUIREMENTS = "Requirements:\n- Patience\n- Cleanliness\n\n"
UNDER = {
    "requirements": (AFTER_DUTIES, "- Excel\n- Patience\n", "excel", "required"),
    "preferred": (AFTER_REQUIREMENTS, "- SAP\n- Baking\n", "sap", "preferred"),
    "conditions": (AFTER_REQUIREMENTS, "- English lessons\n- A bread knife\n", "english", "offered"),
    "duties": (AFTER_REQUIREMENTS, "- CRM updates and calls\n- Bread\n", "crm", "duty"),
}
"""What stands before the heading of a part, a list under it, and a concept of the list with its scope."""


def pairs(name):
    with (HERE / name).open(encoding="utf-8") as lines:
        return list(csv.reader(lines))[1:]


def facts(text, title=None):
    return extract.read(Posting("1", "t", "t", text, title=title, language="en"), text_only=True)


def scope(text, concept):
    return next((f.scope for f in facts(text) if f.concept == concept), None)


def test_a_line_of_requirements_asks():
    frame = "We bake.\nRequirements:\n- Patience\n- {}\n- Night shifts\n"
    assert [p for p in pairs("asks_pairs_en.csv") if scope(frame.format(p[1]), p[0]) not in ASKED] == []


def test_a_sentence_tells_the_employers_trade():
    frame = "{}\n\nYour tasks:\n- Win new clients\n\nRequirements:\n- Patience\n"
    wrong = []
    for industry, text in pairs("industry_pairs_en.csv"):
        told = [f.concept for f in facts(frame.format(text), "Account Manager") if f.kind == "industry"]
        if told[:1] != [industry]:
            wrong.append((industry, text, told))
    assert wrong == []


def test_a_heading_over_a_list_opens_its_part():
    """With a colon, and on a line of its own without one."""
    wrong = []
    for part, heading in pairs("heading_pairs_en.csv"):
        before, listed, concept, want = UNDER[part]
        got = [scope(f"{before}{heading}{end}{listed}", concept) for end in ("\n", ":\n")]
        if got != [want, want]:
            wrong.append((part, heading, got))
    assert wrong == []


def test_a_line_over_a_list_is_no_heading_amid_an_item():
    text = "Requirements:\n- Excel, and the patience that long\n  talks with buyers about a new role\n- Good English\n"
    assert scope(text, "english") == "required"
