"""A run killed at many random moments: does the same command always go on, to the same bytes?

    python tests/kills.py [KILLS] [--seed SEED] [--minutes MINUTES]

In a temporary copy of the project a tiny run of a few cheap targets (a figure with its claims,
tables whole and from parts, arrays, a network that is trained) is made once undisturbed, and then
again and again: each start of `memgen run` is killed with all that it started (SIGKILL to the
process group) at a random moment, from the start of Python to the time that all of it takes, and
the next start goes on with what the killed one left. What is there after a kill, and at the end of
each run, is compared byte for byte with the undisturbed run. Exit status 1 if something differs, a
start fails, a killed process lives on, or a lock is left.
"""

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from workflow.conftest import copy_files  # noqa: E402
from workflow.killing import locks, require_same, results, started  # noqa: E402

RUN = "killed"
TABLES = f"results/{RUN}/manifold_memorization"
TARGETS = [
    "fig1_hidden_manifold",
    f"{TABLES}/times.csv",
    f"{TABLES}/collapse.csv",
    f"results/{RUN}/spectral_gaps/networks/lawdescending.safetensors",
]
PYTHON = Path(sys.executable)
COMMAND = [str(PYTHON), str(PYTHON.with_name("memgen")), "run", "--cores", "2"]
COMMAND += ["--configfile", "config/tiny.yaml", f"run={RUN}", *TARGETS]
LONGEST = 600  # seconds of one run


@dataclass
class Killer:
    """A copy of the project whose run is killed, and an undisturbed one.

    Attributes
    ----------
    root, undisturbed : Path
        The copies.
    problems : list of str
        What was not as it ought to be.

    """

    root: Path
    undisturbed: Path
    problems: list[str] = field(default_factory=list)

    def compare(self, when: str) -> int:
        """Compare what is there with the undisturbed run, and return how many files it is."""
        try:
            return require_same(self.root, self.undisturbed)
        except AssertionError as error:
            self.problems.append(f"{when}: {error}")
            return len(results(self.root))

    def kill(self, number: int, moment: float) -> tuple[str, bool]:
        """Start the run, kill it at a moment, and return what became of it and if it was killed."""
        run, log = started(COMMAND, self.root)
        try:
            status = run.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            at = running(log.read_text())
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            alive = survivors(run.pid)
            if alive:
                self.problems.append(f"kill {number}: {', '.join(alive)} lives on")
            return f"{at}; {self.compare(f'kill {number}')} files", True
        return self.end(number, status, log), False

    def finish(self, number: int) -> str:
        """Let the run go on to its end."""
        run, log = started(COMMAND, self.root)
        return self.end(number, run.wait(timeout=LONGEST), log)

    def end(self, number: int, status: int, log: Path) -> str:
        """Judge a run that came to its end, and take its results away."""
        when = f"the run after kill {number}"
        if status:
            self.problems.append(f"{when} ends with {status}: {log.read_text()[-2000:]}")
        made = self.compare(when)
        missing = results(self.undisturbed) - results(self.root)
        if missing:
            self.problems.append(f"{when}: {min(missing)} is missing")
        if locks(self.root):
            self.problems.append(f"{when}: {locks(self.root)[0]} is left")
        for folder in ("results", "figures", ".snakemake"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
        return f"came to its end, status {status}; {made} files"


def running(words: str) -> str:
    """Return what a run did last, from what it printed."""
    begun = dict(re.findall(r"^Job (\d+): (.*)$", words, re.MULTILINE))
    ended = set(re.findall(r"^Finished jobid: (\d+)", words, re.MULTILINE))
    jobs = [says for number, says in begun.items() if number not in ended]
    if jobs:
        return " and ".join(jobs)
    if begun:
        return "between jobs"
    return "building the DAG" if "Building DAG" in words else "starting"


def survivors(group: int) -> list[str]:
    """Return the processes of a killed group that live on, once they had time to end."""
    deadline = time.monotonic() + 10
    while (alive := members(group)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return alive


def members(group: int) -> list[str]:
    """Return the processes of a group that have not ended."""
    alive = []
    for process in psutil.process_iter(["name", "status"]):
        try:
            mine = os.getpgid(process.pid) == group
        except ProcessLookupError:
            continue
        if mine and process.info["status"] != psutil.STATUS_ZOMBIE:
            alive.append(f"{process.info['name']} ({process.pid})")
    return alive


def main() -> None:
    """Kill, compare, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", nargs="?", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=60.0, help="after which it ends earlier")
    chosen = parser.parse_args()
    moments = random.Random(chosen.seed)
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        killer = Killer(Path(folder, "killed"), Path(folder, "undisturbed"))
        copy_files(ROOT, killer.undisturbed)
        run, log = started(COMMAND, killer.undisturbed)
        if run.wait(timeout=LONGEST):
            sys.exit(f"The undisturbed run fails:\n{log.read_text()}")
        # with what Python and numba have compiled, so that the runs take as long
        copy_files(killer.undisturbed, killer.root)
        taken = time.monotonic() - begin
        print(f"undisturbed: {taken:.0f} s, {len(results(killer.undisturbed))} files", flush=True)
        kills = ends = 0
        while kills < chosen.kills and time.monotonic() - begin < 60 * chosen.minutes:
            moment = moments.uniform(0, taken)
            says, killed = killer.kill(kills + 1, moment)
            kills, ends = kills + killed, ends + (not killed)
            print(f"{kills:3d} {moment if killed else 0:5.1f} s  {says}", flush=True)
        print(f"    at last  {killer.finish(kills)}", flush=True)
    minutes = (time.monotonic() - begin) / 60
    told = f"{kills} kills, {ends + 1} runs that came to their end, {minutes:.0f} minutes"
    if killer.problems:
        sys.exit("\n".join([f"{told}: NOT RIGHT", *killer.problems]))
    print(f"{told}: all files equal those of the undisturbed run, no lock was left.")


if __name__ == "__main__":
    main()
