import numpy as np
import pytest

from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basins import descend_potential, own_weight, return_to_pattern


def two_points(distance=2.0):
    return np.array([[0.0, 0.0], [distance, 0.0]])


def test_own_weight():
    points = np.random.default_rng(0).standard_normal((30, 4))
    x, t = points[:5] + 0.3, 0.2
    logits = -((x[:, None] - points) ** 2).sum(2) / (2 * t)
    weights = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    measured = own_weight(EmpiricalScore(points), x, points[:5], t)
    np.testing.assert_allclose(measured, weights[np.arange(5), np.arange(5)], rtol=1e-11)


@pytest.mark.parametrize("step", [1.0, 0.2])
def test_basins_of_two_points_meet_halfway(step):
    points = two_points()
    empirical, t = EmpiricalScore(points), 0.1
    own = np.zeros((6, 2))
    noise = np.array([[0.9, 0.0], [0.99, 5.0], [1.01, 5.0], [1.1, 0.0], [-30.0, 0.0], [0.0, 0.0]])
    back = return_to_pattern(empirical, own, noise, 1.0, t, step=step)
    np.testing.assert_array_equal(back.returned, [True, True, False, False, True, True])
    assert back.fraction == pytest.approx(4 / 6)
    assert back.unconverged == 0
    assert np.all(back.descent.residual < 1e-6)
    np.testing.assert_allclose(empirical.score(back.descent.end, t), 0, atol=1e-6 * np.sqrt(2 / t))


def test_ends_are_fixed_points_of_tanh():
    # Two points at -a and a: x = a tanh(a x / t), with x = 0 stable above t = a^2.
    points = np.array([[-1.0], [1.0]])
    low = descend_potential(EmpiricalScore(points), np.array([[0.3]]), 0.5, tolerance=1e-12).end[
        0, 0
    ]
    np.testing.assert_allclose(low, np.tanh(low / 0.5), rtol=1e-10)
    assert low > 0.9
    high = descend_potential(EmpiricalScore(points), np.array([[0.3]]), 2.0, tolerance=1e-12).end[
        0, 0
    ]
    assert abs(high) < 1e-10


def test_small_steps_follow_the_flow():
    # One point: dx/ds = xi - x, so the distance shrinks by (1 - step) a step.
    ended = descend_potential(
        EmpiricalScore(np.zeros((1, 1))), np.array([[1.0]]), 1.0, 0.25, 1e-9, 4
    )
    np.testing.assert_allclose(ended.end, 0.75**4)
    assert not ended.converged[0]
    assert ended.steps[0] == 4


def test_the_unconverged_are_counted():
    points = np.random.default_rng(1).standard_normal((40, 3))
    own, noise = points[:10], np.random.default_rng(2).standard_normal((10, 3))
    cut = return_to_pattern(EmpiricalScore(points), own, noise, 0.5, 0.3, max_steps=1)
    assert len(cut.returned) == 10
    assert cut.unconverged == int((cut.descent.residual >= 1e-6).sum()) > 0
    full = return_to_pattern(EmpiricalScore(points), own, noise, 0.5, 0.3)
    assert full.unconverged == 0
    assert full.descent.steps.max() > 1


def test_a_start_does_not_see_its_batch():
    points = np.random.default_rng(3).standard_normal((40, 3))
    x, t = points[:8] + 0.2, np.geomspace(0.01, 2, 8)
    together = descend_potential(EmpiricalScore(points), x, t).end
    alone = [
        descend_potential(EmpiricalScore(points), x[i : i + 1], float(t[i])).end[0]
        for i in range(8)
    ]
    np.testing.assert_allclose(together, alone, atol=1e-9)


@pytest.mark.parametrize(("R", "step", "message"), [(-0.1, 1.0, "R=-0.1"), (0.1, 0.0, "step=0")])
def test_bad_arguments(R, step, message):
    points = two_points()
    with pytest.raises(ValueError, match=message):
        return_to_pattern(EmpiricalScore(points), points, np.zeros((2, 2)), R, 1.0, step)
