"""Samples of all networks of an image set from pure noise, by ancestral sampling or DDIM."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from jaxtyping import Float
from tqdm import tqdm

from memgen.diffusion.ddim import ddim
from memgen.diffusion.samplers import reverse_diffusion
from memgen.seeds import Seeds
from memgen.settings.spurious_images import Architecture, ImageSamples
from memgen.settings.training import DeviceName
from memgen.studies.made import Made
from memgen.studies.spurious_states.stacks import Stack, read_images, read_members
from memgen.tables.files import Arrays
from memgen.training.engine import choose_device
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import NetworkScore
from memgen.training.steps import STEPS, falling_variances

BATCH = 1000  # samples at a time


def table(
    s: ImageSamples,
    seeds: Seeds,
    architecture: Architecture,
    device: DeviceName,
    images: str,
    pool: Arrays,
    networks: Mapping[tuple[int, int], Path],
    splits: Mapping[tuple[int, int], Arrays],
) -> Made:
    """Return for each stack its samples (networks, M, N), float32, by the stack's label.

    `networks` and `splits` are what `image_stack` made for this set, by (width, K).
    """
    shape = read_images(pool, images).shape
    schedule, place = VariancePreserving(), choose_device(device)
    times = falling_variances(schedule, STEPS, s.steps)
    samples = {}
    for label, path in tqdm(networks.items(), disable=None, desc=images):
        stack, count = Stack(images, *label), len(splits[label]["training"])
        members = read_members(path, architecture, shape, stack, count)
        samples[stack.label] = np.stack(
            [
                generate(
                    NetworkScore(member.to(place), schedule),
                    (s.samples, int(np.prod(shape))),
                    times,
                    seeds.generator(stack.coordinates, number),
                    place,
                    s.sampler,
                )
                for number, member in enumerate(members)
            ]
        )
    return Made(arrays={"samples": samples})


def generate(
    score: NetworkScore,
    size: tuple[int, int],
    times: Float[np.ndarray, " times"],
    rng: np.random.Generator,
    device: torch.device,
    sampler: Literal["ancestral", "ddim"],
) -> Float[np.ndarray, "M N"]:
    """Return M samples (M, N) of a network, float32, from noise of variance 1 + times[0]."""
    samples = np.empty(size, dtype=np.float32)
    for start in range(0, len(samples), BATCH):
        part = samples[start : start + BATCH]
        noise = rng.standard_normal(part.shape) * np.sqrt(1 + times[0])
        x = torch.as_tensor(noise, dtype=torch.float32, device=device)
        with torch.no_grad():
            ended = (
                ddim(score, x, times)
                if sampler == "ddim"
                else reverse_diffusion(score, x, times, rng)
            )
        part[:] = ended.cpu().numpy()
    return samples
