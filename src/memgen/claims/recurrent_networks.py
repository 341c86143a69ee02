"""Claims on the recurrent networks of Ventura's slides (fig1 to fig9, fig18)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from memgen.claims.combine import fraction, weighted_mean, worst_ratio
from memgen.claims.verdict import Measurement
from memgen.measures.extrapolation import extrapolate
from memgen.tables import select

Tables = Mapping[str, Any]


def _one(rows: pd.DataFrame) -> Measurement:
    """The single row of a selection."""
    if len(rows) != 1:
        raise ValueError(f"{len(rows)} rows were selected, not one: {rows.head(2).to_dict()}")
    found = rows.iloc[0]
    if found["kind"] == "theory" and pd.isna(found["n"]):
        return Measurement(float(found["value"]))
    return Measurement(float(found["value"]), float(found["stderr"]), int(found["n"]))


# fig1


def entropy_at_low_t(tables: Tables) -> Measurement:
    """Entropy at the low temperature over the log of the number of lowest states."""
    return _one(select(tables["landscape"], quantity="entropy_over_ground"))


def entropy_at_high_t(tables: Tables) -> Measurement:
    """Entropy at the high temperature over N log 2."""
    return _one(select(tables["landscape"], quantity="entropy_high_t"))


def entropy_from_chains(tables: Tables) -> Measurement:
    """Measured minus exact entropy per spin at the low temperature, the end of the integral."""
    rows = select(tables["landscape"], quantity="entropy_gap").sort_values("t")
    return _one(rows.iloc[:1])


# fig2


def overlap_when_cold(tables: Tables) -> Measurement:
    """Overlap of cooled chains with the nearest stored digit at the lowest t."""
    rows = select(tables["sampling"], quantity="nearest_overlap", network="digits", start="cooled")
    return _one(rows.sort_values("t").iloc[:1])


def overlap_when_hot(tables: Tables) -> Measurement:
    """The same at the highest t, less that of random states."""
    rows = select(tables["sampling"], network="digits")
    hot = select(rows, quantity="nearest_overlap", start="cooled").sort_values("t").iloc[-1]
    chance = select(rows, quantity="chance").iloc[0]
    return Measurement(
        float(hot["value"] - chance["value"]),
        float(np.hypot(hot["stderr"], chance["stderr"])),
        int(hot["n"]),
    )


def overlap_is_exact(tables: Tables) -> Measurement:
    """Sampled minus exact overlap in the small network, mean over t."""
    gap = select(tables["sampling"], quantity="overlap_gap")
    # chains of neighbouring t go on from one another: their mean error, not less
    return Measurement(float(gap["value"].mean()), float(gap["stderr"].mean()), int(gap["n"].min()))


# fig3


def _learning(tables: Tables, quantity: str, t: float) -> pd.DataFrame:
    """The rows of the largest N at this t, sorted by step."""
    rows = tables["moment_matching"]
    rows = rows[(rows["quantity"] == quantity) & (rows["t"] == t)]
    return rows[rows["N"] == rows["N"].max()].sort_values("step")


def _last_over_first(tables: Tables, t: float) -> Measurement:
    """Residual after the last step over that of Hebb's couplings, the load where it is largest."""
    worst = None
    for _, rows in _learning(tables, "residual", t).groupby("load"):
        first, last = rows.iloc[0], rows.iloc[-1]
        if not first["value"] > 3 * first["stderr"]:
            continue  # nothing to match: Hebb's moments are the data's already
        ratio = last["value"] / first["value"]
        # the residual is positive: where it vanished in all draws its error is not 0
        error = max(last["stderr"], 1e-3) / first["value"]
        error = float(np.hypot(error, ratio * first["stderr"] / first["value"]))
        found = Measurement(float(ratio), error, int(last["n"]))
        worst = found if worst is None or found.value > worst.value else worst
    return worst if worst is not None else Measurement(float("nan"), float("inf"))


def residual_at_zero_t(tables: Tables) -> Measurement:
    """Last over first residual at t = 0, the worst load, largest N."""
    return _last_over_first(tables, 0.0)


def residual_at_positive_t(tables: Tables) -> Measurement:
    """Last over first residual at t > 0, the worst load."""
    return _last_over_first(tables, float(tables["moment_matching"]["t"].max()))


def patterns_become_stable(tables: Tables) -> Measurement:
    """Smallest stability after the last step at t = 0, the worst load, largest N."""
    rows = _learning(tables, "smallest_stability", 0.0)
    last = rows[rows["step"] == rows["step"].max()]
    return _one(last.loc[[last["value"].idxmin()]])


def starts_that_end_on_data(tables: Tables) -> Measurement:
    """Fraction of random starts that end on data after the last step, largest load and N."""
    rows = _learning(tables, "fraction_on_data", 0.0)
    last = rows[(rows["step"] == rows["step"].max()) & (rows["load"] == rows["load"].max())]
    return _one(last)


# fig4


def dream_points_of_the_table(tables: Tables) -> Measurement:
    """|D eps / N - published| at N = 100, the largest of all points and loads."""
    return _from_the_table(tables, lambda N: N == 100)


def dream_points_of_larger_networks(tables: Tables) -> Measurement:
    """The same at larger N."""
    return _from_the_table(tables, lambda N: N > 100)


def _from_the_table(tables: Tables, wanted: Any) -> Measurement:
    rows = select(tables["dreams"], quantity="dream_point")
    both = rows[rows["kind"] == "simulation"].merge(
        rows[rows["kind"] == "published"], on=["N", "load", "rule"], suffixes=("", "_published")
    )
    both = both[wanted(both["N"])]
    if both.empty:
        # a run at sizes that are not in the table measures nothing of it
        return Measurement(float("nan"), float("inf"))
    miss = (both["value"] - both["value_published"]).abs()
    worst = both.loc[miss.idxmax()]
    return Measurement(float(miss.max()), float(worst["stderr"]), int(worst["n"]))


def all_patterns_stable_between(tables: Tables) -> Measurement:
    """Smallest stability at its maximum over dreams, the largest load of the points, smallest N."""
    rows = tables["dreams"]
    loads = select(rows, quantity="dream_point")["load"]
    at = select(
        rows, quantity="smallest_stability", N=int(rows["N"].min()), load=float(loads.max())
    )
    return _one(at.loc[[at["value"].idxmax()]])


# fig5


def _final_overlap(tables: Tables, table: str, rule: str) -> Measurement:
    """Final overlap from .8 at the smallest N of the maps."""
    rows = select(tables[table], quantity="final_overlap", rule=rule)
    rows = rows[rows["N"] == rows["N"].min()]
    return _one(rows.loc[[(rows["m0"] - 0.8).abs().idxmin()]])


def unlearning_retrieves(tables: Tables) -> Measurement:
    """Final overlap from .8 after unlearning to D_opt."""
    return _final_overlap(tables, "dreams", "D_opt")


def perceptron_retrieves(tables: Tables) -> Measurement:
    """The same of the symmetric perceptron."""
    return _final_overlap(tables, "retrieval_maps", "perceptron")


def pseudo_inverse_retrieves(tables: Tables) -> Measurement:
    """The same of the pseudo-inverse."""
    return _final_overlap(tables, "retrieval_maps", "pseudo_inverse")


def hebb_does_not(tables: Tables) -> Measurement:
    """The same of Hebb's couplings."""
    return _final_overlap(tables, "retrieval_maps", "hebb")


# fig6


def symmetric_capacity(tables: Tables) -> Measurement:
    """alpha_c(0) of symmetric couplings by Gardner, Gutfreund and Yekutieli's formula."""
    return _capacity(tables, "symmetric")


def plain_capacity(tables: Tables) -> Measurement:
    """alpha_c(0) of couplings without symmetry."""
    return _capacity(tables, "plain")


def _capacity(tables: Tables, couplings: str) -> Measurement:
    rows = select(tables["perceptron_capacity"], quantity="storage_load", couplings=couplings)
    return Measurement(float(rows.sort_values("kappa")["value"].iloc[0]))


def plain_stability_measured(tables: Tables) -> Measurement:
    """Largest stability found over the formula's, couplings without symmetry, largest N."""
    return _stability(tables, "plain")


def symmetric_stability_measured(tables: Tables) -> Measurement:
    """Largest stability found over the formula's, symmetric couplings, largest N, worst load."""
    return _stability(tables, "symmetric")


def _stability(tables: Tables, couplings: str) -> Measurement:
    rows = select(tables["perceptron_capacity"], couplings=couplings)
    found = select(rows, quantity="largest_stability")
    found = found[found["N"] == found["N"].max()]
    return worst_ratio(found, select(rows, quantity="gardner_stability"), ["load"], "load")


def symmetric_stability_by_spectrum(tables: Tables) -> Measurement:
    """Largest stability found, extrapolated in 1/N load by load, over the spectral theory's.

    The load where it is furthest from 1.
    """
    rows = select(tables["perceptron_capacity"], couplings="symmetric")
    theory = select(rows, quantity="spectral_stability").set_index("load")["value"]
    ratios = []
    for load, at in select(rows, quantity="largest_stability").groupby("load"):
        N, value, error = (at[name].to_numpy(dtype=float) for name in ("N", "value", "stderr"))
        best = extrapolate(1 / N, value, error)
        expected = float(theory[load])
        ratios.append(
            Measurement(best.value / expected, best.stderr / expected, int(at["n"].min()))
        )
    return max(ratios, key=lambda ratio: abs(ratio.value - 1))


def fits_above_the_formula(tables: Tables) -> Measurement:
    """Fraction of draws whose patterns, above the formula's capacity, fit; largest N."""
    rows = select(tables["perceptron_capacity"], quantity="fits").sort_values("N")
    return fraction(rows.iloc[-1])


# fig7


def temperature_is_a_gauge(tables: Tables) -> Measurement:
    """Spread of the KL over the temperatures of learning, relative, norm of J free."""
    found = _one(select(tables["learning_temperature"], quantity="free_spread"))
    return Measurement(found.value, 0.0, found.n)


def memorises_when_cold(tables: Tables) -> Measurement:
    """Mass on the training set at the lowest t less the teacher's, fewest examples."""
    return _of_sizes(tables, "mass_gain", 0)


def cold_mass(tables: Tables) -> Measurement:
    """Mass on the training set at the lowest t, fewest examples."""
    return _of_sizes(tables, "cold_mass", 0)


def best_at_the_teacher_s_temperature(tables: Tables) -> Measurement:
    """log(best t / teacher's t), most examples."""
    return _of_sizes(tables, "log_best_over_teacher", -1)


def few_examples_want_it_hotter(tables: Tables) -> Measurement:
    """log(best t / teacher's t), fewest examples."""
    return _of_sizes(tables, "log_best_over_teacher", 0)


def _of_sizes(tables: Tables, quantity: str, which: int) -> Measurement:
    rows = select(tables["learning_temperature"], quantity=quantity).sort_values("P")
    return _one(rows.iloc[[which]])


# fig8


def theorem_for_random_data(tables: Tables) -> Measurement:
    """Of all matched draws with P < N, the fraction whose minima are the data."""
    rows = select(tables["moment_theorem"], quantity="minima_are_data")
    n = int(rows["n"].sum())
    share = float((rows["value"] * rows["n"]).sum() / n)
    return Measurement(share, max(np.sqrt(share * (1 - share) / n), 1 / (n + 2)), n)


def counterexample_moments(tables: Tables) -> Measurement:
    """Largest difference of the second moments of data and minima: N = 8."""
    return _one(select(tables["moment_theorem"], quantity="moment_difference"))


def counterexample_minima(tables: Tables) -> Measurement:
    """Number of its minima that are no data."""
    return _one(select(tables["moment_theorem"], quantity="minima_not_data"))


# fig9


def _came_back(found: pd.Series) -> Measurement:
    """A fraction of `points` points in each draw: where none differ its error is not 0."""
    least = 1 / (int(found["n"]) * int(found["points"]) + 2)
    return Measurement(float(found["value"]), max(float(found["stderr"]), least), int(found["n"]))


def networks_fail_at_load_one(tables: Tables) -> Measurement:
    """Fraction of points that come back at the first load of 1 or more, the best network."""
    rows = select(tables["storage"], quantity="stored")
    rows = rows[rows["rule"] != "score"]
    at = rows[rows["load"] == rows["load"][rows["load"] >= 1].min()]
    return _came_back(at.loc[at["value"].idxmax()])


def score_does_not(tables: Tables) -> Measurement:
    """Fraction that comes back by the empirical score at the smallest t, most points."""
    rows = select(tables["storage"], quantity="stored", rule="score")
    at = rows[rows["t"] == rows["t"].min()]
    return _came_back(at.loc[at["P"].idxmax()])


def score_s_capacity(tables: Tables) -> Measurement:
    """Log of the P at which half come back over log of theory's, the largest t that loses half.

    Interpolated in log P; the error is that of the fraction over its slope.
    """
    rows = tables["storage"]
    score = select(rows, quantity="stored", rule="score")
    theory = select(rows, quantity="capacity").set_index("t")["value"]
    for t in sorted(score["t"].unique()):
        at = score[score["t"] == t].sort_values("P")
        below = np.flatnonzero(at["value"].to_numpy() < 0.5)
        if below.size and below[0] > 0:
            k = int(below[0])
            y = at["value"].to_numpy()[k - 1 : k + 1]
            x = np.log(at["P"].to_numpy(float)[k - 1 : k + 1])
            slope = (y[1] - y[0]) / (x[1] - x[0])
            half = x[0] + (0.5 - y[0]) / slope
            expected = np.log(theory[t] * float(at["N"].iloc[0]))
            error = at["stderr"].to_numpy()[k - 1 : k + 1].max() / abs(slope)
            return Measurement(float(half / expected), float(error / expected), int(at["n"].min()))
    return Measurement(float("nan"), float("inf"))


# fig18


def _gain(tables: Tables, rule: str) -> Measurement:
    """Final overlap at the smallest alpha_D less that of independent patterns."""
    rows = select(tables["structure"], quantity="final_overlap", rule=rule)
    structured = rows[rows["alpha_D"] > 0].sort_values("alpha_D").iloc[0]
    independent = rows[rows["alpha_D"] == 0].iloc[0]
    return Measurement(
        float(structured["value"] - independent["value"]),
        float(np.hypot(structured["stderr"], independent["stderr"])),
        int(structured["n"]),
    )


def structure_helps_hebb(tables: Tables) -> Measurement:
    """Gain in the final overlap by structure, Hebb's couplings."""
    return _gain(tables, "hebb")


def structure_helps_unlearning(tables: Tables) -> Measurement:
    """The same after unlearning."""
    return _gain(tables, "unlearning")


def structure_helps_perceptron(tables: Tables) -> Measurement:
    """The same of the symmetric perceptron."""
    return _gain(tables, "perceptron")


def structure_helps_pseudo_inverse(tables: Tables) -> Measurement:
    """The same of the pseudo-inverse."""
    return _gain(tables, "pseudo_inverse")


def structure_helps_daydreaming(tables: Tables) -> Measurement:
    """The same of daydreaming."""
    return _gain(tables, "daydreaming")


def weak_structure_is_none(tables: Tables) -> Measurement:
    """Final overlap at the largest alpha_D less that of independent patterns, mean over rules."""
    rows = select(tables["structure"], quantity="final_overlap")
    largest = rows[rows["alpha_D"] == rows["alpha_D"].max()].set_index("rule")
    independent = rows[rows["alpha_D"] == 0].set_index("rule")
    gaps = largest["value"] - independent["value"]
    errors = np.hypot(largest["stderr"], independent["stderr"])
    found = weighted_mean(gaps, errors, int(largest["n"].min()))
    # the rules saw the same patterns: the mean error, not less
    return Measurement(found.value, float(errors.mean()), found.n)
