"""An ensemble by name, the ladder of its sizes N, and what was measured against the load."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.activations import ACTIVATION_NAMES
from memgen.measures.memories.ensembles import Ensemble
from memgen.statistics.crossing import Crossing, crossing


@dataclass(frozen=True)
class LoadCurve:
    """What falls with the load, at one N.

    Attributes
    ----------
    loads : (loads,)
        alpha = log P / N, ascending.
    draws : (n, loads)
        The curve of each independent draw.
    half : Crossing
        Where their mean crosses 1/2.
    """

    loads: Float[np.ndarray, " loads"]
    draws: Float[np.ndarray, "n loads"]
    half: Crossing

    @classmethod
    def of(
        cls, loads: Float[np.ndarray, " loads"], draws: Float[np.ndarray, "n loads"], what: str
    ) -> "LoadCurve":
        """Return the curve with its crossing; `what` it is, for the message of an error."""
        return cls(loads, draws, crossing(loads, draws, 0.5, resolution="linear", of=what))


def ensemble_of(name: str, alpha_D: float) -> Ensemble:
    """Return the ensemble of a name; an activation's is a manifold at alpha_D."""
    return Ensemble(name, alpha_D if name in ACTIVATION_NAMES else None)


def ladder_of(
    ensemble: Ensemble, lam: float, asked: Sequence[int], least: int, section: str
) -> list[int]:
    """Return the sizes N at which exp(alpha_1 N) is about each of the `asked` numbers of patterns.

    Raises
    ------
    ValueError
        If fewer than `least` different sizes remain: the error names the setting of `section`.
    """
    ladder = sorted({ensemble.size(P, lam) for P in asked})
    if len(ladder) < least:
        raise ValueError(
            f"manifold_capacity.{section}.P = {list(asked)} gives the sizes N = {ladder} for "
            f"{ensemble.name} patterns at lambda = {lam:.3g}, fewer than {least}: spread it."
        )
    return ladder
