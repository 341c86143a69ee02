"""A plane in three dimensions: singular values, gaps and field in closed form."""

import numpy as np
import pytest

from memgen.settings.spectral_gaps import Phases
from memgen.studies.spectral_gaps.phases import table
from memgen.tables.read import select
from memgen.tables.rows import tidy

S1, S2 = 1.5, 0.2


@pytest.fixture(scope="module")
def made(seeds_of):
    s = Phases(stds=(S1, S2), points=30, field_points=5, simulated=3, draws=6, pairs=400)
    return table(s, seeds_of("phases"))


@pytest.fixture(scope="module")
def frame(made):
    return tidy(made.rows)


def value(t, std):
    return t / (t + std**2)


@pytest.mark.parametrize(("direction", "std"), [("normal", 0.0), ("second", S2), ("first", S1)])
def test_singular_values(frame, direction, std):
    rows = select(frame, quantity="singular_value", direction=direction, kind="theory")
    assert len(rows) == 30
    np.testing.assert_allclose(rows["value"], value(rows["t"], std), rtol=1e-9)


@pytest.mark.parametrize(("gap", "above", "below"), [("final", 0.0, S2), ("middle", S2, S1)])
def test_gaps(frame, gap, above, below):
    rows = select(frame, quantity="gap", direction=gap, kind="theory")
    t = rows["t"]
    np.testing.assert_allclose(rows["value"], value(t, above) - value(t, below), atol=1e-9)


def test_the_gap_is_widest_at_s1_s2(frame):
    widest = select(frame, quantity="widest_gap").iloc[0]
    near = widest["t"] * np.array([0.99, 1.0, 1.01])
    widths = value(near, S2) - value(near, S1)
    assert widths.argmax() == 1
    assert widths[1] == pytest.approx(widest["value"])


def test_values_regressed_on_pairs_follow_the_exact_ones(frame):
    measured = select(frame, quantity="singular_value", kind="simulation")
    expected = select(frame, quantity="expected_value")
    both = measured.merge(expected, on=["direction", "t"], suffixes=("", "_expected"))
    assert len(both) == len(measured) == 9
    np.testing.assert_allclose(both["value"], both["value_expected"], atol=0.1)
    normal = select(both, direction="normal")
    np.testing.assert_allclose(normal["value"], 1, atol=1e-9)
    half = select(frame, quantity="gap_at_half", direction="final").iloc[0]
    assert half["t"] == pytest.approx(S2**2)
    assert half["value"] == pytest.approx(0.5, abs=0.1)


def test_the_score_takes_points_to_their_mean(made):
    """x s^2 / (t + s^2) along a direction of variance s^2, and 0 off the plane."""
    field = made.arrays["phases_field"]
    np.testing.assert_allclose(field["t"], [10 * S1**2, S1 * S2, 0.1 * S2**2])
    assert field["starts"].shape == field["ends"].shape == (3, 50, 3)
    for t, starts, ends in zip(field["t"], field["starts"], field["ends"], strict=True):
        factors = np.array([S1**2 / (t + S1**2), S2**2 / (t + S2**2), 0.0])
        np.testing.assert_allclose(ends, starts * factors, atol=1e-9)
