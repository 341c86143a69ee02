"""The measured own weight with the targets' own fluctuations taken out.

The own weight scatters with |xi|^2 and F as N^{-1/2}, for reasons that theory knows: given F and
the target it averages over the other patterns alone. The mean difference of simulation and theory
for the same targets therefore scatters little, and adds to the mean of theory over many targets.
"""

from collections.abc import Callable, Iterator

import numpy as np
from jaxtyping import Float, Int

from memgen.measures.memories.ensembles import Drawn
from memgen.statistics.crossing import crossing
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.capacity.poisson import SampledWeights

Sizes = Int[np.ndarray, " sizes"]
Curves = Float[np.ndarray, "draws sizes"]


def same_targets(
    drawn: Drawn, lam: float, sizes: Sizes, rng: np.random.Generator
) -> Float[np.ndarray, " sizes"]:
    """Return the theory's mean own weight of the very targets of a draw; 0 where none differ.

    Independent targets of one norm have all the same.
    """
    if drawn.z is None:
        return np.zeros(len(sizes))
    around = [drawn.surroundings(k, lam, rng) for k in range(len(drawn.z))]
    weights = SampledWeights.of(around, lam)
    return np.array([weights(float(np.log(P))).mean() for P in sizes])


def controlled_weights(
    measured: Curves,
    expected: Curves,
    sizes: Sizes,
    theory: Callable[[float], Float[np.ndarray, " _"]],
    alpha_1: float,
    at: Point,
) -> Iterator[Row]:
    """Yield the own weight at each load, the load where it is 1/2, and its value at alpha_1.

    Parameters
    ----------
    measured, expected : (draws, sizes)
        Simulation and theory for the same targets; the latter 0 where it is the same for all.
    sizes : (sizes,)
        Numbers of patterns.
    theory : callable
        From log P to the theory's own weights for many targets, or for the only kind.
    alpha_1 : float
        Where, to a whole number, one of the sizes lies.
    at : dict
        Coordinates, with N.
    """
    N, n = at["N"], len(measured)
    known = np.array([theory(float(np.log(P))) for P in sizes])
    mean = known.mean(axis=1)
    spread = known.std(axis=1, ddof=1) / np.sqrt(known.shape[1]) if known.shape[1] > 1 else 0 * mean
    varies = bool(expected.any())
    excess = measured - (expected if varies else mean)
    values = mean + excess.mean(axis=0)
    errors = np.hypot(excess.std(axis=0, ddof=1) / np.sqrt(n), spread if varies else 0.0)
    loads = np.log(sizes) / N
    for alpha, value, error in zip(loads, values, errors, strict=True):
        yield row("own_weight", "simulation", value, error, n, **at, alpha=alpha)
    place = int(np.abs(loads - alpha_1).argmin())
    yield row("weight_at_capacity", "simulation", values[place], errors[place], n, **at)
    yield mean_row("weight_at_capacity_excess", excess[:, place], **at)
    half = crossing(loads, mean + excess, 0.5, resolution="linear", of=f"own weight at {at}")
    near = int(np.abs(loads - half.place).argmin())
    step = max(near, 1)
    slope = abs(values[step] - values[step - 1]) / (loads[step] - loads[step - 1])
    error = float(np.hypot(half.stderr, spread[near] / slope if varies else 0.0))
    yield row("half_load_own_weight", "simulation", half.place, error, half.n, **at)
