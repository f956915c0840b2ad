"""Headings of a posting: whether words of the vocabulary stand as a heading does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.items import UP

if TYPE_CHECKING:
    from pipeline.extract.items import Document
    from pipeline.extract.match import Hit

_AFTER_HEADING = re.compile(
    r"[\"»*]*\s*(?:[:\n•·●▪–—\-;]|\?(?!\w)|\.\.\.|…)|[\"»*]*\s*$|\s*[✅🔹📌➡✔🔸]|\s/\s(?=[A-Z])|\s*\([^()\n]{0,70}\)\s*:"
)
_TAIL_OF_HEADING = re.compile(r"[^\n.;:!?•]{0,45}[:?](?!//|(?<=\?)[a-zçğıöşü?\ufffd])")
_OVER_LIST = re.compile(r"([^\n.;:!?,•]{0,45})\n\s*[•●▪*✅✔–—-]+\s")
"""The rest of a line that ends in no sign, and a list under it: "Responsibilities of the role"."""
_LINE_BEGINS = re.compile(rf"(?:\A|\n)[{UP}][^\n.;:!?,•–—]{{0,30}}\Z")
_ASKED = re.compile(r"\?(?![a-zçğıöşü?\ufffd])")
"""The end of a question, and no letter lost in the encoding."""
_ITEM_OF_LIST = re.compile(r" (?:in|of|with|for) [^\n.;:!?•]{0,40}:(?!//)[ \t]*[^\s•●▪*✅✔–—-]")
"""What a heading's words, a list item's here, go on with: "Knowledge and experience in one thing: this and that"."""
_DASHED = re.compile(r"\s*[-–—]\s+[a-zа-яё]")
_PRONOUN, SHORT_HEADING, LONG_HEADING = 3, 60, 30
_CAPITAL = ord("U")
_SHOUTED_ON = re.compile(rf" [{UP}0-9]|[),]")
"""What follows a word of little weight that is no heading though it is in capitals as all around: "TERCİHEN 2 YIL"."""
_IN_SENTENCE = (b"l ", b"U ")
_HYPHENATED = (b"l.", b"U.", b"d.")
_NAMED = re.compile(rf"(?: (?:[{UP}][\w.&'’/-]*|[\w.&'’-]{{1,3}}))+\s?[?!:]?[ \t]*\n")
"""What follows a heading with the employer's name ("About Acme Labs"): words with capitals, to the line's end."""
_NAMES_BEFORE = re.compile(rf"(?<![\w.&'’-])(?:[{UP}][\w.&'’-]* ){{2,5}}\Z")
"""What stands before the words that end such a heading ("What Acme Labs offers you"): words with capitals."""
_LONGEST_NAME = 60
_ENDS_LINE = re.compile(r"\s*:?\s*(?:\n|$|[•●▪*✅✔-])")
_HYPHENS = ("-", "‑")
_OPENS_LIST = re.compile(r"[^\n:.;!?]{0,60}:\s*(?:\n|[•●▪*✅✔–—-])")
"""The rest of a sentence that ends in a colon, and a list under it."""
_COLON_REACH = 61
_LONGEST_REST = 46
_BEFORE_ITEM = re.compile(r"(?:^|[\n.;!?•:)\]…*#>✅🔹📌➡✔🔸|»\"]|[-–—])\s*[\"«*]*$")


def is_heading(document: Document, hit: Hit, starts: set[int]) -> bool:
    """Tell whether a hit of the vocabulary of headings stands as one; `starts` are where items begin."""
    text, shape, start, end, term = document.text, document.shape, hit.start, hit.end, hit.term
    if term.note == "ends":
        closed = _ENDS_LINE.match(text, end) is not None or _capital_follows(text, end)
        return closed and _NAMES_BEFORE.search(text, max(0, start - _LONGEST_NAME), start) is not None
    if term.lang == "tr" and " " in term.term and _ASKED.match(text, end):
        return True  # a Turkish question ends in its verb: "Bu ekipte seni neler bekliyor?"
    if term.lang == "en" and term.note not in ("alone", "weak") and _over_list(text, start, end):
        return True
    begins, capital = start in starts, shape[start] == _CAPITAL
    if not begins:
        if shape[max(0, start - 2) : start] not in _IN_SENTENCE:
            begins = (
                capital or text[start - 2 : start] != ". " or _opens_list(text, end)  # "с 2005 г. предоставляет"
            ) and _BEFORE_ITEM.search(text, max(0, start - 6), start) is not None
            if begins and not capital and _ends_item(text, hit):
                return False
        if not begins and not capital and not _opens_list(text, end):
            return False  # in the middle of a sentence, as most are
    if _ends_another(text, shape, hit, begins=begins) or _is_tail(text, shape, start, end):
        return False
    if end + 2 >= len(text) and start:  # nothing stands under it: "Excel (B1) — плюс"
        return False
    return _heads(text, hit, begins=begins, before_item=end in starts)


def _ends_item(text: str, hit: Hit) -> bool:
    """Tell whether small words end an item: "Office (Excel, Word) preferred", "Experience: not needed"."""
    before = text[hit.start - 2 : hit.start]
    return before == ") " or (before == ": " and hit.term.concept == "not_needed")


def _over_list(text: str, start: int, end: int) -> bool:
    """Tell whether words open or close a short line over a list of bullets: "Our must-haves", "Duties of the role"."""
    if text.find("\n", end, end + _LONGEST_REST) < 0:  # as most: which costs less to see
        return False
    line = text.rfind("\n", max(0, start - LONG_HEADING - 1), start) + 1
    if not line and start > LONG_HEADING:
        return False
    rest = _OVER_LIST.match(text, end)
    if rest is None or (line < start and rest[1].strip()):
        return False
    return _LINE_BEGINS.search(text, max(0, line - 1), start + 1 if line == start else start) is not None


def _heads(text: str, hit: Hit, *, begins: bool, before_item: bool) -> bool:
    """Tell whether words that may be a heading are written as one, or what follows them shows it."""
    start, end, term = hit.start, hit.end, hit.term
    written = text[start:end]
    capital = written[:1].isupper()
    if term.note == "named":
        return begins and _NAMED.match(text, end) is not None
    after = None if _closes_item(text, start, end) else _AFTER_HEADING.match(text, end)
    shouted = written.isupper() and len(written) > 6
    if shouted and not (term.note == "weak" and _SHOUTED_ON.match(text, end)):
        return True
    if after and not begins and term.lang == "en" and written[:1].islower() and not _ENDS_LINE.match(text, end):
        return False
    in_text = text[start - 2 : start] == ". " and _DASHED.match(text, end)
    if after and in_text and (term.concept == "preferred" or end - start <= _PRONOUN):
        return False  # "A separate plus - work with charts" is a sentence, and so is "You - the face of our firm"
    if after and (begins or ":" in after[0] or (capital and "/" in after[0])):
        return ":" in after[0] or "\n" in after[0] or begins or "/" in after[0]
    if before_item and (begins or capital):
        return True
    if term.lang == "en" and _ITEM_OF_LIST.match(text, end):
        return False
    if begins and (term.note == "opens" or (term.note != "alone" and _TAIL_OF_HEADING.match(text, end))):
        return True
    if capital and " " in written and _TAIL_OF_HEADING.match(text, end, end + SHORT_HEADING):
        return True
    return capital and len(written) > 8 and term.note not in ("weak", "alone") and _capital_follows(text, end)


def _is_tail(text: str, shape: bytes, start: int, end: int) -> bool:
    """Tell whether words end a mask of anonymised postings ("<LOCATION>") or a hyphenated word ("в IT-компании;")."""
    if text[start - 1 : start] == "<":
        return True
    hyphenated = text[start - 1 : start] in _HYPHENS and shape[max(0, start - 2) : start] in _HYPHENATED
    return hyphenated and shape[start : start + 1] != b"U" and text[end : end + 1] != ":"


def _opens_list(text: str, at: int) -> bool:
    """Tell whether the sentence ends in a colon and a list; most have no colon near, which costs less to see."""
    return text.find(":", at, at + _COLON_REACH) >= 0 and _OPENS_LIST.match(text, at) is not None


def _ends_another(text: str, shape: bytes, hit: Hit, *, begins: bool) -> bool:
    """Tell whether a word of little weight belongs to another: "Компания-разработчик", "… and Experiences:"."""
    start, end, term = hit.start, hit.end, hit.term
    within = not begins and shape[max(0, start - 2) : start] == b"l "
    return (term.note == "weak" and (within or text[end : end + 1] in _HYPHENS)) or (term.note == "alone" and within)


def _closes_item(text: str, start: int, end: int) -> bool:
    """Tell whether words behind a dash only close their item: "английский — преимущество;"."""
    return (
        text[end : end + 1] == ";"
        and text[max(0, start - 3) : start].strip(" ") in ("-", "–", "—")
        and (text[start - 3 : start - 2] == " ")
    )


def _capital_follows(text: str, at: int) -> bool:
    """Tell whether a capital word follows, or a figure that is a minimum: "Required Qualifications 1+ year of …"."""
    rest = text[at : at + 6].lstrip(" …")
    word = rest[:1].isupper() and not rest[1:2].isupper()
    return text[at : at + 1] in (" ", "…") and (word or (rest[:1].isdigit() and "+" in rest[1:3]))
