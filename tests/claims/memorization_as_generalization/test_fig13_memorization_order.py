"""Claims of fig13_memorization_order, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig13_memorization_order as claims
from memgen.tables.rows import row, tidy


def test_the_order_of_loss():
    rows = []
    for column, half in (("large", 0.2), ("small", 0.05)):
        for t in (0.01, 0.1, 1.0):
            value = float(np.clip(0.5 - 0.2 * np.log10(t / half), 0, 1))
            rows.append(row("participation", "simulation", value, 0.01, 5, t=t, column=column))
    found = claims.larger_variance_is_lost_first({"memorization_order": tidy(rows)})
    assert found.value == pytest.approx(np.log(4))
    assert found.stderr == pytest.approx(0.01 * np.sqrt(2) * np.log(10) / 0.2)


def test_memorization_order():
    rows = []
    for t, active in ((0.1, 0.25), (1.0, 0.01)):
        for column in ("large", "small"):
            at = {"t": t, "column": column}
            diagonal = 1.1 if column == "large" else 0.95
            rows.append(row("diagonal", "simulation", diagonal, 0.01, 5, **at))
            rows.append(row("participation", "simulation", active, 0.01, 5, **at))
            for group in ("large", "small"):
                here = at | {"row": group}
                rows.append(row("variance", "simulation", 0.5, 0.05, 5, **here))
                rows.append(row("variance", "theory", 1.0, **here, model="gaussian"))
                rows.append(row("variance", "theory", 0.4, **here, model="overlap"))
    tables = {"memorization_order": tidy(rows)}
    assert np.isinf(claims.larger_variance_is_lost_first(tables).stderr)
    assert claims.mean_of_diagonal_entries(tables).value == 1.1
    assert claims.slide_s_law_is_too_wide(tables).value == pytest.approx(0.5)
    assert claims.variance_of_entries_with_overlap(tables).value == pytest.approx(1.25)
