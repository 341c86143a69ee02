"""The empirical score: the exact score of the training points diffused to noise variance t.

`score` is the class. The exact pass: `blocks` runs over blocks of queries and points, `weighing`
holds its compiled loops, `exponential` their 2^y, `sums` what a pass knows and what is read off it.
The certified one: `bounds` says which leaves of a tree can matter and `visiting` takes their sum,
`projections` says which points can and `collecting` takes theirs, `flat` does the work of a linear
manifold in its own dimensions, `certified` joins them; samplers ask it by themselves
(`trajectories`). `streaming` takes points that are never held.
"""

from memgen.diffusion.empirical.score import EmpiricalScore
from memgen.diffusion.empirical.streaming import streamed
from memgen.diffusion.empirical.sums import Posterior
from memgen.diffusion.empirical.trajectories import certify

__all__ = ["EmpiricalScore", "Posterior", "certify", "streamed"]
