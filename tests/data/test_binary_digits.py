"""Digits as patterns of +-1."""

import numpy as np
import pytest

from memgen.data.binary_digits import binary_digits, draw_digits, typical_digits


def test_ink_is_plus_one():
    images, labels = binary_digits()
    assert images.shape == (1797, 64)
    assert set(np.unique(images)) == {-1.0, 1.0}
    # the corners of the frame are never inked
    assert (images[:, [0, 56]] == -1).all()
    assert set(labels) == set(range(10))


def test_one_of_each_class():
    images, labels = binary_digits()
    chosen = draw_digits(images, labels, 10, np.random.default_rng(0))
    assert np.linalg.matrix_rank(chosen) == 10
    for label, image in enumerate(chosen):
        assert (images[labels == label] == image).all(axis=1).any()
    with pytest.raises(ValueError, match="fewer"):
        draw_digits(images[:2], labels[:2] * 0, 3, np.random.default_rng(1))


def test_typical_digits_are_the_nearest_to_their_class():
    images, labels = binary_digits()
    chosen = typical_digits(images, labels, 0.25)
    assert set(labels[chosen]) == set(range(10))
    for label in (0, 8):
        own = images[labels == label]
        overlap = images @ own.mean(axis=0)
        inside = overlap[chosen[labels[chosen] == label]]
        (rest,) = np.nonzero(labels == label)
        outside = overlap[np.setdiff1d(rest, chosen)]
        assert inside.min() >= outside.max()
        assert len(inside) == round(0.25 * len(own))
