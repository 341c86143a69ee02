"""Claims of fig15_amp_mmse, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig15_amp_mmse as claims
from memgen.tables.rows import row, tidy


def errors(latent=1.0, visible=1.0, error=1.0, late=1.0):
    rows = []
    for activation in ("linear", "tanh"):
        for alpha_D in (0.1, 2.0):
            at = {"activation": activation, "alpha_D": alpha_D}
            odd = activation == "tanh" and alpha_D == 2.0
            for name, value in (("latent_ratio", latent), ("visible_ratio", visible)):
                rows.append(row(name, "simulation", value if odd else 1.001, 0.002, 8, **at))
            rows.append(row("error_ratio", "simulation", error, 0.02, 8, **at))
        for k, theory in enumerate((0.5, 0.3, 0.2), start=1):
            found = theory * (late if k == 3 else 1)
            at = {"activation": activation, "step": k}
            rows.append(row("step_latent_error", "theory", theory, **at))
            rows.append(row("step_latent_variance", "simulation", found, 0.01, 8, **at))
    return {"message_passing_errors": tidy(rows)}


def test_state_evolution_holds():
    tables = errors()
    assert claims.latent_variance_follows_state_evolution(tables).value == pytest.approx(1.001)
    assert claims.squared_error_follows_state_evolution(tables).value == 1
    assert claims.squared_error_follows_state_evolution(tables).n == 32
    assert claims.steps_follow_state_evolution(tables).value == 0


def test_state_evolution_fails():
    tables = errors(latent=0.95, visible=1.2, error=1.3, late=1.5)
    assert claims.latent_variance_follows_state_evolution(tables).value == pytest.approx(
        (0.95 + 1.001) / 2
    )
    assert claims.visible_variance_follows_state_evolution(tables).value == pytest.approx(
        (1.2 + 1.001) / 2
    )
    assert claims.visible_variance_follows_state_evolution(tables).stderr == pytest.approx(
        0.002 / np.sqrt(2)
    )
    assert claims.squared_error_follows_state_evolution(tables).value == pytest.approx(1.3)
    worst = claims.steps_follow_state_evolution(tables)
    assert worst.value == pytest.approx(np.log(1.5))
    # of the mean of two activations, 0.01 / 0.3 / sqrt 2, widened for the choice among 3 steps
    assert 1 < worst.stderr / (0.01 / 0.3 / np.sqrt(2)) < 1.4
