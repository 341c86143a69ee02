"""Whether patterns fit."""

import numpy as np
import pytest

from memgen.data.patterns import draw_patterns
from memgen.measures.memories.symmetric_fit import symmetric_fit


@pytest.mark.parametrize(("P", "fits"), [(6, True), (60, False)])
def test_few_patterns_fit_and_many_do_not(P, fits):
    """Far below and far above the capacity of symmetric couplings."""
    xi = draw_patterns("binary", P, 20, np.random.default_rng(P))
    assert symmetric_fit(xi, most=500) is fits
