import sys
from types import ModuleType

import numpy as np

from memgen.diagnose import library


class Fitted:
    def fit(self, points):
        self.dimension_ = float(points.shape[1])
        return self


class Failing:
    def fit(self, _):
        raise ZeroDivisionError


def test_estimates_of_the_library_and_its_failures(monkeypatch):
    estimators = ModuleType("skdim.id")
    for name, kind in zip(library.ESTIMATORS, (Fitted, Failing, Fitted), strict=True):
        setattr(estimators, name, kind)
    monkeypatch.setitem(sys.modules, "skdim", ModuleType("skdim"))
    monkeypatch.setitem(sys.modules, "skdim.id", estimators)
    found = library.library_dimensions(np.ones((5, 3)))
    assert found == {"TwoNN": 3.0, "MLE": found["MLE"], "lPCA": 3.0}
    assert np.isnan(found["MLE"])


def test_without_the_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "skdim.id", None)
    assert library.library_dimensions(np.ones((5, 3))) is None
