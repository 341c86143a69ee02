"""Networks trained on linear manifolds whose columns follow one law of variances each."""

from functools import partial

import numpy as np

from memgen.data.linear_columns import draw_columns
from memgen.numerics.types import Normalization
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import Law, ManifoldNetwork
from memgen.studies.spectral_gaps.laws import build_stack, columns_of, schedule_of
from memgen.tables.rows import row
from memgen.training.score_matching import gaussian_optimum
from memgen.training.task import Task


def network(s: ManifoldNetwork, seeds: Seeds, normalization: Normalization, law: Law) -> Task:
    """Return the training on points F z / scale, z ~ N(0, 1), and the least loss that there is.

    Several networks are trained side by side on one manifold, each on points of its own.
    The split holds F, from which new points are drawn, and the `scale` of its data, whose
    coordinates have the variance 1 on average.
    """
    rng = seeds.stream("train").generator({"law": law})
    F = draw_columns(s.N, *columns_of(law, s), rng, normalization)
    scale = float(np.sqrt(np.mean(np.sum(F**2, axis=1))))
    points = np.concatenate(
        [rng.standard_normal((s.P, F.shape[1])) @ F.T / scale for _ in range(s.networks)], axis=1
    )
    schedule = schedule_of(s, scale)
    level = np.zeros(s.N)
    level[: F.shape[1]] = np.linalg.eigvalsh(F.T @ F) / scale**2
    return Task(
        build=partial(build_stack, s),
        points=points,
        schedule=schedule,
        training=s.training,
        seed=int(rng.integers(2**31)),
        split={"F": F, "scale": np.array(scale)},
        coordinates={"law": law},
        rows=[row("optimum", "theory", gaussian_optimum(level, schedule), law=law)],
    )
