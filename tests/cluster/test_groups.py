"""Which jobs travel together."""

import pandas as pd
import pytest

from memgen.cluster.groups import SHORT, group_options
from memgen.declared.run import Run
from memgen.settings.overlays import configured


@pytest.fixture(scope="module")
def run(root):
    return Run(root, configured([root / "config/tiny.yaml"], {}))


def parsed(options):
    cut = options.index("--group-components")
    groups = dict(word.split("=") for word in options[1:cut])
    return groups, {
        name: int(size) for name, size in (word.split("=") for word in options[cut + 1 :])
    }


def durations(run, seconds):
    rows = [("tiny", one.rule, len(one.jobs), seconds) for one in run.declared]
    return pd.DataFrame(rows, columns=["run", "rule", "jobs", "seconds"])


def test_without_measured_times_figures_alone_travel_together(run):
    groups, sizes = parsed(group_options(run, durations(run, 1.0).assign(run="other")))
    assert groups == {"figure": "figures"}
    assert sizes["figures"] > 20


def test_a_run_of_another_name_is_as_large_as_its_overlay(run):
    known = durations(run, 1.0).assign(run="base")
    assert len(parsed(group_options(run, known, "base"))[0]) == 1 + len(
        {d.rule for d in run.declared}
    )


def test_long_jobs_go_alone(run):
    groups, _ = parsed(group_options(run, durations(run, SHORT)))
    assert groups == {"figure": "figures"}


def test_a_group_holds_about_ten_minutes(run):
    _, sizes = parsed(group_options(run, durations(run, 60.0)))
    assert {size for name, size in sizes.items() if name != "figures"} == {10}


def test_no_group_waits_for_itself(run):
    """Along what tables need, the groups of the rules have an order."""
    groups, _ = parsed(group_options(run, durations(run, 1.0)))
    makers = {path: one.rule for one in run.declared for path in files_of(one)}
    needs = {}
    for one in run.declared:
        mine = groups[one.rule]
        for path in files_needed(one):
            other = groups[makers[path]]
            assert other != mine, f"{one.rule} waits for its own group {mine}"
            needs.setdefault(mine, set()).add(other)
    done = set()
    while len(done) < len(needs):
        ready = {
            name
            for name, of in needs.items()
            if name not in done and not (of & needs.keys()) - done
        }
        assert ready, f"a circle among {sorted(needs.keys() - done)}"
        done |= ready


def files_of(one):
    made = [path.format(**job) for job in one.jobs for path in one.outputs.values()]
    return [*made, *([one.whole] if getattr(one, "parts", None) else [])]


def files_needed(one):
    for paths in one.inputs().values():
        for path in [paths] if isinstance(paths, str) else paths:
            yield from {path.format(**job) for job in one.jobs}


def test_networks_and_tables_do_not_share_a_group(run):
    """What wants a GPU does not hold one for what does not."""
    groups, _ = parsed(group_options(run, durations(run, 1.0)))
    wanting = {}
    for one in run.declared:
        wanting.setdefault(groups[one.rule], set()).add(bool(one.gpu))
    assert all(len(of) == 1 for of in wanting.values())
