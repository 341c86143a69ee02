"""Compare a run with the gallery: what is identical, what agrees within errors, what does not.

The same seeds on another processor give the same numbers up to rounding. Where a simulation
amplifies rounding (a trained network, a trajectory at a bifurcation, a count next to a threshold)
single rows move, by less than their standard errors. So the promise is not one of bytes: rows with
an error bar must agree within it, rows without one to eight digits, and no verdict may change.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from memgen.tables.read import read_table
from memgen.tables.rows import MEASURED

# Rows are the same draws twice, so even one standard error between them is much.
LARGEST_Z = 2.0
RELATIVE = 1e-8
ABSOLUTE = 1e-12


@dataclass(frozen=True)
class Comparison:
    """A table of a run beside the gallery's.

    Attributes
    ----------
    name : str
        <source>/<table>.
    rows : int
        Rows that both have.
    identical : int
        Rows whose values agree to all digits that are written.
    rounded : int
        Rows that agree up to rounding.
    within : int
        Rows that differ by more, yet within their errors.
    differing : pandas.DataFrame
        Rows that differ by more than their errors, with `gallery`, `run` and `z`.
    problem : str
        Why the tables cannot be compared row by row; empty where they can.

    """

    name: str
    rows: int
    identical: int
    rounded: int
    within: int
    differing: pd.DataFrame
    problem: str = ""

    @property
    def agrees(self) -> bool:
        """Whether every row agrees within its error."""
        return not self.problem and self.differing.empty


def compare(name: str, gallery: pd.DataFrame, run: pd.DataFrame) -> Comparison:
    """Compare two tables row by row.

    Rows belong together by their place; all their columns but value, stderr and n must be equal,
    coordinates up to rounding.
    """
    problem = _mismatch(gallery, run)
    if problem:
        return Comparison(name, 0, 0, 0, 0, run.iloc[:0], problem)
    before, after = gallery["value"].to_numpy(float), run["value"].to_numpy(float)
    error = np.hypot(_errors(gallery), _errors(run))
    difference = np.abs(after - before)
    identical = (after == before) | (np.isnan(after) & np.isnan(before))
    close = ~identical & (difference <= RELATIVE * np.abs(before) + ABSOLUTE)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(identical, 0.0, difference / error)
    far = ~identical & ~close & ~(z <= LARGEST_Z)
    differing = run[far].assign(gallery=before[far], run=after[far], z=z[far])
    within = len(run) - int(identical.sum() + close.sum() + far.sum())
    return Comparison(name, len(run), int(identical.sum()), int(close.sum()), within, differing)


def changed_verdicts(gallery: pd.DataFrame, run: pd.DataFrame) -> pd.DataFrame:
    """Return the claims whose verdict differs, with the one in the gallery beside it."""
    key = ["source", "figure", "claim"]
    both = run.merge(gallery[[*key, "verdict"]], on=key, suffixes=("", "_gallery"))
    both = both[both["claim"].notna()]
    return both[both["verdict"] != both["verdict_gallery"]]


def verify(results: Path, gallery: Path) -> list[Comparison]:
    """Compare every table of the gallery with the one of a run.

    Parameters
    ----------
    results : Path
        results/<run>.
    gallery : Path
        The folder of the gallery, with <source>/<table>.csv.
    """
    comparisons = []
    for path in sorted(gallery.glob("*/*.csv")):
        name = f"{path.parent.name}/{path.stem}"
        other = results / path.relative_to(gallery)
        if not other.is_file():
            empty = pd.DataFrame()
            comparisons.append(Comparison(name, 0, 0, 0, 0, empty, f"{other} is missing"))
        else:
            comparisons.append(compare(name, read_table(path), read_table(other)))
    return comparisons


def report(comparisons: list[Comparison], verdicts: pd.DataFrame) -> tuple[str, bool]:
    """Return what `memgen verify` prints, and whether the run agrees with the gallery."""
    lines = [f"{'table':<55} {'rows':>6} {'same':>6} {'rounded':>8} {'within':>7} {'differ':>7}"]
    for table in comparisons:
        counts = (table.rows, table.identical, table.rounded, table.within, len(table.differing))
        lines.append("{:<55} {:>6} {:>6} {:>8} {:>7} {:>7}".format(table.name, *counts))
        if table.problem:
            lines.append(f"    {table.problem}")
        for _, row in table.differing.head(3).iterrows():
            where = row.drop([*MEASURED, "gallery", "run", "z"]).dropna().to_dict()
            lines.append(
                f"    {row['quantity']} {where}: {row['run']:.6g}, gallery {row['gallery']:.6g}, "
                f"z = {row['z']:.2g}"
            )
    for claim in verdicts.itertuples():
        lines.append(
            f"{claim.source}/{claim.figure}: {claim.claim} {claim.verdict}, "
            f"gallery: {claim.verdict_gallery}"
        )
    good = all(table.agrees for table in comparisons) and verdicts.empty
    same = sum(table.agrees for table in comparisons)
    lines.append(
        f"{same} of {len(comparisons)} tables agree within errors, {len(verdicts)} verdicts "
        f"differ: the run {'reproduces' if good else 'does NOT reproduce'} the gallery."
    )
    return "\n".join(lines), good


def _errors(table: pd.DataFrame) -> np.ndarray:
    return table["stderr"].fillna(0.0).to_numpy(float)


def _mismatch(gallery: pd.DataFrame, run: pd.DataFrame) -> str:
    """Return why two tables do not have the same rows in the same order; empty where they do."""
    if set(gallery.columns) != set(run.columns):
        return f"other columns: {', '.join(sorted(set(gallery.columns) ^ set(run.columns)))}"
    if len(gallery) != len(run):
        return f"{len(run)} rows, gallery {len(gallery)}"
    for name in gallery.columns:
        if name in ("value", "stderr", "n"):
            continue
        before, after = gallery[name], run[name]
        if pd.api.types.is_float_dtype(before) and pd.api.types.is_float_dtype(after):
            same = np.isclose(before, after, rtol=1e-6, atol=0, equal_nan=True)
        else:
            same = (before == after) | (before.isna() & after.isna())
        if not np.all(same):
            return f"column {name} differs in {int((~np.asarray(same)).sum())} rows"
    return ""
