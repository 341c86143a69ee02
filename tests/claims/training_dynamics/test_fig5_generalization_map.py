"""Claims of fig5_generalization_map, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.training_dynamics import fig5_generalization_map as claims
from memgen.tables.rows import row, tidy


def test_generalization_gap():
    rows = []
    for psi_n, value in ((1.0, 3.0), (2.0, 2.0), (4.0, 2.5)):
        at = {"psi_p": 4.0, "psi_n": psi_n, "tau": 1e3, "part": "map", "d": 9}
        rows.append(row("generalization_gap", "theory", value, 0.1, 3, **at))
    for d, ratio in ((10, 0.6), (20, 0.8), (40, 0.9)):
        at = {"psi_p": 4.0, "psi_n": 2.0, "tau": 1e3, "part": "ladder", "d": d}
        rows.append(row("generalization_gap", "theory", 2.0, 0.01, 3, **at))
        rows.append(row("generalization_gap", "simulation", 2.0 * ratio, 0.01, 3, **at))
    tables = {"generalization_map": tidy(rows)}
    assert claims.gap_falls_with_data(tables).value == 0.5
    # on a straight line to 1
    fall = claims.real_gap_approaches_as_one_over_d(tables)
    assert fall.value == pytest.approx(1)
    assert fall.stderr > 0.05
    assert claims.real_gap_approaches_the_equivalent_gap(tables).value == pytest.approx(0.25)
