"""Tolerances of the tiny run, from the scatter of a few runs of its size with other seeds.

At toy sizes a claim misses what is expected for two reasons: the size, which shifts it by the same
amount in every run, and chance. Both are measured: by the mean and by the scatter of its misses.
"""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import t as student

from memgen.finished.gallery import finished_run
from memgen.registry import (
    REGISTRY,
    TINY,
    TOLERANCES,
    Claim,
    Tolerances,
    read_registry,
    read_tolerances,
)
from memgen.settings.run_names import shipped
from memgen.statistics.measurement import Measurement
from memgen.tables.files import atomic

LEAST = 3
# Two-sided: how often one more run may lie outside the interval in which it is expected.
LEVEL = 0.95
# Standard deviation of what rounding to a whole number hides.
ROUNDING = 12**-0.5
HEADER = """\
# Tolerances of the tiny run: source -> figure -> claim. Made by `memgen tolerances` from the misses
# of tiny runs with other seeds, never by hand; a claim that is not here has the tolerance of its
# own in every run.
"""


def set_tolerances(root: Path, names: Sequence[str]) -> str:
    """Write workflow/figures/tolerances.yaml from finished runs, and return what to say of it.

    A source of which no run has a claim keeps the tolerances that it had.

    Raises
    ------
    FileNotFoundError
        If a run is not finished.
    ValueError
        If they are fewer than three, not of the tiny size, or two of one seed, or if a claim is in
        some of them only.
    """
    claims = [_claims(root, name) for name in names]
    _require_other_seeds(root, names)
    tolerances: Tolerances = {}
    unable = []
    before = read_tolerances(root / REGISTRY)
    measured = {source for of_run in claims for source, *_ in of_run}
    for source, entry in read_registry(root / REGISTRY).items():
        if source not in measured and source in before:
            tolerances[source] = before[source]
            continue
        for figure, about in entry.figures.items():
            for claim in about.claims:
                key = (source, figure, claim.measure)
                rows = [of_run[key] for of_run in claims if key in of_run]
                if not rows:
                    continue  # a figure that none of these runs has
                if len(rows) < len(claims):
                    raise ValueError(f"{'/'.join(key)} is not in all of {', '.join(names)}.")
                tolerance = tolerance_of(claim, rows)
                if tolerance > claim.tolerance:
                    tolerances.setdefault(source, {}).setdefault(figure, {})[claim.measure] = (
                        tolerance
                    )
                if cannot_fail(claim, tolerance):
                    unable.append(f"  {'/'.join(key)}: {claim.expected:g} within {tolerance:g}")
    write(root, tolerances)
    count = sum(len(of) for figures in tolerances.values() for of in figures.values())
    lines = [f"{count} claims have a wider tolerance in the tiny run than in others."]
    if unable:
        lines += [f"{len(unable)} claims cannot fail at this size, whatever they measure:", *unable]
    return "\n".join(lines)


def tolerance_of(claim: Claim, rows: Sequence[pd.Series]) -> float:
    """Return the smallest tolerance with which one more run of the size would not fail.

    Parameters
    ----------
    claim : Claim
        The claim.
    rows : sequence of Series
        Its rows of the runs' tables of claims: measured, stderr, n.

    Returns
    -------
    float
        |b| + h - m rounded up to two digits, and not below the claim's own tolerance. b is the mean
        of the k misses, h = q s sqrt(1 + 1/k) with Student's quantile q of k - 1 degrees of
        freedom, so that b +- h is where one more miss is expected; m is the smallest margin that
        the verdict grants. The scatter s of so few runs is small by chance now and then: it is
        taken to be no smaller than the standard errors that the runs themselves report, nor, for
        measurements rounded to whole numbers, than the rounding's 1 / sqrt(12).

    """
    measured = [_measurement(row) for row in rows]
    known = [one for one in measured if np.isfinite(one.value) and np.isfinite(one.stderr)]
    if len(known) < 2:
        return claim.tolerance  # what cannot be measured is not resolved, and never fails
    misses = np.array([_miss(claim, one.value) for one in known])
    drawn = [one for one in known if one.n is not None]
    errors = np.array([one.stderr for one in drawn])
    reported = np.sqrt(np.mean(errors**2)) if drawn else 0.0
    count = len(misses)
    scatter = max(misses.std(ddof=1), reported)
    if claim.whole:
        scatter = max(scatter, ROUNDING)
    reach = student.ppf((1 + LEVEL) / 2, count - 1) * scatter * np.sqrt(1 + 1 / count)
    bias = abs(misses.mean()) if claim.relation == "equal" else misses.mean()
    margin = min((one.margin for one in drawn), default=0.0)
    return max(claim.tolerance, rounded_up(bias + reach - margin))


def cannot_fail(claim: Claim, tolerance: float) -> bool:
    """Return whether a tolerance is as large as what it tests: |expected|, or 1 where that is 0."""
    return tolerance >= (abs(claim.expected) or 1.0)


def rounded_up(value: float) -> float:
    """Return a number rounded up to two digits; 0 for what is not positive."""
    if value <= 0:
        return 0.0
    exact = Decimal(f"{value:.12g}")  # not up to the next for the last bit of a sum
    return float(exact.quantize(Decimal(1).scaleb(exact.adjusted() - 1), ROUND_CEILING))


def write(root: Path, tolerances: Tolerances) -> None:
    """Write workflow/figures/tolerances.yaml."""
    lines = []
    for source, figures in tolerances.items():
        lines += ["", f"{source}:"]
        for figure, claims in figures.items():
            lines += [f"  {figure}:", *(f"    {name}: {claims[name]:g}" for name in claims)]
    with atomic(root / REGISTRY / TOLERANCES) as temporary:
        temporary.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


def _claims(root: Path, name: str) -> dict[tuple[str, str, str], pd.Series]:
    """Return a run's claims by source, figure and measure."""
    path = root / "results" / name / "claims.csv"
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing: finish the {name} run first.")
    claims = pd.read_csv(path, dtype={"n": "Int64"})
    measured = claims[claims["claim"].notna()]
    return {
        (str(row["source"]), str(row["figure"]), str(row["claim"])): row
        for _, row in measured.iterrows()
    }


def _require_other_seeds(root: Path, names: Sequence[str]) -> None:
    """Check that runs are of the tiny size, and each of a seed of its own."""
    seeds = []
    for name in names:
        config = finished_run(root, name).config
        if config != shipped(TINY, config.seed).model_copy(update={"run": name}):
            raise ValueError(
                f"the {name} run is not of the tiny size: make it by --configfile config/tiny.yaml "
                f"--config run={name} seed=1, with no other setting."
            )
        seeds.append(config.seed)
    if len(set(seeds)) < max(LEAST, len(seeds)):
        raise ValueError(
            f"{', '.join(names)} have the seeds {seeds}: name {LEAST} runs or more, each of a seed "
            "of its own."
        )


def _measurement(row: pd.Series) -> Measurement:
    stderr = float(row["stderr"])
    n = None if pd.isna(row["n"]) else int(row["n"])
    return Measurement(float(row["measured"]), np.inf if np.isnan(stderr) else stderr, n)


def _miss(claim: Claim, value: float) -> float:
    """How far a value lies from what is expected, positive on the wrong side."""
    return claim.expected - value if claim.relation == "at least" else value - claim.expected
