"""From a task to a trained network in a file, with its losses and its split beside it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from memgen.tables.files import atomic, write_arrays, write_sidecar, write_table
from memgen.tables.rows import Row, row, tidy
from memgen.training.engine import Trained, train
from memgen.training.task import Task


def train_task(task: Task, checkpoint: Path | None = None) -> Trained:
    """Train the network of a task, from its checkpoint if there is one.

    Torch's global generator is seeded while the network is built, and left as it was.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(task.seed)
        network = task.build()
    return train(network, task.points, task.schedule, task.training, task.seed, checkpoint)


def train_to_files(
    task: Task,
    files: tuple[str, str, str],
    checkpoint: Path,
    provenance: Callable[[], Mapping[str, Any]],
) -> Trained:
    """Train the network of a task and write weights, losses and split.

    Parameters
    ----------
    task : Task
        What to train, on what, how.
    files : (str, str, str)
        The safetensors file of the weights, the table of the losses, the arrays of the split; each
        whole or not there, with its sidecar.
    checkpoint : Path
        Where what is done so far is kept, see `memgen.training.partial`.
    provenance : callable
        Tells, after training, what the sidecars say.
    """
    trained = train_task(task, checkpoint)
    weights, losses, split = files
    told = provenance()
    write_sidecar(weights, told)
    with atomic(weights) as temporary:
        save_file(trained.network.state_dict(), str(temporary))
    rows = [*task.rows, *loss_rows(trained, **task.coordinates)]
    write_table(tidy(rows), losses, told)
    write_arrays(split, told, **task.split)
    return trained


def loss_rows(trained: Trained, **coordinates: Any) -> list[Row]:
    """Return the rows of a table with the losses along training."""
    return [
        row("loss", "simulation", loss, None, 1, **coordinates, step=int(step))
        for step, loss in zip(trained.steps, trained.losses, strict=True)
    ]
