"""What a run is about to do and about how long it takes, said before it starts."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from memgen.declared.run import Run
from memgen.finished.durations import START, minutes, read
from memgen.finished.reasons import reasons
from memgen.settings.overlays import configured, read_overlay
from memgen.surroundings import environment


def print_plan(
    root: Path, configfile: str | None, cores: str, *, sources: bool = False, why: bool = False
) -> None:
    """Print the jobs that are left and the time they need, from measured durations.

    Parameters
    ----------
    root : Path
        The checkout.
    configfile : str or None
        The overlay of the run.
    cores : str
        A number, or "all".
    sources, why : bool
        Whether to tell jobs, core hours and memory of each source, and why what is there is made
        again.

    Raises
    ------
    FileNotFoundError
        If there is no such config file.
    ValueError
        If `cores` is neither a number from 1 on nor "all", or the configuration cannot be used.
    """
    workers = _workers(cores)
    if configfile is not None:
        read_overlay(Path(configfile))
    run = (
        Run(root, configured([Path(configfile)] if configfile else [], {}))
        if sources | why
        else None
    )
    if why and run is not None:
        print("\n".join(reasons(run, root)))
    jobs = jobs_to_run(root, configfile)
    if not jobs:
        print("Nothing to be done: every figure is up to date.")
        return
    if sources and run is not None:
        print(by_source(run, jobs, read(root)).to_string(index=False))
    duration = _time(root, jobs, workers, configfile)
    print(f"{sum(jobs.values())} jobs to run on {workers} core(s), {duration}.")
    print("Stop it whenever you like (Ctrl-C): the same command goes on where it stopped.")
    sys.stdout.flush()


def jobs_to_run(root: Path, configfile: str | None) -> dict[str, int]:
    """Return how many jobs of each rule a dry run would start."""
    command = [sys.executable, "-m", "snakemake", "--dry-run", "--quiet", "rules"]
    if configfile and read_overlay(Path(configfile)):
        command += ["--configfile", str(Path(configfile).resolve())]
    # A profile of the user's, such as that of a cluster, has no say in what there is to do.
    around = environment(root)
    around.pop("SNAKEMAKE_PROFILE", None)
    finished = subprocess.run(
        command, cwd=root, capture_output=True, encoding="utf-8", errors="replace", env=around
    )
    if finished.returncode:
        sys.exit(finished.stdout + finished.stderr)
    return parse_job_stats(finished.stdout + finished.stderr)


def parse_job_stats(text: str) -> dict[str, int]:
    """Read Snakemake's table of job counts."""
    table = text.partition("Job stats:")[2]
    counts = {}
    for line in table.splitlines():
        match = re.fullmatch(r"\s*([\w.-]+)\s+(\d+)\s*", line)
        if match and match[1] != "total":
            counts[match[1]] = int(match[2])
    return counts


def _workers(cores: str) -> int:
    if cores == "all":
        # Fewer than the machine has, where a container or a scheduler allows fewer.
        allowed = getattr(os, "sched_getaffinity", None)
        return len(allowed(0)) if allowed else os.cpu_count() or 1
    if not cores.isdigit() or int(cores) < 1:
        raise ValueError(f"--cores {cores}: give a number from 1 on, or all.")
    return int(cores)


def _time(root: Path, jobs: dict[str, int], cores: int, configfile: str | None) -> str:
    run = "laptop" if configfile is None else run_name(Path(configfile))
    needed = minutes(root, run, jobs, cores)
    if needed is None:
        return "with no earlier run of this size to tell how long it takes"
    return f"about {max(1, round(needed))} min at the {run} size"


def run_name(configfile: Path) -> str:
    """Return the run that an overlay names."""
    return str(read_overlay(configfile).get("run", "laptop"))


def by_source(run: Run, jobs: Mapping[str, int], durations: pd.DataFrame) -> pd.DataFrame:
    """Return for each source its jobs, their core hours, and the memory that its largest job asks.

    Hours are those measured for a run of this name; where it has none the laptop run's, which a
    larger run needs at least (the column `hours of` says which).
    """
    known = run.name if (durations["run"] == run.name).any() else "laptop"
    seconds = durations[durations["run"] == known].set_index("rule")["seconds"]
    memory: dict[str, int] = {}
    for declared in run.declared:
        memory[declared.rule] = max(memory.get(declared.rule, 0), declared.mem_mb)
    rows: dict[str, list[float]] = {}
    for rule, count in jobs.items():
        source = next((name for name in run.all_figures if rule.startswith(f"{name}_")), "drawing")
        row = rows.setdefault(source, [0, 0.0, 0])
        row[0] += count
        row[1] += count * (seconds.get(rule, 0.0) + START) / 3600
        row[2] = max(row[2], memory.get(rule, 1000))
    return pd.DataFrame(
        [
            {
                "source": source,
                "jobs": int(count),
                "core hours": round(hours, 2),
                "hours of": known,
                "largest MB": int(largest),
            }
            for source, (count, hours, largest) in sorted(rows.items())
        ]
    )
