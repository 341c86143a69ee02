"""The page of benchmarks: what benchmarks/README.md says, with its tables and their bars."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from jinja2 import Template

FOLDER = Path("benchmarks")
DECADES = 5  # of a ratio, over the width of a bar


@dataclass(frozen=True)
class Measured:
    """One table of benchmarks.

    Attributes
    ----------
    name : str
        Its script.
    columns : list of str
    rows : list of lists of str
    bars : list of float
        Share of the width that a row's ratio takes, on a logarithmic scale; empty without ratios.
    """

    name: str
    columns: list[str]
    rows: list[list[str]]
    bars: list[float]


def page(root: Path, template: Template) -> str:
    """Return the page."""
    text = (root / FOLDER / "README.md").read_text(encoding="utf-8")
    text = re.sub(r"(?<!!)\[([^\]]+)\]\((?!http)[^)]+\)", r"`\1`", text)
    tables = [measured(path) for path in sorted((root / FOLDER).glob("*.csv"))]
    return template.render(text=text, tables=tables)


def measured(path: Path) -> Measured:
    """Return one table with its bars."""
    frame = pd.read_csv(path)
    ratios = [name for name in frame.columns if name.startswith(("ratio", "gain"))]
    bars = []
    if ratios:
        ratio = np.maximum(frame[ratios[0]].to_numpy(dtype=float), 1e-2)
        bars = np.nan_to_num(np.clip((np.log10(ratio) + 2) / DECADES, 0, 1)).round(3).tolist()
    shown = frame.astype(object).where(frame.notna(), "")
    return Measured(
        path.stem,
        [str(name) for name in frame.columns],
        [[str(value) for value in row] for row in shown.itertuples(index=False)],
        bars,
    )
