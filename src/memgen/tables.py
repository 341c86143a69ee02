"""Tidy tables: one row per point, theory beside simulation, written whole or not at all."""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

KINDS = ("theory", "simulation", "published")
MEASURED = ["quantity", "kind", "value", "stderr", "n", "unit"]


def row(
    quantity: str,
    kind: str,
    value: float,
    stderr: float | None = None,
    n: int | None = None,
    unit: str = "",
    **coordinates: float | int | str,
) -> dict[str, Any]:
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
    quantity: str, draws: np.ndarray, unit: str = "", **coordinates: Any
) -> dict[str, Any]:
    """Return a simulated row: mean over independent draws, with its standard error.

    With a single draw there is no standard error, and none is made up.
    """
    draws = np.asarray(draws, dtype=float)
    n = draws.size
    stderr = float(draws.std(ddof=1) / np.sqrt(n)) if n > 1 else None
    return row(quantity, "simulation", float(draws.mean()), stderr, n, unit, **coordinates)


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
    coordinates = [name for name in frame.columns if name not in MEASURED]
    frame = frame[coordinates + MEASURED]
    for name in coordinates:
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


@contextmanager
def atomic(path: Path | str) -> Iterator[Path]:
    """Give a temporary path that becomes `path` only when the block ends without an error."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes private files; results are as readable as any other file.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        with temporary.open("rb") as stream:
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_table(frame: pd.DataFrame, path: Path | str, provenance: Mapping[str, Any]) -> None:
    """Write a table as CSV, and beside it, first, its provenance as JSON."""
    write_sidecar(path, provenance)
    with atomic(path) as temporary:
        frame.to_csv(temporary, index=False, float_format="%.10g", lineterminator="\n")


def write_arrays(path: Path | str, provenance: Mapping[str, Any], **arrays: np.ndarray) -> None:
    """Write arrays as a compressed .npz, and beside it, first, their provenance as JSON."""
    write_sidecar(path, provenance)
    with atomic(path) as temporary, temporary.open("wb") as stream:
        np.savez_compressed(stream, **arrays)


def write_sidecar(path: Path | str, provenance: Mapping[str, Any]) -> None:
    """Write the provenance of `path` to the JSON file of the same stem."""
    with atomic(sidecar(path)) as temporary:
        temporary.write_text(json.dumps(provenance, indent=2, sort_keys=True) + "\n")


def sidecar(path: Path | str) -> Path:
    """Return where the provenance of a table or an array file lies."""
    return Path(path).with_suffix(".json")


def read_table(path: Path | str) -> pd.DataFrame:
    """Read a table written by `write_table`."""
    words = {"quantity": str, "kind": str, "unit": str}
    frame = pd.read_csv(path, dtype={"n": "Int64", **words})
    frame["unit"] = frame["unit"].fillna("")
    return frame


def read_arrays(path: Path | str) -> dict[str, np.ndarray]:
    """Read the arrays written by `write_arrays`."""
    with np.load(path, allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def select(frame: pd.DataFrame, **where: Any) -> pd.DataFrame:
    """Return the rows whose columns have the given values, in the table's order.

    Raises
    ------
    KeyError, ValueError
        If a column does not exist or no row matches: a figure must not draw nothing.

    """
    chosen = pd.Series(True, index=frame.index)
    for name, value in where.items():
        if isinstance(value, float):
            chosen &= np.isclose(frame[name].astype(float), value, rtol=1e-9, atol=0)
        else:
            chosen &= frame[name] == value
    if not chosen.any():
        raise ValueError(f"No row of the table has {where}.")
    return frame[chosen]
