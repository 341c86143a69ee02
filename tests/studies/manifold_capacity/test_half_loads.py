"""The half load of the own weight: its ladder, its limit, and its draws."""

import numpy as np
import pytest

from memgen.measures.memories.dense_retrieval import own_weights
from memgen.measures.memories.ensembles import Ensemble
from memgen.settings.manifold_capacity import HalfLoads
from memgen.studies.manifold_capacity.half_loads import simulate, table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.capacity.finite import half_load, spherical_own_weight

S = HalfLoads(
    lams=[0.25, 0.5],
    lam_fractions=[1.0],
    alpha_Ds=[0.25, 0.5],
    P=[40, 120, 300],
    loads=7,
    draws=10,
    finite_size_draws=60,
    probes=8,
)


@pytest.fixture(scope="module")
def tables(seeds_of):
    names = ("spherical", "linear", "tanh")
    return {name: tidy(table(S, seeds_of("half_loads"), name)) for name in names}


def test_each_lambda_has_a_ladder_and_a_limit(tables):
    spherical = tables["spherical"]
    assert list(spherical["lam"].unique()) == S.lams
    assert "alpha_D" not in spherical
    assert list(tables["linear"]["alpha_D"].unique()) == S.alpha_Ds
    # lambda_s of the linear manifold is 1 / (1 + 1 / alpha_D).
    assert list(tables["linear"]["lam"].unique()) == pytest.approx([1 / 5, 1 / 3], rel=1e-6)
    for frame in tables.values():
        assert select(frame, quantity="half_load").groupby("lam")["N"].nunique().min() >= 3
        assert (select(frame, kind="simulation")["n"] == S.draws).all()


def test_half_loads_agree_with_theory_at_the_same_size(tables):
    for _, rows in select(tables["spherical"], quantity="half_load").iterrows():
        N = int(rows["N"])
        expected = half_load(spherical_own_weight(rows["lam"], N), N)
        assert abs(rows["value"] - expected) < 4 * rows["stderr"] + 0.1 / N


def test_the_limit_is_the_capacity(tables):
    for name, frame in tables.items():
        limits = select(frame, quantity="half_load_limit").set_index("lam")
        capacity = select(frame, quantity="retrieval_capacity").set_index("lam")["value"]
        deviation = (limits["value"] - capacity).abs()
        assert (deviation < 4 * limits["stderr"] + 0.05 * capacity).all(), name


def test_without_a_theory_the_extrapolation_may_miss_more(tables):
    """A ratio to theory is flat: its limit is known better than that of the bare loads."""
    relative = {
        name: (lambda rows: (rows["stderr"] / rows["value"]).mean())(
            select(tables[name], quantity="half_load_limit")
        )
        for name in ("linear", "tanh")
    }
    assert relative["linear"] < relative["tanh"]


def test_draws_are_those_of_their_point(seeds_of):
    law, N = Ensemble("tanh", 0.25), 12
    lam = law.saturation().lam
    curve = simulate(law, lam, N, S, seeds_of("half_loads"))
    assert curve.loads[-1] == pytest.approx(law.capacity(lam) + 2 / N, abs=0.1 / N)
    sizes = np.round(np.exp(curve.loads * N)).astype(int)
    assert sizes[0] >= S.probes
    index = np.arange(S.probes)
    point = {"patterns": "tanh", "alpha_D": 0.25, "lam": lam, "N": N}
    rng = seeds_of("half_loads").generator(point, 3)
    patterns = law.draw(int(sizes[-1]), N, rng)
    weights = own_weights(patterns[index], index, patterns, np.array([lam]), sizes)[0]
    np.testing.assert_allclose(curve.draws[3], weights.mean(axis=1), rtol=1e-9)


def test_two_sizes_are_no_ladder(seeds_of):
    s = S.model_copy(update={"P": [40, 300, 301]})
    with pytest.raises(ValueError, match=r"half_loads\.P = \[40, 300, 301\].*needs 3, spread it"):
        list(table(s, seeds_of("half_loads"), "spherical"))
