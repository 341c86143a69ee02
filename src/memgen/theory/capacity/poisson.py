"""Retrieval among P patterns of any law at finite N, without drawing P of them.

Around the own pattern xi the others are represented by n points with weights p, which make them a
sample of their law down to levels far rarer than 1 / P: points drawn under tilts exp(eta xi.x) for
several eta in [0, lambda], each with the mixture's importance weight. Then

- the levels' law is known, and `memgen.theory.capacity.levels` averages the own weight W over the
  P - 1 others;
- the others themselves are a Poisson process of M p patterns at each point, M = P - 1: a point of
  M p << 1 is a pattern with that probability, which is exact, and where many are expected their
  mean is taken. The update x <- sum w xi over the points costs the same for any P, and is nested in
  P, so that each draw has a threshold up to which it is retrieved.

`surroundings` draws the points for independent patterns, `curved` on manifolds. memgen's
derivation, for the models of arXiv:2304.14964 and arXiv:2503.09518.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import logsumexp

from memgen.numerics.doors import checked
from memgen.theory.capacity.levels import LOG_S, S_WEIGHT, power, tail

TILTS = (0.0, 0.35, 0.7, 1.0)  # eta / lambda
MANY = 10  # patterns at one point that are counted by their mean
STEPS = 60
BISECTIONS = 9
ERROR = 0.2  # |x - xi|^2 / |xi|^2 of a state that is back
FAR = 3.0  # times that, from where a state is not followed


@dataclass(frozen=True)
class Surroundings:
    """The own pattern, and weighted points in place of the others.

    Attributes
    ----------
    own : (N,)
        The own pattern xi.
    points : (n, N)
        Points of the patterns' law.
    log_mass : (n,)
        Logarithms of their weights p, which add up to 1.
    arrivals : (n, most)
        Values of M p, ascending, at which one more pattern stands at the point.
    """

    own: Float[np.ndarray, " N"]
    points: Float[np.ndarray, "n N"]
    log_mass: Float[np.ndarray, " n"]
    arrivals: Float[np.ndarray, "n most"]

    @classmethod
    def of(
        cls,
        own: Float[np.ndarray, " N"],
        points: Float[np.ndarray, "n N"],
        log_weight: Float[np.ndarray, " n"],
        rng: np.random.Generator,
    ) -> "Surroundings":
        """Return the surroundings, from importance weights up to a factor."""
        arrivals = rng.exponential(size=(len(points), 3 * MANY)).cumsum(axis=1)
        return cls(own, points, log_weight - logsumexp(log_weight), arrivals)

    def log_patterns(self, log_P: float) -> Float[np.ndarray, " n"]:
        """Return the logarithm of how many of the others among P patterns stand at each point."""
        log_mean = others(log_P) + self.log_mass
        mean = np.exp(np.minimum(log_mean, np.log(MANY)))
        few = (self.arrivals < mean[:, None]).sum(axis=1)
        log_few = np.log(np.where(few > 0, few, 1))
        return np.where(log_mean > np.log(MANY), log_mean, np.where(few > 0, log_few, -np.inf))

    def tail(self, lam: float) -> Float[np.ndarray, " s"]:
        """Return q(s) of the levels at the own pattern, N up to about 1000.

        See `memgen.theory.capacity.levels`.
        """
        return tail(
            lam * (self.points @ self.own - self.own @ self.own), np.exp(self.log_mass), LOG_S
        )

    def kept(
        self,
        lam: float,
        log_P: float,
        start: Float[np.ndarray, " N"] | None = None,
        error: float = ERROR,
    ) -> bool:
        """Return whether the iterated update ends with |x - xi|^2 < error |xi|^2.

        Parameters
        ----------
        lam : float
            Inverse temperature lambda.
        log_P : float
            Logarithm of the number of patterns.
        start : (N,), optional
            Where it starts; the own pattern by default.
        error : float
            Squared relative distance of a state that is back.
        """
        x, square = self.own if start is None else start, self.own @ self.own
        log_number = self.log_patterns(log_P)
        for step in range(STEPS):
            gap = log_number + lam * (self.points @ x - self.own @ x)
            top = max(float(gap.max()), 0.0)
            share = np.exp(gap - top)
            signal = np.exp(-top)
            new = (signal * self.own + share @ self.points) / (signal + share.sum())
            moved = ((new - x) ** 2).sum()
            x = new
            miss = ((x - self.own) ** 2).sum()
            if moved < 1e-8 * square or (step > 2 and miss > FAR * ERROR * square):
                break
        return bool(miss < error * square)

    def threshold(
        self,
        lam: float,
        log_P: tuple[float, float],
        start: Float[np.ndarray, " N"] | None = None,
        error: float = ERROR,
    ) -> float:
        """Return the log P up to which the update brings the state back, within the given range.

        By bisection; an end of the range where it is never, or always, back there. Other parameters
        as in `kept`.
        """
        low, high = log_P
        if not self.kept(lam, low, start, error):
            return low
        if self.kept(lam, high, start, error):
            return high
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            back = self.kept(lam, middle, start, error)
            low, high = (middle, high) if back else (low, middle)
        return (low + high) / 2


@dataclass(frozen=True)
class SampledWeights:
    """The own weight at the pattern, averaged over the others, for several surroundings.

    Attributes
    ----------
    q : (draws, s)
        The tail of each one's levels.
    """

    q: Float[np.ndarray, "draws s"]

    @classmethod
    def of(cls, draws: list[Surroundings], lam: float) -> "SampledWeights":
        """Return the own weights at inverse temperature lambda."""
        return cls(np.array([draw.tail(lam) for draw in draws]))

    def __call__(self, log_P: float) -> Float[np.ndarray, " draws"]:
        """Return E W among P patterns, for each draw."""
        return power(self.q, others(log_P)) @ S_WEIGHT


@checked
def others(log_P: float) -> float:
    """Return log(P - 1)."""
    return float(log_P + np.log1p(-np.exp(-log_P)))
