"""What `squeue` says of a run."""

import pytest

from memgen.cluster import queue
from memgen.cluster.queue import Queue, parse_queue, read_queue

SAID = """\
memgen7_a|RUNNING|None
memgen7_a|COMPLETING|None
memgen7_b|PENDING|Priority
memgen7_c|PENDING|Resources
memgen7_d|PENDING|Priority
memgen7_e|FAILED|NonZeroExitCode
another|PENDING|Priority
"""


def test_jobs_of_one_run_are_counted_by_state():
    assert parse_queue(SAID, "memgen7") == Queue(2, 3, {"Priority": 2, "Resources": 1})
    assert parse_queue(SAID, "memgen7").alive == 5
    assert parse_queue("", "memgen7").alive == 0


@pytest.fixture
def squeue(tmp_path, monkeypatch):
    """A `squeue` that does what a line of shell says."""

    def become(line):
        file = tmp_path / "squeue"
        file.write_text(f"#!/bin/sh\n{line}\n")
        file.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    return become


def test_a_queue_that_answers(squeue):
    squeue('echo "memgen7_a|PENDING|Priority"')
    assert read_queue("memgen7") == Queue(0, 1, {"Priority": 1})


def test_a_queue_that_does_not_answer_is_not_an_empty_one(squeue, monkeypatch):
    squeue("echo 'Unable to contact slurm controller' >&2; exit 1")
    assert read_queue("memgen7") is None
    monkeypatch.setattr(queue, "TIMEOUT", 0.05)
    squeue("sleep 1")
    assert read_queue("memgen7") is None


def test_no_queue_at_all(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_queue("memgen7") is None
