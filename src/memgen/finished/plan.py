"""What a run is about to do and about how long it takes, said before it starts."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from memgen.declared.run import Run
from memgen.finished.durations import START, minutes
from memgen.finished.expected import expected
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
        Whether to tell jobs, core hours, GPU hours and memory of each source, and why what is
        there is made again.

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
        print(by_source(run, jobs, expected(root, run)).to_string(index=False))
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


def by_source(run: Run, jobs: Mapping[str, int], expected: pd.DataFrame) -> pd.DataFrame:
    """Return for each source its jobs, core hours, hours of jobs that can use a GPU, and memory.

    Parameters
    ----------
    run : Run
        The run.
    jobs : mapping of str to int
        How many jobs of each rule are to be done.
    expected : DataFrame
        What a job of each rule takes, of `memgen.finished.expected`. GPU hours are hours of one
        core for the jobs that ask for a GPU, of the core hours a part.
    """
    asked: dict[str, int] = {}
    for one in run.declared:
        asked[one.rule] = max(asked.get(one.rule, 0), one.mem_mb)
    seconds, memory, known = (dict(expected[name]) for name in ("seconds", "mb", "known"))
    with_gpu = {one.rule for one in run.declared if one.gpu}
    rows: dict[str, list[dict[str, object]]] = {}
    for rule, count in jobs.items():
        source = next((name for name in run.all_figures if rule.startswith(f"{name}_")), "drawing")
        hours = count * (seconds.get(rule, 0.0) + START) / 3600
        rows.setdefault(source, []).append(
            {
                "jobs": count,
                "core hours": hours,
                "GPU hours": hours if rule in with_gpu else 0.0,
                "peak GB": memory.get(rule, float("nan")) / 1000,
                "asked GB": asked.get(rule, 1000) / 1000,
                "hours": known.get(rule, "unknown"),
            }
        )
    told = []
    for source in sorted(rows):
        frame = pd.DataFrame(rows[source])
        told.append(
            {
                "source": source,
                "jobs": int(frame["jobs"].sum()),
                "core hours": round(frame["core hours"].sum(), 2),
                "GPU hours": round(frame["GPU hours"].sum(), 2),
                "peak GB": ""
                if frame["peak GB"].isna().all()
                else round(frame["peak GB"].max(), 1),
                "asked GB": frame["asked GB"].max(),
                "hours are": ", ".join(sorted(set(frame["hours"]) - {"unknown"})),
            }
        )
    return pd.DataFrame(told)
