"""The finite-size theory of one ensemble at one N: own weight and threshold of retrieval."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.measures.memories.ensembles import Ensemble
from memgen.statistics.measurement import Measurement
from memgen.statistics.median import median_with_error
from memgen.theory.capacity.finite import Draws
from memgen.theory.capacity.poisson import SampledWeights

LARGEST = 1000  # N up to which the own weight is averaged
FIRST = np.log(4.0)  # log P where the search for a threshold starts


@dataclass(frozen=True)
class SizeTheory:
    """Own weight and retrieval at one N, for any number of patterns.

    Attributes
    ----------
    N : int
    weight : callable or None
        From log P to own weights, one for each draw of F and of a pattern, or a single one; None
        at N above 1000.
    thresholds : (draws,)
        log P up to which the update keeps the pattern, for each draw.
    rng : numpy.random.Generator
        Of the median's bootstrap.
    """

    N: int
    weight: Draws | None
    thresholds: Float[np.ndarray, " draws"]
    rng: np.random.Generator

    def half_success(self) -> Measurement:
        """Return the load at which half are retrieved."""
        median = median_with_error(self.thresholds, self.rng)
        return Measurement(median.value / self.N, median.stderr / self.N, median.n)


def size_theory(
    law: Ensemble, lam: float, N: int, draws: int, rng: np.random.Generator
) -> SizeTheory:
    """Return the theory at one N, from `draws` of F and of a pattern with its surroundings."""
    end = 1.3 * law.capacity(lam) * N
    thresholds, q = [], []
    for _ in range(draws):
        around = law.surroundings(lam, N, rng)
        thresholds.append(around.threshold(lam, (FIRST, end)))
        q.append(around.tail(lam))
    weight: Draws | None = SampledWeights(np.array(q))
    if N > LARGEST:
        weight = None
    elif law.alpha_D is None or law.name == "linear":
        weight = law.own_weight(lam, N, draws, rng)
    return SizeTheory(N, weight, np.array(thresholds), rng)
