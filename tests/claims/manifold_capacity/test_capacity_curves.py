"""Claims on capacity curves, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.manifold_capacity import fig2_manifold_patterns
from memgen.tables.rows import row, tidy


def curves(tanh_first=False, stable=0.5):
    rows = [
        row("smallest_stability", "theory", stable, patterns="relu"),
        row("smallest_stability", "theory", 0.9, patterns="tanh"),
    ]
    for patterns in ("linear", "tanh"):
        for alpha_D in (0.1, 1.0):
            at = {"patterns": patterns, "alpha_D": alpha_D}
            later = (patterns == "tanh") != tanh_first
            rows.append(row("saturation_lam", "theory", 2.0 if later else 1.0, **at))
    return {"curves": tidy(rows)}


def test_claims_on_the_curves():
    tables = curves()
    tanh = 0.39429449  # E tanh(g)^2
    assert fig2_manifold_patterns.tanh_saturates_later(tables).value == pytest.approx(2 * tanh)
    assert fig2_manifold_patterns.tanh_saturates_later(
        curves(tanh_first=True)
    ).value == pytest.approx(tanh / 2)
    assert fig2_manifold_patterns.replicas_are_stable(curves(stable=-0.1)).value == -0.1
