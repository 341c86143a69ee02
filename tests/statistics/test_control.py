"""Means with control variates: exact where the controls explain all, honest elsewhere."""

import numpy as np
import pytest

from memgen.statistics.control import controlled_mean


def test_a_linear_function_of_the_controls_has_no_error():
    controls = np.random.default_rng(0).standard_normal((20, 2))
    found = controlled_mean(3 + controls @ [2.0, -1.0], controls)
    assert found.value == pytest.approx(3)
    assert found.stderr < 1e-12
    assert found.n == 20


def test_its_error_is_its_scatter():
    rng = np.random.default_rng(1)
    means, errors = [], []
    for _ in range(400):
        controls = rng.standard_normal((12, 1))
        found = controlled_mean(controls[:, 0] + 0.3 * rng.standard_normal(12), controls)
        means.append(found.value)
        errors.append(found.stderr)
    assert np.mean(means) == pytest.approx(0, abs=0.02)
    assert np.sqrt(np.mean(np.square(errors))) == pytest.approx(np.std(means), rel=0.12)
    assert np.std(means) < 0.4 / np.sqrt(12)


def test_few_draws_have_their_plain_mean():
    values = np.array([1.0, 2.0, 4.0])
    found = controlled_mean(values, np.zeros((3, 2)))
    assert found.value == pytest.approx(7 / 3)
    assert found.stderr == pytest.approx(values.std(ddof=1) / np.sqrt(3))
