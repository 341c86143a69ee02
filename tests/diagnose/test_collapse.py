import numpy as np
import pytest

from memgen.diagnose.cloud import GaussianCloud
from memgen.diagnose.collapse import collapse
from memgen.statistics.crossing import crossing_place
from memgen.theory.manifold.finite_size import own_weight_of_spectrum


def test_collapse_time_is_that_of_the_theory():
    deviations = np.ones(12)
    found = collapse(GaussianCloud(deviations, 400, 0), 300, np.random.default_rng(0))
    t = np.geomspace(0.2, 3, 9)
    theory = own_weight_of_spectrum(t, deviations**2, np.log(400), 60, np.random.default_rng(1))
    expected = crossing_place(t, theory.mean(axis=0), 0.5)
    assert abs(np.log(found.time / expected)) < 4 * found.log_stderr
    assert 0.01 < found.log_stderr < 0.2
    assert (found.active >= 1 - 1e-12).all()


def test_the_grid_comes_from_the_points():
    small = collapse(GaussianCloud(1e-3 * np.ones(2), 60, 0), 40, np.random.default_rng(0))
    large = collapse(GaussianCloud(np.ones(2), 60, 0), 40, np.random.default_rng(0))
    assert small.time == pytest.approx(1e-6 * large.time, rel=0.05)
