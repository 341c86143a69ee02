"""How long each rule of a run takes: one measured file, from which all stated times come."""

from pathlib import Path

import numpy as np
import pandas as pd

from memgen.declared.run import Run
from memgen.tables.files import atomic

FILE = Path("figures/gallery/durations.csv")
COLUMNS = ["run", "rule", "jobs", "seconds"]
# What a job costs beside its benchmark, which begins with its process and misses its end: also
# Snakemake's work on it, in seconds of CPU (a tiny run of 353 jobs: 706 s in all, 512 s in their
# benchmarks).
START = 0.55


def read(root: Path) -> pd.DataFrame:
    """Return all known durations: run, rule, jobs (their number), seconds (CPU of one job)."""
    path = root / FILE
    return pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=COLUMNS)


def updated(root: Path, run: Run) -> pd.DataFrame:
    """Return the known durations with those of a run made anew.

    Rules of which the run has measured as many jobs as were known, or as there are now, replace
    what was known of them in a run of this name; the others are kept, and those that no longer
    exist dropped.

    Raises
    ------
    FileNotFoundError
        If the run has no benchmarks.
    """
    folder = root / run.results / "benchmarks"
    measured = measure(folder).assign(run=run.name)[COLUMNS]
    measured = measured[measured["rule"].isin(rules(run))]
    if measured.empty:
        raise FileNotFoundError(f"{folder} holds no benchmarks: finish the {run.name} run first.")
    known = read(root)
    # A rule of which the run has made but a few jobs is known better from before.
    before = known[known["run"] == run.name].set_index("rule")["jobs"]
    wanted = measured["rule"].map(before).fillna(0)
    today = measured["rule"].map({one.rule: len(one.jobs) for one in run.declared})
    measured = measured[measured["jobs"] >= wanted.clip(upper=today.fillna(np.inf))]
    mine = known["run"] == run.name
    again = known["rule"].isin(measured["rule"]) | ~known["rule"].isin(rules(run))
    return pd.concat([known[~(mine & again)], measured]).sort_values(["run", "rule"])


def write_durations(root: Path, run: Run) -> None:
    """Keep how long the rules of a finished run took."""
    frame = updated(root, run)
    with atomic(root / FILE) as temporary:
        frame.to_csv(temporary, index=False, float_format="%.4g")


def rules(run: Run) -> set[str]:
    """Return the names of all rules that do a run's work."""
    declared = {rule for one in run.declared for rule in (one.rule, f"{one.source}_{one.name}")}
    return declared | {"figure", "all_claims", "record_settings"}


def measure(benchmarks: Path) -> pd.DataFrame:
    """Return for each rule of a run its number of jobs and the mean CPU seconds of one job."""
    rows = []
    for path in sorted(benchmarks.rglob("*.tsv")):
        # <rule>.tsv, <source>/<rule>.tsv, or <source>/<rule>/<wildcards>.tsv
        parts = path.relative_to(benchmarks).with_suffix("").parts
        rule = parts[min(1, len(parts) - 1)]
        time = pd.read_csv(path, sep="\t")
        # Jobs that end within moments have no CPU time: theirs is the time on the clock.
        cpu = pd.to_numeric(time["cpu_time"], errors="coerce")
        rows.append({"rule": rule, "seconds": cpu.where(cpu > 0, time["s"]).mean()})
    frame = pd.DataFrame(rows, columns=["rule", "seconds"])
    grouped = frame.groupby("rule")["seconds"].agg(jobs="count", seconds="mean")
    return grouped.reset_index()


def minutes(root: Path, run: str, jobs: dict[str, int], cores: int) -> float | None:
    """Return about how many minutes jobs take, or None where no run of this size was measured.

    Parameters
    ----------
    root : Path
        The checkout.
    run : str
        The run whose durations count.
    jobs : dict of str to int
        Number of jobs of each rule.
    cores : int
        On how many cores.
    """
    known = read(root)
    seconds = known[known["run"] == run].set_index("rule")["seconds"]
    if seconds.empty:
        return None
    total = sum(count * (seconds.get(rule, 0.0) + START) for rule, count in jobs.items())
    return total / cores / 60


def whole_run(root: Path, run: str, cores: int) -> float | None:
    """Return about how many minutes a whole run takes, as `minutes` does."""
    known = read(root)
    known = known[known["run"] == run]
    jobs = {str(rule): int(count) for rule, count in zip(known["rule"], known["jobs"], strict=True)}
    return minutes(root, run, jobs, cores)
