"""Which postings are one opening: likely pairs, each with its reason, joined from the surest on unless they contradict.

A pair is joined for the first of these that holds:

- same source, id, title and pay (files of one source that overlap);
- same address and title;
- same text;
- same employer, title and place;
- nearly the same text: word 5-grams with a Jaccard similarity of at least 0.8, counted exactly.

Two groups are joined only if no posting of one contradicts any of the other (`states.agree`), so a posting that hides
its pay never ties two pays together. Nothing depends on the order of the rows or the number of workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.openings import counted, kept, nearby
from pipeline.openings.addresses import address
from pipeline.openings.employers import Employer
from pipeline.openings.shingles import Ints
from pipeline.openings.states import States, codes_of, one_code

NEAR = 0.8
"""Jaccard similarity from which two texts are nearly the same."""
CONTAINED = 0.5
"""Postings alike by name only, whose texts are told, share at least this part of the shorter text."""
FEWEST_SHINGLES = 16
"""A text of fewer shingles (20 words) is too short to be recognised by."""

REASONS = (
    "same source, id, title and pay",
    "same address and title",
    "same text",
    "same employer, title and place",
    "nearly the same text",
)
_ID, _ADDRESS, _TEXT, _NAMES, _NEAR = range(5)
_VALUES_AT_ONCE = 1 << 16


Texts = Iterable[pa.RecordBatch | tuple[Ints, Ints, kept.File]]


def groups(
    told: pa.Table,
    texts: Texts,
    employers: Mapping[str, Employer | None],
    workers: int = 2,
    folder: Path | None = None,
) -> pa.Table:
    """Return a row for each of `told`: number, opening (the least in it), reason, alike, similarity, text_digest.

    `told` is one row a posting, its `number` from 0 in the order of its identity; `texts` are batches of number and
    text in any order, or files of which it is kept (numbers, their rows in the file, the file). `alike` is the number
    of the posting it was found alike to, null where it stands alone; `similarity` is null where no text was compared;
    `text_digest` is of the words, null without any. `folder` is where shingles are spilled, and counts of pairs kept.
    """
    if np.any(np.diff(told["number"].to_numpy()) < 0):  # else no second copy of a million rows
        told = told.sort_by("number")
    with nearby.Spill(told.num_rows, folder) as spill:
        read = _Texts(spill, texts, workers, folder)
        states = States(told, employers, read.several)
        left, right, kind, similarity = _edges(told, read, states)
    digest = pa.array(read.digest, mask=read.sizes == 0)
    return _joined(told.num_rows, states, left, right, kind, similarity).append_column("text_digest", digest)


class _Texts:
    """What is kept of all texts: signatures, digests, whether they speak of several places, shingles on disk."""

    def __init__(self, spill: nearby.Spill, texts: Texts, workers: int, folder: Path | None) -> None:
        self.spill, self._folder, rows = spill, folder, len(spill.sizes)
        self.bands = np.zeros((rows, nearby.BANDS), np.uint32)
        self.digest = np.zeros(rows, np.uint64)
        self.several = np.zeros(rows, bool)
        for told in texts:
            if isinstance(told, pa.RecordBatch):
                numbers, done = told["number"].to_numpy(), 0
                for found, read in kept.read_texts([told["text"]], workers):
                    some = numbers[done : done + len(read.sizes)]
                    self._take(some, read)
                    spill.add(some, found)
                    done += len(read.sizes)
            else:
                numbers, places, file = told
                self._take(numbers, file.read.at(places))
                ends = np.cumsum(file.read.sizes)
                spill.lend(numbers, file.values, (ends - file.read.sizes)[places], file.read.sizes[places])

    def _take(self, numbers: Ints, read: kept.Read) -> None:
        self.bands[numbers], self.digest[numbers], self.several[numbers] = read.bands, read.digest, read.several

    @property
    def sizes(self) -> Ints:
        """How many shingles each text has."""
        return self.spill.sizes

    def shared(self, left: Ints, right: Ints) -> Ints:
        """Return how many shingles the texts of each pair share."""

        def count(pairs: Ints) -> Ints:
            return self.spill.shared(left[pairs], right[pairs])

        return counted.shared(self._folder, kept.version(), self.digest[left], self.digest[right], count)


def _edges(told: pa.Table, read: _Texts, states: States) -> tuple[Ints, Ints, Ints, npt.NDArray[np.float64]]:
    """Return the pairs that are alike: left, right, kind (its place in REASONS), similarity (NaN: not compared)."""
    sizes, order = read.sizes, states.order
    by_title, by_names = states.by_title, states.by_names
    text = _codes(read.digest, sizes > 0)
    known = {  # in the order of REASONS
        _ID: _id_keys(told, by_title, text),
        _ADDRESS: _together(_addresses(told), by_title),
        _TEXT: np.where((sizes >= FEWEST_SHINGLES) | states.employed, _together(text, by_title), -1),
        _NAMES: by_names,
    }
    pairs = [_pairs_of(keys, order) for keys in known.values()] + [_near_pairs(read, states, text)]
    read.bands = read.bands[:0]  # 100 bytes a text, of no more use: what follows needs the room
    left, right = (np.concatenate(side) for side in zip(*pairs, strict=True))
    kind = np.repeat(np.arange(len(pairs)), [len(one) for one, _ in pairs])
    may = states.agreeing(left, right)
    left, right, kind = left[may], right[may], kind[may]
    similarity, kept = _compared(told, read, left, right, kind)
    return left[kept], right[kept], kind[kept], similarity[kept]


def _near_pairs(read: _Texts, states: States, text: Ints) -> tuple[Ints, Ints]:
    """Return pairs whose texts may be nearly the same; postings of one text and state are looked at once."""
    long = np.flatnonzero(read.sizes >= FEWEST_SHINGLES)
    _, first = np.unique((text[long] << 32) | states.codes[long], return_index=True)
    rows = long[np.sort(first)]
    pairs = nearby.Pairs()
    for one, other in nearby.candidates(read.bands[rows], states.order[rows]):
        differ = text[rows[one]] != text[rows[other]]
        pairs.add(rows[one[differ]], rows[other[differ]])
    # the same text under another title: nearly the same as well
    pairs.add(*_pairs_of(np.where(read.sizes >= FEWEST_SHINGLES, text, -1), states.order))
    left, right = pairs.rows()
    likely = nearby.likely(read.bands, left, right)
    return left[likely], right[likely]


def _compared(
    told: pa.Table, read: _Texts, left: Ints, right: Ints, kind: Ints
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return the Jaccard similarity of each pair's texts (NaN: not compared), and which pairs are alike enough."""
    sizes = read.sizes
    language = codes_of(told["language"])
    comparable = (np.minimum(sizes[left], sizes[right]) >= FEWEST_SHINGLES) & (kind != _ID)
    similarity = np.full(len(left), np.nan)
    contained = np.ones(len(left))
    at = np.flatnonzero(comparable)
    shared = read.shared(left[at], right[at])
    similarity[at] = shared / (sizes[left[at]] + sizes[right[at]] - shared)
    contained[at] = shared / np.minimum(sizes[left[at]], sizes[right[at]])
    translated = language[left] != language[right]
    by_names = (kind == _ADDRESS) | (kind == _NAMES)
    enough = np.where(by_names, (contained >= CONTAINED) | translated, (kind != _NEAR) | (similarity >= NEAR))
    return similarity, enough


def _joined(
    rows: int, states: States, left: Ints, right: Ints, kind: Ints, similarity: npt.NDArray[np.float64]
) -> pa.Table:
    """Join pairs from the surest on, unless a posting of one group contradicts one of the other."""
    order = np.lexsort((right, left, -np.nan_to_num(similarity, nan=0.0), kind))
    left, right, kind, similarity = left[order], right[order], kind[order], similarity[order]
    opening = _united(rows, states, left, right)
    inside = np.flatnonzero(opening[left] == opening[right])
    # of the pairs inside an opening, a posting's surest tells why it is there
    row, first = np.unique(np.stack([left[inside], right[inside]], axis=1).ravel(), return_index=True)
    pair = inside[first // 2]
    reason, alike, measured = np.full(rows, -1), np.full(rows, -1), np.full(rows, np.nan)
    reason[row], measured[row] = kind[pair], similarity[pair]
    alike[row] = np.where(first % 2, left[pair], right[pair])
    reasons = pa.DictionaryArray.from_arrays(pa.array(reason, mask=reason < 0), pa.array(REASONS))
    return pa.table(
        {
            "number": pa.array(np.arange(rows)),
            "opening": pa.array(opening),
            "reason": reasons.cast(pa.string()),
            "alike": pa.array(alike, mask=alike < 0),
            "similarity": pa.array(measured, mask=np.isnan(measured)),
        }
    )


def _united(rows: int, states: States, left: Ints, right: Ints) -> Ints:
    """Return the least row of each row's group once the pairs are joined, in their order, unless they contradict."""
    parent: dict[int, int] = {}
    members: dict[int, set[int]] = {}

    def root(row: int) -> int:
        while (above := parent.get(row, row)) != row:
            parent[row] = parent.get(above, above)
            row = above
        return row

    for one, other in zip(map(int, left), map(int, right), strict=True):
        a, b = sorted((root(one), root(other)))
        if a == b:
            continue
        mine = members.get(a) or {int(states.codes[a])}
        theirs = members.get(b) or {int(states.codes[b])}
        if all(states.agree(x, y) for x in mine for y in theirs):
            parent[b] = a
            members[a] = mine | theirs
            members.pop(b, None)
    opening = np.arange(rows)
    for row in parent:
        opening[row] = root(row)
    return opening


def _pairs_of(keys: Ints, order: Ints) -> tuple[Ints, Ints]:
    """Return pairs of rows with one key (-1 is none), neighbours in `order`."""
    rows = np.flatnonzero(keys >= 0)
    by_order = rows[np.argsort(order[rows], kind="stable")]
    ranked = (keys[by_order].astype(np.uint64) << np.uint64(32)) | np.arange(len(by_order), dtype=np.uint64)
    return nearby.windows(ranked, by_order)


def _id_keys(told: pa.Table, by_title: Ints, text: Ints) -> Ints:
    """Return a code of source, id, title, employer and pay of each posting from a file; -1 where that says too little.

    An id is unique in its file only: with neither pay nor employer told, the text must be the same as well.
    """
    names = ("source", "id", "employer", "pay_low", "pay_high", "currency", "period")
    missing = [told[name].is_null().to_numpy() for name in ("employer", "pay_low", "pay_high")]
    bare = missing[0] & missing[1] & missing[2]
    columns = [codes_of(told[name]) for name in names]
    codes = one_code([by_title + 1, *columns, np.where(bare, text + 1, 0)])
    says_enough = (by_title >= 0) & ~(bare & (text < 0)) & ~told["is_live"].to_numpy()
    return np.where(says_enough, codes, -1)


def _addresses(told: pa.Table) -> Ints:
    """Return a code of each posting's address, -1 where it has none."""
    plain = [pa.array(map(address, part.to_pylist()), pa.string()) for part in _parts(told["url"])]
    addresses = pa.chunked_array(plain, pa.string())
    return np.where(addresses.is_null().to_numpy(), -1, codes_of(addresses))


def _parts(column: pa.ChunkedArray) -> Iterator[pa.ChunkedArray]:
    """Yield a column in pieces: a million addresses are never all Python's objects at once."""
    for begin in range(0, len(column), _VALUES_AT_ONCE):
        yield column.slice(begin, _VALUES_AT_ONCE)


def _together(one: Ints, other: Ints) -> Ints:
    """Return a code of both codes; -1 where either is missing. A missing title is a title of its own."""
    both = (one.astype(np.uint64) << np.uint64(32)) | (other + 1).astype(np.uint64)
    return _codes(both, one >= 0)


def _codes(values: npt.NDArray[np.uint64], told: npt.NDArray[np.bool_]) -> Ints:
    codes = np.full(len(values), -1, np.int64)
    codes[told] = np.unique(values[told], return_inverse=True)[1]
    return codes
