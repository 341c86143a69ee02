"""Dimensions by scikit-dimension beside the project's own, where that library is installed."""

import importlib
import warnings

import numpy as np
from jaxtyping import Float

MOST = 2000  # points
ESTIMATORS = ("TwoNN", "MLE", "lPCA")
MISSING = (
    "scikit-dimension is not installed, so that its estimates do not stand beside these: pip "
    "install 'memgen[diagnose]'."
)


def library_dimensions(points: Float[np.ndarray, "P N"]) -> dict[str, float] | None:
    """Return the dimension by each of `ESTIMATORS` of scikit-dimension; None without the library.

    An estimator that fails on these points gives nan.
    """
    try:
        estimators = importlib.import_module("skdim.id")
    except ImportError:
        return None
    found = {}
    with warnings.catch_warnings():
        # what the library says of its own numerics
        warnings.simplefilter("ignore")
        for name in ESTIMATORS:
            try:
                found[name] = float(getattr(estimators, name)().fit(points).dimension_)
            except Exception:
                found[name] = float("nan")
    return found
