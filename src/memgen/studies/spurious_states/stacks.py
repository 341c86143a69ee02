"""Stacks of networks on images: their files, their training sets, their samples by type."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float, Int

from memgen.data.image_sets import ImageSet, image_set
from memgen.data.image_split import ImageSplit
from memgen.networks.members import load_members
from memgen.settings.spurious_images import Architecture
from memgen.studies.spurious_states.stack import Stack, build_member
from memgen.tables.files import Arrays


def of_set(name: str, of_all: Mapping[tuple[str, int, int], Any]) -> dict[Stack, Any]:
    """Return by stack what is of one image set, from a mapping by (images, width, K)."""
    stacks = {Stack(*label): value for label, value in of_all.items()}
    return {stack: value for stack, value in stacks.items() if stack.images == name}


def read_images(pool: Arrays, name: str) -> ImageSet:
    """Return the images of a set from its array file, as points on one scale."""
    return image_set(pool["images"], name)


def read_split(images: ImageSet, split: Arrays) -> ImageSplit:
    """Return what the networks of a stack were trained on, from what its training wrote."""
    return ImageSplit(images, split["training"], split["held_out"])


def splits_of(
    images: ImageSet, name: str, splits: Mapping[tuple[str, int, int], Arrays]
) -> dict[Stack, ImageSplit]:
    """Return the splits of all stacks of an image set; `splits` holds those of all sets."""
    return {stack: read_split(images, arrays) for stack, arrays in of_set(name, splits).items()}


def read_members(
    path: Path, architecture: Architecture, shape: tuple[int, int, int], stack: Stack, count: int
) -> list[torch.nn.Module]:
    """Return the networks of a stack."""
    return load_members(path, lambda: build_member(architecture, shape, stack.width), count)


@dataclass(frozen=True)
class SampledStack:
    """A stack with the samples that it generated.

    Attributes
    ----------
    stack : Stack
        Which.
    split : ImageSplit
        What its networks were trained on.
    members : list of torch.nn.Module
        The networks.
    samples : (networks, M, N)
        Their samples.
    kinds : (networks, M)
        The samples' types, as numbers of `memgen.measures.samples.types.TYPES`.
    """

    stack: Stack
    split: ImageSplit
    members: list[torch.nn.Module]
    samples: Float[np.ndarray, "networks M N"]
    kinds: Int[np.ndarray, "networks M"]


def sampled_stacks(
    images: ImageSet,
    networks: Mapping[Stack, Path],
    splits: Mapping[Stack, Arrays],
    samples: Arrays,
    kinds: Arrays,
    architecture: Architecture,
) -> Iterator[SampledStack]:
    """Yield the stacks of one image set, one at a time, with their samples.

    Parameters
    ----------
    images : ImageSet
        The set.
    networks, splits : mappings by stack
        What `image_stack` made, all of this set.
    samples, kinds : mappings of str to ndarray
        What `image_samples` and `image_types` made, by the stacks' labels.
    architecture : Architecture
        Of the networks.
    """
    for stack, path in networks.items():
        split = read_split(images, splits[stack])
        yield SampledStack(
            stack,
            split,
            read_members(path, architecture, images.shape, stack, split.networks),
            samples[stack.label].astype(float),
            kinds[stack.label],
        )
