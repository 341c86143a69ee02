"""Claims of fig15_amp_mmse, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig15_amp_mmse as claims
from memgen.tables.rows import row, tidy

CELLS = ("squared_error", "posterior_variance", "latent_squared_error")


def errors(latent=1.0, visible=1.0, error=1.0, late=1.0, cell=1.0):
    rows = []
    rng = np.random.default_rng(0)
    for activation in ("linear", "tanh"):
        for alpha_D in (0.1, 2.0):
            at = {"activation": activation, "alpha_D": alpha_D}
            odd = activation == "tanh" and alpha_D == 2.0
            for name, value in (("latent_ratio", latent), ("visible_ratio", visible)):
                rows.append(row(name, "simulation", value if odd else 1.001, 0.002, 8, **at))
            rows.append(row("error_ratio", "simulation", error, 0.02, 8, **at))
            for t in np.geomspace(0.01, 10, 40):
                rows += [
                    row(f"mmse_{name}", "theory", t, **at, t=t) for name in ("visible", "latent")
                ]
                for name in CELLS:
                    # eight draws with a relative scatter of 0.1
                    draws = t * (cell if odd else 1) * (1 + 0.1 * rng.standard_normal(8))
                    stderr = draws.std(ddof=1) / np.sqrt(8)
                    rows.append(row(name, "simulation", draws.mean(), stderr, 8, **at, t=t))
        for k, theory in enumerate((0.5, 0.3, 0.2), start=1):
            found = theory * (late if k == 3 else 1)
            at = {"activation": activation, "step": k}
            rows.append(row("step_latent_error", "theory", theory, **at))
            rows.append(row("step_latent_variance", "simulation", found, 0.01, 8, **at))
    return {"message_passing_errors": tidy(rows)}


@pytest.mark.parametrize(
    ("claim", "cells"),
    [
        (claims.squared_errors_of_coordinates, 160),
        (claims.squared_errors_of_latents, 160),
        (claims.own_variances, 80),
    ],
)
def test_chi_squared_is_one_where_theory_holds_and_sees_one_case_that_misses(claim, cells):
    right, wrong = claim(errors()), claim(errors(cell=1.2))
    assert right.n == cells
    assert abs(right.value - 1) < 3 * np.sqrt(2 / cells)
    assert wrong.value - 2 * wrong.stderr > 1.5


def test_averages_hold():
    tables = errors()
    assert claims.own_variances_on_average(tables).value == pytest.approx(1.001)
    assert claims.squared_error_on_average(tables).value == 1
    assert claims.squared_error_on_average(tables).n == 32
    assert claims.steps_follow_state_evolution(tables).value == 1


def test_averages_fail():
    tables = errors(latent=0.95, visible=1.2, error=1.3, late=1.5)
    worst = claims.own_variances_on_average(tables)
    assert worst.value == pytest.approx((1.2 + 1.001) / 2)
    assert worst.stderr == pytest.approx(0.002 / np.sqrt(2))
    assert claims.squared_error_on_average(tables).value == pytest.approx(1.3)
    worst = claims.steps_follow_state_evolution(tables)
    assert worst.value == pytest.approx(1.5)
    # widened for the choice among 6
    assert 1.2 < worst.stderr / (0.01 / 0.2) < 1.5
