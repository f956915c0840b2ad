"""Parts of a posting: which heading stands above its items."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from pipeline.extract.headings import LONG_HEADING, SHORT_HEADING, is_heading
from pipeline.extract.items import LIST, UP
from pipeline.extract.patterns import NAMED

if TYPE_CHECKING:
    from pipeline.extract.items import Document
    from pipeline.extract.match import Hit

_ITEM_OF_PLUSES = re.compile(r" [^\n.;:!?•,]{2,60}:(?!//)[ \t]*[^\s•●▪*✅✔–—-]")
_OF_HEADING = re.compile(r"(?:[ /&]+[A-Za-z]+){0,3} (?:for|of|in) (?:the |this )?")
"""What joins a heading's words to what they are told of: "Skills needed for the role"."""
_ROLE = re.compile(rf" (?:[{UP}][\w.&/-]* ){{1,4}}")
_CAPITALS = re.compile(r"^(?=[^\n]{10,70}$)(?=[^\n]*[A-Z]{3,}[^\n]* )[A-Z][A-Z0-9 &'’/,.\-–():?!]+$", re.MULTILINE)
_MAY_SHOUT = re.compile(rb"U(?!l)(?<=\.U)")
"""In shapes: where a line of capitals can begin; a line end is no letter. The capital comes first: so it is quick."""
_EMPLOYERS = ("about", "conditions")
_ASKING = frozenset({"requirements", "expected"})
_OFFERED = ("benefits", "conditions")
"""Kinds of what an employer gives."""
_BENEFITS = 2
"""How many tell a list of them from asks such as "able to work: night shifts, overtime, weekends"."""
_ENDS_STRANGE = re.compile(r"[:?] *\n")
_UNDER_HEADING = " \n\t:&/•●▪*✅✔–—-"
_SHORT_LIST, _LONGEST_ITEM = 10, 120
_FIRST = 14
"""Characters of an item in which the word that asks begins, an adjective before it: "Confident knowledge of"."""


_MARKERS = frozenset("•●▪-–—*✅✔")


class Part(NamedTuple):
    """A stretch of text under one heading: where it begins, and the name of its section."""

    start: int
    name: str


def parts(document: Document) -> list[Part]:
    """Return the parts of a document, from its heading hits that stand as headings do."""
    found = [Part(0, "none")]
    covered = -1
    starts = set(document.items)
    for hit in document.of("cues", "sections"):
        if hit.start >= covered and is_heading(document, hit, starts) and not _is_told_of(document, hit, covered):
            name = hit.term.concept
            if name == "desired":  # heads all that is asked, or, after what is required, what would be a plus
                name = "preferred" if any(part.name in _ASKING for part in found) else "requirements"
            if not _goes_on(document.text[max(0, covered) : hit.start], found[-1].name, name) and not (
                found[-1].name == "preferred" and name == "requirements" and _is_another_plus(document, hit)
            ):
                found.append(Part(hit.start, name))
            covered = hit.end
    found = [*(part for part in _opening(document) if not found[1:] or part.start <= found[1].start), *found[1:]]
    found = _strange_headings(document, _expected(document, _until_it_hires(document, found)))
    found = _lists_that_ask(document, _offers_under(document, found))
    return _offers_at_the_end(document, _end_of_preferred(document, _end_of_particulars(document, found)))


def _is_told_of(document: Document, hit: Hit, covered: int) -> bool:
    """Tell whether English words belong to the heading that ends at `covered`: "Skills needed for the role"."""
    return hit.term.lang == "en" and _OF_HEADING.fullmatch(document.text, max(0, covered), hit.start) is not None


def _end_of_particulars(document: Document, found: list[Part]) -> list[Part]:
    """End at its line what an English posting tells before all else: "Location: Leeds", "Salary: £30,000"."""
    if document.language != "en":
        return found
    ended = found[:1]
    for part in found[1:]:
        line_end = document.text.find("\n", part.start)
        told = document.text[part.start : line_end].partition(":")[2] if line_end > 0 else ""
        opens = ended[-1].name == "none" and part.name == "conditions"
        ended += [part, Part(line_end, "none")] if opens and told.strip() else [part]
    return ended


def _opening(document: Document) -> list[Part]:
    """Return the parts before the first heading: a list of what is asked, if the first items all open with an ask.

    Such a list, its own heading lost, ends with its line, where all of it stands in one.
    """
    items = document.items
    if len(items) < LIST or not all(_asks_at_once(document, at) for at in items[:LIST]):
        return [Part(0, "none")]
    line = document.text.find("\n") + 1
    return [Part(0, "requirements"), Part(line, "none")] if line > items[LIST - 1] else [Part(0, "requirements")]


def _asks_at_once(document: Document, at: int) -> bool:
    return any(c.term.concept in ("asks", "skill") for c in document.cues(at, at + _FIRST))


def _expected(document: Document, found: list[Part]) -> list[Part]:
    """Call what is expected of the reader duties where another heading tells what is required and none the duties."""
    if all(part.name != "expected" for part in found):
        return found
    asked = any(p.name == "requirements" and end - p.start > LONG_HEADING for p, end in _with_ends(document, found))
    name = "duties" if asked and all(part.name != "duties" for part in found) else "requirements"
    return [part._replace(name=name) if part.name == "expected" else part for part in found]


def _offers_at_the_end(document: Document, found: list[Part]) -> list[Part]:
    """Find a last paragraph without a heading that tells what is offered: it names benefits more than anything else."""
    start = document.text.rfind("\n") + 1
    if not start or found[-1].name == "conditions" or found[-1].start >= start:
        return found
    named = document.within(*NAMED, start, len(document.text))
    offers = sum(hit.term.kind in _OFFERED for hit in named)
    return [*found, Part(start, "conditions")] if offers >= LIST and 2 * offers > len(named) else found


def _offers_under(document: Document, found: list[Part]) -> list[Part]:
    """Find short lines that end in a colon or a question mark and head a list of benefits: "Working at Acme is:"."""
    text, more = document.text, []
    for part, stop in _with_ends(document, found):
        more.append(part)
        if part.name in _EMPLOYERS or not _offers(document, part.start, stop):  # as most: which costs less to see
            continue
        ends = list(_ENDS_STRANGE.finditer(text, part.start, stop))
        for end, after in zip(ends, [*[m.start() for m in ends[1:]], stop], strict=False):
            start = text.rfind("\n", 0, end.start()) + 1
            offers = _offers(document, end.end(), after) if 0 < end.start() - start < SHORT_HEADING else 0
            if start > part.start and 2 * offers > len(document.within(*NAMED, end.end(), after)):
                more.append(Part(start, "conditions"))
                break
    return more


def _offers(document: Document, low: int, high: int) -> int:
    """Return how many offers a stretch names, none where they make no list of benefits."""
    kinds = [hit.term.kind for hit in document.within(*NAMED, low, high)]
    offers = sum(map(kinds.count, _OFFERED))
    return offers if offers >= LIST and kinds.count("benefits") >= _BENEFITS else 0


def _is_another_plus(document: Document, hit: Hit) -> bool:
    """Tell whether a word of skill opens an item of what would be a plus: "Experience with tools: hammers, saws"."""
    skilled = any(c.term.concept == "skill" and c.start == hit.start for c in document.cues(hit.start, hit.start + 1))
    return skilled and _ITEM_OF_PLUSES.match(document.text, hit.end) is not None


def _goes_on(between: str, before: str, name: str) -> bool:
    """Tell whether a heading only goes on with the one before: "Nice-to-have qualifications", "A plus: Skills: …".

    So does one with the role between: "Preferred Junior Buyer Qualifications".
    """
    if before != "preferred" or name != "requirements":
        return False
    return not between.strip(_UNDER_HEADING) or _ROLE.fullmatch(between) is not None


def _strange_headings(document: Document, found: list[Part]) -> list[Part]:
    """End what the employer says of itself at a line in capitals that no vocabulary row knows."""
    parted: list[Part] = []
    for part, stop in _with_ends(document, found):
        parted.append(part)
        if part.name in _EMPLOYERS:
            for line in _MAY_SHOUT.finditer(document.shape, part.start + 1, stop):
                match = _CAPITALS.match(document.text, line.start())
                if match and match.end() < stop + (stop == len(document.text)):
                    parted.append(Part(match.start(), "none"))
    return parted


def _until_it_hires(document: Document, found: list[Part]) -> list[Part]:
    """End what an English employer says of itself where, before anything is asked, a later line seeks somebody."""
    names = [part.name for part in found]
    place = names.index("about") if "about" in names and document.language == "en" else 0
    if not place or not _ASKING.isdisjoint(names[:place]):
        return found
    start = found[place].start
    stop = found[place + 1].start if place + 1 < len(found) else len(document.text)
    line = document.text.find("\n", start, stop) + 1
    below = document.text.find("\n", line, stop) + 1 if line else 0  # the line under the heading's own
    for cue in document.within("cues", "scope", below, stop) if below else ():
        if cue.term.concept == "hires":
            return [*found[: place + 1], Part(document.clause(cue.start)[0], "none"), *found[place + 1 :]]
    return found


def _with_ends(document: Document, found: list[Part]) -> list[tuple[Part, int]]:
    """Return each part with where it ends."""
    return list(zip(found, [*[part.start for part in found[1:]], len(document.text)], strict=True))


def _lists_that_ask(document: Document, found: list[Part]) -> list[Part]:
    """Find the bulleted lists without a heading that ask something where the employer speaks of itself."""
    text, items = document.text, document.items
    more: list[Part] = []
    for part, stop in _with_ends(document, found):
        more.append(part)
        if part.name not in _EMPLOYERS:
            continue
        run: list[int] = []
        inside = items[bisect_right(items, part.start) : bisect_left(items, stop)]
        for start in [*inside, stop] if len(inside) >= LIST else ():
            bulleted = start < stop and text[max(0, start - 3) : start].strip()[-1:] in _MARKERS
            if bulleted:
                run.append(start)
            if bulleted or (start < stop and "\n" not in text[max(0, start - 2) : start]):
                continue
            if len(run) >= LIST and 2 * sum(_asks(document, at) for at in run) > len(run):
                more += [Part(run[0], "requirements"), Part(start, part.name)][: 1 if start == stop else 2]
            run = []
        if part.name == "about" and more[-1] is part and (start := _lines_that_ask(document, part.start, stop)):
            more.append(Part(start, "requirements"))
    return more


def _lines_that_ask(document: Document, low: int, high: int) -> int:
    """Return where short lines without bullets begin that ask something at the end of a stretch; 0 where none do."""
    text, asked = document.text, []
    while (line := text.rfind("\n", low, high - 1) + 1) and high - line < _LONGEST_ITEM:
        if text[line:high].strip():
            cues = document.within("cues", "scope", line, high)
            asked.append(any(cue.term.concept in ("skill", "must") for cue in cues))
        high = line
    return high if len(asked) >= LIST and 2 * sum(asked) > len(asked) else 0


def _asks(document: Document, at: int) -> bool:
    return any(c.term.concept in ("asks", "skill", "must") for c in document.cues(*document.clause(at)))


def _end_of_preferred(document: Document, found: list[Part]) -> list[Part]:
    """End a "nice to have" list where its bullets change, or begin after plain items: what follows is asked again."""
    ended: list[Part] = []
    for place, part in enumerate(found):
        ended.append(part)
        above = found[max(0, place - 1)].name
        amid_offers = (above, part.name) == ("conditions", "requirements") and _marker(document.text, part.start)
        if part.name != "preferred" and not amid_offers:
            continue
        stop = found[place + 1].start if place + 1 < len(found) else len(document.text)
        line = document.text[part.start : stop].partition("\n")[0]
        said = line.partition(":")[2] if ":" in line else line[LONG_HEADING:]
        ends = line.rstrip().endswith(".") and not amid_offers
        if not ends and ":" in line:
            ends = _amid_list(document.text, part.start, part.start + len(line))
        if ends and len(said) > _SHORT_LIST and "•" not in said:
            before = next(p.name for p in found[place - 1 :: -1] if p.name != "preferred")
            ended.append(Part(part.start + len(line), before))  # "Preferred certifications: …." ends with its line
            continue
        if amid_offers:
            continue
        first, plain, lines = "", 0, False
        low, high = bisect_right(document.items, part.start), bisect_left(document.items, stop)
        for start in document.items[low:high]:
            before_item, marker = document.text[max(0, start - 3) : start], _marker(document.text, start)
            if not first and plain < LIST:
                first, plain, lines = marker, plain + (not marker), "\n" in before_item
            elif marker and marker != first and ("\n" in before_item or not lines):  # no dash amid a line
                ended.append(Part(start, "requirements"))
                break
    return ended


def _marker(text: str, at: int) -> str:
    """Return the bullet before an item, or nothing."""
    sign = text[max(0, at - 3) : at].strip()[-1:]
    return sign if sign in _MARKERS else ""


def _amid_list(text: str, start: int, end: int) -> bool:
    """Tell whether a line stands between two others with no empty line: an item of their list, not its heading."""
    above = text[text.rfind("\n", 0, start) + 1 : start]
    lines_above = text[: start - len(above)].endswith("\n") and not text[: start - len(above)].endswith("\n\n")
    return lines_above and not above.strip(_UNDER_HEADING) and text[end + 1 : end + 2] not in ("", "\n")
