"""Facts against answers: precision, recall and shares with their intervals, by the rules the answers were made for.

A concept is asked when its scope is required or preferred. Rows name in `unsure` what is left out; phrases (rows with
`expect`) are matched by line number. Format of answers: tests/gold/README.md. Pure: no file is read here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from pipeline.errors import VacanciesError
from pipeline.model import SCOPES

Row = Mapping[str, Any]
ASKED = ("required", "preferred")
CLOSED = frozenset(
    [
        "1c",
        "excel",
        "word",
        "powerpoint",
        "outlook",
        "ms-office",
        "crm",
        "bitrix24",
        "amocrm",
        "salesforce",
        "sap",
        "pc-literacy",
        "b2b",
        "b2c",
        "key-accounts",
        "cold-calling",
        "negotiation",
        "presentations",
        "tenders",
        "client-base",
        "active-sales",
        "documents",
        "english",
        "other-language",
        "driving-licence",
        "own-car",
        "business-travel",
        "higher-education",
        "secondary-education",
        "communication",
        "stress-resistance",
        "teamwork",
        "result-orientation",
        "responsibility",
        "literate-speech",
        "presentable-look",
        "learning-ability",
        "initiative",
    ]
)
CORE = frozenset(
    [
        "1c",
        "excel",
        "crm",
        "b2b",
        "english",
        "driving-licence",
        "own-car",
        "business-travel",
        "higher-education",
        "cold-calling",
        "negotiation",
        "presentations",
        "tenders",
    ]
)
Z = 1.959964
"""The normal quantile of a 95 % interval."""


class FloorError(VacanciesError):
    """A measure fell below its pinned floor."""


def wilson(right: int, total: int, z: float = Z) -> tuple[float, float]:
    """Return the interval of a share, 95 % unless told (Wilson, 1927, doi:10.1080/01621459.1927.10502953).

    Without data it is 0..1.
    """
    if not total:
        return 0.0, 1.0
    share, square = right / total, z * z
    centre = (share + square / (2 * total)) / (1 + square / total)
    half = z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return max(0.0, centre - half), min(1.0, centre + half)


@dataclass
class Share:
    """How many of a number of answers are right."""

    right: int = 0
    total: int = 0

    @property
    def value(self) -> float:
        """The share, 1 where there is nothing to be right about."""
        return self.right / self.total if self.total else 1.0

    def shown(self) -> dict[str, Any]:
        """Return the figures for JSON."""
        low, high = wilson(self.right, self.total)
        return {"value": self.value, "low": low, "high": high, "right": self.right, "total": self.total}


@dataclass
class Counts:
    """Found and right, found and wrong, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return Share(self.right, self.right + self.wrong).value

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return Share(self.right, self.right + self.missed).value

    @property
    def value(self) -> float:
        """F1, the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def shown(self) -> dict[str, Any]:
        """Return the figures for JSON; the intervals are of precision and recall."""
        return {
            "value": self.value,
            "precision": self.precision,
            "precision_interval": wilson(self.right, self.right + self.wrong),
            "recall": self.recall,
            "recall_interval": wilson(self.right, self.right + self.missed),
            "right": self.right,
            "wrong": self.wrong,
            "missed": self.missed,
        }


@dataclass
class Scores:
    """All measures by name (`asked/ru`, `concept/excel`, `salary/all` …) and the answers that were missed."""

    counts: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    shares: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    wrong: list[tuple[Any, ...]] = field(default_factory=list)

    def values(self) -> dict[str, float]:
        """Return measure → figure (F1 or share), by name."""
        measured: dict[str, Counts | Share] = {**self.counts, **self.shares}
        return {name: measured[name].value for name in sorted(measured)}

    def as_dict(self) -> dict[str, Any]:
        """Return everything but the misses, for JSON."""
        measured: dict[str, Counts | Share] = {**self.counts, **self.shares}
        return {name: measured[name].shown() for name in sorted(measured)}

    def table(self) -> list[tuple[str, str, str, str, int]]:
        """Return rows of text: measure, figure, interval (of recall for F1), precision/recall, number of answers."""
        rows = []
        for name, shown in self.as_dict().items():
            low, high = shown.get("recall_interval") or (shown["low"], shown["high"])
            parts = f"P {shown['precision']:.3f} R {shown['recall']:.3f}" if "recall" in shown else ""
            total = shown["right"] + shown["missed"] if "missed" in shown else shown["total"]
            rows.append((name, f"{shown['value']:.3f}", f"{low:.2f}–{high:.2f}", parts, total))
        return rows

    def check_floors(self, floors: Mapping[str, float]) -> None:
        """Raise FloorError, in one line, when a measure is missing or below its floor."""
        values = self.values()
        low = [
            f"{name}: expected at least {floor:.3f}, found {values.get(name, float('nan')):.3f}"
            for name, floor in floors.items()
            if not values.get(name, -1.0) >= floor
        ]
        if low:
            raise FloorError("; ".join(low) + ": run `vacancies evaluate --json` and read the misses; floors only rise")


def raised(floors: Mapping[str, float], scores: Scores) -> dict[str, float]:
    """Return the floors with every one raised to what is reached now (rounded down to 0.01), none lowered."""
    values = scores.values()
    return {name: max(floor, int(values.get(name, 0.0) * 100) / 100) for name, floor in floors.items()}


def evaluate(answers: Sequence[Row], predictions: Mapping[str, Row]) -> Scores:
    """Score public objects, by id, against answers; rows with `expect` are phrases, whose id is their line number."""
    scores = Scores()
    for number, answer in enumerate(answers, 1):
        if "expect" in answer:
            _phrase(scores, number, answer, predictions.get(str(number), {}))
        else:
            _posting(scores, answer, predictions.get(answer["uid"], {}))
    return scores


def by_id(rows: Sequence[Row]) -> dict[str, Row]:
    """Return public objects by the part of their id after the last colon."""
    return {str(row["id"]).rsplit(":", 1)[-1]: row for row in rows}


def _share(scores: Scores, names: Sequence[str], ok: bool, miss: tuple[Any, ...]) -> None:
    for name in names:
        scores.shares[name].right += ok
        scores.shares[name].total += 1
    if not ok:
        scores.wrong.append(miss)


def _posting(scores: Scores, answer: Row, found: Row) -> None:
    uid, unsure = answer["uid"], set(answer.get("unsure") or ())
    lang = answer.get("lang") or (uid[:2] if uid[:2].isalpha() else "all")
    _asks(scores, answer, found, lang, unsure)
    if answer.get("salary") and "salary" not in unsure:
        ok = same_pay(found.get("salary"), answer["salary"], currency="salary.currency" not in unsure)
        miss = (uid, "salary", answer["salary"], found.get("salary"))
        _share(scores, sorted({"salary/all", f"salary/{lang}"}), ok, miss)
    _experience(scores, answer, found, lang, unsure)
    if answer.get("industry") and "industry" not in unsure:
        named = [i["concept"] for i in found.get("industries") or ()]
        ok = bool(named) and named[0] in answer["industry"]
        _share(scores, sorted({"industry/all", f"industry/{lang}"}), ok, (uid, "industry", answer["industry"], named))
    if answer.get("role") and "role" not in unsure:
        ok = found.get("role") == answer["role"]
        _share(scores, ["role/all"], ok, (uid, "role", answer["role"], found.get("role")))
    texts = [a for a in found.get("asks") or () if a.get("origin", "text") == "text"]
    _share(scores, ["quoted/all"], all(a.get("quote") for a in texts), (uid, "quoted"))


def _asks(scores: Scores, answer: Row, found: Row, lang: str, unsure: set[str]) -> None:
    want, got = _strongest(answer.get("asks")), _strongest(found.get("asks"))
    for concept in sorted(set(answer.get("scored_concepts") or CLOSED) - unsure):
        wanted, given = want.get(concept), got.get(concept)
        names = {"asked/all", f"asked/{lang}", f"concept/{concept}"} | ({"core/all"} if concept in CORE else set())
        for name in names:
            _count(scores.counts[name], wanted in ASKED, given in ASKED)
        if (wanted in ASKED) != (given in ASKED):
            scores.wrong.append((answer["uid"], concept, wanted, given))
        if wanted and given and f"{concept}.scope" not in unsure:
            miss = (answer["uid"], f"{concept}.scope", wanted, given)
            _share(scores, sorted({"scope/all", f"scope/{lang}"}), wanted == given, miss)


def _count(counts: Counts, wanted: bool, given: bool) -> None:
    counts.right += wanted and given
    counts.wrong += given and not wanted
    counts.missed += wanted and not given


def _strongest(asks: Sequence[Row] | None) -> dict[str, str]:
    best: dict[str, str] = {}
    for ask in asks or ():
        concept, scope = ask["concept"], ask["scope"]
        if concept not in best or SCOPES.index(scope) < SCOPES.index(best[concept]):
            best[concept] = scope
    return best


def _experience(scores: Scores, answer: Row, found: Row, lang: str, unsure: set[str]) -> None:
    want, got = answer.get("experience") or {}, found.get("experience") or {}
    if "experience" in unsure or not (want or got):
        return
    years = bool(want and got) and want["min_years"] == got.get("min_years")
    ok = years and want["modality"] == got.get("modality")
    scores.shares["experience_years/all"].right += years
    scores.shares["experience_years/all"].total += 1
    _share(scores, sorted({"experience/all", f"experience/{lang}"}), ok, (answer["uid"], "experience", want, got))


def same_pay(found: Row | None, answer: Row, *, currency: bool = True) -> bool:
    """Tell whether pay agrees in kind, figures and, where the answer has one, currency; a point may be from = to."""
    kind, low, high = _pay(found or {"kind": "absent"})
    wanted, least, most = _pay(answer)
    if kind == "range" and low == high:
        kind = "point"
    if kind != wanted:
        return False
    if wanted in ("absent", "negotiable"):
        return True
    agreed = not currency or answer.get("currency") in (None, (found or {}).get("currency"))
    return (low, high) == (least, most) and agreed


def _pay(row: Row) -> tuple[str, Any, Any]:
    kind, low, high = row.get("kind") or "absent", row.get("from"), row.get("to")
    return kind, low, low if kind == "point" and high is None else high


def _phrase(scores: Scores, number: int, answer: Row, found: Row) -> None:
    expected = answer["expect"]
    if "pay" in expected:
        pay = found.get("salary") or {"kind": "absent"}
        named = answer.get("scored") or ()
        has = pay.get("kind") not in ("absent", "negotiable", None)
        ok = has == expected["pay"] and all(pay.get(k) == expected[k] for k in named if k != "pay")
        _share(scores, [f"pay/{answer['lang']}"], ok, (number, answer["text"], expected, pay))
        return
    got = found.get("experience") or {}
    if expected.get("not_needed"):
        ok = got.get("modality") == "not_needed"
    elif not expected["asked"]:
        ok = not got or got.get("min_years") is None
    else:
        most = expected["max_years"]
        ok = bool(got) and got.get("min_years") == expected["min_years"] and most in (None, got.get("max_years"))
    _share(scores, ["experience/cases"], ok, (number, answer["text"], expected, got))


def read_answers(text: str) -> list[Row]:
    """Return the rows of an answers file given as text; blank lines are passed over."""
    return [json.loads(line) for line in text.splitlines() if line.strip()]
