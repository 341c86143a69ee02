"""Critical steps by bisection, on ways back whose success is known."""

import numpy as np
import pytest

from memgen.measures.collapse.bisected_recovery import bisected_recovery, expected_bisected_step

STEPS = 1 + 10 * np.arange(31)
VARIANCES = (STEPS / 100) ** 2


def apart(x, y):
    return np.linalg.norm(x - y, axis=1)


def test_a_sharp_step_is_found_from_each_place():
    """A way back that works up to a step of each sample's own."""
    x = np.arange(32.0)[:, None]
    last = np.concatenate(([0], STEPS))
    tried = []

    def back(start, step):
        tried.append(step)
        own = np.round(start).clip(0, 31).astype(int)
        return np.where(last[own[:, 0]] >= step, own[:, 0], 99.0)[:, None]

    found = bisected_recovery(
        x, STEPS, 1e-6 * VARIANCES, back, apart, 0.3, np.random.default_rng(0), trials=3
    )
    np.testing.assert_array_equal(found, last)
    # five levels, of one, two, four ... steps
    assert len(tried) == 1 + 2 + 4 + 8 + 16


def test_equal_generators_give_equal_noise():
    starts = []

    def back(start, _):
        starts.append(start)
        return start

    for _ in range(2):
        bisected_recovery(
            np.zeros((2, 3)), STEPS[:3], VARIANCES[:3], back, apart, 1e9, np.random.default_rng(3)
        )
    np.testing.assert_array_equal(starts[0], starts[2])
    np.testing.assert_array_equal(starts[1], starts[3])
    assert starts[0].shape == (20, 3)


def test_the_expected_step_is_the_mean_of_what_is_found():
    """Trials that succeed with a known probability."""
    rng = np.random.default_rng(1)
    q = 1 / (1 + np.exp((STEPS - 150) / 40))
    at = dict(zip(STEPS.tolist(), q, strict=True))

    def back(start, step):
        return np.where(rng.random((len(start), 1)) < at[step], 0.0, 9.0)

    found = bisected_recovery(
        np.zeros((500, 1)), STEPS, VARIANCES, back, apart, 1.0, rng, trials=5, p=0.8
    )
    expected = expected_bisected_step(STEPS, np.stack([q, np.ones(31), np.zeros(31)]), 5, 0.8)
    assert abs(found.mean() - expected[0]) < 4 * found.std() / np.sqrt(500)
    assert expected[1] == pytest.approx(STEPS[-1])
    assert expected[2] == pytest.approx(0)


def test_nonsense_is_refused():
    rng = np.random.default_rng(0)
    given = (np.zeros((1, 2)), STEPS, VARIANCES, lambda x, _: x, apart)
    with pytest.raises(ValueError, match="delta"):
        bisected_recovery(*given, 0.0, rng)
    with pytest.raises(ValueError, match="trials=0"):
        bisected_recovery(*given, 1.0, rng, trials=0)
    with pytest.raises(ValueError, match="p=2"):
        bisected_recovery(*given, 1.0, rng, p=2)
    with pytest.raises(ValueError, match="must rise"):
        expected_bisected_step(STEPS[::-1], np.ones(31), 5)
    with pytest.raises(ValueError, match="probabilities"):
        expected_bisected_step(STEPS, np.full(31, 1.5), 5)
