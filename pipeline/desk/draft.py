"""A draft as a posting: plain text, HTML or DOCX, read by the reader that reads every posting. Nothing is written."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline import extract
from pipeline.errors import UnreadableError
from pipeline.extract.public import asks, experience_bucket, headline, industries, role
from pipeline.languages import forms
from pipeline.model import LANGUAGES, Fact, Page, Posting
from pipeline.sources._build import Loose, Spot, posting
from pipeline.sources.files import html
from pipeline.sources.files._file import is_binary, one_byte_encoding
from pipeline.text import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LARGEST = 5_000_000
"""Bytes of a draft; a longer one is refused before it is unpacked."""

_UNPACKED = 50_000_000
_TITLE = 120
_SPOT = Spot("draft", "the draft", "text", 1)


@dataclass(frozen=True)
class Draft:
    """A draft and every fact read from it."""

    posting: Posting
    facts: tuple[Fact, ...]

    @property
    def role(self) -> str:
        """yes, no or unknown."""
        return role(self.facts)

    @property
    def asks(self) -> list[Fact]:
        """One fact a concept, its strongest scope."""
        return asks(self.facts)

    @property
    def pay(self) -> Fact | None:
        """The pay it writes, None where it shows no figure."""
        found = headline(self.facts, "pay")
        return found if found and found.concept not in ("absent", "negotiable") else None

    @property
    def experience(self) -> str:
        """The experience bucket."""
        found = headline(self.facts, "experience")
        return experience_bucket(found.scope if found else None, found.low if found else None)

    @property
    def industry(self) -> str | None:
        """The likeliest industry."""
        found = industries(self.facts)
        return found[0].concept if found else None

    def place_among(self, known: Mapping[str, str]) -> str | None:
        """The place it states, or the one of the known places that its title, else its text, names alone.

        `known` are places by their names, in any language.
        """
        if self.posting.place:
            return self.posting.place
        names = _place_forms(tuple(sorted(known.items())))
        for text in (self.posting.title or "", self.posting.text):
            found = {names[word] for word in _words(text) if word in names}
            if len(found) == 1:
                return found.pop()
        return None


def from_text(text: str, title: str | None = None) -> Draft:
    """Read a draft from its text; without a title, a short first line is taken for one.

    Raises UnreadableError where there is nothing to read or far too much.
    """
    if not text.strip() and not title:
        raise UnreadableError("the draft is empty: paste the text of the posting")
    if title is None:
        title, text = _split(text)
    made = posting(Loose(title=title, text=text), _SPOT)
    if not isinstance(made, Posting):
        raise UnreadableError(made.reason)
    return read(made)


def from_bytes(body: bytes, name: str = "") -> Draft:
    """Read a draft from a file's bytes: DOCX, HTML, or text in any of the usual encodings; its name is only a hint.

    Raises UnreadableError for other formats and for a file that is too large.
    """
    if len(body) > LARGEST:
        raise UnreadableError(f"{len(body):,} bytes: expected a draft of at most {LARGEST:,}; give the text alone")
    if body.startswith(b"PK\x03\x04"):
        return from_text(_docx(body))
    if is_binary(body) and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError("not text, HTML or DOCX: save the draft as one of them, or paste its text")
    text = _decoded(body)
    if name.lower().endswith((".html", ".htm", ".xhtml")) or text.lstrip()[:200].lower().startswith(
        ("<!doctype", "<html")
    ):
        return _from_page(body, text)
    return from_text(text)


def read(made: Posting) -> Draft:
    """The draft of a posting, with its facts; a language that is not read keeps what is stated."""
    return Draft(made, extract.read(made))


def _from_page(body: bytes, text: str) -> Draft:
    """The JobPosting a page marks, else the page's whole text."""
    marked = next((p for p in html.parse(Page("draft", "the draft", body)) if isinstance(p, Posting)), None)
    return read(replace(marked, page="the draft")) if marked else from_text(to_text(text))


def _docx(body: bytes) -> str:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED:
                raise UnreadableError("a DOCX that unpacks to more than 50 MB: paste the text of the posting")
        document = Document(io.BytesIO(body))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise UnreadableError("not a DOCX document: save the draft as DOCX or text, or paste it") from error
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += [" · ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows]
        else:
            bullet = "• " if block.style is not None and str(block.style.name).startswith("List") else ""
            lines.append(bullet + block.text)
    return "\n".join(lines)


def _decoded(body: bytes) -> str:
    encoding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        return body.decode(one_byte_encoding(body[: 1 << 16]), errors="replace")


def _split(text: str) -> tuple[str | None, str]:
    """A first line that is short and no sentence is the title."""
    first, _, rest = text.strip().partition("\n")
    first = first.strip()
    if len(first) <= _TITLE and not first.endswith((".", "!", "?", ":", ";", ",")):
        return first, rest.strip()
    return None, text


@cache
def _place_forms(names: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Every form of every name of a place, as words in small letters."""
    found: dict[str, str] = {}
    for name, place in names:
        for lang in LANGUAGES:
            for form in {name, *forms(lang, name)}:
                found.setdefault(" ".join(_letters(form)), place)
    return found


def _words(text: str, longest: int = 3) -> Iterable[str]:
    """All runs of one to three words of a text, in small letters."""
    words = _letters(text)
    for size in range(1, longest + 1):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])


def _letters(text: str) -> list[str]:
    """The words of a text in small letters, letters and hyphens alone: the dot of a Turkish capital I falls away."""
    return ["".join(c for c in word if c.isalnum() or c == "-") for word in text.casefold().split()]
