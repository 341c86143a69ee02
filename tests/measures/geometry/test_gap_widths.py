"""Gaps of one drawn spectrum in closed form."""

import numpy as np
import pytest

from memgen.measures.geometry.gap_widths import gap_widths


def test_both_gaps():
    levels, t = np.array([0.1, 0.2, 2.0, 3.0]), np.array([0.1, 1.0])
    middle, final = gap_widths(levels, 2, t)
    np.testing.assert_allclose(middle, [0.1 / 0.3 - 0.1 / 2.1, 1 / 1.2 - 1 / 3])
    np.testing.assert_allclose(final, [0.5, 0.1 / 1.1])


@pytest.mark.parametrize("larger", [0, 4])
def test_a_gap_has_two_sides(larger):
    with pytest.raises(ValueError, match=f"larger={larger}"):
        gap_widths(np.arange(1.0, 5.0), larger, np.ones(1))
