"""The landscape over two overlaps."""

import numpy as np
import pytest

from memgen.data.patterns import draw_patterns, first_independent
from memgen.measures.energy.overlap_cut import overlap_cut
from memgen.recurrent.couplings import energy, pseudo_inverse
from memgen.recurrent.exact import boltzmann, energies


@pytest.fixture(scope="module")
def network():
    rng = np.random.default_rng(4)
    patterns = first_independent(lambda: draw_patterns("binary", 2, 7, rng))
    return patterns, pseudo_inverse(patterns)


def test_a_pattern_lies_in_its_own_cell(network):
    patterns, J = network
    cut = overlap_cut(energies(J), patterns)
    np.testing.assert_allclose(cut.m, np.linspace(-1, 1, 8))
    other = int(np.rint((patterns[0] @ patterns[1] / 7 + 1) * 3.5))
    # Alone in it: m_1 = 1 is the first pattern, on the first axis.
    assert cut.lowest[7, other] == pytest.approx(energy(J, patterns[:1])[0])
    assert np.isfinite(cut.lowest[7]).sum() == 1
    assert np.nanmin(cut.lowest) == pytest.approx(energies(J).min())


@pytest.mark.parametrize("t", [0.4, 6.0])
def test_the_cells_hold_all_of_the_probability(network, t):
    patterns, J = network
    cut = overlap_cut(energies(J), patterns)
    p = cut.probability(t)
    assert p.sum() == pytest.approx(1)
    assert (p[np.isnan(cut.lowest)] == 0).all()
    other = int(np.rint((patterns[0] @ patterns[1] / 7 + 1) * 3.5))
    number = int(((patterns[0] > 0) @ (1 << np.arange(7))).item())
    assert p[7, other] == pytest.approx(boltzmann(energies(J), t)[number])
