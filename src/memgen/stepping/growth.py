"""How time and memory of a job grow with its counts, from a few runs with some of each.

With everything else at its full size a job's time is a sum of products of its counts (draws,
probes, steps, points of a grid), affine in each of them alone. Beside counts m it is

    T(n) = T(m) sum_S prod_(i in S) s_i x_i prod_(i < j in S) q_ij,    x_i = n_i / m_i - 1,

with the sum over all sets S of counts: s_i is the share of T(m) that is proportional to count i,
and q_ij says how two of them go together: 1 in one product, 0 in terms of their own. Sets of three
and more are taken from their pairs. First the counts are raised one after the other, as far as a
part of the time given allows, so that the terms that dominate the whole job dominate here too; then
shares and pairs are measured there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, prod

# Growth of the peak below this, in MB, is the allocator's.
NOISE = 4.0
# A count can cost more than its proportion (caches), but not much.
LARGEST_SHARE = 1.2
RAISED = 3
# Relative scatter of CPU times.
SCATTER = 0.05
Levels = Mapping[str, int]


@dataclass(frozen=True)
class Step:
    """A job with some of its counts.

    Attributes
    ----------
    seconds : float
        CPU time.
    mb : float
        Peak memory of the process so far, in MB.
    """

    seconds: float
    mb: float


@dataclass(frozen=True)
class Estimate:
    """What a job takes with all of its counts.

    Attributes
    ----------
    seconds, mb : float
        CPU time, and peak memory in MB.
    stepped : float
        CPU time of the last step, of which `seconds` is the scaled value.
    levels : mapping of str to int
        The counts of that step.
    untried : tuple of str
        Counts for which there was no time: all of the time is taken to be proportional to them,
        which is mostly far too much.
    """

    seconds: float
    mb: float
    stepped: float
    levels: dict[str, int]
    untried: tuple[str, ...] = ()


def estimate(
    measure: Callable[[Levels], Step],
    start: Levels,
    full: Levels,
    seconds: float,
    first: Step | None = None,
) -> Estimate:
    """Raise a job's counts one after the other and scale its time and memory to all of them.

    Parameters
    ----------
    measure : callable
        Counts -> what the job takes with them.
    start, full : mapping of str to int
        The fewest and all.
    seconds : float
        CPU time that the steps may take in all, about.
    first : Step, optional
        What the job takes with the fewest, where that is known; by default it is measured, after
        a first time, in which what is compiled on the way is compiled.
    """
    climb = _Climb(measure, dict(start), dict(full), seconds, first)
    while (name := climb.next()) is not None:
        climb.raise_(name)
    climb.measure_shares()
    climb.measure_pairs()
    return climb.estimate()


class _Climb:
    def __init__(
        self,
        measure: Callable[[Levels], Step],
        levels: dict[str, int],
        full: dict[str, int],
        seconds: float,
        first: Step | None,
    ):
        self._measure, self._levels, self._full, self._left = measure, levels, full, seconds
        # The step beside which shares and pairs are measured leaves time for all of these.
        self._most = seconds / (8 + 4 * comb(len(levels), 2))
        if first is None:
            first = self._take(levels)
            first = first if long(first, seconds) else self._take(levels)
        self._last = first
        # Of what cannot be tried all is taken to be proportional, and in one product.
        self._shares = dict.fromkeys(levels, 1.0)
        self._known: set[str] = set()
        self._untried: list[str] = []
        self._couplings: dict[frozenset[str], float] = {}
        self._slopes: dict[str, float] = {}

    def _take(self, levels: Levels) -> Step:
        step = self._measure(dict(levels))
        self._left -= step.seconds
        return step

    @property
    def _now(self) -> float:
        return max(self._last.seconds, 1e-4)

    def _more(self, name: str) -> float:
        """The x of a count: by how much there is more of it in all, over what there is."""
        return self._full[name] / self._levels[name] - 1

    def _matters(self, name: str, least: float = 0.1) -> bool:
        return self._shares[name] * self._more(name) > least

    def next(self) -> str | None:
        """Which count is raised next, of which there are fewest, within the time of a step."""
        open_ = [name for name in self._levels if self._more(name) > 0 and self._matters(name)]
        open_ = [name for name in open_ if self._rise(name) > self._levels[name]]
        unknown = [name for name in open_ if name not in self._known]
        return max(unknown or open_, key=self._more, default=None)

    def _rise(self, name: str) -> int:
        """How far a count can be raised for a step to end in its time."""
        room = min(self._most, self._left) / self._now - 1
        if room < 0.5 * min(1.0, self._more(name)):
            return self._levels[name]
        # A share that was small when it was measured may have grown with other counts.
        share = max(self._shares[name], 0.05)
        rise = max(1.5, min(1 + room / share, self._left / self._now / 3))
        return min(self._full[name], max(2, round(self._levels[name] * rise)))

    def raise_(self, name: str) -> None:
        """Raise one count, and learn its share."""
        before, level = self._last, self._levels[name]
        now = self._now
        self._levels[name] = self._rise(name)
        self._last = self._take(self._levels)
        factor = self._levels[name] / level
        share = _share(self._last.seconds / now - 1, factor - 1)
        self._shares[name] = share * factor / (1 + share * (factor - 1))
        self._known.add(name)
        grown = self._last.mb - before.mb
        if grown > NOISE:
            self._slopes[name] = grown / (self._levels[name] - level)

    def _beside(self, names: Sequence[str]) -> dict[str, int]:
        """The counts with some of them raised up to threefold."""
        return self._levels | {
            name: min(self._full[name], max(RAISED * self._levels[name], 2)) for name in names
        }

    def _grown(self, names: Sequence[str]) -> float | None:
        """By what part of it the time grows where counts are raised; None without time to try."""
        levels = self._beside(names)
        longest = self._now * prod(levels[name] / self._levels[name] for name in names)
        if longest > self._left:
            return None
        return self._take(levels).seconds / self._now - 1

    def measure_shares(self) -> None:
        """Measure anew, all beside the same counts, the shares of what is left."""
        left = [name for name in self._levels if self._more(name) > 0]
        for name in sorted(left, key=self._more, reverse=True):
            grown = self._grown([name])
            if grown is not None:
                more = self._beside([name])[name] / self._levels[name] - 1
                self._shares[name] = _share(grown, more)
            else:
                self._shares[name] = 1.0
                if name not in self._known:
                    self._untried.append(name)

    def measure_pairs(self) -> None:
        """Measure how those of the counts that are left and matter go together."""
        names = [name for name in self._levels if self._more(name) > 0 and self._matters(name)]
        for pair in sorted(combinations(names, 2), key=lambda pair: -min(map(self._more, pair))):
            grown = self._grown(pair)
            if grown is None:
                continue
            beside = self._beside(pair)
            parts = [self._shares[n] * (beside[n] / self._levels[n] - 1) for n in pair]
            coupling = (grown - sum(parts)) / max(prod(parts), 1e-6)
            # What is within the noise of the three times is none.
            within = abs(grown - sum(parts)) < SCATTER * (1 + grown)
            self._couplings[frozenset(pair)] = 0.0 if within else max(coupling, 0.0)

    def estimate(self) -> Estimate:
        """Scale the last step to all counts."""
        parts = {
            name: self._shares[name] * self._more(name)
            for name in self._levels
            if self._matters(name, 0.0)
        }
        growth = sum(
            prod(parts[name] for name in names)
            * prod(self._couplings.get(frozenset(pair), 1.0) for pair in combinations(names, 2))
            for size in range(len(parts) + 1)
            for names in combinations(parts, size)
        )
        more = sum(
            slope * (self._full[name] - self._levels[name]) for name, slope in self._slopes.items()
        )
        return Estimate(
            self._last.seconds * growth,
            self._last.mb + more,
            self._last.seconds,
            self._levels,
            tuple(self._untried),
        )


def long(step: Step, seconds: float) -> bool:
    """Whether a step takes so much of the time given that it is not made again."""
    return 4 * step.seconds > seconds


def _share(grown: float, more: float) -> float:
    """The share of a time that is proportional to a count, of which there was more."""
    return min(max(grown / more, 0.0), LARGEST_SHARE)
