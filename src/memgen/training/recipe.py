"""From a task to a trained network in a file."""

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from memgen.tables.files import atomic
from memgen.tables.rows import Row, row
from memgen.training.engine import Trained, train
from memgen.training.task import Task


def train_to_file(task: Task, path: str | Path, checkpoint: Path) -> Trained:
    """Train a new network, from its checkpoint if there is one, and write its weights.

    Parameters
    ----------
    task : Task
        What to train, on what, how.
    path : str or Path
        The safetensors file, whole or not there.
    checkpoint : Path
        Where what is done so far is kept, see `memgen.training.partial`.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(task.seed)
        network = task.build()
    trained = train(network, task.points, task.schedule, task.training, task.seed, checkpoint)
    with atomic(path) as temporary:
        save_file(trained.network.state_dict(), str(temporary))
    return trained


def loss_rows(trained: Trained, **coordinates: Any) -> list[Row]:
    """Return the rows of a table with the losses along training."""
    return [
        row("loss", "simulation", loss, None, 1, **coordinates, step=int(step))
        for step, loss in zip(trained.steps, trained.losses, strict=True)
    ]
