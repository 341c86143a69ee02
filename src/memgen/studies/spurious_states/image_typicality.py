"""How far each sample is from being typical of its type, by distances."""

from collections.abc import Mapping

import numpy as np
from tqdm import tqdm

from memgen.measures.samples.distances import nearest_distance
from memgen.measures.samples.image_distance import image_distance
from memgen.measures.samples.types import TYPES
from memgen.settings.spurious_images import ImageDistance
from memgen.studies.made import Made
from memgen.studies.spurious_states.stacks import read_images, splits_of
from memgen.tables.files import Arrays


def table(
    distance: ImageDistance,
    pools: Mapping[str, Arrays],
    splits: Mapping[tuple[str, int, int], Arrays],
    samples: Mapping[str, Arrays],
    kinds: Arrays,
) -> Made:
    """Return `atypical` by the stacks' labels, (networks, M): smaller is more typical of a type.

    d_S of memorised samples, d_S' of spurious and -d_S' of generalised ones, as the released code
    of arXiv:2505.21777 selects them (`memgen.measures.samples.typical`).
    """
    atypical = {}
    for name, pool in pools.items():
        images = read_images(pool, name)
        metric = image_distance(distance.name, images, distance.backbone, distance.heads)
        ladder = splits_of(images, name, splits)
        for stack, split in tqdm(ladder.items(), disable=None, desc=name):
            found = []
            for x, training, own in zip(
                samples[name][stack.label].astype(float),
                split.training_sets,
                kinds[stack.label],
                strict=True,
            ):
                features = metric.features(x)
                near = nearest_distance(features, metric.features(training), metric)
                other = nearest_distance(features, features, metric, exclude_self=True)
                found.append(
                    np.select([own == k for k in range(len(TYPES))], (near, other, -other))
                )
            atypical[stack.label] = np.array(found, dtype=np.float32)
    return Made(arrays={"atypical": atypical})
