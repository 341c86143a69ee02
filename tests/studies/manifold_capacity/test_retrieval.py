"""Iterated retrieval at toy sizes: against its finite-size theory, and draw by draw."""

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
    P=[60, 150],
    probes=4,
    draws=6,
    loads=5,
    steps=10,
    finite_size_N=[12, 200],
    finite_size_draws=40,
    curve_points=4,
)


@pytest.fixture(scope="module")
def spherical(seeds_of):
    return tidy(table(S, seeds_of("retrieval"), "spherical"))


@pytest.fixture(scope="module")
def linear(seeds_of):
    return tidy(table(S, seeds_of("retrieval"), "linear"))


def half_load(frame, quantity, kind, N):
    return select(frame, quantity=f"half_load_{quantity}", kind=kind, N=N).iloc[0]


def test_own_weight_crosses_where_theory_says(spherical, linear):
    for frame in (spherical, linear):
        theory = select(frame, quantity="own_weight", kind="theory")
        for N in theory["N"].unique():
            simulated = half_load(frame, "own_weight", "simulation", N)
            expected = half_load(frame, "own_weight", "theory", N)
            error = np.hypot(simulated["stderr"], np.nan_to_num(expected["stderr"]))
            # The window in which it falls is 1/N wide.
            assert abs(simulated["value"] - expected["value"]) < 4 * error + 0.1 / N
            curve = theory[theory["N"] == N]
            at_half = np.interp(expected["value"], curve["alpha"], curve["value"])
            assert at_half == pytest.approx(0.5, abs=0.3)
            assert curve["value"].is_monotonic_decreasing


def test_averaged_theory_has_errors_and_exact_theory_has_none(spherical, linear):
    exact = select(spherical, quantity="own_weight", kind="theory")
    assert exact["stderr"].isna().all()
    assert exact["n"].isna().all()
    averaged = select(linear, quantity="own_weight", kind="theory")
    assert (averaged["stderr"] > 0).all()
    assert (averaged["n"] == S.finite_size_draws).all()
    half = select(linear, quantity="half_load_own_weight", kind="theory")
    assert (half["stderr"] > 0).all()
    assert set(half["n"]) == {S.finite_size_draws}


def test_iteration_loses_patterns_before_the_own_weight_does(spherical):
    for N in (12, 200):
        success_lost = half_load(spherical, "success", "theory", N)["value"]
        weight_lost = half_load(spherical, "own_weight", "theory", N)["value"]
        assert 0.02 < weight_lost - success_lost < 1.2 * np.log(N) / N
    step = select(spherical, quantity="success", kind="theory")
    assert set(step["value"]) == {0.0, 1.0}


def test_a_row_is_the_mean_over_its_draws(spherical, seeds_of):
    point = {"patterns": "spherical", "lam": S.lam}
    rows = select(spherical, quantity="success", kind="simulation")
    N = int(rows["N"].iloc[0])
    rows = rows[rows["N"] == N]
    loads = rows["alpha"].to_numpy()
    weights = select(spherical, quantity="own_weight", kind="simulation", N=N)
    sizes = np.round(np.exp(weights["alpha"].to_numpy() * N)).astype(int)
    assert sizes[0] == S.probes
    index, back, own = np.arange(S.probes), [], []
    for draw in range(S.draws):
        rng = seeds_of("retrieval").generator({**point, "N": N}, draw)
        patterns = Ensemble("spherical").draw(int(sizes[-1]), N, rng)
        start, memory = patterns[index], DenseMemory(patterns)
        returned = success(start, index, memory, S.lam, sizes[: loads.size], S.steps)
        back.append(returned.mean(axis=1))
        own.append(own_weights(start, index, patterns, np.array([S.lam]), sizes)[0].mean(axis=1))
    np.testing.assert_allclose(rows["value"], np.mean(back, axis=0), atol=1e-12)
    np.testing.assert_allclose(weights["value"], np.mean(own, axis=0), rtol=1e-9)
    np.testing.assert_allclose(
        weights["stderr"], np.std(own, axis=0, ddof=1) / np.sqrt(S.draws), rtol=1e-6
    )
    assert (rows["n"] == S.draws).all()


def test_loads_reach_beyond_the_capacity(spherical):
    alpha_1 = retrieval_capacity(S.lam, "spherical")
    assert select(spherical, quantity="retrieval_capacity")["value"].item() == alpha_1
    for N, rows in select(spherical, quantity="own_weight", kind="simulation").groupby("N"):
        assert (rows["alpha"] > alpha_1 + 0.2 / N).sum() == 3
        assert rows["alpha"].max() == pytest.approx(alpha_1 + 1.5 / N, abs=0.2 / N)
    for _, rows in select(spherical, quantity="success", kind="simulation").groupby("N"):
        assert rows["alpha"].max() == pytest.approx(alpha_1, abs=0.01)


def test_limits_shift_success_alone_by_its_logarithm(spherical):
    for quantity, shift in (("success", True), ("own_weight", False)):
        halves = select(spherical, quantity=f"half_load_{quantity}", kind="simulation")
        N = halves["N"].to_numpy(dtype=float)
        loads = halves["value"].to_numpy() + (np.log(N) / N if shift else 0)
        # Two sizes determine the line in 1/N.
        line = np.polyfit(1 / N, loads, 1)
        limit = select(spherical, quantity=f"half_load_{quantity}_limit").iloc[0]
        assert limit["value"] == pytest.approx(line[1], rel=1e-6)
        assert limit["n"] == S.draws


def test_the_manifold_is_taken_at_its_own_lambda(linear):
    # lambda_s of the linear manifold is 1 / (1 + 1 / alpha_D).
    lam = S.lam_fraction / (1 + 1 / S.alpha_D)
    assert linear["lam"].to_numpy() == pytest.approx(lam, rel=1e-6)
    assert set(linear["alpha_D"]) == {S.alpha_D}
    assert (linear["N"].dropna().astype(int) % 4 == 0).all()


def test_one_size_is_no_ladder(seeds_of):
    s = S.model_copy(update={"P": [60, 61]})
    with pytest.raises(ValueError, match=r"manifold_capacity\.retrieval\.P = \[60, 61\].*spread"):
        list(table(s, seeds_of("retrieval"), "spherical"))
