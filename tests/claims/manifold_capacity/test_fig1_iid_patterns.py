"""Claims of figs. 1 and 2 on retrieval, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.manifold_capacity import fig1_iid_patterns, fig2_manifold_patterns
from memgen.tables.rows import row, tidy


def tables(names, shift=1.0):
    """Half loads of success `shift` times theory's, own weights at alpha_1 half of it."""
    rows, points = [], []
    for patterns in names:
        at = {"patterns": patterns, "lam": 0.5}
        rows.append(row("retrieval_capacity", "theory", 0.4, **at))
        for N in (100, 1000):
            gap = shift * np.log(N) / N
            rows.append(row("half_load_success", "theory", 0.4 - gap, 0.0, 9, **at, N=N))
        for N in (20, 30):
            rows.append(row("half_load_success", "theory", 0.3, 0.001, 9, **at, N=N))
            measured = row("half_load_success", "simulation", 0.3 * shift, 1e-3, 9, **at, N=N)
            rows.append(measured)
            weight = 0.5 * shift if N == 30 else 0.1
            rows.append(row("weight_at_capacity", "simulation", weight, 0.01, 9, **at, N=N))
        for lam in (0.5, 1.0):
            excess = ("weight_at_capacity_excess", "simulation", shift - 1, 0.01, 9)
            points.append(row(*excess, patterns=patterns, lam=lam))
    return {"retrieval": tidy(rows), "half_loads": tidy(points)}


@pytest.mark.parametrize("shift", [1.0, 0.8])
def test_retrieval(shift):
    independent = tables(("gaussian", "spherical", "binary"), shift)
    curved = tables(("linear", "tanh", "relu"), shift)
    for claims, made in ((fig1_iid_patterns, independent), (fig2_manifold_patterns, curved)):
        assert claims.iteration_matches_theory(made).value == pytest.approx(shift)
        assert claims.own_weight_crosses_at_capacity(made).value == pytest.approx(shift / 2)
    assert fig1_iid_patterns.own_weight_matches_theory(independent).value == pytest.approx(
        shift - 1
    )
    for claim in (
        fig2_manifold_patterns.linear_own_weight_matches_theory,
        fig2_manifold_patterns.curved_own_weight_matches_theory,
    ):
        assert claim(curved).value == pytest.approx(shift - 1)
    assert fig1_iid_patterns.iteration_ends_log_below(independent).value == pytest.approx(shift)


def test_storage():
    rows = []
    for which, ratio in (("inf", 2.0), ("finite", 1.0)):
        for N in (10, 20, 40):
            value = 0.2 + 1 / N
            rows.append(row("half_storage", "simulation", value, 0.01, 9, which=which, N=N))
            rows.append(row("half_storage", "theory", value / ratio, which=which, N=N))
    made = {"storage": tidy(rows)}
    assert fig1_iid_patterns.storage_matches_first_moment(made).value == pytest.approx(2)
    assert fig1_iid_patterns.storage_at_finite_lambda(made).value == pytest.approx(1)
