"""Claims of fig3_generalization_limit, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.manifold_capacity import fig3_generalization_limit as claims
from memgen.tables.rows import row, tidy


def test_limit_and_overlaps():
    rows = [
        row("energy_difference", "simulation", value, 0.0, 8, patterns=patterns)
        for patterns, value in (("spherical", 1e-15), ("gaussian", 0.1))
    ]
    at = {"alpha_D": 0.2}
    rows.append(row("generalization_limit", "simulation", 6.0, 0.1, 9, **at))
    rows.append(row("generalization_limit_finite_size", "theory", 5.0, 0.1, 9, **at))
    half = [
        row("half_load", "simulation", 0.33, 0.01, 9, overlap=0.7, N=20, P=300),
        row("half_load", "theory", 0.3, overlap=0.7, N=20, P=300),
    ]
    tables = {"limit": tidy(rows), "overlaps": tidy(half)}
    assert claims.memory_is_diffusion_on_the_sphere(tables).value == 1e-15
    assert claims.norms_part_memory_from_diffusion(tables).value == 0.1
    assert claims.measured_generalization_limit(tables).value == pytest.approx(1.2)
    assert claims.corrupted_start_matches_map(tables).value == pytest.approx(1.1)
