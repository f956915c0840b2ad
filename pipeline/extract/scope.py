"""Decides what a mention means for the candidate: required, preferred, not needed, a duty, offered, or just mentioned.

The order of authority: a cue in the mention's own clause (would be a plus, not required, free lessons of), then a cue
that opens a list, then what the other words of the clause do with it (ask, seek, tell of a deed or of the employer),
which each language says in its own way, then the section it stands in, then what such a mention usually is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.document import WINDOW
from pipeline.extract.reach import FAR, reaches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.extract.document import Document, Place
    from pipeline.extract.match import Hit

OFFERABLE = frozenset({"english", "other-language", "client-base", "teamwork"})
"""What an employer gives when it stands among the conditions; anything else there is a mention."""
GIVEN = OFFERABLE | {"own-car", "higher-education", "driving-licence"}
"""What words like "free", "lessons of" or "company" turn into something the employer gives."""
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
MARKETS = frozenset({"key-accounts", "b2b", "b2c"})
"""Whom a person sells to, and the employer too."""
BY_SECTION = {
    "requirements": "required",
    "preferred": "preferred",
    "not_needed": "not_needed",
    "duties": "duty",
    "about": "mentioned",
}

_ASKING = ("requirements", "preferred")
_GOVERNS = 45
_LEAD = 40
_DECIDING = frozenset({"preferred", "not_needed", "offered", "must", "mentioned", "either"})
DOABLE = ACTIONS | {"crm", "salesforce", "excel", "1c", "bitrix24", "teamwork", "communication"}
_ITEM_SIGN = re.compile("[;.]")
_DONE, _PAST = re.compile(r"m[ıiuüIİUÜ?\ufffd][şŞ?\ufffd]"), 3
"""The ending of what somebody has done before, which asks it: "ekip yönetmiş"."""


class _Mention:
    """A mention and what its clause has been found to say of it: whether it asks, tells a deed, in which part."""

    __slots__ = ("asked", "concept", "cues", "document", "does", "hit", "kind", "low", "names", "part")

    def __init__(self, document: Document, hit: Hit, concept: str, kind: str, place: Place) -> None:
        self.document, self.hit, self.concept, self.kind = document, hit, concept, kind
        self.low, self.part, self.cues, self.names = place.low, place.part, place.cues, place.names
        self.asked = "asks" in place.names or "skill" in place.names
        self.does = "does" in place.names
        if self.asked and "idle" in place.names:  # "you will experience the culture" asks no experience
            self.asked = any(c.term.concept in ("asks", "skill") and not self.is_held(c) for c in place.cues)

    def is_held(self, cue: Hit) -> bool:
        """Whether a cue lies inside a longer one."""
        return (cue.start, cue.end) in self.document.held

    def opens_with(self, concept: str) -> bool:
        """Whether a cue opens the clause: "You have …" speaks of the reader, "Leads …" tells a deed."""
        return any(c.term.concept == concept and c.start - self.low <= 2 and not self.is_held(c) for c in self.cues)


def scope(document: Document, hit: Hit, concept: str, kind: str) -> str:
    """Return the scope of one hit."""
    place, is_weak = document.place(hit.start, hit.end), hit.term.note == "weak"
    if not place.names.isdisjoint(_DECIDING):
        by_cue = _by_cue(document, hit, concept, kind, place)
        if by_cue and not (is_weak and by_cue in ("required", "preferred")):
            return by_cue
    carries = place.part in ("requirements", "none", "preferred") and document.openers
    if carries and (carried := _carried(document, place.low)):
        return "mentioned" if is_weak else carried
    mention = _Mention(document, hit, concept, kind, place)
    if sought := _sought(mention):
        return "mentioned" if is_weak else sought
    if told := _TOLD[document.language](mention):
        return told
    decided = _by_part(mention)
    if is_weak and decided in ("required", "preferred"):
        return "duty" if mention.does and mention.part == "none" else "mentioned"
    return decided


def _sought(mention: _Mention) -> str | None:
    """Return what a clause makes of a mention that seeks somebody, or asks the reader a question."""
    names, part, personal = mention.names, mention.part, mention.kind == "personal"
    deed = personal or (mention.concept in ACTIONS and mention.document.language == "ru")
    if deed and "purpose" in names and part in ("none", "about") and _what_for(mention.cues, mention.hit):
        return "duty"
    if "question" in names or (personal and "seeks" in names and part in ("about", "none", "duties")):
        return "required"
    return None


def _told_in_english(mention: _Mention) -> str | None:
    """Return what an English clause makes of a mention; its first words tell whom it speaks of."""
    names, asks_itself = mention.names, mention.hit.term.note == "asks"
    _ask_among_duties(mention)
    deed = mention.does and mention.concept in DOABLE and not asks_itself
    if deed and mention.part in ("requirements", "preferred", "none") and mention.opens_with("does"):
        if mention.part == "none":
            return "duty"
        mention.part = "duties"
    if (mention.kind == "personal" or not mention.asked) and _firm_speaks(mention):
        return "mentioned"
    if mention.concept in MARKETS and _own_market(mention):
        return "mentioned"
    if mention.part in ("conditions", "about") and "skill" in names and mention.opens_with("skill"):
        mention.part = "requirements"
    if mention.part == "conditions":  # "strong culture", "talented colleagues" ask nothing of the reader
        mention.asked = not names.isdisjoint(("skill", "seeks"))
    travels = mention.concept == "business-travel" and mention.part != "about" and not asks_itself
    return "duty" if travels else None


def _told_in_russian(mention: _Mention) -> str | None:
    """Return what a Russian clause makes of a mention; nouns of deeds stand for verbs in it."""
    personal = mention.kind == "personal"
    _ask_among_duties(mention)
    if personal and _firm_speaks(mention):
        return "mentioned"
    if mention.concept in MARKETS and _own_market(mention):
        return "mentioned"
    if mention.asked and mention.part == "conditions":
        seeks = "seeks" in mention.names and mention.kind not in ("benefits", "conditions")
        mention.asked = _asked_before(mention.cues, mention.hit) and (seeks or _skill(mention))
    if mention.does and mention.part == "none":
        if personal and mention.opens_with("does"):
            return "duty"
        if mention.asked and mention.concept in ACTIONS:
            mention.asked = mention.hit.term.note == "asks" or _asks_deed(mention.cues, mention.hit)
    return None


def _told_in_turkish(mention: _Mention) -> str | None:
    """Return what a Turkish clause makes of a mention; its verb stands last."""
    deed = mention.does and _ends_with_deed(mention) and not _asked_itself(mention)
    if not deed:
        _ask_among_duties(mention)
    if mention.kind == "personal" and _firm_speaks(mention):
        return "mentioned"
    return "duty" if mention.part == "none" and (deed or _names_role(mention)) else None


def _names_role(mention: _Mention) -> bool:
    """Tell whether a deed only names who is sought: "Aktif Satış Danışmanı arıyoruz"."""
    if mention.concept not in ACTIONS or "seeks" not in mention.names:
        return False
    low, high = mention.hit.start, mention.hit.end
    return any(role.end >= high for role in mention.document.within("roles", "", low, high + 2))


_TOLD: Mapping[str, Callable[[_Mention], str | None]] = {
    "en": _told_in_english,
    "ru": _told_in_russian,
    "tr": _told_in_turkish,
}


def _ask_among_duties(mention: _Mention) -> None:
    """Take a mention among the duties that a word of skill governs for one of the requirements."""
    if mention.part == "duties" and "skill" in mention.names and _skill(mention):
        mention.part = "requirements"


def _asked_before(cues: list[Hit], hit: Hit) -> bool:
    """Tell whether a word that asks stands before a mention: "chance to learn and to deepen skills" asks nothing."""
    return any(c.term.concept in ("asks", "skill") and 0 <= hit.start - c.start <= FAR for c in cues)


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


def _ends_with_deed(mention: _Mention) -> bool:
    """Tell whether a Turkish clause ends in a deed: its verb stands last, tells no past and asks no ability."""
    telling = [c for c in mention.cues if c.term.concept in ("does", "skill", "asks")]
    end = max((c.end for c in telling), default=0)
    last = {c.term.concept for c in telling if c.end == end}
    return last == {"does"} and not _DONE.fullmatch(mention.document.text, end - _PAST, end)


def _asked_itself(mention: _Mention) -> bool:
    """Tell whether a verb that asks closes the comma item of a Turkish mention: "Excel bilen, raporlar hazırlayan"."""
    text, end = mention.document.text, mention.hit.end
    comma = text.find(",", end, end + _GOVERNS)
    closing = {c.term.concept for c in mention.cues if c.end == comma}
    return "does" not in closing and not closing.isdisjoint(("asks", "skill"))


def _skill(mention: _Mention) -> bool:
    """Tell whether a word of skill (knowledge of, ability to) governs the mention, with no comma between them."""
    text, hit = mention.document.text, mention.hit
    for cue in mention.cues:
        if cue.term.concept != "skill" or mention.is_held(cue):
            continue
        gap = text[cue.end : hit.start] if cue.end <= hit.start else text[hit.end : cue.start]
        if len(gap) <= _GOVERNS and not _ITEM_SIGN.search(gap):
            return True
    return False


def _firm_speaks(mention: _Mention) -> bool:
    """Tell whether the clause speaks of the employer, and seeks nobody: "We …", or "At Acme, we …"."""
    names, low = mention.names, mention.low
    if "firm" not in names or "seeks" in names or mention.part not in ("none", "about", "duties"):
        return False
    first = next(c.start for c in mention.cues if c.term.concept == "firm")
    return first - low <= 2 or (first - low <= _LEAD and mention.document.text[low:first].rstrip().endswith(","))


def _own_market(mention: _Mention) -> bool:
    """Tell whether the employer says to whom it sells itself: "We make software for corporate clients"."""
    return mention.part == "none" and {"self", "seeks"} & mention.names == {"self"}


def _by_cue(document: Document, hit: Hit, concept: str, kind: str, place: Place) -> str | None:
    """Return what the cues that reach a mention make of it."""
    found = _reaching(document, hit, place)
    if not found:
        return None
    if "preferred" in found:
        return "preferred"
    if "not_needed" in found:
        return "not_needed"
    if "either" in found:
        return "mentioned"  # "We hire masters of B2B and novices alike"
    if "offered" in found and concept not in GIVEN and kind not in ("languages", "benefits", "conditions"):
        found -= {"offered", "must"}  # "corporate clients" give nothing corporate
    if "offered" in found and (place.part != "requirements" or "must" not in found):
        return "offered"
    if "must" in found:
        if concept == "business-travel" and document.language == "en" and hit.term.note != "asks":
            return None  # "some travel may be required" tells what there is to do
        return "required"
    if "mentioned" in found and place.part != "requirements" and "seeks" not in place.names:
        return "mentioned"
    return None


def _reaching(document: Document, hit: Hit, place: Place) -> set[str]:
    """Return what the cues that speak of a mention are cues of."""
    found: set[str] = set()
    for cue in place.cues:
        name = cue.term.concept
        if name not in _DECIDING or name in found or (cue.start, cue.end) in document.held:
            continue
        within = hit.start <= cue.start and cue.end <= hit.end
        if within and (name == "not_needed" or (name == "offered" and place.part == "requirements")):
            continue  # "no bad habits" is an ask; "a student of the last courses" offers no courses
        if reaches(document, cue, hit, place.low, place.high, place.cues):
            found.add(name)
    return found


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


def _by_part(mention: _Mention) -> str:
    """Return what a mention of its kind means in its part."""
    document, concept, part = mention.document, mention.concept, mention.part
    kind, asked, does = mention.kind, mention.asked, mention.does
    if kind in ("benefits", "conditions") and part in ("conditions", "none"):
        return "offered"
    if part == "conditions":
        if concept in OFFERABLE or kind == "languages":
            return "offered" if concept != "teamwork" else "mentioned"
        if (asked and not (document.language == "ru" and concept == "learning-ability")) or concept in SITUATIONS:
            return "duty" if concept == "business-travel" and not (asked and document.language == "ru") else "required"
        return "mentioned"
    if part == "duties":
        binds = concept in SITUATIONS and concept != "business-travel"
        return "required" if binds or mention.hit.term.note == "asks" else "duty"
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
    return "mentioned" if document.where == "title" and not _spoken(mention) else "required"


def _spoken(mention: _Mention) -> bool:
    """Tell whether a title asks who speaks a language, not who teaches it: "German-speaking Clerk", "Bilingual …"."""
    if mention.kind != "languages":
        return False
    named = {(h.start, h.end) for h in mention.document.named if h.term.concept == "english"}
    return any(c.term.concept == "speaks" and (c.start, c.end) not in named for c in mention.cues)
