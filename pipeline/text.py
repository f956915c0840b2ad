"""Markup → plain text with line breaks and bullets kept, contacts masked; safe characters only.

Nothing is translated and nothing repaired: broken letters of a wrong encoding stay as they came.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from string import ascii_letters, digits, punctuation

from pipeline.contacts import mask_contacts
from pipeline.onebyte import CYRILLIC, OneByte

__all__ = ["clean", "mask_contacts", "one_line", "to_text"]

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset({"td", "th"})
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "button",
        "cite",
        "code",
        "col",
        "colgroup",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "highlighttext",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "link",
        "mark",
        "meta",
        "nobr",
        "noindex",
        "q",
        "s",
        "samp",
        "select",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "svg",
        "path",
        "textarea",
        "time",
        "tt",
        "u",
        "var",
        "video",
        "wbr",
    ]
)
_KNOWN = _BLOCKS | _CELLS | _INLINE
_TAG = re.compile(r"""(</?[a-zA-Z][\w:-]*(?:>|(?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+'|["'])*+>))""")
_NAME_OF_TAG = re.compile(r"</?([a-zA-Z][\w:-]*)")
_HIDDEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[|\]\]>|<!doctype[^>]*>|<\?[^>]*>"
    r"|<(script|style|template|noscript|head|svg)\b[^>]*>.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_MASK = "<ADDRESS>"
"""Anonymised postings hold this word where an address was; it only looks like the tag of that name."""
_INVISIBLE = re.compile(
    r"<[^<>]*(?:display\s*:\s*none|aria-hidden\s*=\s*[\"']?true|\shidden(?=[\s>=/]))", re.IGNORECASE
)
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|li|ul|ol|div|b|i|strong|em|span|h[1-6]|highlighttext)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);")
_BARE_ENTITY = re.compile(r"[lr][ds]quo|hellip|(?<= )(?:[nm]dash|bull)(?= )")
"""Names of signs as they stand where `&` and `;` were stripped: "wersquore ldquohiringrdquo"."""
_LITERAL_BREAK = re.compile(r"(?<![\w:\\])(?:(?:\\r)?\\n\s*)*(?:\\r)?\\n(?![a-z])|(?:\\r)?\\n(?=\s*(?:\\n|<))")
_BREAK_IN_MARKUP = re.compile(r"(?<=[.:;!?…])[ \t]*\n\s*|\s*\n\s*(?=(?:[-–—•·*▪●]|\d{1,2}[.)])\s)")
_BLOCK_OF_ITEM = re.compile(r"(<li\b[^<>]*>)(?:\s*<(?:p|div)\b[^<>]*>)+", re.IGNORECASE)
"""A list item whose words stand in a block of their own: its bullet belongs to them."""
_BLANKS = re.compile(r"[ \t]{2,}|\t")
_BULLETS_OF_TWO_KINDS = re.compile(r"\n• (?=[•·▪●–—-])")
_EMPTY_BULLET = re.compile(r"\n•\s*(?=\n|$)")
_GAP_BEFORE_BULLET = re.compile(r"\n\n+(?=• )")
_GAP = re.compile(r"\n\n\n+")
_CLEAN = OneByte(
    "\t\n "
    + punctuation
    + ascii_letters
    + digits
    + CYRILLIC
    + "ÇçĞğİıÖöŞşÜüÂâÎîÛûÉéÄäß«»“”„‘’–—…•·▪●■►◦✓✔✅№§°±×₽₺€£₸®™©"
)
"""Characters that are safe and stay as they are whatever stands beside them."""
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\x85\x91-\x97\xa0\xad\u1680\u2000-\u200f\u2028\u2029\u202a-\u202f\u205f-\u2064\u3000\ud800-\udfff\ufeff\ufffe\uffff]"
)
_REPLACED = {chr(n): " " for n in (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)}
_REPLACED |= {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
_REPLACED |= dict(zip("\x91\x92\x93\x94\x95\x96\x97", "‘’“”•–—", strict=True))  # quotes, bullet, dashes of Windows

_SHORT = 120


def to_text(markup: str | None) -> str:
    """Return the plain text of HTML, of HTML escaped once too often, or of plain text, with contacts masked.

    Block tags become line breaks, list items begin with a bullet, inline tags leave no trace. Hidden parts are dropped.
    """
    if not markup:
        return ""
    return _short_text(markup) if len(markup) < _SHORT else mask_contacts(_plain(markup))


@lru_cache(maxsize=20_000)
def _short_text(markup: str) -> str:
    """Return the same of a name, a place, a title: a market repeats them."""
    return mask_contacts(_plain(markup))


def one_line(markup: str | None) -> str | None:
    """Return a title, name or place as one masked line without markup; None where nothing is left of it."""
    return " ".join(to_text(markup).split()) or None if markup else None


def clean(text: str) -> str:
    """Return the text in NFC with ordinary spaces and line ends, without invisible and control characters."""
    if _CLEAN.holds(text):  # as nine texts in ten are, in half the time of what follows
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if _UNSAFE.search(text):
        text = _UNSAFE.sub(_safe, text)
    return unicodedata.normalize("NFC", text)


def _safe(match: re.Match[str]) -> str:
    character = match[0]
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return _REPLACED.get(character, "")


def _plain(text: str) -> str:
    # One character is found in a fifth of the time of two: so it is asked for first, here and below.
    if "\\" in text and "\\n" in text:
        text = _LITERAL_BREAK.sub("\n", text)
    if "&" in text and _ESCAPED_TAG.search(text):
        text = html.unescape(text)
    marked = "<" in text and (_TAG.search(text) is not None or _HIDDEN.search(text) is not None)
    if marked:
        text = _without_tags(text)
    for _ in range(3):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = html.unescape(text)
    if "q" in text and ("rsquo" in text or "ldquo" in text):
        text = _BARE_ENTITY.sub(lambda name: html.unescape(f"&{name[0]};"), text)
    text = clean(text)
    return _tidy(text) if marked else text.strip()


def _without_tags(text: str) -> str:
    if "<li" in text or "<LI" in text:
        text = _BLOCK_OF_ITEM.sub(lambda tags: tags[0] if _INVISIBLE.search(tags[0]) else tags[1], text)
    made = _with_breaks(text.replace("\r\n", "\n") if "\r" in text else text, _break_if_seen)
    if "<" in made or ("]" in text and "]]>" in text):  # something hides, or words stand in angle brackets
        made = _with_breaks(_visible(text), _break)
    return made


def _with_breaks(text: str, break_of: Callable[[str], str]) -> str:
    pieces = _TAG.split(text)
    breaks = list(map(break_of, pieces[1::2]))
    if "\n" in text and "\n" in "".join(breaks):
        # In markup a line end is only a space, but many boards paste typed lists between their tags.
        pieces[::2] = [_lines_joined(piece) if "\n" in piece else piece for piece in pieces[::2]]
        pieces[1::2] = [_lines_joined(left) if left.startswith("<") else left for left in breaks]
        return "".join(pieces).replace("\x0b", "\n")
    pieces[1::2] = breaks
    return "".join(pieces)


def _lines_joined(text: str) -> str:
    """Return what stands between tags as one line; a typed list's breaks become vertical tabs."""
    return _BREAK_IN_MARKUP.sub("\x0b", text).replace("\n", " ")


def _visible(text: str) -> str:
    """Return markup without what a browser does not show."""
    if _INVISIBLE.search(text):
        text = _without_invisible(text)
    return _HIDDEN.sub("", text.replace("\r\n", "\n"))


@lru_cache(maxsize=10_000)
def _break_if_seen(tag: str) -> str:
    """Return what a tag leaves of itself, of one that hides something the tag."""
    return tag if _INVISIBLE.search(tag) or _HIDDEN.match(tag) else _break(tag)


@lru_cache(maxsize=10_000)
def _break(tag: str) -> str:
    """Return what a tag leaves of itself."""
    named = _NAME_OF_TAG.match(tag)
    name = named[1].lower() if named else ""
    if tag == _MASK:
        return tag
    if name == "li":
        return "\n" if tag.startswith("</") else "\n• "
    if name in _BLOCKS:
        return "\n"
    if name in _CELLS:
        return " "
    if name in _KNOWN or "-" in name or ":" in name:
        return ""
    return tag  # <EMAIL>, List<String>: words in angle brackets, not markup


def _without_invisible(text: str) -> str:
    from lxml import html as markup

    root = markup.fragment_fromstring(text, create_parent="div")
    for node in root.xpath(
        "//*[@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none')]"
    ):
        if node.getparent() is not None:
            node.drop_tree()
    return str(markup.tostring(root, encoding="unicode"))


def _tidy(text: str) -> str:
    if "  " in text or "\t" in text:
        text = _BLANKS.sub(" ", text)
    text = text.replace(" \n", "\n").replace("\n ", "\n")
    if "\n•" in text:
        text = _BULLETS_OF_TWO_KINDS.sub("\n", text)
        if "\n•\n" in text or text.endswith(("\n•", "\n• ")):
            text = _EMPTY_BULLET.sub("", text)
        if "\n\n• " in text:
            text = _GAP_BEFORE_BULLET.sub("\n", text)
    if "\n\n\n" in text:
        text = _GAP.sub("\n\n", text)
    return text.strip()
