"""A watch over a run on a queue: it sees a run that waits for jobs which the queue no longer holds.

The executor asks the queue for its jobs now and then. Where one such question fails altogether (a
controller that restarts, an accounting that is down), it can lose the jobs for good, and waits for
ever. From outside this shows: Snakemake lives and says nothing, and the queue, which answers again,
holds no job of it. The cure is to stop it and to start the same command again; what is finished is
kept, and is not computed twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from memgen.cluster.queue import Queue


@dataclass
class Watch:
    """What is seen of a run, and since when.

    Attributes
    ----------
    stalled_after : float
        Seconds of silence, with no job in the queue, after which the run waits in vain: longer
        than two rounds in which the executor asks for its jobs (at most 180 s each).
    told_after : float
        Seconds after which it is said that nothing but waiting jobs are there, and why they wait.
    """

    stalled_after: float = 420.0
    told_after: float = 600.0
    _empty_since: float | None = field(default=None, init=False)
    _waiting_since: float | None = field(default=None, init=False)
    _silent_since: float | None = field(default=None, init=False)
    _told: set[str] = field(default_factory=set, init=False)

    def look(self, now: float, queue: Queue | None) -> Iterator[str]:
        """Take note of the queue, and yield what is to be said of it, each once.

        Parameters
        ----------
        now : float
            The time, in seconds.
        queue : Queue or None
            The jobs of the run; None where the queue did not answer.
        """
        if queue is None:
            # Nothing is known, so nothing is counted: it may hold all of the jobs.
            self._empty_since = None
            if self._silent_since is None:
                self._silent_since = now
            if now - self._silent_since > self.told_after:
                yield from self._once(
                    "The queue has not answered (squeue) for "
                    f"{round((now - self._silent_since) / 60)} minutes."
                )
            return
        if self._silent_since is not None:
            self._silent_since = None
            self._told.clear()
        self._empty_since = _since(self._empty_since, now, queue.alive == 0)
        alone = queue.pending > 0 and queue.running == 0
        self._waiting_since = _since(self._waiting_since, now, alone)
        if self._waiting_since is not None and now - self._waiting_since > self.told_after:
            why = ", ".join(f"{count} for {name}" for name, count in sorted(queue.reasons.items()))
            yield from self._once(
                f"No job runs; {queue.pending} wait in the queue ({why}). See "
                '`squeue --me -o "%i %T %r %k"`; other partitions: --partition.'
            )

    def stalled(self, now: float, last_word: float) -> bool:
        """Return whether Snakemake, silent since `last_word`, waits for jobs that are gone."""
        if self._empty_since is None:
            return False
        return now - max(self._empty_since, last_word) > self.stalled_after

    def _once(self, text: str) -> Iterator[str]:
        kind = text.split(" (")[0]
        if kind not in self._told:
            self._told.add(kind)
            yield text


def _since(before: float | None, now: float, holds: bool) -> float | None:
    """Since when something holds: since before, or since now; None if it does not."""
    if not holds:
        return None
    return now if before is None else before
