"""Claims of fig14_full_picture, on tables made to satisfy them and to break them."""

import numpy as np
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


def test_measured_order():
    collapse = [
        row("collapse_time", "simulation", t_c, 0.1, 9, activation="linear", alpha_D=alpha_D)
        for alpha_D, t_c in ((0.1, 1.0), (1.0, 4.0))
    ]
    best = [
        row("generalization_time", "simulation", t_g, 0.1, 9, alpha_D=alpha_D)
        for alpha_D, t_g in ((0.1, 0.5), (1.0, 1.0), (3.0, 9.0))
    ]
    tables = {"fixed_size": tidy(collapse), "cross_entropy": tidy(best)}
    assert claims.measured_order(tables).value == pytest.approx(np.log(2))
    tables["cross_entropy"] = tidy(best[2:])
    with pytest.raises(ValueError, match="alpha_D"):
        claims.measured_order(tables)
