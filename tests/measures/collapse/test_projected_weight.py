import numpy as np
import pytest

from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basins import own_weight
from memgen.measures.collapse.projected_weight import projected_weight, projection_terms


def test_it_is_the_posterior_weight_of_the_empirical_denoiser():
    rng = np.random.default_rng(0)
    points, t = rng.standard_normal((30, 6)), 0.8
    x = points[:8] + np.sqrt(t) * rng.standard_normal((8, 6))
    denoised = EmpiricalScore(points).denoise(x, t)
    others = np.concatenate(
        [EmpiricalScore(np.delete(points, k, axis=0)).denoise(x[k : k + 1], t) for k in range(8)]
    )
    along, square = projection_terms(denoised, others, points[:8])
    expected = own_weight(EmpiricalScore(points), x, points[:8], t)
    np.testing.assert_allclose(along / square, expected, rtol=1e-9)
    found = projected_weight(along, square)
    assert expected.min() < found.value < expected.max()
    assert 0 < found.stderr < 0.5


def test_who_gives_the_point_back_and_who_knows_nothing_of_it():
    rng = np.random.default_rng(1)
    own, others = rng.standard_normal((2, 5, 3))
    assert projected_weight(*projection_terms(own, others, own)).value == pytest.approx(1)
    assert projected_weight(*projection_terms(others, others, own)).value == 0


def test_what_is_refused():
    with pytest.raises(ValueError, match="two probes"):
        projected_weight(np.ones(1), np.ones(1))
    with pytest.raises(ValueError, match="two probes"):
        projected_weight(np.zeros(3), np.zeros(3))
