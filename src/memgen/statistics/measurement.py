"""A number with its error, and how far it can be trusted."""

from dataclasses import dataclass

import numpy as np

# A deviation counts when it exceeds this many standard errors of a normal law, and as many more
# as Student's law asks for where the error itself comes from few draws.
SIGNIFICANCE = 2.0


@dataclass(frozen=True)
class Measurement:
    """A number measured from a figure's tables.

    Attributes
    ----------
    value : float
    stderr : float
        Standard error over independent draws; 0 for a number without noise (pure theory);
        infinite if nothing could be measured at this size (the value is then nan).
    n : int or None
        Number of independent draws behind its error; None for pure theory, and where the error
        is that of a grid.
    freedom : float or None
        Degrees of freedom behind the standard error; None for n - 1.

    """

    value: float
    stderr: float = 0.0
    n: int | None = None
    freedom: float | None = None

    def __post_init__(self):
        if np.isnan(self.stderr) or not (np.isfinite(self.value) or np.isinf(self.stderr)):
            raise ValueError(
                f"value={self.value} with stderr={self.stderr} is no measurement; what could not "
                "be measured has an infinite standard error."
            )

    @property
    def margin(self) -> float:
        """The half-width of the interval of confidence ndtr(2): 2 stderr with many draws.

        Student's quantile for the degrees of freedom of the error: 4.5 stderr with three draws.
        """
        freedom = self.freedom
        if freedom is None:
            if self.n is None:
                return SIGNIFICANCE * self.stderr
            freedom = max(self.n - 1, 1)
        # Imported here: the registry knows verdicts, and Snakemake reads it at each start.
        from scipy.special import ndtr, stdtrit

        return float(stdtrit(freedom, float(ndtr(SIGNIFICANCE)))) * self.stderr

    def standard_score(self, expected: float) -> float:
        """Return z = (value - expected) / stderr; nan where there is no error to measure by."""
        if self.stderr == 0 or np.isinf(self.stderr):
            return float("nan")
        return (self.value - expected) / self.stderr
