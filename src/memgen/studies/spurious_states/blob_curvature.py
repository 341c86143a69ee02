"""How many dimensions a network's energy is flat along, on a manifold of five.

Controls at the same points: the exact score of the network's K training points, and that of all
blobs (`memgen.diffusion.generator_curvature`).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from jaxtyping import Float
from safetensors.torch import load_file

from memgen.data.blobs import LATENT_DIMENSION
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.generator_curvature import generator_singular_values
from memgen.diffusion.jacobian import network_singular_values, singular_values
from memgen.seeds import Seeds
from memgen.settings.spurious_images import BlobCurvature, BlobNetwork
from memgen.studies.spurious_states.blob_network import build, generate
from memgen.studies.spurious_states.image_curvature import NEAR_ZERO
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import NetworkScore


def table(
    s: BlobCurvature,
    seeds: Seeds,
    trained: BlobNetwork,
    networks: Mapping[int, Path],
    splits: Mapping[int, Arrays],
) -> Iterator[Row]:
    """Yield the number of singular values below 1/2 at training points and at fresh blobs.

    `networks` and `splits` are what `blob_network` made, by K.
    """
    t = s.noise**2
    for K, path in networks.items():
        split = splits[K]
        network = build(trained)
        network.load_state_dict(load_file(str(path)))
        score = NetworkScore(network.double().eval(), VariancePreserving())
        exact = EmpiricalScore(generate(split["training"], split))
        for kind in ("training", "held_out"):
            rng = seeds.generator({"of": kind, "K": K})
            u = split[kind]
            u = u[rng.permutation(len(u))[: s.points]]
            x = generate(u, split)
            at: Point = {"type": kind, "K": K, "N": x.shape[1], "noise": s.noise}
            values = network_singular_values(score, x, t)
            yield mean_row("near_zero", near_zero(values), **at, score="network")
            of_points = near_zero(singular_values(t * exact.jacobian(x, t)))
            yield mean_row("near_zero", of_points, kind="theory", **at, score="empirical")
            of_all, effective = generator_singular_values(
                lambda u, split=split: generate(u, split), u, t, rng, s.posterior_draws
            )
            yield mean_row("near_zero", near_zero(of_all), kind="theory", **at, score="population")
            yield row("effective_draws", "theory", effective, **at)
        yield row("near_zero", "theory", LATENT_DIMENSION, K=K, score="manifold")


def near_zero(values: Float[np.ndarray, "batch N"]) -> Float[np.ndarray, " batch"]:
    """Return how many singular values of each point lie below 1/2."""
    return (values < NEAR_ZERO).sum(axis=1).astype(float)
