"""What the tables that ask for empirical scores cost with the engine, and with a plain softmax.

    python benchmarks/score_tables.py

writes benchmarks/score_tables.csv: CPU time of whole studies at their laptop sizes (one part of
those that are cut into jobs), by the engine, and by the same sums as numpy takes them, in float64:
logits of all points as one matrix, their softmax, its product with the points.
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import time
from functools import partial

import numpy as np
from common import machine, show, write
from scipy.special import logsumexp

from memgen.diffusion.arrays import check_samples, check_time, like
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.empirical.sums import Sums
from memgen.seeds import Seeds
from memgen.settings.config import load
from memgen.studies.manifold_memorization import attractors, basins, potential
from memgen.studies.memorization_as_generalization import forward_backward, phase_times


def softmax_sums(self, x, t, _of_state, of_sums):
    """Take the sums of `EmpiricalScore` as plain numpy would."""
    x = check_samples(x, self.dimension)
    x64, t64 = (like(a, np.empty(0)) for a in (x, check_time(t, x)))
    points = np.asarray(self.points, float)
    logits = (x64 @ points.T - 0.5 * (points**2).sum(1)) / t64[:, None]
    log_sum = logsumexp(logits, axis=1)
    weights = np.exp(logits - log_sum[:, None])
    zero, none = np.zeros(x64.shape), np.zeros((len(x64), 0))
    squares = (weights**2).sum(1)
    return like(
        of_sums(Sums(x64, t64, zero, log_sum, weights @ points, squares, none, self.size)), x
    )


def studies():
    """Return the studies by name."""
    config = load({})
    manifold, slides = config.manifold_memorization, config.memorization_as_generalization
    point = {"alpha": manifold.alpha, "alpha_D": manifold.alpha_D}

    def seeds(source, table):
        return Seeds(config.seed, source, table)

    of_manifold = {
        "attractors": partial(attractors.table, manifold.attractors),
        "basins": partial(basins.table, manifold.basins, N=max(manifold.basins.N)),
        "potential": partial(potential.table, manifold.potential),
    }
    found = {
        f"manifold_memorization/{name}": partial(
            study, seeds=seeds("manifold_memorization", name), **point
        )
        for name, study in of_manifold.items()
    }
    source, whole = "memorization_as_generalization", slides.full_picture
    found[f"{source}/forward_backward"] = partial(
        forward_backward.table, slides.forward_backward, seeds(source, "forward_backward")
    )
    found[f"{source}/phase_times"] = partial(
        phase_times.table,
        slides.phase_times,
        seeds(source, "phase_times"),
        alpha=whole.alpha,
        alpha_D=whole.alpha_D,
        along="alpha",
    )
    return found


def seconds(study):
    start = time.process_time()
    made = study()
    if not hasattr(made, "rows"):
        list(made)
    return time.process_time() - start


def main():
    engine, rows = EmpiricalScore._read, []
    for name, study in studies().items():
        taken = {}
        for way, read in (("engine", engine), ("softmax", softmax_sums)):
            EmpiricalScore._read = read
            taken[way] = seconds(study)
        EmpiricalScore._read = engine
        row = {"table": name, **{way: f"{value:.2f}" for way, value in taken.items()}}
        rows.append(
            row | {"ratio": f"{taken['softmax'] / taken['engine']:.2f}", "machine": machine()}
        )
        show(rows[-1])
    write(__file__, rows)


if __name__ == "__main__":
    main()
