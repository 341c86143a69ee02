"""Claims of fig13_memorization_order, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig13_memorization_order as claims
from memgen.tables.rows import Point, row, tidy

TIMES = (0.01, 0.1, 1.0, 10.0)
T_C = 0.3
SQUARES = {"large": 1.0, "small": 0.09}
EARLY = (1e-4, 0.01, 0.02, 0.5)


def half_times(data, ratio, theory):
    for column, half, expected in (("large", ratio, theory), ("small", 1.0, 1.0)):
        at: Point = {"data": data, "column": column}
        yield row("half_time", "simulation", half, 0.01 * half, 5, **at)
        yield row("half_time", "theory", expected, **at)


def test_the_order_of_loss():
    cases = {"norm_few": (2.0, 3.0), "norm_many": (8.0, 9.0), "gaussian_few": (1.1, 1.0)}
    cases["gaussian_many"] = (1.2, 1.0)
    tables = {"memorization_order": tidy([r for c, v in cases.items() for r in half_times(c, *v)])}
    norm = claims.one_norm_makes_the_order(tables)
    assert norm.value == pytest.approx(np.log(16 / 1.32) / np.log(27))
    assert norm.stderr == pytest.approx(0.01 * np.sqrt(8) / np.log(27))
    number = claims.number_makes_it_complete(tables)
    assert number.value == pytest.approx(np.log(4) / np.log(3))
    assert number.stderr == pytest.approx(0.02 / np.log(3))
    gaussian = claims.gaussian_directions_lost_together(tables)
    assert gaussian.value == pytest.approx(np.log(1.32) / 2)
    assert gaussian.stderr == pytest.approx(0.01)


def frozen(order, threshold):
    """Rows of a mean and of v_i that freeze at `order` times a threshold, exact ones at T_C."""
    at: Point = {"data": "gaussian_few"}
    yield row("condensation_time", "theory", T_C, **at)
    for name, s2 in SQUARES.items():
        yield row("squared_std", "theory", s2, **at, column=name)
        for t in np.geomspace(0.05, 5, 9):
            value, exact = (1 / (1 + min(order / t, 1 / at) * s2) for at in (threshold, T_C))
            place: Point = {"t": t, "column": "large", "row": name}
            if order == 1:
                place = {"t": t, "column": name}
            quantity = "normality" if order == 1 else "conditional"
            yield row(quantity, "simulation", value, 0.01, 9, **at, **place)
            yield row(quantity, "theory", exact, **at, **place, model="exact")


@pytest.mark.parametrize("factor", [1.0, 1.3])
def test_thresholds_are_fitted(factor):
    for order, claim in ((1, claims.mean_freezes_at_t_c), (2, claims.squares_freeze_at_2_t_c)):
        found = claim({"memorization_order": tidy(frozen(order, factor * T_C))})
        assert found.value == pytest.approx(factor, rel=1e-3)
        assert 0 < found.stderr < 0.1
        assert found.n == 9


def made(score):
    """Rows whose measured values are `score` errors of 10 % off the theory t."""
    for t in TIMES:
        for column in ("large", "small"):
            for line in ("large", "small"):
                at: Point = {"data": "gaussian_few", "t": t, "column": column, "row": line}
                yield row("variance", "simulation", t * (1 + 0.1 * score[t]), 0.1 * t, 9, **at)
                yield row("variance", "theory", t, **at, model="exact")


def test_variances_of_entries():
    off = {0.01: 1.0, 0.1: -1.0, 1.0: 0.0, 10.0: 0.0}
    found = claims.variance_of_entries({"memorization_order": tidy(made(off))})
    assert found.value == pytest.approx(np.log(1.1 * 0.9) / 4)
    errors = [0.1 / 1.1, 0.1 / 0.9, 0.1, 0.1]
    assert found.stderr == pytest.approx(np.linalg.norm(errors) / 4)
    assert found.n == 9


def published(factor):
    at: Point = {"data": "norm_many"}
    yield row("loss_time", "theory", 0.1, **at, column="large")
    for name, s2 in {"large": 1.0, "faint": 1e-4}.items():
        yield row("squared_std", "theory", s2, **at, column=name)
        for t in EARLY:
            place: Point = {**at, "t": t, "column": "large", "row": name}
            yield row("variance", "theory", t, **place, model="slide")
            yield row("variance", "theory", t * (1 + s2 / t), **place, model="exact")
            # beyond the window, both of t and of s_i^2, all may be wrong
            value = t * factor * (1 + s2 / t) if 1e-3 < t < 0.025 else 50.0
            yield row("variance", "simulation", value, 0.1 * value, 9, **place)


def test_the_published_law_is_judged_in_its_limit():
    tables = {"memorization_order": tidy(published(1.1))}
    faint = claims.published_variance_in_its_limit(tables)
    assert faint.value == pytest.approx(np.log(1.1))
    assert faint.stderr == pytest.approx(0.1)
    large = claims.published_variance_of_large_rows(tables)
    missing = np.log1p([100, 50]).mean()
    assert large.value == pytest.approx(1 + np.log(1.1) / missing)
    assert large.stderr == pytest.approx(0.1 / missing)
