"""The compiled pass, against differences in float64 and against the differentiable pass."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from memgen.diffusion.empirical import EmpiricalScore, blocks, score
from memgen.diffusion.empirical.exponential import exp2_double, exp2_single

P, N = 1100, 6


@pytest.fixture(autouse=True)
def compiled(monkeypatch):
    monkeypatch.setattr(score, "COMPILED", 0)


def by_differences(points, x, t):
    """Score, log-density, participation and sum w |xi - x| / t (the scale), in long double."""
    difference = points.astype(np.longdouble) - x.astype(np.longdouble)[:, None]
    t = np.broadcast_to(np.asarray(t, np.longdouble), (len(x),))[:, None]
    logits = -(difference**2).sum(2) / (2 * t)
    top = logits.max(1, keepdims=True)
    weights = np.exp(logits - top)
    mass = weights.sum(1, keepdims=True)
    log_density = (top + np.log(mass) - np.log(len(points)))[:, 0]
    log_density -= 0.5 * x.shape[1] * np.log(2 * np.pi * t[:, 0])
    weights /= mass
    vector = np.einsum("bp,bpn->bn", weights, difference) / t
    scale = np.einsum("bp,bpn->bn", weights, abs(difference)) / t
    return vector, log_density, (weights**2).sum(1), np.linalg.norm(scale, axis=1)


def awkward(kind, t, dtype, rng):
    """Points of a kind that breaks formulas, and queries about them, exactly of a dtype."""
    points = rng.standard_normal((P, N))
    if kind == "far":
        points += 1000
    if kind == "duplicates":
        points[P // 2 :] = points[: P - P // 2]
    if kind == "near ties":
        points[1] = points[0] + 1e-5
        points[600] = points[0] - 1e-5
    if kind == "outlier":
        points[700] = 1e5
    if kind == "one point":
        points = points[:1]
    points = points.astype(dtype)
    near = points[rng.integers(len(points), size=12)]
    x = near + np.sqrt(t) * rng.standard_normal((12, N))
    x[0] = 0.5 * (points[0] + points[-1])
    x[1] = points[0]
    return points, x.astype(dtype)


@pytest.mark.parametrize(
    "kind", ["plain", "far", "duplicates", "near ties", "outlier", "one point"]
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("t", [1e-6, 1e-3, 0.1, 1.0, 1e3])
def test_within_rounding_of_differences(kind, dtype, t):
    points, x = awkward(kind, t, dtype, np.random.default_rng(1))
    found = EmpiricalScore(points).posterior(x, t)
    true_score, log_density, participation, scale = by_differences(points, x, float(dtype(t)))
    tolerance = 1e-5 if dtype == np.float32 else 1e-11
    error = np.linalg.norm((found.score - true_score).astype(float), axis=1)
    # The result's own rounding: a typical score is sqrt(N / t).
    assert np.all(error <= tolerance * np.maximum(scale, np.sqrt(N / t)).astype(float))
    np.testing.assert_allclose(
        found.log_density, log_density.astype(float), rtol=tolerance, atol=tolerance
    )
    np.testing.assert_allclose(found.participation, participation.astype(float), rtol=4 * tolerance)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.floats(-7, 3), st.floats(0, 4))
def test_the_two_passes_agree(seed, log_t, log_offset):
    rng, t = np.random.default_rng(seed), 10**log_t
    points = rng.standard_normal((700, 3)) + 10**log_offset
    x = points[:5] + np.sqrt(t) * rng.standard_normal((5, 3))
    exact = EmpiricalScore(points)
    compiled = exact.posterior(x, t)
    slow = score._row_of_sums, exact._collect(score._row_of_state, x, np.full(5, t))
    joined = np.concatenate((*compiled[:2], compiled[2][:, None], compiled[3][:, None]), 1)
    slack = 1e-10 / min(t, 1.0) * 10**log_offset
    np.testing.assert_allclose(joined, slow[1], rtol=1e-8, atol=slack)


@pytest.mark.parametrize("t", [1e-4, 0.05, 1.0, 30.0])
@pytest.mark.parametrize("offset", [0.0, 300.0])
def test_products_with_covariance_and_jacobian(t, offset):
    rng = np.random.default_rng(2)
    points = rng.standard_normal((P, 3)) + offset
    x = points[:7] + np.sqrt(t) * rng.standard_normal((7, 3))
    v = rng.standard_normal((7, 3))
    exact = EmpiricalScore(points)
    jacobian = exact.jacobian(x, t)
    expected = np.einsum("bij,bj->bi", jacobian, v)
    size = np.abs(expected).max()
    np.testing.assert_allclose(exact.jacobian_product(x, t, v), expected, atol=1e-7 * size)
    covariance = t * (t * expected + v)
    found = exact.covariance_product(torch.from_numpy(x), t, torch.from_numpy(v))
    np.testing.assert_allclose(found, covariance, atol=1e-8 * t + 1e-12 * (1 + offset))
    watched = torch.from_numpy(x).requires_grad_()
    slow = exact.jacobian_product(watched, t, torch.from_numpy(v))
    np.testing.assert_allclose(slow.detach(), expected, atol=1e-7 * size)


@pytest.mark.parametrize("watched", [False, True])
def test_reduced_precision_is_kept_out(watched):
    rng = np.random.default_rng(3)
    points = rng.standard_normal((P, 16)).astype(np.float32)
    x = torch.from_numpy(points[:9] + rng.standard_normal((9, 16)).astype(np.float32))
    exact = EmpiricalScore(torch.from_numpy(points))
    expected = by_differences(points, x.numpy(), 1.0)[0].astype(float)
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("medium")
    try:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = exact.score(x.clone().requires_grad_(watched), 1.0)
        assert torch.get_float32_matmul_precision() == "medium"
    finally:
        torch.set_float32_matmul_precision(before)
    assert found.dtype == torch.float32
    assert found.requires_grad == watched
    error = np.linalg.norm(found.detach().numpy() - expected, axis=1)
    assert np.all(error < 1e-5 * np.linalg.norm(expected, axis=1))


def test_blocks_of_queries_and_of_points(monkeypatch):
    rng = np.random.default_rng(4)
    points, x = rng.standard_normal((1500, 2)), rng.standard_normal((40, 2))
    t = 10.0 ** rng.uniform(-4, 2, size=40)
    expected = EmpiricalScore(points).score(x, t)
    monkeypatch.setattr(blocks, "QUERIES", 7)
    monkeypatch.setattr(blocks, "NUMBERS", 1)
    np.testing.assert_allclose(EmpiricalScore(points).score(x, t), expected, rtol=1e-9)
    assert EmpiricalScore(points).score(x[:0], 1.0).shape == (0, 2)


def test_powers_of_two():
    for y in np.linspace(-60, 40, 1001):
        assert abs(exp2_double(y) / 2.0**y - 1) < 3e-15
        single = np.float32(y)
        assert abs(float(exp2_single(single)) / 2.0 ** float(single) - 1) < 3e-7
