"""Contact details in a posting's text, replaced by one token: e-mails, phones, nicks, personal links, names after cues.

Pay, dates, tax numbers and ids look like phones: digits are taken only with a dialling prefix that `phonenumbers`
confirms, or right after a word such as those of vocab/cues/contacts.csv.
"""

from __future__ import annotations

import re
from functools import cache

import ahocorasick_rs

from pipeline.onebyte import classed
from pipeline.vocab import by_concept

MASK = "[contact]"

_EMAIL = re.compile(r"(?:mailto:)?[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_NICK = re.compile(r"(?<![\w@/.])@[A-Za-z][\w.]{2,31}(?![\w/])")
_NINE = b"d" * 9
"""Fewer digits or stars in a row, whatever parts them, are no phone."""
_PARTING = b"s"
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_classed = classed({"d": "*0123456789٠١٢٣٤٥٦٧٨٩０１２３４５６７８９", "s": f"()+.–-{_SPACES}"})
_ROW = re.compile(rb"[ds]{9,}")
_SEEN_BEHIND = 4
"""How far _PREFIXED looks past what it takes."""
_SEPARATOR = r"[\s.()–*-]{0,3}"
_PREFIXED = re.compile(
    rf"(?<![\d.,])(?:\+{_SEPARATOR}\d(?:{_SEPARATOR}\d){{8,14}}"  # international
    rf"|[78]{_SEPARATOR}[3-9]\d\d{_SEPARATOR}\d\d\d{_SEPARATOR}\d\d{_SEPARATOR}\d\d"  # Russia, Kazakhstan
    rf"|0{_SEPARATOR}[2-58]\d\d{_SEPARATOR}[\d*]{{3}}{_SEPARATOR}[\d*]{{2}}{_SEPARATOR}[\d*]{{2}}"  # Turkey
    r"|(?:00?90[\s-]?)?\(?5\d\d\)?[\s-]\d{3}[\s-]\d\d[\s-]\d\d"  # Turkish mobile as it is spoken
    r"|(?:1[-. ])?(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-. ]\d{4}"  # North America
    r"|\(?0\d{2,4}\)?[ -]\d{3,4}[ -]?\d{3,4}"  # Britain
    r"|\(\d{3,5}\)\s?\d{1,3}[\s-]\d\d[\s-]\d\d"  # Russian landline with its area code
    r"|9\d\d[\s-]\d{3}[\s-]\d\d[\s-]\d\d)(?![\d]|[.,]\d|\s?[₽%]|\s\d{3}(?!\d))"
)
_UPPER, _LOWER = "A-ZА-ЯЁÇĞİÖŞÜ", "a-zа-яёçğıöşü"
_NAME = (
    rf"(?:[{_UPPER}]\.\s?){{0,2}}[{_UPPER}][{_LOWER}]+"
    rf"(?:[-\s]+[{_UPPER}](?:[{_LOWER}]+|\.)){{0,2}}(?:\s?[{_UPPER}]\.)?"
)

_TAILS = {
    "contact_phone": re.compile(
        r"[\s.:;,/()№–-]{0,4}(?:[^\W\d]{2,9}[\s.:;,/()№–-]{1,4})??"
        r"(?P<it>\+?\d(?:[\s()–-]{0,2}\d){4,13})(?!\d|[.,]\d|[:%]|\s*[₽$€₺]|\s?000)"
    ),
    "contact_messenger": re.compile(r"(?:\s*:\s*|\s+[–-]\s+)(?P<it>@?[A-Za-z][A-Za-z0-9_.:-]{3,40})"),
    "contact_name": re.compile(rf"\s*[:,–-]?\s*(?P<it>{_NAME})"),
    "contact_name_colon": re.compile(rf"\s*[:–]\s*(?P<it>{_NAME})(?=[^\w\s]|\s*(?:$|\n|[^\w\s]|\d))"),
}


def mask_contacts(text: str) -> str:
    """Return the text with every contact detail replaced by MASK; masking twice changes nothing more."""
    if "@" in text:
        text = _NICK.sub(MASK, _EMAIL.sub(MASK, text))
    found = _found(text)
    if any(tail is None for tail, *_ in found):
        text = _links().sub(MASK, _spelled_email().sub(MASK, text))
        found = _found(text)
    classes = _classed(text)
    if _NINE in classes.translate(None, _PARTING) and (masked := _without_phones(text, classes)) != text:
        text, found = masked, _found(masked)
    text = _mask_after_cues(text, found)
    if any(cue in text for cue in _sole_traders()):
        text = _sole_trader().sub(r"\1", text)
    return text


def _without_phones(text: str, classes: bytes) -> str:
    """Return the text without phones, looked for only where signs of phones stand in a row with nine digits in it."""
    pieces, done = [], 0
    for row in _ROW.finditer(classes):
        if row[0].count(b"d") < len(_NINE):
            continue
        for phone in _PREFIXED.finditer(text, row.start(), row.end() + _SEEN_BEHIND):
            pieces += [text[done : phone.start()], _phone(phone)]
            done = phone.end()
    return "".join([*pieces, text[done:]])


def _found(text: str) -> list[tuple[re.Pattern[str] | None, int, int]]:
    """Return each cue: the pattern of what may follow it (None: it is part of an address), its begin and its end."""
    cues, automaton = _cues()
    try:
        hits = automaton.find_matches_as_indexes(_lower(text), overlapping=True)
    except UnicodeEncodeError:  # half a letter, which is no letter of a cue
        hits = automaton.find_matches_as_indexes(_lower(text).encode("utf-8", "replace").decode(), overlapping=True)
    return [(cues[cue], begin, end) for cue, begin, end in hits]


def _mask_after_cues(text: str, found: list[tuple[re.Pattern[str] | None, int, int]]) -> str:
    """Mask what the tail of its concept calls `it` right after each cue that stands as a word of its own."""
    spans = set()
    for tail, begin, end in found:
        whole = (begin == 0 or not text[begin - 1].isalnum()) and not text[end : end + 1].isalnum()
        if tail and whole and (it := tail.match(text, end)):
            spans.add(it.span("it"))
    last = len(text)
    for start, end in sorted(spans, reverse=True):
        if end <= last:
            text, last = f"{text[:start]}{MASK}{text[end:]}", start
    return text


@cache
def _cues() -> tuple[list[re.Pattern[str] | None], ahocorasick_rs.AhoCorasick]:
    """Return the tail of each cue, and what finds all cues in small letters in one pass."""
    tails: dict[str, re.Pattern[str] | None] = {**_TAILS, "contact_at": None, "contact_host": None}
    marks = [(cue, tail) for concept, tail in tails.items() for cue in _marks(concept)]
    return [tail for _, tail in marks], ahocorasick_rs.AhoCorasick([cue for cue, _ in marks])


def _lower(text: str) -> str:
    """Return small letters at the same places: İ is the only letter that grows."""
    return text.replace("İ", "i").lower()


def sole_trader(employer: str) -> str | None:
    """Return the short word for a sole proprietor where the employer's name is one (a person's name), else None."""
    words = by_concept("cues/contacts")
    lowered = employer.strip().lower()
    for cue in words["sole_trader"]:
        if (
            lowered.startswith((f"{cue.lower()} ", f"{cue.lower()}."))
            or lowered == cue.lower()
            or lowered.endswith(f" {cue.lower()}")
        ):
            return min(words["sole_trader"], key=len)
    parts = lowered.replace(".", " ").split()
    if len(parts) == 3 and parts[2].endswith(words["patronymic_ending"]) and '"' not in lowered:
        return min(words["sole_trader"], key=len)
    return None


def _phone(match: re.Match[str]) -> str:
    from phonenumbers import NumberParseException, is_possible_number, is_valid_number, parse

    written = match[0]
    if "*" in written:
        return MASK
    digits = re.sub(r"\D", "", written)
    if len(set(digits[-7:])) == 1 and digits.endswith("0"):
        return written
    if written.startswith(("(", "1-", "1.")) or re.match(r"\d{3}[-.]\d{3}[-.]\d{4}$", written):
        return MASK
    if digits[0] in "78" and len(digits) == 11:
        digits, region, sure = "+7" + digits[1:], None, is_valid_number
    elif written.startswith("+") or digits.startswith("00"):
        digits, region, sure = "+" + digits.removeprefix("00"), None, is_possible_number
    elif digits[0] == "9" and len(digits) == 10:
        digits, region, sure = "+7" + digits, None, is_valid_number
    else:
        region, sure = (
            ("TR" if len(digits.lstrip("0")) == 10 and digits.lstrip("0")[0] in "23458" else "GB"),
            is_possible_number,
        )
    try:
        return MASK if sure(parse(digits, region)) else written
    except NumberParseException:
        return written


@cache
def _sole_traders() -> tuple[str, ...]:
    return tuple(f"{cue} " for cue in by_concept("cues/contacts")["sole_trader"])


@cache
def _marks(concept: str) -> tuple[str, ...]:
    return tuple(term.lower() for term in by_concept("cues/contacts").get(concept, ()))


def _any_of(*concepts: str) -> str:
    return "|".join(re.escape(term) for term in sorted({t for c in concepts for t in _marks(c)}, key=len, reverse=True))


@cache
def _spelled_email() -> re.Pattern[str]:
    return re.compile(
        rf"[\w.+-]+\s*(?:{_any_of('contact_at')})\s*[\w-]+(?:\.[\w-]+)*\.[a-zа-я]{{2,8}}\b", re.IGNORECASE
    )


@cache
def _links() -> re.Pattern[str]:
    return re.compile(rf"(?:https?://)?(?<![\w.])(?:www\.)?(?:{_any_of('contact_host')})/[^\s<>\"')\]]+", re.IGNORECASE)


@cache
def _sole_trader() -> re.Pattern[str]:
    cues = "|".join(re.escape(c) for c in by_concept("cues/contacts")["sole_trader"])
    return re.compile(
        rf"((?<!\w)(?:{cues}))\s+[А-ЯЁ][а-яёА-ЯЁ-]+(?:\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?|\s+[А-ЯЁ][а-яёА-ЯЁ]+\s+[А-ЯЁ][а-яёА-ЯЁ]+)"
    )
