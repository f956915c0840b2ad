"""Parts of a posting: which heading stands above its items."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from pipeline.extract.items import LIST, UP
from pipeline.extract.patterns import NAMED

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
_ITEM_OF_PLUSES = re.compile(r" [^\n.;:!?•,]{2,60}:(?!//)[ \t]*[^\s•●▪*✅✔–—-]")
_OF_HEADING = re.compile(r"(?:[ /&]+[A-Za-z]+){0,3} (?:for|of|in) (?:the |this )?")
"""What joins a heading's words to what they are told of: "Skills needed for the role"."""
_DASHED = re.compile(r"\s*[-–—]\s+[a-zа-яё]")
_PRONOUN, _SHORT_HEADING, _LONG_HEADING = 3, 60, 30
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
_ROLE = re.compile(rf" (?:[{UP}][\w.&/-]* ){{1,4}}")
_ENDS_LINE = re.compile(r"\s*:?\s*(?:\n|$|[•●▪*✅✔-])")
_CAPITALS = re.compile(r"^(?=[^\n]{10,70}$)(?=[^\n]*[A-Z]{3,}[^\n]* )[A-Z][A-Z0-9 &'’/,.\-–():?!]+$", re.MULTILINE)
_MAY_SHOUT = re.compile(rb"U(?!l)(?<=\.U)")
"""In shapes: where a line of capitals can begin; a line end is no letter. The capital comes first: so it is quick."""
_EMPLOYERS = ("about", "conditions")
_ASKING = ("requirements", "expected")
_OFFERED = ("benefits", "conditions")
"""Kinds of what an employer gives."""
_BENEFITS = 2
"""How many tell a list of them from asks such as "able to work: night shifts, overtime, weekends"."""
_ENDS_STRANGE = re.compile(r"[:?] *\n")
_HYPHENS = ("-", "‑")
_OPENS_LIST = re.compile(r"[^\n:.;!?]{0,60}:\s*(?:\n|[•●▪*✅✔–—-])")
"""The rest of a sentence that ends in a colon, and a list under it."""
_COLON_REACH = 61
_UNDER_HEADING = " \n\t:&/•●▪*✅✔–—-"
_SHORT_LIST = 10
_FIRST = 14
"""Characters of an item in which the word that asks begins, an adjective before it: "Confident knowledge of"."""
_LONGEST_REST = 46
_BEFORE_ITEM = re.compile(r"(?:^|[\n.;!?•:)\]…*#>✅🔹📌➡✔🔸|»\"]|[-–—])\s*[\"«*]*$")


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
        if hit.start >= covered and _is_heading(document, hit, starts) and not _is_told_of(document, hit, covered):
            name = hit.term.concept
            if name == "desired":  # heads all that is asked, or, after what is required, what would be a plus
                name = "preferred" if any(part.name in _ASKING for part in found) else "requirements"
            if not _goes_on(document.text[max(0, covered) : hit.start], found[-1].name, name) and not (
                found[-1].name == "preferred" and name == "requirements" and _is_another_plus(document, hit)
            ):
                found.append(Part(hit.start, name))
            covered = hit.end
    found = [*(part for part in _opening(document) if not found[1:] or part.start <= found[1].start), *found[1:]]
    found = _strange_headings(document, _expected(document, found))
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
    asked = any(p.name == "requirements" and end - p.start > _LONG_HEADING for p, end in _with_ends(document, found))
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
            offers = _offers(document, end.end(), after) if 0 < end.start() - start < _SHORT_HEADING else 0
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
    return more


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
        said = line.partition(":")[2] if ":" in line else line[_LONG_HEADING:]
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


def _is_heading(document: Document, hit: Hit, starts: set[int]) -> bool:
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
        if not begins and not capital and not _opens_list(text, end):
            return False  # in the middle of a sentence, as most are
    if _ends_another(text, shape, hit, begins=begins) or _is_tail(text, shape, start, end):
        return False
    if end + 2 >= len(text) and start:  # nothing stands under it: "Excel (B1) — плюс"
        return False
    return _heads(text, hit, begins=begins, before_item=end in starts)


def _over_list(text: str, start: int, end: int) -> bool:
    """Tell whether words open or close a short line over a list of bullets: "Our must-haves", "Duties of the role"."""
    if text.find("\n", end, end + _LONGEST_REST) < 0:  # as most: which costs less to see
        return False
    line = text.rfind("\n", max(0, start - _LONG_HEADING - 1), start) + 1
    if not line and start > _LONG_HEADING:
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
    if capital and " " in written and _TAIL_OF_HEADING.match(text, end, end + _SHORT_HEADING):
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
    rest = text[at : at + 6].lstrip(" …")
    return text[at : at + 1] in (" ", "…") and rest[:1].isupper() and not rest[1:2].isupper()
