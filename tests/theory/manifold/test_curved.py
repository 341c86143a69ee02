"""The four times, basins and cross-entropy of linear and nonlinear hidden manifolds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memgen.numerics.gaussian_quadrature import Resolution
from memgen.theory.bayes_optimal.information import mutual_information
from memgen.theory.manifold.curved import (
    curved_basin_radius,
    curved_collapse_time,
    curved_condensation,
    curved_cross_entropy,
    curved_onset_time,
    curved_times,
)
from memgen.theory.manifold.times import collapse_time, onset_time, times
from memgen.theory.replica.cumulants import diffusion_cumulant
from memgen.theory.replica.tangent import VANISHING, small_noise_times


# From the Marchenko-Pastur integrals, to four digits.
@pytest.mark.parametrize(
    ("alpha", "alpha_D", "t_c", "t_o", "t_cond0", "t_g"),
    [
        (0.2, 0.1, 0.1773, 0.4734, 0.1740, 0.01740),
        (0.2, 0.3, 1.061, 2.482, 0.8384, 0.2332),
        (0.2, 1.0, 1.709, 3.698, 1.026, 0.5625),
        (0.5, 0.3, 0.1050, 0.2754, 0.1009, 0.03020),
        (0.5, 0.5, 0.2438, 0.6004, 0.2118, 0.1020),
        (0.5, 1.0, 0.4015, 0.9350, 0.3045, 0.2235),
    ],
)
def test_linear_times(alpha, alpha_D, t_c, t_o, t_cond0, t_g):
    found = curved_times(alpha, alpha_D, "linear")
    assert found.collapse == pytest.approx(t_c, rel=5e-4)
    assert found.onset == pytest.approx(t_o, rel=5e-4)
    assert found.condensation == pytest.approx(t_cond0, rel=5e-4)
    assert found.generalization == pytest.approx(t_g, rel=5e-4)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize(("alpha", "alpha_D"), [(0.2, 0.1), (0.5, 1.0), (0.05, 2.0), (1.0, 0.2)])
def test_two_codes_agree_on_the_collapse(activation, alpha, alpha_D):
    t_c = curved_collapse_time(alpha, alpha_D, activation)
    zeta = diffusion_cumulant(1.0, t_c, t_c, alpha_D, activation).zeta
    assert -(zeta + 0.5) == pytest.approx(alpha, rel=1e-6)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize(("alpha", "alpha_D"), [(0.2, 0.3), (0.05, 2.0), (0.5, 0.1)])
def test_doubling_all_nodes_changes_nothing(activation, alpha, alpha_D):
    fine = Resolution().doubled()
    coarse, refined = (
        curved_condensation(alpha, alpha_D, activation, r) for r in (Resolution(), fine)
    )
    assert coarse.t_cond0 == pytest.approx(refined.t_cond0, rel=1e-6)
    assert coarse.d_min == pytest.approx(refined.d_min, rel=1e-6)
    onset = curved_onset_time(alpha, alpha_D, activation)
    assert onset == pytest.approx(curved_onset_time(alpha, alpha_D, activation, fine), rel=1e-6)


@pytest.mark.parametrize(
    ("activation", "tolerance"), [("linear", 1e-4), ("tanh", 1e-4), ("relu", 2e-3)]
)
@pytest.mark.parametrize("alpha_D", [0.05, 0.2, 0.4])
def test_small_noise_limit(activation, tolerance, alpha_D):
    found = curved_times(6.0 * alpha_D, alpha_D, activation)
    limit = small_noise_times(6.0 * alpha_D, alpha_D, activation)
    for name in ("collapse", "onset", "condensation", "generalization"):
        assert getattr(found, name) == pytest.approx(getattr(limit, name), rel=tolerance)
    # The limit must be approached, and at the expected power of t: 1, or 1/2 for relu.
    early = curved_times(4.0 * alpha_D, alpha_D, activation)
    early_limit = small_noise_times(4.0 * alpha_D, alpha_D, activation)
    errors = (found.onset / limit.onset - 1.0) / (early.onset / early_limit.onset - 1.0)
    power = np.log(errors) / np.log(limit.onset / early_limit.onset)
    # The linear onset is correct to second order in t.
    expected = {"linear": 2.0, "tanh": 1.0, "relu": 0.5}[activation]
    assert power == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(("activation", "tolerance"), [("tanh", 1e-5), ("relu", 2e-4)])
def test_handover_to_the_small_noise_limit(activation, tolerance):
    # log t_c is linear in alpha, with slope -2 / alpha_D, on both sides of the handover.
    alpha_D = 0.2
    limit = small_noise_times(1.0, alpha_D, activation)
    handover = 1.0 + 0.5 * alpha_D * np.log(limit.collapse / VANISHING)
    above = curved_times(handover - 0.01, alpha_D, activation)
    below = curved_times(handover + 0.01, alpha_D, activation)
    assert below.collapse < VANISHING < above.collapse
    for name in ("collapse", "onset", "condensation", "generalization"):
        ratio = getattr(above, name) / getattr(below, name)
        assert ratio == pytest.approx(np.exp(0.04 / alpha_D), rel=tolerance)


@settings(max_examples=5, deadline=None)
@given(
    activation=st.sampled_from(["linear", "tanh", "relu"]),
    alpha=st.floats(0.05, 1.0),
    alpha_D=st.floats(0.05, 2.0),
)
def test_times_are_ordered_and_fall_with_alpha(activation, alpha, alpha_D):
    found = curved_times(alpha, alpha_D, activation)
    # In the small-noise limit t_c and t_cond0 merge.
    assert found.onset > found.collapse >= found.condensation > found.generalization > 0.0
    later = curved_times(1.05 * alpha, alpha_D, activation)
    assert later.onset < found.onset
    assert later.collapse < found.collapse
    assert later.condensation < found.condensation
    assert later.generalization < found.generalization


@pytest.mark.parametrize("t", [0.28, 0.35, 0.5])
def test_linear_basin(t):
    alpha, alpha_D = 0.5, 0.5
    information = mutual_information(t, alpha_D)
    # g = ∫ a / (a + t) = -2 t dI/dt.
    step = 1e-4 * t
    g = -t * (mutual_information(t + step, alpha_D) - mutual_information(t - step, alpha_D)) / step
    expected = t * (1.0 - 2.0 * (alpha - information) / g)
    assert curved_basin_radius(t, alpha, alpha_D) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_basin_grows_from_the_onset_to_the_collapse(activation):
    alpha, alpha_D = 0.2, 0.3
    found = curved_times(alpha, alpha_D, activation)
    t = np.array([0.5, 1.0001, 1.3, 1.8]) * found.collapse
    radius = [
        curved_basin_radius(s, alpha, alpha_D, activation) for s in [*t, 0.9999 * found.onset]
    ]
    assert radius[0] == found.collapse
    assert radius[1] == pytest.approx(found.collapse, rel=1e-3)
    assert np.all(np.diff(radius[1:]) < 0.0)
    assert radius[-1] == pytest.approx(0.0, abs=1e-3 * found.onset)
    assert curved_basin_radius(1.0001 * found.onset, alpha, alpha_D, activation) == 0.0
    # Its equation, through the public cumulant.
    zeta = diffusion_cumulant(1.0, t[2], radius[2], alpha_D, activation).zeta
    assert alpha + zeta + radius[2] / (2.0 * t[2]) == pytest.approx(0.0, abs=1e-7)


@pytest.mark.parametrize("activation", ["linear", "tanh", "relu"])
def test_cross_entropy_is_least_at_the_generalization_time(activation):
    alpha, alpha_D = 0.2, 0.3
    found = curved_times(alpha, alpha_D, activation)
    t = found.generalization * np.array([0.97, 1.0, 1.03])
    left, least, right = (curved_cross_entropy(s, alpha, alpha_D, activation) for s in t)
    assert least < min(left, right)
    # Value and slope are continuous where the random energy model condenses.
    step = 1e-3
    around = [
        curved_cross_entropy(found.condensation * s, alpha, alpha_D, activation)
        for s in (1 - step, 1 + 1e-9, 1 + step)
    ]
    below, above = around[1] - around[0], around[2] - around[1]
    assert below == pytest.approx(above, rel=1e-2)
    # Far above, x_t is Gaussian noise: Phi -> (1/2) log 2 pi t + E d / 2t.
    assert curved_cross_entropy(1e4, alpha, alpha_D, activation) == pytest.approx(
        0.5 * np.log(2e4 * np.pi), abs=2e-4
    )


def test_small_noise_basin_and_cross_entropy_are_continuous():
    alpha, alpha_D = 2.0, 0.2
    found = curved_times(alpha, alpha_D, "tanh")
    assert found.collapse < VANISHING
    middle = curved_basin_radius(np.sqrt(found.collapse * found.onset), alpha, alpha_D, "tanh")
    assert found.collapse * 0.5 < middle < found.collapse
    seam = [
        curved_cross_entropy(found.condensation * s, alpha, alpha_D, "tanh") for s in (1, 1 + 1e-9)
    ]
    assert seam[0] == pytest.approx(seam[1], abs=1e-6)
    joint = [
        curved_cross_entropy(VANISHING * s, alpha, alpha_D, "tanh") for s in (1 - 1e-9, 1 + 1e-9)
    ]
    assert joint[0] == pytest.approx(joint[1], abs=1e-6)


def test_sign_patterns_collapse_only_below_their_entropy():
    entropy = mutual_information(1e-2, 0.5, "sign")
    found = curved_times(0.3, 0.5, "sign")
    assert found.onset > max(found.collapse, found.condensation) > found.generalization > 0.0
    for function in (curved_collapse_time, curved_onset_time, curved_condensation):
        with pytest.raises(ValueError, match="entropy per coordinate"):
            function(1.01 * entropy, 0.5, "sign")


def test_domain():
    with pytest.raises(ValueError, match=r"alpha=0\.0 must be positive"):
        curved_collapse_time(0.0, 0.5)
    with pytest.raises(ValueError, match=r"alpha_D=-0\.5 must be positive"):
        curved_onset_time(0.2, -0.5)
    with pytest.raises(ValueError, match=r"t=0\.0 must be positive"):
        curved_basin_radius(0.0, 0.2, 0.5)
    with pytest.raises(ValueError, match=r"0 < alpha_D < 0\.5"):
        small_noise_times(0.2, 0.6, "relu")


@pytest.mark.parametrize("activation", ["linear", "tanh", "relu"])
@pytest.mark.parametrize("function", [collapse_time, onset_time, times])
def test_times_that_no_number_represents_are_refused(function, activation):
    with pytest.raises(ValueError, match=r"the time lies at 1e-17\d\d"):
        function(0.2, 1e-4, activation)
    # the last that is represented
    assert collapse_time(0.2, 6e-4, activation) > 1e-300
