"""Rows of tidy tables: one row per point, theory beside simulation."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

KINDS = ("theory", "simulation", "published")
MEASURED = ["quantity", "kind", "value", "stderr", "n", "unit"]

Row = dict[str, Any]
Point = dict[str, Any]
"""Coordinates of a row, under the paper's names; unpacked into `row` and its kin."""


def row(
    quantity: str,
    kind: str,
    value: float,
    stderr: float | None = None,
    n: int | None = None,
    unit: str = "",
    **coordinates: float | int | str,
) -> Row:
    """Return one row of a tidy table.

    Parameters
    ----------
    quantity, kind : str
        What was measured and whether it is "theory", "simulation" or "published".
    value, stderr : float
        The value and its standard error over independent draws.
    n : int
        Number of independent draws behind a simulated value.
    unit : str
        Unit, where there is one.
    **coordinates
        Where the point lies, under the paper's names (alpha, alpha_D, t, N, P, ...).

    """
    return {
        **coordinates,
        "quantity": quantity,
        "kind": kind,
        "value": value,
        "stderr": stderr,
        "n": n,
        "unit": unit,
    }


def mean_row(
    quantity: str,
    draws: np.ndarray,
    unit: str = "",
    kind: str = "simulation",
    **coordinates: Any,
) -> Row:
    """Return a row with the mean over independent draws and its standard error.

    With a single draw there is no standard error, and none is made up. Kind "theory" is for what is
    averaged over draws of randomness alone, such as finite-size theory whose points never existed.
    """
    draws = np.asarray(draws, dtype=float)
    n = draws.size
    stderr = float(draws.std(ddof=1) / np.sqrt(n)) if n > 1 else None
    return row(quantity, kind, float(draws.mean()), stderr, n, unit, **coordinates)


def geometric_mean_row(
    quantity: str, draws: np.ndarray, kind: str = "simulation", **coordinates: Any
) -> Row:
    """Return a row with the geometric mean over draws of what scatters in its logarithm.

    Its standard error is the value times that of the mean logarithm.
    """
    of_logarithm = mean_row(quantity, np.log(draws), kind=kind, **coordinates)
    value, error = np.exp(of_logarithm["value"]), of_logarithm["stderr"]
    return of_logarithm | {"value": value, "stderr": None if error is None else value * error}


def curve_rows(
    quantity: str,
    draws: np.ndarray,
    along: Mapping[str, np.ndarray],
    kind: str = "simulation",
    **coordinates: Any,
) -> list[Row]:
    """Return the rows of a curve: at each point the mean over draws and its standard error.

    Parameters
    ----------
    quantity, kind : str
        As of `mean_row`.
    draws : (n, points)
        One curve for each draw.
    along : mapping with one entry
        The coordinate's name and its values (points,).
    **coordinates
        Of the whole curve.
    """
    ((name, values),) = along.items()
    return [
        mean_row(quantity, column, kind=kind, **coordinates, **{name: value})
        for value, column in zip(values, np.asarray(draws).T, strict=True)
    ]


def coordinates_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its coordinates before what was measured."""
    return frame[[*[name for name in frame.columns if name not in MEASURED], *MEASURED]]


def tidy(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Collect rows into a table with the coordinates first, and check it.

    Raises
    ------
    ValueError
        If a value is missing or infinite, a kind is unknown, or a simulated value lacks its
        number of draws or (with more than one draw) its standard error: a point that could
        not be computed must stop the job, not leave a hole in the figure.

    """
    rows = list(rows)
    frame = pd.DataFrame(rows)
    missing = [name for name in MEASURED if name not in frame.columns]
    if missing:
        raise ValueError(f"A table needs the columns {', '.join(missing)}; build rows with row().")
    frame = coordinates_first(frame)
    for name in frame.columns[: -len(MEASURED)]:
        # Whole numbers stay whole in rows beside others that lack the coordinate.
        given = [entry[name] for entry in rows if name in entry]
        if all(isinstance(value, int | np.integer) for value in given):
            frame[name] = frame[name].astype("Int64")
    frame["n"] = frame["n"].astype("Int64")
    frame["stderr"] = frame["stderr"].astype(float)
    simulated = frame["kind"] == "simulation"
    problems = {
        "an unknown kind": ~frame["kind"].isin(KINDS),
        "no finite value": ~np.isfinite(frame["value"].astype(float)),
        "no number of draws": simulated & frame["n"].isna(),
        "no standard error": simulated & (frame["n"].fillna(0) > 1) & frame["stderr"].isna(),
    }
    for problem, where in problems.items():
        if where.any():
            first = frame[where].iloc[0].dropna().to_dict()
            raise ValueError(f"{int(where.sum())} row(s) have {problem}, first: {first}")
    return frame
