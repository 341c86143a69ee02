"""The circle toy's trained networks as scores."""

from pathlib import Path

from safetensors.torch import load_file

from memgen.networks.fourier_mlp import FourierMLP
from memgen.training.score_matching import NetworkScore
from memgen.training.uniform_variance import UniformVariance


def load_circle_score(path: str | Path, width: int, frequency: float) -> NetworkScore:
    """Return score(x, t) of a `FourierMLP` whose weights lie in a safetensors file."""
    network = FourierMLP(2, width, frequency)
    network.load_state_dict(load_file(str(path)))
    return NetworkScore(network.eval().requires_grad_(False), UniformVariance())
