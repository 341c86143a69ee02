"""The certified path: its bound on adversarial points, and samplers that use it."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logsumexp

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.ddim import ddim
from memgen.diffusion.denoised_euler import denoised_euler
from memgen.diffusion.empirical import (
    EmpiricalScore,
    certified,
    certify,
    projections,
    trajectories,
)
from memgen.diffusion.empirical.bounds import boxes, principal
from memgen.diffusion.empirical.flat import plane_of
from memgen.diffusion.samplers import log_times, probability_flow, reverse_diffusion


def adversarial(kind, rng):
    P, N = int(rng.integers(2, 700)), int(rng.integers(1, 20))
    points = rng.standard_normal((P, N))
    if kind == "clusters":
        points = 10 * rng.standard_normal((5, N))[rng.integers(5, size=P)] + 1e-3 * points
    if kind == "heavy tails":
        points = rng.standard_cauchy((P, N))
    if kind == "far":
        points = 1e6 + points
    if kind == "one place":
        points = np.repeat(points[:1], P, axis=0)
    if kind == "sphere":
        points /= np.linalg.norm(points, axis=1, keepdims=True)
    if kind == "line":
        points = points[:, :1] * np.ones(N)
    if kind == "falling":
        points = rng.standard_normal((P, 3 * N)) / np.arange(1, 3 * N + 1) ** 2
    if kind == "tiny":
        points = 1e-20 * points
    return points


KINDS = st.sampled_from(
    ["gauss", "clusters", "heavy tails", "far", "one place", "sphere", "line", "falling", "tiny"]
)


def tree_of(points):
    mean = points.mean(0)
    return boxes(points, mean, principal(points, mean)[1])


def projections_of(points):
    mean = points.mean(0)
    return projections.projections(points, mean, *principal(points, mean))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), KINDS, st.floats(-6, 2), st.floats(-12, -1))
def test_the_bound_holds(seed, kind, log_t, log_tolerance):
    rng, t, tolerance = np.random.default_rng(seed), 10**log_t, 10**log_tolerance
    points = adversarial(kind, rng)
    x = points[rng.integers(len(points), size=4)]
    x = x + np.sqrt(t) * rng.standard_normal(x.shape)
    x[0] = 3 * points.mean(0) + 1  # far from where it should be
    search = certified.search(points)
    for leaves in (np.full(4, -1), rng.integers(len(search.boxes.starts) - 1, size=4)):
        search.leaves, search.likely = leaves, rng.integers(-1, len(points), size=4)
        found = search.run(x, np.full(4, t), tolerance)
        some = found.visited >= 0
        check(search.boxes.points, x[some], t, tolerance, *(part[some] for part in found))


def check(points, x, t, tolerance, score, dropped, visited):
    for i in range(len(x)):
        logits = -((x[i] - points) ** 2).sum(1) / (2 * t)
        weights = np.exp(logits - logsumexp(logits))
        assert 0 <= dropped[i] <= tolerance
        # All that was left out is bounded: also the weight of the lightest points.
        unseen = np.sort(weights)[: len(points) - visited[i]].sum()
        assert unseen <= dropped[i] + 1e-15
        expected = weights @ (points - x[i]) / t
        reach = np.abs(points - x[i]).max() / t
        slack = 1e-9 * np.sqrt(1 / t) + 1e-15 * np.abs(points).max() / t * (1 + reach)
        assert np.abs(score[i] - expected).max() <= 2 * tolerance * reach + slack


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), KINDS, st.floats(-6, 2), st.floats(-12, -1))
def test_the_bound_of_projections_holds(seed, kind, log_t, log_tolerance):
    """With every axis there may be, with one, and with hints that are good, wrong or missing."""
    rng, t, tolerance = np.random.default_rng(seed), 10**log_t, 10**log_tolerance
    points = adversarial(kind, rng)
    number = rng.integers(len(points), size=4)
    x = points[number] + np.sqrt(t) * rng.standard_normal((4, points.shape[1]))
    x[0] = 3 * points.mean(0) + 1
    tree = tree_of(points)
    for axes in (tree.axes, tree.axes[:, :1]):
        for projection in projections.projection(tree.points, tree.mean, axes):
            for hints in (np.full(4, -1), rng.integers(len(points), size=4)):
                found = projection.collect(x, np.full(4, t), hints, 4.0, tolerance)
                some = found[2] >= 0
                assert some.all() or np.abs(x).max() > 1e17
                check(tree.points, x[some], t, tolerance, *(part[some] for part in found))
                assert np.all((hints >= 0) & (hints < len(points)))


def test_projections_give_up_where_all_points_matter():
    points = manifold(N=64, D=12)
    (first, *_) = projections_of(points)
    x, hints = points[:9] + 0.1, np.full(9, -1)
    assert np.all(first.collect(x, np.full(9, 50.0), hints, 0.04, 1e-9)[2] == -1)
    assert np.all(first.collect(x, np.full(9, 1e-3), hints, 0.04, 1e-9)[2] > 0)
    # each query for itself
    times = np.where(np.arange(9) % 2, 50.0, 1e-3)
    np.testing.assert_array_equal(
        first.collect(x, times, hints, 0.04, 1e-9)[2] == -1, np.arange(9) % 2 == 1
    )


def test_projections_pay_on_few_axes_only():
    rng = np.random.default_rng(0)
    assert not projections_of(rng.standard_normal((500, 40)))
    falling = rng.standard_normal((500, 40)) / np.arange(1, 41) ** 2
    (one,) = projections_of(falling)
    assert one.image.shape == (500, 4)  # 40 / 16 axes, the rest and the half square
    assert not projections_of(np.zeros((9, 40)))


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), KINDS)
def test_boxes_never_overrate_a_distance(seed, kind):
    rng = np.random.default_rng(seed)
    points = adversarial(kind, rng)
    tree = tree_of(points)
    x = points[:3] + rng.standard_normal((len(points[:3]), points.shape[1]))
    image = tree.phi(x)[:, :, None]
    bound = (np.maximum(np.maximum(tree.low - image, image - tree.high), 0) ** 2).sum(1)
    leaf = np.repeat(np.arange(len(tree.starts) - 1), np.diff(tree.starts))
    true = ((x[:, None] - tree.points) ** 2).sum(2)
    # as the compiled loop lowers them, for their rounding
    assert np.all((1 - 1e-11) * bound[:, leaf] <= true)
    np.testing.assert_array_equal(np.sort(tree.points, axis=0), np.sort(points, axis=0))


def manifold(P=6000, N=24, D=4, curved=True):
    rng = np.random.default_rng(0)
    latent = rng.standard_normal((P, D)) @ rng.standard_normal((D, N)) / np.sqrt(D)
    return np.tanh(latent) if curved else latent


@pytest.mark.parametrize("curved", [True, False])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scores_of_the_exact_path(curved, dtype):
    points = manifold(curved=curved)
    assert (plane_of(points) is None) == curved
    exact, rng = EmpiricalScore(points), np.random.default_rng(1)
    for t in (3.0, 0.1, 1e-2, 1e-4):
        x = (points[:30] + np.sqrt(t) * rng.standard_normal((30, 24))).astype(dtype)
        found = exact.certified(x, t)
        assert found.score.dtype == dtype
        assert np.all(found.dropped <= 1e-9)
        expected = exact.score(x.astype(float), float(dtype(t)))
        error = np.linalg.norm(found.score - expected, axis=1) / np.linalg.norm(expected, axis=1)
        assert error.max() < (1e-5 if dtype == np.float32 else 1e-8)
    assert found.visited.max() < len(points) / 10
    tensor = exact.certified(torch.from_numpy(x), t)
    np.testing.assert_array_equal(tensor.score.numpy(), found.score)


@pytest.mark.parametrize("curved", [True, False])
@pytest.mark.parametrize("name", ["reverse", "flow", "ddim", "denoised"])
def test_samplers_end_where_the_exact_path_ends(name, curved, monkeypatch):
    monkeypatch.setattr(trajectories, "QUERIES", 0)
    points = manifold(P=4200, curved=curved)
    exact, times = EmpiricalScore(points), log_times(4.0, 1e-4, 40)
    start = points[:20] + 2 * np.random.default_rng(2).standard_normal((20, 24))
    run = {
        "reverse": lambda score: reverse_diffusion(score, start, times, np.random.default_rng(3)),
        "denoised": lambda score: denoised_euler(score, start, times, np.random.default_rng(3)),
        "flow": lambda score: probability_flow(score, start, times),
        "ddim": lambda score: ddim(score, start, times),
    }[name]
    found = run(exact.score)
    assert exact.asked > 0
    np.testing.assert_allclose(found, run(lambda x, t: exact.score(x, t)), atol=1e-6)


def test_few_samples_go_the_exact_way():
    exact = EmpiricalScore(manifold())
    score = certify(exact.score)
    x = exact.points[:5] + 0.1
    np.testing.assert_array_equal(score(x, 0.1), exact.score(x, 0.1))
    assert certify(exact.denoise) == exact.denoise


@pytest.mark.parametrize("tolerance", [0.0, 1.0, -1.0, np.nan])
def test_bad_tolerance(tolerance):
    with pytest.raises(ValueError, match="tolerance"):
        EmpiricalScore(np.zeros((2, 2))).certified(np.zeros((1, 2)), 1.0, tolerance)


def test_hidden_manifold_is_flat():
    rng = np.random.default_rng(0)
    points = HiddenManifold(draw_matrix(12, 3, rng)).sample(200, rng)
    plane = plane_of(points)
    u, rest = plane.split(points)
    np.testing.assert_allclose(u, plane.coordinates)
    np.testing.assert_allclose(rest, 0, atol=1e-12)
