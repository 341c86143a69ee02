"""Claims of fig5_retrieval_maps, on tables made to satisfy them and to break them."""

import numpy as np
import pandas as pd
import pytest

from memgen.claims.memorization_as_generalization import fig5_retrieval_maps as claims
from memgen.tables.rows import mean_row, row, tidy

SIZES = (100, 200, 400)


def draws(mean, spread=0.002, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def middles(rule, load, limit, sizes=SIZES):
    """Midpoints on a line in 1/N."""
    for N in sizes:
        yield mean_row("basin_midpoint", draws(limit - 3 / N), N=N, load=load, rule=rule)


def tables(sizes=SIZES):
    dreams = [*middles("D_opt", 0.3, 0.45, sizes), *middles("D_opt", 0.4, 0.55, sizes)]
    dreams += middles("D_opt", 0.5, 0.65, sizes)
    others = [
        *middles("perceptron", 0.3, 0.46, sizes),
        *middles("pseudo_inverse", 0.3, 0.47, sizes),
        *middles("daydreaming", 0.3, 0.42, sizes),
        *middles("perceptron", 0.4, 0.53, sizes),
        *middles("perceptron", 0.5, 0.6, sizes),
    ]
    for N in sizes:
        for m0, m_f in ((0.4, 0.3), (0.8, 0.99 if max(sizes) == N else 0.5)):
            at = {"N": N, "load": 0.3, "m0": m0}
            for rule, more in (("D_in", 0.1), ("D_opt", 0.0), ("D_fin", -0.2)):
                dreams.append(mean_row("final_overlap", draws(m_f + more), rule=rule, **at))
            others.append(mean_row("final_overlap", draws(m_f), rule="perceptron", **at))
            step = {**at, "rule": "pseudo_inverse"}
            others.append(mean_row("first_step", draws(1.02 * m0, 1e-4), **step))
            others.append(row("first_step", "theory", m0, **step))
    return {"dreams": tidy(dreams), "retrieval_maps": tidy(others)}


def test_basins_for_n_to_infinity():
    found = tables()
    for claim, expected in (
        (claims.unlearning_beside_the_largest_margin, -0.01),
        (claims.unlearning_behind_at_middle_load, 0.02),
        (claims.unlearning_behind_the_largest_margin, 0.05),
        (claims.first_dreams_widen_basins, 0.1),
        (claims.last_dreams_narrow_basins, -0.2),
        (claims.daydreaming_widens_basins, 0.03),
        (claims.basins_do_not_open, 0.47),
        (claims.first_step_of_the_projector, 0.02 * 0.8),
    ):
        assert claim(found).value == pytest.approx(expected, abs=1e-6)


def test_of_one_size_the_value_there_is_taken():
    found = claims.daydreaming_widens_basins(tables(sizes=(100,)))
    assert found.value == pytest.approx(0.03)
    assert np.isfinite(found.stderr)


def test_sizes_that_one_rule_alone_has_do_not_count():
    found = tables()
    alone = tidy([mean_row("basin_midpoint", draws(0.9), N=800, load=0.3, rule="D_opt")])
    found["dreams"] = pd.concat([found["dreams"], alone])
    assert claims.daydreaming_widens_basins(found).value == pytest.approx(0.03)
