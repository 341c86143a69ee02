"""Few patterns, many spins: thermodynamics, and the limit of networks of drawn patterns."""

import numpy as np
import pytest

from memgen.recurrent.few_patterns import few_patterns
from memgen.theory.couplings.few_patterns import entropy_and_heat, retrieval_overlap


@pytest.mark.parametrize("t", [0.05, 0.7, 1.5, 1.99, 1.9999])
def test_the_overlap_solves_its_equation(t):
    m = retrieval_overlap(t)
    assert 0 < m <= 1
    assert m == pytest.approx(np.tanh(2 * m / t), abs=1e-12)


def test_the_overlap_vanishes_at_two():
    assert retrieval_overlap(2.0) == retrieval_overlap(3.0) == 0
    assert retrieval_overlap(1.999) == pytest.approx(np.sqrt(3 * 0.0005), rel=0.01)


def test_the_heat_is_the_slope_of_the_energy_and_of_the_entropy():
    t = np.linspace(0.3, 1.9, 4001)
    entropy, heat = entropy_and_heat(t)
    energy = -(np.array([retrieval_overlap(float(value)) for value in t]) ** 2)
    np.testing.assert_allclose(heat[1:-1], np.gradient(energy, t)[1:-1], atol=1e-5)
    np.testing.assert_allclose(heat[1:-1], (t * np.gradient(entropy, t))[1:-1], atol=1e-5)


def test_it_jumps_by_three_halves():
    _, heat = entropy_and_heat(np.array([2 - 1e-6, 2.0]))
    np.testing.assert_allclose(heat, [1.5, 0], atol=1e-3)
    entropy, _ = entropy_and_heat(np.array([5.0]))
    assert entropy.item() == pytest.approx(np.log(2))


def test_large_networks_of_orthogonal_patterns_come_near():
    gaps = []
    for N in (40, 160):
        signs = np.array([[1, 1, 1, 1], [1, 1, -1, -1], [1, -1, 1, -1.0]])
        network = few_patterns(np.repeat(signs, N // 4, axis=1))
        entropy, heat = np.array(network.entropy_and_heat(1.0)) / N
        exact = entropy_and_heat(np.array([1.0]))
        gaps.append([entropy - np.log(6) / N - exact[0].item(), heat - exact[1].item()])
    near, far = np.abs(gaps)[1], np.abs(gaps)[0]
    assert (near < 0.4 * far).all()
    assert near.max() < 0.04
