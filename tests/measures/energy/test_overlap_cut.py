"""The landscape over two overlaps."""

from dataclasses import replace

import numpy as np
import pytest

from memgen.data.patterns import draw_patterns, first_independent
from memgen.measures.energy.overlap_cut import overlap_cut
from memgen.recurrent.couplings import energy, pseudo_inverse
from memgen.recurrent.dynamics import overlaps
from memgen.recurrent.exact import all_states, boltzmann, energies
from memgen.recurrent.few_patterns import few_patterns


@pytest.fixture(scope="module")
def patterns():
    rng = np.random.default_rng(4)
    return first_independent(lambda: draw_patterns("binary", 3, 9, rng))


@pytest.mark.parametrize("t", [0.4, 6.0])
def test_the_cells_are_those_of_all_states(patterns, t):
    cut = overlap_cut(few_patterns(patterns))
    J = pseudo_inverse(patterns)
    p, E = boltzmann(energies(J), t), energies(J)
    m = overlaps(all_states(9), patterns[:2])
    share, total = cut.probability(t), 0.0
    for i, u in enumerate(cut.u):
        for j, v in enumerate(cut.v):
            inside = np.isclose(m[:, 0], (u + v) / 9) & np.isclose(m[:, 1], (u - v) / 9)
            assert share[i, j] == pytest.approx(p[inside].sum(), abs=1e-12)
            assert cut.lowest[i, j] == pytest.approx(E[inside].min())
            total += share[i, j]
    assert total == pytest.approx(1)


def test_a_pattern_lies_in_its_own_cell(patterns):
    cut = overlap_cut(few_patterns(patterns))
    # it agrees with itself at every spin
    assert cut.lowest[-1, -1] == pytest.approx(energy(pseudo_inverse(patterns), patterns[:1])[0])


def test_two_patterns_that_are_one_span_no_plane():
    x = np.ones((2, 6))
    x[1, 0] = -1
    network = few_patterns(x)
    same = replace(network, signs=np.ones((2, 2)))
    with pytest.raises(ValueError, match="no plane"):
        overlap_cut(same)
