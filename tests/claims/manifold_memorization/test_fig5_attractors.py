"""Claims of fig5_attractors, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.manifold_memorization import fig5_attractors as claims
from memgen.tables.rows import row, tidy


def basins(vanishes=3.0, below=1.0):
    """R = t_c (vanishes t_o' - t) / ... : straight from (t_c, t_c) to (vanishes, 0), t_o = 3."""
    point = {"alpha": 0.2, "alpha_D": 0.2}
    t = np.append(np.linspace(0.1, 1, 10), np.linspace(1, 3, 21)[1:])
    radius = np.where(t > 1, np.maximum((vanishes - t) / (vanishes - 1), 0), 1.0)
    rows = [row("basin_radius", "theory", r, **point, t=x) for x, r in zip(t, radius, strict=True)]
    rows += [row("basin_radius_condensed", "theory", below, **point, t=x) for x in (0.1, 0.9)]
    rows += [
        row("collapse_time", "theory", 1.0, **point),
        row("onset_time", "theory", 3.0, **point),
    ]
    return {"basin_radius": tidy(rows)}


def test_basins_vanish_where_they_should():
    assert claims.radius_vanishes_at_onset(basins()).value == pytest.approx(1)
    assert claims.radius_vanishes_at_onset(basins(vanishes=3.3)).value == pytest.approx(1.1)
    assert claims.radius_meets_trajectory(basins()).value == pytest.approx(1)
    assert claims.radius_constant_below_collapse(basins(below=0.9)).value == pytest.approx(0.9)
