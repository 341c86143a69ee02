"""Claims on capacity curves, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.manifold_capacity import (
    fig1_iid_patterns,
    fig2_manifold_patterns,
    fig3_generalization_limit,
)
from memgen.tables.rows import row, tidy


def curves(falls=True, tanh_first=False, stable=0.5):
    rows = [
        row("largest_capacity", "theory", 0.69, patterns="binary"),
        row("smallest_stability", "theory", stable, patterns="relu"),
        row("smallest_stability", "theory", 0.9, patterns="tanh"),
    ]
    for patterns in ("linear", "tanh"):
        for alpha_D in (0.1, 1.0):
            at = {"patterns": patterns, "alpha_D": alpha_D}
            rows.append(
                row("saturation_capacity", "theory", alpha_D if falls else 1 / alpha_D, **at)
            )
            later = (patterns == "tanh") != tanh_first
            rows.append(row("saturation_lam", "theory", 2.0 if later else 1.0, **at))
    for alpha_D in (0.1, 1.0):
        for quantity, value in (("generalization_limit", 3.0), ("collapse_limit", alpha_D)):
            rows.append(row(quantity, "theory", value, patterns="linear", alpha_D=alpha_D))
    return {"curves": tidy(rows)}


def test_claims_on_the_curves():
    tables = curves()
    assert fig1_iid_patterns.saturation_binary(tables).value == 0.69
    assert fig2_manifold_patterns.capacity_falls_with_dimension(tables).value == pytest.approx(0.1)
    assert fig2_manifold_patterns.capacity_falls_with_dimension(curves(falls=False)).value > 1
    assert fig2_manifold_patterns.tanh_saturates_later(tables).value == pytest.approx(2)
    assert fig2_manifold_patterns.tanh_saturates_later(
        curves(tanh_first=True)
    ).value == pytest.approx(0.5)
    assert fig2_manifold_patterns.replicas_are_stable(curves(stable=-0.1)).value == -0.1
    assert fig3_generalization_limit.generalization_beyond_collapse(tables).value == pytest.approx(
        np.log(3)
    )
