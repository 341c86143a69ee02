"""Claims of app_a5_toy_basins, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.spurious_states import app_a5_toy_basins as claims
from memgen.tables.rows import row, tidy


def basins(loss=0.6, gain=0.005, shared=0.3):
    rows = []
    points = {
        2: ((0.3, 0.3, 1.9), (0.32, 0.3, 1.9)),
        9: ((0.04 * loss, 0.04, 0.02), (0.001 + gain, 0.001, 0.12), (0.0, 0.001, 0.17)),
    }
    for K, values in points.items():
        for point, (found, exact, neighbour) in enumerate(values, start=1):
            at = {"K": K, "point": point}
            rows.append(row("critical_time", "simulation", found, 0.002, 4, **at))
            rows.append(row("expected_time", "theory", exact, 1e-4, **at))
            rows.append(row("neighbour", "theory", neighbour, **at))
            for t in (0.01, 0.02):
                value = shared if point == 2 and t < 0.015 else 0.0
                rows.append(row("shared", "simulation", value, 0.01, 4, **at, t=t))
    return {"toy_basins": tidy(rows)}


def test_two_points():
    found = claims.two_points_bear_what_the_exact_score_does(basins())
    assert 1 < found.value < 1.07


def test_held_points_and_near_pairs():
    assert claims.held_points_lose(basins()).value == pytest.approx(0.6)
    assert claims.held_points_lose(basins(loss=1.2)).value == pytest.approx(1.2)
    gain = claims.near_pair_gains(basins())
    assert gain.value == pytest.approx(0.005)
    assert gain.stderr == pytest.approx(0.002, rel=0.01)
    assert gain.n == 4
    assert claims.near_pair_gains(basins(gain=-0.001)).value == pytest.approx(-0.001)
    assert claims.near_pair_shares_its_returns(basins()).value == 0.3
    assert claims.near_pair_shares_its_returns(basins(shared=0.0)).value == 0


def test_where_there_is_no_pair_nothing_is_measured():
    tables = basins()
    rows = tables["toy_basins"]
    alone = {"toy_basins": rows[(rows["K"] == 2) | (rows["point"] != 2)]}
    assert np.isinf(claims.near_pair_gains(alone).stderr)
