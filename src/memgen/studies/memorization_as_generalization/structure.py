"""Retrieval of patterns with a hidden manifold, xi = sign(F c), at one alpha_D = D / N."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.patterns import draw_patterns, first_independent
from memgen.measures.memories.binary_retrieval import final_overlap
from memgen.measures.memories.dream_couplings import dream_couplings
from memgen.recurrent.couplings import fixed_points, hebb, pseudo_inverse
from memgen.recurrent.daydreaming import daydream
from memgen.recurrent.symmetric_perceptron import symmetric_perceptron
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import Structure
from memgen.tables.rows import Point, Row, mean_row
from memgen.theory.couplings.perceptron import largest_stability

INDEPENDENT = 0.0  # stands for patterns without a manifold
RETRIEVED = 0.975  # final overlap from which a pattern has come back
MEASURED = ("final_overlap", "retrieved", "fixed_points")


@dataclass(frozen=True)
class Network:
    """What was measured of one set of patterns.

    Attributes
    ----------
    of_rule : mapping of str to tuple
        For each rule the means of `MEASURED` over the patterns.
    unstable : float
        Fraction of stabilities below the perceptron's margin.
    pattern_overlap : float
        Mean |overlap| of two patterns.
    """

    of_rule: dict[str, tuple[float, float, float]]
    unstable: float
    pattern_overlap: float


def table(s: Structure, seeds: Seeds, alpha_D: float) -> Iterator[Row]:
    """Yield for each rule the final overlap, how many come back, and how many are fixed points."""
    networks = [
        measure(s, alpha_D, seeds.generator({"N": s.N, "alpha_D": alpha_D}, draw))
        for draw in tqdm(range(s.draws), disable=None, desc=f"alpha_D {alpha_D}")
    ]
    point: Point = {"N": s.N, "load": s.load, "alpha_D": alpha_D}
    for rule in networks[0].of_rule:
        draws = np.array([network.of_rule[rule] for network in networks])
        for quantity, values in zip(MEASURED, draws.T, strict=True):
            yield mean_row(quantity, values, **point, rule=rule)
    for quantity, field in (
        ("perceptron_unstable", "unstable"),
        ("pattern_overlap", "pattern_overlap"),
    ):
        yield mean_row(quantity, np.array([getattr(net, field) for net in networks]), **point)


def measure(s: Structure, alpha_D: float, rng: np.random.Generator) -> Network:
    """Return what is measured of one set of patterns."""
    P = round(s.load * s.N)
    xi = first_independent(lambda: patterns_of(alpha_D, P, s.N, rng))
    rules, unstable = couplings_of(xi, s, rng)
    of_rule = {}
    for rule, J in rules.items():
        m = final_overlap(J, xi, s.overlap, rng)
        of_rule[rule] = (m.mean(), (m > RETRIEVED).mean(), fixed_points(J, xi).mean())
    others = np.abs(xi @ xi.T / s.N)[np.triu_indices(P, 1)]
    return Network(of_rule, unstable, float(others.mean()))


def patterns_of(
    alpha_D: float, P: int, N: int, rng: np.random.Generator
) -> Float[np.ndarray, "P N"]:
    """Return patterns on a manifold, or independent ones."""
    if alpha_D == INDEPENDENT:
        return draw_patterns("binary", P, N, rng)
    return draw_patterns("manifold", P, N, rng, round(alpha_D * N), "sign")


def couplings_of(
    xi: Float[np.ndarray, "P N"], s: Structure, rng: np.random.Generator
) -> tuple[dict[str, Float[np.ndarray, "N N"]], float]:
    """Return the couplings of every rule, and what the perceptron leaves unstable.

    Unlearning stops where the smallest stability is largest.
    """
    amounts = np.linspace(0, s.most, s.amounts)
    unlearnt = dream_couplings(xi, amounts, rng).D_opt
    margin = s.margin * largest_stability(s.load)
    trained = symmetric_perceptron(xi, margin, iterations=s.iterations)
    rules = {
        "hebb": hebb(xi),
        "unlearning": unlearnt,
        "perceptron": trained.J,
        "pseudo_inverse": pseudo_inverse(xi),
        "daydreaming": daydream(xi, s.epochs, rng),
    }
    return rules, trained.unstable
