"""How long each rule of a run takes: one measured file, from which all stated times come."""

from pathlib import Path

import pandas as pd

from memgen.declared.run import Run

FILE = Path("figures/gallery/durations.csv")
# Starting a job (Python, imports) comes on top of what its benchmark measures, in seconds of CPU.
START = 1.5


def durations(root: Path, run: Run) -> pd.DataFrame:
    """Return the durations of the gallery, those of a run made anew.

    Returns
    -------
    DataFrame
        run, rule, jobs (their number), seconds (mean CPU time of one job).
    """
    known = pd.read_csv(root / FILE) if (root / FILE).is_file() else _rules(pd.DataFrame())
    others = known[known["run"] != run.name]
    measured = measure(root / run.results / "benchmarks").assign(run=run.name)
    return pd.concat([others, measured[known.columns]], ignore_index=True)


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
    return _rules(pd.DataFrame(rows, columns=["rule", "seconds"]))


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
    if not (root / FILE).is_file():
        return None
    known = pd.read_csv(root / FILE)
    known = known[known["run"] == run].set_index("rule")["seconds"]
    if known.empty:
        return None
    seconds = sum(count * (known.get(rule, 0.0) + START) for rule, count in jobs.items())
    return seconds / cores / 60


def whole_run(root: Path, run: str, cores: int) -> float | None:
    """Return about how many minutes a whole run takes, as `minutes` does."""
    if not (root / FILE).is_file():
        return None
    known = pd.read_csv(root / FILE)
    jobs = known[known["run"] == run].set_index("rule")["jobs"].to_dict()
    return minutes(root, run, jobs, cores) if jobs else None


def _rules(frame: pd.DataFrame) -> pd.DataFrame:
    if frame.empty:
        return pd.DataFrame(columns=["run", "rule", "jobs", "seconds"])
    grouped = frame.groupby("rule")["seconds"].agg(jobs="count", seconds="mean")
    return grouped.reset_index()
