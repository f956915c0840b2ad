"""Decides what a mention means for the candidate: required, preferred, not needed, a duty, offered, or just mentioned.

The order of authority: a cue in the mention's own clause (would be a plus, not required, free lessons of), then a cue
that opens a list, then the section it stands in, then what such a mention usually is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.closing import closes_from, connective
from pipeline.extract.document import WINDOW
from pipeline.extract.patterns import NAMED

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.extract.match import Hit

OFFERABLE = frozenset({"english", "other-language", "client-base", "teamwork"})
GIVEN = OFFERABLE | {"own-car", "higher-education", "driving-licence"}
"""What words like "free", "lessons of" or "company" turn into something the employer gives."""
"""What an employer gives when it stands among the conditions; anything else there is a mention."""
SITUATIONS = frozenset(
    {
        "business-travel",
        "driving-licence",
        "own-car",
        "higher-education",
        "secondary-education",
        "literate-speech",
        "pc-literacy",
    }
)
"""What binds the candidate wherever it is written."""
ACTIONS = frozenset(
    {
        "documents",
        "cold-calling",
        "tenders",
        "business-travel",
        "negotiation",
        "presentations",
        "active-sales",
        "client-base",
        "key-accounts",
        "b2b",
        "b2c",
    }
)
"""What a person does: outside any section it is a duty unless the clause asks for skill in it."""
BY_SECTION = {"requirements": "required", "preferred": "preferred", "duties": "duty", "about": "mentioned"}

_ASKING = ("requirements", "preferred")
_GOVERNS = _NEXT = 45
_OPENS = 3
_LEAD = 40
_NEAR = 30
_FAR = 60
_CLOSE = 90
_CLOSING = ("preferred", "not_needed")
"""What a closing cue says of its last item only; the others speak of all that stands before them."""
_DECIDING = frozenset({"preferred", "not_needed", "offered", "must", "mentioned"})
DOABLE = ACTIONS | {"crm", "salesforce", "excel", "1c", "bitrix24", "teamwork", "communication"}
_STARTS_ANEW = re.compile(r"[a-z)] [A-Z]")
_ANEW = re.compile(r"(?<![^\s(])([a-zçğıöşü]\S*) ([A-ZÇĞİÖŞÜ][a-zçğıöşü]{3,})")
_ITEM_SIGN, _PART_SIGN, _NEXT_SIGN = re.compile("[;.]"), re.compile("[,;:()]"), re.compile("[;()]")
_ENDS_CLAUSE = " \n-–—•*:;.,!)"
_LIST_SIGNS = " \n-–—•"
_CARRY = re.compile(r"\s*[:\-–—]")


def scope(document: Document, hit: Hit, concept: str, kind: str) -> str:  # noqa: C901 - the order of authority, read from top to bottom
    """Return the scope of one hit."""
    term = hit.term
    place = document.place(hit.start, hit.end)
    low, high, part, cues, names = place.low, place.high, place.part, place.cues, place.names
    if not names.isdisjoint(_DECIDING):
        given = concept in GIVEN or kind in ("languages", "benefits", "conditions")
        by_cue = _by_cue(document, hit, cues, low, high, part, given=given)
        if by_cue in ("required", "preferred") and term.note == "weak":
            by_cue = None
        if by_cue == "required" and concept == "business-travel" and document.language == "en" and term.note != "asks":
            by_cue = None  # "some travel may be required" tells what there is to do
        if by_cue:
            return by_cue
    carries = part in ("requirements", "none", "preferred") and document.openers
    if carries and (carried := _carried(document, low)):
        return "mentioned" if term.note == "weak" else carried
    asked = "asks" in names or "skill" in names
    if asked and "idle" in names:  # "you will experience the culture" asks no experience
        asked = any(c.term.concept in ("asks", "skill") and (c.start, c.end) not in document.held for c in cues)
    deed = kind == "personal" or (concept in ACTIONS and document.language == "ru")
    if deed and "purpose" in names and part in ("none", "about") and _what_for(cues, hit):
        return "mentioned" if term.note == "weak" else "duty"
    if "question" in names or (kind == "personal" and "seeks" in names and part in ("about", "none", "duties")):
        return "mentioned" if term.note == "weak" else "required"
    does = "does" in names
    turkish_deed = does and document.language == "tr" and _ends_with_deed(cues)
    if part == "duties" and "skill" in names and not turkish_deed and _skill(document, hit, cues):
        part = "requirements"
    english = document.language == "en"
    if (
        english
        and does
        and concept in DOABLE
        and part in ("requirements", "preferred", "none")
        and term.note != "asks"
        and _opens_with_deed(document.held, cues, low)
    ):
        if part == "none":
            return "duty"
        part = "duties"
    of_itself = "firm" in names and part in ("none", "about", "duties") and "seeks" not in names
    if of_itself and (kind == "personal" or (english and not asked)) and _firm_speaks(document, cues, low):
        return "mentioned"
    if english and "skill" in names and part in ("conditions", "about") and _opens_with(cues, low, "skill"):
        part = "requirements"
    if english and part == "conditions":  # "strong culture", "talented colleagues" ask nothing of the reader
        asked = not names.isdisjoint(("skill", "seeks"))
    if asked and part == "conditions" and document.language == "ru":
        sought = "seeks" in names and kind not in ("benefits", "conditions")
        asked = _asked_before(cues, hit) and (sought or _skill(document, hit, cues))
    if (
        kind == "personal"
        and part == "none"
        and document.language == "ru"
        and does
        and _opens_with_deed(document.held, cues, low)
    ):
        return "duty"
    if asked and does and part == "none" and concept in ACTIONS and document.language == "ru":
        asked = term.note == "asks" or _asks_deed(cues, hit)
    if turkish_deed and part == "none":
        return "duty"
    if concept == "business-travel" and english and part != "about" and term.note != "asks":
        return "duty"
    decided = _by_part(document, part, concept, kind, asked, does)
    if term.note == "weak" and decided in ("required", "preferred"):
        return "duty" if does and part == "none" else "mentioned"
    return decided


def _asked_before(cues: list[Hit], hit: Hit) -> bool:
    """Tell whether a word that asks stands before a mention: "chance to learn and to deepen skills" asks nothing."""
    return any(c.term.concept in ("asks", "skill") and 0 <= hit.start - c.start <= _FAR for c in cues)


def _asks_deed(cues: list[Hit], hit: Hit) -> bool:
    """Tell whether a word before a deed asks it, and does not only seek: "we seek a manager for key clients"."""
    sought = [(c.start, c.end) for c in cues if c.term.concept == "seeks"]
    return any(
        c.term.concept in ("asks", "skill")
        and c.start <= hit.start
        and not any(low <= c.start and c.end <= high for low, high in sought)
        for c in cues
    )


def _what_for(cues: list[Hit], hit: Hit) -> bool:
    """Tell whether a mention says what somebody is sought for: "we seek a planner to work on a team"."""
    before = [c for c in cues if c.start <= hit.start]
    last = next((c for c in reversed(before) if c.term.concept in ("purpose", "skill", "seeks")), None)
    return last is not None and last.term.concept == "purpose"


def _ends_with_deed(cues: list[Hit]) -> bool:
    """Tell whether a Turkish clause ends in a deed: its verb stands last, and asks for no ability."""
    telling = [c for c in cues if c.term.concept in ("does", "skill", "asks")]
    end = max((c.end for c in telling), default=0)
    last = {c.term.concept for c in telling if c.end == end}
    return last == {"does"}


def _skill(document: Document, hit: Hit, cues: list[Hit]) -> bool:
    """Tell whether a word of skill (knowledge of, ability to) governs the mention, with no comma between them."""
    text = document.text
    for cue in cues:
        if cue.term.concept != "skill" or (cue.start, cue.end) in document.held:
            continue
        gap = text[cue.end : hit.start] if cue.end <= hit.start else text[hit.end : cue.start]
        if len(gap) <= _GOVERNS and not _ITEM_SIGN.search(gap):
            return True
    return False


def _opens_with(cues: list[Hit], low: int, concept: str) -> bool:
    """Tell whom the clause speaks of: the reader ("You have …"), or the employer ("Our culture …")."""
    return any(c.term.concept == concept and c.start - low <= 2 for c in cues)


def _firm_speaks(document: Document, cues: list[Hit], low: int) -> bool:
    """Tell whether the clause speaks of the employer: "We …", or "At Acme, we …"."""
    first = next(c for c in cues if c.term.concept == "firm")
    return first.start - low <= 2 or (
        first.start - low <= _LEAD and document.text[low : first.start].rstrip().endswith(",")
    )


def _opens_with_deed(held: set[tuple[int, int]], cues: list[Hit], low: int) -> bool:
    return any(c.term.concept == "does" and c.start - low <= 2 and (c.start, c.end) not in held for c in cues)


def _by_cue(
    document: Document, hit: Hit, cues: list[Hit], low: int, high: int, part: str, *, given: bool
) -> str | None:
    found: set[str] = set()
    for cue in cues:
        name = cue.term.concept
        if name not in _DECIDING or name in found or (cue.start, cue.end) in document.held:
            continue
        within = hit.start <= cue.start and cue.end <= hit.end
        if within and (name == "not_needed" or (name == "offered" and part == "requirements")):
            continue  # "no bad habits" is an ask; "a student of the last courses" offers no courses
        if _reaches(document, cue, hit, low, high, cues):
            found.add(name)
    if not found:
        return None
    if "preferred" in found:
        return "preferred"
    if "not_needed" in found:
        return "not_needed"
    if "offered" in found and not given:  # "corporate clients" give nothing corporate
        found -= {"offered", "must"}
    if "offered" in found and (part != "requirements" or "must" not in found):
        return "offered"
    if "must" in found:
        return "required"
    if "mentioned" in found and part != "requirements" and not any(c.term.concept == "seeks" for c in cues):
        return "mentioned"
    return None


def _reaches(document: Document, cue: Hit, hit: Hit, low: int, high: int, cues: list[Hit]) -> bool:
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
        return len(gap) < _FAR or gap.count(",") + gap.count(";") <= 1
    if reach == "before":  # the cue comes first; on to the end of its item, or up to a full new clause
        if cue.start > hit.start:
            closes = not text[cue.end : high].strip(_ENDS_CLAUSE) or text[cue.end : cue.end + 1] in ").,;"
            beside = (
                gap.strip() in ("", "(", ",", "-", "–", "—") and not text[cue.end : cue.end + 2].strip()[:1].isalnum()
            )
            return (closes or beside) and "," not in gap.strip(" ,") and len(gap) < _CLOSE
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
        return gap.count(")") > gap.count("(") or text[cue.end : cue.end + 1].isalpha()
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
    if document.language == "tr":  # its verb stands last: "tercihen … tecrübeli, … bilen"
        return any(c.end <= hit.start and text[c.end : c.end + 1] == "," for c in asks)
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


def _carried(document: Document, low: int) -> str | None:
    """Return the scope that a cue opening the list ("желательно:") hands down to this item."""
    place = low
    for _ in range(8):
        if place <= 0:
            return None
        before, end = document.clause(place - 1)
        if end - before > WINDOW:
            return None
        if before in document.openers:
            return "preferred"
        opened = document.text[before:end].rstrip()
        if opened.endswith((":", ".")) or "\n\n" in document.text[before:end]:
            return None
        place = before
    return None


def _by_part(document: Document, part: str, concept: str, kind: str, asked: bool, does: bool) -> str:
    if kind in ("benefits", "conditions") and part in ("conditions", "none"):
        return "offered"
    if part == "conditions":
        if concept in OFFERABLE or kind == "languages":
            return "offered" if concept != "teamwork" else "mentioned"
        if (asked and not (document.language == "ru" and concept == "learning-ability")) or concept in SITUATIONS:
            return "duty" if concept == "business-travel" else "required"
        return "mentioned"
    if part == "duties":
        return "required" if concept in SITUATIONS and concept != "business-travel" else "duty"
    if part == "about":
        return "required" if asked and concept in SITUATIONS else "mentioned"
    if part in BY_SECTION:
        return BY_SECTION[part]
    if asked:
        return "required"
    if concept in ACTIONS and does:
        return "duty"
    named = document.part_names
    if not named.isdisjoint(_ASKING) and concept not in SITUATIONS:
        return (
            "duty"
            if document.where == "text" and (does or (concept in ACTIONS and "duties" not in named))
            else "mentioned"
        )
    if concept == "documents":
        return "duty"
    return "mentioned" if document.where == "title" else "required"
