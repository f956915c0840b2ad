"""The first real check: diagnostics, bands of real postings beside the naive ways, pictures of docs/statistics.md.

    vacancies extract ../shared/corpus/pay_ru.csv --json > pay.jsonl
    .venv/bin/python benchmarks/pay_ru_check.py pay.jsonl --figures docs/figures

Prints Markdown. Roubles a month, net view: pay stated gross is converted by the 2025 income-tax scale, pay that says
neither is taken as net (three in four of the flagged postings are) and its share is printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline import statistics as st
from pipeline.statistics.completion import learn
from pipeline.statistics.inputs import RANGE, read_postings
from pipeline.statistics.market import wilson
from pipeline.statistics.pool import Pool
from pipeline.statistics.regression import covariates, fit

EDGES = np.array([0, 2.4e6, 5e6, 20e6, 50e6])
RATES = np.array([0.13, 0.15, 0.18, 0.20, 0.22])
YEARS = {(0, 1): "none", (1, 3): "1-3", (3, 6): "3-6", (6, None): "6+"}


def net(month):
    year = np.asarray(month, float)[..., None] * 12
    return month - (np.clip(np.minimum(year, np.append(EDGES[1:], np.inf)) - EDGES, 0, None) * RATES).sum(axis=-1) / 12


def read(path: Path) -> pd.DataFrame:
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        pay, years = one["salary"], one["experience"]
        bucket = None
        if years:
            bucket = (
                "none" if years["modality"] == "not_needed" else YEARS.get((years["min_years"], years["max_years"]))
            )
        rows.append(
            {
                "title": one["title"], "employer": one["employer"], "city": one["place"], "experience": bucket,
                "role": one["role"], "salary_from": pay["from"], "salary_to": pay["to"], "currency": pay["currency"],
                "tax": pay["tax"], "period": pay["period"],
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows)
    paid = frame[["salary_from", "salary_to"]].notna().any(axis=1)
    frame = frame[(frame["currency"] == "RUB") | ~paid]
    frame = frame[frame["period"].isna() | (frame["period"] == "month")]
    gross = frame["tax"] == "gross"
    frame["tax_unknown"] = (frame["tax"] == "unknown") & frame[["salary_from", "salary_to"]].notna().any(axis=1)
    for name in ("salary_from", "salary_to"):
        frame[name] = frame[name].astype(float)
        frame.loc[gross, name] = net(frame.loc[gross, name].to_numpy())
    same = ["title", "employer", "city", "experience", "salary_from", "salary_to"]
    frame["dup_weight"] = 1 / frame.groupby(same, dropna=False)["title"].transform("size").clip(lower=1)
    frame = frame.drop(columns=["period", "currency", "tax"]).reset_index(drop=True)
    check = st.check_pay_units(frame)
    odd = np.isin(check.action, ["quarantine"])
    fixed = check.action == "fix"
    for name in ("salary_from", "salary_to"):
        frame.loc[fixed, name] *= np.exp(check.shift[fixed])
        frame.loc[odd, name] = np.nan
    print(f"Sanity step: {check.counts()}\n")
    return frame


def diagnostics(frame: pd.DataFrame, what: str) -> None:
    postings = read_postings(frame)
    shown = postings.take(postings.shown)
    closed = shown.form == RANGE
    width = shown.high[closed] - shown.low[closed]
    learnt = learn(postings)
    values = np.where(np.isnan(shown.low), shown.high, shown.low)
    amounts = np.exp(values)
    heap = np.isclose(amounts % 5000, 0, atol=1) | np.isclose(amounts % 5000, 5000, atol=1)
    named = shown.cluster[shown.named]
    sizes = np.unique(named, return_counts=True)[1]
    skew = ((width - width.mean()) ** 3).mean() / width.std() ** 3
    print(
        f"| {what} | {len(postings):,} | {len(shown):,} | {width.mean():.2f} / {skew:.1f} | {learnt.half_width:.3f} | "
        f"{learnt.from_offset.value:.3f} ({learnt.from_offset.error:.3f}) | "
        f"{learnt.upto_offset.value:.3f} ({learnt.upto_offset.error:.3f}) | "
        f"{100 * (~shown.named).mean():.0f} % | {100 * (sizes > 1).mean() if sizes.size else 0:.0f} % | "
        f"{100 * heap.mean():.0f} % |"
    )


def shown_amount(cell: st.Estimate) -> str:
    ends = "–".join("open" if end is None else f"{end / 1000:.0f}" for end in (cell.low, cell.high))
    if cell.value is None:
        return "–" if cell.low is None and cell.high is None else f"[{ends}]"
    return f"{cell.value / 1000:.0f} [{ends}]"


def naive(part: pd.DataFrame) -> list[str]:
    low, high = part["salary_from"], part["salary_to"]
    middle = ((low + high) / 2).fillna(low).fillna(high)
    return [f"{one.median() / 1000:.0f}" if one.notna().sum() >= 8 else "–" for one in (middle, low, high)]


def bands(frame: pd.DataFrame) -> list[tuple[str, st.PrintedBand]]:
    pool = st.prepare_pool(frame)
    places = list(frame.loc[frame["salary_from"].notna(), "city"].value_counts().index[:3])
    levels = ["none", "1-3", "3-6", "6+"]
    segments = [("all", "all", frame)]
    segments += [(place, "all", frame[frame["city"] == place]) for place in places]
    segments += [("all", level, frame[frame["experience"] == level]) for level in levels]
    segments += [
        (place, level, frame[(frame["city"] == place) & (frame["experience"] == level)])
        for place in places for level in levels
    ]  # fmt: skip
    found = []
    print("| place | experience | n | employers | floor P50 | middle P50 | ceiling P50 | by width / by pay "
          "| naive middle | lower ends | upper ends | grade |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for place, level, part in segments:
        band = st.printable(st.salary_band(part, pool=pool))
        both = "–" if band.by_width is None else f"{band.by_width / 1000:.0f} / {band.by_pay / 1000:.0f}"
        cells = [shown_amount(getattr(band, line)[0.5]) for line in ("floor", "middle", "ceiling")]
        plain = naive(part) if band.method != "none" else ["–"] * 3
        print(f"| {place} | {level} | {band.n} | {band.employers} | {' | '.join(cells)} | {both} | {' | '.join(plain)} "
              f"| {band.grade}{' (pooled)' if band.method == 'pooled' else ''} |")  # fmt: skip
        if band.middle[0.5].value is not None:
            found.append((f"{place}, {level}", band))
    paid = frame[["salary_from", "salary_to"]].notna().any(axis=1)
    unsaid = frame.loc[paid, "tax_unknown"].mean()
    print(f"\nNeither gross nor net said: {100 * unsaid:.0f} % of postings that show pay.")
    return found


def alike(frame: pd.DataFrame, what: str, repeats: int = 300) -> None:
    """How alike postings of one employer pay: the share of variance between employers, with a bootstrap over employers.

    One-way analysis of variance of the completed log middle: as it is, and less what city and experience explain.
    """
    named = frame[frame["employer"].notna() & frame[["salary_from", "salary_to"]].notna().any(axis=1)]
    named = named[named.groupby("employer")["employer"].transform("size") > 1]
    common = named["city"].value_counts().nlargest(30).index
    postings = read_postings(named.assign(city=named["city"].where(named["city"].isin(common))))
    middle = Pool(postings, pooling=False).completion(postings).complete(postings, 0.5)[1]
    fitted = fit(covariates(postings), middle, np.ones(len(postings)))
    _, codes = np.unique(postings.cluster, return_inverse=True)
    rng = np.random.default_rng(1)
    for name, values in (("as it is", middle), ("city and experience held equal", fitted.residuals)):
        groups = [values[codes == code] for code in range(codes.max() + 1)]
        found = icc(groups)
        drawn = [icc([groups[i] for i in rng.integers(0, len(groups), len(groups))]) for _ in range(repeats)]
        low, high = np.quantile(drawn, (0.05, 0.95))
        print(f"| {what} | {name} | {len(groups)} | {len(values):,} | {found:.2f} [{low:.2f}–{high:.2f}] |")


def icc(groups: list[np.ndarray]) -> float:
    """(MSB - MSW) / (MSB + (n0 - 1) MSW), n0 the mean size corrected for unequal sizes (Donner 1986)."""
    sizes = np.array([len(group) for group in groups], float)
    total, count = sizes.sum(), len(groups)
    grand = np.concatenate(groups).mean()
    between = sum(n * (group.mean() - grand) ** 2 for n, group in zip(sizes, groups, strict=True)) / (count - 1)
    within = sum(((group - group.mean()) ** 2).sum() for group in groups) / (total - count)
    size = (total - (sizes**2).sum() / total) / (count - 1)
    return float((between - within) / (between + (size - 1) * within))


def disclosure(frame: pd.DataFrame, what: str) -> None:
    """The share of postings that show pay, by place and by experience, with 90 % Wilson intervals."""
    shows = frame[["salary_from", "salary_to"]].notna().any(axis=1)
    for column in ("city", "experience"):
        for value in frame[column].value_counts().nlargest(8).index:
            inside = shows[frame[column] == value]
            low, high = wilson(int(inside.sum()), len(inside))
            share = f"{100 * inside.mean():.0f} % [{100 * (low or 0):.0f}–{100 * (high or 0):.0f}]"
            print(f"| {what} | {value} | {len(inside):,} | {share} |")


def pictures(found: list[tuple[str, st.PrintedBand]], folder: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "vacancies", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot as plt

    folder.mkdir(parents=True, exist_ok=True)
    figure, axes = plt.subplots(figsize=(7.5, 0.42 * len(found) + 1.2))
    for place, (_, band) in enumerate(reversed(found)):
        for line, colour, shift in (
            ("floor", "#7a9cc6", 0.2),
            ("middle", "#1f3a5f", 0.0),
            ("ceiling", "#c67a7a", -0.2),
        ):
            cell = getattr(band, line)[0.5]
            if cell.value is None:
                continue
            ends = [cell.value - (cell.low or cell.value), (cell.high or cell.value) - cell.value]
            reach = [[end / 1000] for end in ends]
            label = line if place == 0 else None
            axes.errorbar(cell.value / 1000, place + shift, xerr=reach, fmt="o", ms=4, color=colour, label=label)
    axes.set_yticks(range(len(found)), [f"{name} (n = {band.n})" for name, band in reversed(found)])
    axes.set_xlabel("median, thousand roubles a month, net view; bars: 90 % interval")
    axes.legend(loc="lower right", frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(folder / "pay_ru_bands.svg", metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("facts", type=Path)
    parser.add_argument("--figures", type=Path)
    options = parser.parse_args()
    frame = read(options.facts)
    role = frame[frame["role"] == "yes"].drop(columns="role")
    print("| postings | all | with pay | ln(B/A) mean / skew | half-width h | from: p (SE) | up to: p (SE) "
          "| name no employer | employers with > 1 | on round 5,000s |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|")
    diagnostics(frame.drop(columns="role"), "every occupation")
    diagnostics(role, "account and sales managers")
    print()
    found = bands(role)
    print("\n| postings | variance of log pay | employers with > 1 | their postings | share between employers |")
    print("|---|---|---|---|---|")
    alike(frame.drop(columns="role"), "every occupation")
    print("\n| postings | place or experience | postings | show pay |\n|---|---|---|---|")
    disclosure(frame, "every occupation")
    disclosure(role, "account and sales managers")
    if options.figures:
        pictures(found, options.figures)


if __name__ == "__main__":
    main()
