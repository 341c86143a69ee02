from memgen.finished.plan import parse_job_stats

STATS = """
Job stats:
job                         count
------------------------  -------
manifold_basins                 1
draw                            8
all                             1
total                          10

Reasons:
    output files have to be generated: draw
"""


def test_job_counts_are_read():
    assert parse_job_stats(STATS) == {"manifold_basins": 1, "draw": 8, "all": 1}


def test_nothing_to_do_is_no_jobs():
    assert parse_job_stats("Nothing to be done (all requested files are present).") == {}
