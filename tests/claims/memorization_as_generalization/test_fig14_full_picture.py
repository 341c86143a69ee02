"""Claims of fig14_full_picture, on tables made to satisfy them and to break them."""

import numpy as np
import pandas as pd
import pytest

from memgen.claims.memorization_as_generalization import fig14_full_picture as claims
from memgen.tables.rows import row, tidy


def full_picture(order=(3.0, 2.0, 1.0)):
    rows = []
    names = ("onset", "collapse", "generalization")
    for along, alpha_D in (("alpha_D", 0.1), ("alpha_D", 0.5), ("alpha", 0.2)):
        for name, t in zip(names, order, strict=True):
            point = {"along": along, "alpha": 0.2, "alpha_D": alpha_D}
            rows.append(row(f"{name}_time", "theory", t, **point))
    return {"full_picture": tidy(rows)}


def test_order_of_times():
    assert claims.order_of_times(full_picture()).value == pytest.approx(np.log(1.5))
    assert claims.order_of_times(full_picture((3.0, 1.0, 2.0))).value < 0


@pytest.mark.parametrize("factor", [1.0, 1.4])
def test_measured_times_over_those_of_the_theory(factor):
    rows = []
    for name, mine in (("collapse", factor), ("generalization", 2 * factor), ("onset", 3.0)):
        for along, alpha_D, t in (
            ("alpha_D", 0.1, 0.2),
            ("alpha_D", 0.5, 1.0),
            ("alpha", 0.1, 0.7),
        ):
            point = {"along": along, "alpha": 0.2, "alpha_D": alpha_D}
            rows.append(row(f"{name}_time", "theory", t, 0.01 * t, 99, **point))
            rows.append(row(f"{name}_time", "simulation", mine * t, 0.02 * t, 9, **point))
    tables = {"phase_times": tidy(rows)}
    assert claims.collapse_at_finite_size(tables).value == pytest.approx(factor)
    assert claims.generalization_at_finite_size(tables).value == pytest.approx(2 * factor)
    assert claims.onset_at_finite_size(tables).value == pytest.approx(3)


@pytest.mark.parametrize(("factor", "chi2"), [(1.0, 0.0), (1.1, (np.log(1.1) / 0.0224) ** 2)])
def test_each_cell_counts_in_chi2(factor, chi2):
    rows = []
    for k, name in enumerate(("collapse", "generalization", "onset")):
        point = {"along": "alpha", "alpha": 0.1, "alpha_D": 0.2}
        rows.append(row(f"{name}_time", "theory", 1.0, 0.01, 99, **point))
        # deviations of opposite signs do not cancel
        t = factor if k else 1 / factor
        rows.append(row(f"{name}_time", "simulation", t, 0.02 * t, 9, **point))
    found = claims.every_time_at_finite_size({"phase_times": tidy(rows)})
    assert found.value == pytest.approx(chi2, rel=0.01, abs=1e-9)


@pytest.mark.parametrize(("onset", "share"), [(2.0, 0.0), (4.0, np.log(2) / np.log(1.5))])
def test_traps_at_finite_size_over_the_limit(onset, share):
    rows = []
    for along, alpha_D, alpha in (("alpha_D", 0.1, 0.2), ("alpha", 0.2, 0.2)):
        for place in (1.0, 2.0):
            at = {"along": along, "alpha": alpha, "alpha_D": alpha_D}
            at[along] *= place
            for name, t in (("onset", onset), ("collapse", 2.0)):
                rows.append(row(f"{name}_time", "simulation", t * place, 0.1, 9, **at))
    limit = full_picture()["full_picture"]
    other = limit.assign(alpha=limit["alpha"] * 5, alpha_D=limit["alpha_D"] * 5)
    tables = {"phase_times": tidy(rows), "full_picture": pd.concat([limit, other])}
    assert claims.traps_shrink_at_finite_size(tables).value == pytest.approx(share)
