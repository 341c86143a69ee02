"""Types of samples: a constructed set whose answer is known, and fractions with their errors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.measures.memorization import classify
from memgen.measures.samples.types import TYPES, classify_distances, type_fractions


def constructed():
    """Two copies of a memory, three of an invention, two singles, all far apart."""
    training = np.array([[0.0, 0.0], [10.0, 0.0]])
    samples = np.array(
        [[0.1, 0.0], [0.0, 0.1], [5.0, 5.0], [5.1, 5.0], [5.0, 5.1], [-8.0, 3.0], [0.0, 20.0]]
    )
    return samples, training, np.repeat(TYPES, [2, 3, 2])


def test_a_constructed_set():
    samples, training, expected = constructed()
    np.testing.assert_array_equal(classify(samples, training, samples, 0.5, 0.5), expected)
    # a part of the samples, in the same synthetic set
    np.testing.assert_array_equal(
        classify(samples[4:6], training, samples, 0.5, 0.5), expected[4:6]
    )
    # without leaving itself out, a sample repeats itself
    repeated = classify(samples, training, samples, 0.5, 0.5, exclude_self=False)
    np.testing.assert_array_equal(repeated, np.repeat(TYPES[:2], [2, 5]))
    # a separate synthetic set
    other = np.array([[-8.2, 3.0], [99.0, 99.0]])
    assert classify(samples, training, other, 0.5, 0.5)[5] == "spurious"
    assert classify(samples, training, other, 0.5, 0.5)[2] == "generalised"


def test_exact_copies_among_the_samples_are_repetitions():
    samples = np.array([[5.0, 5.0], [5.0, 5.0], [9.0, 9.0]])
    found = classify(samples, np.zeros((1, 2)), samples, 0.5, 0.5)
    np.testing.assert_array_equal(found, ["spurious", "spurious", "generalised"])


def test_thresholds_are_inclusive():
    found = classify_distances(np.array([1.0, 2.0, 2.0]), np.array([0.0, 1.0, 1.1]), 1.0, 1.0)
    np.testing.assert_array_equal(found, TYPES)
    with pytest.raises(ValueError, match="delta_m=-1"):
        classify_distances(np.ones(1), np.ones(1), -1.0, 1.0)


@given(st.integers(0, 2**32 - 1), st.floats(0.01, 3), st.floats(0.01, 3), st.floats(0.1, 10))
def test_larger_thresholds_only_take_from_the_generalised(seed, delta_m, delta_s, scale):
    rng = np.random.default_rng(seed)
    samples, training = rng.standard_normal((20, 2)), rng.standard_normal((5, 2))
    found = classify(samples, training, samples, delta_m, delta_s)
    wider = classify(samples, training, samples, delta_m, 2 * delta_s)
    assert ((found == "memorised") == (wider == "memorised")).all()
    assert (wider[found == "spurious"] == "spurious").all()
    other = scale * 1.0
    scaled = classify(other * samples, other * training, other * samples, 1e9, delta_s)
    assert (scaled == "memorised").all()


def test_a_larger_synthetic_set_only_adds_spurious_ones():
    rng = np.random.default_rng(0)
    samples, training = rng.standard_normal((400, 3)), 9 + rng.standard_normal((5, 3))
    few = classify(samples[:100], training, samples[:100], 0.1, 0.3)
    many = classify(samples[:100], training, samples, 0.1, 0.3)
    assert (few == "spurious").sum() < (many == "spurious").sum()
    assert (many[few == "spurious"] == "spurious").all()


def test_fractions_and_their_errors():
    rng = np.random.default_rng(1)
    types = rng.choice(TYPES, size=(1, 4000), p=[0.2, 0.3, 0.5])
    found = type_fractions(types, rng, 2000)
    np.testing.assert_allclose(found.value, [0.2, 0.3, 0.5], atol=0.03)
    expected = np.sqrt(found.value * (1 - found.value) / 4000)
    np.testing.assert_allclose(found.stderr, expected, rtol=0.1)
    # networks that disagree widen it; samples alone would give .01
    split = np.repeat(np.array([["memorised"], ["spurious"]] * 3), 500, axis=1)
    assert type_fractions(split, rng, 2000).stderr[0] == pytest.approx(0.5 / np.sqrt(5), rel=0.1)
    # where all agree the error is the resolution
    same = np.full((2, 49), "generalised")
    np.testing.assert_allclose(type_fractions(same, rng).stderr, 1 / 100)
