"""The law of the Jacobian's entries: drawn points, limits, the published form."""

import numpy as np
import pytest

from memgen.diffusion.empirical import EmpiricalScore
from memgen.theory.energies.jacobian_law import jacobian_law
from memgen.theory.energies.local_condensation import local_participation

VARIANCES = np.array([1.0] * 10 + [0.3] * 20)


def test_many_points_leave_the_exact_score():
    """P to infinity: no point stands out, and the Jacobian is -1 / (t + s^2)."""
    law = jacobian_law(0.5, VARIANCES, 1e300)
    np.testing.assert_allclose(np.diag(law.mean), -1 / (0.5 + VARIANCES))
    np.testing.assert_allclose(law.singular_values, 1 / (0.5 + VARIANCES), rtol=1e-6)


def test_variance_of_a_score_component_against_drawn_points():
    """s_i^2 / (t (t + s_i^2)) Y2 near condensation, with the participation of the same draws."""
    t, P, N = 0.3, 1000, 30
    squares, weights = [], []
    for seed in range(80):
        y = np.sqrt(VARIANCES) * np.random.default_rng(seed).standard_normal((P, N))
        empirical = EmpiricalScore(y)
        squares.append(empirical.score(np.zeros((1, N)), t)[0] ** 2)
        weights.append(empirical.participation(np.zeros((1, N)), t)[0])
    found = np.mean(squares, axis=0)
    expected = VARIANCES / (t * (t + VARIANCES)) * np.mean(weights)
    for part in (slice(0, 10), slice(10, 30)):
        assert found[part].mean() == pytest.approx(expected[part].mean(), rel=0.2)


def test_variance_of_an_entry_is_that_of_two_components():
    t = 0.05
    law = jacobian_law(t, VARIANCES, 1000, "exact")
    at_origin = local_participation(t, np.zeros(30), VARIANCES, 1000)
    at_step = local_participation(t, np.sqrt(t) * np.eye(30)[4], VARIANCES, 1000)
    component = VARIANCES / (t * (t + VARIANCES))
    expected = component * (at_origin + at_step) / t
    np.testing.assert_allclose(law.variance[:, 4], expected, rtol=1e-12)


def test_published_singular_values():
    t, variances, P = 0.1, np.array([1.0, 0.3, 1e-6]), 100
    law = jacobian_law(t, variances, P, form="published")
    noise = law.variance.sum(axis=0) / t
    expected = np.sqrt(1 / (t + variances) ** 2 + noise**2)
    np.testing.assert_allclose(law.singular_values, expected)
    derived = jacobian_law(t, variances, P)
    expected = np.sqrt(1 / (t + variances) ** 2 + derived.variance.sum(axis=0))
    np.testing.assert_allclose(derived.singular_values, expected)


def test_units():
    """Lengths times a: the Jacobian falls as a^-2 in the derived form, not in the published one."""
    for form, same in (("derived", True), ("published", False)):
        small = jacobian_law(0.02, VARIANCES, 100, form=form).singular_values
        large = jacobian_law(0.08, 4 * VARIANCES, 100, form=form).singular_values
        assert np.allclose(4 * large, small, rtol=1e-9) == same


def test_points_of_one_norm_condense_along_a_direction_alone():
    """At the origin all weights are the same; at sqrt(t) e_j, t_c^2 = t s_j^2 / (2 log P)."""
    t, variances, P = 1e-3, np.array([0.5, 0.5, 0.0]), 100
    law = jacobian_law(t, variances, P, unit_norm=True)
    at_step = 1 / t - 1 / np.sqrt(t * 0.5 / (2 * np.log(P)))
    spread = variances / (t * (t + variances))
    expected = np.outer(spread, [1 / (P * t) + at_step] * 2 + [2 / (P * t)])
    np.testing.assert_allclose(law.variance, expected)


def test_no_noise_is_refused():
    with pytest.raises(ValueError, match="t > 0"):
        jacobian_law(0.0, VARIANCES, 100, "exact")
