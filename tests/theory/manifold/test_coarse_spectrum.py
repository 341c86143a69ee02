import numpy as np
import pytest

from memgen.statistics.crossing import crossing_place
from memgen.theory.manifold.coarse_spectrum import EXACT, coarse_spectrum
from memgen.theory.manifold.finite_size import own_weight_of_spectrum

SPECTRUM = 60 / np.arange(1, 301) ** 1.3


def test_sums_are_kept():
    found = coarse_spectrum(SPECTRUM)
    assert len(found) < 220
    np.testing.assert_array_equal(found[:EXACT], SPECTRUM[:EXACT])
    assert found.sum() == pytest.approx(SPECTRUM.sum())
    assert (found**2).sum() == pytest.approx((SPECTRUM**2).sum(), rel=1e-4)
    np.testing.assert_array_equal(coarse_spectrum(SPECTRUM[:9][::-1]), SPECTRUM[:9])


def test_the_collapse_time_is_that_of_the_whole_spectrum():
    t = np.geomspace(2, 20, 5)
    places = [
        crossing_place(
            t,
            own_weight_of_spectrum(t, spectrum, np.log(100), 40, np.random.default_rng(0)).mean(
                axis=0
            ),
            0.5,
        )
        for spectrum in (SPECTRUM, coarse_spectrum(SPECTRUM))
    ]
    # the draws differ beyond the largest variances: 40 of them leave three parts in a hundred
    assert places[1] == pytest.approx(places[0], rel=0.06)
