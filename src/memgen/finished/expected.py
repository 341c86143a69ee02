"""What the jobs of a run are expected to take: measured, stepped, or the laptop run's, scaled."""

from math import prod
from pathlib import Path

import pandas as pd

from memgen.declared.declaration import Declaration
from memgen.declared.run import Run
from memgen.finished import durations
from memgen.settings import Config
from memgen.settings.run_names import shipped
from memgen.stepping import table
from memgen.stepping.counts import counts

MEASURED, STEPPED, SCALED = "measured", "stepped", "scaled"


def expected(root: Path, run: Run) -> pd.DataFrame:
    """Return what a job of each rule takes, about.

    A rule that a run of this name has gone through is known from there; else from `memgen step`;
    else from the laptop run, in proportion to its counts (draws, probes, steps): too little where
    the systems are larger.

    Returns
    -------
    DataFrame
        By rule: seconds (CPU of one job), mb (peak memory; NaN where it was not measured), known
        ("measured", "stepped" or "scaled").
    """
    known = durations.read(root)
    measured = _of(known, run.name, MEASURED)
    stepped = _of(table.read(root), run.name, STEPPED)
    frames = [measured, stepped[~stepped.index.isin(measured.index)]]
    laptop = _of(known, "laptop", SCALED)
    if run.name != "laptop":
        base = shipped("laptop", run.config.seed)
        factors = {one.rule: larger(one, base, run.config) for one in run.declared}
        laptop["seconds"] *= [factors.get(str(rule), 1.0) for rule in laptop.index]
    frames.append(laptop[~laptop.index.isin([*measured.index, *stepped.index])])
    return pd.concat([frame for frame in frames if len(frame)] or [laptop])


def known_seconds(root: Path) -> pd.DataFrame:
    """Return run, rule and seconds of all that was measured, and where it was not, stepped."""
    columns = ["run", "rule", "seconds"]
    measured, stepped = (frame[columns] for frame in (durations.read(root), table.read(root)))
    both = pd.concat([frame for frame in (measured, stepped) if len(frame)] or [measured])
    return both.drop_duplicates(["run", "rule"], ignore_index=True)


def larger(declared: Declaration, base: Config, config: Config) -> float:
    """Return by what factor the counts of a rule's job are those of another run."""
    many = counts(declared, base, config)
    few = counts(declared, config, base)
    return prod(more / less for less, more in many.values()) / prod(
        more / less for less, more in few.values()
    )


def _of(frame: pd.DataFrame, run: str, how: str) -> pd.DataFrame:
    chosen = frame[frame["run"] == run].set_index("rule")
    if "mb" not in chosen:
        chosen = chosen.assign(mb=float("nan"))
    chosen = chosen[["seconds", "mb"]].astype(float)
    return chosen.assign(known=how)
