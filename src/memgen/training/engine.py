"""The training loop: a network, points and settings in; a trained network and its losses out.

Optimizer, warm-up and cosine decay of the learning rate, clipped gradients, moving average, and
checkpoints from which a killed run goes on to the very weights that an undisturbed one ends with.
"""

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
import torch
from jaxtyping import Float
from tqdm import tqdm

from memgen.settings.training import DeviceName, Training
from memgen.training import checkpoints
from memgen.training.average import MovingAverage
from memgen.training.doors import check_job, check_width, checkpoint_path, training_points
from memgen.training.schedules import Schedule
from memgen.training.score_matching import loss_of_batch

OPTIMIZERS = {
    "adam": torch.optim.Adam,
    "radam": torch.optim.RAdam,
    "sgd": torch.optim.SGD,
}


RECORDS = 60  # losses along training, unless `every` says otherwise
LONGEST_WARMUP = 200


@dataclass(frozen=True)
class Trained:
    """A finished run.

    Attributes
    ----------
    network : torch.nn.Module
        With the averaged weights, on the CPU.
    steps : (records,)
        Number of steps done at each record.
    losses : (records,)
        Mean loss since the record before.
    """

    network: torch.nn.Module
    steps: np.ndarray
    losses: np.ndarray


def choose_device(device: DeviceName | str) -> torch.device:
    """Return the device that a setting names.

    Raises
    ------
    ValueError
        If it is none of these, or "cuda" is asked for and there is none.
    """
    if device not in get_args(DeviceName):
        known = ", ".join(repr(name) for name in get_args(DeviceName))
        raise ValueError(f"device={device!r} is not known; give one of {known}.")
    available = torch.cuda.is_available()
    if device == "cuda" and not available:
        raise ValueError("device='cuda': there is no such accelerator here; use 'auto' or 'cpu'.")
    return torch.device("cuda" if device != "cpu" and available else "cpu")


def train(
    network: torch.nn.Module,
    points: Any,
    schedule: Schedule,
    training: Training,
    seed: int,
    checkpoint: Path | str | None = None,
    seconds: float = 60.0,
) -> Trained:
    """Train a network to tell the noise of noisy points.

    Parameters
    ----------
    network : torch.nn.Module
        network(x, label) of scaled samples (batch, N) and labels (batch,); trained in place.
    points : (P, N)
        Training points.
    schedule : Schedule
        The law of the noise.
    training : Training
        How to train.
    seed : int
        Of the batches, times and noise.
    checkpoint : Path, optional
        File to write about every `seconds`, and to go on from if it is there; deleted at the end.
    seconds : float
        Between two checkpoints.

    Raises
    ------
    ValueError
        If the checkpoint is broken or was made by another job (other settings, points, schedule or
        network), or a loss is not finite; if the points are no finite matrix, or not what the
        network takes; if there is no such device.
    TypeError
        If the points are no real numbers, or an argument is of another kind.
    """
    check_job(network, schedule, training, seed)
    points, checkpoint = training_points(points), checkpoint_path(checkpoint)
    device = choose_device(training.device)
    check_width(network.to(device), schedule, points)
    network.train()
    data = torch.as_tensor(points, dtype=torch.float32, device=device)
    generator = torch.Generator(device=device).manual_seed(seed)
    run = _Run(network, training, generator)
    about = identity(network, points, schedule, training, seed)
    if checkpoint is not None:
        run.restore(checkpoint, about)
    autocast = training.mixed_precision and device.type == "cuda"
    last = time.monotonic()
    for step in tqdm(range(run.step, training.steps), disable=None, desc="training"):
        index = torch.randint(len(data), (training.batch,), generator=generator, device=device)
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=autocast):
            loss = loss_of_batch(network, schedule, data[index], generator)
        run.take(loss, step)
        if checkpoint is not None and time.monotonic() - last > seconds:
            run.store(checkpoint, about)
            last = time.monotonic()
    run.average.copy_to(network)
    if checkpoint is not None:
        checkpoint.unlink(missing_ok=True)
    network.to("cpu").eval()
    return Trained(network, np.array(run.steps), np.array(run.losses))


def identity(
    network: torch.nn.Module,
    points: Float[np.ndarray, "P N"],
    schedule: Schedule,
    training: Training,
    seed: int,
) -> dict[str, Any]:
    """Return what a checkpoint must agree in with the job that goes on from it."""
    shapes = {name: list(value.shape) for name, value in network.state_dict().items()}
    digest = hashlib.sha256(np.ascontiguousarray(points).tobytes()).hexdigest()[:32]
    return {
        "training": training.model_dump(mode="json"),
        "seed": seed,
        "points": {"shape": list(points.shape), "dtype": str(points.dtype), "sha256": digest},
        "schedule": repr(schedule),
        "network": {"class": type(network).__name__, "parameters": shapes},
    }


class _Run:
    """What changes during training."""

    def __init__(self, network, training: Training, generator: torch.Generator):
        self.network, self.training, self.generator = network, training, generator
        self.optimizer: Any = OPTIMIZERS[training.optimizer](
            network.parameters(), lr=training.learning_rate
        )
        self.average = MovingAverage(network, training.decay)
        steps = training.steps
        self.every = max(1, steps // RECORDS) if training.every is None else training.every
        longest = min(LONGEST_WARMUP, steps // 10)
        self.warmup = longest if training.warmup is None else training.warmup
        self.step, self.steps, self.losses = 0, [], []
        device = next(network.parameters()).device
        self.sum = torch.zeros((), dtype=torch.float64, device=device)

    def take(self, loss: torch.Tensor, step: int) -> None:
        """Do one step of the optimizer, and record the loss now and then."""
        s = self.training
        for group in self.optimizer.param_groups:
            group["lr"] = s.learning_rate * self._factor(step)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), s.clip)
        self.optimizer.step()
        self.average.update(self.network, step)
        self.sum += loss.detach().double()
        self.step = step + 1
        since = (self.step - 1) % self.every + 1
        if since == self.every or self.step == s.steps:
            mean = float(self.sum) / since
            if not np.isfinite(mean):
                raise ValueError(
                    f"the loss is {mean} at step {self.step}: lower learning_rate="
                    f"{s.learning_rate} or clip={s.clip}."
                )
            self.steps.append(self.step)
            self.losses.append(mean)
            self.sum.zero_()

    def _factor(self, step: int) -> float:
        s = self.training
        if step < self.warmup:
            return (step + 1) / self.warmup
        if not s.cosine:
            return 1.0
        return 0.5 * (1 + np.cos(np.pi * (step - self.warmup) / max(s.steps - self.warmup, 1)))

    def store(self, path: Path, about: dict[str, Any]) -> None:
        """Write a checkpoint."""
        tensors = {f"network.{k}": v for k, v in self.network.state_dict().items()}
        tensors |= {f"average.{k}": v for k, v in self.average.weights.items()}
        state = self.optimizer.state_dict()
        scalars = {}
        for number, moments in state["state"].items():
            for key, value in moments.items():
                if isinstance(value, torch.Tensor):
                    tensors[f"optimizer.{number}.{key}"] = value
                else:
                    scalars[f"{number}.{key}"] = value
        tensors["generator"] = self.generator.get_state()
        tensors["sum"] = self.sum
        numbers = {
            "about": about,
            "step": self.step,
            "steps": self.steps,
            "losses": self.losses,
            "scalars": scalars,
        }
        checkpoints.save(path, tensors, numbers)

    def restore(self, path: Path, about: dict[str, Any]) -> None:
        """Go on from a checkpoint, if there is one."""
        found = checkpoints.load(path)
        if found is None:
            return
        tensors, numbers = found
        if numbers["about"] != about:
            before = numbers["about"]
            other = [name for name in about if before.get(name) != about[name]]
            told = ", ".join(f"{name} {before.get(name)}, now {about[name]}" for name in other)
            raise ValueError(
                f"{path}: a checkpoint of another job ({told[:400]}); delete it to start anew."
            )
        part = {
            name: {k.removeprefix(f"{name}."): v for k, v in tensors.items() if k.startswith(name)}
            for name in ("network", "average", "optimizer")
        }
        self.network.load_state_dict(part["network"])
        for name, weights in self.average.weights.items():
            weights.copy_(part["average"][name])
        state = self.optimizer.state_dict()
        moments: dict[int, dict[str, Any]] = {}
        for key, value in (part["optimizer"] | numbers["scalars"]).items():
            number, name = key.split(".", 1)
            moments.setdefault(int(number), {})[name] = value
        state["state"] = moments
        self.optimizer.load_state_dict(state)
        self.generator.set_state(tensors["generator"])
        self.sum.copy_(tensors["sum"])
        self.step, self.steps, self.losses = numbers["step"], numbers["steps"], numbers["losses"]
