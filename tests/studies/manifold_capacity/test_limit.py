"""Energy beside potential, and the generalization limit beside its finite-size theory."""

import numpy as np
import pytest

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.data.patterns import draw_patterns, on_sphere
from memgen.measures.collapse.cross_entropy import measured_cross_entropy
from memgen.recurrent.dense import DenseMemory
from memgen.settings.manifold_capacity import Landscape, Limit
from memgen.statistics.minimum import minimum_with_error
from memgen.studies.manifold_capacity.landscape import POSITIONS, energy_and_potential
from memgen.studies.manifold_capacity.limit import simulate, table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.manifold import collapse_time, generalization_time, onset_time

S = Limit(
    alpha=0.2,
    N=25,
    alpha_Ds=[0.2, 0.6],
    draws=8,
    probes=20,
    times=11,
    finite_size_draws=60,
    landscape=Landscape(P=30, N=10, draws=3, times=[0.5, 1.0]),
)


@pytest.fixture(scope="module")
def frame(seeds_of):
    return tidy(table(S, seeds_of("limit")))


def test_spherical_memory_and_diffusion_are_one(frame):
    gaps = select(frame, quantity="energy_difference").set_index("patterns")
    assert gaps.loc["spherical", "value"] < 1e-12
    assert gaps.loc["gaussian", "value"] > 0.01
    assert (gaps["n"] == S.landscape.draws).all()


def test_the_energy_is_that_of_the_memory():
    xi, t = draw_patterns("gaussian", 20, 10, np.random.default_rng(1)), 0.5
    line = xi[0] + POSITIONS[:, None] * (xi[1] - xi[0])
    expected = DenseMemory(xi).energy(line, 1 / t) / 10
    energy, _ = energy_and_potential(xi, t)
    np.testing.assert_allclose(energy, expected - expected.mean(), atol=1e-12)


def test_curves_are_of_the_first_draw(frame, seeds_of):
    for patterns in ("spherical", "gaussian"):
        rng = seeds_of("limit_landscape").generator({"patterns": patterns}, 0)
        xi = draw_patterns(patterns, 30, 10, rng)
        for t in S.landscape.times:
            curves = energy_and_potential(xi, t)
            for name, values in zip(("memory_energy", "diffusion_potential"), curves, strict=True):
                rows = select(frame, quantity=name, patterns=patterns, t=t)
                np.testing.assert_allclose(rows["position"], POSITIONS)
                np.testing.assert_allclose(rows["value"], values, atol=1e-12)


def test_the_limit_lies_beyond_collapse(frame):
    for alpha_D in S.alpha_Ds:
        rows = select(frame, alpha_D=alpha_D)
        limit = select(rows, quantity="generalization_limit")
        theory = select(limit, kind="theory")["value"].item()
        collapse = select(rows, quantity="collapse_limit")["value"].item()
        assert theory == pytest.approx(1 / generalization_time(S.alpha, alpha_D))
        assert collapse == pytest.approx(1 / collapse_time(S.alpha, alpha_D))
        measured = select(limit, kind="simulation").iloc[0]
        predicted = select(rows, quantity="generalization_limit_finite_size").iloc[0]
        error = np.hypot(measured["stderr"], predicted["stderr"])
        # The theory leaves out that norms are fixed, which is of order 1/N.
        deviation = abs(measured["value"] - predicted["value"])
        assert deviation < 4 * error + 0.1 * predicted["value"]
        assert measured["value"] > 1.5 * collapse
        assert 0.001 < measured["stderr"] / measured["value"] < 0.2
        assert predicted["n"] == S.finite_size_draws


def test_draws_are_those_of_their_size(seeds_of):
    size, t = {"N": 25, "D": 5, "P": 50}, np.array([0.2, 0.5])
    curves = simulate(size, 2, 10, t, seeds_of("limit"))
    rng = seeds_of("limit").generator(size, 1)
    manifold = HiddenManifold(draw_matrix(25, 5, rng))
    points = manifold.sample(50, rng)
    fresh = on_sphere(manifold.sample(10, rng))
    expected = measured_cross_entropy(fresh, on_sphere(points), t).per_coordinate
    np.testing.assert_allclose(curves[1], expected)


def test_the_limit_is_the_inverse_of_the_lowest_place(frame, seeds_of):
    size = {"N": 25, "D": 5, "P": 148}
    t_g, t_o = generalization_time(S.alpha, 0.2), onset_time(S.alpha, 0.2)
    t = np.geomspace(t_g / 4, 4 * t_o, S.times)
    curves = simulate(size, S.draws, S.probes, t, seeds_of("limit"))
    bootstrap = seeds_of("limit_generalization_limit").generator(size)
    lowest = minimum_with_error(t, curves, bootstrap)
    rows = select(frame, quantity="generalization_limit", kind="simulation", alpha_D=0.2)
    assert rows["value"].item() == pytest.approx(1 / lowest.place)
    # d(1 / t) = dt / t^2
    assert rows["stderr"].item() == pytest.approx(lowest.stderr / lowest.place**2)
    assert rows["n"].item() == S.draws
