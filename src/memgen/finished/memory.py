"""How much memory the rules of a run needed: the largest peak of any job, from its benchmarks."""

from pathlib import Path

import pandas as pd

from memgen.declared.run import Run
from memgen.finished.durations import rules
from memgen.tables.files import atomic

FILE = Path("figures/gallery/memory.csv")
COLUMNS = ["run", "rule", "mb"]


def read(root: Path) -> pd.DataFrame:
    """Return all known peaks: run, rule, mb (of the job that needed most, in MB)."""
    path = root / FILE
    return pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=COLUMNS)


def measure(benchmarks: Path) -> pd.DataFrame:
    """Return rule and peak in MB of the jobs of a run; jobs that end within moments have none."""
    rows = []
    for path in sorted(benchmarks.rglob("*.tsv")):
        # <rule>.tsv, <source>/<rule>.tsv, or <source>/<rule>/<wildcards>.tsv
        parts = path.relative_to(benchmarks).with_suffix("").parts
        table = pd.read_csv(path, sep="\t")
        if "max_rss" in table:
            peaks = pd.to_numeric(table["max_rss"], errors="coerce")
            rows.append({"rule": parts[min(1, len(parts) - 1)], "mb": peaks.max()})
    frame = pd.DataFrame(rows, columns=["rule", "mb"]).dropna()
    return frame.groupby("rule")["mb"].max().reset_index()


def updated(root: Path, run: Run) -> pd.DataFrame:
    """Return the known peaks with those of a run made anew; of rules of today alone."""
    measured = measure(root / run.results / "benchmarks").assign(run=run.name)[COLUMNS]
    known = read(root)
    names = rules(run)
    mine = known["run"] == run.name
    again = known["rule"].isin(measured["rule"]) | ~known["rule"].isin(names)
    frames = [known[~(mine & again)], measured[measured["rule"].isin(names)]]
    both = pd.concat([frame for frame in frames if len(frame)] or [known])
    return both.sort_values(["run", "rule"], ignore_index=True)


def write(root: Path, run: Run) -> None:
    """Keep how much memory the rules of a run needed."""
    with atomic(root / FILE) as temporary:
        updated(root, run).to_csv(temporary, index=False, float_format="%.4g")
