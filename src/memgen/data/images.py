"""Small images that come with scikit-learn."""

import numpy as np

from memgen.data.points import PointCloud, standardise


def load_digits() -> PointCloud:
    """Return the 1797 digits of 8 x 8 pixels, centred and scaled.

    The raw pixels are 0 to 16. Each pixel's mean is taken off, and one global scale brings the
    mean variance per pixel to 1; pixels that never vary stay 0. `restore` gives the raw pixels
    back. (UCI "Optical Recognition of Handwritten Digits", test part.)
    """
    return standardise(raw_digits().reshape(-1, 64), "digits")


def raw_digits() -> np.ndarray:
    """Return the 1797 digits as images (1797, 8, 8, 1), their pixels 0 to 16."""
    from sklearn.datasets import load_digits as read

    return np.asarray(read(return_X_y=True)[0]).reshape(-1, 8, 8, 1)
