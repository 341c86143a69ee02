"""Own weight and iterated retrieval at toy sizes: against theory, and draw by draw."""

import numpy as np
import pytest

from memgen.measures.memories.dense_retrieval import own_weights, success
from memgen.measures.memories.ensembles import Ensemble
from memgen.recurrent.dense import DenseMemory
from memgen.settings.manifold_capacity import Retrieval
from memgen.studies.manifold_capacity.retrieval import table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.capacity import retrieval_capacity

S = Retrieval(
    P=[150],
    probes=6,
    draws=8,
    loads=6,
    steps=15,
    large_N=[60],
    large_manifold_N=[120],
    theory_draws=60,
    curve_points=10,
)


@pytest.fixture(scope="module")
def spherical(seeds_of):
    return tidy(table(S, seeds_of("retrieval"), "spherical"))


@pytest.fixture(scope="module")
def linear(seeds_of):
    return tidy(table(S, seeds_of("retrieval"), "linear"))


def single_row(frame, quantity, kind):
    return select(frame, quantity=quantity, kind=kind).sort_values("N").iloc[0]


def test_both_halves_are_where_theory_says(spherical, linear):
    for frame in (spherical, linear):
        for quantity in ("own_weight", "success"):
            simulated = single_row(frame, f"half_load_{quantity}", "simulation")
            expected = single_row(frame, f"half_load_{quantity}", "theory")
            error = np.hypot(simulated["stderr"], np.nan_to_num(expected["stderr"]))
            assert abs(simulated["value"] - expected["value"]) < 4 * error + 0.1 / simulated["N"]


def test_the_own_weight_is_one_half_at_the_capacity(spherical, linear):
    for frame in (spherical, linear):
        excess = select(frame, quantity="weight_at_capacity_excess").iloc[0]
        assert abs(excess["value"]) < 4 * excess["stderr"] + 0.01
        at = single_row(frame, "weight_at_capacity", "theory")
        assert at["value"] == pytest.approx(0.5, abs=0.15)


def test_common_targets_scatter_less(linear):
    """The difference to theory for the same F and patterns, beside the bare theory's scatter."""
    excess = select(linear, quantity="weight_at_capacity_excess").iloc[0]
    theory = single_row(linear, "weight_at_capacity", "theory")
    bare = theory["stderr"] * np.sqrt(float(theory["n"]) / (S.draws * S.probes))
    assert excess["stderr"] < bare


def test_iteration_loses_patterns_before_the_own_weight_does(spherical):
    N = 60
    lost = select(spherical, quantity="half_load_success", kind="theory", N=N)["value"].item()
    weight = select(spherical, quantity="half_load_own_weight", kind="theory", N=N)["value"].item()
    assert 0.02 < weight - lost < 1.2 * np.log(N) / N


def test_a_row_is_the_mean_over_its_draws(spherical, seeds_of):
    rows = select(spherical, quantity="success", kind="simulation")
    weights = select(spherical, quantity="own_weight", kind="simulation")
    N = int(rows["N"].iloc[0])
    few, many = (
        np.round(np.exp(table["alpha"].to_numpy() * N)).astype(int) for table in (rows, weights)
    )
    index, back, own = np.arange(S.probes), [], []
    for draw in range(S.draws):
        rng = seeds_of("retrieval").generator({"patterns": "spherical", "lam": S.lam, "N": N}, draw)
        most = int(max(few[-1], many[-1]))
        patterns = Ensemble("spherical").drawn(most, N, S.probes, rng).patterns
        start = patterns[index]
        returned = success(start, index, DenseMemory(patterns), S.lam, few, S.steps)
        back.append(returned.mean(axis=1))
        own.append(own_weights(start, index, patterns, np.array([S.lam]), many)[0].mean(axis=1))
    np.testing.assert_allclose(rows["value"], np.mean(back, axis=0), atol=1e-12)
    np.testing.assert_allclose(weights["value"], np.mean(own, axis=0), rtol=1e-9)
    np.testing.assert_allclose(
        weights["stderr"], np.std(own, axis=0, ddof=1) / np.sqrt(S.draws), rtol=1e-6
    )


def test_the_manifold_is_taken_at_its_own_lambda(linear):
    # lambda_s of the linear manifold is 1 / (1 + 1 / alpha_D).
    lam = S.lam_fraction / (1 + 1 / S.alpha_D)
    assert linear["lam"].to_numpy() == pytest.approx(lam, rel=1e-6)
    assert set(linear["alpha_D"]) == {S.alpha_D}
    alpha_1 = select(linear, quantity="retrieval_capacity")["value"].item()
    assert alpha_1 == pytest.approx(retrieval_capacity(lam, "manifold", S.alpha_D, "linear"))
