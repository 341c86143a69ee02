import numpy as np
import pytest

from memgen.theory.energies.extreme_levels import (
    edge_exponent,
    expected_exponent,
    gaussian_law,
    highest_levels,
)
from memgen.theory.energies.finite_levels import gaussian_energies, mean_participation
from memgen.theory.energies.finite_rem import mean_log_sum

ALPHA = np.log(2)
T = np.array([0.3, 0.6, 0.85, 1.2])


def test_means_are_those_of_drawn_levels():
    N, M, rng = 12, 2**12, np.random.default_rng(0)
    law = gaussian_energies(N / T**2)
    shares, logs = [], []
    for _ in range(800):
        weight = np.exp(np.sqrt(N) * rng.standard_normal(M) / T[:, None])
        shares.append((weight**2).sum(axis=1) / weight.sum(axis=1) ** 2)
        logs.append(np.log(weight.sum(axis=1)))
    for drawn, exact in (
        (shares, mean_participation(law, np.log(M))),
        (logs, mean_log_sum(law, np.log(M))),
    ):
        error = np.std(drawn, axis=0) / np.sqrt(len(drawn))
        assert (np.abs(np.mean(drawn, axis=0) - exact) < 4 * error).all()


def test_the_participation_tends_to_that_of_the_condensed_phase():
    found = mean_participation(gaussian_energies(1e4 / T**2), ALPHA * 1e4)
    expected = np.maximum(0, 1 - T * np.sqrt(2 * ALPHA))
    np.testing.assert_allclose(found, expected, atol=0.01)


@pytest.mark.parametrize("N", [30, 400])
def test_the_exponent_of_drawn_levels_is_the_expected_one(N):
    law, rng = gaussian_law(float(N)), np.random.default_rng(1)
    found = [edge_exponent(highest_levels(law, ALPHA * N, 65, rng), 60) for _ in range(800)]
    expected = expected_exponent(law, ALPHA * N, 60)
    # its own error is of the order of 1 / count of the shift
    assert np.mean(found) == pytest.approx(expected, abs=4 * np.std(found) / np.sqrt(800) + 0.003)
    assert expected < np.sqrt(2 * ALPHA)
