"""What a run is about to do and about how long it takes, said before it starts."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd

from memgen.gallery import GALLERY


def print_plan(root: Path, configfile: str | None, cores: str) -> None:
    """Print the jobs that are left and the time they need, from the laptop run's durations."""
    jobs = jobs_to_run(root, configfile)
    if not jobs:
        print("Nothing to be done: every figure is up to date.")
        return
    workers = (os.cpu_count() or 1) if cores == "all" else int(cores)
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
    _, found, table = text.partition("Job stats:")
    if not found:
        return {}
    counts = {}
    for line in table.splitlines():
        match = re.fullmatch(r"\s*([\w.-]+)\s+(\d+)\s*", line)
        if match and match[1] != "total":
            counts[match[1]] = int(match[2])
    return counts


def _time(root: Path, jobs: dict[str, int], cores: int, configfile: str | None) -> str:
    reference = root / GALLERY / "durations.csv"
    if configfile or not reference.is_file():
        return "with no earlier run of this size to tell how long it takes"
    seconds = pd.read_csv(reference).set_index("rule")["seconds"].to_dict()
    # Starting a job (Python, imports) comes on top of what its benchmark measures.
    total = sum(count * (seconds.get(rule, 0.0) + 2.0) for rule, count in jobs.items())
    minutes = total / cores / 60
    return f"about {max(1, round(minutes))} min at the laptop size (measured on 2 cores)"
