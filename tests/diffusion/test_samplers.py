import numpy as np
import pytest
import torch

from memgen.diffusion import samplers
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.diffusion.samplers import (
    euler_maruyama,
    log_times,
    probability_flow,
    reverse_diffusion,
    reverse_path,
    second_order_reverse_diffusion,
)


def probability_flow_with_rng(score, x, times, _):
    return probability_flow(score, x, times)


SAMPLERS = [
    reverse_diffusion,
    second_order_reverse_diffusion,
    euler_maruyama,
    probability_flow_with_rng,
]


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_moments_of_gaussian_data(sampler):
    exact = LinearManifoldScore(np.diag([2.0, 0.5]))
    n, t_max, t_min = 10_000, 400.0, 1e-4
    rng = np.random.default_rng(0)
    start = rng.standard_normal((n, 2)) * np.sqrt(np.array([4.0, 0.25]) + t_max)
    x = sampler(exact.score, start, log_times(t_max, t_min, 300), rng)
    variances = np.array([4.0, 0.25]) + t_min
    assert np.all(np.abs(x.mean(0)) < 4 * np.sqrt(variances / n))
    # Four standard errors, and the bias of the finite step (largest for Euler-Maruyama).
    bias = {euler_maruyama: 0.06, reverse_diffusion: 0.03}.get(sampler, 1e-3)
    assert np.all(np.abs(x.var(0) / variances - 1) < 4 * np.sqrt(2 / n) + bias)
    assert abs(np.corrcoef(x.T)[0, 1]) < 4 / np.sqrt(n)


def test_probability_flow_is_exact_and_of_second_order():
    exact = LinearManifoldScore(np.array([[1.5]]))
    start = np.array([[3.0]])
    # x shrinks with the standard deviation of p_t.
    expected = 3.0 * np.sqrt((2.25 + 1e-3) / (2.25 + 100.0))
    errors = [
        abs(probability_flow(exact.score, start, log_times(100.0, 1e-3, steps))[0, 0] - expected)
        for steps in (50, 100, 200)
    ]
    assert errors[2] < 1e-3
    np.testing.assert_allclose(np.log2(errors[0] / errors[1]), 2, atol=0.4)
    np.testing.assert_allclose(np.log2(errors[1] / errors[2]), 2, atol=0.4)


@pytest.mark.parametrize("sampler", [reverse_diffusion, probability_flow_with_rng])
def test_empirical_score_ends_on_training_points(sampler):
    rng = np.random.default_rng(1)
    points = rng.standard_normal((20, 6))
    start = 30 * rng.standard_normal((50, 6))
    times = np.append(log_times(900.0, 1e-4, 200), 0.0)
    x = sampler(EmpiricalScore(points).score, start, times, rng)
    distances = np.linalg.norm(x[:, None] - points, axis=2)
    assert distances.min(axis=1).max() < 1e-10
    assert len(np.unique(distances.argmin(axis=1))) > 5


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("last", [1e-3, 1e-6, 1e-8])
@pytest.mark.parametrize("sampler", [reverse_diffusion, probability_flow_with_rng])
def test_the_last_step_in_either_precision(sampler, last, dtype):
    """Onto a point, however small the last noise is, also where a coordinate never varies."""
    rng = np.random.default_rng(1)
    points = rng.standard_normal((20, 6))
    points[:, 3] = 0.25
    start = (30 * rng.standard_normal((50, 6))).astype(dtype)
    times = np.append(log_times(900.0, last, 200), 0.0)
    x = sampler(EmpiricalScore(points).score, start, times, rng)
    assert x.dtype == dtype
    distances = np.linalg.norm(x[:, None].astype(float) - points, axis=2)
    # of points of length 3: some roundings
    assert distances.min(axis=1).max() < 30 * np.finfo(dtype).eps
    np.testing.assert_allclose(x[:, 3], 0.25, rtol=30 * np.finfo(dtype).eps)


def test_one_training_point_is_exact_in_one_step():
    point = np.array([[1.0, 2.0]])
    rng = np.random.default_rng(2)
    start = point + 3 * rng.standard_normal((20_000, 2))
    x = reverse_diffusion(EmpiricalScore(point).score, start, np.array([9.0, 4.0]), rng)
    assert np.all(np.abs(x.mean(0) - point) < 4 * 2 / np.sqrt(20_000))
    assert np.all(np.abs(x.var(0) / 4 - 1) < 4 * np.sqrt(2 / 20_000))


@pytest.mark.parametrize("order", [1, 2])
def test_the_reverse_sde_is_of_its_order(order, monkeypatch):
    """The variance of Gaussian data, exactly: the sum of squared responses to start and noises."""
    sampler = reverse_diffusion if order == 1 else second_order_reverse_diffusion
    exact, t_max, t_min = LinearManifoldScore(np.array([[1.5]])), 100.0, 0.1
    errors = []
    for steps in (40, 80, 160):
        impulses = np.eye(steps + 1)[:, :, None]
        monkeypatch.setattr(samplers, "_noise", lambda *_, each=impulses: each[1:])
        start = impulses[0] * np.sqrt(2.25 + t_max)
        rng = np.random.default_rng(0)
        x = sampler(exact.score, start, log_times(t_max, t_min, steps), rng)
        errors.append((x**2).sum() / (2.25 + t_min) - 1)
    slopes = np.log2(np.abs(errors[:-1]) / np.abs(errors[1:]))
    np.testing.assert_allclose(slopes, order, atol=0.35)
    assert abs(errors[0]) < (0.15 if order == 1 else 0.02)


@pytest.mark.parametrize(
    "sampler", [reverse_diffusion, second_order_reverse_diffusion, euler_maruyama]
)
def test_batches_make_one_run(sampler):
    score = EmpiricalScore(np.random.default_rng(3).standard_normal((9, 3))).score
    start, times = np.random.default_rng(4).standard_normal((10, 3)), log_times(10.0, 0.1, 20)
    whole = sampler(score, start, times, np.random.default_rng(5))
    rng = np.random.default_rng(5)
    parts = [sampler(score, start[:3], times, rng), sampler(score, start[3:], times, rng)]
    np.testing.assert_allclose(np.concatenate(parts), whole, rtol=1e-10)
    tensor = sampler(score, torch.from_numpy(start), times, np.random.default_rng(5))
    np.testing.assert_allclose(tensor.numpy(), whole, rtol=1e-10)


@pytest.mark.parametrize(
    "times", [np.array([1.0]), np.array([1.0, 2.0]), np.array([1.0, 1.0]), np.array([1.0, -1.0])]
)
def test_bad_times(times):
    with pytest.raises(ValueError, match="fall and end at or above 0"):
        probability_flow(lambda x, t: -x / t, np.zeros((1, 1)), times)


def test_euler_maruyama_ends_above_zero():
    with pytest.raises(ValueError, match="end above 0"):
        euler_maruyama(
            lambda x, t: -x / t, np.zeros((1, 1)), np.array([1.0, 0.0]), np.random.default_rng()
        )


@pytest.mark.parametrize("arguments", [(1.0, 2.0, 3), (1.0, 0.0, 3), (2.0, 1.0, 0)])
def test_bad_grid(arguments):
    with pytest.raises(ValueError, match="t_max > t_min > 0"):
        log_times(*arguments)


def test_a_path_is_the_run_from_each_time_to_the_next():
    exact = LinearManifoldScore(np.array([[1.5]]))
    times = log_times(4.0, 0.1, 3)
    start = np.ones((5, 1))
    path = list(reverse_path(exact.score, start, times, np.random.default_rng(2)))
    assert len(path) == 4
    np.testing.assert_array_equal(path[0], start)
    rng = np.random.default_rng(2)
    for k in range(3):
        expected = reverse_diffusion(exact.score, path[k], times[k : k + 2], rng)
        np.testing.assert_array_equal(path[k + 1], expected)
