"""Claims of fig11_random_energy, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig11_random_energy as claims
from memgen.tables.rows import row, tidy


def random_energy(shift=1.0, level=0.0, limit=1.0):
    rows = []
    for energies in ("gaussian", "diffusion"):
        at = {"energies": energies}
        rows.append(row("condensation_time", "theory", 1.0, **at, N=np.inf))
        for t in (0.2, 0.5, 1.5):
            for N, levels in (
                (20, "all"),
                (20, "theory"),
                (100, "theory"),
                (20, "highest"),
                (100, "highest"),
            ):
                more = {"N": N, "levels": levels, "t": t}
                value = max(1 - t, 0) + (level if levels in ("all", "highest") else 0.0)
                kind = "theory" if levels == "theory" else "simulation"
                rows.append(row("participation", kind, value, 0.01, 9, **at, **more))
                free = -t - 1 / N + (level if levels in ("all", "highest") else 0.0)
                rows.append(row("free_energy", kind, free, 0.01, 9, **at, **more))
            end = {"N": np.inf, "t": t}
            rows.append(row("participation", "theory", max(1 - t, 0), **at, **end))
        for N, finite in ((20, 1.5), (100, limit)):
            more = {"N": N, "levels": "highest"}
            ratio = ("condensation_time_ratio", "simulation", shift, 0.01, 9)
            rows.append(row(*ratio, **at, **more))
            rows.append(row("condensation_time", "simulation", finite, 0.1, 9, **at, **more))
            rows.append(row("condensation_time", "theory", finite, **at, N=N, levels="theory"))
    return {"random_energy": tidy(rows)}


@pytest.mark.parametrize("shift", [1.0, 1.3])
def test_condensation_is_compared_at_the_same_size(shift):
    tables = random_energy(shift)
    assert claims.gaussian_condensation_time(tables).value == pytest.approx(shift)
    assert claims.diffusion_condensation_time(tables).value == pytest.approx(shift)
    assert claims.condensation_in_the_limit(tables).value == pytest.approx(1)
    assert claims.condensation_in_the_limit(random_energy(limit=1.2)).value == pytest.approx(1.2)


@pytest.mark.parametrize("level", [0.0, 0.2])
def test_participation(level):
    tables = random_energy(level=level)
    assert claims.participation_of_all_levels(tables).value == pytest.approx(level)
    assert claims.participation_of_highest_levels(tables).value == pytest.approx(level)
    assert claims.free_energy_of_levels(tables).value == pytest.approx(level)
    assert claims.derrida_participation(tables).value == pytest.approx(level)
    assert claims.diffusion_participation(tables).value == pytest.approx(level)
