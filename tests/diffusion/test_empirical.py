import mpmath
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from memgen.diffusion import kernel
from memgen.diffusion.arrays import check_points, check_samples, check_time
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.empirical import score as module

SEEDS = st.integers(0, 2**32 - 1)
LOG_TIMES = st.floats(-8, 4)


def draw(seed, P=30, N=4, batch=3, t=1.0):
    rng = np.random.default_rng(seed)
    points = rng.standard_normal((P, N))
    x = points[rng.integers(P, size=batch)] + np.sqrt(t) * rng.standard_normal((batch, N))
    return points, x


def reference(points, x, t):
    """Score, sum w |xi - x| / t (its scale), log density and participation at 60 digits."""
    with mpmath.workdps(60):
        t, x = mpmath.mpf(float(t)), [mpmath.mpf(float(a)) for a in x]
        points = [[mpmath.mpf(float(a)) for a in point] for point in points]
        logits = [
            -sum((a - b) ** 2 for a, b in zip(x, point, strict=True)) / (2 * t) for point in points
        ]
        highest = max(logits)
        weights = [mpmath.exp(logit - highest) for logit in logits]
        mass = sum(weights)
        weights = [weight / mass for weight in weights]
        score = [
            sum(w * (point[i] - x[i]) for w, point in zip(weights, points, strict=True)) / t
            for i in range(len(x))
        ]
        scale = [
            sum(w * abs(point[i] - x[i]) for w, point in zip(weights, points, strict=True)) / t
            for i in range(len(x))
        ]
        log_density = highest + mpmath.log(mass) - mpmath.log(len(points))
        log_density -= mpmath.mpf(len(x)) / 2 * mpmath.log(2 * mpmath.pi * t)
        participation = sum(w**2 for w in weights)
        return [np.array(a, dtype=float) for a in (score, scale, log_density, participation)]


@pytest.mark.parametrize("t", [1e-8, 1e-3, 1e-2, 1.0, 1e4])
@pytest.mark.parametrize("offset", [0.0, 1e3])
def test_exact_to_rounding(t, offset):
    rng = np.random.default_rng(0)
    points = offset + rng.standard_normal((40, 5))
    points[7] = points[3]  # a duplicate
    points[8] = points[9] + 1e-5 * rng.standard_normal(5)  # and nearly one
    x = np.concatenate(
        [
            points[:4] + np.sqrt(t) * rng.standard_normal((4, 5)),
            points[2:4],  # on a point, and on two
            points[8:9] + 0.3 * (points[9:10] - points[8:9]),
            0.5 * (points[10:11] + points[11:12]),
            30 * points[:1],
            offset + 1e6 * rng.standard_normal((2, 5)),
        ]
    )
    exact = EmpiricalScore(points)
    results = zip(
        x, exact.score(x, t), exact.log_density(x, t), exact.participation(x, t), strict=True
    )
    for place, score, log_density, participation in results:
        true_score, scale, true_density, true_participation = reference(points, place, t)
        # A typical score is 1 / sqrt(t); on a point it vanishes.
        assert np.all(np.abs(score - true_score) <= 1e-11 * scale + 1e-13 / np.sqrt(t))
        np.testing.assert_allclose(log_density, true_density, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(participation, true_participation, rtol=1e-11)


@given(SEEDS, LOG_TIMES)
def test_participation_and_active_samples(seed, log_t):
    points, x = draw(seed, t=10**log_t)
    exact = EmpiricalScore(points)
    participation = exact.participation(x, 10**log_t)
    assert np.all(participation >= 1 / len(points) - 1e-12)
    assert np.all(participation <= 1 + 1e-12)
    np.testing.assert_allclose(exact.active_samples(x, 10**log_t) * participation, 1)


@given(SEEDS, LOG_TIMES, st.floats(-100, 100))
def test_translation(seed, log_t, shift):
    points, x = draw(seed, t=10**log_t)
    t = 10**log_t
    # The translated points are rounded: the score may move by that, |d score| <~ |d x| / t times
    # the change of the weights.
    noise = 1e-14 * (100 + abs(shift)) / t * (1 + 10 / t)
    here, there = EmpiricalScore(points), EmpiricalScore(points + shift)
    np.testing.assert_allclose(there.score(x + shift, t), here.score(x, t), rtol=1e-9, atol=noise)


@given(SEEDS, st.floats(-2, 4))
def test_rotation(seed, log_t):
    t = 10**log_t
    points, x = draw(seed, t=t)
    rotation = np.linalg.qr(np.random.default_rng(seed).standard_normal((4, 4)))[0]
    turned = EmpiricalScore(points @ rotation)
    here = EmpiricalScore(points)
    np.testing.assert_allclose(
        turned.score(x @ rotation, t), here.score(x, t) @ rotation, rtol=1e-9, atol=1e-11 / t
    )
    np.testing.assert_allclose(
        turned.log_density(x @ rotation, t), here.log_density(x, t), rtol=1e-10, atol=1e-10
    )


@given(SEEDS, LOG_TIMES)
def test_order_of_points(seed, log_t):
    t = 10**log_t
    points, x = draw(seed, t=t)
    order = np.random.default_rng(seed).permutation(len(points))
    np.testing.assert_allclose(
        EmpiricalScore(points[order]).score(x, t),
        EmpiricalScore(points).score(x, t),
        rtol=1e-9,
        atol=1e-13 / t,
    )


@given(SEEDS, LOG_TIMES, st.integers(1, 40))
def test_stream_of_blocks(seed, log_t, step):
    t = 10**log_t
    points, x = draw(seed, t=t)
    state = kernel.init(x, np.full(len(x), t), points[0])
    for start in range(0, len(points), step):
        state = kernel.update(state, kernel.prepare(points[start : start + step], points[0]))
    whole = EmpiricalScore(points)
    np.testing.assert_allclose(kernel.score(state), whole.score(x, t), rtol=1e-9, atol=1e-13 / t)
    np.testing.assert_allclose(
        kernel.log_density(state), whole.log_density(x, t), rtol=1e-12, atol=1e-11
    )
    np.testing.assert_allclose(state.sums.participation, whole.participation(x, t), rtol=1e-9)


@given(SEEDS)
def test_a_sample_does_not_see_its_batch(seed):
    points, x = draw(seed, batch=6)
    t = 10.0 ** np.random.default_rng(seed).uniform(-8, 4, size=6)
    exact = EmpiricalScore(points)
    one_by_one = np.concatenate([exact.score(x[i : i + 1], t[i]) for i in range(6)])
    np.testing.assert_allclose(exact.score(x, t), one_by_one, rtol=1e-11, atol=1e-12)


def test_query_blocks(monkeypatch):
    points, x = draw(1, batch=40)
    expected = EmpiricalScore(points).score(x, 0.3)
    monkeypatch.setitem(module.QUERIES, "cpu", 7)
    monkeypatch.setitem(module.POINTS, "cpu", 11)
    np.testing.assert_allclose(EmpiricalScore(points).score(x, 0.3), expected, rtol=1e-12)


@given(SEEDS, st.floats(-1, 3))
def test_score_is_the_gradient(seed, log_t):
    t = 10**log_t
    points, x = draw(seed, t=t)
    exact = EmpiricalScore(points)
    step = 1e-4 * np.sqrt(t)
    numeric = np.stack(
        [
            (exact.log_density(x + step * e, t) - exact.log_density(x - step * e, t)) / (2 * step)
            for e in np.eye(4)
        ],
        axis=1,
    )
    np.testing.assert_allclose(exact.score(x, t), numeric, rtol=1e-5, atol=1e-5 / np.sqrt(t))


@pytest.mark.parametrize("t", [1e-3, 0.02, 0.5, 100.0])
def test_automatic_differentiation(t):
    points, x = draw(5, t=t)
    exact, x = EmpiricalScore(points), torch.from_numpy(x)
    gradient = torch.func.grad(lambda y: exact.log_density(y[None], t)[0])
    jacobian = torch.func.jacrev(lambda y: exact.score(y[None], t)[0])
    for i in range(len(x)):
        torch.testing.assert_close(gradient(x[i]), exact.score(x, t)[i], rtol=1e-9, atol=1e-9)
        torch.testing.assert_close(
            jacobian(x[i]), exact.jacobian(x, t)[i], rtol=1e-9, atol=1e-9 / t
        )
    np.testing.assert_allclose(
        exact.jacobian(x.numpy(), t), exact.jacobian(x, t).numpy(), rtol=1e-9, atol=1e-12 / t
    )


def test_jacobian_of_a_far_cluster():
    # Three points 1e-6 apart, 1e3 from the origin: a one-pass covariance would lose every digit.
    rng = np.random.default_rng(2)
    cluster = 1e3 + 1e-6 * rng.standard_normal((3, 2))
    exact = EmpiricalScore(np.concatenate([cluster, rng.standard_normal((5, 2))]))
    x, t = cluster.mean(axis=0, keepdims=True), 1e-12
    logits = [-sum((x[0] - c) ** 2) / (2 * t) for c in cluster]
    weights = np.exp(logits) / np.sum(np.exp(logits))
    covariance = np.cov(cluster.T, aweights=weights, ddof=0)
    np.testing.assert_allclose(
        exact.jacobian(x, t)[0], (covariance / t - np.eye(2)) / t, rtol=1e-7, atol=1e-7 / t
    )


def test_one_point_is_a_gaussian():
    point = np.array([[1.0, -2.0, 3.0]])
    x = np.array([[0.0, 0.5, 2.0], [1.0, -2.0, 3.0]])
    exact = EmpiricalScore(point)
    np.testing.assert_allclose(exact.score(x, 0.7), (point - x) / 0.7)
    np.testing.assert_allclose(
        exact.log_density(x, 0.7),
        -((x - point) ** 2).sum(1) / 1.4 - 1.5 * np.log(2 * np.pi * 0.7),
    )
    np.testing.assert_array_equal(exact.denoise(x, 0.7), np.repeat(point, 2, axis=0))
    np.testing.assert_array_equal(exact.participation(x, 0.7), 1)
    np.testing.assert_allclose(exact.jacobian(x, 0.7), -np.eye(3)[None].repeat(2, 0) / 0.7)


@given(SEEDS, LOG_TIMES)
def test_tweedie(seed, log_t):
    t = 10**log_t
    points, x = draw(seed, t=t)
    exact = EmpiricalScore(points)
    np.testing.assert_allclose(x + t * exact.score(x, t), exact.denoise(x, t), atol=1e-9)


@pytest.mark.parametrize("t", [1e-3, 1.0])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_torch_in_torch_out(dtype, t):
    points, x = draw(3, t=t)
    expected = EmpiricalScore(points).score(x, t)
    for given_points in (points, torch.from_numpy(points), torch.from_numpy(points).float()):
        score = EmpiricalScore(given_points).score(torch.from_numpy(x).to(dtype), t)
        assert score.dtype == dtype
        error = np.abs(score.numpy() - expected).max()
        assert (
            error
            < (2e-6 if torch.float32 in (dtype, getattr(given_points, "dtype", 0)) else 1e-12) / t
        )


def test_numpy_keeps_the_dtype_and_the_samples():
    points, x = draw(4)
    x, before = x.astype(np.float32), x.astype(np.float32)
    score = EmpiricalScore(torch.from_numpy(points)).score(x, 1.0)
    assert score.dtype == np.float32
    np.testing.assert_array_equal(x, before)
    np.testing.assert_allclose(score, EmpiricalScore(points).score(x.astype(float), 1.0), rtol=1e-6)


def test_time_for_each_sample():
    points, x = draw(6)
    exact = EmpiricalScore(points)
    t = np.array([0.1, 1.0, 10.0])
    for i in range(3):
        np.testing.assert_allclose(exact.score(x, t)[i], exact.score(x, float(t[i]))[i], rtol=1e-10)


def test_empty_batch():
    points, x = draw(7)
    exact = EmpiricalScore(points)
    assert exact.score(x[:0], 1.0).shape == (0, 4)
    assert exact.participation(x[:0], 1.0).shape == (0,)
    assert exact.jacobian(x[:0], 1.0).shape == (0, 4, 4)


@pytest.mark.parametrize(
    ("points", "error", "message"),
    [
        (np.zeros(3), ValueError, r"points has shape \(3,\)"),
        (np.zeros((0, 3)), ValueError, "both at least 1"),
        (np.array([[0.0, 1.0], [np.nan, 0.0]]), ValueError, r"points\[1\] is not finite"),
        (np.zeros((2, 2), dtype=complex), TypeError, "complex128"),
        (torch.zeros((2, 2)).half(), TypeError, r"points\.double\(\)"),
    ],
)
def test_bad_points(points, error, message):
    with pytest.raises(error, match=message):
        check_points(points)


@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (np.zeros(3), ValueError, r"pass x\[None\]"),
        (np.zeros((2, 4)), ValueError, r"must be \(batch, 3\)"),
        (np.zeros((2, 3), dtype=int), TypeError, "int64"),
        ([[0.0, 1.0, 2.0]], TypeError, "list"),
        (np.full((1, 3), np.inf), ValueError, r"x\[0\] is not finite"),
        (torch.full((1, 3), torch.inf), ValueError, r"x\[0\] is not finite"),
    ],
)
def test_bad_samples(x, error, message):
    with pytest.raises(error, match=message):
        check_samples(x, 3)


@pytest.mark.parametrize("t", [0.0, -1.0, np.nan, np.inf, np.ones(3), np.array([1.0, 0.0])])
def test_bad_times(t):
    with pytest.raises(ValueError, match=r"^t"):
        check_time(t, np.zeros((2, 3)))
