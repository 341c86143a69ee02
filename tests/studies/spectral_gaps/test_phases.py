"""A plane in three dimensions: singular values, gaps and field in closed form."""

import numpy as np
import pytest

from memgen.settings.spectral_gaps import Phases
from memgen.studies.spectral_gaps.phases import table
from memgen.tables.read import select
from memgen.tables.rows import tidy

S1, S2, THRESHOLD = 1.5, 0.2, 0.3


@pytest.fixture(scope="module")
def made(seeds_of):
    s = Phases(stds=(S1, S2), threshold=THRESHOLD, points=30, field_points=5)
    return table(s, seeds_of("phases"))


@pytest.fixture(scope="module")
def frame(made):
    return tidy(made.rows)


def value(t, std):
    return t / (t + std**2)


@pytest.mark.parametrize(("direction", "std"), [("normal", 0.0), ("second", S2), ("first", S1)])
def test_singular_values(frame, direction, std):
    rows = select(frame, quantity="singular_value", direction=direction)
    assert len(rows) == 30
    np.testing.assert_allclose(rows["value"], value(rows["t"], std), rtol=1e-9)


@pytest.mark.parametrize(("gap", "above", "below"), [("final", 0.0, S2), ("middle", S2, S1)])
def test_gaps(frame, gap, above, below):
    rows = select(frame, quantity="gap", direction=gap)
    t = rows["t"]
    np.testing.assert_allclose(rows["value"], value(t, above) - value(t, below), atol=1e-9)


def test_times(frame):
    assert (frame["kind"] == "theory").all()
    of = {name: select(frame, quantity=name).iloc[0] for name in ("widest_time", "widest_gap")}
    t = of["widest_time"]["value"]
    near = t * np.array([0.99, 1.0, 1.01])
    widths = value(near, S2) - value(near, S1)
    assert widths.argmax() == 1
    assert widths[1] == pytest.approx(of["widest_gap"]["value"])
    opening = select(frame, quantity="opening_time").iloc[0]
    assert opening["threshold"] == THRESHOLD
    assert 1 - value(opening["value"], S2) == pytest.approx(THRESHOLD)


def test_the_field_pulls_to_the_plane_and_along_it(made):
    """t score is -t y / (t + s^2) along a direction of variance s^2, and -y off the plane."""
    field = made.arrays["phases_field"]
    np.testing.assert_allclose(field["t"], [10 * S1**2, S1 * S2, 0.1 * S2**2])
    assert field["fields"].shape == (2, 3, 2, 5, 5)
    for direction, std in enumerate((S1, S2)):
        for k, (t, scale) in enumerate(zip(field["t"], field["extent"], strict=True)):
            along, off = np.meshgrid(scale * field["axis"], scale * field["axis"])
            pull = field["fields"][direction, k]
            np.testing.assert_allclose(pull[0], -t * along / (t + std**2), atol=1e-9)
            np.testing.assert_allclose(pull[1], -off, atol=1e-9)
