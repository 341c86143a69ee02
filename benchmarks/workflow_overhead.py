"""What the workflow costs besides its science: CPU time of whole processes, at tiny size.

In a fresh copy of the checkout: a dry run of all jobs, the tiny run itself, a dry run and a run
with nothing left to do. The CPU time of Snakemake's own process is told apart from its jobs'.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import machine, show, write

ROOT = Path(__file__).resolve().parent.parent
TINY = ("--configfile", "config/tiny.yaml")
CORES = 2
# Runs Snakemake and ends with its own CPU time and that of its jobs, in seconds.
COMMAND = """
import resource, runpy, sys
sys.argv[0] = "snakemake"
try:
    runpy.run_module("snakemake", run_name="__main__")
except SystemExit as end:
    if end.code:
        raise
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    used = resource.getrusage(who)
    print(used.ru_utime + used.ru_stime)
"""


def fresh_copy(directory):
    """Copy the files of the checkout, without results."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in listed:
        if (ROOT / name).is_file():
            (directory / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, directory / name)


def measure(directory, name, *arguments):
    """Run Snakemake once and return the row of the table."""
    environment = os.environ | {"PYTHONPATH": str(directory / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", COMMAND, *arguments, "--quiet", "all", *TINY]
    start = time.perf_counter()
    finished = subprocess.run(
        command, cwd=directory, env=environment, capture_output=True, text=True
    )
    if finished.returncode:
        sys.exit(finished.stdout + finished.stderr)
    own, jobs = (float(line) for line in finished.stdout.splitlines()[-2:])
    return {
        "run": name,
        "wall_s": round(time.perf_counter() - start, 1),
        "snakemake_cpu_s": round(own, 1),
        "jobs_cpu_s": round(jobs, 1),
        "machine": machine().replace("1 of", f"{CORES} of"),
    }


def main():
    rows = []
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        fresh_copy(copy)
        for about in (
            ("first dry run", "--dry-run"),
            ("dry run", "--dry-run"),
            ("tiny run", "--cores", str(CORES)),
            ("dry run, nothing to do", "--dry-run"),
            ("run, nothing to do", "--cores", str(CORES)),
        ):
            rows.append(measure(copy, *about))
            show(rows[-1])
    write(__file__, rows)


if __name__ == "__main__":
    main()
