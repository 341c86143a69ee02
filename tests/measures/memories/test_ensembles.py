"""Ensembles: draws and theory of one name belong together."""

import numpy as np
import pytest

from memgen.measures.memories.ensembles import Ensemble
from memgen.theory.capacity import retrieval_capacity


def test_sizes_have_a_whole_latent_dimension():
    ensemble = Ensemble("tanh", 0.25)
    N = ensemble.size(3000, 1.0)
    assert ensemble.whole(N)
    assert N % 4 == 0
    assert np.log(3000) / N == pytest.approx(ensemble.capacity(1.0), rel=0.1)
    assert not ensemble.whole(N + 1)
    assert Ensemble("tanh", 0.3).size(3000, 1.0) % 10 == 0
    with pytest.raises(ValueError, match="take a fraction"):
        Ensemble("tanh", 0.1234).size(3000, 1.0)
    assert Ensemble("binary").whole(17)


def test_theory_and_draws():
    ensemble = Ensemble("relu", 0.5)
    patterns = ensemble.draw(30, 10, np.random.default_rng(0))
    assert patterns.shape == (30, 10)
    assert (patterns >= 0).all()
    assert ensemble.capacity(0.2) == retrieval_capacity(0.2, "manifold", 0.5, "relu")
    assert ensemble.coordinates() == {"patterns": "relu", "alpha_D": 0.5}
    for name, alpha_D in (("gaussian", None), ("linear", 0.5), ("relu", 0.5)):
        curve = Ensemble(name, alpha_D).own_weight(0.5, 20, 50, np.random.default_rng(0))
        assert 0 < curve(6.0).mean() < curve(3.0).mean() < 1
        assert curve(3.0).size == (1 if alpha_D is None else 50)


def test_gaussian_targets_have_one_norm():
    drawn = Ensemble("gaussian").drawn(40, 12, 5, np.random.default_rng(0))
    square = (drawn.patterns**2).sum(axis=1)
    np.testing.assert_allclose(square[:5], 12)
    assert square[5:].std() > 2


def test_a_manifold_needs_its_dimension():
    with pytest.raises(ValueError, match="alpha_D"):
        Ensemble("tanh")
    with pytest.raises(ValueError, match="alpha_D"):
        Ensemble("binary", 0.5)
