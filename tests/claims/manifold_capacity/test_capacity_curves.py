"""Claims on capacity curves, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.manifold_capacity import fig2_manifold_patterns
from memgen.tables.rows import row, tidy

TANH = 0.39429449  # E tanh(g)^2


def curves(tanh_first=False, stable=0.5):
    rows = [
        row("smallest_stability", "theory", stable, patterns="relu"),
        row("smallest_stability", "theory", 0.9, patterns="tanh"),
    ]
    for patterns, square in (("linear", 1.0), ("tanh", TANH)):
        rows.append(row("squared_norm", "theory", square, patterns=patterns))
        for alpha_D in (0.1, 1.0):
            at = {"patterns": patterns, "alpha_D": alpha_D}
            later = (patterns == "tanh") != tanh_first
            rows.append(row("saturation_lam", "theory", 2.0 if later else 1.0, **at))
    return {"curves": tidy(rows)}


def test_claims_on_the_curves():
    tables = curves()
    assert fig2_manifold_patterns.tanh_saturates_later(tables).value == pytest.approx(2 * TANH)
    assert fig2_manifold_patterns.tanh_saturates_later(
        curves(tanh_first=True)
    ).value == pytest.approx(TANH / 2)
    assert fig2_manifold_patterns.replicas_are_stable(curves(stable=-0.1)).value == -0.1


def test_loads_of_half_own_weight_are_compared_with_the_capacity():
    rows = [row("half_load_own_weight", "theory", 9.0, patterns="tanh", N=36)]
    for name, alpha_1 in (("linear", 0.1), ("tanh", 0.2)):
        rows.append(row("retrieval_capacity", "theory", alpha_1, patterns=name))
        rows += [
            row("half_load_own_weight", "simulation", 0.9 * alpha_1, 0.01, 9, patterns=name, N=N)
            for N in (36, 48)
        ]
    found = fig2_manifold_patterns.own_weight_crosses_near_capacity({"retrieval": tidy(rows)})
    assert found.value == pytest.approx(0.9)
