"""`memgen slurm`: a run on a Slurm cluster, watched, and started again where it waits in vain."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from memgen.cluster.queue import Queue, read_queue
from memgen.cluster.watch import Watch
from memgen.surroundings import environment

LOGS = Path(".snakemake/log")
STEP = 30.0  # seconds between two looks
RESTARTS = 5
PLUGIN = "snakemake_executor_plugin_slurm"


def slurm_options(
    profile: Path, account: str | None, partition: str | None, prefix: str
) -> list[str]:
    """Return the options of a call of Snakemake that sends its jobs to a Slurm cluster.

    The profile takes the place of the default one, which would overrule it otherwise. Without an
    account and a partition the jobs go to the user's and the cluster's default ones.

    Parameters
    ----------
    profile : Path
        The folder of the profile.
    account, partition : str or None
        What the jobs are charged to, and where they run.
    prefix : str
        With what the names of all jobs begin: letters, digits and underscores.
    """
    options = ["--workflow-profile", str(profile), "--slurm-jobname-prefix", prefix]
    given = {"slurm_account": account, "slurm_partition": partition}
    chosen = [f"{name}={value}" for name, value in given.items() if value]
    return [*options, "--default-resources", *chosen] if chosen else options


def require_slurm() -> None:
    """Check that there is a Slurm cluster to send jobs to.

    Raises
    ------
    ValueError
        If not: the message names what is missing and the remedy.
    """
    missing = [name for name in ("sbatch", "squeue") if shutil.which(name) is None]
    if missing:
        raise ValueError(
            f"{missing[0]} is not on the PATH: this machine belongs to no Slurm cluster, or a "
            "module is to be loaded first. `memgen run` computes here."
        )
    from importlib.util import find_spec

    if find_spec(PLUGIN) is None:
        raise ValueError(
            "Snakemake's plugin for Slurm is not installed: "
            "pip install -c envs/constraints.txt -e '.[slurm]'"
        )


def run_watched(
    arguments: Sequence[str],
    prefix: str,
    ask: Callable[[str], Queue | None] = read_queue,
    watch: Callable[[], Watch] = Watch,
    step: float = STEP,
) -> int:
    """Make a call of Snakemake on a cluster and return its exit status.

    Where it waits for jobs that the queue no longer holds it is stopped and started again, at most
    `RESTARTS` times.

    Parameters
    ----------
    arguments : sequence of str
        Of the call.
    prefix : str
        With what the names of its jobs begin.
    ask : callable
        prefix -> the jobs of the run in the queue.
    watch : callable
        Makes the watch over one call.
    step : float
        Seconds between two looks at the queue.
    """
    command = [sys.executable, "-m", "snakemake", *arguments]
    print("$", shlex.join(["snakemake", *arguments]), flush=True)
    for _ in range(RESTARTS + 1):
        status = _watched(command, prefix, ask, watch(), step)
        if status is not None:
            return status
        print("Started again: what is finished is kept.", flush=True)
    print(f"Stopped for good after {RESTARTS} restarts: is the cluster well?", flush=True)
    return 1


def _watched(
    command: Sequence[str],
    prefix: str,
    ask: Callable[[str], Queue | None],
    watch: Watch,
    step: float,
) -> int | None:
    """Wait for one call and return its status; stop it and return None where it has stalled."""
    started = time.time()
    with subprocess.Popen(command, env=environment(Path())) as process:
        try:
            while True:
                try:
                    return process.wait(timeout=step)
                except subprocess.TimeoutExpired:
                    now = time.time()
                for words in watch.look(now, ask(prefix)):
                    print(words, flush=True)
                if watch.stalled(now, _last_word(started)):
                    print(
                        "Snakemake waits, and the queue holds no job of this run: it has lost them "
                        "(a question to the queue failed). It is stopped.",
                        flush=True,
                    )
                    _stop(process)
                    return None
        except KeyboardInterrupt:
            # The terminal has told Snakemake too: it cancels its jobs.
            return process.wait()


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=120)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _last_word(started: float) -> float:
    """When Snakemake last wrote into its log; at the earliest when it was started."""
    times = [entry.stat().st_mtime for entry in os.scandir(LOGS)] if LOGS.is_dir() else []
    return max([started, *times])
