"""Whether patterns fit."""

import numpy as np
import pytest

from memgen.data.patterns import draw_patterns
from memgen.measures.memories.symmetric_fit import diluted_fit, symmetric_fit
from memgen.recurrent.diluted import random_regular_graph


@pytest.mark.parametrize(("P", "fits"), [(6, True), (60, False)])
def test_few_patterns_fit_and_many_do_not(P, fits):
    """Far below and far above the capacity of symmetric couplings."""
    xi = draw_patterns("binary", P, 20, np.random.default_rng(P))
    assert symmetric_fit(xi, most=500) is fits


@pytest.mark.parametrize(("P", "fits"), [(3, True), (24, False)])
def test_diluted_networks_fit_few_and_not_many(P, fits):
    """Of 12 neighbours: at load .25 and at load 2."""
    rng = np.random.default_rng(P)
    edges = random_regular_graph(48, 12, rng)
    assert diluted_fit(draw_patterns("binary", P, 48, rng), edges, most=300) is fits
