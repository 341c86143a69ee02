"""Nearest-neighbour ratios and memorised fractions."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from memgen.measures.memorization import classify, memorised_fraction, nearest_ratio


def test_ratio_by_hand():
    training = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 10.0]])
    samples = np.array([[1.0, 0.0], [2.0, 0.0], [0.0, 0.0], [4.0, 3.0]])
    np.testing.assert_allclose(nearest_ratio(samples, training), [1 / 3, 1, 0, 3 / 5], atol=1e-14)


@given(st.integers(0, 2**32 - 1), st.floats(1e-6, 1e3))
def test_ratio_knows_no_units_and_no_origin(seed, scale):
    rng = np.random.default_rng(seed)
    training, samples, shift = rng.normal(size=(7, 3)), rng.normal(size=(5, 3)), rng.normal(size=3)
    ratio = nearest_ratio(samples, training)
    assert ((ratio >= 0) & (ratio <= 1)).all()
    moved = nearest_ratio(scale * (samples + shift), scale * (training + shift))
    np.testing.assert_allclose(moved, ratio, rtol=1e-6)


def test_copies_far_from_the_origin_are_found():
    rng = np.random.default_rng(0)
    training = 1e3 + rng.normal(size=(50, 4))
    samples = training[:10] + 1e-6 * rng.normal(size=(10, 4))
    assert (nearest_ratio(samples, training) < 1e-4).all()


def test_points_that_coincide():
    assert nearest_ratio(np.zeros((1, 2)), np.zeros((2, 2)))[0] == 1


def test_one_training_point_is_refused():
    with pytest.raises(ValueError, match="at least two"):
        nearest_ratio(np.zeros((3, 2)), np.zeros((1, 2)))


def test_fraction_and_its_binomial_error():
    rng = np.random.default_rng(1)
    found = memorised_fraction(rng.random((1, 4000)), rng, resamples=4000)
    assert found.value == pytest.approx(1 / 3, abs=0.03)
    expected = np.sqrt(found.value * (1 - found.value) / 4000)
    assert found.stderr == pytest.approx(expected, rel=0.06)
    assert found.lower == pytest.approx(found.value - 1.96 * expected, abs=0.2 * expected)
    assert found.upper == pytest.approx(found.value + 1.96 * expected, abs=0.2 * expected)


def test_draws_that_differ_widen_the_error():
    ratios = np.concatenate([np.zeros((3, 500)), np.ones((3, 500))])
    found = memorised_fraction(ratios, np.random.default_rng(2))
    assert found.value == 0.5
    assert found.stderr == pytest.approx(0.5 / np.sqrt(6), rel=0.1)
    assert found.n == 6


@pytest.mark.parametrize("bad", [{"threshold": 0.0}, {"threshold": 1.0}, {"resamples": 1}])
def test_senseless_settings_are_refused(bad):
    with pytest.raises(ValueError, match="threshold"):
        memorised_fraction(np.ones((2, 3)), np.random.default_rng(), **bad)


@pytest.mark.parametrize(
    ("ratios", "error", "message"),
    [
        (np.full((2, 3), np.nan), ValueError, r"ratios\[0\] is not finite"),
        (np.ones(3), ValueError, r"ratios\[None\]"),
        (np.ones((2, 0)), ValueError, "ratios"),
        (np.full((2, 3), 3.0), ValueError, r"outside \[0, 1\]"),
        (np.ma.masked_less(np.ones((2, 3)), 0), TypeError, "ratios is masked"),
    ],
)
def test_what_are_no_ratios_is_refused(ratios, error, message):
    with pytest.raises(error, match=message):
        memorised_fraction(ratios, np.random.default_rng())


def test_ratios_of_tensors_and_lists():
    ratios = np.random.default_rng(4).random((2, 30))
    expected = memorised_fraction(ratios, np.random.default_rng(5))
    for other in (torch.tensor(ratios), ratios.tolist()):
        assert memorised_fraction(other, np.random.default_rng(5)) == expected


@given(st.integers(0, 2**32 - 1), st.floats(0, 1e9), st.floats(1e-7, 1e3))
def test_types_know_no_origin(seed, offset, width):
    rng = np.random.default_rng(seed)
    # a grid of powers of two, on which shifts and distances are exact
    unit = 2.0 ** np.floor(np.log2(width))
    training, synthetic = (unit * rng.integers(-3, 4, (6, 2)) for _ in range(2))
    shift = unit * round(offset / unit / 2**20) if offset < 2**40 * unit else 0.0
    near = classify(synthetic, training, synthetic, 1.5 * unit, 1.5 * unit)
    far = classify(synthetic + shift, training + shift, synthetic + shift, 1.5 * unit, 1.5 * unit)
    np.testing.assert_array_equal(near, far)
