"""Claims of fig18_structure_in_rnn: structure in recurrent networks."""

import numpy as np
import pandas as pd

from memgen.claims.rows import difference, only_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

STRUCTURED = 1  # rank of the alpha_D at which rules are compared, .1
LARGER = 3  # rank of a larger one, .4
HELPED = ("perceptron", "daydreaming")


def structure_helps_the_perceptron(tables: Tables) -> Measurement:
    """Fraction retrieved at alpha_D = .1 less that of independent patterns; N where it is least."""
    return _least_gain(tables, "perceptron")


def structure_helps_daydreaming(tables: Tables) -> Measurement:
    """The same, daydreaming."""
    return _least_gain(tables, "daydreaming")


def structure_helps_at_larger_dimension(tables: Tables) -> Measurement:
    """The same at alpha_D = .4, perceptron or daydreaming, N and rule where it is least."""
    gains = [gain for rule in HELPED for gain in _gains(tables, rule, LARGER)]
    return min(gains, key=lambda gain: gain.value)


def gains_fall_with_dimension(tables: Tables) -> Measurement:
    """Gain at alpha_D = .1 less at .4, mean over N; perceptron or daydreaming, the lesser fall.

    Independent patterns, the same in both gains, drop out.
    """
    falls = []
    for rule in HELPED:
        small, large = (
            select(_structured(tables, rank), quantity="retrieved", rule=rule)
            for rank in (STRUCTURED, LARGER)
        )
        fall = [
            difference(only_row(small[small["N"] == N]), only_row(large[large["N"] == N]))
            for N in sorted(small["N"].unique())
        ]
        error = float(np.sqrt(sum(one.stderr**2 for one in fall))) / len(fall)
        mean = float(np.mean([one.value for one in fall]))
        falls.append(Measurement(mean, error, min(one.n or 0 for one in fall)))
    return min(falls, key=lambda fall: fall.value)


def structure_helps_unlearning(tables: Tables) -> Measurement:
    """The same, unlearning to D_opt, at the largest N."""
    return _gains(tables, "unlearning", STRUCTURED)[-1]


def structure_leaves_the_projector(tables: Tables) -> Measurement:
    """The same, pseudo-inverse; N where it is furthest from 0."""
    return worst_of(_gains(tables, "pseudo_inverse", STRUCTURED), target=0)


def few_dimensions_harm(tables: Tables) -> Measurement:
    """Fraction retrieved at the smallest alpha_D and N less that of independent patterns.

    Of unlearning and pseudo-inverse the one that loses less.
    """
    losses = [_gains(tables, rule, 0)[0] for rule in ("unlearning", "pseudo_inverse")]
    return max(losses, key=lambda loss: loss.value)


def smallest_stability_does_not_tell(tables: Tables) -> Measurement:
    """Fraction retrieved, daydreaming less pseudo-inverse, alpha_D = .1, largest N.

    Not measured unless the former's smallest stability is the lower.
    """
    rows = _structured(tables, STRUCTURED)
    stable, found = (
        [
            only_row(select(of[of["N"] == of["N"].max()], rule=rule))
            for rule in ("daydreaming", "pseudo_inverse")
        ]
        for of in (select(rows, quantity=name) for name in ("smallest_stability", "retrieved"))
    )
    if difference(*stable).value >= 0:
        return Measurement(float("nan"), float("inf"))
    return difference(*found)


def _structured(tables: Tables, rank: int) -> pd.DataFrame:
    """Rows of the alpha_D of this rank."""
    rows = tables["structure"]
    places = sorted(rows["alpha_D"][rows["alpha_D"] > 0].unique())
    return rows[rows["alpha_D"] == places[min(rank, len(places) - 1)]]


def _gains(tables: Tables, rule: str, rank: int) -> list[Measurement]:
    """Fraction retrieved less that of independent patterns, by rising N."""
    structured = select(_structured(tables, rank), quantity="retrieved", rule=rule)
    alone = tables["structure"].query("alpha_D == 0")
    alone = select(alone, quantity="retrieved", rule=rule)
    return [
        difference(only_row(structured[structured["N"] == N]), only_row(alone[alone["N"] == N]))
        for N in sorted(structured["N"].unique())
    ]


def _least_gain(tables: Tables, rule: str) -> Measurement:
    return min(_gains(tables, rule, STRUCTURED), key=lambda gain: gain.value)
