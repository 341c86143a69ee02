"""The own weight about alpha_1: its size, its theory, and its draws."""

import numpy as np
import pytest

from memgen.measures.memories.dense_retrieval import own_weights
from memgen.measures.memories.ensembles import Ensemble
from memgen.settings.manifold_capacity import HalfLoads
from memgen.studies.manifold_capacity.half_loads import table
from memgen.tables.read import select
from memgen.tables.rows import tidy

S = HalfLoads(
    lams=[0.25, 0.5],
    lam_fractions=[1.0],
    alpha_Ds=[0.25, 0.5],
    P=120,
    loads=7,
    draws=8,
    theory_draws=60,
    probes=8,
)


@pytest.fixture(scope="module")
def tables(seeds_of):
    names = ("spherical", "linear", "tanh")
    return {name: tidy(table(S, seeds_of("half_loads"), name)) for name in names}


def test_each_lambda_has_its_size(tables):
    assert list(tables["spherical"]["lam"].unique()) == S.lams
    assert list(tables["linear"]["alpha_D"].unique()) == S.alpha_Ds
    # lambda_s of the linear manifold is 1 / (1 + 1 / alpha_D).
    assert list(tables["linear"]["lam"].unique()) == pytest.approx([1 / 5, 1 / 3], rel=1e-6)
    for frame in tables.values():
        assert (select(frame, kind="simulation")["n"] == S.draws).all()


def test_theory_is_met_at_the_same_size(tables):
    for name, frame in tables.items():
        excess = select(frame, quantity="weight_at_capacity_excess")
        assert (excess["value"].abs() < 4.5 * excess["stderr"] + 0.01).all(), name
        half = select(frame, quantity="half_load_own_weight")
        simulated = select(half, kind="simulation").set_index("lam")
        theory = select(half, kind="theory").set_index("lam")
        error = np.hypot(simulated["stderr"], theory["stderr"].fillna(0))
        gap = (simulated["value"] - theory["value"]).abs()
        assert (gap < 4 * error + 0.1 / theory["N"]).all(), name


def test_draws_are_those_of_their_point(tables, seeds_of):
    rows = select(tables["spherical"], quantity="own_weight", lam=0.5)
    N = int(rows["N"].iloc[0])
    sizes = np.round(np.exp(rows["alpha"].to_numpy() * N)).astype(int)
    index, weights = np.arange(S.probes), []
    for draw in range(S.draws):
        rng = seeds_of("half_loads").generator({"patterns": "spherical", "lam": 0.5, "N": N}, draw)
        xi = Ensemble("spherical").drawn(int(sizes[-1]), N, S.probes, rng).patterns
        weights.append(own_weights(xi[index], index, xi, np.array([0.5]), sizes)[0].mean(axis=1))
    np.testing.assert_allclose(rows["value"], np.mean(weights, axis=0), rtol=1e-9)
