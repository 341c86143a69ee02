"""Capacities against closed forms, limits, brute force and simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from memgen.activations import get_activation
from memgen.data.hidden_manifold import draw_matrix
from memgen.data.patterns import draw_patterns
from memgen.theory.capacity import (
    condensation_line,
    retrieval_capacity,
    saturation,
    smallest_norm,
    storage_capacity,
)
from memgen.theory.capacity import cumulants as overlap_cumulants
from memgen.theory.energies import rem

LAMS = st.floats(0.01, 20.0)
INDEPENDENT = ["gaussian", "spherical", "binary"]


@pytest.mark.parametrize(
    ("patterns", "lam", "expected"),
    [
        ("gaussian", 0.5, 0.375),
        ("gaussian", 3.0, 0.5),
        ("spherical", 0.5, 0.3870),
        ("spherical", 2.0, 0.9088),
        ("binary", 0.5, 0.3799),
        ("binary", 2.0, 0.6750),
    ],
)
def test_reference_values(patterns, lam, expected):
    assert retrieval_capacity(lam, patterns) == pytest.approx(expected, abs=6e-5)


@pytest.mark.parametrize("patterns", INDEPENDENT)
@given(lam=LAMS, overlap=st.floats(0.2, 1.0))
def test_capacity_is_the_maximum_of_its_definition(patterns, lam, overlap):
    cumulant = {
        "gaussian": rem.gaussian(1.0),
        "spherical": overlap_cumulants.spherical(),
        "binary": overlap_cumulants.binary(),
    }[patterns]
    best = minimize_scalar(
        lambda x: float(cumulant.value(x)) - x * overlap,
        bounds=(0, lam),
        method="bounded",
        options={"xatol": 1e-10},
    )
    assert retrieval_capacity(lam, patterns, overlap=overlap) == pytest.approx(-best.fun, abs=1e-6)


@pytest.mark.parametrize("patterns", INDEPENDENT)
@given(lam=LAMS)
def test_weak_lambda_and_monotony(patterns, lam):
    """alpha_1 = lambda - lambda^2 / 2 + O(lambda^3) for every law of unit variance, and rises."""
    weak = retrieval_capacity(1e-3, patterns)
    assert weak == pytest.approx(1e-3 - 5e-7, abs=2e-9)
    assert retrieval_capacity(lam * 1.1, patterns) >= retrieval_capacity(lam, patterns) - 1e-12


def test_cumulant_of_the_sphere_by_direct_integration():
    """(1/N) log E exp(lambda N u) over the density (1 - u^2)^{(N-3)/2} tends to zeta."""
    zeta, lam = overlap_cumulants.spherical(), 1.3
    found = []
    for N in (200, 400):
        u = np.linspace(-1, 1, 400001)[1:-1]
        log_density = (N - 3) / 2 * np.log1p(-(u**2))
        top = (log_density + lam * N * u).max()
        moment = top + np.log(np.exp(log_density + lam * N * u - top).sum())
        norm = log_density.max() + np.log(np.exp(log_density - log_density.max()).sum())
        found.append((moment - norm) / N)
    # the correction is of order 1/N
    assert 2 * found[1] - found[0] == pytest.approx(float(zeta.value(lam)), abs=1e-5)


@pytest.mark.parametrize("alpha_D", [0.1, 0.5, 2.0])
def test_linear_manifold_saturates_where_its_closed_form_does(alpha_D):
    end = saturation("manifold", alpha_D)
    assert end.lam == pytest.approx(alpha_D / (1 + alpha_D))
    assert end.capacity == pytest.approx(alpha_D / (2 * (1 + alpha_D)))


@pytest.mark.parametrize(
    ("activation", "alpha_D", "lam", "capacity"),
    [("tanh", 0.25, 1.75, 0.190), ("tanh", 1.0, 3.5, 0.429)],
)
def test_saturation_near_the_values_read_off_a_grid(activation, alpha_D, lam, capacity):
    end = saturation("manifold", alpha_D, activation)
    assert end.lam == pytest.approx(lam, rel=0.05)
    assert end.capacity == pytest.approx(capacity, rel=0.005)


@pytest.mark.parametrize("activation", ["linear", "tanh", "relu"])
@pytest.mark.parametrize("overlap", [1.0, 0.7])
def test_large_dimension_is_the_independent_limit(activation, overlap):
    """The replica code at alpha_D = 1e4 against one-dimensional integrals, to order 1/alpha_D."""
    lams = np.array([0.1, 0.3, 0.9])
    manifold = retrieval_capacity(lams, "manifold", 1e4, activation, overlap=overlap)
    limit = retrieval_capacity(lams, "manifold", np.inf, activation, overlap=overlap)
    np.testing.assert_allclose(manifold, limit, rtol=2e-4)
    ends = [saturation("manifold", a, activation, overlap=overlap) for a in (1e4, np.inf)]
    assert ends[0].capacity == pytest.approx(ends[1].capacity, rel=2e-4)


def test_independent_limit_by_brute_force():
    """zeta of independent sigma(g) against a plain double sum on a grid."""
    g = np.linspace(-8, 8, 2001)
    weight = np.exp(-(g**2) / 2)
    weight /= weight.sum()
    for activation, sigma in (("tanh", np.tanh(g)), ("relu", np.maximum(g, 0))):
        lam, rho = 0.8, weight @ sigma**2
        zeta = weight @ np.log(np.exp(lam * np.outer(sigma, sigma)) @ weight)
        found = retrieval_capacity(lam, "manifold", np.inf, activation)
        assert found == pytest.approx(lam * rho - zeta, abs=2e-4)


@given(lam=LAMS)
def test_storage_of_gaussian_patterns_solves_its_equations(lam):
    """(i) alpha = I(rho) = c rho at the smallest norm, (ii) 2 alpha = min I(rho) + rho / 2."""
    c, rho = retrieval_capacity(lam, "gaussian"), smallest_norm(lam)
    rate = (rho - 1 - np.log(rho)) / 2
    assert c * rho == pytest.approx(rate, rel=1e-9)
    rare = minimize_scalar(lambda r: (r - 1 - np.log(r)) / 2 + r / 2, bounds=(0.01, 5)).fun / 2
    assert rare == pytest.approx(np.log(2) / 4, rel=1e-6)
    assert storage_capacity(lam, "gaussian") == pytest.approx(min(rate, rare), rel=1e-6)


def test_storage_reference_values():
    np.testing.assert_allclose(
        storage_capacity(np.array([0.2, 0.4, 0.71, 5.0]), "gaussian"),
        [0.0918, 0.1374, 0.1733, 0.1733],
        atol=6e-5,
    )
    for patterns in ("spherical", "binary"):
        assert storage_capacity(0.7, patterns) == retrieval_capacity(0.7, patterns)


@pytest.mark.parametrize("patterns", INDEPENDENT)
def test_condensation_line_is_where_the_entropy_vanishes(patterns):
    lam = condensation_line(0.2, patterns)
    closed = {
        "gaussian": np.sqrt(0.4),
        "spherical": np.sqrt(1 - np.exp(-0.4)) / np.exp(-0.4),
    }
    if patterns in closed:
        assert lam == pytest.approx(closed[patterns], rel=1e-9)
    else:
        entropy = 0.2 + np.log(np.cosh(lam)) - lam * np.tanh(lam)
        assert entropy == pytest.approx(0, abs=1e-9)
    assert condensation_line(0.2, "gaussian", rho=0.5) == pytest.approx(np.sqrt(0.8))


def test_condensation_line_of_the_linear_manifold():
    """sqrt(2 alpha / (1 + 1 / alpha_D)): levels of that variance."""
    found = condensation_line(0.1, "manifold", alpha_D=0.5)
    assert found == pytest.approx(np.sqrt(0.2 / 3))


def test_copies_of_binary_patterns_appear_at_half_of_log_2():
    """Above log(2) / 2 a pattern shares its weight with a copy, and still stays where it is."""
    N, alpha = 16, 0.45
    xi = draw_patterns("binary", round(np.exp(alpha * N)), N, np.random.default_rng(0))
    copies = len(xi) - len(np.unique(xi, axis=0))
    expected = len(xi) ** 2 / 2 ** (N + 1)
    assert copies == pytest.approx(expected, abs=4 * np.sqrt(expected))
    assert retrieval_capacity(2.0, "binary") > alpha > np.log(2) / 2


def test_curved_manifolds_from_a_corrupted_start_by_drawing_patterns():
    """zeta at overlap .7 of a tanh manifold, alpha_D = .5: plain sampling at N = 60."""
    N, lam, overlap, found = 60, 0.4, 0.7, []
    rng = np.random.default_rng(5)
    rho = get_activation("tanh").second_moment()
    for _ in range(400):
        F = draw_matrix(N, N // 2, rng)
        pattern = np.tanh(F @ rng.standard_normal(N // 2))
        x = overlap * pattern + np.sqrt((1 - overlap**2) * rho) * rng.standard_normal(N)
        levels = lam * np.tanh(rng.standard_normal((1500, N // 2)) @ F.T) @ x
        found.append(np.log(np.cosh(levels).mean()) / N)
    stderr = np.std(found) / 20
    expected = lam * overlap * rho - retrieval_capacity(
        lam, "manifold", 0.5, "tanh", overlap=overlap
    )
    assert abs(np.mean(found) - expected) < 3 * stderr + 0.03 * expected


def test_saturation_is_where_condensation_meets_the_signal():
    """At lambda_s and alpha_1 the noise condenses, at the level of the signal."""
    for overlap in (0.5, 0.8):
        end = saturation("spherical", overlap=overlap)
        assert condensation_line(end.capacity, "spherical") == pytest.approx(end.lam, rel=1e-9)


def test_shapes_broadcast_and_scalars_stay_floats():
    assert isinstance(retrieval_capacity(0.3, "gaussian"), float)
    assert isinstance(storage_capacity(0.3, "gaussian"), float)
    found = retrieval_capacity(np.array([[0.1], [0.2]]), "manifold", np.array([0.5, 1.0, 2.0]))
    assert found.shape == (2, 3)
    one = retrieval_capacity(0.2, "manifold", 2.0)
    assert found[1, 2] == one


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: retrieval_capacity(-1.0, "gaussian"), "lam=-1"),
        (lambda: retrieval_capacity(1.0, "gauss"), "patterns='gauss'"),
        (lambda: retrieval_capacity(1.0, "manifold"), "alpha_D=None"),
        (lambda: retrieval_capacity(1.0, "binary", 0.5), "alpha_D=0.5"),
        (lambda: retrieval_capacity(1.0, "gaussian", overlap=0.0), "overlap=0"),
        (lambda: storage_capacity(1.0, "manifold"), "gaussian, spherical and binary"),
        (lambda: condensation_line(1.0, "binary"), "alpha must lie below"),
        (lambda: condensation_line(0.1, "spherical", rho=2.0), "rho=2"),
    ],
)
def test_outside_the_domain(call, words):
    with pytest.raises(ValueError, match=words):
        call()
