import numpy as np
import pytest
from scipy.stats import chi2, ncx2

from memgen.theory.manifold import collapse_time
from memgen.theory.manifold.finite_size import spectra
from memgen.theory.manifold.voronoi import ball_probability, nearest_probability


@pytest.mark.parametrize("rank", [1, 5, 300])
@pytest.mark.parametrize("offset", [0.0, 0.8])
def test_the_ball_of_an_isotropic_law_is_a_chi_square(rank, offset):
    a, centre = np.full((4, rank), 1.7), np.full((4, rank), offset)
    square = (1.7 + offset**2) * rank * np.array([0.02, 0.2, 0.5, 0.9])
    found = ball_probability(square, centre, a)
    if offset:
        expected = ncx2.logcdf(square / 1.7, rank, rank * offset**2 / 1.7)
        reachable = np.isfinite(expected) & (expected > -600)
    else:
        expected, reachable = chi2.logcdf(square / 1.7, rank), slice(None)
    np.testing.assert_allclose(found[reachable], expected[reachable], rtol=1e-6, atol=1e-6)


def test_the_nearest_of_real_points():
    N, D, P = 30, 6, 400
    R = np.array([0.2, 0.9, 2.5])
    found = nearest_probability(R, N, D, np.log(P), 1500, np.random.default_rng(0))
    rng, hits = np.random.default_rng(1), []
    for rows, eigenvalues in spectra(N, D, 600, rng):
        for a in eigenvalues:
            points = np.sqrt(a) * rng.standard_normal((P, D))
            noise = rng.standard_normal(D)
            starts = points[0] + np.sqrt(R)[:, None] * noise
            nearest = ((starts[:, None] - points) ** 2).sum(axis=2).argmin(axis=1)
            hits.append(nearest == 0)
        assert len(hits) == rows.stop
    measured, error = np.mean(hits, axis=0), np.std(hits, axis=0) / np.sqrt(600)
    spread = found.std(axis=0) / np.sqrt(1500)
    assert (np.abs(measured - found.mean(axis=0)) < 3.5 * np.hypot(error, spread)).all()


def test_the_cell_ends_at_the_collapse_time_as_n_grows():
    t_c = collapse_time(0.2, 0.2)
    found = nearest_probability(
        t_c * np.array([0.85, 1.15]), 4000, 800, 800.0, 10, np.random.default_rng(2)
    )
    inside, outside = found.mean(axis=0)
    assert inside > 0.9
    assert outside < 0.1


def test_domain():
    with pytest.raises(ValueError, match="log_P=0"):
        nearest_probability(np.ones(1), 20, 5, 0.0, 3, np.random.default_rng(0))
