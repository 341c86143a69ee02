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
        for N in (100, 250, 1000):
            gap = shift * np.log(N) / N
            rows.append(row("half_load_success", "theory", 0.4 - gap, 0.0, 9, **at, N=N))
        for N in (20, 30):
            rows.append(row("half_load_success", "theory", 0.3, 0.001, 9, **at, N=N))
            measured = row("half_load_success", "simulation", 0.3 * shift, 1e-3, 9, **at, N=N)
            rows.append(measured)
            for alpha in (0.1, 0.2):
                rows.append(row("success", "theory", 0.5, 0.01, 9, **at, N=N, alpha=alpha))
            rows.append(row("success", "simulation", 0.5 * shift, 0.01, 9, **at, N=N, alpha=0.15))
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
    own_weight = fig1_iid_patterns.own_weight_crosses_at_capacity(independent)
    assert own_weight.value == pytest.approx(shift / 2)
    assert own_weight.stderr > 0.01  # it was chosen among three
    gap = fig1_iid_patterns.iteration_matches_theory(independent).value
    assert gap == pytest.approx((0.4 - 0.3 * shift) / 0.1)
    excess = fig2_manifold_patterns.iteration_matches_theory(curved).value
    assert excess == pytest.approx((1 - shift) / 2)
    for claims, made in ((fig1_iid_patterns, independent), (fig2_manifold_patterns, curved)):
        assert claims.own_weight_matches_theory(made).value == pytest.approx(shift - 1)
    assert fig1_iid_patterns.iteration_ends_log_below(independent).value == pytest.approx(shift)


def test_one_ensemble_that_misses_is_not_averaged_away():
    made = tables(("linear", "tanh", "relu"))
    points = made["half_loads"]
    shift = points["patterns"].map({"linear": 0.3, "tanh": -0.2, "relu": -0.1})
    apart = {**made, "half_loads": points.assign(value=points["value"] + shift)}
    assert fig2_manifold_patterns.own_weight_matches_theory(apart).value == pytest.approx(0.3)


def test_iteration_ends_earlier():
    rows = []
    for patterns, at_capacity in (("linear", 0.2), ("tanh", 0.3), ("relu", 0.1)):
        at = {"patterns": patterns, "lam": 0.5}
        rows.append(row("retrieval_capacity", "theory", 0.4, **at))
        rows.append(row("weight_at_capacity", "simulation", 0.5, 0.01, 9, **at, N=30))
        for alpha, change in ((0.35, 0.1), (0.45, -0.1)):
            value = at_capacity + change
            rows.append(row("success", "simulation", value, 0.02, 9, **at, N=30, alpha=alpha))
    gap = fig2_manifold_patterns.iteration_ends_earlier({"retrieval": tidy(rows)})
    assert gap.value == pytest.approx(-0.2)
    assert gap.stderr > np.hypot(0.01, 0.02)


@pytest.mark.parametrize("falls", [True, False])
def test_capacity_falls_with_dimension(falls):
    rows = []
    for patterns in ("linear", "tanh"):
        for alpha_D in (0.1, 1.0):
            for lam, share in ((0.5, 3.0), (1.0, 1.0)):
                load = share * (alpha_D if falls else 1 / alpha_D)
                at = {"patterns": patterns, "lam": lam, "alpha_D": alpha_D}
                rows.append(row("half_load_own_weight", "simulation", load, 0.001, 9, **at))
    ratio = fig2_manifold_patterns.capacity_falls_with_dimension({"half_loads": tidy(rows)})
    assert ratio.value == pytest.approx(0.1 if falls else 10.0)


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
