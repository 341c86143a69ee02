"""Final against initial overlap at one N, for every rule but unlearning (see dreams.py)."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.measures.memories.binary_retrieval import basin_midpoint, first_step, retrieval_map
from memgen.recurrent.couplings import hebb, pseudo_inverse
from memgen.recurrent.daydreaming import daydream
from memgen.recurrent.max_margin import max_margin
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import RetrievalMaps
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.couplings.first_step import projector_first_step

Maps = dict[str, Float[np.ndarray, " starts"]]


def table(s: RetrievalMaps, seeds: Seeds, N: int, networks: int) -> Iterator[Row]:
    """Yield the map and the basin of each rule, the projector's first step, perceptrons' basins."""
    load, m0 = s.protocol.load, np.linspace(0, 1, s.protocol.starts).round(9)
    point: Point = {"N": N, "load": load}
    maps, steps = zip(
        *(
            maps_of_draw(s, N, m0, seeds.generator(point, draw))
            for draw in tqdm(range(networks), disable=None, desc=f"N = {N}")
        ),
        strict=True,
    )
    for rule in maps[0]:
        of_rule = np.array([of_draw[rule] for of_draw in maps])
        yield from curve_rows("final_overlap", of_rule, {"m0": m0}, **point, rule=rule)
        # Hebb's couplings do not hold patterns at this load: there is no basin to measure.
        if rule != "hebb":
            middles = np.array([basin_midpoint(m0, ends) for ends in of_rule])
            yield mean_row("basin_midpoint", middles, **point, rule=rule)
    about = {**point, "rule": "pseudo_inverse"}
    yield from curve_rows("first_step", np.array(steps), {"m0": m0}, **about)
    for m in np.union1d(m0, np.linspace(0, 1, 101).round(9)):
        expected = float(projector_first_step(load, float(m)))
        yield row("first_step", "theory", expected, m0=float(m), **about)
    yield from perceptron_rows(s, seeds, N, networks, m0)


def maps_of_draw(
    s: RetrievalMaps, N: int, m0: Float[np.ndarray, " starts"], rng: np.random.Generator
) -> tuple[Maps, Float[np.ndarray, " starts"]]:
    """Return each rule's map, and the overlap after the first step of the projector."""
    xi = draw_patterns("binary", round(s.protocol.load * N), N, rng)
    rules = {
        "hebb": hebb(xi),
        "perceptron": max_margin(xi, tolerance=s.tolerance).J,
        "pseudo_inverse": pseudo_inverse(xi),
        "daydreaming": daydream(xi, s.epochs, rng),
    }
    maps = {rule: retrieval_map(J, xi, m0, rng) for rule, J in rules.items()}
    J = rules["pseudo_inverse"]
    return maps, np.array([first_step(J, xi, float(m), rng).mean() for m in m0])


def perceptron_rows(
    s: RetrievalMaps, seeds: Seeds, N: int, networks: int, m0: Float[np.ndarray, " starts"]
) -> Iterator[Row]:
    """Yield the symmetric perceptron's basins at the further loads."""
    for load in s.perceptron_loads:
        point: Point = {"N": N, "load": load}
        middles = []
        for draw in range(networks):
            rng = seeds.stream("retrieval_maps_perceptron").generator(point, draw)
            xi = draw_patterns("binary", round(load * N), N, rng)
            J = max_margin(xi, tolerance=s.tolerance).J
            middles.append(basin_midpoint(m0, retrieval_map(J, xi, m0, rng)))
        yield mean_row("basin_midpoint", np.array(middles), **point, rule="perceptron")
