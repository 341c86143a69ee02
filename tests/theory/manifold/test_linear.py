import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from memgen.theory.energies import rem
from memgen.theory.manifold.finite_size import own_pattern
from memgen.theory.manifold.linear import (
    collapse_time_isotropic,
    collapse_time_small_alpha_D,
    linear_basin_radius,
    linear_collapse_time,
    linear_collapse_width,
    linear_condensation,
    linear_cross_entropy,
    linear_cumulant,
    linear_energy_cumulant,
    linear_onset_time,
)
from memgen.theory.manifold.linear_information import (
    level_variance,
    linear_mutual_information,
    resolved_directions,
)

LOAD = st.floats(0.005, 2.0)
ASPECT = st.floats(0.04, 30.0)

# alpha, alpha_D, t_c, t_o, t_cond0, t_g
GOLDEN = [
    (0.2, 0.1, 0.1773, 0.4734, 0.1740, 0.01740),
    (0.2, 0.3, 1.060, 2.483, 0.8384, 0.2333),
    (0.2, 1.0, 1.709, 3.698, 1.026, 0.5625),
    (0.5, 0.3, 0.1050, 0.2755, 0.1009, 0.0302),
    (0.5, 0.5, 0.2438, 0.6004, 0.2118, 0.1020),
    (0.5, 1.0, 0.4015, 0.9350, 0.3045, 0.2235),
]


def spectral_mean(f, alpha_D):
    """Integrate f(a) over the Marchenko-Pastur law in the Chebyshev angle; f(0) = 0."""
    ratio = mp.mpf(alpha_D)

    def integrand(angle):
        # angle 0 is the lower edge, which reaches 0 at alpha_D = 1
        x = (1 - mp.sqrt(ratio)) ** 2 + 4 * mp.sqrt(ratio) * mp.sin(angle / 2) ** 2
        return 2 * ratio / mp.pi * mp.sin(angle) ** 2 / x * f(x / ratio)

    edges = [mp.mpf(10) ** -k for k in range(9, 0, -1)]
    with mp.workdps(25):
        return float(mp.quad(integrand, [mp.mpf(10) ** -40, *edges, mp.pi / 2, mp.pi]))


@pytest.mark.parametrize(("alpha_D", "t"), [(0.1, 1e-3), (1.0, 1e-6), (1.02, 1e-4), (5.0, 0.3)])
def test_closed_forms_against_quadrature(alpha_D, t):
    information = spectral_mean(lambda a: mp.log(1 + a / t) / 2, alpha_D)
    dimension = spectral_mean(lambda a: a / (a + t), alpha_D)
    # u^2/2 + u^2 (1 - u), u = a/(a+t)
    variance = spectral_mean(lambda a: (a / (a + t)) ** 2 * (0.5 + t / (a + t)), alpha_D)
    assert linear_mutual_information(t, alpha_D) == pytest.approx(information, rel=1e-12)
    assert resolved_directions(t, alpha_D) == pytest.approx(dimension, rel=1e-12)
    assert level_variance(t, alpha_D) == pytest.approx(variance, rel=1e-10)


@pytest.mark.parametrize(("lam", "R"), [(0.3, 0.0), (1.0, 0.4), (2.5, 0.1)])
def test_energy_cumulant_against_quadrature(lam, R):
    t, alpha_D = 0.4, 0.3
    a_part = spectral_mean(
        lambda a: mp.log(1 + lam * a / t) / 2 + (a + R) / (a + t / lam) / 2 - R * lam / t / 2,
        alpha_D,
    )
    expected = -a_part - R * lam / t / 2  # the share of a = 0, taken out and put back
    assert linear_energy_cumulant(lam, t, R, alpha_D) == pytest.approx(expected, rel=1e-12)


def test_energy_cumulant_against_random_matrices():
    """(1/N) log E_xi exp(-lambda |x - xi|^2 / 2t) for sampled F, xi^1 and omega, N = 400."""
    rng = np.random.default_rng(8)
    N, D, t, R, lam = 400, 120, 0.5, 0.3, 1.4
    values = []
    for _ in range(20):
        F = rng.normal(size=(N, D)) / np.sqrt(D)
        x = F @ rng.normal(size=D) + np.sqrt(R) * rng.normal(size=N)
        covariance = np.eye(N) + lam / t * F @ F.T
        _, log_det = np.linalg.slogdet(covariance)
        values.append(-(log_det + lam / t * x @ np.linalg.solve(covariance, x)) / 2 / N)
    error = np.std(values) / np.sqrt(len(values))
    assert error < 0.015
    predicted = linear_energy_cumulant(lam, t, R, D / N)
    assert abs(np.mean(values) - predicted) < 4 * error


@pytest.mark.parametrize(("alpha", "alpha_D", "t_c", "t_o", "t_cond0", "t_g"), GOLDEN)
def test_golden_times(alpha, alpha_D, t_c, t_o, t_cond0, t_g):
    fresh = linear_condensation(alpha, alpha_D)
    assert linear_collapse_time(alpha, alpha_D) == pytest.approx(t_c, rel=1e-3)
    assert linear_onset_time(alpha, alpha_D) == pytest.approx(t_o, rel=1e-3)
    assert fresh.t_cond0 == pytest.approx(t_cond0, rel=1e-3)
    assert fresh.d_min == pytest.approx(t_g, rel=2e-3)


@given(LOAD, ASPECT)
def test_times_agree_with_the_generic_random_energy_model(alpha, alpha_D):
    """The same numbers from the cumulant alone: lambda_* = 1 at t_c with R = t, and so on."""
    t_c = linear_collapse_time(alpha, alpha_D)
    assert rem.condensation(linear_cumulant(t_c, t_c, alpha_D), alpha) == pytest.approx(1, rel=1e-9)
    on_manifold = linear_cumulant(t_c, 0.0, alpha_D)
    fresh = linear_condensation(alpha, alpha_D)
    assert t_c / rem.condensation(on_manifold, alpha) == pytest.approx(fresh.t_cond0, rel=1e-9)
    assert -2 * t_c * rem.level_edge(on_manifold, alpha) == pytest.approx(fresh.d_min, rel=1e-9)
    t_o = linear_onset_time(alpha, alpha_D)
    assert alpha + linear_energy_cumulant(1.0, t_o, 0.0, alpha_D) == pytest.approx(
        0, abs=1e-12 * max(1, alpha)
    )


@given(st.floats(0.05, 3.0), st.floats(0.05, 3.0), st.floats(0.0, 2.0), st.floats(0.02, 30.0))
def test_cumulant_slope_and_convexity(lam, t, R, alpha_D):
    model = linear_cumulant(t, R, alpha_D)
    for tilt in (lam, -0.5 * t * alpha_D / (1 + np.sqrt(alpha_D)) ** 2):
        step = 1e-5 * abs(tilt)
        below, above = model.value(np.array([tilt - step, tilt + step]))
        slope = float(model.slope(np.asarray(tilt)))
        assert (above - below) / (2 * step) == pytest.approx(slope, rel=1e-5)
    low, high = model.slope(np.array([lam, 1.01 * lam]))
    assert low < high < 0
    # mean of |x - xi|^2 / 2t
    assert float(model.slope(np.asarray(0.0))) == pytest.approx(-(2 + R) / (2 * t))
    assert float(model.slope(np.asarray(1e-7 * t))) == pytest.approx(-(2 + R) / (2 * t), rel=1e-3)
    assert linear_energy_cumulant(0.0, t, R, alpha_D) == 0


@given(st.floats(0.01, 30.0), st.floats(0.02, 30.0))
def test_nishimori(t, alpha_D):
    """At R = t the energy of the planted pattern is typical: zeta'_{t,t}(1) = -1/2."""
    slope = linear_cumulant(t, t, alpha_D).slope(np.asarray(1.0))
    assert float(slope) == pytest.approx(-0.5, rel=1e-12)


@given(LOAD, ASPECT)
def test_order_of_the_times(alpha, alpha_D):
    fresh = linear_condensation(alpha, alpha_D)
    t_c = linear_collapse_time(alpha, alpha_D)
    assert fresh.d_min < fresh.t_cond0 < t_c * (1 + 1e-12)
    assert np.exp(1) * t_c * (1 + 1e-12) > linear_onset_time(alpha, alpha_D) > t_c


@settings(max_examples=20)
@given(LOAD, ASPECT, st.floats(1.01, 3.0))
def test_more_data_or_a_narrower_manifold_memorize_later(alpha, alpha_D, factor):
    times = (
        linear_collapse_time,
        linear_onset_time,
        lambda a, d: linear_condensation(a, d).t_cond0,
        lambda a, d: linear_condensation(a, d).d_min,
    )
    for time in times:
        assert time(factor * alpha, alpha_D) < time(alpha, alpha_D)
    assert times[0](alpha, factor * alpha_D) > times[0](alpha, alpha_D)


@given(LOAD, ASPECT)
def test_basin(alpha, alpha_D):
    t_c = linear_collapse_time(alpha, alpha_D)
    t_o = linear_onset_time(alpha, alpha_D)
    assert linear_basin_radius(t_c, alpha, alpha_D) == pytest.approx(t_c, rel=1e-9)
    assert linear_basin_radius(t_o, alpha, alpha_D) == pytest.approx(0, abs=1e-9 * t_o)
    assert linear_basin_radius(2 * t_o, alpha, alpha_D) == 0
    assert linear_basin_radius(t_c / 7, alpha, alpha_D) == t_c
    t = np.sqrt(t_c * t_o)
    R = linear_basin_radius(t, alpha, alpha_D)
    assert 0 < R < t
    # signal equals noise on the boundary
    assert alpha + linear_energy_cumulant(1.0, t, R, alpha_D) + R / (2 * t) == (
        pytest.approx(0, abs=1e-10 * max(1, alpha))
    )


@settings(max_examples=20)
@given(st.floats(0.02, 2.0), ASPECT)
def test_cross_entropy(alpha, alpha_D):
    fresh = linear_condensation(alpha, alpha_D)
    t = np.geomspace(fresh.d_min / 5, 50 * fresh.t_cond0, 12)
    phi = linear_cross_entropy(t, alpha, alpha_D)
    free = [rem.free_entropy(linear_cumulant(s, 0.0, alpha_D), alpha, 1.0) for s in t]
    np.testing.assert_allclose(phi, np.log(2 * np.pi * t) / 2 + alpha - free, atol=1e-9)
    assert (phi >= linear_cross_entropy(fresh.d_min, alpha, alpha_D)).all()
    sides = fresh.t_cond0 * np.array([1 - 1e-9, 1 + 1e-9])
    below, above = linear_cross_entropy(sides, alpha, alpha_D)
    assert below == pytest.approx(above, abs=1e-7)


def test_narrow_manifold():
    for alpha_D in (1e-2, 1e-4, 1e-6):
        alpha = 0.7 * alpha_D
        t_c = linear_collapse_time(alpha, alpha_D)
        asymptote = collapse_time_small_alpha_D(alpha, alpha_D)
        assert asymptote == pytest.approx(1 / alpha_D / np.expm1(1.4))
        assert 0 < asymptote / t_c - 1 < 2 * alpha_D
        fresh = linear_condensation(alpha, alpha_D)
        if alpha_D == 1e-6:
            # one isotropic direction: 2 alpha / alpha_D = log(1 + k) - k/(1+k)^2, k = a / t_cond0
            k = 1 / alpha_D / fresh.t_cond0
            assert np.log1p(k) - k / (1 + k) ** 2 == pytest.approx(1.4, rel=1e-5)
            assert fresh.d_min == pytest.approx((2 + k) / (1 + k) ** 2, rel=1e-5)
    deep = linear_condensation(0.2, 0.01)
    assert deep.d_min / linear_collapse_time(0.2, 0.01) == pytest.approx(0.01, rel=1e-3)
    ratio = linear_onset_time(0.2, 0.01) / linear_collapse_time(0.2, 0.01)
    assert ratio == pytest.approx(np.e, rel=1e-3)
    assert collapse_time_small_alpha_D(0.2, 0.1, 0.5) == pytest.approx(
        0.5 * collapse_time_small_alpha_D(0.2, 0.1)
    )


def test_wide_manifold_is_isotropic():
    # F F^T / D -> 1
    assert linear_collapse_time(0.4, 1e8) == pytest.approx(
        collapse_time_isotropic(0.4, 1.0, 1.0), rel=1e-6
    )


def test_tiny_times_keep_their_digits():
    alpha_D = 0.1
    alpha = 0.1 * 340.0
    # t_c -> (1/alpha_D) e^{-1} (1 - alpha_D)^{-(1 - alpha_D)/alpha_D} P^{-2/D}
    log_t = -np.log(alpha_D) - 1 - 9 * np.log(0.9) - 680.0
    assert linear_collapse_time(alpha, alpha_D) == pytest.approx(np.exp(log_t), rel=1e-10)
    with pytest.raises(ValueError, match="1e-300"):
        linear_collapse_time(40.0, 0.1)


def test_broadcasting():
    alpha, alpha_D = np.array([[0.1], [0.4]]), np.array([0.05, 0.3, 2.0])
    t_c = linear_collapse_time(alpha, alpha_D)
    assert t_c.shape == (2, 3)
    assert t_c[1, 2] == pytest.approx(linear_collapse_time(0.4, 2.0), rel=1e-13)
    assert type(linear_collapse_time(0.4, 2)) is float
    assert linear_basin_radius(t_c, alpha, alpha_D) == pytest.approx(t_c)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: linear_collapse_time(0.0, 0.1), "alpha=0.0 must be positive"),
        (lambda: linear_onset_time(0.1, -1.0), "alpha_D=-1.0"),
        (lambda: linear_basin_radius(np.array([1.0, np.nan]), 0.1, 0.1), "t="),
        (lambda: linear_energy_cumulant(-1.0, 1.0, 0.0, 0.1), "lam=-1.0"),
        (lambda: linear_cumulant(1.0, -0.1, 0.1), "R=-0.1"),
    ],
)
def test_domain_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_collapse_narrows_to_a_normal_distribution():
    """Of the finite-size theory's own weight at N = 1000 against sqrt(N) log t."""
    alpha, alpha_D, N = 0.2, 0.2, 1000
    t_c, width = linear_collapse_time(alpha, alpha_D), linear_collapse_width(alpha, alpha_D)
    u = np.array([-5.0, 0.0, 5.0])
    t = t_c * np.exp(u / np.sqrt(N))
    drawn = own_pattern(t, N, 200, alpha * N, 200, np.random.default_rng(0)).weight
    error = drawn.std(axis=0, ddof=1) / np.sqrt(200)
    # what is left of finite size is of order N^(-1/2)
    assert np.abs(drawn.mean(axis=0) - norm.sf(u / width)).max() < 3 * error.max() + 0.02


def test_the_width_is_that_of_the_information_density():
    """For small alpha_D the manifold is isotropic: equal channels of signal to noise v / t."""
    t_c, width = linear_collapse_time(0.01, 0.01), linear_collapse_width(0.01, 0.01)
    # the eigenvalues of a small alpha_D are all 1 / alpha_D
    g = 0.01 * 100 / (100 + t_c)
    assert width == pytest.approx(2 / np.sqrt(g), rel=0.01)
