"""The training loop: a network, points and settings in; a trained network and its losses out.

Optimizer, warm-up and cosine decay of the learning rate, clipped gradients, moving average, and
checkpoints from which a killed run goes on to the very weights that an undisturbed one ends with.
"""

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from jaxtyping import Float
from tqdm import tqdm

from memgen.training import checkpoints
from memgen.training.average import MovingAverage
from memgen.training.schedules import Schedule
from memgen.training.score_matching import loss_of_batch

OptimizerName = Literal["adam", "radam", "sgd"]
Device = Literal["auto", "cpu", "cuda"]

OPTIMIZERS = {
    "adam": torch.optim.Adam,
    "radam": torch.optim.RAdam,
    "sgd": torch.optim.SGD,
}


@dataclass(frozen=True)
class TrainingSettings:
    """How to train.

    Attributes
    ----------
    steps, batch : int
        Steps, and samples in each.
    optimizer : str
        "adam", "radam" or "sgd".
    learning_rate : float
        Its largest value.
    warmup : int
        Steps over which it rises from 0.
    cosine : bool
        Whether it falls as a cosine to 0 afterwards.
    clip : float
        Largest norm of the gradient; inf for none.
    decay : float
        Of the moving average.
    every : int
        Steps between two recorded losses, the mean over which is recorded.
    device : str
        "auto" takes an accelerator if there is one.
    mixed_precision : bool
        bfloat16 in the network, on an accelerator alone.
    """

    steps: int
    batch: int = 128
    optimizer: OptimizerName = "adam"
    learning_rate: float = 1e-3
    warmup: int = 0
    cosine: bool = True
    clip: float = 1.0
    decay: float = 0.999
    every: int = 100
    device: Device = "auto"
    mixed_precision: bool = False

    def __post_init__(self):
        for name in ("steps", "batch", "every"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name}={getattr(self, name)} must be at least 1.")
        if not (self.learning_rate > 0 and self.clip > 0 and 0 <= self.warmup <= self.steps):
            raise ValueError(
                f"learning_rate={self.learning_rate}, clip={self.clip}, warmup={self.warmup}: the "
                "first two must be positive, and the warm-up within the steps."
            )


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


def choose_device(device: Device) -> torch.device:
    """Return the device that a setting names.

    Raises
    ------
    ValueError
        If "cuda" is asked for and there is none.
    """
    available = torch.cuda.is_available()
    if device == "cuda" and not available:
        raise ValueError("device='cuda': there is no such accelerator here; use 'auto' or 'cpu'.")
    return torch.device("cuda" if device != "cpu" and available else "cpu")


def train(
    network: torch.nn.Module,
    points: Float[np.ndarray, "P N"],
    schedule: Schedule,
    settings: TrainingSettings,
    seed: int,
    checkpoint: Path | None = None,
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
    settings : TrainingSettings
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
        If the checkpoint is broken or of other settings, or a loss is not finite.
    """
    device = choose_device(settings.device)
    network.to(device).train()
    data = torch.as_tensor(points, dtype=torch.float32, device=device)
    generator = torch.Generator(device=device).manual_seed(seed)
    run = _Run(network, settings, generator)
    about = asdict(settings) | {"seed": seed, "points": list(points.shape)}
    if checkpoint is not None:
        run.restore(checkpoint, about)
    autocast = settings.mixed_precision and device.type == "cuda"
    last = time.monotonic()
    for step in tqdm(range(run.step, settings.steps), disable=None, desc="training"):
        index = torch.randint(len(data), (settings.batch,), generator=generator, device=device)
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


class _Run:
    """What changes during training."""

    def __init__(self, network, settings: TrainingSettings, generator: torch.Generator):
        self.network, self.settings, self.generator = network, settings, generator
        self.optimizer: Any = OPTIMIZERS[settings.optimizer](
            network.parameters(), lr=settings.learning_rate
        )
        self.average = MovingAverage(network, settings.decay)
        self.step, self.steps, self.losses = 0, [], []
        device = next(network.parameters()).device
        self.sum = torch.zeros((), dtype=torch.float64, device=device)

    def take(self, loss: torch.Tensor, step: int) -> None:
        """Do one step of the optimizer, and record the loss now and then."""
        s = self.settings
        for group in self.optimizer.param_groups:
            group["lr"] = s.learning_rate * self._factor(step)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), s.clip)
        self.optimizer.step()
        self.average.update(self.network, step)
        self.sum += loss.detach().double()
        self.step = step + 1
        since = (self.step - 1) % s.every + 1
        if since == s.every or self.step == s.steps:
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
        s = self.settings
        if step < s.warmup:
            return (step + 1) / s.warmup
        if not s.cosine:
            return 1.0
        return 0.5 * (1 + np.cos(np.pi * (step - s.warmup) / max(s.steps - s.warmup, 1)))

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
            raise ValueError(
                f"{path}: a checkpoint of other settings, {numbers['about']}; delete it."
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
