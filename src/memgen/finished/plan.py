"""What a run is about to do and about how long it takes, said before it starts."""

import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

from memgen.finished.durations import minutes


def print_plan(root: Path, configfile: str | None, cores: str) -> None:
    """Print the jobs that are left and the time they need, from measured durations.

    Raises
    ------
    ValueError
        If `cores` is neither a number from 1 on nor "all".
    """
    workers = _workers(cores)
    jobs = jobs_to_run(root, configfile)
    if not jobs:
        print("Nothing to be done: every figure is up to date.")
        return
    duration = _time(root, jobs, workers, configfile)
    print(f"{sum(jobs.values())} jobs to run on {workers} core(s), {duration}.")
    print("Stop it whenever you like (Ctrl-C): the same command goes on where it stopped.")
    sys.stdout.flush()


def jobs_to_run(root: Path, configfile: str | None) -> dict[str, int]:
    """Return how many jobs of each rule a dry run would start."""
    command = [sys.executable, "-m", "snakemake", "--dry-run", "--quiet", "rules"]
    if configfile:
        command += ["--configfile", configfile]
    finished = subprocess.run(command, cwd=root, capture_output=True, text=True)
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
        return os.cpu_count() or 1
    if not cores.isdigit() or int(cores) < 1:
        raise ValueError(f"--cores {cores}: give a number from 1 on, or all.")
    return int(cores)


def _time(root: Path, jobs: dict[str, int], cores: int, configfile: str | None) -> str:
    run = "laptop" if configfile is None else run_name(root / configfile)
    needed = minutes(root, run, jobs, cores)
    if needed is None:
        return "with no earlier run of this size to tell how long it takes"
    return f"about {max(1, round(needed))} min at the {run} size"


def run_name(configfile: Path) -> str:
    """Return the run that an overlay names."""
    overlay = yaml.safe_load(configfile.read_text()) if configfile.is_file() else {}
    return str((overlay or {}).get("run", "laptop"))
