"""How messages to a person are worded: a number with its noun, a type in plain words."""

from __future__ import annotations

_PLAIN = {
    str: "a text", int: "a whole number", float: "a number", bool: "true or false", list: "a list", dict: "a table",
}  # fmt: skip


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 posting, 2 postings."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def type_names(wanted: type | tuple[type, ...]) -> str:
    """The types of a value in plain words: a text, a whole number or a number."""
    return " or ".join(_PLAIN[kind] for kind in (wanted if isinstance(wanted, tuple) else (wanted,)))
