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

N, DRAWS, RATIOS, VARIANCES = 60, 4, (0.1, 0.3), (1.0, 0.01)


@pytest.fixture(scope="module")
def settings():
    return GapOpening(
        N=N,
        draws=DRAWS,
        points=41,
        search_points=500,
        aspect_ratios=RATIOS,
        variances=VARIANCES,
        threshold=0.3,
    )


@pytest.fixture(scope="module")
def frame(settings, seeds_of):
    return tidy(table(settings, seeds_of("gap_opening"), "ambient"))


def theory(frame, quantity, **where):
    return float(select(frame, quantity=quantity, kind="theory", **where)["value"].iloc[0])


def test_widths_follow_from_the_edges(frame):
    """t / (t + below) - t / (t + above) between the bulks; the least edge over t + edge."""
    (least, low), (high, _) = bulk_edges(RATIOS, VARIANCES)
    middle = select(frame, quantity="width", gap="middle", kind="theory")
    t = middle["t"]
    np.testing.assert_allclose(middle["value"], t / (t + low) - t / (t + high), rtol=1e-9)
    final = select(frame, quantity="width", gap="final", kind="theory")
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
    assert (drawn["N"] == N).all()
    limit = select(frame, quantity="width", kind="theory")
    both = drawn.merge(limit, on=["gap", "t"], suffixes=("", "_limit"))
    assert len(both) == len(drawn) == 2 * 41
    assert (both["value"] - both["value_limit"]).abs().max() < 0.1
    for quantity in ("widest_time", "widest_gap"):
        measured = select(frame, quantity=quantity, kind="simulation")["value"].iloc[0]
        assert measured == pytest.approx(theory(frame, quantity), rel=0.3)


def test_means_are_over_draws_of_their_own_seeds(frame, settings):
    widths = []
    for draw in range(DRAWS):
        rng = generator(7, "spectral_gaps", "gap_opening", {"N": N}, draw)
        F = draw_columns(N, [6, 18], VARIANCES, rng)
        widths.append(
            gap_widths(np.linalg.eigvalsh(F.T @ F), 6, np.geomspace(*settings.t_range, 41))
        )
    for k, label in enumerate(("middle", "final")):
        rows = select(frame, quantity="width", kind="simulation", gap=label)
        draws = np.array(widths)[:, k]
        np.testing.assert_allclose(rows["value"], draws.mean(axis=0), rtol=1e-9)
        np.testing.assert_allclose(rows["stderr"], draws.std(axis=0, ddof=1) / 2, rtol=1e-9)
