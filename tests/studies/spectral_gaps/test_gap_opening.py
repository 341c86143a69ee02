"""Gaps open, are widest and close where theory says; drawn manifolds do alike."""

import numpy as np
import pytest

from memgen.data.linear_columns import draw_columns
from memgen.measures.geometry.gap_widths import gap_widths
from memgen.seeds import generator
from memgen.settings.spectral_gaps import GapOpening
from memgen.studies.spectral_gaps.gap_opening import table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.spectra import bulk_edges, gap_width

N, LARGER, DRAWS, RATIOS, VARIANCES = 60, 120, 4, (0.1, 0.3), (1.0, 0.01)


@pytest.fixture(scope="module")
def settings():
    return GapOpening(
        N=[N, LARGER],
        draws=DRAWS,
        points=41,
        aspect_ratios=RATIOS,
        variances=VARIANCES,
        threshold=0.3,
    )


@pytest.fixture(scope="module")
def frame(settings, seeds_of):
    return tidy(table(settings, seeds_of("gap_opening"), "ambient"))


def theory(frame, quantity, **where):
    rows = select(frame, quantity=quantity, kind="theory", **where)
    return float(rows[rows["N"].isna()]["value"].iloc[0])


def test_widths_follow_from_the_edges(frame):
    """t / (t + below) - t / (t + above) between the bulks; the least edge over t + edge."""
    (least, low), (high, _) = bulk_edges(RATIOS, VARIANCES)
    limit = frame[frame["N"].isna()]
    middle = select(limit, quantity="width", gap="middle", kind="theory")
    t = middle["t"]
    np.testing.assert_allclose(middle["value"], t / (t + low) - t / (t + high), rtol=1e-9)
    final = select(limit, quantity="width", gap="final", kind="theory")
    np.testing.assert_allclose(final["value"], least / (t.to_numpy() + least), rtol=1e-9)


@pytest.mark.parametrize(
    ("quantity", "gap", "label"),
    [
        ("opening_time", 0, "middle"),
        ("closing_time", 0, "middle"),
        ("opening_time", "final", "final"),
    ],
)
def test_the_width_at_opening_and_closing_is_the_threshold(frame, quantity, gap, label):
    t = theory(frame, quantity, gap=label)
    assert gap_width(t, RATIOS, VARIANCES, gap) == pytest.approx(0.3)
    assert theory(frame, "threshold") == 0.3


def test_the_widest_gap_lies_between(frame):
    opening, closing = (theory(frame, f"{n}_time", gap="middle") for n in ("opening", "closing"))
    widest = theory(frame, "widest_time")
    assert closing < widest < opening
    assert gap_width(widest, RATIOS, VARIANCES, 0) == pytest.approx(theory(frame, "widest_gap"))


def test_drawn_manifolds_do_alike(frame):
    drawn = select(frame, quantity="width", kind="simulation")
    assert (drawn["n"] == DRAWS).all()
    assert set(drawn["N"]) == {N, LARGER}
    finite = select(frame, quantity="width", kind="theory").dropna(subset="N")
    both = drawn.merge(finite, on=["gap", "t", "N"], suffixes=("", "_finite"))
    assert len(both) == len(drawn) == 2 * 2 * 41
    assert (both["value"] - both["value_finite"]).abs().max() < 0.08
    for quantity in ("widest_time", "widest_gap"):
        rows = select(frame, quantity=quantity, N=N).set_index("kind")["value"]
        assert rows["simulation"] == pytest.approx(rows["theory"], rel=0.15)


def test_finite_manifolds_have_wider_gaps_and_tend_to_the_limit(frame):
    widest = select(frame, quantity="widest_gap", kind="theory")
    at_N = widest.dropna(subset="N").set_index("N")["value"] - theory(frame, "widest_gap")
    assert at_N[N] / at_N[LARGER] == pytest.approx(2 ** (2 / 3), rel=0.1)
    line = select(frame, quantity="widest_gap_line").sort_values("N")["value"]
    assert line.is_monotonic_decreasing
    assert line.iloc[-1] == pytest.approx(theory(frame, "widest_gap"), rel=1e-3)


def test_means_are_over_draws_of_their_own_seeds(frame, settings):
    widths = []
    for draw in range(DRAWS):
        rng = generator(7, "spectral_gaps", "gap_opening", {"N": N}, draw)
        F = draw_columns(N, [6, 18], VARIANCES, rng)
        widths.append(
            gap_widths(np.linalg.eigvalsh(F.T @ F), 6, np.geomspace(*settings.t_range, 41))
        )
    for k, label in enumerate(("middle", "final")):
        rows = select(frame, quantity="width", kind="simulation", gap=label, N=N)
        draws = np.array(widths)[:, k]
        np.testing.assert_allclose(rows["value"], draws.mean(axis=0), rtol=1e-9)
        np.testing.assert_allclose(rows["stderr"], draws.std(axis=0, ddof=1) / 2, rtol=1e-9)
