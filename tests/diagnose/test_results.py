import math

import numpy as np
import pytest

from memgen.diagnose.results import (
    Control,
    Curves,
    Diagnosis,
    Listing,
    Number,
    Part,
    line,
    measured,
    unknown,
)


def small_diagnosis():
    numbers = (
        measured("dimension", 3.0, 0.3, "How many.", Control("Gaussian points", 4.0, 3.0, 5.0)),
        unknown("time", "When.", "there is none."),
        Number("bound", 0.0, 0.0, math.inf, "At most."),
    )
    curves = Curves("c", "A curve", "x", "y", (line("data", [1, 2], [3, 4], [0.1, 0.2]),))
    listing = Listing("pairs", "Pairs.", ("row", "name"), ((1, "a"), (2, "b")))
    part = Part("data", "The data", numbers, (curves,), (listing,), ("a note",))
    return Diagnosis("no sign", "why", part, None, part, {"training": {"shape": [3, 2]}}, {}, {})


def test_json_holds_everything_and_gives_it_back():
    found = small_diagnosis()
    text = found.to_json()
    again = Diagnosis.from_json(text)
    assert again.to_json() == text
    assert again.data["dimension"] == found.data["dimension"]
    assert math.isnan(again.data["time"].value)
    assert again.data["bound"].upper == math.inf
    assert again.data.listings == found.data.listings
    assert again.data.curves[0].lines == found.data.curves[0].lines
    assert again.samples is None
    for wrong in ("[]", '{"a": 1}'):
        with pytest.raises(ValueError, match="no JSON of a diagnosis"):
            Diagnosis.from_json(wrong)


def test_numbers_by_name():
    part = small_diagnosis().data
    assert part["dimension"].value == 3
    with pytest.raises(KeyError, match="there are dimension, time"):
        part["size"]
    with pytest.raises(KeyError, match="there are pairs"):
        part.listing("none")


def test_intervals_of_positive_numbers_stay_positive_and_wide_ones_are_marked():
    fine, poor = measured("a", 10.0, 1.0, ""), measured("a", 10.0, 8.0, "")
    assert fine.note == ""
    np.testing.assert_allclose([fine.lower, fine.upper], [10 / 1.2165, 12.165], rtol=1e-3)
    assert poor.lower > 0
    assert poor.note.startswith("not resolved")
    nothing = measured("a", 10.0, math.inf, "")
    assert (nothing.lower, nothing.upper) == (0, math.inf)
    assert unknown("a", "", "why.").note == "not resolved: why."
