"""The first lost pattern: simulation beside the first moment, and draw by draw."""

import numpy as np
import pytest

from memgen.measures.memories.storage import first_loss, growing_blocks
from memgen.settings.manifold_capacity import Storage
from memgen.studies.manifold_capacity.storage import table
from memgen.tables.read import select
from memgen.tables.rows import tidy

S = Storage(N=[8, 10, 12], draws=40, most=1000, finite_size_N=[10, 2000], largest_finite_N=12)


@pytest.fixture(scope="module")
def frame(seeds_of):
    return tidy(table(S, seeds_of("storage")))


def test_half_storage_matches_the_first_moment(frame):
    rows = select(frame, quantity="half_storage", which="inf")
    theory = select(rows, kind="theory").set_index("N")["value"]
    assert list(theory.index) == [8, 10, 12, 2000]
    simulated = select(rows, kind="simulation").set_index("N")
    pulls = (simulated["value"] - theory.loc[S.N]) / simulated["stderr"]
    assert pulls.abs().max() < 4
    assert (simulated["stderr"] < 0.03).all()


def test_the_first_moment_tends_to_the_capacity(frame):
    limit = select(frame, quantity="storage_capacity", which="inf")["value"].item()
    assert limit == pytest.approx(np.log(2) / 4)
    theory = select(frame, quantity="half_storage", which="inf", kind="theory")
    assert theory.sort_values("N")["value"].iloc[-1] == pytest.approx(limit, rel=0.02)


def test_stored_shares_follow_the_poisson_law(frame):
    rows = select(frame, quantity="stored_fraction", which="inf")
    for N in S.N:
        theory = select(rows, kind="theory", N=N)
        simulated = select(rows, kind="simulation", N=N)
        expected = np.interp(simulated["alpha"], theory["alpha"], theory["value"])
        error = np.sqrt(expected * (1 - expected) / S.draws)
        assert (np.abs(simulated["value"] - expected) < 4 * error + 0.02).all()
        np.testing.assert_allclose(simulated["stderr"].max(), np.sqrt(0.25 / S.draws), rtol=0.05)
        assert simulated["value"].is_monotonic_decreasing
        assert simulated["alpha"].max() < np.log(S.most) / N
        half = select(frame, quantity="half_storage", which="inf", kind="theory", N=N)
        half = half["value"].item()
        assert np.interp(half, theory["alpha"], theory["value"]) == pytest.approx(0.5, abs=1e-3)


def test_a_finite_lambda_stores_fewer(frame):
    finite = select(frame, quantity="half_storage", which="finite", kind="simulation")
    theory = select(frame, quantity="half_storage", which="finite", kind="theory")
    assert list(theory["N"]) == [8, 10, 12]
    # At N = 8 the first moment itself is off by a few per cent: losses come in pairs.
    misses = np.abs(finite["value"].to_numpy() - theory["value"].to_numpy())
    assert (misses < 4 * finite["stderr"].to_numpy() + 0.03 * theory["value"].to_numpy()).all()
    infinite = select(frame, quantity="half_storage", which="inf", kind="simulation")
    assert (finite["value"].to_numpy() < infinite["value"].to_numpy()).all()
    assert (finite["lam"] == S.lam).all()
    assert infinite["lam"].isna().all()


@pytest.mark.parametrize(("which", "lam"), [("inf", np.inf), ("finite", S.lam)])
def test_the_median_is_that_of_the_draws(frame, seeds_of, which, lam):
    point = {"patterns": "gaussian", "which": which, "N": 8}
    point |= {} if which == "inf" else {"lam": lam}
    losses = [
        first_loss(growing_blocks(8, seeds_of("storage").generator(point, draw)), lam, S.most)
        for draw in range(S.draws)
    ]
    row = select(frame, quantity="half_storage", which=which, kind="simulation", N=8).iloc[0]
    assert row["value"] == pytest.approx((np.median(np.log(losses)) - np.log(1.05) / 2) / 8)
    assert row["n"] == S.draws


def test_too_few_patterns_are_refused(seeds_of):
    s = Storage(N=[16, 24, 32], draws=4, most=100, finite_size_N=[16], largest_finite_N=16)
    with pytest.raises(ValueError, match=r"storage\.most = 100: at N = .*raise it"):
        list(table(s, seeds_of("storage")))
