"""From the settings of a rule to a trained network in a file."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from safetensors.torch import save_file

from memgen.tables import atomic, row
from memgen.training.engine import Trained, TrainingSettings, train
from memgen.training.partial import partial_path
from memgen.training.schedules import Schedule

RECORDS = 60  # losses in a table
OPTIONAL = ("optimizer", "cosine", "clip", "decay", "mixed_precision")


def training_settings(s: Mapping[str, Any]) -> TrainingSettings:
    """Return how to train from a section of `memgen.settings.training`, or the like of it."""
    return TrainingSettings(
        steps=s["steps"],
        batch=s["batch"],
        learning_rate=s["learning_rate"],
        warmup=min(200, s["steps"] // 10),
        every=max(1, s["steps"] // RECORDS),
        device=s["device"],
        **{name: s[name] for name in OPTIONAL if name in s},
    )


def train_to_file(
    build: Callable[[], torch.nn.Module],
    points: Float[np.ndarray, "P N"],
    schedule: Schedule,
    s: Mapping[str, Any],
    rng: np.random.Generator,
    path: str | Path,
    rule: str,
    code: str,
) -> Trained:
    """Train a new network, from its checkpoint if there is one, and write its weights.

    Parameters
    ----------
    build : callable
        Makes the network; torch is seeded for it.
    points, schedule
        As in `memgen.training.engine.train`.
    s : mapping
        The rule's settings, see `training_settings`.
    rng : numpy.random.Generator
        Source of the seed of weights, batches and noise.
    path : str or Path
        The safetensors file, whole or not there.
    rule, code : str
        Of the job: with the settings they say which checkpoint is its own.
    """
    seed = int(rng.integers(2**31))
    torch.manual_seed(seed)
    network = build()
    checkpoint = partial_path(path, rule, s, code)
    trained = train(network, points, schedule, training_settings(s), seed, checkpoint)
    with atomic(path) as temporary:
        save_file(trained.network.state_dict(), str(temporary))
    return trained


def loss_rows(trained: Trained, **coordinates: Any) -> list[dict[str, Any]]:
    """Return the rows of a table with the losses along training."""
    return [
        row("loss", "simulation", loss, None, 1, **coordinates, step=int(step))
        for step, loss in zip(trained.steps, trained.losses, strict=True)
    ]
