"""Entropy by integration and specific heat against the exact ones."""

import numpy as np

from memgen.data.patterns import draw_patterns
from memgen.measures.energy.thermal_entropy import chain_energies, specific_heat, thermal_entropy
from memgen.recurrent.couplings import energy, pseudo_inverse
from memgen.recurrent.exact import boltzmann, energies, shannon_entropy
from memgen.recurrent.heat_bath import anneal


def test_they_are_exact():
    rng = np.random.default_rng(0)
    J = pseudo_inverse(draw_patterns("binary", 2, 8, rng))
    temperatures = np.geomspace(60, 0.8, 25)
    states = anneal(J, 2000, temperatures, 10, rng)
    E = chain_energies(J, states)
    np.testing.assert_allclose(E[3], energy(J, states[3]))
    measured = thermal_entropy(J, temperatures, E)
    p = [boltzmann(energies(J), t) for t in temperatures]
    exact = np.array([shannon_entropy(one) for one in p])
    np.testing.assert_allclose(measured, exact, atol=0.12)
    assert exact[0] - exact[-1] > 1
    every = energies(J)
    heat = [one @ (every - one @ every) ** 2 / t**2 for one, t in zip(p, temperatures, strict=True)]
    np.testing.assert_allclose(specific_heat(temperatures, E), heat, rtol=0.2, atol=0.02)


def test_free_spins_have_log_two_each():
    """One coupling, t far above it: S = N log 2 - beta^2 var E / 2, var E = 2 |J|^2 = 4 c^2."""
    J = np.array([[0.0, 0.3], [0.3, 0.0]])
    t = np.array([3.0])
    E = chain_energies(J, anneal(J, 20000, t, 5, np.random.default_rng(1)))
    (entropy,) = thermal_entropy(J, t, E)
    expected = shannon_entropy(boltzmann(energies(J), 3.0))
    assert abs(entropy - expected) < 0.003
    assert entropy < 2 * np.log(2)
