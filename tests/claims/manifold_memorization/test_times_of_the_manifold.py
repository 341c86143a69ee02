"""Claims on times of the manifold, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.manifold_memorization import (
    fig1_hidden_manifold,
    fig2_collapse_time,
    fig3_nonlinear_collapse,
    fig7_times,
)
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
    assert fig2_collapse_time.slope_linear(times_table()).value == pytest.approx(-2)
    assert fig3_nonlinear_collapse.slope_tanh(times_table(slope=-1.5)).value == pytest.approx(-1.5)


def test_a_curve_without_small_alpha_D_has_no_slope():  # noqa: N802
    tables = times_table()
    tables["times"] = tables["times"][tables["times"]["alpha_D"] > 0.1]
    with pytest.raises(ValueError, match="nonlinear_points"):
        fig2_collapse_time.slope_linear(tables)


def test_the_order_of_times_can_be_wrong():
    assert fig1_hidden_manifold.order_of_times(times_table()).value > 0
    assert fig1_hidden_manifold.order_of_times(times_table(t_o=0.5)).value == pytest.approx(
        np.log(0.5)
    )


def test_the_ratio_of_times_is_that_of_the_smallest_solved_alpha_D():  # noqa: N802
    assert fig7_times.ratio_of_times(times_table(ratio=1.2)).value == pytest.approx(1.2)
