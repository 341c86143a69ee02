"""Falls of the training loss by groups of modes against a full eigendecomposition."""

import numpy as np
import pytest

from memgen.networks.random_features.falls import falls_by_rank
from memgen.networks.random_features.flow import gradient_flow
from memgen.networks.random_features.moments import training_moments


@pytest.fixture(scope="module")
def moments():
    rng = np.random.default_rng(3)
    return training_moments(rng.standard_normal((240, 10)), rng.standard_normal((40, 10)), 0.01)


def test_falls_are_those_of_the_eigenvectors(moments):
    values, vectors = np.linalg.eigh(moments.U)
    falls = ((vectors.T @ moments.V) ** 2).sum(axis=1) / values / 10
    expected = [falls[:-40].sum(), falls[-40:-10].sum(), falls[-10:].sum()]
    np.testing.assert_allclose(falls_by_rank(moments, (40, 10)), expected, rtol=5e-3)


def test_their_sum_is_the_fall_of_the_flow(moments):
    whole = 1 - gradient_flow(moments).training_loss(np.inf)
    assert falls_by_rank(moments, (40, 10)).sum() == pytest.approx(whole)


@pytest.mark.parametrize("ranks", [(10, 40), (300, 10), (40, 0)])
def test_ranks_that_do_not_fall_are_refused(moments, ranks):
    with pytest.raises(ValueError, match="must fall"):
        falls_by_rank(moments, ranks)
