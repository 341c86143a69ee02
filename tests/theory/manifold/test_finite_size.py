import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import ndtr

from memgen.statistics.crossing import crossing
from memgen.theory.energies import finite_rem
from memgen.theory.manifold import finite_size
from memgen.theory.manifold.linear import (
    linear_collapse_time,
    linear_condensation,
    linear_cross_entropy,
    linear_onset_time,
)

MEANS = np.array([-3.0, -6.0, -5.0, -10.0, -30.0])
VARIANCES = np.array([0.5, 2.0, 4.0, 30.0, 100.0])


@pytest.fixture(scope="module")
def gaussian_law():
    return finite_rem.EnergyLaw(
        len(MEANS),
        lambda lam: MEANS[:, None] * lam + VARIANCES[:, None] * lam**2 / 2,
        lambda lam: (
            MEANS * lam + VARIANCES * lam**2 / 2,
            MEANS + VARIANCES * lam,
            VARIANCES,
        ),
    )


def gaussian_average(f, i):
    mean, deviation = MEANS[i], np.sqrt(VARIANCES[i])
    value, _ = quad(
        lambda x: f(mean + deviation * x) * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi),
        -10,
        10,
        limit=400,
        epsabs=1e-11,
    )
    return value


def test_one_other_energy(gaussian_law):
    """M = 1: every average is a single integral."""
    averages = finite_rem.planted_averages(gaussian_law, 0.0)
    log_sum = finite_rem.mean_log_sum(gaussian_law, 0.0)
    for i in range(len(MEANS)):
        weight = gaussian_average(lambda e: 1 / (1 + np.exp(e)), i)
        pair = gaussian_average(lambda e: (1 + np.exp(2 * e)) / (1 + np.exp(e)) ** 2, i)
        entropy = gaussian_average(lambda e: np.logaddexp(0, e), i)
        assert averages.own_weight[i] == pytest.approx(weight, abs=1e-7)
        assert averages.participation[i] == pytest.approx(pair, abs=1e-7)
        assert averages.excess_entropy[i] == pytest.approx(entropy, abs=2e-6)
    np.testing.assert_allclose(log_sum, MEANS, atol=2e-4)


@pytest.mark.parametrize("M", [10, 100_000])
def test_largest_of_many_gaussians(gaussian_law, M):
    beyond, _ = quad(lambda x: 1 - ndtr(x) ** M, 0, 12, epsabs=1e-12, limit=200)
    short, _ = quad(lambda x: ndtr(x) ** M, -12, 0, epsabs=1e-12)
    expected = MEANS + np.sqrt(VARIANCES) * (beyond - short)
    maximum = finite_rem.mean_maximum(gaussian_law, np.log(M))
    np.testing.assert_allclose(maximum, expected, atol=1e-5)


def test_astronomically_many_energies():
    """N = 10^5: the free entropy per site is that of the limit, on both sides of condensation."""
    N, alpha = 1e5, 0.3
    lam = np.array([0.4, 2.0])
    law = finite_rem.EnergyLaw(
        2,
        lambda tilt: N * lam[:, None] ** 2 * tilt**2 / 2,
        lambda tilt: (N * lam**2 * tilt**2 / 2, N * lam**2 * tilt, N * lam**2),
    )
    log_sum = finite_rem.mean_log_sum(law, alpha * N) / N
    np.testing.assert_allclose(
        log_sum, [alpha + lam[0] ** 2 / 2, lam[1] * np.sqrt(2 * alpha)], rtol=2e-4
    )


def simulated(t, N, D, P, draws, rng):
    """Own weight, participation, -log w_1, cross-entropy and nearest distance with real points."""
    own, fresh, nearest = np.empty((draws, 3, len(t))), np.empty((draws, len(t))), np.empty(draws)
    for i in range(draws):
        F = rng.normal(size=(N, D)) / np.sqrt(D)
        points = rng.normal(size=(P, D)) @ F.T
        x = points[0] + np.sqrt(t)[:, None] * rng.normal(size=N)
        energies = -((x[:, None] - points) ** 2).sum(-1) / (2 * t[:, None])
        log_weights = energies - np.logaddexp.reduce(energies, axis=1, keepdims=True)
        weights = np.exp(log_weights)
        own[i] = weights[:, 0], (weights**2).sum(1), -log_weights[:, 0]
        distances = ((F @ rng.normal(size=D) - points) ** 2).sum(1)
        log_density = np.logaddexp.reduce(-distances / (2 * t[:, None]), axis=1) - np.log(P)
        fresh[i] = np.log(2 * np.pi * t) / 2 - log_density / N
        nearest[i] = distances.min() / N
    return own[:, 0], own[:, 1], own[:, 2], fresh, nearest


@pytest.mark.parametrize(("N", "D", "P"), [(24, 6, 403), (20, 20, 30), (8, 12, 10), (30, 6, 8)])
def test_against_real_points(N, D, P):
    t = linear_collapse_time(np.log(P) / N, D / N) * np.array([0.2, 0.6, 1.0, 1.6, 4.0])
    rng = np.random.default_rng([N, D, P])
    sampled = simulated(t, N, D, P, 500, rng)
    own = finite_size.own_pattern(t, N, D, np.log(P), 150, rng)
    predicted = (
        own.weight,
        own.participation,
        own.excess_entropy,
        finite_size.finite_cross_entropy(t, N, D, np.log(P), 250, rng),
        finite_size.mean_nearest_distance(N, D, np.log(P), 250, rng),
    )
    for theory, simulation in zip(predicted, sampled, strict=True):
        error = np.hypot(
            theory.std(0) / np.sqrt(len(theory)), simulation.std(0) / np.sqrt(len(simulation))
        )
        deviation = (theory.mean(0) - simulation.mean(0)) / error
        assert np.all(np.abs(deviation) < 4)
        assert np.all(error < 0.1 * np.maximum(simulation.mean(0), 1))


def test_spectra_are_those_of_random_matrices():
    rng = np.random.default_rng(4)
    for N, D in ((12, 5), (5, 12), (7, 7)):
        drawn = np.concatenate([s for _, s in finite_size.spectra(N, D, 4000, rng)])
        assert drawn.shape == (4000, min(N, D))
        F = rng.normal(size=(4000, N, D)) / np.sqrt(D)
        direct = np.linalg.svd(F, compute_uv=False)[:, ::-1] ** 2
        for power in (1, 2, -0.5):
            one, two = drawn[:, 1:] ** power, direct[:, 1:] ** power
            error = np.hypot(one.std(0), two.std(0)) / np.sqrt(4000)
            assert np.all(np.abs(one.mean(0) - two.mean(0)) < 4.5 * error)


def test_collapse_sharpens_at_the_theory():
    """The weight's crossing approaches t_c, and its window narrows, as N grows at fixed alpha."""
    alpha, alpha_D = 0.2, 0.2
    t_c = linear_collapse_time(alpha, alpha_D)
    t = t_c * np.geomspace(0.6, 2.5, 10)
    distance, drops = [], []
    for N, draws in ((50, 60), (200, 30), (1000, 10)):
        rng = np.random.default_rng([5, N])
        weight = finite_size.own_pattern(t, N, round(alpha_D * N), alpha * N, draws, rng).weight
        half = crossing(t, weight, 0.5)
        assert half.stderr < 0.04 * t_c
        distance.append(abs(half.place / t_c - 1))
        drops.append(weight.mean(0)[2] - weight.mean(0)[-3])
    assert distance[0] > 0.06
    assert distance[2] < 0.04
    assert drops[0] < drops[1] < drops[2]


def test_cross_entropy_approaches_the_limit():
    alpha, alpha_D, N = 0.3, 0.25, 1200
    t = linear_condensation(alpha, alpha_D).t_cond0 * np.array([0.3, 1.0, 3.0])
    rng = np.random.default_rng(6)
    phi = finite_size.finite_cross_entropy(t, N, round(alpha_D * N), alpha * N, 30, rng)
    limit = linear_cross_entropy(t, alpha, alpha_D)
    error = phi.std(0) / np.sqrt(len(phi))
    assert np.all(error < 0.01)
    assert np.all(np.abs(phi.mean(0) - limit) < 4 * error + 5 / N)


def test_bahadur_rao_takes_most_of_the_finite_size_shift():
    alpha, alpha_D = 0.2, 0.2
    limit = linear_condensation(alpha, alpha_D).d_min
    for N, draws in ((50, 300), (200, 100)):
        rng = np.random.default_rng([7, N])
        exact = finite_size.mean_nearest_distance(
            N, round(alpha_D * N), alpha * N, draws, rng
        ).mean()
        shifted = finite_size.nearest_distance_bahadur_rao(alpha, alpha_D, N)
        assert limit < exact
        assert abs(shifted - exact) < 0.25 * (exact - limit)
    assert finite_size.nearest_distance_bahadur_rao(alpha, alpha_D, 1e9) == pytest.approx(
        limit, rel=1e-6
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda r: finite_size.own_pattern(np.array([-1.0]), 9, 5, 3.0, 2, r), "t="),
        (lambda r: finite_size.own_pattern(np.ones(1), 9, 5, 0.1, 2, r), "log_P=0.1"),
        (lambda r: finite_size.finite_cross_entropy(np.ones(1), 9, 3, 3.0, 2, r), "at least 4"),
        (lambda r: finite_size.mean_nearest_distance(9, 5, 3.0, 0, r), "draws=0"),
        (lambda _: finite_size.nearest_distance_bahadur_rao(0.01, 0.2, 30), "N=30 is too small"),
    ],
)
def test_domain_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call(np.random.default_rng(0))


def test_a_pattern_keeps_its_own_weight_below_the_onset_time():
    """A step at t_o that sharpens with N; at N = 24, the weights of real points."""
    alpha, alpha_D = 0.2, 0.2
    t_o = linear_onset_time(alpha, alpha_D)
    t = t_o * np.array([0.7, 1.4])
    gaps = []
    for N, draws in ((50, 200), (400, 60)):
        rng = np.random.default_rng([9, N])
        below, above = finite_size.pattern_weight(t, N, N // 5, alpha * N, draws, rng).mean(0)
        gaps.append(below - above)
    assert gaps[0] < gaps[1]
    assert gaps[1] > 0.7

    N, D, P, t = 24, 6, 403, np.array([0.3, 1.0, 3.0])
    rng = np.random.default_rng(10)
    found = finite_size.pattern_weight(t, N, D, np.log(P), 600, rng)
    measured = []
    for _ in range(600):
        points = rng.normal(size=(P, D)) @ (rng.normal(size=(N, D)) / np.sqrt(D)).T
        squared = ((points[1:] - points[0]) ** 2).sum(axis=1)
        measured.append(1 / (1 + np.exp(-squared / (2 * t[:, None])).sum(axis=1)))
    measured = np.array(measured)
    error = np.hypot(found.std(0), measured.std(0)) / np.sqrt(600)
    assert np.all(np.abs(found.mean(0) - measured.mean(0)) < 4 * error)
