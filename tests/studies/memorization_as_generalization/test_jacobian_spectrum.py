"""Spectra of sub-manifolds: masses, drawn eigenvalues, and gaps."""

import numpy as np
import pytest

from memgen.data.linear_columns import draw_columns
from memgen.settings.memorization_as_generalization import JacobianSpectrum
from memgen.studies.memorization_as_generalization.jacobian_spectrum import table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.spectra import bulk_edges, gap_width

S = JacobianSpectrum(N=300, draws=2)


@pytest.fixture(scope="module")
def made(seeds_of):
    return table(S, seeds_of("jacobian_spectrum"))


@pytest.fixture(scope="module")
def frame(made):
    return tidy(made.rows)


@pytest.mark.parametrize("quantity", ["density", "jacobian_density"])
def test_bulks_hold_their_share_of_eigenvalues(frame, quantity):
    edges = bulk_edges(list(S.aspect_ratios), list(S.variances))
    rows = select(frame, quantity=quantity)
    # Bulks ascend; the largest variances have the smallest share.
    for number, mass in enumerate(reversed(S.aspect_ratios)):
        bulk = select(rows, bulk=number).sort_values("x")
        assert np.trapezoid(bulk["value"], bulk["x"]) == pytest.approx(mass, rel=1e-3)
        ends = edges[number] if quantity == "density" else -S.t / (S.t + edges[number])
        assert bulk["x"].iloc[[0, -1]].to_numpy() == pytest.approx(ends, rel=1e-4)
    assert (rows["t"].notna() == (quantity == "jacobian_density")).all()


def test_drawn_eigenvalues_follow_the_density(frame, made, seeds_of):
    distance = select(frame, quantity="kolmogorov_distance")
    assert set(distance["of"]) == {"density", "jacobian_density"}
    assert (distance["value"] < 0.03).all()
    F = draw_columns(
        S.N, [30, 45, 60], S.variances, seeds_of("jacobian_spectrum").generator({"N": S.N}, 0)
    )
    levels = made.arrays["jacobian_spectrum_values"]["levels"]
    np.testing.assert_allclose(levels, np.linalg.eigvalsh(F.T @ F))
    # The blocks have no eigenvalue in common.
    assert levels[-30] > 5 * levels[-31]
    assert levels[-75] > 5 * levels[-76]


def test_gaps_are_as_wide_as_the_theory_says(frame):
    gaps = select(frame, quantity="gap")
    for name, gap in (("0", 0), ("1", 1), ("final", "final")):
        theory = select(gaps, gap=name, kind="theory")
        expected = gap_width(theory["t"].to_numpy(), list(S.aspect_ratios), list(S.variances), gap)
        np.testing.assert_allclose(theory["value"], expected)
        measured = select(gaps, gap=name, kind="simulation")
        np.testing.assert_allclose(measured["t"], theory["t"])
        assert (measured["n"] == S.draws).all()
        # Edges of N = 300 deviate by N^{-2/3}.
        wide = expected > 0.1
        np.testing.assert_allclose(measured["value"][wide], expected[wide], rtol=0.25)
    assert tuple(theory["t"].iloc[[0, -1]]) == pytest.approx(S.t_range)


def test_merged_bulks_have_no_measured_gaps(seeds_of):
    s = JacobianSpectrum(N=60, draws=2, variances=(1.0, 0.8, 0.001))
    frame = tidy(table(s, seeds_of("jacobian_spectrum")).rows)
    gaps = select(frame, quantity="gap")
    assert set(gaps["gap"]) == {"0", "final"}
    assert (gaps["kind"] == "theory").all()
