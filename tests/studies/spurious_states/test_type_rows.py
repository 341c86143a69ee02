"""Which distance goes where, told by distances that are all different."""

import numpy as np
import pytest
import torch

from memgen.measures.samples.distances import RealDistances, SampleDistances
from memgen.studies.spurious_states import image_samples, image_types, type_fractions
from memgen.studies.spurious_states.stacks import Stack
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import NetworkScore

STACK = Stack("blobs", 8, 4)
FEATURES = [np.arange(8.0)[:, None]] * 2  # neighbours are 1 apart
REAL = RealDistances(FEATURES, [np.full(8, 2.0)] * 2, [np.full(8, 4.0)] * 2)
SAMPLES = SampleDistances(
    FEATURES, np.full((2, 8), 6.0), np.full((2, 8), 8.0), np.full((2, 8), 0.5)
)


def test_baselines():
    rows = list(type_fractions.baseline_rows(STACK, REAL, 3.0, 1.0))
    values = {row["quantity"]: row["value"] for row in rows}
    assert values == {"false_memorised": 1, "false_spurious": 0}


def test_histograms():
    edges = np.array([1.0, 3.0, 5.0, 7.0, 9.0])
    rows = list(image_types.histogram_rows(STACK, SAMPLES, REAL, edges, 5.0))
    full = {(row["which"], row["of"]): row["low"] for row in rows if row["value"] == 1}
    expected = {("S", "samples"): 5, ("S'", "samples"): 7, ("S", "real"): 1, ("S'", "real"): 3}
    assert full == expected | {("S'", "new"): 7}
    copied = image_types.histogram_rows(STACK, SAMPLES, REAL, edges, 6.0)
    assert sum(row["value"] for row in copied if row["of"] == "new") == 0


def test_samples_start_at_the_variance_of_noisy_data(monkeypatch):
    monkeypatch.setattr(image_samples, "ddim", lambda *given: given[1])
    rng, times = np.random.default_rng(0), np.array([24.0, 1.0])
    score = NetworkScore(torch.nn.Identity(), VariancePreserving())
    x = image_samples.generate(score, (5, 3), times, rng, torch.device("cpu"), "ddim")
    expected = 5 * np.random.default_rng(0).standard_normal((5, 3))
    assert x == pytest.approx(expected, rel=1e-6)
