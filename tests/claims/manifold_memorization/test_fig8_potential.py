"""Claims of fig8_potential, on tables made to satisfy them and to break them."""

from memgen.claims.manifold_memorization import fig8_potential as claims
from memgen.statistics.measurement import Measurement
from memgen.tables.rows import row, tidy


def test_counts_that_never_differ_still_have_an_error():
    traps = [row("traps", "simulation", 3.0, 0.0, 40, regime="below_collapse", t=0.1)]
    found = claims.traps_below_collapse({"potential": tidy(traps)})
    assert found == Measurement(3.0, 3 / 42, 40)
