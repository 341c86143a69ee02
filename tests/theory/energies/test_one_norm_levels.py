"""The law of one coordinate of points of one norm: drawn points, closed forms, two derivations."""

import numpy as np
import pytest

from memgen.data.directions import direction_variances, draw_directions
from memgen.theory.energies.one_norm import one_norm_squares, one_norm_variances
from memgen.theory.energies.one_norm_levels import (
    one_norm_density,
    one_norm_levels,
    one_norm_participation,
    participation_time,
    population_loss_time,
    population_response,
)
from memgen.theory.energies.step_weights import gaussian_levels_participation

VARIANCES = np.repeat([1.0, 0.09], [15, 15])
FEW = direction_variances(30, (2, 5), (1.0, 0.3), 0.01)


def test_equal_variances_have_the_density_of_a_sphere():
    """f is proportional to (1 - z^2)^{(N - 3) / 2}; of three directions it is uniform."""
    z = np.linspace(-0.95, 0.95, 41)
    np.testing.assert_allclose(one_norm_density(z, np.full(3, 2.0), 0), 0.5, rtol=1e-6)
    np.testing.assert_allclose(one_norm_density(z, np.ones(5), 1), 0.75 * (1 - z**2), rtol=1e-6)


@pytest.mark.parametrize("j", [0, 2, 7])
def test_second_moment_is_the_variance_on_the_sphere(j):
    levels = one_norm_levels(FEW, j, 1.0)
    expected = one_norm_variances(FEW)[j]
    assert levels.mass @ levels.z**2 == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("j", [0, 2])
def test_few_directions_have_the_density_of_drawn_points(j):
    z = draw_directions(FEW, 200_000, np.random.default_rng(j), unit_norm=True)[:, j]
    levels = one_norm_levels(FEW, j, 1.0)
    below = np.interp([-0.8, -0.3, 0.1, 0.6], levels.z, np.cumsum(levels.mass))
    drawn = [(z < edge).mean() for edge in (-0.8, -0.3, 0.1, 0.6)]
    np.testing.assert_allclose(below, drawn, atol=0.005)


@pytest.mark.parametrize(("j", "t"), [(0, 0.004), (29, 0.002), (0, 0.0003)])
def test_participation_by_another_derivation(j, t):
    """By the characteristic function of the radius and the tables of Laplace transforms."""
    expected = one_norm_squares(t, VARIANCES, j, 200)[0]
    assert one_norm_participation(t, VARIANCES, j, 200) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("j", [0, 29])
def test_participation_of_drawn_points(j):
    own, points, draws = float(one_norm_variances(VARIANCES)[j]), 200, 400
    for t in (own / 30, own / 6, own / 2):
        drawn = []
        for seed in range(draws):
            rng = np.random.default_rng(seed)
            y = draw_directions(VARIANCES, points, rng, unit_norm=True)
            group = y[:, :15] if j == 0 else y[:, 15:]
            w = np.exp(group / np.sqrt(t) - (group / np.sqrt(t)).max(axis=0))
            drawn.append(((w / w.sum(axis=0)) ** 2).sum(axis=0).mean())
        found = one_norm_participation(t, VARIANCES, j, points)
        assert found == pytest.approx(np.mean(drawn), abs=4 * np.std(drawn) / np.sqrt(draws))


def test_many_directions_have_gaussian_levels():
    many = np.ones(20_000)
    t = 1 / 20_000 / 8
    found = one_norm_participation(t, many, 0, 500)
    assert found == pytest.approx(gaussian_levels_participation(8.0, 500), rel=2e-3)


@pytest.mark.parametrize("j", [0, 2])
def test_the_time_of_condensation_of_few_directions(j):
    t, points, draws = participation_time(FEW, j, 100, 0.5), 100, 400
    drawn = []
    for seed in range(draws):
        z = draw_directions(FEW, points, np.random.default_rng(seed), unit_norm=True)[:, j]
        w = np.exp((z - z.max()) / np.sqrt(t))
        drawn.append(np.sum(w**2) / np.sum(w) ** 2)
    assert np.mean(drawn) == pytest.approx(0.5, abs=4 * np.std(drawn) / np.sqrt(draws))


def test_a_direction_is_lost_where_its_response_is_that_of_a_normal_one():
    for j in (0, 2):
        t = population_loss_time(FEW, j)
        assert population_response(t, one_norm_levels(FEW, j, t)) == pytest.approx(1, abs=1e-8)
    # Of Gaussian levels of variance v the response is v / t - 1: many directions have them.
    many = np.repeat([1.0, 0.09], [300, 300])
    own = one_norm_variances(many)[0]
    assert population_loss_time(many, 0) == pytest.approx(own / 2, rel=0.02)


def test_the_response_far_above_the_data_is_the_variance():
    levels = one_norm_levels(FEW, 0, 1.0)
    expected = one_norm_variances(FEW)[0] / 100 - 1
    assert population_response(100.0, levels) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("j", [7, 8])
def test_outside_the_domain(j):
    variances = np.append(np.ones(2), np.zeros(7))
    with pytest.raises(ValueError, match="three positive ones"):
        one_norm_density(np.zeros(1), variances, j)
    with pytest.raises(ValueError, match="between 1/P"):
        participation_time(FEW, 0, 100, 0.005)
