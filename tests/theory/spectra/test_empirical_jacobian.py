"""The law of the empirical score's Jacobian: drawn points in all regimes, limits, the slide's."""

import numpy as np
import pytest

from memgen.data.directions import draw_directions
from memgen.measures.geometry.smoothed_jacobian import smoothed_jacobian
from memgen.theory.energies.local_condensation import local_condensation_time
from memgen.theory.energies.one_norm import one_norm_variances
from memgen.theory.energies.step_weights import step_weights
from memgen.theory.spectra import (
    condensation_time,
    empirical_jacobian_law,
    mean_diagonal,
    one_norm_jacobian_law,
    one_norm_loss_times,
    slide_jacobian_law,
    squared_weight_variances,
)

VARIANCES = np.repeat([1.0, 0.09], [10, 20])
P = 1000
GROUPS = (slice(0, 10), slice(10, 30))
T_C = condensation_time(VARIANCES, P)


# below t_c, between the two thresholds, above 2 t_c
@pytest.mark.parametrize("of_t_c", [0.25, 1.4, 4.0])
def test_entries_of_drawn_points(of_t_c):
    t, draws = of_t_c * T_C, 200
    law = empirical_jacobian_law(t, VARIANCES, P)
    drawn = np.array([
        smoothed_jacobian(draw_directions(VARIANCES, P, np.random.default_rng(k)), t).entries
        for k in range(draws)
    ])  # fmt: skip
    off = ~np.eye(30, dtype=bool)
    for rows in GROUPS:
        for columns in GROUPS:
            seen = off[rows, columns]
            squares = (drawn[:, rows, columns] ** 2)[:, seen].mean(axis=1)
            expected = law.variance[rows, columns][seen].mean()
            assert squares.mean() == pytest.approx(
                expected, abs=0.08 * expected + 4 * squares.std() / np.sqrt(draws)
            )
        diagonal = drawn[:, range(30), range(30)][:, rows]
        mean, expected = diagonal.mean(axis=1), np.diag(law.mean)[rows].mean()
        assert mean.mean() == pytest.approx(
            expected, abs=0.05 * abs(expected) + 4 * mean.std() / np.sqrt(draws)
        )
        spread = ((diagonal - np.diag(law.mean)[rows]) ** 2).mean(axis=1)
        expected = np.diag(law.variance)[rows].mean()
        assert spread.mean() == pytest.approx(
            expected, abs=0.15 * expected + 4 * spread.std() / np.sqrt(draws)
        )
    norms = np.sqrt((drawn**2).sum(axis=1).mean(axis=0))
    np.testing.assert_allclose(norms, law.singular_values, rtol=0.15)


@pytest.mark.parametrize("t", [0.02, 0.1, 0.3, 0.6, 3.0])
def test_the_closed_law_against_the_exact_one(t):
    """s^2 / (1 + min(2/t, 1/t_c) s^2): y_i^2 averaged with the squared weights, at finite P."""
    law = empirical_jacobian_law(t, VARIANCES, P).variance
    for j in (0, 29):
        exact = step_weights(t, VARIANCES, j, P, [1.0, 0.09]).apart[1:] / t**3
        i = [1, 28]
        np.testing.assert_allclose(law[i, j], exact, rtol=0.08 if t < 4 * T_C else 0.01)


def test_there_are_two_thresholds():
    """v_i is frozen from 2 t_c down, the mean from t_c down."""

    def at(factor):
        t = factor * T_C
        v = squared_weight_variances(t, VARIANCES, P)
        return v[0], -t * mean_diagonal(t, VARIANCES, P)[0]

    (above, _), (at_two, exact), (at_one, mean), (below, frozen) = map(at, (2.5, 2, 1, 0.2))
    assert at_two == pytest.approx(at_one) == pytest.approx(below) == pytest.approx(T_C / (T_C + 1))
    assert above == pytest.approx(1.25 * T_C / (1.25 * T_C + 1))
    assert mean == pytest.approx(frozen) == pytest.approx(T_C / (T_C + 1))
    assert exact == pytest.approx(2 * T_C / (2 * T_C + 1))
    law = empirical_jacobian_law(0.2 * T_C, VARIANCES, P)
    v = squared_weight_variances(0.2 * T_C, VARIANCES, P)
    assert law.variance[1, 0] / law.variance[29, 0] == pytest.approx(v[1] / v[29])


def test_large_t_is_that_of_a_sample_covariance():
    """J = -1/t + C / t^2: variances s_i^2 s_j^2 / (P t^4), twice that on the diagonal."""
    t = 300.0
    law = empirical_jacobian_law(t, VARIANCES, P)
    expected = np.outer(VARIANCES, VARIANCES) * (1 + np.eye(30)) / (P * t**4)
    np.testing.assert_allclose(law.variance, expected, rtol=0.05)


def test_many_points_leave_the_exact_score():
    law = empirical_jacobian_law(0.5, VARIANCES, 1e300)
    np.testing.assert_allclose(np.diag(law.mean), -1 / (0.5 + VARIANCES))
    np.testing.assert_allclose(law.singular_values, 1 / (0.5 + VARIANCES), rtol=1e-9)


def test_many_variances_are_interpolated(monkeypatch):
    monkeypatch.setattr("memgen.theory.spectra._empirical.MOST_STEPS", 6)
    variances = np.linspace(0.0, 2.0, 30)
    law = empirical_jacobian_law(0.2, variances, P).variance
    for j in (5, 24):
        apart = step_weights(0.2, variances, j, P).apart[0]
        t_c = condensation_time(variances, P)
        v = variances / (1 + min(10.0, 1 / t_c) * variances)
        off = np.arange(30) != j
        np.testing.assert_allclose(law[off, j], (v * apart / 0.2**3)[off], rtol=5e-3)
    # a direction off the data is that of the exact score
    np.testing.assert_allclose(law[0], 0)
    np.testing.assert_allclose(law[:, 0], 0)


def test_large_dimension_against_the_slide():
    """N >> log P >> 1: same t_c and same v; the ends, at s_j^2 << t, are not independent."""
    N, points = 200_000, 1e100
    t_c = condensation_time(np.ones(N), points)
    gaussian = np.sqrt(N / (4 * np.log(points)))
    assert t_c == pytest.approx(gaussian, rel=0.05)
    t = 0.5 * t_c
    step = step_weights(t, np.ones(N), 0, points)
    v = 1 / (1 + 1 / t_c)
    exact = v * step.apart[0] / t**3
    slide = 1 / (t * (t + 1)) * 2 * (1 / t - 1 / gaussian)
    shared = 2 * step.shared[0] / (step.origin[0] + step.end[0])
    assert exact / slide == pytest.approx(1 - shared, rel=0.12)
    assert shared > 0.9


def test_units():
    """Lengths times a: the Jacobian falls as a^-2; the notebook's singular values do not."""
    for law, same in ((empirical_jacobian_law, True), (slide_jacobian_law, False)):
        small, large = law(0.2, VARIANCES[9:11], 100), law(0.8, 4 * VARIANCES[9:11], 100)
        np.testing.assert_allclose(4 * large.mean, small.mean)
        assert np.allclose(4 * large.singular_values, small.singular_values, rtol=1e-3) == same


@pytest.mark.parametrize("of_loss_time", [0.3, 2.0, 12.0])
def test_points_of_one_norm(of_loss_time):
    gaussian, draws = np.repeat([1.0, 0.3], [100, 100]), 150
    variances = one_norm_variances(gaussian)
    t = of_loss_time * one_norm_loss_times(variances, P)[0]
    law, columns = one_norm_jacobian_law(t, variances, P), np.arange(0, 100, 5)
    drawn = np.array([
        smoothed_jacobian(
            draw_directions(gaussian, P, np.random.default_rng(k), unit_norm=True), t, columns
        ).entries
        for k in range(draws)
    ])  # fmt: skip
    diagonal = drawn[:, columns, np.arange(columns.size)].mean(axis=1)
    expected = law.mean[0, 0]
    scale = abs(expected + 1 / t)
    assert diagonal.mean() == pytest.approx(
        expected, abs=0.07 * scale + 4 * diagonal.std() / np.sqrt(draws)
    )
    squares = (drawn[:, 100:] ** 2).mean(axis=(1, 2))
    expected = law.variance[150, 0]
    assert squares.mean() == pytest.approx(
        expected, abs=0.2 * expected + 4 * squares.std() / np.sqrt(draws)
    )


def test_one_norm_at_the_centre_is_a_population_effect():
    """|J_jj| exceeds the normal's 1/t below s_j^2 / 2, however many points there are."""
    variances = np.array([0.3, 0.1])
    for points in (1e3, 1e12):
        for factor, exceeds in ((0.52, False), (0.48, True)):
            law = one_norm_jacobian_law(factor * 0.3, variances, points)
            assert (abs(law.mean[0, 0]) > 1 / (factor * 0.3)) == exceeds


def test_the_slide_s_law():
    t, variances, points = 0.1, np.array([1.0, 0.3, 1e-6]), 100
    law = slide_jacobian_law(t, variances, points)
    t_c = np.sqrt((np.sum(variances**2) / 2 + t * np.append(0, variances)) / (2 * np.log(points)))
    phi = 1 / t - 1 / t_c
    expected = np.outer(variances / (t * (t + variances)), phi[0] + phi[1:])
    np.testing.assert_allclose(law.variance, expected)
    noise = law.variance.sum(axis=0) / t
    np.testing.assert_allclose(law.singular_values, np.hypot(1 / (t + variances), noise))
    one_norm = slide_jacobian_law(1e-3, variances, points, unit_norm=True)
    t_c = np.sqrt(1e-3 * variances / (2 * np.log(points)))
    phi = np.maximum(1 / points, 1e3 - 1 / t_c)
    expected = np.outer(variances / (1e-3 * (1e-3 + variances)), phi + 1 / points)
    np.testing.assert_allclose(one_norm.variance, expected)


def test_condensation_time_tends_to_the_random_energy_model():
    many, points = np.full(2000, 0.7), 1e200
    limit = local_condensation_time(np.zeros(2000), many, points)
    assert condensation_time(many, points) == pytest.approx(limit, rel=0.01)
    assert condensation_time(VARIANCES, P) > local_condensation_time(np.zeros(30), VARIANCES, P)


@pytest.mark.parametrize("law", [empirical_jacobian_law, one_norm_jacobian_law, slide_jacobian_law])
@pytest.mark.parametrize(("t", "s2", "points"), [(0.0, 1.0, 9), (1.0, -1.0, 9), (1.0, 1.0, 2)])
def test_outside_the_domain(law, t, s2, points):
    with pytest.raises(ValueError, match=r"P=|positive"):
        law(t, np.array([1.0, s2]), points)
