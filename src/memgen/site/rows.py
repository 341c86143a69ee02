"""Rows of the gallery's tables as scripts that a page loads when a reader asks for them.

A page opened from a folder may load scripts, but read no other files. So each table is a script
that hands its columns to the page.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from memgen.tables.read import read_table
from memgen.tables.rows import MEASURED


def script(name: str, path: Path) -> str:
    """Return the script with a table's columns."""
    told = {"name": name, **columns(read_table(path))}
    return f"memgenRows({json.dumps(told, separators=(',', ':'))});\n"


def columns(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the rows by columns, and which column a plot may take for its axis.

    Coordinates are what is not measured: all columns but quantity, kind, value, stderr, n and unit.
    A quantity's axis is the numeric coordinate with most values.
    """
    coordinates = [name for name in frame.columns if name not in MEASURED]
    axes = {}
    for quantity, rows in frame.groupby("quantity", sort=False):
        numeric = [name for name in coordinates if pd.api.types.is_numeric_dtype(rows[name])]
        counts = {name: rows[name].nunique() for name in numeric}
        axes[str(quantity)] = max(counts, key=lambda name: counts[name]) if counts else None
    return {
        "rows": len(frame),
        "coordinates": coordinates,
        "axes": axes,
        "columns": {name: [plain(value) for value in frame[name]] for name in frame.columns},
    }


def plain(value: Any) -> Any:
    """Return a value of a table as JSON has it: None where there is none, floats to six digits."""
    if pd.isna(value):
        return None
    if isinstance(value, float | np.floating):
        return float(f"{value:.6g}") if np.isfinite(value) else None
    return value.item() if isinstance(value, np.generic) else value
