"""Gardner's capacities against integrals and limits, and full networks beyond the diluted one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from memgen.recurrent.couplings import pseudo_inverse, stabilities
from memgen.recurrent.dynamics import random_states
from memgen.theory.couplings.perceptron import largest_stability, reaction, storage_load


def gaussian(f, start, end):
    return quad(lambda z: f(z) * np.exp(-z * z / 2) / np.sqrt(2 * np.pi), start, end)[0]


def test_capacities_without_margin():
    assert storage_load(0.0, symmetric=False) == pytest.approx(2, rel=1e-12)
    assert storage_load(0.0) == pytest.approx(1.27791416, rel=1e-7)


@given(st.floats(0, 5))
def test_formulas_are_the_integrals(kappa):
    plain = gaussian(lambda z: (z + kappa) ** 2, -kappa, 12)
    assert storage_load(kappa, False) == pytest.approx(1 / plain, rel=1e-7)
    r = reaction(kappa)
    assert gaussian(lambda z: z + kappa - r, r - kappa, 12) == pytest.approx(r, abs=1e-7)
    # Phi(u) + kappa r, from the cavity argument
    active = gaussian(lambda _: 1.0, r - kappa, 12)
    assert storage_load(kappa) == pytest.approx(0.5 / (active + kappa * r), rel=1e-6)


def test_large_margins():
    """1 / (1 + kappa^2) and 1 / (2 + kappa^2): all constraints are active."""
    assert storage_load(8.0, False) == pytest.approx(1 / 65, rel=1e-6)
    assert storage_load(16.0) == pytest.approx(1 / 258, rel=1e-6)


def test_reference_values():
    loads = np.array([0.2, 0.3, 0.4, 0.5])
    np.testing.assert_allclose(largest_stability(loads), [1.789, 1.295, 0.986, 0.767], atol=6e-4)
    np.testing.assert_allclose(
        largest_stability(loads, symmetric=False), [2.001, 1.534, 1.242, 1.034], atol=6e-4
    )


@given(st.floats(0.01, 1.27), st.booleans())
def test_stability_and_load_are_inverse(load, symmetric):
    kappa = largest_stability(load, symmetric)
    assert storage_load(kappa, symmetric) == pytest.approx(load, rel=1e-9)


def test_ends_and_domains():
    assert largest_stability(storage_load(0.0)) == 0
    for bad in (1.5, 0.0, -1.0):
        with pytest.raises(ValueError, match="load="):
            largest_stability(bad)
    with pytest.raises(ValueError, match="kappa=-1"):
        storage_load(-1.0)


def test_the_projector_of_a_full_network_exceeds_the_diluted_one():
    """Pi_ii tends to the load, so the projector's stabilities tend to sqrt(1 / load - 1).

    At small loads that is more than symmetric couplings of a diluted network can have: already at
    N = 1000 the smallest of all stabilities is.
    """
    load = 0.1
    xi = random_states(100, 1000, np.random.default_rng(0))
    Delta = stabilities(pseudo_inverse(xi), xi)
    assert Delta.mean() == pytest.approx(np.sqrt(1 / load - 1), rel=5e-3)
    assert np.sqrt(1 / load - 1) > largest_stability(load) + 0.1
    assert (Delta > largest_stability(load)).mean() > 0.8
