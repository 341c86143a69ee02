"""The circle toy's trained networks as scores."""

from pathlib import Path

from memgen.networks.fourier_mlp import FourierMLP
from memgen.networks.members import load_members
from memgen.training.score_matching import NetworkScore
from memgen.training.uniform_variance import UniformVariance


def load_circle_scores(
    path: str | Path, width: int, frequency: float, count: int
) -> list[NetworkScore]:
    """Return score(x, t) of each of `count` `FourierMLP`s, stacked in a safetensors file."""
    members = load_members(path, lambda: FourierMLP(2, width, frequency), count)
    return [NetworkScore(network.requires_grad_(False), UniformVariance()) for network in members]
