"""Networks of a few patterns at any N, against all states of a small one."""

import numpy as np
import pytest

from memgen.data.patterns import draw_patterns, first_independent
from memgen.recurrent.couplings import pseudo_inverse
from memgen.recurrent.exact import boltzmann, energies, shannon_entropy, strict_minima
from memgen.recurrent.few_patterns import few_patterns


def drawn(N, seed):
    rng = np.random.default_rng(seed)
    return few_patterns(first_independent(lambda: draw_patterns("binary", 3, N, rng)))


@pytest.mark.parametrize("seed", [0, 1])
def test_levels_hold_all_states(seed):
    network = drawn(10, seed)
    every = energies(pseudo_inverse(network.patterns))
    assert np.exp(network.log_count).sum() == pytest.approx(2**10)
    for t in (0.4, 2.0):
        p = boltzmann(every, t)
        entropy, heat = network.entropy_and_heat(t)
        assert entropy == pytest.approx(shannon_entropy(p), rel=1e-9)
        mean = p @ every
        assert heat == pytest.approx(p @ (every - mean) ** 2 / t**2, rel=1e-9)
        assert network.probability(t) @ network.energies == pytest.approx(mean, rel=1e-9)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_strict_minima_are_those_of_all_states(seed):
    network = drawn(11, seed)
    of_classes = {tuple(x) for x in network.strict_minima()}
    found = strict_minima(pseudo_inverse(network.patterns))
    gauged = found * network.patterns[0]
    by_class = (network.patterns * network.patterns[0]).T
    expected = set()
    for x in gauged:
        values = [np.unique(x[(by_class == signs).all(axis=1)]) for signs in network.signs]
        assert all(len(value) == 1 for value in values)
        expected.add(tuple(float(value[0]) for value in values))
    assert of_classes == expected


def test_many_spins_have_the_eight_mixtures_of_three_patterns():
    """sgn(+-xi^1 +-xi^2 +-xi^3), whose overlaps with all three are +-1/2 but for 1 / sqrt(N)."""
    network = drawn(120, 3)
    minima = network.strict_minima()
    known = {tuple(x) for x in (*network.signs.T, *-network.signs.T)}
    others = np.array([x for x in minima if tuple(x) not in known])
    assert len(minima) == 14
    assert len(others) == 8
    overlaps = (others * network.sizes) @ network.signs / 120
    assert np.abs(np.abs(overlaps) - 0.5).max() < 0.25


def test_more_than_a_few_are_refused():
    patterns = draw_patterns("binary", 6, 200, np.random.default_rng(4))
    with pytest.raises(ValueError, match="levels, more than"):
        few_patterns(patterns)
