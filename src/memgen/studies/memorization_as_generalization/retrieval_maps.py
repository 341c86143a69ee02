"""Final against initial overlap at one N, for every rule but unlearning (see dreams.py)."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.measures.memories.binary_retrieval import basin_midpoint, retrieval_map
from memgen.recurrent.couplings import hebb, pseudo_inverse
from memgen.recurrent.daydreaming import daydream
from memgen.recurrent.symmetric_perceptron import symmetric_perceptron
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import RetrievalMaps
from memgen.tables.rows import Row, curve_rows, mean_row
from memgen.theory.couplings.perceptron import largest_stability

Maps = dict[str, Float[np.ndarray, " starts"]]


def table(s: RetrievalMaps, seeds: Seeds, N: int) -> Iterator[Row]:
    """Yield what the perceptron leaves unstable, and the map and the basin of each rule."""
    point, m0 = {"N": N, "load": s.protocol.load}, np.linspace(0, 1, s.protocol.starts)
    unstable, maps = zip(
        *(
            maps_of_draw(s, N, m0, seeds.generator(point, draw))
            for draw in tqdm(range(s.draws), disable=None, desc=f"N = {N}")
        ),
        strict=True,
    )
    yield mean_row("unstable", np.array(unstable), **point, rule="perceptron")
    for rule in maps[0]:
        draws = np.array([of_draw[rule] for of_draw in maps])
        yield from curve_rows("final_overlap", draws, {"m0": m0}, **point, rule=rule)
        # Hebb's couplings do not hold patterns at this load: there is no basin to measure.
        if rule != "hebb":
            middles = np.array([basin_midpoint(m0, ends) for ends in draws])
            yield mean_row("basin_midpoint", middles, **point, rule=rule)


def maps_of_draw(
    s: RetrievalMaps, N: int, m0: Float[np.ndarray, " starts"], rng: np.random.Generator
) -> tuple[float, Maps]:
    """Return the fraction of stabilities below the perceptron's margin, and each rule's map."""
    xi = draw_patterns("binary", round(s.protocol.load * N), N, rng)
    margin = s.protocol.margin * largest_stability(s.protocol.load)
    trained = symmetric_perceptron(xi, margin, iterations=s.protocol.iterations)
    rules = {
        "hebb": hebb(xi),
        "perceptron": trained.J,
        "pseudo_inverse": pseudo_inverse(xi),
        "daydreaming": daydream(xi, s.epochs, rng),
    }
    maps = {rule: retrieval_map(J, xi, m0, rng) for rule, J in rules.items()}
    return trained.unstable, maps
