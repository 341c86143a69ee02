"""Claims on gaps and edges, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spectral_gaps import fig7_gap_opening, fig8_bulk_edges
from memgen.tables.rows import row, tidy


def test_gaps_and_edges():
    rows = [
        row("widest_time", "theory", 2.0, gap="middle"),
        row("widest_time", "simulation", 2.2, 0.1, 5, gap="middle"),
        row("widest_gap", "theory", 0.5, gap="middle"),
        row("widest_gap", "simulation", 0.4, 0.1, 5, gap="middle"),
    ]
    tables = {"gap_opening": tidy(rows)}
    assert fig7_gap_opening.widest_time(tables).value == pytest.approx(1.1)
    assert fig7_gap_opening.widest_gap(tables).value == pytest.approx(0.8)
    rows = [row("merging_ratio", "theory", 0.25)]
    for name in ("small_lower", "small_upper", "large_lower", "large_upper"):
        found = 0.8 if name == "small_upper" else 1.1
        rows.append(row(name, "simulation", found, 0.1, 5, ratio=0.1))
        rows.append(row(f"{name}_there", "theory", 1.0, ratio=0.1))
    tables = {"bulk_edges": tidy(rows)}
    assert fig8_bulk_edges.merging_ratio(tables).value == 0.25
    assert fig8_bulk_edges.edges_match(tables).value == pytest.approx(0.8)
    assert fig8_bulk_edges.edges_match(tables).n == 5
