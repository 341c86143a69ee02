"""What a Slurm queue holds of a run: its jobs by state, asked of `squeue`."""

import getpass
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass

# States in which a job is still to end; in all others it has ended.
ALIVE = frozenset(
    {
        "PENDING",
        "CONFIGURING",
        "RUNNING",
        "COMPLETING",
        "SUSPENDED",
        "REQUEUED",
        "REQUEUE_HOLD",
        "REQUEUE_FED",
        "RESV_DEL_HOLD",
        "RESIZING",
        "SIGNALING",
        "STAGE_OUT",
        "STOPPED",
        "SPECIAL_EXIT",
    }
)
TIMEOUT = 60


@dataclass(frozen=True)
class Queue:
    """The jobs of one run that have not ended.

    Attributes
    ----------
    running, pending : int
        How many compute, and how many have yet to.
    reasons : mapping of str to int
        Why those wait that do, as Slurm says it (Priority, Resources, ...), and how many.

    """

    running: int
    pending: int
    reasons: dict[str, int]

    @property
    def alive(self) -> int:
        """How many have not ended."""
        return self.running + self.pending


def read_queue(prefix: str) -> Queue | None:
    """Ask the queue for this user's jobs whose names begin with `prefix`.

    Returns
    -------
    Queue or None
        None where the controller does not answer.
    """
    squeue = shutil.which("squeue")
    if squeue is None:
        return None
    call = [squeue, "--noheader", "--user", getpass.getuser(), "--format", "%j|%T|%r"]
    try:
        done = subprocess.run(call, capture_output=True, check=True, text=True, timeout=TIMEOUT)
    except (OSError, subprocess.SubprocessError):
        return None
    return parse_queue(done.stdout, prefix)


def parse_queue(text: str, prefix: str) -> Queue:
    """Read lines "name|state|reason" of `squeue`."""
    running, reasons = 0, Counter[str]()
    for line in text.splitlines():
        name, state, reason = line.strip().rsplit("|", 2)
        if not name.startswith(prefix) or state not in ALIVE:
            continue
        if state == "PENDING":
            reasons[reason] += 1
        else:
            running += 1
    return Queue(running, sum(reasons.values()), dict(reasons))
