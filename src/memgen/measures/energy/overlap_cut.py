"""The landscape of a small network over the overlaps with two of its patterns."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from memgen.recurrent.dynamics import overlaps
from memgen.recurrent.exact import all_states, boltzmann


@dataclass(frozen=True)
class OverlapCut:
    """All states sorted into cells of the pair of overlaps (m_1, m_2).

    Attributes
    ----------
    m : (cells,)
        The N + 1 values of an overlap, from -1 to 1.
    lowest : (cells, cells)
        Lowest energy of the states of a cell; nan where there are none.
    """

    m: Float[np.ndarray, " cells"]
    lowest: Float[np.ndarray, "cells cells"]
    _cell: Int[np.ndarray, " states"]
    _energies: Float[np.ndarray, " states"]

    def probability(self, t: float) -> Float[np.ndarray, "cells cells"]:
        """Return P_t of each cell."""
        cells = self.m.size
        p = boltzmann(self._energies, t)
        return np.bincount(self._cell, p, cells**2).reshape(cells, cells)


def overlap_cut(
    energies: Float[np.ndarray, " states"], patterns: Float[np.ndarray, "two N"]
) -> OverlapCut:
    """Return the cut of a network through two patterns.

    Parameters
    ----------
    energies : (2^N,)
        Of all states, in the order of their numbers.
    patterns : (2, N)
        Patterns of +-1.
    """
    cells = patterns.shape[1] + 1
    place = np.rint((overlaps(all_states(cells - 1), patterns) + 1) * (cells - 1) / 2).astype(int)
    cell = place[:, 0] * cells + place[:, 1]
    lowest = np.full(cells**2, np.inf)
    np.minimum.at(lowest, cell, energies)
    lowest[np.isinf(lowest)] = np.nan
    return OverlapCut(np.linspace(-1, 1, cells), lowest.reshape(cells, cells), cell, energies)
