"""The exact score of a few points in the place of a trained network, and rows as a table."""

import pytest
import torch

from memgen.data.circle import on_circle, published_angles
from memgen.seeds import Seeds
from memgen.tables.rows import tidy
from memgen.training.score_matching import NetworkScore
from memgen.training.uniform_variance import UniformVariance

SOURCE, SEED = "spurious_states", 7


class ExactNoise(torch.nn.Module):
    """The posterior mean of the noise of points: what a network would learn at best."""

    def __init__(self, points):
        super().__init__()
        self.points = torch.nn.Parameter(torch.as_tensor(points, dtype=torch.float64))

    def forward(self, x, t):
        square = ((x[:, None] - self.points) ** 2).sum(dim=2)
        weights = torch.softmax(-square / (2 * t[:, None]), dim=1)
        return (x - weights @ self.points) / t.sqrt()[:, None]


@pytest.fixture
def exact_networks(monkeypatch):
    """Let a study's networks have the exact score of K points, where K is the file's name."""

    def patch(study):
        def load(path, width, frequency):
            assert (width, frequency) == (8, 16.0)
            points = on_circle(published_angles(int(path.name)))
            return NetworkScore(ExactNoise(points), UniformVariance())

        monkeypatch.setattr(study, "load_circle_score", load)

    return patch


@pytest.fixture
def splits():
    """The splits of networks of 2 and of 9 points."""
    return {K: {"points": on_circle(published_angles(K))} for K in (2, 9)}


@pytest.fixture
def seeds_of():
    """The seeds of a table."""
    return lambda table: Seeds(SEED, SOURCE, table)


@pytest.fixture
def frame_of():
    """A checked table of rows."""
    return lambda rows: tidy(list(rows))


def series(frame, quantity, kind, index):
    """The values of a quantity by its coordinates."""
    rows = frame[(frame["quantity"] == quantity) & (frame["kind"] == kind)]
    assert len(rows)
    return rows.set_index(index)["value"].astype(float)


@pytest.fixture
def values():
    return series
