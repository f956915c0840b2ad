"""Contact details in a posting's text, replaced by one token: e-mails, phones, nicks, personal links, names after cues.

Pay, dates, tax numbers and ids look like phones: digits are taken only with a dialling prefix that `phonenumbers`
confirms, or right after a word such as those of vocab/cues/contacts.csv.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from string import ascii_letters, punctuation

import ahocorasick_rs

from pipeline.onebyte import CYRILLIC, OneByte
from pipeline.vocab import by_concept

MASK = "[contact]"

_EMAIL = re.compile(r"(?:mailto:)?[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_NICK = re.compile(r"(?<![\w@/.])@[A-Za-z][\w.]{2,31}(?![\w/])")
_NINE = b"d" * 9
"""Fewer digits or stars in a row, whatever parts them, are no phone."""
_DIGITS = "*0123456789٠١٢٣٤٥٦٧٨٩０１２３４５６７８９"
_PARTING = "()+.–-" + "".join(filter(str.isspace, map(chr, range(0x3001))))
_ROW = re.compile(rb"[ds]{9,}")
_ORDINARY = f"{CYRILLIC}{ascii_letters}{punctuation}ÇçĞğİıÖöŞşÜüÂâ«»“”’—•№₽₺€£"
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
_IN_ADDRESSES = frozenset({"contact_at", "contact_host"})
_SOLE_TRADER = "sole_trader"
_SMALL_IS_ASCII = "İ\u212a"
"""Capitals of other alphabets whose small letters are i and k: no letter's `upper` names them."""
_Cue = tuple[str, int, int]
"""A concept of vocab/cues/contacts.csv, and where a word of it begins and ends."""


def mask_contacts(text: str) -> str:
    """Return the text with every contact detail replaced by MASK; masking twice changes nothing more."""
    if "@" in text:
        text = "\n".join([_without_addresses(line) if "@" in line else line for line in text.split("\n")])
    reader = _reader()
    encoded = reader.encode(text)
    found = reader.cues(encoded)
    if not _IN_ADDRESSES.isdisjoint([concept for concept, *_ in found]):
        text = _links().sub(MASK, _spelled_email().sub(MASK, text))
        encoded = reader.encode(text)
        found = reader.cues(encoded)
    if reader.may_hold_phones(encoded) and (masked := _without_phones(text, reader.signs(encoded))) != text:
        text, found = masked, reader.cues(reader.encode(masked))
    if not found:
        return text
    traders = [text[begin : end + 1] in _sole_traders() for concept, begin, end in found if concept == _SOLE_TRADER]
    text = _mask_after_cues(text, found)
    if any(traders) and any(cue in text for cue in _sole_traders()):
        text = _sole_trader().sub(r"\1", text)
    return text


class _Reader:
    """Text as one byte a character, and what is sought there: cues in letters of any case, rows of digits."""

    def __init__(self) -> None:
        cues = [(mark, concept) for concept in (*_TAILS, *_IN_ADDRESSES, _SOLE_TRADER) for mark in _marks(concept)]
        self.marks, self._concepts = zip(*cues, strict=True)
        letters = "".join(sorted(set("".join(self.marks))))
        capitals = [c for c in (*map(str.upper, letters), *_SMALL_IS_ASCII) if len(c) == 1 and _lower(c) in letters]
        one = OneByte("".join([letters, *capitals, _DIGITS, _PARTING]), _ORDINARY)
        self.encode = one.encode
        self._small = one.encode("".join(_lower(c) if c in capitals else c for c in one.slots))
        self._signs = bytes(ord("d" if c in _DIGITS else "s" if c in _PARTING else "x") for c in one.slots)
        self._parting = one.bytes_of(_PARTING)
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            list(map(one.encode, self.marks)),
            implementation=ahocorasick_rs.Implementation.DFA,  # left to itself it takes one of half the speed past 100
        )

    def cues(self, encoded: bytes) -> list[_Cue]:
        """Return all cues, words of their own or not."""
        hits = self._automaton.find_matches_as_indexes(self.small(encoded), overlapping=True)
        return [(self._concepts[cue], begin, end) for cue, begin, end in hits]

    def small(self, encoded: bytes) -> bytes:
        """Return the letters of cues as small ones."""
        return encoded.translate(self._small)

    def may_hold_phones(self, encoded: bytes) -> bool:
        """Tell whether nine digits stand in a row, whatever parts them."""
        return _NINE in encoded.translate(self._signs, self._parting)

    def signs(self, encoded: bytes) -> bytes:
        """Return `d` for each digit, `s` for each sign that parts digits, `x` for all else."""
        return encoded.translate(self._signs)


@cache
def _reader() -> _Reader:
    return _Reader()


def _without_addresses(line: str) -> str:
    """Return a line without e-mails and nicks, looked for only in its words with that sign."""
    words = line.split(" ")
    return " ".join([_NICK.sub(MASK, _EMAIL.sub(MASK, word)) if "@" in word else word for word in words])


def _without_phones(text: str, signs: bytes) -> str:
    """Return the text without phones, looked for only where signs of phones stand in a row with nine digits in it."""
    pieces, done = [], 0
    for row in _ROW.finditer(signs):
        if row[0].count(b"d") < len(_NINE):
            continue
        for phone in _PREFIXED.finditer(text, row.start(), row.end() + _SEEN_BEHIND):
            pieces += [text[done : phone.start()], _phone(phone[0])]
            done = phone.end()
    return "".join([*pieces, text[done:]])


def _mask_after_cues(text: str, found: list[_Cue]) -> str:
    """Mask what the tail of its concept calls `it` right after each cue that stands as a word of its own."""
    spans = set()
    for concept, begin, end in found:
        whole = (begin == 0 or not text[begin - 1].isalnum()) and not text[end : end + 1].isalnum()
        if whole and concept in _TAILS and (it := _TAILS[concept].match(text, end)):
            spans.add(it.span("it"))
    last = len(text)
    for start, end in sorted(spans, reverse=True):
        if end <= last:
            text, last = f"{text[:start]}{MASK}{text[end:]}", start
    return text


def _lower(text: str) -> str:
    """Return small letters at the same places: İ is the only letter that grows."""
    return text.replace("İ", "i").lower()


def sole_trader(employer: str) -> str | None:
    """Return the short word for a sole proprietor where the employer's name is one (a person's name), else None."""
    lowered = employer.strip().lower()
    named = f" {lowered} ".startswith(_named_first()) or f" {lowered}".endswith(_named_last())
    if not named and '"' not in lowered:
        parts = lowered.replace(".", " ").split()
        named = len(parts) == 3 and parts[2].endswith(by_concept("cues/contacts")["patronymic_ending"])
    return min(by_concept("cues/contacts")[_SOLE_TRADER], key=len) if named else None


@lru_cache(maxsize=10_000)
def _phone(written: str) -> str:
    """Return MASK for a phone, else what was written; a firm puts one number into all its postings."""
    from phonenumbers import NumberParseException, is_possible_number, is_valid_number, parse

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
def _named_first() -> tuple[str, ...]:
    return tuple(f" {mark}{end}" for mark in _marks(_SOLE_TRADER) for end in " .")


@cache
def _named_last() -> tuple[str, ...]:
    return tuple(f" {mark}" for mark in _marks(_SOLE_TRADER))


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
