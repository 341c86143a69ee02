"""Claims of fig5_attractors, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.manifold_memorization import fig5_attractors as claims
from memgen.tables.rows import row, tidy

POINT = {"alpha": 0.2, "alpha_D": 0.2}


def tables(traps=1.0, returns=1.0, below=1.0, formula=1.0, radius=1.0):
    """Simulation over theory, and theory over its limit, by the given factors."""
    limit = [row("basin_radius", "theory", R, **POINT, t=t) for t, R in ((1, 2.0), (3, 1.0))]
    limit += [row("basin_radius", "theory", 9.0, alpha=0.2, alpha_D=0.5, t=2)]
    measured, theory = [], []
    for N in (30, 40, 1000):
        at = {**POINT, "N": N}
        theory.append(row("trap_time", "theory", 1.5, 0.01, 99, **at))
        for R, back in ((0.1, 0.9), (1.0, 0.3)):
            for regime, t, factor in (("below_collapse", 1, below), ("between", 3, returns)):
                place = {**at, "regime": regime, "t": t, "R": R}
                theory.append(row("return_probability", "theory", back, 0.01, 99, **place))
                if N < 1000:
                    value = back * factor
                    measured.append(
                        row("return_probability", "simulation", value, 0.01, 9, **place)
                    )
        if N < 1000:
            measured.append(row("trap_time", "simulation", 1.5 * traps, 0.01, 9, **at))
    large = {**POINT, "N": 1000}
    theory.append(row("onset_time_finite_size", "theory", 1.5 / formula, **large))
    for regime, t, R in (("below_collapse", 1, 2.0), ("between", 3, 1.0)):
        value = R * radius
        place = {**large, "regime": regime, "t": t}
        theory.append(row("half_return_radius", "theory", value, 0.01, 99, **place))
    return {
        name: tidy(rows)
        for name, rows in (("basin_radius", limit), ("basins", measured), ("basin_theory", theory))
    }


@pytest.mark.parametrize("factor", [1.0, 1.3])
def test_each_claim_is_its_own_ratio(factor):
    assert claims.trap_time_at_finite_size(tables(traps=factor)).value == pytest.approx(factor)
    # of .9 and .3
    between = claims.returns_between(tables(returns=factor)).value
    off = abs(factor - 1) * (0.45**0.5)
    assert between == pytest.approx(off, abs=1e-12)
    assert claims.returns_between(tables(below=factor)).value == pytest.approx(0, abs=1e-12)
    assert claims.returns_below_collapse(tables(below=factor)).value == pytest.approx(
        off, abs=1e-12
    )
    assert claims.onset_at_large_size(tables(formula=factor)).value == pytest.approx(factor)
    assert claims.radius_at_large_size(tables(radius=factor)).value == pytest.approx(factor)


def test_errors_of_all_radii_are_shared():
    found = claims.returns_below_collapse(tables())
    # .01 of simulation and theory, over two N
    assert found.stderr == pytest.approx(0.01, rel=1e-6)
