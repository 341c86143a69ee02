"""Reading tables and arrays, and choosing rows."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from memgen.tables.rows import MEASURED, Row


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


def read_inputs(paths: Iterable[str | Path]) -> dict[str, Any]:
    """Read tables (.csv) and arrays (.npz), by the stem of their file names."""
    inputs: dict[str, Any] = {}
    for path in map(Path, paths):
        inputs[path.stem] = read_arrays(path) if path.suffix == ".npz" else read_table(path)
    return inputs


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


def single(frame: pd.DataFrame, **where: Any) -> pd.Series:
    """Return the only row whose columns have the given values.

    Raises
    ------
    KeyError, ValueError
        If a column does not exist, or no row or several match; the message shows the first two.

    """
    chosen = select(frame, **where)
    if len(chosen) != 1:
        first = chosen.head(2).to_dict("records")
        raise ValueError(f"{len(chosen)} rows of the table have {where}, not one: {first}.")
    return chosen.iloc[0]


def value_of(frame: pd.DataFrame, quantity: str, **where: Any) -> float:
    """Return the value of a quantity in its only row; errors as of `single`."""
    return float(single(frame, quantity=quantity, **where)["value"])


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a table that was read, each without the coordinates that it lacks."""
    coordinates = [name for name in frame.columns if name not in MEASURED]
    return [
        {str(name): value for name, value in entry.items() if not lacks.get(name, False)}
        for entry, lacks in zip(
            frame.to_dict("records"), frame[coordinates].isna().to_dict("records"), strict=True
        )
    ]
