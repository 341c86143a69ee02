"""The entropy by integration against the exact one."""

import numpy as np

from memgen.data.patterns import draw_patterns
from memgen.measures.energy.thermal_entropy import thermal_entropy
from memgen.recurrent.couplings import pseudo_inverse
from memgen.recurrent.exact import boltzmann, energies, shannon_entropy


def test_it_is_the_exact_entropy():
    rng = np.random.default_rng(0)
    J = pseudo_inverse(draw_patterns("binary", 2, 8, rng))
    temperatures = np.geomspace(60, 0.8, 25)
    measured = thermal_entropy(J, temperatures, 2000, 10, rng)
    exact = np.array([shannon_entropy(boltzmann(energies(J), t)) for t in temperatures])
    np.testing.assert_allclose(measured, exact, atol=0.12)
    assert exact[0] - exact[-1] > 1


def test_free_spins_have_log_two_each():
    """One coupling, t far above it: S = N log 2 - beta^2 var E / 2, var E = 2 |J|^2 = 4 c^2."""
    J = np.array([[0.0, 0.3], [0.3, 0.0]])
    (entropy,) = thermal_entropy(J, np.array([3.0]), 20000, 5, np.random.default_rng(1))
    expected = shannon_entropy(boltzmann(energies(J), 3.0))
    assert abs(entropy - expected) < 0.003
    assert entropy < 2 * np.log(2)
