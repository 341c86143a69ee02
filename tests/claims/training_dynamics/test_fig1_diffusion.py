"""Claims of fig1_diffusion, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.training_dynamics import fig1_diffusion as claims
from memgen.tables.rows import row, tidy


def test_diffusion():
    rows = [
        row("nearest_ratio", "simulation", value, None, 1, score="empirical")
        for value in (0.1, 0.3)
    ]
    rows.append(row("memorised_fraction", "simulation", 0.0, 0.0, 98, score="exact"))
    tables = {"diffusion": tidy(rows)}
    assert claims.trajectories_end_on_training_points(tables).value == 0.3
    assert claims.exact_score_generalises(tables).stderr == pytest.approx(0.01)
