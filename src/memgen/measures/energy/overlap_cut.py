"""The landscape of a small network over the overlaps with two of its patterns."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from memgen.recurrent.few_patterns import FewPatterns


@dataclass(frozen=True)
class OverlapCut:
    """All states sorted into cells by what they have in common with two patterns.

    Of the spins at which the patterns agree a state has the sum u with the first one, of those at
    which they differ the sum v: m_1 = (u + v) / N, m_2 = (u - v) / N. Every pair (u, v) occurs,
    where every other one of (m_1, m_2) does.

    Attributes
    ----------
    u, v : (agreeing + 1,), (differing + 1,)
        Their values, in steps of 2.
    lowest : (agreeing + 1, differing + 1)
        Lowest energy of the states of a cell.
    """

    u: Float[np.ndarray, " agreeing"]
    v: Float[np.ndarray, " differing"]
    lowest: Float[np.ndarray, "agreeing differing"]
    _network: FewPatterns
    _cell: Int[np.ndarray, " levels"]

    def probability(self, t: float) -> Float[np.ndarray, "agreeing differing"]:
        """Return P_t of each cell."""
        p = np.bincount(self._cell, self._network.probability(t), self.lowest.size)
        return p.reshape(self.lowest.shape)


def overlap_cut(network: FewPatterns) -> OverlapCut:
    """Return the cut of a network through its first two patterns.

    Raises
    ------
    ValueError
        If the two are the same up to a sign, or there is just one.
    """
    agree = network.signs[:, 1] > 0
    if agree.all() or not agree.any():
        raise ValueError("The first two patterns are the same up to a sign: they span no plane.")
    sums, places, values = [], [], []
    for inside in (agree, ~agree):
        n = int(network.sizes[inside].sum())
        total = network.magnetisation[:, inside].sum(axis=1)
        sums.append(total)
        places.append(np.rint((total + n) / 2).astype(int))
        values.append(np.arange(-n, n + 1, 2.0))
    cell = places[0] * len(values[1]) + places[1]
    lowest = np.full(len(values[0]) * len(values[1]), np.inf)
    np.minimum.at(lowest, cell, network.energies)
    u, v = values
    return OverlapCut(u, v, lowest.reshape(len(u), len(v)), network, cell)
