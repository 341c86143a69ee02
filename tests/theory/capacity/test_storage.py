"""The first lost pattern: mean numbers of losses against counted ones."""

import numpy as np
import pytest
from scipy.optimize import brentq

from memgen.theory.capacity.storage import expected_losses, half_storage


def test_expected_losses_by_counting():
    """The mean number of patterns below the largest overlap with another one."""
    N, P, lost = 12, 120, []
    for draw in range(300):
        xi = np.random.default_rng(draw).standard_normal((P, N))
        overlaps = xi @ xi.T
        square = overlaps.diagonal().copy()
        np.fill_diagonal(overlaps, -np.inf)
        lost.append((overlaps.max(axis=1) > square).sum())
    stderr = np.std(lost, ddof=1) / np.sqrt(300)
    assert expected_losses(np.log(P), N) == pytest.approx(np.mean(lost), abs=3 * stderr)


def test_the_first_moment_s_load_tends_to_log_2_over_4():
    """Where the mean number of losses is 1 at N = 500 to 8000, extrapolated in log N / N."""
    sizes = np.array([500.0, 2000.0, 8000.0])
    loads = [
        brentq(lambda a, N=N: np.log1p(expected_losses(a * N, int(N))) - np.log(2), 0.1, 0.3)
        for N in sizes
    ]
    limit = np.polyfit(np.log(sizes) / sizes, loads, 1)[1]
    assert limit == pytest.approx(np.log(2) / 4, rel=2e-3)


def test_half_of_the_draws_store_all_where_log_two_are_lost():
    for N in (12, 400):
        assert expected_losses(half_storage(N) * N, N) == pytest.approx(np.log(2), rel=1e-3)
    assert half_storage(2000) == pytest.approx(np.log(2) / 4, rel=0.02)


def test_losses_at_finite_lambda_by_counting():
    N, P, lam, lost = 12, 25, 0.4, []
    for draw in range(600):
        xi = np.random.default_rng(draw).standard_normal((P, N))
        overlaps = xi @ xi.T
        gaps = lam * (overlaps - overlaps.diagonal()[:, None])
        np.fill_diagonal(gaps, -np.inf)
        lost.append((np.logaddexp.reduce(gaps, axis=1) > 0).sum())
    stderr = np.std(lost, ddof=1) / np.sqrt(600)
    assert expected_losses(np.log(P), N, lam) == pytest.approx(np.mean(lost), abs=3 * stderr)


def test_a_sum_of_two_terms():
    """Two patterns: one term, above 1 where xi.xi' exceeds |xi|^2, at any lambda."""
    for lam in (0.3, 2.0):
        at = expected_losses(np.log(2), 10, lam)
        assert at == pytest.approx(expected_losses(np.log(2), 10), rel=0.02)


def test_more_patterns_than_rounding_allows_are_refused():
    with pytest.raises(ValueError, match="rounding"):
        expected_losses(16.0, 100, 0.4)
