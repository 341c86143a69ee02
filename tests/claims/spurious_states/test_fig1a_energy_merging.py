"""Claims of fig1a_energy_merging, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spurious_states import fig1a_energy_merging as claims
from memgen.tables.rows import row, tidy


def merging(off=0.0):
    rows = []
    for t, ratio in ((0.01, 1.0), (0.04, 1 - off)):
        rows.append(row("merging_distance", "theory", 2 * t**0.5, t=t))
        rows.append(row("merging_distance_found", "theory", 2 * t**0.5 * ratio, t=t))
    for distance, x in ((0.3, 0.0), (0.8, 0.39)):
        at = {"panel": "branches", "distance": distance}
        rows.append(row("minimum", "theory", x, **at))
        for sign in (-1, 1):
            rows.append(row("minimum_found", "theory", sign * (x + off * distance / 2), **at))
    rows.append(row("flat_length", "theory", 1.2, panel="valley"))
    rows.append(row("flat_length_found", "theory", 1.2 * (1 + off), panel="valley"))
    return {"merging": tidy(rows)}


def test_merging():
    assert claims.merging_threshold(merging()).value == 1
    assert claims.merging_threshold(merging(0.1)).value == pytest.approx(0.9)
    assert claims.minima_follow_the_mean_field(merging()).value == pytest.approx(0)
    assert claims.minima_follow_the_mean_field(merging(0.1)).value == pytest.approx(0.1)
    assert claims.many_memories_make_one_flat_valley(merging()).value == 1
    assert claims.many_memories_make_one_flat_valley(merging(0.1)).value == pytest.approx(1.1)
