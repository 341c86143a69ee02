"""Each claim holds on tables made to satisfy it, and fails on tables made to break it."""

import numpy as np
import pytest

from memgen.claims import manifold_memorization as claims
from memgen.claims.measure import require_measures
from memgen.claims.verdict import verdict
from memgen.registry import read_registry
from memgen.statistics.measurement import Measurement
from memgen.tables.rows import row, tidy


def times_table(slope=-2.0, ratio=1.0, t_o=3.0):
    """alpha = .2; log(alpha_D t_c) = slope alpha / alpha_D, t_g = ratio alpha_D t_c."""
    rows = []
    for activation in ("linear", "tanh"):
        for alpha_D in (0.03, 0.04, 0.05, 0.2):
            t_c = np.exp(slope * 0.2 / alpha_D) / alpha_D
            for along in ("alpha_D", "default") if alpha_D == 0.2 else ("alpha_D",):
                point = {"activation": activation, "along": along, "alpha": 0.2, "alpha_D": alpha_D}
                rows += [
                    row("collapse_time", "theory", t_c, **point),
                    row("onset_time", "theory", t_o * t_c, **point),
                    row("generalization_time", "theory", ratio * alpha_D * t_c, **point),
                ]
    return {"times": tidy(rows)}


def test_slopes_are_fitted():
    assert claims.slope_linear(times_table()).value == pytest.approx(-2)
    assert claims.slope_tanh(times_table(slope=-1.5)).value == pytest.approx(-1.5)


def test_a_curve_without_small_alpha_D_has_no_slope():  # noqa: N802
    tables = times_table()
    tables["times"] = tables["times"][tables["times"]["alpha_D"] > 0.1]
    with pytest.raises(ValueError, match="nonlinear_points"):
        claims.slope_linear(tables)


def test_the_order_of_times_can_be_wrong():
    assert claims.order_of_times(times_table()).value > 0
    assert claims.order_of_times(times_table(t_o=0.5)).value == pytest.approx(np.log(0.5))


def test_the_ratio_of_times_is_that_of_the_smallest_solved_alpha_D():  # noqa: N802
    assert claims.ratio_of_times(times_table(ratio=1.2)).value == pytest.approx(1.2)


def ladder(limit=1.0, slope=8.0, noise=0.01):
    """Collapse times t_c (limit + slope / N) in simulation and theory."""
    collapse = [row("collapse_time", "theory", 1.0, N=np.inf)]
    finite = []
    for N in (20.0, 50.0, 200.0, 1000.0):
        value = limit + slope / N
        collapse.append(row("collapse_time", "simulation", value, noise, 10, N=N))
        finite.append(row("collapse_time", "theory", value, noise, 10, N=N))
        finite.append(row("participation_time", "theory", value * 1.02, noise, 10, N=N))
    return {"collapse": tidy(collapse), "finite_size": tidy(finite)}


def test_crossings_are_extrapolated_to_infinite_size():
    found = claims.crossing_tends_to_collapse_time(ladder())
    assert found.value == pytest.approx(1)
    assert 0 < found.stderr < 0.02
    assert claims.crossing_tends_to_collapse_time(ladder(limit=1.3)).value == pytest.approx(1.3)


def test_one_size_cannot_be_extrapolated():
    tables = ladder()
    tables["finite_size"] = tables["finite_size"][tables["finite_size"]["N"] == 50]
    found = claims.crossing_tends_to_collapse_time(tables)
    assert verdict(found, "equal", 1, 0.1) == "not resolved at this size"


def test_simulation_and_finite_size_theory_are_compared_at_the_same_size():
    tables = ladder()
    assert claims.crossing_matches_finite_size_theory(tables).value == pytest.approx(1)
    tables["collapse"].loc[tables["collapse"]["N"] < 1e9, "value"] *= 1.1
    assert claims.crossing_matches_finite_size_theory(tables).value == pytest.approx(1.1)
    assert claims.participation_follows_weight(tables).value == pytest.approx(1.02)


def basins(vanishes=3.0, below=1.0):
    """R = t_c (vanishes t_o' - t) / ... : straight from (t_c, t_c) to (vanishes, 0), t_o = 3."""
    point = {"alpha": 0.2, "alpha_D": 0.2}
    t = np.append(np.linspace(0.1, 1, 10), np.linspace(1, 3, 21)[1:])
    radius = np.where(t > 1, np.maximum((vanishes - t) / (vanishes - 1), 0), 1.0)
    rows = [row("basin_radius", "theory", r, **point, t=x) for x, r in zip(t, radius, strict=True)]
    rows += [row("basin_radius_condensed", "theory", below, **point, t=x) for x in (0.1, 0.9)]
    rows += [
        row("collapse_time", "theory", 1.0, **point),
        row("onset_time", "theory", 3.0, **point),
    ]
    return {"basin_radius": tidy(rows)}


def test_basins_vanish_where_they_should():
    assert claims.radius_vanishes_at_onset(basins()).value == pytest.approx(1)
    assert claims.radius_vanishes_at_onset(basins(vanishes=3.3)).value == pytest.approx(1.1)
    assert claims.radius_meets_trajectory(basins()).value == pytest.approx(1)
    assert claims.radius_constant_below_collapse(basins(below=0.9)).value == pytest.approx(0.9)


def test_counts_that_never_differ_still_have_an_error():
    traps = [row("traps", "simulation", 3.0, 0.0, 40, regime="below_collapse", t=0.1)]
    found = claims.traps_below_collapse({"potential": tidy(traps)})
    assert found == Measurement(3.0, 3 / 42, 40)


def test_the_registry_s_claims_have_functions(root):
    registry = read_registry(root / "workflow/figures.yaml")
    require_measures(registry)
    figure = next(iter(registry["manifold_memorization"].figures.values()))
    broken = figure.claims[0].model_copy(update={"measure": "nothing"})
    figures = {"fig": figure.model_copy(update={"claims": [broken]})}
    source = registry["manifold_memorization"].model_copy(update={"figures": figures})
    with pytest.raises(ValueError, match="claims 'nothing'"):
        require_measures({"manifold_memorization": source})


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_no_measurement(value):
    with pytest.raises(ValueError, match="no measurement"):
        Measurement(value)
