"""The projector's first step against a drawn network, a quadrature, and what iterating it says."""

import numpy as np
import pytest

from memgen.measures.memories.binary_retrieval import first_step
from memgen.recurrent.couplings import pseudo_inverse
from memgen.recurrent.dynamics import random_states
from memgen.theory.couplings.first_step import projector_first_step


def test_a_drawn_network_takes_it():
    rng = np.random.default_rng(0)
    xi = random_states(150, 500, rng)
    J = pseudo_inverse(xi)
    for m0 in (0.2, 0.5, 0.8):
        found = first_step(J, xi, m0, rng)
        assert found.mean() == pytest.approx(projector_first_step(0.3, m0), abs=0.01)


def test_it_is_the_probability_of_a_right_sign():
    z = np.random.default_rng(1).standard_normal(200_000)
    kappa, m0 = np.sqrt(1 / 0.4 - 1), 0.35
    right = np.sign(m0 * kappa + np.sqrt(1 - m0**2) * z).mean()
    assert projector_first_step(0.4, m0) == pytest.approx(right, abs=0.006)


@pytest.mark.parametrize("load", [0.3, 0.37])
def test_iterated_it_would_retrieve_from_anywhere_below_two_over_two_plus_pi(load):
    m = np.linspace(0.001, 0.999, 400)
    assert (projector_first_step(load, m) > m).all()
    assert projector_first_step(2 / (2 + np.pi), 1e-6) == pytest.approx(1e-6, rel=1e-5)
    assert projector_first_step(0.45, 0.01) < 0.01


def test_ends_and_domain():
    np.testing.assert_allclose(projector_first_step(0.3, np.array([0.0, 1.0])), [0, 1])
    for load, m0 in ((0.0, 0.5), (1.0, 0.5), (0.3, 1.2)):
        with pytest.raises(ValueError, match="must lie"):
            projector_first_step(load, m0)
