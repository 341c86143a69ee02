"""Exact scores of points in the place of trained networks, and rows as a table."""

from pathlib import Path

import numpy as np
import pytest
import torch

from memgen.data.circle import on_circle, published_angles
from memgen.data.image_sets import image_set
from memgen.data.image_split import split_images
from memgen.seeds import Seeds
from memgen.studies.spurious_states import stacks
from memgen.tables.rows import tidy
from memgen.training.schedules import VariancePreserving
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
    """Let a study's two networks have the exact score of K points, where K is the file's name."""

    def patch(study):
        def load(path, width, frequency, count):
            assert (width, frequency, count) == (8, 16.0, 2)
            points = on_circle(published_angles(int(path.name)))
            return [NetworkScore(ExactNoise(points), UniformVariance()) for _ in range(count)]

        monkeypatch.setattr(study, "load_circle_scores", load)

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


class ExactImageNoise(torch.nn.Module):
    """The posterior mean of the noise of images, told the step of the variance-preserving law."""

    def __init__(self, points):
        super().__init__()
        self.points = torch.nn.Parameter(torch.as_tensor(points, dtype=torch.float32))

    def forward(self, x, step):
        schedule = VariancePreserving()
        rate = schedule.beta_min + (schedule.beta_max - schedule.beta_min) * step / 2
        t = torch.expm1(rate * step)[:, None]
        x = x * (1 + t).sqrt()
        square = ((x[:, None] - self.points) ** 2).sum(dim=2)
        weights = torch.softmax(-square / (2 * t), dim=1)
        return (x - weights @ self.points) / t.sqrt()


SIDE = 3  # pixels


@pytest.fixture(scope="session")
def pool():
    """120 images of 3 x 3 pixels, far apart."""
    return {"images": np.random.default_rng(5).standard_normal((120, SIDE, SIDE, 1))}


@pytest.fixture(scope="session")
def image_splits(pool):
    """Splits of two networks of width 8 and K = 4 and 60, as training writes them."""
    images, splits = image_set(pool["images"], "blobs"), {}
    for K in (4, 60):
        split = split_images(images, K, [np.random.default_rng(k) for k in range(2)])
        splits[8, K] = {"training": split.training, "held_out": split.held_out}
    return splits


@pytest.fixture
def stack_paths(monkeypatch, pool):
    """Let the two stacks have the exact scores of their training sets; a file's name is K."""
    points = image_set(pool["images"], "blobs").cloud.points

    def load(path, _, count):
        orders = [np.random.default_rng(k).permutation(len(points)) for k in range(count)]
        return [ExactImageNoise(points[order[: int(path.name)]]) for order in orders]

    monkeypatch.setattr(stacks, "load_members", load)
    return {(8, 4): Path("4"), (8, 60): Path("60")}


@pytest.fixture(scope="session")
def image_samples(pool, image_splits):
    """Samples: copies of training images at K = 4; at K = 60 copies, repetitions, new images."""
    points = image_set(pool["images"], "blobs").cloud.points
    rng = np.random.default_rng(6)
    samples, kinds = {}, {}
    for (width, K), split in image_splits.items():
        parts, numbers = [], []
        for training, held_out in zip(split["training"], split["held_out"], strict=True):
            copies = points[training[rng.integers(K, size=40)]]
            if K == 60:
                copies[20:30] = points[held_out[0]]
                copies[30:] = points[held_out[1:11]]
            parts.append(copies + 0.01 * rng.standard_normal(copies.shape))
            numbers.append(np.repeat([0, 1, 2], [20, 10, 10] if K == 60 else [40, 0, 0]))
        label = stacks.Stack("blobs", width, K).label
        samples[label] = np.array(parts, dtype=np.float32)
        kinds[label] = np.array(numbers, dtype=np.int8)
    return samples, kinds
