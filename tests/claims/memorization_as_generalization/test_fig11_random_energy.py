"""Claims of fig11_random_energy, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig11_random_energy as claims
from memgen.tables.rows import row, tidy


def random_energy(shift=1.0, level=0.0):
    rows = []
    for energies in ("gaussian", "diffusion"):
        at = {"energies": energies}
        rows.append(row("condensation_time", "theory", 1.0, **at))
        for t in (0.2, 0.5, 1.5):
            rows.append(row("free_energy", "theory", 1.2, **at, t=t))
            for N, levels in ((20, "all"), (20, "highest"), (100, "highest")):
                more = {"N": N, "levels": levels, "t": t}
                offset = level if levels == "highest" else 0.0
                value = max(1 - t, 0) + offset
                rows.append(row("participation", "simulation", value, 0.01, 9, **at, **more))
                rows.append(row("free_energy", "simulation", 1.2 * shift, 0.01, 9, **at, **more))
        for N in (20, 100):
            value = shift * (1 + np.log(N) / N)
            more = {"N": N, "levels": "highest"}
            rows.append(row("condensation_time", "simulation", value, 0.01, 9, **at, **more))
    return {"random_energy": tidy(rows)}


@pytest.mark.parametrize("shift", [1.0, 1.3])
def test_the_limit_and_the_largest_size_count(shift):
    tables = random_energy(shift)
    assert claims.gaussian_condensation_time(tables).value == pytest.approx(shift)
    assert claims.diffusion_condensation_time(tables).value == pytest.approx(shift)
    assert claims.free_energy_freezes(tables).value == pytest.approx(shift)


@pytest.mark.parametrize("level", [0.0, 0.2])
def test_participation(level):
    tables = random_energy(level=level)
    assert claims.poisson_process_is_exact(tables).value == pytest.approx(-level)
    assert claims.condensed_participation(tables).value == pytest.approx(level)
