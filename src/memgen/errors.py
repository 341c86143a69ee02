"""Errors that carry what a user needs to go on."""


class ConvergenceError(RuntimeError):
    """A solver stopped before its residual fell below its tolerance.

    Parameters
    ----------
    what : str
        The equation that was being solved, with its parameters.
    residual : float
        The residual that was reached.
    tolerance : float
        The residual that was asked for.

    """

    def __init__(self, what: str, residual: float, tolerance: float):
        super().__init__(
            f"{what} did not converge: residual {residual:.2e}, tolerance {tolerance:.0e}."
        )
        self.residual = residual
        self.tolerance = tolerance
