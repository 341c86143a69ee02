"""Retrieval of patterns with a hidden manifold, xi = sign(F c), at one alpha_D = D / N."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.patterns import draw_patterns, first_independent
from memgen.measures.memories.binary_retrieval import final_overlap
from memgen.measures.memories.dream_couplings import dream_couplings
from memgen.recurrent.couplings import fixed_points, hebb, pseudo_inverse, stabilities
from memgen.recurrent.daydreaming import daydream
from memgen.recurrent.max_margin import max_margin
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import Structure
from memgen.tables.rows import Point, Row, mean_row

INDEPENDENT = 0.0  # stands for patterns without a manifold
NEAR_SPAN = 1e-3  # of 1 - Pi_ii, from which a spin counts as free of the span
RETRIEVED = 0.975  # final overlap from which a pattern has come back
MEASURED = ("final_overlap", "retrieved", "fixed_points", "smallest_stability")


@dataclass(frozen=True)
class Network:
    """What was measured of one set of patterns.

    Attributes
    ----------
    of_rule : mapping of str to tuple
        For each rule what `MEASURED` names: means over the patterns, and the least stability.
    pattern_overlap : float
        Mean |overlap| of two patterns.
    """

    of_rule: dict[str, tuple[float, float, float, float]]
    pattern_overlap: float


def table(s: Structure, seeds: Seeds, alpha_D: float, N: int, networks: int) -> Iterator[Row]:
    """Yield for each rule how many patterns come back, how many are stable, and how much."""
    measured = [
        measure(s, N, alpha_D, seeds.generator({"N": N, "alpha_D": alpha_D}, draw))
        for draw in tqdm(range(networks), disable=None, desc=f"N = {N}, alpha_D {alpha_D}")
    ]
    point: Point = {"N": N, "load": s.load, "alpha_D": alpha_D}
    for rule in measured[0].of_rule:
        of_rule = np.array([network.of_rule[rule] for network in measured])
        for quantity, values in zip(MEASURED, of_rule.T, strict=True):
            yield mean_row(quantity, values, **point, rule=rule)
    yield mean_row("pattern_overlap", np.array([net.pattern_overlap for net in measured]), **point)


def measure(s: Structure, N: int, alpha_D: float, rng: np.random.Generator) -> Network:
    """Return what is measured of one set of patterns."""
    P = round(s.load * N)
    xi = first_storable(lambda: patterns_of(alpha_D, P, N, rng))
    of_rule = {}
    for rule, J in couplings_of(xi, s, rng).items():
        m = final_overlap(J, xi, s.overlap, rng)
        of_rule[rule] = (
            m.mean(),
            (m > RETRIEVED).mean(),
            fixed_points(J, xi).mean(),
            stabilities(J, xi).min(),
        )
    others = np.abs(xi @ xi.T / N)[np.triu_indices(P, 1)]
    return Network(of_rule, float(others.mean()))


def first_storable(
    draw: Callable[[], Float[np.ndarray, "P N"]],
) -> Float[np.ndarray, "P N"]:
    """Return the first patterns that the projector stores: xi_i h_i = 1 - Pi_ii > 0 for all i.

    Where a spin's unit vector lies in the span of the patterns, as that of the only spin in which
    two of them differ, couplings may not exist. It happens to few draws of small alpha_D N.
    """
    while True:
        xi = first_independent(draw)
        if (xi * (xi @ pseudo_inverse(xi))).min() > NEAR_SPAN:
            return xi


def patterns_of(
    alpha_D: float, P: int, N: int, rng: np.random.Generator
) -> Float[np.ndarray, "P N"]:
    """Return patterns on a manifold, or independent ones."""
    if alpha_D == INDEPENDENT:
        return draw_patterns("binary", P, N, rng)
    return draw_patterns("manifold", P, N, rng, round(alpha_D * N), "sign")


def couplings_of(
    xi: Float[np.ndarray, "P N"], s: Structure, rng: np.random.Generator
) -> dict[str, Float[np.ndarray, "N N"]]:
    """Return the couplings of every rule; unlearning stops where its least stability is largest."""
    amounts = np.linspace(0, s.most, s.amounts)
    return {
        "hebb": hebb(xi),
        "unlearning": dream_couplings(xi, amounts, rng).D_opt,
        "perceptron": max_margin(xi, tolerance=s.tolerance).J,
        "pseudo_inverse": pseudo_inverse(xi),
        "daydreaming": daydream(xi, s.epochs, rng),
    }
