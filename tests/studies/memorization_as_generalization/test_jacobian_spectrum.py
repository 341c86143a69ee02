"""Spectra of sub-manifolds: masses, drawn eigenvalues, ordered spectra and gaps."""

import numpy as np
import pytest

from memgen.data.linear_columns import draw_columns
from memgen.settings.memorization_as_generalization import JacobianSpectrum
from memgen.studies.memorization_as_generalization.jacobian_spectrum import table
from memgen.tables.read import select, value_of
from memgen.tables.rows import tidy
from memgen.theory.spectra import bulk_edges, gap_width, jacobian_quantiles

S = JacobianSpectrum(N=300, draws=2, shown=30, times=12)
RATIOS, VARIANCES = list(S.aspect_ratios), list(S.variances)


@pytest.fixture(scope="module")
def made(seeds_of):
    return table(S, seeds_of("jacobian_spectrum"))


@pytest.fixture(scope="module")
def frame(made):
    return tidy(made.rows)


def test_bulks_hold_their_share_of_eigenvalues(frame):
    edges = bulk_edges(RATIOS, VARIANCES)
    # Bulks ascend; the largest variances have the smallest share.
    for number, mass in enumerate(reversed(S.aspect_ratios)):
        bulk = select(frame, quantity="density", bulk=number).sort_values("x")
        assert np.trapezoid(bulk["value"], bulk["x"]) == pytest.approx(mass, rel=1e-3)
        assert bulk["x"].iloc[[0, -1]].to_numpy() == pytest.approx(edges[number], rel=1e-4)


def test_drawn_eigenvalues_follow_the_density(frame, made, seeds_of):
    assert value_of(frame, "kolmogorov_distance") < 0.03
    F = draw_columns(
        S.N, [30, 45, 60], S.variances, seeds_of("jacobian_spectrum").generator({"N": S.N}, 0)
    )
    levels = made.arrays["jacobian_spectrum_values"]["levels"]
    np.testing.assert_allclose(levels, np.linalg.eigvalsh(F.T @ F))
    # The blocks have no eigenvalue in common.
    assert levels[-30] > 5 * levels[-31]
    assert levels[-75] > 5 * levels[-76]


@pytest.mark.parametrize("gap", ["0", "1", "final"])
def test_ordered_spectra_have_the_spike_and_the_bulks(frame, gap):
    rows = select(frame, quantity="ordered", gap=gap)
    drawn = select(rows, kind="simulation").sort_values("rank")
    t, rank = float(drawn["t"].iloc[0]), drawn["rank"].to_numpy()
    assert t == value_of(frame[frame["N"].isna()], "time", gap=gap)
    off = rank < 1 - sum(RATIOS)
    np.testing.assert_array_equal(drawn["value"][off], -1.0)
    expected = jacobian_quantiles(rank, t, RATIOS, VARIANCES)
    np.testing.assert_allclose(drawn["value"], expected, atol=0.02)
    theory = select(rows, kind="theory").sort_values("rank")
    assert (theory["value"].diff().dropna() >= 0).all()


def test_gaps_are_as_wide_as_the_theory_says(frame):
    gaps = select(frame, quantity="gap")
    for name, gap in (("0", 0), ("1", 1), ("final", "final")):
        theory = select(gaps, gap=name, kind="theory")
        expected = gap_width(theory["t"].to_numpy(), RATIOS, VARIANCES, gap)
        np.testing.assert_allclose(theory["value"], expected)
        measured = select(gaps, gap=name, kind="simulation")
        expected = gap_width(measured["t"].to_numpy(), RATIOS, VARIANCES, gap)
        assert (measured["n"] == S.draws).all()
        # Edges of N = 300 deviate by N^{-2/3}.
        wide = expected > 0.1
        np.testing.assert_allclose(measured["value"][wide], expected[wide], rtol=0.25)
    assert tuple(theory["t"].iloc[[0, -1]]) == pytest.approx(S.t_range)


def test_times_of_the_gaps(frame):
    edges = bulk_edges(RATIOS, VARIANCES)
    expected = {
        "0": np.sqrt(edges[2, 0] * edges[1, 1]),
        "1": np.sqrt(edges[1, 0] * edges[0, 1]),
        "final": edges[0, 0],
    }
    for gap, time in expected.items():
        limit = value_of(frame[frame["N"].isna()], "time", gap=gap)
        assert limit == pytest.approx(time)


def test_times_at_finite_size(seeds_of):
    """The mean extreme eigenvalues by Tracy and Widom."""
    s = S.model_copy(update={"draws": 30})
    frame = select(tidy(table(s, seeds_of("jacobian_spectrum")).rows), quantity="time")
    for gap in ("0", "1", "final"):
        at = select(frame, gap=gap)
        drawn = select(at, kind="simulation").iloc[0]
        finite = value_of(at[at["N"].notna()], "time", kind="theory")
        assert drawn["value"] == pytest.approx(finite, rel=0.015, abs=4 * drawn["stderr"])


def test_merged_bulks_have_no_measured_gaps(seeds_of):
    s = JacobianSpectrum(N=60, draws=2, variances=(1.0, 0.8, 0.001))
    frame = tidy(table(s, seeds_of("jacobian_spectrum")).rows)
    gaps = select(frame, quantity="gap")
    assert set(gaps["gap"]) == {"0", "final"}
    assert (gaps["kind"] == "theory").all()
