"""A Slurm cluster of one node on the loopback, without accounting and cgroups, for the tests."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil

CONFIGURATION = """\
ClusterName=memgen
SlurmctldHost=localhost
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
SlurmctldPort={controller}
SlurmdPort={daemon}
SlurmctldPidFile={work}/slurmctld.pid
SlurmdPidFile={work}/slurmd.pid
StateSaveLocation={work}/ctld
SlurmdSpoolDir={work}/d
SlurmdTimeout=300
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=5
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
DefMemPerCPU=1000
MinJobAge=3600
NodeName={node} NodeHostname={node} NodeAddr=127.0.0.1 CPUs=2 RealMemory={memory} State=UNKNOWN
PartitionName=main Nodes={node} Default=YES MaxTime=INFINITE State=UP
"""
# Where jobs look for it, whose environment holds nothing of Slurm's.
SITE = Path("/etc/slurm")
FILES = ("slurm.conf", "cgroup.conf")
PROGRAMS = ("slurmctld", "slurmd", "munged", "sbatch", "squeue", "sinfo")


def missing() -> str | None:
    """Return why there can be no cluster, or None if there can."""
    absent = [name for name in PROGRAMS if shutil.which(name, path=_path()) is None]
    if absent:
        return f"{absent[0]} is not installed (Debian: apt-get install slurm-wlm munge)"
    if os.geteuid() != 0:
        return "a one-node Slurm is started by root alone"
    for name in FILES:
        if (SITE / name).exists() and not (SITE / name).is_symlink():
            return f"this machine belongs to a cluster already ({SITE / name})"
    return None


def _path() -> str:
    return f"{os.environ['PATH']}:/usr/sbin:/sbin"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class OneNode:
    """The cluster: started with the object, ended by `close`.

    Attributes
    ----------
    environment : dict
        In which all commands find it.

    """

    def __init__(self, work: Path):
        self.work = work
        for folder in ("ctld", "d"):
            (work / folder).mkdir(parents=True)
        text = CONFIGURATION.format(
            user="root",
            work=work,
            node=socket.gethostname().split(".")[0],
            memory=psutil.virtual_memory().total // 2**20 - 500,
            controller=_free_port(),
            daemon=_free_port(),
        )
        (work / "slurm.conf").write_text(text)
        self.environment: Mapping[str, str] = {
            **os.environ,
            "SLURM_CONF": str(work / "slurm.conf"),
            "PATH": _path(),
        }
        # Slurm 22.05 looks for a plugin of control groups though nothing uses one.
        version = self.command("sinfo", "--version")
        major = int(version.stdout.split()[1].split(".")[0])
        plugin = "disabled" if major >= 23 else "cgroup/v1"
        (work / "cgroup.conf").write_text(f"CgroupPlugin={plugin}\n")
        SITE.mkdir(exist_ok=True)
        for name in FILES:
            (SITE / name).unlink(missing_ok=True)
            (SITE / name).symlink_to(work / name)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._authenticate()
        self.start_controller()
        self._start("slurmd", ["slurmd", "-D"])
        self._wait_until_idle()

    def _start(self, name: str, command: list[str]) -> None:
        with (self.work / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                command, stdout=log, stderr=log, env=self.environment, start_new_session=True
            )

    def _authenticate(self) -> None:
        if self.command("munge", "-n", check=False).returncode == 0:
            return
        folder = Path("/run/munge")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.chown(folder, "munge", "munge")
        # munged refuses to run as root.
        drop = ["setpriv", "--reuid=munge", "--regid=munge", "--clear-groups"]
        self._start("munged", [*drop, "munged", "--foreground"])
        for _ in range(40):
            if self.command("munge", "-n", check=False).returncode == 0:
                return
            time.sleep(0.25)
        raise RuntimeError((self.work / "munged.log").read_text())

    def start_controller(self) -> None:
        """Start slurmctld, which finds the jobs that it knew."""
        self._start("slurmctld", ["slurmctld", "-D"])

    def stop_controller(self) -> None:
        """Stop slurmctld; what runs goes on."""
        self._end("slurmctld")

    def _wait_until_idle(self) -> None:
        for _ in range(120):
            said = self.command("sinfo", "-h", "-o", "%t", check=False).stdout.strip()
            if said == "idle":
                return
            time.sleep(0.25)
        logs = [(self.work / f"{name}.log").read_text() for name in ("slurmctld", "slurmd")]
        raise RuntimeError("\n".join(["The node is not idle.", *logs]))

    def command(self, *words: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run a command of Slurm's."""
        return subprocess.run(
            words, capture_output=True, text=True, check=check, env=self.environment, timeout=60
        )

    def jobs(self, state: str = "all") -> list[list[str]]:
        """Return id, state and comment (rule and wildcards) of each job."""
        said = self.command("squeue", "-h", "-t", state, "-o", "%i|%T|%k").stdout
        return [line.split("|", 2) for line in said.splitlines()]

    def _end(self, name: str) -> None:
        process = self._running.pop(name, None)
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        process.kill()
        process.wait()

    def close(self) -> None:
        """Stop everything."""
        if "slurmctld" in self._running:
            self.command("scancel", "--user=root", check=False)
        for name in ("slurmd", "slurmctld", "munged"):
            self._end(name)
        for name in FILES:
            (SITE / name).unlink(missing_ok=True)
