"""Claims of arXiv:2410.08727, measured from the figures' tables."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from memgen.statistics.combine import fraction, worst_ratio
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]


def few_directions_lost_together(tables: Tables) -> Measurement:
    """T at which Y2 is 1/2, larger over smaller variance, few directions."""
    return _loss_ratio(tables, "few")


def many_directions_lost_in_order(tables: Tables) -> Measurement:
    """The same for many directions and one norm, over s_1^2 / s_2^2."""
    rows = select(tables["concept"], data="many", quantity="loss_time").set_index("direction")
    expected = float(rows.loc["large", "value"] / rows.loc["small", "value"])
    found = _loss_ratio(tables, "many")
    return Measurement(found.value / expected, found.stderr / expected, found.n)


def _loss_ratio(tables: Tables, data: str) -> Measurement:
    rows = select(tables["concept"], data=data, quantity="half_time").set_index("direction")
    large, small = rows.loc["large"], rows.loc["small"]
    ratio = float(large["value"] / small["value"])
    error = ratio * np.hypot(large["stderr"] / large["value"], small["stderr"] / small["value"])
    return Measurement(ratio, float(error), int(large["n"]))


def finite_theory_within_errors(tables: Tables) -> Measurement:
    """Measured over exact finite-P t at Y2 = 1/2, the worst direction."""
    return _half_ratio(tables, "finite")


def gaussian_model_is_off(tables: Tables) -> Measurement:
    """Gaussian over measured t at Y2 = 1/2, the worst direction."""
    ratio = _half_ratio(tables, "gaussian")
    return Measurement(1 / ratio.value, ratio.stderr / ratio.value**2, ratio.n)


def _half_ratio(tables: Tables, model: str) -> Measurement:
    rows = select(tables["condensation"], quantity="half_time")
    simulated = select(rows, kind="simulation")
    theory = rows[rows["model"] == model]
    return worst_ratio(simulated, theory, ["direction", "radius"], "direction")


def contour_follows_the_onset(tables: Tables) -> Measurement:
    """Fraction of the slice on which theory and drawn points agree whether Y2 is above 1/2."""
    rows = select(tables["active_samples"], quantity="participation")
    both = select(rows, kind="simulation").merge(
        select(rows, kind="theory"), on=["t", "x1", "x2"], suffixes=("", "_theory")
    )
    above = both["value"] > 0.5
    # where the whole slice is on one side there is no contour to follow
    mixed = above.groupby(both["t"]).transform("nunique") > 1
    if not mixed.any():
        return Measurement(float("nan"), float("inf"))
    same = (above == (both["value_theory"] > 0.5))[mixed]
    # cells share their draws: an error as if only the draws were independent
    share, n = float(same.mean()), int(both["n"].min())
    return Measurement(share, float(np.sqrt(share * (1 - share) / n)), n)


def _dimensions(tables: Tables, panel: str) -> np.ndarray:
    """Detected dimensions, of means over draws rounded, as t falls."""
    rows = select(tables["spectra"], quantity="dimension", panel=panel)
    return np.rint(rows.sort_values("t", ascending=False)["value"].to_numpy(float))


def _first(seen: np.ndarray) -> Measurement:
    return Measurement(float(seen[seen > 0][0]) if (seen > 0).any() else 0.0)


def _after_loss(seen: np.ndarray) -> Measurement:
    """The next dimension after the largest, 0 if there is none."""
    later = seen[int(np.flatnonzero(seen == seen.max())[-1]) + 1 :]
    later = later[later > 0]
    return Measurement(float(later[0]) if later.size else 0.0)


def theory_first_dimension(tables: Tables) -> Measurement:
    """First dimension that the published theory sees as t falls."""
    return _first(_dimensions(tables, "theory_published"))


def theory_full_dimension(tables: Tables) -> Measurement:
    """The largest that it sees."""
    return Measurement(float(_dimensions(tables, "theory_published").max()))


def theory_after_loss(tables: Tables) -> Measurement:
    """What it sees next, at smaller t."""
    return _after_loss(_dimensions(tables, "theory_published"))


def empirical_first_dimension(tables: Tables) -> Measurement:
    """First dimension that the empirical score sees as t falls, mean over draws rounded."""
    return _first(_dimensions(tables, "empirical"))


def empirical_full_dimension(tables: Tables) -> Measurement:
    """The largest that it sees."""
    return Measurement(float(_dimensions(tables, "empirical").max()))


def empirical_after_loss(tables: Tables) -> Measurement:
    """What it sees next, at smaller t."""
    return _after_loss(_dimensions(tables, "empirical"))


def empirical_sequence(tables: Tables) -> Measurement:
    """Fraction of draws whose empirical score sees 2, all and then 5 directions as t falls."""
    return fraction(select(tables["spectra"], quantity="sequence", panel="empirical").iloc[0])


def network_sequence(tables: Tables) -> Measurement:
    """Fraction of points at which the network of fig4 does."""
    rows = select(tables["spectra"], quantity="sequence", panel="network").sort_values("P")
    return fraction(rows.iloc[1])


def network_full_dimension(tables: Tables) -> Measurement:
    """The largest mean dimension that the network of fig4 sees."""
    rows = select(tables["spectra"], quantity="dimension", panel="network")
    shown = rows[rows["P"] == sorted(rows["P"].unique())[1]]
    best = shown.loc[shown["value"].idxmax()]
    return Measurement(float(best["value"]), float(best["stderr"]), int(best["n"]))


def gap_opens_with_data(tables: Tables) -> Measurement:
    """Final gap, at dimension 7 or 6, smallest t: largest P minus smallest P."""
    rows = select(tables["spectra"], quantity="gap", panel="network")
    least = rows[rows["t"] == rows["t"].min()].sort_values("P")
    few, many = least.iloc[0], least.iloc[-1]
    error = np.hypot(few["stderr"], many["stderr"])
    return Measurement(float(many["value"] - few["value"]), float(error), int(few["n"]))


def image_dimension_grows(tables: Tables) -> Measurement:
    """Singular values below half the largest at fresh images, largest over smallest size."""
    rows = select(tables["image_dimension"], quantity="tangent_dimension", probed="fresh")
    ends = rows.sort_values("trained_on")
    few, many = ends.iloc[0], ends.iloc[-1]
    ratio = float(many["value"] / few["value"])
    error = ratio * np.hypot(many["stderr"] / many["value"], few["stderr"] / few["value"])
    return Measurement(ratio, float(error), int(few["n"]))


def estimates_agree(tables: Tables) -> Measurement:
    """Dimension by the largest drop over the count below half, fresh images, largest size."""
    rows = select(tables["image_dimension"], probed="fresh")
    last = rows[rows["trained_on"] == rows["trained_on"].max()]
    detected, counted = (
        select(last, quantity=name).iloc[0] for name in ("detected_dimension", "tangent_dimension")
    )
    ratio = float(detected["value"] / counted["value"])
    error = np.hypot(detected["stderr"], ratio * counted["stderr"]) / counted["value"]
    return Measurement(ratio, float(error), int(detected["n"]))
