"""Claims of fig13_memorization_order, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig13_memorization_order as claims
from memgen.tables.rows import row, tidy

TIMES = (0.01, 0.1, 1.0, 10.0)


def half_times(data, large, small, theory):
    for column, half, expected in (("large", large, theory[0]), ("small", small, theory[1])):
        at = {"data": data, "column": column}
        yield row("half_time", "simulation", half, 0.01 * half, 5, **at)
        yield row("half_time", "theory", expected, **at)
        if data == "many":
            yield row("loss_time", "theory", expected, **at)


def test_the_order_of_loss():
    rows = [*half_times("many", 8.0, 1.0, (4.0, 1.0)), *half_times("few", 1.1, 1.0, (1.0, 1.0))]
    tables = {"memorization_order": tidy(rows)}
    many = claims.many_directions_lost_in_order(tables)
    assert many.value == pytest.approx(1.5)
    assert many.stderr == pytest.approx(0.01 * np.sqrt(2) / np.log(4))
    few = claims.few_directions_lost_together(tables)
    assert few.value == pytest.approx(np.log(1.1))
    assert few.stderr == pytest.approx(0.01 * np.sqrt(2))


def made(score):
    """Rows whose measured values are `score` errors of 10 % off the theory t."""
    yield row("condensation_time", "theory", 0.5, data="few")
    for t in TIMES:
        for column in ("large", "small"):
            at = {"data": "few", "t": t, "column": column}
            models = ("exact", "law", "slide")
            for quantity in ("variance", "conditional", "normality"):
                for line in ("large", "small") if quantity != "normality" else (None,):
                    place = at if line is None else at | {"row": line}
                    value = t * (1 + 0.1 * score(t))
                    yield row(quantity, "simulation", value, 0.1 * t, 9, **place)
                    for model in models:
                        yield row(quantity, "theory", t, **place, model=model)


def test_variances_below_the_second_threshold():
    off = {0.01: 1.0, 0.1: -1.0, 1.0: 50.0, 10.0: 50.0}
    tables = {"memorization_order": tidy(made(off.get))}
    for claim in (claims.variance_of_entries, claims.slide_s_variance):
        found = claim(tables)
        assert found.value == pytest.approx(np.log(1.1 * 0.9) / 2)
        assert found.stderr == pytest.approx(np.hypot(0.1 / 1.1, 0.1 / 0.9) / 2)
        assert found.n == 9


@pytest.mark.parametrize("claim", [claims.conditional_variance_is_frozen, claims.mean_is_frozen])
def test_what_freezes_is_judged_below_condensation(claim):
    off = {0.01: 1.0, 0.1: 2.0, 1.0: 50.0, 10.0: 50.0}
    found = claim({"memorization_order": tidy(made(off.get))})
    assert found.value == pytest.approx(1.15)
    assert found.stderr == pytest.approx(0.1 / np.sqrt(2))
    assert found.n == 9
