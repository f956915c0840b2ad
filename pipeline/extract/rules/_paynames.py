"""Knows the name of a job beside its pay: its words say nothing of what the money is for."""

from __future__ import annotations

from pipeline.extract.fold import LETTERS
from pipeline.extract.rules._paysort import VARIABLE
from pipeline.extract.rules._paywords import NOTHING, PAY, Token

_CALLINGS = frozenset(("calling", "calling of"))
_HYPHENS = frozenset((b"-", b"/"))
_SET_OFF = frozenset((b",", b"-", b")", b"|", b"/"))
_NAME = 3
"""Words of a job's name beside the one that says what it is."""
_LETTER = frozenset(LETTERS)
_OF_PAY = PAY | VARIABLE


def forget_names(tokens: list[Token]) -> None:
    """Let no word of a job's name say that money is something else's: "loan officer", "менеджер по ипотеке"."""
    for i, token in enumerate(tokens):
        if "calling" in token.says:
            name = tokens[max(0, i - _NAME) : i][::-1]
        elif "calling of" in token.says:
            name = tokens[i + 1 : i + 1 + _NAME]
        else:
            continue
        for word in name:
            if word.raw[0] not in _LETTER and word.raw not in _HYPHENS:
                break
            if word.is_a("not pay") and word.says.isdisjoint(_OF_PAY):
                word.says = NOTHING


def is_titled(before: list[Token]) -> bool:
    """Tell whether the words before an amount are a job's name set off by a sign: "Водитель такси, 120 000 ₽"."""
    return bool(before) and before[-1].raw in _SET_OFF and any(t.says & _CALLINGS for t in before)
