import pytest

from memgen.declared.chunks import chunks
from memgen.declared.targets import no_such_target

KNOWN = ["fig7_times", "fig7_time_integrated", "fig2_collapse_time", "training_dynamics"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("fig7_time", "Did you mean fig7_times or fig7_time_integrated?"),
        ("fig2_colapse_time", "Did you mean fig2_collapse_time?"),
        ("trainingdynamics", "Did you mean training_dynamics?"),
        ("xyzzy", "`snakemake --list` names them all."),
    ],
)
def test_the_nearest_names_are_proposed(name, told):
    expected = f"{name}: there is no such figure, source or table. {told}"
    assert no_such_target(name, KNOWN) == expected


def test_draws_are_cut_into_chunks_that_a_scheduler_takes():
    assert chunks(7, 3) == [(0, 3), (3, 6), (6, 7)]
    assert len(chunks(10_000, 1)) == 10_000
    with pytest.raises(ValueError, match="are more than 10000 jobs: raise draws_per_job"):
        chunks(10_001, 1)
