"""Claims of arXiv:2505.21777, measured from the figures' tables."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from memgen.claims.spurious_images import (  # noqa: F401
    generalised_flatter_than_memorised,
    generalised_flatter_than_spurious,
    latent_spectra_below_the_ceiling,
    memorised_gap_above_generalised,
    memorised_step_above_spurious,
    memorised_volume_above_spurious,
    memorised_volume_at_every_width,
    path_is_fine_enough,
    real_images_pass_for_memorised,
    real_images_pass_for_spurious,
    recovery_follows_the_exact_score,
    small_networks_generalise_sooner,
    spurious_above_real,
    spurious_gap_above_generalised,
    spurious_grows_with_synthetic_set,
    spurious_peak,
    spurious_peak_is_at_the_boundary,
    spurious_step_above_generalised,
    spurious_volume_above_generalised,
    spurious_volume_at_every_width,
    synthetic_distance_has_two_peaks,
    training_distance_has_two_peaks,
    training_points_flatten,
)
from memgen.statistics.combine import furthest_from_one, ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]
APART = 0.05  # of a spurious minimum from the points
EARLY, LATE = 0.0025, 0.005


def merging_threshold(tables: Tables) -> Measurement:
    """Distance at which two minima were found to merge, over 2 sqrt(t); furthest from 1 over t."""
    rows = tables["merging"]
    found = select(rows, quantity="merging_distance_found").set_index("t")["value"]
    theory = select(rows, quantity="merging_distance").set_index("t")["value"]
    return furthest_from_one(found / theory)


def exact_range(tables: Tables) -> Measurement:
    """Range of the exact energy of the circle on the published grid, beta = 20."""
    return _only(select(tables["toy_landscape"], quantity="exact_range"))


def nine_points_have_spurious_minima(tables: Tables) -> Measurement:
    """Minima of the exact energy of nine points at t = .15 farther than .05 from all of them."""
    rows = _of_nine(tables["toy_landscape"], "minimum_nearest")
    return Measurement(float((rows["value"] > APART).sum()))


def nine_points_have_spurious_clusters(tables: Tables) -> Measurement:
    """Clusters of samples, of two or more, farther than .1 from all of nine points."""
    rows = _of_nine(tables["toy_landscape"], "centroid_nearest")
    return Measurement(float(((rows["value"] > 2 * APART) & (rows["size"] > 1)).sum()))


def largest_reaches_circle(tables: Tables) -> Measurement:
    """Loss at fresh points of the circle over the circle's optimum, largest K."""
    ring = float(select(tables["toy_training"], quantity="circle_optimum")["value"].iloc[0])
    found = _last(tables["toy_training"], "network_from_circle")
    return Measurement(1 + found["value"] / ring, found["stderr"] / ring, int(found["n"]))


def largest_is_nearer_to_circle(tables: Tables) -> Measurement:
    """Squared distance of the largest K's network to the circle's score over its points'."""
    rows = tables["toy_training"]
    circle, points = _last(rows, "network_from_circle"), _last(rows, "network_from_empirical")
    ratio = float(circle["value"] / points["value"])
    error = ratio * np.hypot(circle["stderr"] / circle["value"], points["stderr"] / points["value"])
    return Measurement(ratio, float(error), int(circle["n"]))


def largest_stays_above_its_points(tables: Tables) -> Measurement:
    """Training loss above the points' optimum, over the gap to the circle's, largest K."""
    rows = tables["toy_training"]
    excess, gap = _last(rows, "network_from_empirical"), _last(rows, "empirical_from_circle")
    ratio = float(excess["value"] / gap["value"])
    error = ratio * np.hypot(excess["stderr"] / excess["value"], gap["stderr"] / gap["value"])
    return Measurement(ratio, float(error), int(excess["n"]))


def largest_does_not_follow_its_points(tables: Tables) -> Measurement:
    """Share of its points' fluctuation that the network of the largest K follows, smallest t."""
    rows = select(tables["toy_training"], quantity="followed")
    at = rows[rows["K"] == rows["K"].max()].sort_values("t").iloc[0]
    return Measurement(float(at["value"]), float(at["stderr"]), int(at["n"]))


def few_points_are_learnt(tables: Tables) -> Measurement:
    """Loss on the training points over their optimum, the worst but the largest K."""
    rows = tables["toy_training"]
    excess = select(rows, quantity="network_from_empirical").sort_values("K").iloc[:-1]
    best = select(rows, quantity="empirical_optimum").set_index("K")["value"]
    found = [
        Measurement(1 + at["value"] / best[at["K"]], at["stderr"] / best[at["K"]], int(at["n"]))
        for _, at in excess.iterrows()
    ]
    return max(found, key=lambda one: one.value)


def labels_are_doubled(tables: Tables) -> Measurement:
    """Slope of the published labels against the exact energy with N(0, 1) for p_1."""
    labels, line = _labels(tables, "exact_prior_bias")
    x, y = line - line.mean(), labels - labels.mean()
    slope = float(x @ y / (x @ x))
    residual = y - slope * x
    error = np.sqrt(residual @ residual / (len(x) - 2) / (x @ x))
    return Measurement(slope, float(error), len(x))


def labels_are_the_released_energy(tables: Tables) -> Measurement:
    """Std of labels minus released energy over that of labels minus exact energy; jackknife."""
    deviations = np.array(
        [np.subtract(*_labels(tables, curve)) for curve in ("exact_released", "exact")]
    )
    n = deviations.shape[1]
    ratio = float(np.divide(*deviations.std(axis=1)))
    without = [np.divide(*np.delete(deviations, k, axis=1).std(axis=1)) for k in range(n)]
    return Measurement(ratio, float(np.sqrt((n - 1) * np.var(without))), n)


def bias_of_the_prior(tables: Tables) -> Measurement:
    """Largest change of the energy along the ring by N(0, 1) for p_1, over the energy's range."""
    rows = select(tables["toy_landscape"], quantity="ring_energy", kind="theory")
    exact, biased = _curve(rows, "exact"), _curve(rows, "exact_prior_bias")
    difference = biased["value"].to_numpy() - exact["value"].to_numpy()
    return Measurement(float(np.ptp(difference) / np.ptp(exact["value"])))


def recovery_as_predicted(tables: Tables) -> Measurement:
    """Measured minus expected critical time, the largest over the points."""
    rows = tables["toy_basins"]
    both = select(rows, quantity="critical_time").merge(
        select(rows, quantity="expected_time"), on=["K", "point"], suffixes=("", "_exact")
    )
    worst = both.loc[(both["value"] - both["value_exact"]).abs().idxmax()]
    difference = abs(float(worst["value"] - worst["value_exact"]))
    return Measurement(difference, float(worst["stderr"]), int(worst["n"]))


def no_spurious_minima_early(tables: Tables) -> Measurement:
    """Most minima of nine points farther than .05 from all of them, over t <= .0025."""
    rows = _scanned(tables, "spurious", 9)
    return Measurement(float(rows[rows["t"] <= EARLY]["value"].max()))


def spurious_minima_later(tables: Tables) -> Measurement:
    """Fewest of them over t >= .005."""
    rows = _scanned(tables, "spurious", 9)
    return Measurement(float(rows[rows["t"] >= LATE]["value"].min()))


def two_points_have_none(tables: Tables) -> Measurement:
    """Most minima of two points farther than .05 from both, over t <= .25."""
    rows = _scanned(tables, "spurious", 2)
    return Measurement(float(rows[rows["t"] <= 0.25]["value"].max()))


def barrier_formula(tables: Tables) -> Measurement:
    """Barrier of an even ring over (4/beta) I_K / I_0 where that is below .1 of 1/beta."""
    rows = tables["toy_minima"]
    both = select(rows, quantity="barrier_found").merge(
        select(rows, quantity="barrier"), on=["K", "t"], suffixes=("", "_formula")
    )
    # 1/beta = 2t; below 1e-11 the difference of two energies is rounding
    small = (both["value_formula"] < 0.2 * both["t"]) & (both["value_formula"] > 1e-11)
    return furthest_from_one((both["value"] / both["value_formula"])[small])


def roughness_formula(tables: Tables) -> Measurement:
    """Measured over predicted variance of random rings, weighted over t, the largest K."""
    rows = select(tables["toy_minima"], quantity="ring_variance")
    rows = rows[rows["K"] == rows["K"].max()]
    return ratio_to_theory(select(rows, kind="simulation"), select(rows, kind="theory"), ["t"])


def _only(rows: pd.DataFrame) -> Measurement:
    return Measurement(float(rows["value"].iloc[0]))


def _of_nine(rows: pd.DataFrame, quantity: str) -> pd.DataFrame:
    return rows[(rows["quantity"] == quantity) & (rows["K"] == 9)]


def _last(rows: pd.DataFrame, quantity: str) -> pd.Series:
    return select(rows, quantity=quantity).sort_values("K").iloc[-1]


def _scanned(tables: Tables, quantity: str, K: int) -> pd.DataFrame:
    rows = tables["toy_minima"]
    return rows[(rows["quantity"] == quantity) & (rows["K"] == K)]


def _curve(rows: pd.DataFrame, curve: str) -> pd.DataFrame:
    return rows[rows["curve"] == curve].sort_values("angle")


def _labels(tables: Tables, curve: str) -> tuple[np.ndarray, np.ndarray]:
    """The published labels, and a curve at their angles."""
    rows = select(tables["toy_landscape"], quantity="ring_energy")
    labels, line = select(rows, kind="published"), _curve(rows, curve)
    at = np.interp(labels["angle"], line["angle"], line["value"])
    return labels["value"].to_numpy(float), at
