"""One Gaussian a class: gradient of its density, its limits, its domain."""

import numpy as np
import pytest

from memgen.diffusion.exact_scores import fitted_linear_score
from memgen.diffusion.gaussian_classes import GaussianClassesScore


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(0)
    points = rng.standard_normal((60, 3)) * [1.0, 0.5, 0.2]
    labels = np.repeat([0, 1, 2], [30, 20, 10])
    return points + 3 * labels[:, None], labels


def test_the_score_is_the_gradient_of_the_log_density(data):
    model, x, h = GaussianClassesScore(*data), np.array([[0.5, 1.0, 2.0], [4.0, 5.0, 3.0]]), 1e-5
    for t in (0.3, 5.0):
        steps = h * np.eye(3)
        slope = [
            (model.log_density(x + step, t) - model.log_density(x - step, t)) / (2 * h)
            for step in steps
        ]
        np.testing.assert_allclose(model.score(x, t), np.array(slope).T, atol=1e-7)


def test_one_class_is_the_fitted_gaussian(data):
    points, _ = data
    centred = points - points.mean(axis=0)
    model = GaussianClassesScore(points, np.zeros(60, dtype=int))
    x = np.array([[0.5, 1.0, 2.0]])
    expected = fitted_linear_score(centred).score(x - points.mean(axis=0), 0.7)
    np.testing.assert_allclose(model.score(x, 0.7), expected)


def test_near_a_class_its_own_gaussian_counts(data):
    points, labels = data
    model, own = GaussianClassesScore(points, labels), points[labels == 2]
    centred = own - own.mean(axis=0)
    x = own[:3]
    expected = fitted_linear_score(centred).score(x - own.mean(axis=0), 0.01)
    np.testing.assert_allclose(model.score(x, 0.01), expected, atol=1e-6)
