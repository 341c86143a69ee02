"""What the benchmarks share: median times, the machine's name, and their tables."""

import csv
import os
import platform
import statistics
import time
from pathlib import Path

import numpy as np


def median_seconds(function, *arguments, repeats):
    """Return the median time of `repeats` calls and the last result."""
    durations = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = function(*arguments)
        durations.append(time.perf_counter() - start)
    return statistics.median(durations), np.array(result)


def machine():
    """Return the processor's name and how much of it was used."""
    name = platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            name = line.split(":")[1].strip()
    return f"{name}, 1 of {os.cpu_count()} cores"


def write(script, rows):
    """Write rows to the CSV file beside a script."""
    with Path(script).with_suffix(".csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def show(row):
    """Print a row, but for its last column."""
    print("  ".join(f"{value!s:>12}" for value in list(row.values())[:-1]), flush=True)
