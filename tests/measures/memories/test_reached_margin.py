"""What training reaches on given patterns."""

import numpy as np
import pytest

from memgen.data.patterns import draw_patterns
from memgen.measures.memories.reached_margin import reached_margin, symmetric_fit
from memgen.recurrent.symmetric_perceptron import symmetric_perceptron


def test_the_perceptron_converges_just_below_and_not_above():
    xi = draw_patterns("binary", 8, 30, np.random.default_rng(0))
    bound = 1.5
    margin = reached_margin(xi, bound, 150)
    assert 0.3 < margin < 1.3 * bound
    assert symmetric_perceptron(xi, margin, iterations=150).converged
    assert not symmetric_perceptron(xi, margin + 0.011 * bound, iterations=150).converged


@pytest.mark.parametrize(("P", "fits"), [(6, True), (60, False)])
def test_few_patterns_fit_and_many_do_not(P, fits):
    """Far below and far above the capacity of symmetric couplings, 1.28 N."""
    assert symmetric_fit(draw_patterns("binary", P, 20, np.random.default_rng(P))) is fits
