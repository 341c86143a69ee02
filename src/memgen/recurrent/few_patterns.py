"""All 2^N states of a network that stores a few patterns, at any N: classes of alike spins.

Spins i at which the patterns take the same values, up to a common sign, form one of at most
2^(P-1) classes, the sublattices. With pseudo-inverse couplings, J = Xi^T G^-1 Xi without its
diagonal, G = Xi Xi^T, the energy

    E(x) = -sum_munu M_mu (G^-1)_munu M_nu + P,      M_mu = sum_i xi_i^mu x_i,

depends on the numbers k_a of spins in each class that agree with the first pattern alone. So
prod_a (n_a + 1) levels, each of prod_a binomial(n_a, k_a) states, hold all of P_t.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from jaxtyping import Float, Int
from scipy.special import gammaln

from memgen.numerics.domain import positive
from memgen.recurrent.couplings import check_binary

MOST_LEVELS = 5_000_000
TIE = 1e-9


@dataclass(frozen=True)
class FewPatterns:
    """A network with the pseudo-inverse couplings of a few patterns.

    Attributes
    ----------
    patterns : (P, N)
        Linearly independent patterns of +-1.
    signs : (classes, P)
        Values of the patterns in each class, those of the first one +1.
    sizes : (classes,)
        n_a.
    magnetisation : (levels, classes)
        2 k_a - n_a.
    log_count : (levels,)
        Logarithm of the number of states of a level.
    energies : (levels,)
        E.
    """

    patterns: Float[np.ndarray, "P N"]
    signs: Float[np.ndarray, "classes P"]
    sizes: Int[np.ndarray, " classes"]
    magnetisation: Float[np.ndarray, "levels classes"]
    log_count: Float[np.ndarray, " levels"]
    energies: Float[np.ndarray, " levels"]

    @property
    def overlaps(self) -> Float[np.ndarray, "levels P"]:
        """m_mu = M_mu / N of each level."""
        return self.magnetisation @ self.signs / self.patterns.shape[1]

    def probability(self, t: float) -> Float[np.ndarray, " levels"]:
        """Return P_t of each level, all of its states together.

        Raises
        ------
        ValueError
            If t is not positive.
        """
        positive(t=t)
        log_p = self.log_count - self.energies / t
        p = np.exp(log_p - log_p.max())
        return p / p.sum()

    def entropy_and_heat(self, t: float) -> tuple[float, float]:
        """Return the entropy of P_t in nats and the specific heat, var E / t^2, of the network."""
        p = self.probability(t)
        mean = p @ self.energies
        inside = p > 0
        # -sum over states of p log p: a level's share is spread evenly over its states
        entropy = p[inside] @ (self.log_count[inside] - np.log(p[inside]))
        return float(entropy), float(p @ (self.energies - mean) ** 2 / t**2)

    def strict_minima(self) -> Float[np.ndarray, "minima classes"]:
        """Return the strict minima of E by their values on the classes, relative to pattern one.

        Two spins of a class have the same field but for their own share, Pi_ii > 0 of the
        projector's diagonal; both can only be stable if they are equal. So the 2^classes states
        that are uniform on every class are the only candidates.
        """
        inverse = np.linalg.inv(self.patterns @ self.patterns.T)
        own = np.einsum("am,mn,an->a", self.signs, inverse, self.signs)
        states = np.array(list(product((1.0, -1.0), repeat=len(self.sizes))))
        fields = (states * self.sizes) @ self.signs @ inverse @ self.signs.T
        return states[(states * fields - own > TIE).all(axis=1)]


def few_patterns(patterns: Float[np.ndarray, "P N"]) -> FewPatterns:
    """Return the levels of the network that stores the patterns.

    Raises
    ------
    ValueError
        If the patterns are not +-1, or there are more than five million levels.
    """
    check_binary(patterns, "patterns")
    P, N = patterns.shape
    signs, sizes = np.unique((patterns * patterns[0]).T, axis=0, return_counts=True)
    levels = np.prod(sizes + 1.0)
    if levels > MOST_LEVELS:
        raise ValueError(
            f"P={P}, N={N}: {levels:.2g} levels, more than {MOST_LEVELS:.0e}; take fewer of either."
        )
    up = np.stack(
        [k.ravel() for k in np.meshgrid(*(np.arange(n + 1) for n in sizes), indexing="ij")], axis=1
    )
    log_count = (gammaln(sizes + 1) - gammaln(up + 1) - gammaln(sizes - up + 1)).sum(axis=1)
    magnetisation = 2.0 * up - sizes
    M = magnetisation @ signs
    inverse = np.linalg.inv(patterns @ patterns.T)
    energies = P - np.einsum("lm,mn,ln->l", M, inverse, M)
    return FewPatterns(patterns, signs, sizes, magnetisation, log_count, energies)
