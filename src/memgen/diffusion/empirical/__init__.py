"""The empirical score: the exact score of the training points diffused to noise variance t.

Rooms: `score` is the class; `blocks` runs over blocks of queries and points; `weighing` holds the
compiled loops, `exponential` their 2^y; `sums` what a pass knows, and what is read off it.
"""

from memgen.diffusion.empirical.score import EmpiricalScore
from memgen.diffusion.empirical.sums import Posterior

__all__ = ["EmpiricalScore", "Posterior"]
