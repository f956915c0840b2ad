"""Which mentions a scope cue speaks of: "Excel желательно, 1С" wishes for Excel, "желательно Excel, 1С" for both.

The note of a cue's vocabulary row says where it looks: before, after, near, next, both, or (empty) all over its clause.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.closing import closes_from, connective
from pipeline.extract.patterns import NAMED

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.extract.match import Hit

FAR = 60
"""Characters over which a word still governs what stands behind it."""
_NEXT = 45
_OPENS = 3
_NEAR = 30
_CLOSE = 90
_CLOSING = ("preferred", "not_needed")
"""What a closing cue says of its last item only; the others speak of all that stands before them."""
_STARTS_ANEW = re.compile(r"[a-z)] [A-Z]")
_ANEW = re.compile(r"(?<![^\s(])([a-zçğıöşü]\S*) ([A-ZÇĞİÖŞÜ][a-zçğıöşü]{3,})")
_PART_SIGN, _NEXT_SIGN = re.compile("[,;:()]"), re.compile("[;()]")
_ENDS_CLAUSE = " \n-–—•*:;.,!)"
_LIST_SIGNS = " \n-–—•"
_CARRY = re.compile(r"\s*[:\-–—]")
_ENDS_ASK = re.compile(r"(?: \([^()]*\))?,")


def reaches(document: Document, cue: Hit, hit: Hit, low: int, high: int, cues: list[Hit]) -> bool:
    """Tell whether a cue speaks of a mention: note says in which direction (before, after, near, next, both)."""
    text = document.text
    if cue.start < hit.end and hit.start < cue.end:
        return True
    reach = cue.term.note
    if reach == "both":
        reach = _direction(document, cue, hit, low, high)
    gap = text[cue.end : hit.start] if cue.end <= hit.start else text[hit.end : cue.start]
    if _shut_off(text, cue, hit, gap):
        return False
    if reach == "near":  # a word that binds to the very next (or last) words; what denies looks on
        denies_back = cue.term.concept == "not_needed" and cue.start >= hit.end
        return not denies_back and len(gap) <= _NEAR and not _PART_SIGN.search(gap)
    if reach == "next":
        if cue.end > hit.start or len(gap) > _NEXT or _NEXT_SIGN.search(gap):
            return False
        return not any(gap[: m.start()].endswith(", ") for m in connective("turn", document.language).finditer(gap))
    if reach == "after":  # the cue follows what it speaks of
        if cue.start < hit.start:
            return cue.start - low <= _OPENS or _CARRY.match(text, cue.end) is not None
        if cue.term.concept in _CLOSING:
            return ";" not in gap and _closes(document, cue, hit, low, cues)
        return len(gap) < FAR or gap.count(",") + gap.count(";") <= 1
    if reach == "before":  # the cue comes first; on to the end of its item, or up to a full new clause
        if cue.start > hit.start:
            closes = not text[cue.end : high].strip(_ENDS_CLAUSE) or text[cue.end : cue.end + 1] in ").,;"
            beside = (
                gap.strip() in ("", "(", ",", "-", "–", "—") and not text[cue.end : cue.end + 2].strip()[:1].isalnum()
            )
            return (closes or beside) and "," not in (gap.strip(" ,(") and gap) and len(gap) < _CLOSE
        return not _new_clause(document, cue.end, hit.start) and not _own_skill(document, cue, hit, low, cues)
    return reach == ""


def _closes(document: Document, cue: Hit, hit: Hit, low: int, cues: list[Hit]) -> bool:
    """Tell whether a closing cue speaks of the mention, which none has called a must before.

    "English is a must and German is a plus" is preferring German only.
    """
    if document.text[cue.start - 1 : cue.end + 1] == f"({document.text[cue.start : cue.end]})" and any(
        other.term.kind == hit.term.kind and "," in document.text[hit.end : other.start]
        for other in document.within(*NAMED, hit.end, cue.start)
    ):
        return False  # "Word, Excel (optional)" speaks of Excel
    musts = [c for c in cues if c.term.concept == "must" and hit.end <= c.start < c.end <= cue.start]
    if any((c.start, c.end) not in document.held for c in musts):
        return False
    return hit.end > closes_from(document, cue) and not _glued_asks(document.text, hit, cue, low, cues)


def _shut_off(text: str, cue: Hit, hit: Hit, gap: str) -> bool:
    """Tell whether a bracket, or an item run into the cue, keeps the cue from the mention."""
    if cue.end <= hit.start:
        inner, closed, _ = gap.partition(")")  # "(preferably Word), Office (Excel)": its own bracket closes
        left = closed and ("(" not in inner or gap.count(")") > gap.count("("))
        return bool(left) or text[cue.end : cue.end + 1].isalpha()
    opened = gap.count("(") > gap.count(")")  # "Excel (a plus)" speaks of Excel, "English (preferably Russian)" not
    return opened and text[cue.end : cue.end + 3].strip(" :")[:1].isalnum()


def _direction(document: Document, cue: Hit, hit: Hit, low: int, high: int) -> str:
    """Return where a cue with two sides looks: "Excel, желательно 1С" on, "Excel желательно, 1С" back."""
    text = document.text
    back, on = text[low : cue.start].rstrip(" -–—("), text[cue.end : high].lstrip()
    if cue.start >= hit.end:
        turns = connective("turn", document.language).match(on) or connective("joiner", document.language).match(on)
        return "never" if back[-1:] == "," and on[:1].isalnum() and not turns else "after"
    said_before = back and back[-1] not in ",;:" and on[:1] in (",", ";", ")", ".", "‒")
    return "never" if said_before and hit.start > cue.end else "before"


def _glued_asks(text: str, hit: Hit, cue: Hit, low: int, cues: list[Hit]) -> bool:
    """Tell whether run-together list items part two asks: "good English Fair German a plus"."""
    asks = [c for c in cues if c.term.concept == "asks"]
    glued = [c.start for c in asks if hit.end < c.start < cue.start and _STARTS_ANEW.match(text, c.start - 2)]
    glued = glued or [c.start for c in cues if hit.end < c.start < cue.start and _governs_anew(text, hit, c)]
    before = any(low <= c.start and c.end <= at for at in glued[:1] for c in asks)
    return before and any(glued[0] <= c.start and c.end <= cue.start for c in asks)


def _governs_anew(text: str, hit: Hit, cue: Hit) -> bool:
    """Tell whether "knowledge of" follows a mention with nothing that joins them: "fluent English knowledge of …"."""
    return cue.term.concept == "skill" and " " in cue.term.term and text[hit.end : cue.start] == " "


def _own_skill(document: Document, cue: Hit, hit: Hit, low: int, cues: list[Hit]) -> bool:
    """Tell whether, after a comma, the list goes on with an ask of its own: "знание 1С, желательно …, опыт …".

    A Russian cue that opens the clause governs the whole list.
    """
    text, joiner = document.text, connective("joiner", document.language)
    if _CARRY.match(text, cue.end):
        return False
    if document.language == "ru" and text[low : cue.start].rstrip(_LIST_SIGNS)[-1:] in ("", ":"):
        return False
    asks = [c for c in cues if c.term.concept in ("asks", "skill") and cue.end < c.start < hit.end]
    if document.language == "tr":  # its verb stands last: "tercihen … tecrübeli, … bilen", "… sahip İnsan …"
        ends = [c for c in asks if c.end <= hit.start]
        return any(
            _ENDS_ASK.match(text, c.end) or (c.term.concept == "skill" and document.shape[c.end : c.end + 3] == b" Ul")
            for c in ends
        )
    return any(joiner.sub("", text[cue.end : c.start]).rstrip()[-1:] == "," for c in asks)


def _new_clause(document: Document, low: int, high: int) -> bool:
    """Tell whether a new sentence has begun: many commas, or a capital that no joiner and no name of ours explains."""
    text, joiner = document.text, connective("joiner", document.language)
    if text.count(",", low, high) > 6:
        return True
    if document.shape.find(b" Ulll", low + 12, high) < 0:
        return False
    capitals = [m for m in _ANEW.finditer(text, low + 12, high) if not joiner.fullmatch(m[1])]
    names = {h.start for h in document.within(*NAMED, low, high)} if capitals else set()
    return any(m.start(2) not in names for m in capitals)
