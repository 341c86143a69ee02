"""Claims of fig6_curved_manifold, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spectral_gaps import fig6_curved_manifold as claims
from memgen.tables.rows import row, tidy


def curved(power=1.0, share=1.0):
    rows = [row("repelling_points", "theory", 0.4)]
    for N in (20, 40, 80, 320):
        drawn = 0.4 * share + 2 / N - 9 / N**2
        rows.append(row("repelling_points", "simulation", drawn, 0.02, 30, N=N))
    for t in (1e-5, 1e-4, 1e-3, 1e-2, 1.0):
        for model, miss in (("curved", 0.0 * t + t**power), ("tangent_map", 0.5 + t)):
            at = {"t": t, "model": model}
            rows.append(row("relative_miss", "simulation", miss, 0.1 * miss, 4, **at))
            rows.append(row("largest_miss", "theory", 3 * miss, **at))
    return {"curved": tidy(rows)}


def test_curved():
    tables = curved()
    assert claims.curved_law_holds(tables).value == pytest.approx(3e-5)
    assert claims.tangent_map_misses(tables).value == pytest.approx(0.50001)
    for share in (1.0, 1.5):
        tables_of_share = curved(share=share)
        measured = claims.share_tends_to_its_limit(tables_of_share)
        assert measured.value == pytest.approx(share)
        assert measured.n == 120
