"""What must agree before two postings may be one opening: a posting's state, and which states contradict each other.

Different pay, place, level, hours or stated experience are different openings, and so are different employers unless
one of them hires for others. What a posting does not tell contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.openings import titles
from pipeline.openings.employers import Employer
from pipeline.openings.shingles import Ints

Pay = tuple[float | None, float | None, str | None, str | None]
"""Low, high, currency and period as written."""


@dataclass(frozen=True, slots=True)
class State:
    """All of a posting that must not contradict another's."""

    title: titles.Title | None
    employer: str | None
    is_agency: bool
    place: titles.Words
    experience: str | None
    hours: str | None
    pay: Pay | None
    several_places: bool


def agree(one: State, other: State) -> bool:
    """Tell whether two postings with these states may be one opening.

    >>> at = State(None, "acme", False, frozenset({"ankara"}), None, None, None, False)
    >>> agree(at, State(None, "acme", False, frozenset({"izmir"}), None, None, None, False))
    False
    """
    hires_for_others = one.is_agency or other.is_agency
    if _differ(one.employer, other.employer) and not hires_for_others:
        return False
    if _differ(one.experience, other.experience) or _differ(one.hours, other.hours):
        return False
    if not titles.same_place(one.place, other.place) and not (one.several_places and other.several_places):
        return False
    return same_pay(one.pay, other.pay) and titles.same_role(one.title, other.title)


def same_pay(one: Pay | None, other: Pay | None) -> bool:
    """Tell whether two written amounts may be one: they share an end and contradict each other in none."""
    if one is None or other is None:
        return True
    if any(_differ(a, b) for a, b in zip(one, other, strict=True)):
        return False
    return any(a == b is not None for a, b in zip(one[:2], other[:2], strict=True))


def _differ(one: str | float | None, other: str | float | None) -> bool:
    """Tell whether both are told and not the same."""
    return one is not None and other is not None and one != other


class States:
    """The states of many postings, numbered: `codes` holds each posting's number; a State is made when it is asked for.

    `order` is the place of each posting when those that may agree stand together. `by_title` is a code of its title,
    `by_names` one of employer, title and place; -1 where that is not all told. `employed`: which name an employer.
    """

    def __init__(
        self, told: pa.Table, employers: Mapping[str, Employer | None], several: npt.NDArray[np.bool_]
    ) -> None:
        """`told` is core.told; `several` tells which texts speak of several places."""
        self._titles, title = _beside(told["title"], told["place"], titles.title, _sortable)
        self._employers, employer = _each(told["employer"], lambda name: _who(employers, name), str)
        self._places, place = _beside(told["place"], told["cities"], titles.place, sorted)
        self._experiences, experience = _each(told["experience"], lambda text: text, str)
        self._hours, hours = _each(told["hours"], lambda text: text, str)
        self._pays, pay = _pays(told)
        columns = [title, employer, place, experience, hours, pay, several.astype(np.int64)]
        _, first, self.codes = np.unique(one_code(columns), return_index=True, return_inverse=True)
        self._rows = np.stack([column[first] for column in columns], axis=1)
        self.order: Ints = np.empty(len(title), np.int64)
        self.order[np.lexsort((employer, hours, experience, pay, place, title))] = np.arange(len(title))
        has_title = np.array([t is not None for t in self._titles], bool)[title]
        has_place = np.array([bool(p) for p in self._places], bool)[place]
        self.employed = np.array([e is not None for e in self._employers], bool)[employer]
        names = np.unique(one_code([employer, title, place]), return_inverse=True)[1]
        self.by_title: Ints = np.where(has_title, title, -1)
        self.by_names: Ints = np.where(has_title & has_place & self.employed, names, -1)
        self._answers: dict[tuple[int, int], bool] = {}

    def state(self, code: int) -> State:
        """Return the state of a number."""
        title, employer, place, experience, hours, pay, several = self._rows[code].tolist()
        who, is_agency = self._employers[employer] or (None, False)
        told = (self._titles[title], who, is_agency, self._places[place], self._experiences[experience])
        return State(*told, self._hours[hours], self._pays[pay], bool(several))

    def agree(self, one: int, other: int) -> bool:
        """Tell whether two states, by their numbers, may be one opening."""
        if one == other:
            return True
        asked = (one, other) if one < other else (other, one)
        answer = self._answers.get(asked)
        if answer is None:
            answer = self._answers[asked] = agree(self.state(one), self.state(other))
        return answer

    def agreeing(self, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
        """Tell for each pair of postings whether they may be one opening."""
        one, other = self.codes[left], self.codes[right]
        pairs = (np.minimum(one, other) << 32) | np.maximum(one, other)
        distinct, places = np.unique(pairs, return_inverse=True)
        answers = [a == b or agree(self.state(a), self.state(b)) for a, b in _halves(distinct)]
        return np.array(answers, bool)[places]


def _sortable(title: titles.Title) -> tuple[list[str], list[str]]:
    return sorted(title.levels), sorted(title.words)


def _halves(pairs: Ints) -> Iterator[tuple[int, int]]:
    return ((int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in pairs)


def one_code(columns: list[Ints]) -> Ints:
    """Return one code for each distinct row of several columns of codes."""
    codes = columns[0]
    for column in columns[1:]:
        codes = np.unique((codes << 32) | column, return_inverse=True)[1]
    return codes


def encoded(column: pa.ChunkedArray) -> tuple[list[Any], Ints]:
    """Return the distinct values of a column, None among them, and each row's place in them."""
    values, codes = _dictionary(column)
    return values.to_pylist(), codes


def codes_of(column: pa.ChunkedArray) -> Ints:
    """Return a code for each row of a column, the same for the same value; null is a value too."""
    return _dictionary(column)[1]


def _dictionary(column: pa.ChunkedArray) -> tuple[pa.Array[Any], Ints]:
    one = pc.dictionary_encode(column.combine_chunks(), null_encoding="encode")
    one = one.combine_chunks() if isinstance(one, pa.ChunkedArray) else one
    return one.dictionary, one.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def _each(column: pa.ChunkedArray, make: Callable[[Any], Any], by: Callable[[Any], Any]) -> tuple[list[Any], Ints]:
    """Return what `make` makes of the values of a column, each once, sorted by `by`, and each row's place in them."""
    written, codes = encoded(column)
    made, places = _ranked(map(make, written), by)
    return made, places[codes]


def _ranked(values: Iterable[Any], by: Callable[[Any], Any]) -> tuple[list[Any], Ints]:
    """Return the distinct values sorted by `by`, None first, and the place of each in them."""
    seen: dict[Any, int] = {}
    codes = np.fromiter((seen.setdefault(value, len(seen)) for value in values), np.int64)
    distinct = sorted(seen, key=lambda value: (value is not None, "" if value is None else by(value)))
    place = np.empty(len(seen), np.int64)
    place[[seen[value] for value in distinct]] = np.arange(len(seen))
    return distinct, place[codes]


def _beside(
    column: pa.ChunkedArray, other: pa.ChunkedArray, make: Callable[[Any, Any], Any], by: Callable[[Any], Any]
) -> tuple[list[Any], Ints]:
    """Return what `make` makes of the values of two columns side by side, as `_each` does of one."""
    (written, codes), (beside, others) = encoded(column), encoded(other)
    pairs, of_pair = np.unique((codes << 32) | others, return_inverse=True)
    made, places = _ranked((make(written[one], beside[two]) for one, two in _halves(pairs)), by)
    return made, places[of_pair]


def _who(employers: Mapping[str, Employer | None], name: str | None) -> tuple[str, bool] | None:
    who = employers.get(name) if name else None
    return (who.employer_id, who.is_agency) if who else None


def _pays(told: pa.Table) -> tuple[list[Pay | None], Ints]:
    columns = [encoded(told[name]) for name in ("pay_low", "pay_high", "currency", "period")]
    rows = one_code([codes for _, codes in columns])
    _, first, of_row = np.unique(rows, return_index=True, return_inverse=True)
    each: list[Any] = [tuple(values[codes[row]] for values, codes in columns) for row in first.tolist()]
    shown = [pay if pay[0] is not None or pay[1] is not None else None for pay in each]
    known, places = _ranked(shown, lambda pay: tuple((x is not None, x or 0) for x in pay[:2]) + tuple(map(str, pay)))
    return known, places[of_row]
