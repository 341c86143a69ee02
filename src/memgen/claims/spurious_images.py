"""Claims of the image part of arXiv:2505.21777, measured from the figures' tables."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]

ENOUGH = 5  # samples of a type behind a mean that is compared
UNKNOWN = Measurement(float("nan"), float("inf"))


def worst(found: Iterable[Measurement]) -> Measurement:
    """The measurement that is least certain to be positive: of image sets, widths, K."""
    known = [one for one in found if np.isfinite(one.value)]
    return min(known, key=lambda one: one.value - 2 * one.stderr, default=UNKNOWN)


def difference(upper: pd.DataFrame, lower: pd.DataFrame, on: list[str]) -> Measurement:
    """Mean of upper minus lower over the rows that both have at the same `on`.

    Where a type has too few samples at a K, nothing is compared there. The error is that of the
    means: that the difference is not the same at every K is no uncertainty of its mean.
    """
    upper, lower = (rows[rows["samples"] >= ENOUGH] for rows in (upper, lower))
    both = upper.merge(lower, on=on, suffixes=("", "_lower"))
    both = both[both["stderr"].notna() & both["stderr_lower"].notna()]
    if both.empty:
        return UNKNOWN
    gap = float((both["value"] - both["value_lower"]).mean())
    squares = (both["stderr"] ** 2 + both["stderr_lower"] ** 2).sum()
    return Measurement(gap, float(np.sqrt(squares)) / len(both), int(both["n"].sum()))


def _by_set(table: pd.DataFrame, measure: Callable[[pd.DataFrame], Measurement]) -> Measurement:
    return worst(measure(rows) for _, rows in table.groupby("images", sort=False))


def _base(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the width that has most of them: the base width, with the whole ladder of K."""
    return rows[rows["width"] == rows["width"].value_counts().index[0]]


def _fractions(tables: Tables) -> pd.DataFrame:
    return select(tables["image_types"], quantity="fraction", scale=1.0)


def _peaks(tables: Tables, which: str) -> Measurement:
    rows = select(tables["image_types"], quantity="contrast", which=which)
    return Measurement(float(rows["value"].min()), 0.0, len(rows))


def training_distance_has_two_peaks(tables: Tables) -> Measurement:
    """Contrast of the clearest valley of d_S among all K, smallest over the image sets."""
    return _peaks(tables, "delta_m")


def synthetic_distance_has_two_peaks(tables: Tables) -> Measurement:
    """Contrast of the clearest valley of d_S' among all K, smallest over the image sets."""
    return _peaks(tables, "delta_s")


def _largest_real(tables: Tables, quantity: str) -> Measurement:
    rows = select(tables["image_types"], quantity=quantity)
    row = rows.loc[rows["value"].idxmax()]
    return Measurement(float(row["value"]), float(row["stderr"]), int(row["n"]))


def real_images_pass_for_memorised(tables: Tables) -> Measurement:
    """Fraction of fresh real images within delta_m of the training set, largest over sets, K."""
    return _largest_real(tables, "false_memorised")


def real_images_pass_for_spurious(tables: Tables) -> Measurement:
    """Fraction of fresh real images within delta_s of each other, largest over sets and K."""
    return _largest_real(tables, "false_spurious")


def spurious_peak(tables: Tables) -> Measurement:
    """Largest spurious fraction inside the ladder of K minus the larger one at its ends."""

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        own = _base(rows[rows["type"] == "spurious"]).sort_values("K")
        inside = own.iloc[1:-1]
        if inside.empty:
            return UNKNOWN
        top = inside.loc[inside["value"].idxmax()]
        end = max((own.iloc[0], own.iloc[-1]), key=lambda row: row["value"])
        error = np.hypot(top["stderr"], end["stderr"])
        return Measurement(float(top["value"] - end["value"]), float(error), int(top["n"]))

    return _by_set(_fractions(tables), of_a_set)


def spurious_peak_is_at_the_boundary(tables: Tables) -> Measurement:
    """log2 of the K with most spurious samples over the K where memorised = generalised.

    The set furthest from 0; its error is that of the ladder's spacing, which places the peak.
    """
    found = []
    for _, rows in _fractions(tables).groupby("images", sort=False):
        own = _base(rows).pivot_table(index="K", columns="type", values="value").sort_index()
        gap = (own["memorised"] - own["generalised"]).to_numpy()
        logs = np.log2(own.index.to_numpy(float))
        down = np.flatnonzero((gap[:-1] > 0) & (gap[1:] <= 0))
        if down.size != 1:
            continue
        (k,) = down
        boundary = logs[k] + gap[k] / (gap[k] - gap[k + 1]) * (logs[k + 1] - logs[k])
        peak = int(own["spurious"].to_numpy().argmax())
        spacing = float(np.diff(logs)[max(peak - 1, 0) : peak + 1].mean())
        value = float(logs[peak] - boundary)
        found.append(Measurement(value, spacing / np.sqrt(12), int(rows["n"].iloc[0])))
    return max(found, key=lambda one: abs(one.value), default=UNKNOWN)


def spurious_above_real(tables: Tables) -> Measurement:
    """Largest spurious fraction minus that of as many fresh real images, at the same K."""

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        samples = rows[rows["of"] == "samples"]
        both = samples.merge(
            rows[rows["of"] == "real"], on=["K", "synthetic"], suffixes=("", "_real")
        )
        if both.empty:
            return UNKNOWN
        row = both.loc[both["value"].idxmax()]
        error = np.hypot(row["stderr"], row["stderr_real"])
        return Measurement(float(row["value"] - row["value_real"]), float(error), int(row["n"]))

    return _by_set(select(tables["image_types"], quantity="spurious_by_size"), of_a_set)


def spurious_grows_with_synthetic_set(tables: Tables) -> Measurement:
    """Spurious fraction at the largest over that at the smallest |S'|, at the K with most."""

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        own = rows[rows["of"] == "samples"]
        K = own.loc[own["value"].idxmax(), "K"]
        ladder = own[own["K"] == K].sort_values("synthetic")
        few, many = ladder.iloc[0], ladder.iloc[-1]
        error = np.hypot(few["stderr"], many["stderr"])
        return Measurement(float(many["value"] - few["value"]), float(error), int(many["n"]))

    return _by_set(select(tables["image_types"], quantity="spurious_by_size"), of_a_set)


def small_networks_generalise_sooner(tables: Tables) -> Measurement:
    """Generalised fraction, mean over the common K: smallest width minus largest."""

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        own = rows[rows["type"] == "generalised"]
        small, large = own["width"].min(), own["width"].max()
        both = own[own["width"] == small].merge(
            own[own["width"] == large], on="K", suffixes=("", "_large")
        )
        gap = float((both["value"] - both["value_large"]).mean())
        squares = (both["stderr"] ** 2 + both["stderr_large"] ** 2).sum()
        return Measurement(gap, float(np.sqrt(squares) / len(both)), int(both["n"].sum()))

    return _by_set(_fractions(tables), of_a_set)


def _types(rows: pd.DataFrame, upper: str, lower: str, on: list[str]) -> Measurement:
    return difference(rows[rows["type"] == upper], rows[rows["type"] == lower], on)


def _basins(tables: Tables, quantity: str, upper: str, lower: str) -> Measurement:
    rows = select(tables["image_basins"], quantity=quantity, score="network")
    return _by_set(rows, lambda own: _types(_base(own), upper, lower, ["K"]))


def memorised_volume_above_spurious(tables: Tables) -> Measurement:
    """Mean log-volume, memorised minus spurious, over the K that have both; the worst set."""
    return _basins(tables, "log_volume", "memorised", "spurious")


def spurious_volume_above_generalised(tables: Tables) -> Measurement:
    """Mean log-volume, spurious minus generalised, over the K that have both; the worst set."""
    return _basins(tables, "log_volume", "spurious", "generalised")


def memorised_step_above_spurious(tables: Tables) -> Measurement:
    """Mean critical step, memorised minus spurious, over the K that have both; the worst set."""
    return _basins(tables, "critical_step", "memorised", "spurious")


def spurious_step_above_generalised(tables: Tables) -> Measurement:
    """Mean critical step, spurious minus generalised, over the K that have both; worst set."""
    return _basins(tables, "critical_step", "spurious", "generalised")


def recovery_follows_the_exact_score(tables: Tables) -> Measurement:
    """Critical step of training points at the smallest K, network over exact posterior."""
    rows = select(tables["image_basins"], quantity="critical_step", type="training")
    rows = _base(rows)
    found = []
    for _, own in rows[rows["K"] == rows["K"].min()].groupby("images", sort=False):
        network, exact = (own[own["score"] == name].iloc[0] for name in ("network", "posterior"))
        ratio = float(network["value"] / exact["value"])
        error = ratio * np.hypot(
            network["stderr"] / network["value"], exact["stderr"] / exact["value"]
        )
        found.append(Measurement(ratio, float(error), int(network["n"])))
    return max(found, key=lambda one: abs(one.value - 1))


def _every_width(tables: Tables, upper: str, lower: str) -> Measurement:
    rows = select(tables["image_basins"], quantity="log_volume", score="network")
    groups = rows.groupby(["images", "width"], sort=False)
    return worst(_types(own, upper, lower, ["K"]) for _, own in groups)


def memorised_volume_at_every_width(tables: Tables) -> Measurement:
    """Log-volume, memorised minus spurious, of the worst set and width that have both."""
    return _every_width(tables, "memorised", "spurious")


def spurious_volume_at_every_width(tables: Tables) -> Measurement:
    """Log-volume, spurious minus generalised, of the worst set and width that have both."""
    return _every_width(tables, "spurious", "generalised")


def _near_zero(tables: Tables, upper: str, lower: str) -> Measurement:
    rows = select(tables["image_curvature"], quantity="near_zero", score="network")
    return _by_set(rows, lambda own: _types(own, upper, lower, ["K"]))


def generalised_flatter_than_memorised(tables: Tables) -> Measurement:
    """Singular values below 1/2, generalised minus memorised, over the K with both."""
    return _near_zero(tables, "generalised", "memorised")


def generalised_flatter_than_spurious(tables: Tables) -> Measurement:
    """Singular values below 1/2, generalised minus spurious, over the K with both."""
    return _near_zero(tables, "generalised", "spurious")


def training_points_flatten(tables: Tables) -> Measurement:
    """Singular values below 1/2 at training points, largest K minus smallest; worst set."""
    rows = select(tables["image_curvature"], quantity="near_zero", score="network", type="training")

    def of_a_set(own: pd.DataFrame) -> Measurement:
        ends = own.sort_values("K").iloc[[0, -1]]
        error = float(np.hypot(*ends["stderr"]))
        gap = float(ends["value"].iloc[1] - ends["value"].iloc[0])
        return Measurement(gap, error, int(ends["n"].sum()))

    return _by_set(rows, of_a_set)


def _gap(tables: Tables, upper: str, lower: str) -> Measurement:
    rows = select(tables["image_energy_gap"], of="corrected")
    return _by_set(rows, lambda own: _types(own, upper, lower, ["K"]))


def memorised_gap_above_generalised(tables: Tables) -> Measurement:
    """Mean gap, memorised minus generalised, over the K that have both; the worst set."""
    return _gap(tables, "memorised", "generalised")


def spurious_gap_above_generalised(tables: Tables) -> Measurement:
    """Mean gap, spurious minus generalised, over the K that have both; the worst set."""
    return _gap(tables, "spurious", "generalised")


def path_is_fine_enough(tables: Tables) -> Measurement:
    """Largest change of a gap with four times the points, over the span of the set's gaps."""
    table = tables["image_energy_gap"]
    usual, errors = select(table, of="corrected"), select(table, quantity="rule_error")
    found = []
    for name, own in usual.groupby("images", sort=False):
        span = float(own["value"].max() - own["value"].min())
        off = float(errors[errors["images"] == name]["value"].abs().max())
        found.append(off / span if span else float("inf"))
    return Measurement(max(found), 0.0, len(errors))


def latent_spectra_below_the_ceiling(tables: Tables) -> Measurement:
    """Median singular value over 1 / (1 - abar), the value off a manifold; mean over prompts."""
    rows = tables["latent_spectra"]
    ceiling = float(select(rows, quantity="ceiling")["value"].iloc[0])
    values = select(rows, quantity="singular_value")
    middle = [
        own.iloc[(own["fraction"] - 0.5).abs().argmin()] for _, own in values.groupby("prompt")
    ]
    mean = float(np.mean([row["value"] for row in middle])) / ceiling
    error = float(np.sqrt(np.sum([row["stderr"] ** 2 for row in middle]))) / len(middle) / ceiling
    return Measurement(mean, error, int(middle[0]["n"]) * len(middle))
