"""Claims of fig3_generalization_limit, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.manifold_capacity import fig3_generalization_limit as claims
from memgen.tables.rows import row, tidy


def test_limit_and_overlaps():
    at = {"alpha_D": 0.2, "N": 40, "D": 8, "P": 99}
    rows = [
        row("generalization_limit", "simulation", 6.0, 0.1, 9, **at),
        row("generalization_limit_finite_size", "theory", 5.0, 0.1, 9, **at),
    ]
    for model, ratio in (("sphere", 1.0), ("diffusion", 1.1), ("memory", 1.3)):
        for kind, value in (("simulation", 7.0 * ratio), ("theory", 7.0)):
            rows.append(row("onset", kind, value, 0.01, 9, alpha=0.05, model=model))
    half = [
        row("half_load", "simulation", 0.33, 0.01, 9, overlap=0.7, N=20),
        row("half_load", "theory", 0.3, 0.001, 9, overlap=0.7, N=20),
        row("half_load", "theory", 0.2, 0.001, 9, overlap=0.7, N=100),
    ]
    collapse = [
        row("collapse_time", "simulation", t, 0.01, 9, activation="linear", N=40, D=D, P=99)
        for D, t in ((8, 0.25), (20, 9.0))
    ]
    tables = {"limit": tidy(rows), "overlaps": tidy(half), "fixed_size": tidy(collapse)}
    assert claims.measured_generalization_limit(tables).value == pytest.approx(1.2)
    assert claims.generalization_beyond_collapse(tables).value == pytest.approx(6 / 4)
    assert claims.corrupted_start_matches_theory(tables).value == pytest.approx(1.1)
    assert claims.onset_at_one_norm(tables).value == pytest.approx(1.0)
    assert claims.onset_of_gaussian_norms(tables).value == pytest.approx(1.1)
    assert claims.one_norm_moves_the_onset(tables).value == pytest.approx(1.3)
    assert claims.memory_parts_from_diffusion(tables).value == pytest.approx(1.3 / 1.1)
