import numpy as np
import pytest

from memgen.theory import manifold
from memgen.theory.manifold.linear import (
    linear_collapse_time,
    linear_condensation,
    linear_onset_time,
)

SCALAR = (0.3, 0.4)


def test_linear_goes_to_the_closed_forms():
    alpha, alpha_D = np.array([0.2, 0.5])[:, None], np.array([0.1, 0.3, 1.0])
    fresh = linear_condensation(alpha, alpha_D)
    times = manifold.times(alpha, alpha_D)
    np.testing.assert_array_equal(times.collapse, linear_collapse_time(alpha, alpha_D))
    np.testing.assert_array_equal(times.onset, linear_onset_time(alpha, alpha_D))
    np.testing.assert_array_equal(times.condensation, fresh.t_cond0)
    np.testing.assert_array_equal(times.generalization, fresh.d_min)
    for function, expected in (
        (manifold.collapse_time, times.collapse),
        (manifold.onset_time, times.onset),
        (manifold.condensation_time, times.condensation),
        (manifold.generalization_time, times.generalization),
    ):
        np.testing.assert_array_equal(function(alpha, alpha_D), expected)
        assert type(function(0.2, 0.1)) is float
        assert function(0.2, 0.1) == pytest.approx(expected[0, 0], rel=1e-13)


@pytest.mark.parametrize("activation", ["linear", "relu", "tanh"])
def test_the_picture_in_time(activation):
    alpha, alpha_D = SCALAR
    times = manifold.times(alpha, alpha_D, activation)
    assert 0 < times.generalization < times.condensation < times.collapse < times.onset
    t = np.array([0.5 * times.collapse, np.sqrt(times.collapse * times.onset), 2 * times.onset])
    radius = manifold.basin_radius(t, alpha, alpha_D, activation)
    assert radius[0] == pytest.approx(times.collapse)
    assert 0 < radius[1] < t[1]
    assert radius[2] == 0
    # each time from its own definition through zeta
    zeta = manifold.energy_cumulant
    at_collapse = zeta(1.0, times.collapse, times.collapse, alpha_D, activation)
    assert alpha + at_collapse + 0.5 == pytest.approx(0, abs=1e-5)
    at_onset = zeta(1.0, times.onset, 0.0, alpha_D, activation)
    assert alpha + at_onset == pytest.approx(0, abs=1e-5)
    boundary = zeta(1.0, t[1], radius[1], alpha_D, activation)
    assert alpha + boundary + radius[1] / (2 * t[1]) == pytest.approx(0, abs=1e-5)
    # least at t_g, and as with infinite data above t_cond0
    at_least, near, far = manifold.cross_entropy(
        times.generalization * np.array([1.0, 0.8, 1.3]), alpha, alpha_D, activation
    )
    assert at_least < min(near, far)
    above = manifold.cross_entropy(times.onset, alpha, alpha_D, activation)
    assert above == pytest.approx(np.log(2 * np.pi * times.onset) / 2 + alpha, abs=1e-5)


def test_nonlinear_replica_solver_on_the_linear_manifold():
    """The two solvers are independent of one another; on the linear manifold both apply."""
    from memgen.theory.manifold.curved import curved_times
    from memgen.theory.replica.cumulants import diffusion_cumulant

    alpha, alpha_D = SCALAR
    replica = curved_times(alpha, alpha_D, "linear")
    closed = manifold.times(alpha, alpha_D)
    assert replica.collapse == pytest.approx(closed.collapse, rel=1e-6)
    assert replica.onset == pytest.approx(closed.onset, rel=1e-6)
    assert replica.condensation == pytest.approx(closed.condensation, rel=1e-6)
    assert replica.generalization == pytest.approx(closed.generalization, rel=1e-6)
    for lam, t, R in ((0.5, 0.3, 0.1), (1.0, 0.8, 0.8), (2.0, 1.0, 0.0)):
        assert diffusion_cumulant(lam, t, R, alpha_D, "linear").zeta == pytest.approx(
            manifold.energy_cumulant(lam, t, R, alpha_D), abs=1e-7
        )


def test_nonlinear_broadcasting():
    alpha_D = np.array([[0.3], [0.6]])
    t_c = manifold.collapse_time(np.array([0.4, 0.8]), alpha_D, "relu")
    assert t_c.shape == (2, 2)
    assert t_c[1, 0] == pytest.approx(manifold.collapse_time(0.4, 0.6, "relu"))
    assert type(manifold.collapse_time(0.4, 0.6, "relu")) is float
    assert manifold.energy_cumulant(0.0, 0.5, 0.0, 0.6, "relu") == 0
    assert manifold.collapse_time(np.empty(0), 0.3, "relu").shape == (0,)
    # narrower or flatter manifolds are memorized later
    assert (np.diff(t_c, axis=0) > 0).all()
    assert (np.diff(t_c, axis=1) < 0).all()
    assert manifold.collapse_time(0.4, 0.3) > t_c[0, 0]


@pytest.mark.parametrize("activation", ["linear", "relu"])
@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("collapse_time", (-0.1, 0.3), "alpha=-0.1 must be positive"),
        ("onset_time", (0.1, 0.0), "alpha_D=0.0 must be positive"),
        ("times", (np.inf, 0.3), "alpha=inf must be positive and finite"),
        ("basin_radius", (0.0, 0.1, 0.3), "t=0.0 must be positive"),
        ("cross_entropy", (-1.0, 0.1, 0.3), "t=-1.0 must be positive"),
        ("energy_cumulant", (1.0, 0.5, -0.2, 0.3), "R=-0.2 must be non-negative"),
        ("energy_cumulant", (-1.0, 0.5, 0.2, 0.3), "lam=-1.0 must be non-negative"),
    ],
)
def test_domain_errors(name, arguments, message, activation):
    with pytest.raises(ValueError, match=message):
        getattr(manifold, name)(*arguments, activation)


def test_unknown_activation():
    with pytest.raises(ValueError, match=r"activation='reul' is not one of.*mean 'relu'"):
        manifold.collapse_time(0.1, 0.3, "reul")
