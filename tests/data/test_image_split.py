"""Training sets that are nested, and images that a network never saw."""

import numpy as np
import pytest

from memgen.data.image_sets import image_set, raw_images
from memgen.data.image_split import split_images


@pytest.fixture(scope="module")
def digits():
    return image_set(raw_images("digits"), "digits")


def generators(count=2):
    return [np.random.default_rng(number) for number in range(count)]


def test_training_sets_are_nested_and_of_each_network_its_own(digits):
    few, many = split_images(digits, 10, generators()), split_images(digits, 50, generators())
    assert few.networks == 2
    for smaller, larger in zip(few.training_sets, many.training_sets, strict=True):
        np.testing.assert_array_equal(smaller, larger[:10])
    assert (few.training[0] != few.training[1]).any()
    points = digits.cloud.points
    np.testing.assert_array_equal(few.training_sets[1], points[few.training[1]])


def test_what_is_held_out_was_not_trained_on(digits):
    split = split_images(digits, 100, generators())
    for training, held_out in zip(split.training, split.held_out, strict=True):
        assert sorted([*training, *held_out]) == list(range(1797))


def test_fresh_images_are_the_last_of_the_order(digits):
    few, many = split_images(digits, 10, generators()), split_images(digits, 1790, generators())
    fresh = few.fresh(100)
    assert [len(x) for x in fresh] == [100, 100]
    np.testing.assert_array_equal(fresh[1], digits.cloud.points[few.held_out[1][-100:]])
    # where there are fewer
    np.testing.assert_array_equal(many.fresh(100)[0], fresh[0][-7:])


def test_too_few_images(digits):
    with pytest.raises(ValueError, match="K=1798"):
        split_images(digits, 1798, generators())
