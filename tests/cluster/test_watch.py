"""When a run waits in vain, and what is said of one that only waits."""

from hypothesis import given
from hypothesis import strategies as st

from memgen.cluster.queue import Queue
from memgen.cluster.watch import Watch

EMPTY, BUSY = Queue(0, 0, {}), Queue(1, 4, {"Priority": 4})
WAITING = Queue(0, 4, {"Priority": 3, "Resources": 1})


def test_a_run_has_stalled_when_the_queue_is_empty_and_nothing_was_said():
    watch = Watch(stalled_after=100)
    list(watch.look(0.0, EMPTY))
    list(watch.look(90.0, EMPTY))
    assert not watch.stalled(90.0, last_word=0.0)
    assert watch.stalled(101.0, last_word=0.0)
    # It has found a job's end meanwhile.
    assert not watch.stalled(101.0, last_word=50.0)


def test_jobs_in_the_queue_are_no_stall():
    watch = Watch(stalled_after=100)
    list(watch.look(0.0, EMPTY))
    list(watch.look(50.0, BUSY))
    assert not watch.stalled(1e6, last_word=0.0)
    list(watch.look(200.0, EMPTY))
    assert not watch.stalled(290.0, last_word=0.0)
    assert watch.stalled(301.0, last_word=0.0)


def test_a_queue_that_is_silent_is_no_stall_and_is_told_once():
    watch = Watch(stalled_after=100, told_after=60)
    list(watch.look(0.0, EMPTY))
    assert not list(watch.look(10.0, None))
    assert not watch.stalled(1e6, last_word=0.0)
    assert any("has not answered" in words for words in watch.look(100.0, None))
    assert not list(watch.look(500.0, None))
    # and again after it had come back
    list(watch.look(600.0, BUSY))
    list(watch.look(610.0, None))
    assert any("has not answered" in words for words in watch.look(700.0, None))


def test_why_jobs_wait_is_told_once():
    watch = Watch(told_after=60)
    assert not list(watch.look(0.0, WAITING))
    (words,) = watch.look(100.0, WAITING)
    assert "4 wait in the queue (3 for Priority, 1 for Resources)" in words
    assert not list(watch.look(200.0, WAITING))


@given(st.lists(st.sampled_from([None, EMPTY, BUSY, WAITING]), min_size=1, max_size=30))
def test_no_run_is_stopped_while_a_job_may_be_there(seen):
    """Whatever came before, one look that finds a job, or finds nothing out, starts anew."""
    watch = Watch(stalled_after=100)
    for k, queue in enumerate(seen):
        list(watch.look(1000.0 * k, queue))
    now = 1000.0 * len(seen)
    if seen[-1] is not EMPTY:
        assert not watch.stalled(now, last_word=0.0)
